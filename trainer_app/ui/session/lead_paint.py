"""Paints a slide, for the wall and for the facilitator: the same lines, larger or smaller.

It is laid out on a sheet 1280 wide, in type 1.45 times that of a lesson. Where the words are too
many for their place they are set smaller, step by step, and the picture makes room; no word is
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from trainer_app import i18n
from trainer_app.errors import PackRejected
from trainer_app.i18n import N_, isolate, said_in
from trainer_app.ui import icons, scenes, theme
from trainer_app.ui.paper.text import Ink, Marked, PaperText, marked
from trainer_app.ui.widgets.cards import paint_surface

if TYPE_CHECKING:
    from trainer_app.content.module import Module, Picture
    from trainer_app.content.pack import Pack
    from trainer_app.ui.session.lead_slides import Slide

WIDTH = 1280.0
LARGEST, SMALLEST = 1.15, 0.4
"""Words are set between these shares of their size."""
_EDGE, _FOOT = 48.0, 40.0
_TITLE, _ALONE, _TEXT, _ANSWER, _SMALL = 46.0, 60.0, 32.0, 28.0, 20.0
_STEP = 0.06
_COMFORT = 0.85
_SHARES = (0.45, 0.36, 0.0)
"""How much of the width a picture takes: less, or nothing, where the words need it."""
_PICTURE = 1.36
_LOWER = 0.25
"""How much of the room that is left stands above a picture and its words."""
_LETTER, _NUMBER, _ROW, _PAD = 74.0, 92.0, 62.0, 20.0
_VERDICTS = {
    "helps": ("success", "circle-check", N_("This helps")),
    "could-help": ("info", "bulb", N_("This could help")),
    "not-yet": ("caution", "repeat", N_("This does not help yet")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A slide with what goes with it now: how many hands, and how far the step is."""

    slide: Slide
    hands: Mapping[str, int]
    place: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class _Block:
    """Something in the column of words. ``kind`` is verdict, title, plain, point, apart or answer.

    Lengths are those of the sheet: ``above`` the gap before it, ``indent`` before its words,
    ``after`` the room kept behind them, ``pad`` above and below them, ``least`` its least height.
    """

    kind: str
    words: Marked
    ink: Ink
    above: float = 0.0
    indent: float = 0.0
    after: float = 0.0
    pad: float = 0.0
    least: float = 0.0
    number: int = 0

    def height(self, text: PaperText, width: float) -> tuple[float, bool]:
        """How high it is, and whether a word of it is too wide."""
        room = text.room(width - self.indent - self.after, self.words, self.ink)
        return max(self.least, room.height + 2 * self.pad), room.strained


@dataclass(frozen=True, slots=True)
class _Fit:
    share: float
    scale: float


def paint_slide(painter: QPainter, high: float, shown: Shown, module: Module, pack: Pack) -> float:
    """Paint a slide on a sheet ``WIDTH`` wide and so high; returns how large the words are, as a
    share of their full size."""
    return _Sheet(painter, high, shown, module, pack).paint()


class _Sheet:
    def __init__(
        self, painter: QPainter, high: float, shown: Shown, module: Module, pack: Pack
    ) -> None:
        self._painter, self._shown, self._module, self._pack = painter, shown, module, pack
        self._slide, self._high = shown.slide, high
        self._rtl = i18n.is_rtl(module.language)
        self._text = PaperText(painter, WIDTH, rtl=self._rtl)
        self._area = QRectF(_EDGE, _EDGE, WIDTH - 2 * _EDGE, high - 2 * _EDGE - _FOOT)
        self._hands = self._slide.counted(shown.hands)

    def paint(self) -> float:
        fit = self._fit()
        area = self._beside(fit.share)
        blocks = list(self._blocks(fit.scale))
        heights = [block.height(self._text, area.width())[0] for block in blocks]
        used = self._sum(blocks, heights)
        room = self._picture_room(fit.share)
        lower = (self._area.height() - max(used, room.height())) * (_LOWER if fit.share else 0.0)
        y = area.y() + lower + self._down(area, fit.share, used)
        if fit.share and self._slide.picture is not None:
            self._paint_picture(self._slide.picture, room.translated(0, lower))
        for block, tall in zip(blocks, heights, strict=True):
            y += block.above
            self._paint_block(block, QRectF(area.x(), y, area.width(), tall), fit.scale)
            y += tall
        self._paint_foot()
        return fit.scale

    # ------------------------------------------------------------ where everything stands

    def _fit(self) -> _Fit:
        """As large as it may be; the picture gives way before the words become small."""
        best = _Fit(0.0, 0.0)
        for share in _SHARES if self._slide.picture is not None else (0.0,):
            scale = self._scale(self._beside(share))
            if scale > best.scale:
                best = _Fit(share, scale)
            if scale >= _COMFORT:
                break
        return best

    def _scale(self, area: QRectF) -> float:
        scale = LARGEST
        while scale > SMALLEST:
            blocks = list(self._blocks(scale))
            found = [block.height(self._text, area.width()) for block in blocks]
            strained = any(one for _tall, one in found)
            if not strained and self._sum(blocks, [one for one, _s in found]) <= area.height():
                return scale
            scale -= _STEP
        return SMALLEST

    def _beside(self, share: float) -> QRectF:
        """The column of words beside a picture of that share."""
        area = QRectF(self._area)
        if share:
            area.setLeft(area.left() + area.width() * share + _EDGE)
        return area

    def _down(self, area: QRectF, share: float, used: float) -> float:
        """How far down few words begin, so that they do not hang from the edge."""
        slide = self._slide
        if slide.options or (share and slide.lines):
            return 0.0
        room = self._picture_room(share).height() if share else area.height()
        return max(0.0, (room - used) * (0.5 if share else 0.4))

    def _picture_room(self, share: float) -> QRectF:
        wide = self._area.width() * share
        return QRectF(self._area.x(), self._area.y(), wide, wide / _PICTURE)

    @staticmethod
    def _sum(blocks: list[_Block], heights: list[float]) -> float:
        return sum(heights) + sum(block.above for block in blocks)

    def _blocks(self, scale: float) -> Iterator[_Block]:
        slide = self._slide
        alone = not slide.lines and not slide.options
        if slide.verdict is not None:
            colour, _icon, words = _VERDICTS[slide.verdict]
            said = Marked(said_in(self._module.language, words))
            yield _Block("verdict", said, _ink(26 * scale, 600, colour), 0.0, 44 * scale)
        title = _ink((_ALONE if alone else _TITLE) * scale, 700, step=1.24)
        above = 10.0 if slide.verdict is not None else 0.0
        yield _Block("title", _kept(slide.title), title, above)
        for number, line in enumerate(slide.lines):
            ink = _ink(_TEXT * scale, 400)
            gap = (26.0 if not number else 18.0) * scale
            match line.kind:
                case "point":
                    yield _Block("point", _kept(line.text), ink, gap, 36 * scale)
                case "apart":
                    soft = _ink(_TEXT * 0.94 * scale, 600, "on_primary_soft")
                    pad = _PAD * scale
                    yield _Block("apart", _kept(line.text), soft, gap, pad, pad, pad * 0.8)
                case _:
                    yield _Block("plain", _kept(line.text), ink, gap)
        for number, option in enumerate(slide.options):
            gap = (30.0 if not number else 14.0) * scale
            ink = _ink(_ANSWER * scale, 600)
            yield _Block(
                "answer", _kept(option.words), ink, gap, _LETTER * scale, _NUMBER * scale,
                15 * scale, _ROW * scale, number,
            )  # fmt: skip

    # ------------------------------------------------------------ what is painted

    def _paint_block(self, block: _Block, area: QRectF, scale: float) -> None:
        text = self._text
        match block.kind:
            case "verdict":
                colour, icon, _words = _VERDICTS[self._slide.verdict or "helps"]
                side = 30 * scale
                place = QRectF(area.x(), area.center().y() - side / 2, side, side)
                icons.paint(self._painter, icon, text.place(place), colour, rtl=self._rtl)
            case "point":
                x, y = area.x() + 11 * scale, area.y() + text.step(block.ink, block.ink.size) / 2
                text.dot(x, y, 6 * scale, theme.colour("primary").name())
            case "apart":
                edge, thick = ("border", 2) if theme.is_high_contrast() else ("", 0)
                paint_surface(self._painter, text.place(area), "primary_soft", edge, thick, 16)
            case "answer":
                self._paint_answer(block, area, scale)
        inside = area.adjusted(block.indent, 0, -block.after, 0)
        needed = text.room(inside.width(), block.words, block.ink).height
        inside.setTop(inside.y() + (area.height() - needed) / 2)
        text.wrapped(inside, block.words, block.ink)

    def _paint_answer(self, block: _Block, area: QRectF, scale: float) -> None:
        option, text = self._slide.options[block.number], self._text
        total = sum(self._hands.values())
        hands = self._hands.get(option.choice_id, 0)
        strong = theme.is_high_contrast()
        ground = text.place(area)
        paint_surface(self._painter, ground, "surface_alt", "", 0, 14)
        if hands:
            bar = QRectF(area)
            bar.setWidth(max(28.0, area.width() * hands / max(total, hands)))
            self._painter.save()
            self._painter.setClipPath(scenes.rounded(ground, 14))
            self._painter.fillRect(text.place(bar), theme.colour("primary_soft"))
            bar.setTop(bar.bottom() - 6 * scale)
            self._painter.fillRect(text.place(bar), theme.colour("primary"))
            self._painter.restore()
        if strong:
            paint_surface(self._painter, ground, "", "border", 2, 14)
        letter = QRectF(area.x() + 24 * scale, area.y(), 44 * scale, area.height())
        text.line(letter, option.letter, _ink(30 * scale, 700))
        if total:
            wide = (_NUMBER - 32) * scale
            number = QRectF(area.right() - wide - 24 * scale, area.y(), wide, area.height())
            text.line(number, i18n.number(hands), _ink(30 * scale, 700, at="end"))

    def _paint_picture(self, picture: Picture, room: QRectF) -> None:
        try:
            data = self._pack.media(picture.file)
        except (PackRejected, KeyError):
            return  # its place stays empty; the words say everything
        place = self._text.place(room)
        key = f"pack/{self._module.id}-{self._module.version}/{picture.file}"
        scenes.paint(self._painter, key, data, place, scenes.rounded(place, 22))

    def _paint_foot(self) -> None:
        """What this belongs to, and a mark for each slide of the step: shape says how far."""
        shown, painter = self._shown, self._painter
        y = self._high - _EDGE / 2 - _FOOT
        muted = _ink(_SMALL, 400, "text_muted")
        about = QRectF(_EDGE, y, WIDTH * 0.4 - _EDGE, _FOOT)
        self._text.fitted(about, _kept(shown.slide.about), muted)
        if shown.of < 2:
            return
        step = min(27.0, WIDTH * 0.4 / shown.of)
        x = (WIDTH - shown.of * step) / 2
        for number in range(shown.of):
            here, done = number == shown.place, number < shown.place
            dot = self._text.place(QRectF(x + number * step, y + _FOOT / 2 - 4, step - 10, 8))
            if here:
                dot.adjust(-1, -3, 1, 3)
            pen = QPen(theme.colour("primary" if here else "border_strong"), 2 if here else 1.5)
            painter.setPen(Qt.PenStyle.NoPen if done else pen)
            fill = "primary" if done else "primary_soft" if here else ""
            painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(dot, dot.height() / 2, dot.height() / 2)


def _kept(text: str) -> Marked:
    """A text with its marks, in its own direction: it may still stand in another language."""
    return marked(isolate(text)) if text else Marked("")


def _ink(
    size: float, weight: int, colour: str = "text", *, at: str = "start", step: float = 1.34
) -> Ink:
    return Ink(size, weight, theme.colour(colour).name(), at, step)  # type: ignore[arg-type]
