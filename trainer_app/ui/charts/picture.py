"""A chart as a picture: with its title and legend, on light ground, for a file or a page."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from trainer_app.ui.charts.bars import BarsDrawing
from trainer_app.ui.charts.before_after import ChangesDrawing
from trainer_app.ui.charts.data import Bars, Changes, ChartData, Readiness, Trend
from trainer_app.ui.charts.drawing import Drawing
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.ring import RingDrawing
from trainer_app.ui.charts.trend import TrendDrawing
from trainer_app.ui.charts.words import sentences
from trainer_app.ui.paper.page import save_whole

PictureKind = Literal["png", "svg"]
_MARGIN, _TITLE_GAP = 28.0, 18.0
_SHARP = 2
"""Pixels of a PNG to one of the drawing."""


def drawing_of(data: ChartData) -> Drawing:
    """What paints these data, which are not empty."""
    match data:
        case Bars():
            return BarsDrawing(data)
        case Changes():
            return ChangesDrawing(data)
        case Trend():
            return TrendDrawing(data)
        case Readiness():
            return RingDrawing(data)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as it leaves the window. ``about`` is a line under the title: whom it is about.

    In the language of the moment, on the GUI thread. ``data`` are not empty.
    """

    title: str
    about: str
    data: ChartData

    def size(self, ink: Ink, width: float = 0.0) -> QRectF:
        """The whole of it in pixels, in this width or in one that suits the chart."""
        drawing = drawing_of(self.data)
        wide = (width or drawing.paper_width) - 2 * _MARGIN
        high = self._head(ink, wide) + drawing.height(ink, wide) + 2 * _MARGIN
        return QRectF(0, 0, ceil(wide + 2 * _MARGIN), ceil(high))

    def paint(self, painter: QPainter, ink: Ink, width: float = 0.0) -> None:
        """Draw it from the corner of the painter; ``size`` says how much of it is needed."""
        whole = self.size(ink, width)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(whole, ink.colour("surface"))
        inside = whole.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        y = inside.top()
        for words, role, colour in self._lines():
            high = ink.wrapped_height(words, role, inside.width())
            line = QRectF(inside.left(), y, inside.width(), high)
            ink.write(painter, line, words, role, colour=colour, wrap=True)
            y += high + 2
        inside.setTop(whole.top() + _MARGIN + self._head(ink, inside.width()))
        drawing_of(self.data).paint(painter, inside, ink)

    def _lines(self) -> list[tuple[str, Literal["h2", "small"], str]]:
        lines: list[tuple[str, Literal["h2", "small"], str]] = []
        if self.title:
            lines.append((self.title, "h2", "text"))
        if self.about:
            lines.append((self.about, "small", "text_muted"))
        return lines

    def _head(self, ink: Ink, wide: float) -> float:
        lines = self._lines()
        high = sum(ink.wrapped_height(words, role, wide) + 2 for words, role, _colour in lines)
        return high + (_TITLE_GAP if lines else 0.0)

    @property
    def described(self) -> str:
        """Every figure in words, for those who cannot see the file."""
        return " ".join([*filter(None, [self.about]), *sentences(self.data)])


def png_of(picture: Picture) -> bytes:
    """The picture as a PNG file, twice as sharp as it is large."""
    ink = Ink.on_paper()
    size = picture.size(ink).size().toSize()
    image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(Qt.GlobalColor.white)
    for key, words in (("Title", picture.title), ("Description", picture.described)):
        image.setText(key, words)
    painter = QPainter(image)
    picture.paint(painter, ink)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg_of(picture: Picture) -> bytes:
    """The picture as an SVG file; its letters are shapes and need no font."""
    from PySide6.QtSvg import QSvgGenerator

    ink = Ink.on_paper(outlined=True)
    size: QSize = picture.size(ink).size().toSize()
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(picture.title)
    generator.setDescription(picture.described)
    painter = QPainter(generator)
    picture.paint(painter, ink)
    painter.end()
    return bytes(buffer.data().data())


def save_picture(picture: Picture, path: Path) -> None:
    """Write an SVG where the name ends so, and a PNG otherwise: the whole of it or, raising
    ``NotSaved``, nothing at all."""
    save_whole(svg_of(picture) if path.suffix.lower() == ".svg" else png_of(picture), path)
