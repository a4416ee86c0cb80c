"""Make one PDF of the certificates that are ticked, or print them; how far it is, a way to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import TITLE, bound
from trainer_app.ui.paper.press import Press
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.progress import ProgressBar

What = Literal["save", "print"]


class CertificateButtons(PaperButtons):
    """Asks the page first, which may have to make certificates; ``go_on`` then asks where to.

    Signals: ``asked(str)``, "save" or "print"; ``idle`` when the press has come to its end.
    """

    asked = Signal(str)
    idle = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.stop, self.bar = SecondaryButton("player-stop"), ProgressBar()
        self._how_far = Para("small", colour="text_muted")
        super().__init__(primary=True, parent=parent)
        self._whole: Paper | None = None
        self.press = Press(self)
        self._connect()
        lines = QVBoxLayout()
        lines.setSpacing(4)
        lines.addWidget(self.bar)
        lines.addWidget(self._how_far)
        self._progress = QWidget(self)
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(lines, 1)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self._progress.setVisible(False)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(1, self._progress)

    def _connect(self) -> None:
        self.stop.clicked.connect(self.press.stop)
        self.press.moved.connect(self._on_moved)
        self.press.saved.connect(self._on_saved)
        self.press.not_saved.connect(self._on_not_saved)
        self.press.printed.connect(lambda: self._end(_("Sent to the printer.")))
        self.press.not_printed.connect(self._on_not_printed)
        self.press.stopped.connect(self._on_stopped)

    def retranslate(self) -> None:
        self.save.setText(_("Make PDF"))
        self.print.setText(_("Print"))
        # For translators: a button that stops what is under way.
        self.stop.setText(_("Stop"))

    def go_on(self, what: What, pages: Sequence[Paper], file_name: str) -> None:
        """Ask where to save these pages, or on which printer. There must be one at least."""
        self._whole = replace(bound(pages), title=TITLE)
        self.set_paper(self._whole, file_name)
        if what == "save":
            super()._on_save_clicked()
        else:
            super()._on_print_clicked()

    # ------------------------------------------------------------ what PaperButtons does

    def _on_save_clicked(self) -> None:
        self.asked.emit("save")

    def _on_print_clicked(self) -> None:
        self.asked.emit("print")

    def _say_no_printer(self) -> None:
        self.note.say(_("No printer is set up here. Make a PDF instead."), "info")

    def save_to(self, path: str) -> None:
        """Begin to write all pages to this file."""
        if self._whole is not None and not self.press.is_running:
            self.press.save((self._whole,), Path(path))

    def _on_print_accepted(self) -> None:
        if self._whole is not None and self._printer is not None and not self.press.is_running:
            self.press.print((self._whole,), self._printer)

    # ------------------------------------------------------------ how far

    def _on_moved(self, done: int, total: int) -> None:
        self._progress.setVisible(True)
        self.note.clear()
        self.bar.setValue(round(100 * done / total))
        words = _("Page {here} of {total}")
        here, whole = (isolate(i18n.number(one)) for one in (done, total))
        self._how_far.setText(words.format(here=here, total=whole))
        self.bar.setAccessibleName(self._how_far.text())

    def _on_saved(self, path: Path) -> None:
        count = 1 + len(self._whole.more) if self._whole else 0
        words = ngettext(
            "Saved: {count} certificate in {name}", "Saved: {count} certificates in {name}", count
        )
        name = isolate(path.name)
        self._end(words.format(count=isolate(i18n.number(count)), name=name))

    def _on_not_saved(self, error: NotSaved) -> None:
        self._end("")
        self.note.say(str(error), "careful")

    def _on_not_printed(self) -> None:
        self._end("")
        self.note.say(_("The printer does not answer. Make a PDF instead."), "careful")

    def _on_stopped(self) -> None:
        self._end("")
        self.note.say(_("Stopped. The certificates are made, and stay here."), "info")

    def _end(self, words: str) -> None:
        self._progress.setVisible(False)
        if words:
            self.note.say(words, "good")
        self.idle.emit()
