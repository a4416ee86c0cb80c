"""Saving and printing a page: two buttons, Ctrl+S and Ctrl+P, and a line on what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.ui.paper.page import Paper, print_on, save_pdf
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import Button, PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter


class PaperButtons(Themed, QWidget):
    """ "Save as PDF" and "Print" for the page last given to ``set_paper``.

    Their dialogs are windows of their own that block nothing: Hide closes them.
    """

    def __init__(self, *, primary: bool = False, parent: QWidget | None = None) -> None:
        """``primary`` where saving is the one thing to do on the page."""
        super().__init__(parent)
        self._paper: Paper | None = None
        self._file_name = ""
        self._words = ("", "", "", "")
        self._dialog: QFileDialog | QPrintDialog | None = None
        self._printer: QPrinter | None = None
        self.save: Button = PrimaryButton("download") if primary else SecondaryButton("download")
        self.save.clicked.connect(self._on_save_clicked)
        self.print = SecondaryButton("printer")
        self.print.clicked.connect(self._on_print_clicked)
        self.note = NoteLine()
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.save)
        row.addWidget(self.print, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.note)
        for keys, button in (("Ctrl+S", self.save), ("Ctrl+P", self.print)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(button.click)
        self.settle()

    def set_paper(self, paper: Paper, file_name: str) -> None:
        """What is saved or printed next, and how its file is called at first."""
        if file_name != self._file_name:
            self.note.clear()
        self._paper, self._file_name = paper, file_name

    def set_words(self, *, print_it: str, saved: str, printed: str, no_printer: str) -> None:
        """Say it in other words: on the button, and afterwards."""
        self._words = (print_it, saved, printed, no_printer)
        self.retranslate()

    def retranslate(self) -> None:
        self.save.setText(_("Save as PDF"))
        self.print.setText(self._words[0] or _("Print"))

    # ------------------------------------------------------------ saving

    def _on_save_clicked(self) -> None:
        if self._paper is None:
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        where = QStandardPaths.writableLocation(documents)
        dialog = QFileDialog(self, _("Save as PDF"), where)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF file") + " (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.fileSelected.connect(self.save_to)
        self._dialog = dialog
        dialog.open()

    def save_to(self, path: str) -> None:
        """Save the page as this file and say so, or say why not."""
        if self._paper is None:
            return
        try:
            save_pdf(self._paper, Path(path))
        except NotSaved as error:
            self.note.say(str(error), "careful")
            return
        words = self._words[1] or _("Saved: {name}")
        self.note.say(words.format(name=isolate(Path(path).name)), "good")

    # ------------------------------------------------------------ printing

    def _on_print_clicked(self) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:
            self._say_no_printer()
            return
        if self._paper is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self._say_no_printer()
            return
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._paper.fills_a_sheet:
            self._printer.setPageLayout(self._paper.layout())
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_print_accepted)
        self._dialog = dialog
        QDialog.open(dialog)  # the print dialog's own needs somebody to call

    def _on_print_accepted(self) -> None:
        if self._paper is None or self._printer is None:
            return
        if print_on(self._paper, self._printer):
            self.note.say(self._words[2] or _("Sent to the printer."), "good")
        else:
            self.note.say(_("The printer does not answer. Save as PDF instead."), "careful")

    def _say_no_printer(self) -> None:
        words = self._words[3] or _("Saved on this computer. Your facilitator can print it.")
        self.note.say(words, "info")
