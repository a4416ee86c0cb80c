"""The pages between data that is locked and the first page: passphrase, or recovery code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

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
    """Signals: ``passphrase_given(str)``, ``code_given(str)``; whoever takes them opens the data
    with that, and calls ``show`` again where it stays locked."""

    passphrase_given = Signal(str)
    code_given = Signal(str)

    def __init__(self, pages: ShowsPages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._page: PassphraseScreen | UnlockScreen | None = None

    def show(self, error: StoreLocked) -> None:
        """Ask for what opens the data; on the page that asked, say that it was not that yet."""
        if self._page is not None and isValid(self._page):
            self._page.unlock_failed(str(error))
        elif error.asks == "passphrase":
            self._ask_passphrase()
        else:
            self._ask_code(str(error))

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
