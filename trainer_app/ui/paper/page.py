"""A page of paper: painted once, then shown, saved as a PDF or printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from trainer_app import i18n
from trainer_app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

A4 = (210.0, 297.0)
A4_LANDSCAPE = (297.0, 210.0)
A3 = (297.0, 420.0)
_RESOLUTION = 300
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """One page, ``size`` (width, height) in millimetres. ``paint`` draws it in millimetres, too.

    The paper is white already. ``title`` goes into the properties of the PDF. ``language`` is
    spoken while it is painted; without one, the current one. ``more`` pages follow it.
    """

    title: str
    size: tuple[float, float]
    paint: Callable[[QPainter], None]
    language: str = ""
    more: tuple[Paper, ...] = ()

    @property
    def area(self) -> QRectF:
        """The whole page, in millimetres."""
        return QRectF(0, 0, *self.size)

    @property
    def fills_a_sheet(self) -> bool:
        """Whether it is as large as what lies in a printer; smaller ones are cut out."""
        return sorted(self.size) in (list(A4), list(A3))

    def paint_into(self, painter: QPainter, area: QRectF) -> None:
        """Paint the page as large as ``area`` allows, in its middle."""
        width, height = self.size
        scale = min(area.width() / width, area.height() / height)
        page = QRectF(0, 0, width * scale, height * scale)
        page.moveCenter(area.center())
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.translate(page.topLeft())
        painter.scale(scale, scale)
        painter.setClipRect(self.area)
        painter.fillRect(self.area, QColor(theme.LIGHT.surface))
        with speaking(self.language):
            self.paint(painter)
        painter.restore()

    def layout(self) -> QPageLayout:
        """The page as Qt's printing knows it, without margins of its own."""
        short, long = sorted(self.size)
        way = QPageLayout.Orientation
        return QPageLayout(
            QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter),
            way.Landscape if self.size[0] > self.size[1] else way.Portrait,
            QMarginsF(),
            QPageLayout.Unit.Millimeter,
        )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words in another language, and the present one again afterwards."""
    before = i18n.language()
    wanted = language or before
    if wanted != before:
        i18n.set_language(wanted)
    try:
        yield
    finally:
        if wanted != before:
            i18n.set_language(before)


def pdf_of(paper: Paper) -> bytes:
    """The page as a PDF file."""
    buffer = QBuffer()
    writer = pdf_writer(paper, buffer)
    painter = QPainter(writer)
    paper.paint_into(painter, QRectF(0, 0, writer.width(), writer.height()))
    for page in paper.more:
        writer.setPageLayout(page.layout())
        writer.newPage()
        page.paint_into(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return bytes(buffer.data().data())


def pdf_writer(paper: Paper, buffer: QBuffer) -> QPdfWriter:
    """What writes a PDF into the buffer, set up for its first page."""
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.title)
    writer.setCreator("Waypost")
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(paper.layout())
    return writer


def save_pdf(paper: Paper, path: Path) -> None:
    """Write the page to a file: the whole of it or, raising ``NotSaved``, nothing at all."""
    save_whole(pdf_of(paper), path)


def save_whole(data: bytes, path: Path) -> None:
    """Write a file: the whole of it or, raising ``NotSaved``, nothing at all."""
    from trainer_app.operations.whole_files import write_whole

    write_whole(path, data)


def print_on(paper: Paper, printer: QPrinter) -> bool:
    """Print the page, never larger than it is; false if the printer does not take it."""
    prepare(printer, paper)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for page in (paper, *paper.more):
        if page is not paper:
            printer.newPage()
        page.paint_into(painter, room_on(printer, page))
    return painter.end()


def prepare(printer: QPrinter, paper: Paper) -> None:
    """Tell the printer what comes."""
    printer.setDocName(paper.title)
    if paper.fills_a_sheet:
        printer.setPageLayout(_layout_for(paper, printer))


def room_on(printer: QPrinter, page: Paper) -> QRectF:
    """Where a page goes on the printer's sheet, never larger than it is."""
    width, height = (side / _MM_PER_INCH * printer.resolution() for side in page.size)
    return QRectF(0, 0, min(width, printer.width()), min(height, printer.height()))


def _layout_for(paper: Paper, printer: QPrinter) -> QPageLayout:
    """The paper's own layout; on the smaller sheet where one was chosen for an A3 page."""
    layout = paper.layout()
    chosen = printer.pageLayout().pageSize()
    if sorted(paper.size) == list(A3) and chosen.id() == QPageSize.PageSizeId.A4:
        layout.setPageSize(chosen)
    return layout
