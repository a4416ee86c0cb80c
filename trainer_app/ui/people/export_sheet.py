"""Saving a list of everybody: for Excel, or as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from trainer_app.i18n import _, isolate
from trainer_app.ui.background import Background
from trainer_app.ui.people.words import how_many
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.roster import RosterWritten
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

FILE_NAME = "waypost-people"
"""Neutral: it names nobody."""


class ExportSheet(Sheet):
    """Closed by its own buttons; says on itself where the list is."""

    def __init__(self, background: Background, on_duty: OnDuty | None) -> None:
        super().__init__(width=620)
        self.on_duty = on_duty
        self._background = background
        self._dialog: QFileDialog | None = None
        self._written: RosterWritten | None = None
        self._about, self._careful = Para("body"), Callout("careful")
        self.switch, self.note, self.retry = StepSwitch(("xlsx", "csv")), NoteLine(), RetryLine()
        self.switch.select("xlsx")
        self.cancel, self.save = SecondaryButton(), PrimaryButton("download")
        self.cancel.clicked.connect(self.close_sheet)
        self.save.clicked.connect(self._on_save)
        for part in (self._about, self.switch, self._careful, self.note, self.retry):
            self.body.addWidget(part)
        self.buttons.addWidget(self.cancel)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.save)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Save a list"))
        self._about.setText(
            _("Everybody with name, work, team and language. It can be taken in again.")
        )
        self.switch.set_words(_("Kind of file"), [_("Excel"), _("CSV")])
        self._careful.setText(
            _("This file names people. Give it only to those who need it. Saving it is noted.")
        )
        self.cancel.setText(_("Close"))
        self.save.setText(_("Choose where"))
        self._say_written()

    def _on_save(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        kind = self.switch.selected()
        dialog = QFileDialog(self, _("Save a list"), QStandardPaths.writableLocation(documents))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        name = _("Excel") if kind == "xlsx" else _("CSV")
        dialog.setNameFilter(f"{name} (*.{kind})")
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{FILE_NAME}.{kind}")
        dialog.fileSelected.connect(self.save_to)
        self._dialog = dialog
        dialog.open()

    def save_to(self, path: str) -> None:
        """Save the list as this file and say so, or say why not."""
        self.retry.clear()
        self.note.clear()
        self._written = None
        self.save.setEnabled(False)

        def write(store: Store) -> RosterWritten:
            from trainer_app.operations.roster import export_roster

            return export_roster(store, by=self.on_duty, path=Path(path))

        self._background.run(self, write, self._on_saved, self._on_not_saved)

    def _on_saved(self, written: RosterWritten) -> None:
        self.save.setEnabled(True)
        self._written = written
        self._say_written()

    def _say_written(self) -> None:
        written = self._written
        if written is not None:
            words = _("{people} in {file}")
            said = words.format(people=how_many(written.count), file=isolate(written.path.name))
            self.note.say(said, "good")

    def _on_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.retry.show_error(error, self._on_save)
