"""The card of an update of the program: what lies on the stick, how far it is, when it begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app import i18n
from trainer_app.i18n import _, isolate_number
from trainer_app.ui.errand import Errand
from trainer_app.ui.packs import works
from trainer_app.ui.packs.words import size_said
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.module_search import ModuleProgress
    from trainer_app.operations.updates import FoundUpdate, UpdatesHere
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class UpdateCard(Card):
    """Hidden while there is nothing to say. ``updating`` goes on when the page is left.

    Signals: ``changed`` when it shows something else than before.
    """

    changed = Signal()

    def __init__(self, background: Background, on_duty: OnDuty | None, updating: Errand) -> None:
        super().__init__()
        self._on_duty, self.updating = on_duty, updating
        self.look_for = works.look_for_updates
        self.looking = Errand(background, self)
        self._folder: Path | None = None
        self._again = False
        self._language = ""
        self._said: Exception | None = None
        self._mark = PictureMark("refresh", 56, colour="on_primary_soft", ground="primary_soft")
        self._title, self._line = Heading("h2"), Para("body", colour="text_muted")
        self.progress, self.trouble = ProgressRow(updating), TroubleNote()
        self.button = SecondaryButton("arrow-up")
        self.button.clicked.connect(self._on_clicked)
        self._build()
        self.looking.ended.connect(self._on_looked)
        updating.moved.connect(self._show)
        updating.ended.connect(self._on_updated)

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addWidget(self.progress)
        words.addWidget(self.trouble)
        words.addSpacing(6)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 18, 24, 18)
        row.setSpacing(18)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setVisible(False)

    def look(self, folder: Path | None) -> None:
        """See what lies in a folder, and what is planned here."""
        self._folder = folder
        if self.looking.is_running:
            self._again = True
            self.looking.stop()
        elif not self.updating.is_running:
            self._again, self._language = False, i18n.language()
            self.looking.start(self.look_for(folder))

    def stop(self) -> None:
        """The page is left: nobody looks any more."""
        self.looking.stop()
        if not self.updating.is_running:
            self.updating.forget()

    def say(self) -> None:
        """Say everything in the language of the moment."""
        self.button.setText(_("Update Waypost"))
        self._show()
        if self._language not in ("", i18n.language()):
            self.look(self._folder)  # why one is refused is told in the language

    @property
    def found(self) -> FoundUpdate | None:
        """The update that fits here, or else the first that does not."""
        here: UpdatesHere | None = self.looking.result
        return here.found[0] if here is not None and here.found else None

    # ------------------------------------------------------------ inside

    def _on_looked(self) -> None:
        if self._again:
            self.look(self._folder)
        else:
            self._show()

    def _on_clicked(self) -> None:
        found = self.found
        if found is not None:
            self.updating.start(works.update(found.path, self._on_duty))
            self.progress.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_updated(self) -> None:
        self.look(self._folder)
        reveal(self)

    def _show(self) -> None:
        here: UpdatesHere | None = self.looking.result
        found, running = self.found, self.updating.is_running
        title, line = self._words(here)
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        ready = here.ready if here else ""
        fits = found is not None and not found.reason and found.version != ready
        self.button.setVisible(fits and not running)
        self.progress.setVisible(running)
        self.progress.show_progress(*_progress(self.updating.progress))
        error = self.updating.error or self.looking.error
        if error is not self._said:
            self._said = error
            self.trouble.show_error(error)
        self.setVisible(bool(title))
        self.changed.emit()

    def _words(self, here: UpdatesHere | None) -> tuple[str, str]:
        """The heading and the line under it; without a heading there is nothing to say."""
        found = self.found
        if self.updating.is_running:
            line = _("Leave the stick in. You can go on working.")
            return _("The new version is being made ready"), line
        if here is None:
            return "", ""
        if here.ready:
            return (
                _("Version {version} is ready").format(version=isolate_number(here.ready)),
                _(
                    "It begins when Waypost is closed and started again. "
                    "What people have learnt stays as it is."
                ),
            )
        if found is not None and not found.reason:
            line = _("Version {version} · {size} · here: {here}").format(
                version=isolate_number(found.version),
                size=size_said(found.size),
                here=isolate_number(here.version),
            )
            return _("A new version of Waypost"), line
        if found is not None:
            return _("This update is not for here"), found.reason
        if here.undone:
            return (
                _("Version {version} did not start here").format(
                    version=isolate_number(here.undone)
                ),
                _("Version {version} goes on. Nothing is lost.").format(
                    version=isolate_number(here.version)
                ),
            )
        return "", ""


def _progress(told: ModuleProgress | None) -> tuple[str, float]:
    if told is None or not told.total:
        return _("Reading the stick. Leave it in…"), 0.0
    if told.done >= told.total:
        return _("The new version tries itself on this computer…"), 1.0
    done = _("{done} of {total}").format(done=size_said(told.done), total=size_said(told.total))
    return done, told.done / told.total
