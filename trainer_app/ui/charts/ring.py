"""Readiness: a ring with a part for each building block, and how many are in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from trainer_app import i18n
from trainer_app.i18n import isolate, pgettext
from trainer_app.ui import theme
from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.data import Fill, Readiness
from trainer_app.ui.charts.drawing import LEGEND_GAP, Drawing, Entry, Legend
from trainer_app.ui.charts.fills import fill_arc, swatch
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.words import READINESS_FILLS, readiness_middle, readiness_names

_SIDE, _MOST_SIDE, _THICK = 168, 220, 22
_BESIDE = 32.0
_GAP_DEGREES = 3.0
_SINGLE = 24
"""With more blocks than these, those that stand alike are one part."""
_LINE_GAP = 6.0


class RingDrawing:
    """Paints ``Readiness``."""

    paper_width = 520.0

    def __init__(self, data: Readiness) -> None:
        self.data = data
        self._middle = readiness_middle(data)
        self._below = pgettext("under the number in the middle of a ring", "in place")
        self.entries = [
            Legend([Entry(f"{name} {isolate(i18n.number(count))}", partial(swatch, fill=fill))])
            for name, count, fill in zip(
                readiness_names(), data.counts, READINESS_FILLS, strict=True
            )
        ]

    # ------------------------------------------------------------ measures

    def least_width(self, ink: Ink) -> float:
        """The ring, with its legend below."""
        return ink.px(_SIDE)

    def _beside(self, ink: Ink, width: float) -> bool:
        widest = max(entry.widest(ink) for entry in self.entries)
        return width >= ink.px(_SIDE) + _BESIDE + widest

    def _list_height(self, ink: Ink) -> float:
        return len(self.entries) * (ink.line("small") + _LINE_GAP) - _LINE_GAP

    def height(self, ink: Ink, width: float) -> float:
        """The ring, and what stands below it."""
        if self._beside(ink, width):
            return max(ink.px(_SIDE), self._list_height(ink))
        return ink.px(_SIDE) + LEGEND_GAP + self._list_height(ink)

    def ring(self, area: QRectF, ink: Ink) -> QRectF:
        """Where the ring lies, as from left to right: at the start, or over its legend."""
        beside = self._beside(ink, area.width())
        rest = 0.0 if beside else LEGEND_GAP + self._list_height(ink)
        side = min(max(ink.px(_SIDE), area.height() - rest), ink.px(_MOST_SIDE))
        if beside:
            widest = max(entry.widest(ink) for entry in self.entries)
            side = min(side, area.width() - _BESIDE - widest)
            return QRectF(area.left(), area.center().y() - side / 2, side, side)
        side = min(side, area.width())
        return QRectF(area.center().x() - side / 2, area.top(), side, side)

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """The ring, the number in it, the legend."""
        ring = self.ring(area, ink)
        place = ink.placed(ring, area)
        for start, sweep, fill in self.arcs():
            begin = 360 - start - sweep if ink.rtl else start
            fill_arc(painter, place, ink.px(_THICK), begin, sweep, fill, ink)
        self._paint_middle(painter, place, ink)
        if self._beside(ink, area.width()):
            left, top = ring.right() + _BESIDE, area.center().y() - self._list_height(ink) / 2
        else:
            widest = max(entry.widest(ink) for entry in self.entries)
            left = max(area.left(), area.center().x() - widest / 2)
            top = ring.bottom() + LEGEND_GAP
        for n, entry in enumerate(self.entries):
            high = ink.line("small")
            y = top + n * (high + _LINE_GAP)
            wide = area.right() - left
            entry.paint(painter, ink.placed(QRectF(left, y, wide, high), area), ink)

    def arcs(self) -> list[tuple[float, float, Fill]]:
        """Start and length in degrees, clockwise from the top, and how each part looks."""
        total = self.data.total
        counts = zip(self.data.counts, READINESS_FILLS, strict=True)
        if total <= _SINGLE:
            parts = [(1, fill) for count, fill in counts for _n in range(count)]
        else:
            parts = [(count, fill) for count, fill in counts if count]
        gap = _GAP_DEGREES if len(parts) > 1 else 0.0
        found, at = [], 0.0
        for count, fill in parts:
            sweep = 360 * count / total
            found.append((at + gap / 2, sweep - gap, fill))
            at += sweep
        return found

    def _paint_middle(self, painter: QPainter, ring: QRectF, ink: Ink) -> None:
        room = ring.width() - 2 * ink.px(_THICK) - 12
        high, low = ink.line("h1"), ink.line("small")
        fits = ink.wide(self._below, "small") <= room
        whole = high + (low if fits else 0.0)
        top = ring.center().y() - whole / 2
        wide = QRectF(ring.left(), top, ring.width(), high)
        role: theme.Role = "h1" if ink.wide(self._middle, "h1") <= room else "label"
        ink.write(painter, wide, self._middle, role, at="middle")
        if fits:
            wide.moveTop(top + high - 2)
            wide.setHeight(low)
            ink.write(painter, wide, self._below, "small", colour="text_muted", at="middle")

    def tip(self, at: QPointF, area: QRectF, ink: Ink) -> str:
        """Nothing is ever cut."""
        return ""


class ReadinessRing(Chart):
    """How many building blocks are in place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settle()

    def show_data(self, data: Readiness) -> None:
        """Show where the blocks stand."""
        self._show(data)

    def make_drawing(self) -> Drawing | None:
        return RingDrawing(self._data) if isinstance(self._data, Readiness) else None
