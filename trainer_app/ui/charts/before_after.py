"""Before and after: an empty ring where people began, a full dot where they stand now."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.data import Change, Changes
from trainer_app.ui.charts.drawing import LEGEND_GAP, Drawing, Entry, Legend
from trainer_app.ui.charts.fills import mark
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.words import change_sentence, missing_words, out_of_100

_TRACK, _ROW_GAP, _WORD_GAP = 24, 16, 12
_ARROW = 26.0
_SPREAD = 20.0
"""With room to spare, rows stand apart by this much more at the most."""
_END_SHARE = 0.6


def paint_change(
    painter: QPainter, area: QRectF, before: float | None, after: float | None, ink: Ink
) -> None:
    """Ring, line and dot on a track from 0 to 1, in the middle of the area: for one row of a chart
    as for a cell of a table. None leaves out what is not known."""
    radius, middle = ink.px(7), area.center().y()
    painter.setPen(QPen(ink.colour("border"), 1) if ink.strong else Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("surface_alt" if ink.strong else "border"))
    painter.drawRoundedRect(QRectF(area.left(), middle - 2.5, area.width(), 5), 2.5, 2.5)
    start, wide = area.left() + radius, area.width() - 2 * radius
    begun, now = (
        None if share is None
        else QPointF(ink.x(start + wide * min(1.0, max(0.0, share)), area), middle)
        for share in (before, after)
    )  # fmt: skip
    near = begun is not None and now is not None and abs(begun.x() - now.x()) < radius
    if begun is not None and now is not None:
        grown = (after or 0) >= (before or 0)
        pen = QPen(ink.colour("chart1" if grown else "border_strong"), 5)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(begun, now)
    if begun is not None:  # it goes around a dot that would hide it
        mark(painter, begun, "ring", radius + 3.5 if near else radius, ink)
    if now is not None:
        mark(painter, now, "dot", radius, ink)


class ChangesDrawing:
    """Paints ``Changes``."""

    paper_width = 720.0

    def __init__(self, data: Changes) -> None:
        self.data = data
        self._figures = [
            tuple(None if share is None else out_of_100(share) for share in (row.before, row.after))
            for row in data.rows
        ]
        self._missing = missing_words(data)
        most = _("Out of {most}").format(most=isolate(i18n.number(100)))
        self.legend = Legend(
            [
                Entry(_("Before"), _ring),
                Entry(_("After"), _dot),
                Entry(most),
            ]
        )

    # ------------------------------------------------------------ measures

    def least_width(self, ink: Ink) -> float:
        """Some letters of a name, and two numbers."""
        return ink.px(96) + ink.px(130)

    def _row_height(self, row: Change, ink: Ink) -> float:
        note = ink.line("small") if row.note else 0.0
        return ink.line("label") + ink.px(_TRACK) + note

    def height(self, ink: Ink, width: float) -> float:
        """All rows and the legend."""
        rows = sum(self._row_height(row, ink) for row in self.data.rows)
        gaps = (len(self.data.rows) - 1) * _ROW_GAP
        return rows + gaps + LEGEND_GAP + self.legend.height(ink, width)

    def row_areas(self, area: QRectF, ink: Ink) -> list[QRectF]:
        """Where each row lies."""
        spare = area.height() - self.height(ink, area.width())
        gap = _ROW_GAP + min(max(0.0, spare / max(1, len(self.data.rows))), _SPREAD)
        found, y = [], area.top()
        for row in self.data.rows:
            found.append(QRectF(area.left(), y, area.width(), self._row_height(row, ink)))
            y = found[-1].bottom() + gap
        return found

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """All rows that are in sight, then the legend."""
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF()
        places = self.row_areas(area, ink)
        for n, place in enumerate(places):
            if clip.isNull() or place.intersects(clip):
                self._paint_row(painter, n, place, ink)
        top = (places[-1].bottom() if places else area.top()) + LEGEND_GAP
        self.legend.paint(painter, QRectF(area.left(), top, area.width(), area.height()), ink)

    def _paint_row(self, painter: QPainter, n: int, place: QRectF, ink: Ink) -> None:
        row = self.data.rows[n]
        line = QRectF(place.left(), place.top(), place.width(), ink.line("label"))
        wide = self._paint_end(painter, n, line, ink)
        name = QRectF(line)
        name.setWidth(line.width() - wide - _WORD_GAP)
        shown = ink.elided(row.name, "label", name.width())
        ink.write(painter, ink.placed(name, line), ink.kept(shown), "label")
        track = QRectF(place.left(), line.bottom(), place.width(), ink.px(_TRACK))
        paint_change(painter, track.adjusted(1, 0, -1, 0), row.before, row.after, ink)
        if row.note:
            below = QRectF(place.left(), track.bottom(), place.width(), ink.line("small"))
            note = ink.elided(row.note, "small", below.width())
            ink.write(painter, below, note, "small", colour="text_muted")

    def _paint_end(self, painter: QPainter, n: int, line: QRectF, ink: Ink) -> float:
        """The two numbers with an arrow between them, in reading order; returns their width."""
        before, after = self._figures[n]
        if before is None and after is None:
            shown = ink.elided(self._missing, "small", line.width() * _END_SHARE)
            ink.write(painter, line, shown, "small", colour="text_muted", at="end")
            return ink.wide(shown, "small")
        room = (line.width() * _END_SHARE - _ARROW) * 0.8
        said = [
            ink.elided(self._missing, "small", room) if one is None else one
            for one in (before, after)
        ]
        widths = [ink.wide(one, "small") for one in said]
        whole = sum(widths) + _ARROW
        x = line.right() - whole
        first = QRectF(x, line.top(), widths[0], line.height())
        last = QRectF(line.right() - widths[1], line.top(), widths[1], line.height())
        ink.write(painter, ink.placed(first, line), said[0], "small", colour="text_muted")
        strong = "text" if after is not None else "text_muted"
        ink.write(painter, ink.placed(last, line), said[1], "small", colour=strong, at="end")
        start = ink.x(first.right() + 6, line)
        end = ink.x(last.left() - 6, line)
        _arrow(painter, QLineF(start, line.center().y(), end, line.center().y()), ink)
        return whole

    def tip(self, at: QPointF, area: QRectF, ink: Ink) -> str:
        """The whole of the row at a place."""
        for row, place in zip(self.data.rows, self.row_areas(area, ink), strict=True):
            if place.contains(at):
                return change_sentence(self.data, row)
        return ""


def _arrow(painter: QPainter, line: QLineF, ink: Ink) -> None:
    painter.setPen(QPen(ink.colour("text_muted"), 1.4, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(line)
    back = -4.0 if line.dx() > 0 else 4.0
    for up in (-3.5, 3.5):
        painter.drawLine(line.p2(), line.p2() + QPointF(back, up))


def _ring(painter: QPainter, area: QRectF, ink: Ink) -> None:
    mark(painter, area.center(), "ring", ink.px(7), ink)


def _dot(painter: QPainter, area: QRectF, ink: Ink) -> None:
    mark(painter, area.center(), "dot", ink.px(7), ink)


class BeforeAfter(Chart):
    """Rows of what was before and what is after, out of 100."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settle()

    def show_data(self, data: Changes) -> None:
        """Show these rows."""
        self._show(data)

    def make_drawing(self) -> Drawing | None:
        return ChangesDrawing(self._data) if isinstance(self._data, Changes) else None
