"""Small things on paper: draw once, then save it as a PDF or print it. Nothing blocks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, QStandardPaths, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from trainer_app.i18n import _

Draw = Callable[[QPainter, QRectF], None]
"""Draws into a rectangle of millimetres."""
_DOTS = 300
_MM_PER_INCH = 25.4


def pdf(draw: Draw, wide_mm: float, high_mm: float) -> bytes:
    """One page of that size as a PDF. Its title is neutral; it names nobody."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("Waypost")
    writer.setCreator("Waypost")
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QSizeF(wide_mm, high_mm), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    _draw(painter, draw, writer.logicalDpiX(), QRectF(0, 0, wide_mm, high_mm))
    painter.end()
    return bytes(buffer.data().data())


def ask_where(owner: QWidget, name: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a place to save a PDF; ``then`` gets it, unless the person thinks again."""
    dialog = QFileDialog(owner, _("Save as PDF"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    dialog.setDirectory(QStandardPaths.writableLocation(documents))
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
    return dialog


def ask_printer(
    owner: QWidget, draw: Draw, wide_mm: float, high_mm: float, then: Callable[[], None]
) -> None:
    """Ask for a printer and print; ``then`` runs when the printer took it."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Waypost")
    dialog = QPrintDialog(printer, owner)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_accepted() -> None:
        painter = QPainter()
        if painter.begin(printer):
            _draw(painter, draw, printer.logicalDpiX(), QRectF(0, 0, wide_mm, high_mm))
            painter.end()
            then()

    dialog.accepted.connect(on_accepted)
    QDialog.open(dialog)


def _draw(painter: QPainter, draw: Draw, dots_per_inch: int, area: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(dots_per_inch / _MM_PER_INCH, dots_per_inch / _MM_PER_INCH)
    draw(painter, area)
