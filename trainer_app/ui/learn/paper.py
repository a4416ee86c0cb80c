"""What can go onto paper: painted once, then shown, saved as a PDF or printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSaveFile, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_LONG, _SHORT = 297.0, 210.0
_RESOLUTION = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """One A4 page. ``paint`` draws it in millimetres: the painter is scaled to the page.

    ``title`` goes into the properties of the PDF.
    """

    title: str
    paint: Callable[[QPainter], None]
    landscape: bool = False

    @property
    def width(self) -> float:
        """In millimetres."""
        return _LONG if self.landscape else _SHORT

    @property
    def height(self) -> float:
        """In millimetres."""
        return _SHORT if self.landscape else _LONG

    def paint_into(self, painter: QPainter, area: QRectF) -> None:
        """Paint the page as large as ``area`` allows, in its middle."""
        scale = min(area.width() / self.width, area.height() / self.height)
        page = QRectF(0, 0, self.width * scale, self.height * scale)
        page.moveCenter(area.center())
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.translate(page.topLeft())
        painter.scale(scale, scale)
        painter.setClipRect(QRectF(0, 0, self.width, self.height))
        self.paint(painter)
        painter.restore()

    def layout(self) -> QPageLayout:
        """The page as Qt's printing knows it, without margins of its own."""
        way = QPageLayout.Orientation
        turned = way.Landscape if self.landscape else way.Portrait
        return QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), turned, QMarginsF(), QPageLayout.Unit.Millimeter
        )


def pdf_of(paper: Paper) -> bytes:
    """The page as a PDF file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(paper.title)
    writer.setCreator("Waypost")
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(paper.layout())
    painter = QPainter(writer)
    paper.paint_into(painter, QRectF(0, 0, writer.width(), writer.height()))
    painter.end()
    return bytes(buffer.data().data())


def save_pdf(paper: Paper, path: Path) -> None:
    """Write the page to a file: the whole of it or, raising ``NotSaved``, nothing at all."""
    data = pdf_of(paper)
    file = QSaveFile(str(path))
    written = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data)
    if not (written and file.commit()):
        file.cancelWriting()
        words = _("{name} could not be saved there. Choose another folder, or free up space.")
        raise NotSaved(words.format(name=isolate(path.name)))


def print_on(paper: Paper, printer: QPrinter) -> bool:
    """Print the page; false if the printer does not take it."""
    printer.setDocName(paper.title)
    printer.setPageLayout(paper.layout())
    painter = QPainter()
    if not painter.begin(printer):
        return False
    paper.paint_into(painter, QRectF(0, 0, printer.width(), printer.height()))
    return painter.end()


class PaperView(Themed, QLabel):
    """The page on screen, painted by the same function as on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def show_paper(self, paper: Paper, words: str) -> None:
        """Show a page; ``words`` are what screen readers say of it."""
        self._paper = paper
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        landscape = self._paper is None or self._paper.landscape
        return round(width * (_SHORT / _LONG if landscape else _LONG / _SHORT))

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._paper is None:
            return
        painter = QPainter(self)
        self._paper.paint_into(painter, QRectF(self.rect()))
        painter.setPen(theme.colour("border"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
