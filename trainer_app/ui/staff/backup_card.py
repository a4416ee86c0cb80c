"""The card of a second place for backups: where it is, how old the newest one is, and to choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from trainer_app.i18n import _, day, isolate, isolate_number
from trainer_app.operations.backup_folder import (
    BackupPlace,
    backup_place,
    choose_backup_folder,
    forget_backup_folder,
)
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.folder_dialog import ask_folder
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.operations.backup_folder import BackupKept
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class BackupCard(Card):
    """Reads for itself how it stands. ``say`` says everything in the language of the moment."""

    def __init__(self, background: Background, on_duty: OnDuty | None) -> None:
        super().__init__()
        self._background, self._on_duty = background, on_duty
        self.place: BackupPlace | None = None
        self._is_read = False
        self._title, self._what = Heading("h2"), Para("body")
        self._where, self._gone = Para("body", colour="text_muted"), NoteLine()
        self.trouble = TroubleNote()
        self.choose, self.end = SecondaryButton("usb"), QuietButton("x")
        self.choose.clicked.connect(self._on_choose)
        self.end.clicked.connect(self._on_end)
        self._dialog: QFileDialog | None = None
        buttons = FlowRow()
        for button in (self.choose, self.end):
            buttons.add(button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(10)
        for widget in (
            self._title, self._what, self._where, self._gone, self.trouble, buttons,
        ):  # fmt: skip
            inside.addWidget(widget)
        self.say()

    def read(self) -> None:
        """See how it stands."""
        self._background.run(self, backup_place, self._on_read, self._on_error)

    def say(self) -> None:
        """Say everything in the language of the moment."""
        place = self.place
        self._title.setText(_("Safety copies elsewhere"))
        self._what.setText(
            _(
                "Safety copies lie beside the data. If the disk breaks or the computer is stolen, "
                "only a copy in another place helps: on a stick that is kept elsewhere, or on "
                "another disk. It can be opened only with the recovery code, or with what else "
                "opens this data."
            )
        )
        self._where.setVisible(place is not None)
        if place is not None:
            self._where.setText(self._said(place))
        if place is not None and not place.is_there:
            self._gone.say(_("It is not there now. Put the stick in from time to time."), "info")
        else:
            self._gone.clear()
        self.choose.setText(_("Choose a folder") if place is None else _("Choose another folder"))
        self.end.setText(_("Keep no more copies there"))
        self.end.setVisible(place is not None)
        self.setVisible(self._is_read)

    @staticmethod
    def _said(place: BackupPlace) -> str:
        folder = isolate_number(str(place.folder))
        if place.last is None:
            return _("Safety copies are kept in {folder}, too.").format(folder=folder)
        return _("Safety copies are kept in {folder}, too. The newest is of {date}.").format(
            folder=folder, date=isolate(day(place.last))
        )

    # ------------------------------------------------------------ inside

    def _on_read(self, place: BackupPlace | None) -> None:
        self.place, self._is_read = place, True
        self.say()

    def _on_choose(self) -> None:
        self._dialog = ask_folder(self, self.take)

    def take(self, folder: Path) -> None:
        """Keep backups in this folder, too."""
        self._background.run(
            self,
            lambda store: choose_backup_folder(store, folder, by=self._on_duty),
            self._on_kept,
            self._on_error,
        )

    def _on_end(self) -> None:
        self._background.run(
            self,
            lambda store: forget_backup_folder(store, by=self._on_duty),
            self._on_kept,
            self._on_error,
        )
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_kept(self, _kept: BackupKept) -> None:
        self.trouble.show_error(None)
        self.read()

    def _on_error(self, error: Exception) -> None:
        self.trouble.show_error(error)
        reveal(self.trouble)
