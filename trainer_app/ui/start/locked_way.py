"""The pages between data that does not open by itself and the first page: a passphrase, the
recovery code, or what becomes of a damaged file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from trainer_app.errors import DataDamaged
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.errors import StoreLocked
    from trainer_app.ui.screen import Screen
    from trainer_app.ui.start.passphrase_screen import PassphraseScreen
    from trainer_app.ui.start.unlock_screen import UnlockScreen


class ShowsPages(Protocol):
    """What can show a page, and build it anew for another language."""

    def show(self, page: Screen, again: Callable[[], None]) -> None: ...


class LockedWay(QObject):
    """Signals: ``passphrase_given(str)``, ``code_given(str)``, ``rescue_chosen(str)``; whoever
    takes them opens the data with that, and calls ``show`` again where it does not open. ``closed``
    when somebody wants to leave the program, ``sheet_asked(Sheet)``."""

    passphrase_given = Signal(str)
    code_given = Signal(str)
    rescue_chosen = Signal(str)
    closed = Signal()
    sheet_asked = Signal(object)

    def __init__(self, pages: ShowsPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._page: PassphraseScreen | UnlockScreen | None = None

    def show(self, error: StoreLocked | DataDamaged) -> None:
        """Ask for what opens the data; on the page that asked, say that it was not that yet."""
        if isinstance(error, DataDamaged):
            self._ask_what_becomes(error.statements)
        elif self._page is not None and isValid(self._page):
            self._page.unlock_failed(str(error))
        elif error.asks == "passphrase":
            self._ask_passphrase()
        else:
            self._ask_code(str(error))

    def _ask_what_becomes(self, statements: int | None) -> None:
        from trainer_app.ui.start.rescue_screen import RescueScreen

        page = RescueScreen(statements)
        page.chosen.connect(self.rescue_chosen)
        page.closed.connect(self.closed)
        page.sheet_asked.connect(self.sheet_asked)
        self._page = None
        self._pages.show(page, lambda: None)

    def _ask_passphrase(self) -> None:
        from trainer_app.ui.start.passphrase_screen import PassphraseScreen

        page = PassphraseScreen()
        page.phrase_given.connect(self.passphrase_given)
        page.forgotten.connect(self._ask_code_instead)
        self._show(page)

    def _ask_code_instead(self) -> None:
        page = self._ask_code(_("The recovery code opens the data, too."), instead=True)
        page.back_asked.connect(self._ask_passphrase)

    def _ask_code(self, message: str, *, instead: bool = False) -> UnlockScreen:
        from trainer_app.ui.start.unlock_screen import UnlockScreen

        page = UnlockScreen(message, instead=instead)
        page.code_given.connect(self.code_given)
        self._show(page)
        return page

    def _show(self, page: PassphraseScreen | UnlockScreen) -> None:
        self._page = page
        self._pages.show(page, lambda: None)
