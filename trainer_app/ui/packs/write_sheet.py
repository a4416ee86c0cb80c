"""Putting modules on a stick for other computers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from trainer_app.i18n import _, ngettext
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.errand import Errand
from trainer_app.ui.packs import works
from trainer_app.ui.packs.choose_card import ChooseCard
from trainer_app.ui.packs.drive_list import DriveList
from trainer_app.ui.packs.words import (
    State,
    counted,
    progress_said,
    size_said,
    title_of,
    version_said,
)
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.module_stick import Written
    from trainer_app.operations.modules import InstalledModule


class WriteSheet(Sheet):
    """All modules are ticked at first. ``writing`` goes on when the sheet is closed."""

    def __init__(
        self,
        modules: Sequence[InstalledModule],
        catalog: Catalog,
        writing: Errand,
        find_drives: Callable[[], list[Path]],
    ) -> None:
        super().__init__(width=760)
        self._catalog, self._writing = catalog, writing
        if not writing.is_running:
            writing.forget()
        self._about = Para("body", colour="text_muted")
        self._where = Para("label")
        self.drives = DriveList(find_drives)
        self.drives.chosen.connect(self._show)
        self.progress, self.trouble, self.done = ProgressRow(writing), TroubleNote(), NoteLine()
        self.modules = list(modules)
        self.cards = [ChooseCard() for _one in modules]
        for card in self.cards:
            card.setChecked(True)
            card.toggled.connect(self._show)
        self.write = PrimaryButton("usb")
        self.write.clicked.connect(self._on_write)
        writing.moved.connect(self._show)
        self._fill()
        self.closed.connect(lambda: self.drives.watch.set_on(False))
        self.settle()
        self.drives.watch.set_on(True)
        self._show()

    def _fill(self) -> None:
        rows = QVBoxLayout()
        rows.setSpacing(6)
        for card in self.cards:
            rows.addWidget(card)
        self.body.addWidget(self._about)
        for part in (self.done, self.trouble, self.progress):
            self.body.addWidget(part)
        self.body.addWidget(self._where)
        self.body.addWidget(self.drives)
        self.body.addLayout(rows)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.write)

    @property
    def chosen(self) -> list[InstalledModule]:
        """What is to be written."""
        pairs = zip(self.modules, self.cards, strict=True)
        return [one for one, card in pairs if card.isChecked()]

    def focus_first(self) -> None:
        target = self.write if self.write.isEnabled() else self.drives.other
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Put modules on a stick"))
        self._about.setText(
            _("For other computers without a network. What is on the stick already stays there.")
        )
        for one, card in zip(self.modules, self.cards, strict=True):
            facts = f"{version_said(one.manifest.version)} · {size_said(one.size)}"
            card.set_words(title_of(one.manifest), facts, _signed(one))
        self._show()

    def _show(self) -> None:
        writing, chosen = self._writing, self.chosen
        running = writing.is_running
        size = sum(one.size for one in chosen)
        if self.drives.folder is None:
            self._where.setText(_("Put in the USB stick. We look for it by ourselves."))
        else:
            self._where.setText(_("Onto: {name}").format(name=self.drives.name))
        self.progress.setVisible(running)
        waiting = _("Writing. Leave the stick in…")
        self.progress.show_progress(*progress_said(writing.progress, waiting))
        self.trouble.show_error(writing.error)
        self._show_done(writing.result)
        ended = writing.result is not None and not running
        words = ngettext(
            "Write {count} module ({size})", "Write {count} modules ({size})", len(chosen)
        )
        said = counted(words.replace("{size}", size_said(size)), len(chosen))
        self.write.setText(_("Close") if ended else said if chosen else _("Write"))
        ready = self.drives.folder is not None and bool(chosen) and not running
        self.write.setEnabled(ended or ready)

    def _show_done(self, done: Written | None) -> None:
        if done is None:
            self.done.clear()
            return
        words = ngettext(
            "{count} module is on the stick, and was read back. You can pull it out.",
            "{count} modules are on the stick, and were read back. You can pull it out.",
            len(done.names),
        )
        self.done.say(counted(words, len(done.names)))
        reveal(self.done)

    def _on_write(self) -> None:
        folder = self.drives.folder
        if self._writing.result is not None:
            self.close_sheet()
        elif folder is not None and not self._writing.is_running:
            ids = [one.manifest.id for one in self.chosen]
            self._writing.start(works.write(ids, folder, self._catalog))
            reveal(self.progress)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.write.isEnabled():
            self.write.click()
        super().keyPressEvent(event)


def _signed(one: InstalledModule) -> State:
    """Whether other computers can tell who made it."""
    if one.standing == "trusted" or one.publisher is not None:
        return "success", "shield-check", _("Signed")
    if one.standing == "bundled":
        return "plain", "package", _("Came with Waypost")
    return "caution", "lock", _("Not signed")
