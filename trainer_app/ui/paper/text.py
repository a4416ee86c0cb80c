"""Words, icons and frames on paper, placed in millimetres from the side where reading starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtSvg import QSvgRenderer

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.ui import icons, theme

_FINE = 40.0
"""Text is set this many times larger and scaled down, as a font has whole pixels only."""
_ARABIC_STEP = 1.16
"""Arabic lines stand further apart than Latin ones: their marks reach higher and lower."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How words look: height of the font in millimetres, weight, colour, and where in a line.

    ``step`` is the distance of two lines as a share of the size; 0 leaves it to the font.
    """

    size: float
    weight: int = 400
    colour: str = theme.LIGHT.text
    at: Literal["start", "middle", "end"] = "start"
    step: float = 0.0


class Marked(NamedTuple):
    """Words of ours, some of which stand out: where those begin, and how many letters they have."""

    text: str
    strong: tuple[tuple[int, int], ...] = ()


Written = str | Marked


class Room(NamedTuple):
    """How high words are in a given width, and whether a word of theirs is wider than that."""

    height: float
    strained: bool


class Laid(NamedTuple):
    """Words set once, to be drawn in many places."""

    layout: QTextLayout
    colour: QColor


def marked(text: str, values: Mapping[str, str] | None = None) -> Marked:
    """A text with its marks read and its slots filled."""
    plain, strong = "", []
    for span in inline.spans(text, values):
        if span.strong or span.emphasis:
            strong.append((len(plain), len(span.text)))
        plain += span.text
    return Marked(plain, tuple(strong))


class PaperText:
    """Draws words on a page of that width; everything is mirrored for right-to-left languages."""

    def __init__(self, painter: QPainter, width: float, *, rtl: bool | None = None) -> None:
        """Without ``rtl`` the words run as the interface does."""
        self._painter, self._width = painter, width
        self._rtl = i18n.is_rtl() if rtl is None else rtl

    def place(self, area: QRectF) -> QRectF:
        """Where an area given from the start edge lies on the page."""
        if not self._rtl:
            return area
        return QRectF(self._width - area.right(), area.y(), area.width(), area.height())

    def step(self, ink: Ink, size: float) -> float:
        """The distance of two lines in millimetres; 0 where it is left to the font."""
        return ink.step * size * (_ARABIC_STEP if self._rtl else 1.0)

    def line(self, area: QRectF, words: Written, ink: Ink) -> None:
        """One line, in the middle of the area's height."""
        self._draw(area, words, ink, ink.size, middle=True)

    def fitted(self, area: QRectF, words: Written, ink: Ink) -> None:
        """One line, set smaller where it would be too long, and in two lines at the smallest."""
        size = ink.size
        while size > ink.size * 0.55 and self._natural(words, ink, size) > area.width():
            size *= 0.95
        self._draw(area, words, ink, size, middle=True)

    def wrapped(self, area: QRectF, words: Written, ink: Ink, *, draw: bool = True) -> float:
        """Several lines from the top; returns the height they take, drawn or not."""
        if draw:
            return self._draw(area, words, ink, ink.size, middle=False)
        return self._height(area, words, ink, ink.size)

    def room(self, width: float, words: Written, ink: Ink) -> Room:
        """What these words need when they are wrapped in that width."""
        layout, strained = self._set_within(words, ink, ink.size, width * _FINE)
        return Room(self._high(layout, ink, ink.size) / _FINE, strained)

    def laid(self, width: float, words: Written, ink: Ink) -> Laid:
        """These words wrapped in that width, for ``again``."""
        layout, _strained = self._set_within(words, ink, ink.size, width * _FINE)
        return Laid(layout, QColor(ink.colour))

    def again(self, area: QRectF, words: Laid) -> None:
        """Draw words that are set, from the top of an area of the width they were set for."""
        where = self.place(area)
        self._draw_at(where.x(), where.y(), words)

    def natural(self, words: Written, ink: Ink) -> float:
        """How wide these words are in one line."""
        return self._natural(words, ink, ink.size)

    def filled(self, area: QRectF, words: Written, ink: Ink) -> None:
        """Several lines from the top, set smaller until the area holds them all."""
        size = ink.size
        while size > ink.size * 0.55 and self._height(area, words, ink, size) > area.height():
            size *= 0.95
        self._draw(area, words, ink, size, middle=False)

    def icon(self, area: QRectF, name: str, colour: str) -> None:
        """An icon as lines, not as a picture, so that it is sharp on paper."""
        source = icons.source(name).replace("currentColor", colour)
        QSvgRenderer(QByteArray(source.encode())).render(self._painter, self.place(area))

    def frame(self, area: QRectF, radius: float, colour: str, thick: float) -> None:
        """The outline of a rectangle with round corners."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(colour), thick))
        self._painter.drawRoundedRect(self.place(area), radius, radius)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A round mark before a line."""
        x = self._width - x if self._rtl else x
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawEllipse(QPointF(x, y), radius, radius)

    def _height(self, area: QRectF, words: Written, ink: Ink, size: float) -> float:
        layout, _strained = self._set_within(words, ink, size, area.width() * _FINE)
        return self._high(layout, ink, size) / _FINE

    def _natural(self, words: Written, ink: Ink, size: float) -> float:
        return _width_of(self._set(words, ink, size, 1e6)) / _FINE

    def _set_within(
        self, words: Written, ink: Ink, size: float, width: float
    ) -> tuple[QTextLayout, bool]:
        """The lines, and whether a word had to be broken to stay inside."""
        layout = self._set(words, ink, size, width)
        if _width_of(layout) <= width + 1:
            return layout, False
        mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        return self._set(words, ink, size, width, mode), True

    def _set(
        self,
        words: Written,
        ink: Ink,
        size: float,
        width: float,
        mode: QTextOption.WrapMode = QTextOption.WrapMode.WordWrap,
    ) -> QTextLayout:
        option = QTextOption()
        rtl = self._rtl
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        right = rtl != (ink.at == "end")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if ink.at == "middle" else side)
        option.setWrapMode(mode)
        text, strong = (words, ()) if isinstance(words, str) else words
        layout = QTextLayout(text, _font(ink, size))
        layout.setTextOption(option)
        layout.setFormats([_strong(start, length) for start, length in strong])
        step = self._step(ink, size)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + ((step - line.height()) / 2 if step else 0.0)))
            top += step or line.height()
        layout.endLayout()
        return layout

    def _step(self, ink: Ink, size: float) -> float:
        return self.step(ink, size) * _FINE

    def _high(self, layout: QTextLayout, ink: Ink, size: float) -> float:
        if ink.step:
            return layout.lineCount() * self._step(ink, size)
        return sum(line.height() for line in _lines(layout))

    def _draw(self, area: QRectF, words: Written, ink: Ink, size: float, *, middle: bool) -> float:
        where = self.place(area)
        layout, _strained = self._set_within(words, ink, size, area.width() * _FINE)
        high = self._high(layout, ink, size) / _FINE
        top = where.y() + ((area.height() - high) / 2 if middle else 0.0)
        self._draw_at(where.x(), top, Laid(layout, QColor(ink.colour)))
        return high

    def _draw_at(self, x: float, y: float, words: Laid) -> None:
        self._painter.save()
        self._painter.translate(x, y)
        self._painter.scale(1 / _FINE, 1 / _FINE)
        self._painter.setPen(words.colour)
        words.layout.draw(self._painter, QPointF(0, 0))
        self._painter.restore()


def _strong(start: int, length: int) -> QTextLayout.FormatRange:
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.DemiBold)
    made: Any = QTextLayout.FormatRange()  # its fields are missing from the stubs
    made.start, made.length, made.format = start, length, shape
    return cast("QTextLayout.FormatRange", made)


def _font(ink: Ink, size: float) -> QFont:
    made = QFont(theme.font("body"))
    made.setPixelSize(round(size * _FINE))
    made.setWeight(QFont.Weight(ink.weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def _lines(layout: QTextLayout) -> list[QTextLine]:
    return [layout.lineAt(number) for number in range(layout.lineCount())]


def _width_of(layout: QTextLayout) -> float:
    return max((line.naturalTextWidth() for line in _lines(layout)), default=0.0)
