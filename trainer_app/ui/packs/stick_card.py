"""The card of the stick: how many modules were found, what each is, and how installing goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.errand import Errand
from trainer_app.ui.packs import works
from trainer_app.ui.packs.drive_list import DriveList
from trainer_app.ui.packs.found_row import FoundRow
from trainer_app.ui.packs.words import counted, progress_said, size_said
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.module_install import Installed
    from trainer_app.operations.module_search import Found, FoundModule
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

_MOST_ROWS = 60


class StickCard(Card):
    """``installing`` goes on when the page is left.

    Signals: ``ready`` when what may be installed is other than before; ``publisher_asked(found)``
    and ``allow_asked(found)`` for what staff decide.
    """

    ready = Signal()
    publisher_asked = Signal(object)
    allow_asked = Signal(object)

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        installing: Errand,
        find_drives: Callable[[], list[Path]],
    ) -> None:
        super().__init__()
        self._catalog, self.installing = catalog, installing
        self.looking = Errand(background, self)
        self._looked_at: Path | None = None
        self._again = False
        self._language = ""
        self._offered: set[str] = set()
        self._said: Exception | None = None
        self._mark = PictureMark("usb", 56, colour="on_primary_soft", ground="primary_soft")
        self._title, self._line = Heading("h2"), Para("body", colour="text_muted")
        self.drives = DriveList(find_drives)
        self.progress_look, self.progress = ProgressRow(self.looking), ProgressRow(installing)
        self.trouble, self.room, self.done = TroubleNote(), NoteLine(), NoteLine()
        self.rows: list[FoundRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        self._build()
        self.drives.chosen.connect(self.look)
        self.looking.moved.connect(self._show)
        self.looking.ended.connect(self._on_looked)
        installing.moved.connect(self._show)
        installing.ended.connect(self.look)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._line)
        top = QHBoxLayout()
        top.setSpacing(18)
        top.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(top)
        for part in (self.progress_look, self.progress, self.done, self.trouble, self.room):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addWidget(self.drives)

    # ------------------------------------------------------------ what may be installed

    @property
    def found(self) -> Found | None:
        """What lies on the stick that is chosen, once it was looked at."""
        known = self.drives.folder is not None and self.drives.folder == self._looked_at
        return self.looking.result if known else None

    @property
    def chosen(self) -> list[FoundModule]:
        """What is to be installed."""
        return [row.found for row in self.rows if row.is_chosen] if self.found else []

    @property
    def can_choose(self) -> int:
        """How many could be installed."""
        return sum(row.found.can_install for row in self.rows) if self.found else 0

    @property
    def is_ready(self) -> bool:
        """Whether what is chosen can be installed now."""
        busy = self.installing.is_running or self.looking.is_running
        found, chosen = self.found, self.chosen
        return not busy and found is not None and bool(chosen) and found.fits(*chosen)

    def look(self) -> None:
        """See what lies on the stick now."""
        folder = self.drives.folder
        if self.looking.is_running:
            self._again = True
            self.looking.stop()
        elif folder is not None and not self.installing.is_running:
            self._looked_at, self._again, self._language = folder, False, i18n.language()
            self.looking.start(works.look(folder, self._catalog, self._language))
        self._show()

    def install(self, by: OnDuty | None) -> None:
        """Install what is chosen."""
        if self.is_ready:
            self.installing.start(works.install(self.chosen, by, self._catalog))
            self.progress.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: Exception | None) -> None:
        """Say what did not work; None takes it away."""
        self.trouble.show_error(error)
        if error is not None:
            reveal(self.trouble)

    def _on_looked(self) -> None:
        if self._again or self.drives.folder != self._looked_at:
            self.look()
        else:
            self._fill()

    # ------------------------------------------------------------ what is shown

    def say(self) -> None:
        """Say everything in the language of the moment."""
        self._show()
        if self._looked_at is not None and self._language != i18n.language():
            self.look()  # titles of lessons are told in the language

    def _fill(self) -> None:
        """Make the rows anew; what was not ticked stays so."""
        untouched = {row.found.sha256 for row in self.rows if not row.card.isChecked()}
        found, done = self.found, self.installing.result
        outcomes = {one.found.path: one for one in done.outcomes} if done else {}
        clear_layout(self._rows)
        self.rows = []
        for one in found.modules[:_MOST_ROWS] if found else ():
            outcome = outcomes.get(one.path)
            row = FoundRow(one, outcome if outcome and outcome.state == "refused" else None)
            if one.sha256 in untouched & self._offered:
                row.card.setChecked(False)
            row.ticked.connect(self._show)
            row.publisher_asked.connect(lambda one=one: self.publisher_asked.emit(one))
            row.allow_asked.connect(lambda one=one: self.allow_asked.emit(one))
            self._rows.addWidget(row)
            self.rows.append(row)
        self._offered = {row.found.sha256 for row in self.rows if row.found.can_install}
        self._show()

    def _show(self) -> None:
        installing, looking = self.installing, self.looking
        for errand, row, waiting in (
            (looking, self.progress_look, _("Reading the stick. Leave it in…")),
            (installing, self.progress, _("Installing. Leave the stick in…")),
        ):
            row.setVisible(errand.is_running)
            row.show_progress(*progress_said(errand.progress, waiting))
        self.drives.other.setEnabled(not installing.is_running)
        self._title.setText(self._title_words())
        self._line.setText(self._line_words())
        self._line.setVisible(bool(self._line.text()))
        for row_shown in self.rows:
            row_shown.setVisible(self.found is not None and not installing.is_running)
        self._show_room()
        self._show_done(installing.result)
        error = installing.error or looking.error
        if error is not self._said:
            self._said = error
            self.show_error(error)
        self.ready.emit()

    def _title_words(self) -> str:
        if self.drives.folder is None:
            return _("Put in the USB stick")
        if self.looking.is_running:
            return _("Looking for modules…")
        count = len(self.found.modules) if self.found else 0
        if not count:
            return _("No modules found")
        if not self.drives.is_stick:
            words = ngettext("Folder: {count} module found", "Folder: {count} modules found", count)
        else:
            words = ngettext("USB: {count} module found", "USB: {count} modules found", count)
        return counted(words, count)

    def _line_words(self) -> str:
        if self.drives.folder is None:
            return _("We look for it by ourselves.")
        found = self.found
        if found is None or self.looking.is_running:
            return self.drives.name
        if not found.modules:
            return _("{name} holds no module. Modules end in {ending}.").format(
                name=self.drives.name, ending=isolate(".waypack")
            )
        parts = [self.drives.name]
        size = sum(one.size for one in self.chosen)
        if size:
            parts.append(_("needs {size}").format(size=size_said(size)))
        parts.append(_("{size} free here").format(size=size_said(found.free)))
        return " · ".join(parts)

    def _show_room(self) -> None:
        from trainer_app.operations.module_files import no_room_words

        found, chosen = self.found, self.chosen
        if found is None or not chosen or found.fits(*chosen) or self.installing.is_running:
            self.room.clear()
            return
        self.room.say(no_room_words(sum(one.size for one in chosen), found.free), "careful")

    def _show_done(self, done: Installed | None) -> None:
        if done is None or self.installing.is_running:
            self.done.clear()
            return
        states = [one.state for one in done.outcomes]
        good, bad = states.count("installed"), states.count("refused")
        parts = []
        if good:
            words = ngettext("{count} module is installed.", "{count} modules are installed.", good)
            parts.append(counted(words, good))
        if bad:
            words = ngettext(
                "{count} was refused: see below.", "{count} were refused: see below.", bad
            )
            parts.append(counted(words, bad))
        if "stopped" in states:
            parts.append(_("Stopped safely. Nothing is lost."))
        self.done.say(" ".join(parts), "careful" if bad else "good")
