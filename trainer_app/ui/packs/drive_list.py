"""Which stick: those that are put in, to choose among, and a folder instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.ui.drive_watch import DriveWatch
from trainer_app.ui.folder_dialog import ask_folder
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.choice_row import ChoiceRow
from trainer_app.ui.widgets.pages import clear_layout


class DriveList(Themed, QWidget):
    """Looks for sticks while it is on; the first that is put in is chosen by itself.

    Rows are shown where there are several. Signals: ``chosen`` when ``folder`` is another than
    before, also when it is gone.
    """

    chosen = Signal()

    def __init__(self, find_drives: Callable[[], list[Path]]) -> None:
        super().__init__()
        self.folder: Path | None = None
        self.rows: list[ChoiceRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.other = QuietButton("search")
        self.other.clicked.connect(self._on_other)
        self._dialog: QFileDialog | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(self._rows)
        whole.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeading)
        self.watch = DriveWatch(find_drives, self)
        self.watch.changed.connect(self._on_drives_changed)
        self.settle()

    @property
    def name(self) -> str:
        """The stick or folder as people know it."""
        if self.folder is None:
            return ""
        return isolate(self.folder.name or str(self.folder))

    @property
    def is_stick(self) -> bool:
        """Whether what is chosen is a stick, not a folder."""
        return self.folder in self.watch.drives

    def retranslate(self) -> None:
        self.other.setText(_("Choose a folder"))

    def choose(self, folder: Path | None) -> None:
        """Work with this stick or folder."""
        another = folder != self.folder
        self.folder = folder
        for row in self.rows:
            row.setChecked(row.property("drive") == str(folder))
        if another:
            self.chosen.emit()

    def _on_drives_changed(self) -> None:
        drives = self.watch.drives
        clear_layout(self._rows)
        self.rows = []
        for drive in drives if len(drives) > 1 else ():
            row = ChoiceRow("usb", one_line=True)
            row.setProperty("drive", str(drive))
            row.set_words(isolate(drive.name or str(drive)), isolate_number(str(drive)))
            row.clicked.connect(lambda _on=False, drive=drive: self.choose(drive))
            row.setChecked(drive == self.folder)
            self._rows.addWidget(row)
            self.rows.append(row)
        gone = self.folder is not None and not self.folder.is_dir()
        if gone or self.folder is None:
            self.choose(drives[0] if drives else None)

    def _on_other(self) -> None:
        self._dialog = ask_folder(self, self.choose)
