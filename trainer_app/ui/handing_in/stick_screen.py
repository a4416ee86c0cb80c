"""Results on a stick: collecting what others put there, handing over what is here, and a list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.ui.drive_watch import DriveWatch
from trainer_app.ui.errand import Errand
from trainer_app.ui.folder_dialog import ask_folder
from trainer_app.ui.handing_in import works
from trainer_app.ui.handing_in.stick_report import StickReport
from trainer_app.ui.handing_in.stick_rows import StickRow
from trainer_app.ui.handing_in.words import stick_progress
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.reveal import reveal
from trainer_app.ui.screen import Screen
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.choice_row import ChoiceRow
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.operations.stick_inventory import StickEntry
    from trainer_app.ui.background import Background

Purpose = Literal["collect", "hand-over"]
_MOST_ROWS = 60


class StickScreen(Screen):
    """One stick, chosen among those put in. ``errand`` goes on when the page is left.

    ``purpose`` says which of the two buttons is the primary one. ``back_asked`` leads back.
    """

    leading = "back"

    def __init__(
        self,
        background: Background,
        errand: Errand,
        purpose: Purpose,
        find_drives: Callable[[], list[Path]] = works.drives,
    ) -> None:
        super().__init__()
        self._errand, self._purpose = errand, purpose
        self.folder: Path | None = None
        self._looking = Errand(background, self)
        self._looking.ended.connect(self._on_looked)
        self._looked_at: Path | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._which, self._none = Heading("h2"), NoteLine()
        self.drives: list[ChoiceRow] = []
        self._drives = QVBoxLayout()
        self._drives.setSpacing(8)
        self.other = QuietButton("search")
        self.other.clicked.connect(self._on_other)
        self._dialog: QFileDialog | None = None
        self.progress, self.report = ProgressRow(errand), StickReport()
        self.report.accepted.connect(self._on_accepted)
        self.trouble = TroubleNote()
        self._title, self._state = Heading("h2"), Para("body", colour="text_muted")
        self.rows: list[StickRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        collects = purpose == "collect"
        self.collect: PrimaryButton | SecondaryButton
        self.hand_over: PrimaryButton | SecondaryButton
        self.collect = PrimaryButton("download") if collects else SecondaryButton("download")
        self.hand_over = SecondaryButton("usb") if collects else PrimaryButton("usb")
        self.collect.clicked.connect(self._on_collect)
        self.hand_over.clicked.connect(self._on_hand_over)
        errand.moved.connect(self._show_errand)
        errand.ended.connect(self._look)
        self._watch = DriveWatch(find_drives, self)
        self._watch.changed.connect(self._show_drives)
        self._build()
        self.settle()
        self._watch.set_on(True)
        self._show_drives()

    def _build(self) -> None:
        self._card, self._list = Card(), Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(24, 18, 24, 16)
        inside.setSpacing(10)
        inside.addWidget(self._which)
        inside.addWidget(self._none)
        inside.addLayout(self._drives)
        inside.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeading)
        listed = QVBoxLayout(self._list)
        listed.setContentsMargins(24, 18, 24, 18)
        listed.setSpacing(6)
        listed.addWidget(self._title)
        listed.addWidget(self._state)
        listed.addLayout(self._rows)
        page = ScrollPage(width=900)
        page.column.setSpacing(12)
        parts: list[QWidget] = [self._heading, self._about, self._card]
        parts += [self.progress, self.trouble, self.report, self._list]
        for part in parts:
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        first, last = (self.hand_over, self.collect)
        if self._purpose == "hand-over":
            first, last = last, first
        bar.add_end(first)
        bar.add_end(last)
        self.set_bottom(bar)

    def title(self) -> str:
        return _("Results on a stick")

    def primary(self) -> QAbstractButton | None:
        wanted = self.collect if self._purpose == "collect" else self.hand_over
        return wanted if wanted.isEnabled() else None

    def first_focus(self) -> QWidget | None:
        return self.progress.stop if self._errand.is_running else self.primary() or self.other

    def retranslate(self) -> None:
        self._heading.setText(_("Results on a stick"))
        self._about.setText(
            _(
                "A hand-over file is locked: only your organisation can open it. If the stick is "
                "lost, nobody reads it, and nothing is missing here."
            )
        )
        self._which.setText(_("Which stick?"))
        self.other.setText(_("Choose a folder"))
        self.collect.setText(_("Collect from this stick"))
        self.hand_over.setText(_("Make a hand-over file"))
        self._title.setText(_("On this stick"))
        self._show_drives()
        self._show_errand()
        self._show_entries()
        self.title_changed.emit()

    def left(self) -> None:
        self._watch.set_on(False)
        if not self._errand.is_running:
            self._errand.forget()  # it was read, and the next stick is another

    # ------------------------------------------------------------ which stick

    def _show_drives(self) -> None:
        drives = self._watch.drives
        former = [row.property("drive") for row in self.drives]
        if former != [str(drive) for drive in drives]:
            clear_layout(self._drives)
            self.drives = []
            for drive in drives:
                row = ChoiceRow("usb")
                row.setProperty("drive", str(drive))
                row.set_words(isolate(drive.name or str(drive)), isolate_number(str(drive)))
                row.clicked.connect(lambda _on=False, drive=drive: self.choose(drive))
                self._drives.addWidget(row)
                self.drives.append(row)
        gone = self.folder is not None and not self.folder.is_dir()
        if gone:
            self.folder = None
        if self.folder is None and drives:
            self.choose(drives[0])
        if not drives and self.folder is None:
            self._none.say(_("Put in the USB stick. We look for it by ourselves."), "info")
        elif self.folder is not None and self.folder not in drives:
            folder = isolate_number(str(self.folder))
            self._none.say(_("Folder: {name}").format(name=folder), "info")
        else:
            self._none.clear()
        self._show_errand()

    def choose(self, folder: Path) -> None:
        """Work with this stick or folder, and see what is on it."""
        self.folder = folder
        for row in self.drives:
            row.setChecked(row.property("drive") == str(folder))
        self._look()
        self._show_errand()

    def _on_other(self) -> None:
        self._dialog = ask_folder(self, self.choose)

    # ------------------------------------------------------------ the work

    def _on_collect(self) -> None:
        if self.folder is not None:
            self.report.clear()
            self._errand.start(works.collect(self.folder))

    def _on_hand_over(self) -> None:
        if self.folder is not None:
            self.report.clear()
            self._errand.start(works.hand_over(self.folder))

    def _on_accepted(self, fingerprint: str) -> None:
        if self.folder is not None:
            self._errand.start(works.collect(self.folder, (fingerprint,)))

    def _show_errand(self) -> None:
        errand = self._errand
        ready = self.folder is not None and not errand.is_running
        self.collect.setEnabled(ready)
        self.hand_over.setEnabled(ready)
        self.other.setEnabled(not errand.is_running)
        self.progress.setVisible(errand.is_running)
        self.progress.show_progress(*stick_progress(errand.progress))
        self.trouble.show_error(errand.error)
        if errand.result is not None:
            self.report.show_result(errand.result)
        if not errand.is_running and (errand.result or errand.error):
            reveal(self.report if errand.error is None else self.trouble)

    # ------------------------------------------------------------ what lies there

    def _look(self) -> None:
        if self.folder is not None and self._looking.start(works.inventory(self.folder)):
            self._looked_at = self.folder

    def _on_looked(self) -> None:
        if self.folder != self._looked_at:  # another was chosen meanwhile
            self._look()
        self._show_entries()

    def _show_entries(self) -> None:
        entries: list[StickEntry] = self._looking.result or []
        known = self.folder is not None and self.folder == self._looked_at
        self._list.setVisible(known and self._looking.result is not None)
        if entries:
            self._state.setText("")
        else:
            self._state.setText(_("There is no hand-over file on it yet."))
        self._state.setVisible(not entries)
        clear_layout(self._rows)
        self.rows = [StickRow(entry) for entry in entries[:_MOST_ROWS]]
        for row in self.rows:
            self._rows.addWidget(row)
