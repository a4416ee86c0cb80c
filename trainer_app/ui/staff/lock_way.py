"""The way between the pages about what opens the data of this computer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from trainer_app.i18n import _
from trainer_app.operations.retention_words import applied_sentence

if TYPE_CHECKING:
    from trainer_app.operations.retention import PastLimit
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.people.way import ShowsPages
    from trainer_app.ui.screen import Screen
    from trainer_app.ui.staff.lock_screen import LockScreen
    from trainer_app.ui.staff.passphrase_screens import LockStep

Leave = Callable[[], None]


class LockWay(QObject):
    """One for a stay at the desk. ``on_duty`` says who is on duty when a page is opened."""

    def __init__(
        self,
        program: ShowsPages,
        window: MainWindow,
        background: Background,
        on_duty: Callable[[], OnDuty],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program, self._window = program, window
        self._background, self._on_duty = background, on_duty
        self._leave: Leave = lambda: None

    def show(self, leave: Leave) -> None:
        """How it stands; the way back is ``leave``."""
        self._leave = leave
        self._show_lock()

    def _show_lock(self, said: Callable[[], str] | None = None) -> None:
        from trainer_app.ui.staff.lock_screen import LockScreen
        from trainer_app.ui.staff.passphrase_screens import (
            ChangePassphraseScreen,
            RemovePassphraseScreen,
            SetPassphraseScreen,
        )

        page = LockScreen(self._background, self._on_duty())
        page.back_asked.connect(self._leave)
        page.limit_asked.connect(lambda past: self._ask_limit(page, past))
        page.code_asked.connect(self._show_code)
        page.set_asked.connect(lambda: self._show_step(SetPassphraseScreen, _was_set))
        page.change_asked.connect(lambda: self._show_step(ChangePassphraseScreen, _was_changed))
        page.remove_asked.connect(lambda: self._show_step(RemovePassphraseScreen, _was_removed))
        if said is not None:
            page.say(said)
        self._show(page, lambda: self._show_lock(said))

    def _ask_limit(self, page: LockScreen, past: PastLimit) -> None:
        from trainer_app.ui.staff.kept_answers import LimitSheet

        sheet = LimitSheet(self._background, self._on_duty(), past)
        sheet.applied.connect(lambda done: page.say(lambda: applied_sentence(done)))
        self._window.open_sheet(sheet)

    def _show_step(self, kind: type[LockStep], said: Callable[[], str]) -> None:
        page = kind(self._background, self._on_duty())
        page.done.connect(lambda _kept: self._show_lock(said))
        page.back_asked.connect(self._show_lock)
        self._show(page, lambda: self._show_step(kind, said))

    def _show_code(self, anew: bool) -> None:
        from trainer_app.ui.staff.code_screen import CodeScreen

        page = CodeScreen(self._background, self._on_duty(), anew=anew)
        page.done.connect(lambda: self._show_lock(_was_confirmed))
        page.back_asked.connect(self._show_lock)
        self._show(page, lambda: self._show_code(anew))

    def _show(self, page: Screen, again: Leave) -> None:
        self._program.show(page, again)


def _was_set() -> str:
    return _("The passphrase is set. Waypost asks for it at the next start.")


def _was_changed() -> str:
    return _("The passphrase is changed. The one before opens nothing any more.")


def _was_removed() -> str:
    return _("The passphrase is taken off. The data opens by itself again.")


def _was_confirmed() -> str:
    return _("This is the right code. Keep the paper in a safe place.")
