"""A slide, painted: the same for the room and, smaller, for the facilitator.

It is laid out on a sheet 1280 wide and scaled to fit, so both see the same lines. Words that are
too many for their place are set smaller; none is ever left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.ui import scenes, theme
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainer_app.content.module import Module, Picture
    from trainer_app.content.pack import Pack
    from trainer_app.ui.session.lead_slides import Slide

WIDTH = 1280.0
_EDGE = 48.0
_FOOT = 44.0
_LINE = 1.32


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide with what goes with it now: how many hands, and how far the step is."""

    slide: Slide
    hands: Mapping[str, int]
    place: int = 0
    of: int = 1


class SlideView(Themed, QWidget):
    """Shows one slide in the middle of its area; nothing at all when blank."""

    def __init__(self, module: Module, pack: Pack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._module, self._pack = module, pack
        self.shown: Shown | None = None
        self.is_blank = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.settle()

    def show_slide(self, shown: Shown) -> None:
        """Show another slide."""
        self.shown = shown
        self.setAccessibleName(shown.slide.words)
        self.update()

    def set_blank(self, blank: bool) -> None:
        """Show nothing, or the slide again."""
        self.is_blank = blank
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(560), theme.px(350))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(190))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillRect(self.rect(), theme.colour("canvas"))
        if self.is_blank or self.shown is None or self.width() < 2:
            return
        scale = self.width() / WIDTH
        high = self.height() / scale
        painter.scale(scale, scale)
        paint_slide(painter, high, self.shown, self._module, self._pack)


def paint_slide(painter: QPainter, high: float, shown: Shown, module: Module, pack: Pack) -> None:
    """Paint a slide on a sheet ``WIDTH`` wide and so high."""
    rtl = i18n.is_rtl(module.language)
    text = PaperText(painter, WIDTH, rtl=rtl)
    slide = shown.slide
    area = QRectF(_EDGE, _EDGE, WIDTH - 2 * _EDGE, high - _EDGE - _FOOT - 20)
    if slide.picture is not None:
        wide = min(area.width() * 0.45, area.height() * 1.45)
        place = QRectF(area.x(), area.y(), wide, min(area.height(), wide / 1.12))
        _paint_picture(painter, text.place(place), slide.picture, module, pack)
        area.setLeft(area.left() + wide + 44)
    if slide.options:
        _paint_options(painter, text, area, shown)
    else:
        _paint_words(text, area, slide)
    _paint_foot(painter, text, high, shown, rtl=rtl)


def _paint_words(text: PaperText, area: QRectF, slide: Slide) -> None:
    heading = _ink(52 if not slide.lines else 44, 700)
    if not slide.lines:
        text.filled(_middle(text, area, slide.title, heading), slide.title, heading)
        return
    share = 0.5 if slide.kind in ("talk", "scene") else 0.34
    top = QRectF(area.x(), area.y(), area.width(), area.height() * share)
    used = min(top.height(), text.wrapped(top, slide.title, heading, draw=False))
    text.filled(QRectF(top.x(), top.y(), top.width(), used), slide.title, heading)
    rest = QRectF(area)
    rest.setTop(area.y() + used + 26)
    _paint_lines(text, rest, slide)


def _paint_lines(text: PaperText, area: QRectF, slide: Slide) -> None:
    """All lines in one size, the largest at which they fit."""
    indents = [34.0 if place in slide.bullets else 0.0 for place in range(len(slide.lines))]
    gap = 18.0
    size = 32.0
    while size > 15:
        ink = _ink(size, 400)
        heights = [
            text.wrapped(QRectF(0, 0, area.width() - indent, 1e6), line, ink, draw=False)
            for line, indent in zip(slide.lines, indents, strict=True)
        ]
        if sum(heights) + gap * (len(heights) - 1) <= area.height():
            break
        size -= 1.0
    ink = _ink(size, 400)
    y = area.y()
    for line, tall, indent in zip(slide.lines, heights, indents, strict=True):
        if indent:
            dot = theme.colour("primary").name()
            text.dot(area.x() + 10, y + size * _LINE / 2, 6, dot)
        text.wrapped(QRectF(area.x() + indent, y, area.width() - indent, tall), line, ink)
        y += tall + gap


def _paint_options(painter: QPainter, text: PaperText, area: QRectF, shown: Shown) -> None:
    slide = shown.slide
    heading = _ink(42, 700)
    most = area.height() * 0.4
    top = QRectF(area.x(), area.y(), area.width(), most)
    used = min(most, text.wrapped(top, slide.title, heading, draw=False))
    text.filled(QRectF(top.x(), top.y(), top.width(), used), slide.title, heading)
    count = len(slide.options)
    gap = 16.0
    left = area.height() - used - 28
    tall = min(110.0, (left - gap * (count - 1)) / count)
    total = sum(shown.hands.values())
    y = area.y() + used + 28
    for option in slide.options:
        row = QRectF(area.x(), y, area.width(), tall)
        votes = shown.hands.get(option.choice_id, 0)
        paint_surface(painter, text.place(row), "surface_alt", "", 0, 14)
        if total and votes:
            bar = QRectF(row.x(), row.y(), max(28.0, row.width() * votes / total), row.height())
            paint_surface(painter, text.place(bar), "primary_soft", "", 0, 14)
        letter = QRectF(row.x() + 22, row.y(), 40, tall)
        text.line(letter, option.letter, _ink(30, 700))
        words = QRectF(row.x() + 76, row.y() + 8, row.width() - 76 - 90, tall - 16)
        text.filled(_centred(text, words, option.words, _ink(27, 600)), option.words, _ink(27, 600))
        if total:
            number = QRectF(row.right() - 82, row.y(), 60, tall)
            text.line(number, i18n.number(votes), _ink(30, 700, at="end"))
        y += tall + gap


def _paint_picture(
    painter: QPainter, place: QRectF, picture: Picture, module: Module, pack: Pack
) -> None:
    try:
        data = pack.media(picture.file)
    except (PackRejected, KeyError):
        return  # a picture that cannot be read leaves its place empty
    outline = scenes.rounded(place, 22)
    key = f"pack/{module.id}-{module.version}/{picture.file}"
    scenes.paint(painter, key, data, place, outline)


def _paint_foot(
    painter: QPainter, text: PaperText, high: float, shown: Shown, *, rtl: bool
) -> None:
    y = high - _FOOT - 8
    muted = _ink(20, 400, colour="text_muted")
    text.fitted(QRectF(_EDGE, y, WIDTH * 0.4, _FOOT), shown.slide.about, muted)
    if shown.of < 2:
        return
    wide = shown.of * 26.0
    x = (WIDTH - wide) / 2
    for number in range(shown.of):
        dot = text.place(QRectF(x + number * 26, y + _FOOT / 2 - 4, 17, 8))
        painter.setPen(
            Qt.PenStyle.NoPen if number <= shown.place else theme.colour("border_strong")
        )
        done = number <= shown.place
        painter.setBrush(theme.colour("primary") if done else QColor(0, 0, 0, 0))
        if number == shown.place:
            dot.adjust(-2, -2, 2, 2)
        painter.drawRoundedRect(dot, dot.height() / 2, dot.height() / 2)


def _ink(size: float, weight: int, *, colour: str = "text", at: str = "start") -> Ink:
    return Ink(size, weight, theme.colour(colour).name(), at, _LINE)  # type: ignore[arg-type]


def _middle(text: PaperText, area: QRectF, words: str, ink: Ink) -> QRectF:
    """The area, lower where the words do not need all of its height."""
    needed = min(area.height(), text.wrapped(area, words, ink, draw=False))
    top = area.y() + (area.height() - needed) * 0.4
    return QRectF(area.x(), top, area.width(), area.bottom() - top)


def _centred(text: PaperText, area: QRectF, words: str, ink: Ink) -> QRectF:
    needed = min(area.height(), text.wrapped(area, words, ink, draw=False))
    return QRectF(area.x(), area.y() + (area.height() - needed) / 2, area.width(), needed + 0.01)
