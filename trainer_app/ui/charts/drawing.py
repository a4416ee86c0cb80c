"""What every chart can do with its data: say how large it is, paint itself, tell what is where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from trainer_app.ui.charts.ink import Ink

LEGEND_GAP = 16.0
_ENTRY_GAP, _WORD_GAP = 18.0, 8.0


class Drawing(Protocol):
    """A chart with its legend. All lengths are pixels; areas run the way ``Ink.rtl`` says."""

    paper_width: float
    """How wide it is in a picture that is saved."""

    def least_width(self, ink: Ink) -> float:
        """Below this words would be cut to nothing."""

    def height(self, ink: Ink, width: float) -> float:
        """How high it wants to be in this width."""

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """Draw it; more room than wanted is used with measure."""

    def tip(self, at: QPointF, area: QRectF, ink: Ink) -> str:
        """What stands at a place and cannot be read there in full; empty for none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: what is painted before the words, if anything, in an area that is
    ``wide`` times as wide as it is high."""

    words: str
    paint: Callable[[QPainter, QRectF, Ink], None] | None = None
    wide: float = 1.0


class Legend:
    """Shapes with their words, one after the other, in as many lines as it takes."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)

    def height(self, ink: Ink, width: float) -> float:
        """How high it is in this width; 0 without entries."""
        if not self.entries:
            return 0.0
        places = self._places(ink, width)
        return (places[-1].y() if places else 0.0) + ink.line("small")

    def widest(self, ink: Ink) -> float:
        """The width of its longest entry."""
        return max((self._wide(entry, ink) for entry in self.entries), default=0.0)

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """Draw it from the top of the area."""
        high = ink.line("small")
        for entry, place in zip(self.entries, self._places(ink, area.width()), strict=True):
            wide = min(self._wide(entry, ink), area.width())
            self._paint_entry(
                painter,
                QRectF(area.left() + place.x(), area.top() + place.y(), wide, high),
                entry,
                area,
                ink,
            )

    @staticmethod
    def _paint_entry(
        painter: QPainter, line: QRectF, entry: Entry, whole: QRectF, ink: Ink
    ) -> None:
        side = ink.px(14)
        words = QRectF(line)
        if entry.paint is not None:
            place = QRectF(line.left(), line.center().y() - side / 2, side * entry.wide, side)
            entry.paint(painter, ink.placed(place, whole), ink)
            words.setLeft(place.right() + _WORD_GAP)
        said = ink.elided(entry.words, "small", words.width())
        ink.write(painter, ink.placed(words, whole), said, "small")

    @staticmethod
    def _wide(entry: Entry, ink: Ink) -> float:
        shape = ink.px(14) * entry.wide + _WORD_GAP if entry.paint is not None else 0.0
        return shape + ink.wide(entry.words, "small") + 1

    def _places(self, ink: Ink, width: float) -> list[QPointF]:
        x = y = 0.0
        found = []
        for entry in self.entries:
            wide = min(self._wide(entry, ink), width)
            if x and x + wide > width:
                x, y = 0.0, y + ink.line("small") + 2
            found.append(QPointF(x, y))
            x += wide + _ENTRY_GAP
        return found
