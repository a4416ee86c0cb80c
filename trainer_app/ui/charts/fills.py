"""What tells parts apart without colour: surfaces with lines or holes, and small marks.

Lines and holes are drawn in the colour of the ground, so that nothing has to be clipped: what
sticks out cannot be seen, and a drawing becomes an SVG without masks.
"""

from __future__ import annotations

from math import ceil, cos, radians, sin
from typing import Literal, cast

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from trainer_app.ui.charts.data import Fill
from trainer_app.ui.charts.ink import Ink

Mark = Literal["ring", "dot", "square"]
_GROUNDS: dict[Fill, str] = {
    "solid": "chart1",
    "hatched": "chart2",
    "faint": "chart3",
    "dotted": "chart1",
    "crossed": "chart4",
}
_STEP = 7.0
_THIN = 1.2


def fill_rect(
    painter: QPainter, area: QRectF, fill: Fill, ink: Ink, *, radii: tuple[float, float] = (0, 0)
) -> None:
    """A part of a bar. ``radii`` round its left and its right corners."""
    if fill == "open":
        _edge(painter, _rounded(area.adjusted(0.75, 0.75, -0.75, -0.75), *radii), ink)
        return
    if any(radii):
        painter.fillPath(_rounded(area, *radii), ink.colour(_GROUNDS[fill]))
    else:
        painter.fillRect(area, ink.colour(_GROUNDS[fill]))
    if fill == "dotted":
        _holes(painter, area, ink)
    elif fill in ("hatched", "crossed"):
        painter.setPen(_lines(ink))
        painter.drawLines(slanted(area))
        if fill == "crossed":
            painter.drawLines(slanted(area, falling=True))


def _lines(ink: Ink) -> QPen:
    """The ground seen through: calm, but in high contrast plain to see."""
    colour = QColor(ink.colour("surface"))
    colour.setAlphaF(0.85 if ink.strong else 0.55)
    return QPen(colour, _THIN)


def _edge(painter: QPainter, path: QPainterPath, ink: Ink) -> None:
    pen = QPen(ink.colour("border_strong"), 1.5)
    pen.setDashPattern([2.5, 2.0])
    painter.strokePath(path, pen)


def _numbers(area: QRectF) -> tuple[float, float, float, float]:
    """Left, top, width, height, asked in one go."""
    return cast("tuple[float, float, float, float]", area.getRect())


def _rounded(area: QRectF, left: float, right: float) -> QPainterPath:
    path = QPainterPath()
    x, y, wide, high = _numbers(area)
    end, low = x + wide, y + high
    limit = min(wide / (2 if left and right else 1), high / 2)
    left, right = min(left, limit), min(right, limit)
    path.moveTo(x + left, y)
    path.lineTo(end - right, y)
    path.quadTo(end, y, end, y + right)
    path.lineTo(end, low - right)
    path.quadTo(end, low, end - right, low)
    path.lineTo(x + left, low)
    path.quadTo(x, low, x, low - left)
    path.lineTo(x, y + left)
    path.quadTo(x, y, x + left, y)
    path.closeSubpath()
    return path


def slanted(area: QRectF, *, falling: bool = False) -> list[QLineF]:
    """Lines at 45° that end at the edges of the area."""
    left, top, wide, high = _numbers(area)
    found = []
    for n in range(ceil((wide + high) / _STEP)):
        at = _STEP / 2 + n * _STEP  # where the line would meet the top edge
        x1, y1 = (at, 0.0) if at <= wide else (wide, at - wide)
        x2, y2 = (0.0, at) if at <= high else (at - high, high)
        if x1 - x2 < 1:
            continue
        if falling:
            x1, x2 = wide - x1, wide - x2
        found.append(QLineF(left + x1, top + y1, left + x2, top + y2))
    return found


def _holes(painter: QPainter, area: QRectF, ink: Ink) -> None:
    radius, step = 1.5, 6.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("surface"))
    rows = max(1, int((area.height() - 2) // step))
    columns = int((area.width() - 2) // step)
    top = area.center().y() - (rows - 1) * step / 2
    start = area.center().x() - (columns - 1) * step / 2
    for row in range(rows):
        for column in range(columns):
            middle = QPointF(start + column * step, top + row * step)
            painter.drawEllipse(middle, radius, radius)


def swatch(painter: QPainter, area: QRectF, ink: Ink, *, fill: Fill) -> None:
    """A part as the legend shows it."""
    fill_rect(painter, area, fill, ink, radii=(3.5, 3.5))


def mark(painter: QPainter, middle: QPointF, kind: Mark, radius: float, ink: Ink) -> None:
    """A small shape on a line: an empty ring, a full dot, or an empty square."""
    if kind == "dot":
        painter.setPen(QPen(ink.colour("surface"), 1.5))
        painter.setBrush(ink.colour("chart1"))
        painter.drawEllipse(middle, radius, radius)
        return
    painter.setBrush(ink.colour("surface"))
    if kind == "ring":
        painter.setPen(QPen(ink.colour("border_strong"), 2.5))
        painter.drawEllipse(middle, radius - 1, radius - 1)
        return
    painter.setPen(QPen(ink.colour("chart2"), 2))
    side = radius * 0.9
    painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side))


# ---------------------------------------------------------------- rings


def fill_arc(
    painter: QPainter, ring: QRectF, thick: float, start: float, sweep: float, fill: Fill, ink: Ink
) -> None:
    """A part of a ring. ``ring`` is its outer edge; degrees go clockwise from the top."""
    path = _arc(ring, thick, start, sweep)
    if fill == "open":
        _edge(
            painter, _arc(ring.adjusted(0.75, 0.75, -0.75, -0.75), thick - 1.5, start, sweep), ink
        )
        return
    painter.fillPath(path, ink.colour(_GROUNDS[fill]))
    if fill in ("hatched", "crossed"):
        painter.setPen(_lines(ink))
        painter.drawLines(_leaning(ring, thick, start, sweep))


def _arc(ring: QRectF, thick: float, start: float, sweep: float) -> QPainterPath:
    inner = ring.adjusted(thick, thick, -thick, -thick)
    path = QPainterPath()
    path.arcMoveTo(ring, 90 - start)
    path.arcTo(ring, 90 - start, -sweep)
    path.arcTo(inner, 90 - start - sweep, sweep)
    path.closeSubpath()
    return path


def _leaning(ring: QRectF, thick: float, start: float, sweep: float) -> list[QLineF]:
    """Slanting lines between the two edges of a part of a ring."""
    outer, inner = ring.width() / 2, ring.width() / 2 - thick
    lean = thick / (outer + inner) * 2 * 57.3  # as far along as it is thick: about 45°
    step = (_STEP * 1.2) / ((outer + inner) / 2) * 57.3
    found = []
    at = start - lean + step / 2
    while at < start + sweep:
        low, high = max(at, start), min(at + lean, start + sweep)
        if high - low > 0.5:
            near, far = ((low - at) / lean, (high - at) / lean)
            found.append(
                QLineF(
                    _on_ring(ring.center(), inner + thick * near, low),
                    _on_ring(ring.center(), inner + thick * far, high),
                )
            )
        at += step
    return found


def _on_ring(middle: QPointF, radius: float, degrees: float) -> QPointF:
    turned = radians(degrees)
    return QPointF(middle.x() + radius * sin(turned), middle.y() - radius * cos(turned))
