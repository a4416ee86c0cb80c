"""A page set from top to bottom: measured first, at a size at which everything fits, then drawn.

Places are given in millimetres from the side where reading starts. What draws a page is written
once and runs both ways; each step returns the height where the next one begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from trainer_app.i18n import isolate
from trainer_app.ui import theme
from trainer_app.ui.paper.text import Ink, Laid, PaperText, Written, marked

BLACK = theme.colour("ink").name()
GREY = theme.LIGHT.text_muted
FINE = theme.LIGHT.text_muted
"""Lines to write on, cells of a table: thin, and still there on a photocopy."""
STEP = 1.28
"""The distance of two lines of text, as a share of its size."""
_TIGHT = 1.2
_SMALLEST, _LEAP = 0.3, 0.02


class Column(NamedTuple):
    """Where something stands and how wide it is."""

    x: float
    width: float

    def split(self, count: int, gap: float) -> list[Column]:
        """Equal columns inside this one."""
        return self.shared([1.0] * count, gap)

    def shared(self, weights: Sequence[float], gap: float) -> list[Column]:
        """Columns inside this one, as wide as their weights say."""
        room = (self.width - gap * (len(weights) - 1)) / sum(weights)
        found, x = [], self.x
        for weight in weights:
            found.append(Column(x, room * weight))
            x += room * weight + gap
        return found

    def inset(self, start: float, end: float = 0.0) -> Column:
        """Less wide, at the start, at the end, or both."""
        return Column(self.x + start, self.width - start - end)


@dataclass(slots=True)
class Flow:
    """One run over a page. ``scale`` is that of type and gaps; handwriting keeps its room.

    ``strained`` turns true when a word is wider than its place. ``values`` fill the slots.
    """

    text: PaperText
    painter: QPainter
    values: Mapping[str, str]
    scale: float = 1.0
    draws: bool = False
    strained: bool = False

    def mm(self, size: float) -> float:
        """A gap or a height that goes with the type."""
        return size * self.scale

    def line_height(self, size: float) -> float:
        """How high a line of that size is."""
        ink = self._scaled(Ink(size))
        return self.text.step(ink, ink.size)

    def width_of(self, words: str, ink: Ink) -> float:
        """How wide words are in one line."""
        return self.text.natural(words, self._scaled(ink))

    def ours(self, column: Column, y: float, words: str, ink: Ink) -> float:
        """A text of ours: its marks are drawn, its slots filled."""
        return self.lines(column, y, marked(words, self.values), ink)

    def laid(self, width: float, words: Written, ink: Ink) -> Laid:
        """Words set for this width at this scale; ``text.again`` draws them, as often as needed."""
        return self.text.laid(width, words, self._scaled(ink))

    def lines(self, column: Column, y: float, words: Written, ink: Ink) -> float:
        """Words exactly as they are, in as many lines as they need."""
        ink = self._scaled(ink)
        if self.draws:
            return y + self.text.wrapped(QRectF(column.x, y, column.width, 0), words, ink)
        room = self.text.room(column.width, words, ink)
        self.strained = self.strained or room.strained
        return y + room.height

    def typed(self, column: Column, y: float, words: str, ink: Ink) -> float:
        """Words somebody typed: a long one is set smaller here instead of on the whole page."""
        words = isolate(words)
        for share in (1.0, 0.92, 0.84, 0.76, 0.7):
            smaller = replace(ink, size=ink.size * share)
            if not self.text.room(column.width, words, self._scaled(smaller)).strained:
                break
        ink = self._scaled(smaller)
        if self.draws:
            return y + self.text.wrapped(QRectF(column.x, y, column.width, 0), words, ink)
        return y + self.text.room(column.width, words, ink).height

    def one_line(self, column: Column, y: float, words: str, ink: Ink) -> float:
        """A number or a name in one line, smaller where it would be too long."""
        ink = self._scaled(ink)
        high = self.text.step(replace(ink, step=_TIGHT), ink.size)
        if self.draws:
            self.text.fitted(QRectF(column.x, y, column.width, high), words, ink)
        return y + high

    def icon(self, x: float, y: float, side: float, name: str) -> None:
        """An icon in black; its place grows with the type."""
        if self.draws:
            self.text.icon(QRectF(x, y, self.mm(side), self.mm(side)), name, BLACK)

    def rule(self, column: Column, y: float, thick: float = 0.25, colour: str = FINE) -> None:
        """A line across the column."""
        self.stroke(column.x, y, column.x + column.width, y, thick, colour)

    def post(self, x: float, top: float, bottom: float, thick: float = 0.25) -> None:
        """An upright line."""
        self.stroke(x, top, x, bottom, thick, FINE)

    def stroke(self, x1: float, y1: float, x2: float, y2: float, thick: float, colour: str) -> None:
        """Any straight line."""
        if self.draws:
            start = self.text.place(QRectF(x1, y1, 0, 0)).topLeft()
            end = self.text.place(QRectF(x2, y2, 0, 0)).topLeft()
            pen = QPen(QColor(colour), thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self.painter.setPen(pen)
            self.painter.drawLine(start, end)

    def frame(self, area: QRectF, radius: float = 1.5, thick: float = 0.35) -> None:
        """The outline of a box."""
        if self.draws:
            self.text.frame(area, radius, BLACK, thick)

    def dot(self, x: float, y: float, size: float) -> None:
        """A round mark before a line."""
        if self.draws:
            self.text.dot(x, y, self.mm(size), BLACK)

    def ring(self, centre: QPointF, radius: float, words: str, ink: Ink) -> None:
        """A number in a circle."""
        if self.draws:
            around = self.mm(radius)
            area = QRectF(centre.x() - around, centre.y() - around, 2 * around, 2 * around)
            self.text.frame(area, around, BLACK, 0.3)
            self.text.fitted(area, words, replace(self._scaled(ink), at="middle"))

    def _scaled(self, ink: Ink) -> Ink:
        colour = BLACK if ink.colour == theme.LIGHT.text else ink.colour
        return replace(ink, size=ink.size * self.scale, step=ink.step or STEP, colour=colour)


def fitting(measure: Callable[[float], tuple[float, bool]], room: float, largest: float) -> float:
    """The largest scale at which the page is no higher than ``room`` and breaks no word.

    ``measure`` returns the height at a scale, and whether a word is wider than its place. Where
    words would have to become tiny for that, they may break.
    """

    def found(lower: float, *, whole_words: bool) -> float | None:
        good, first, last = None, 0, round((largest - lower) / _LEAP)
        while first <= last:
            middle = (first + last) // 2
            scale = largest - middle * _LEAP
            high, strained = measure(scale)
            if high <= room and not (whole_words and strained):
                good, last = scale, middle - 1
            else:
                first = middle + 1
        return good

    return (
        found(largest * 0.55, whole_words=True)
        or found(_SMALLEST * largest, whole_words=False)
        or _SMALLEST * largest
    )
