"""What staff can do about handing in: six cards, each leading to a page or a sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer_app.i18n import _
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.way_card import WayCard

NAMES = ("server", "pair", "collect", "hand-over", "programme", "open")
_ICONS = {
    "server": "world",
    "pair": "link",
    "collect": "download",
    "hand-over": "usb",
    "programme": "file-check",
    "open": "device-desktop",
}


class Offers(CardGrid):
    """Signals: ``chosen(name)``, one of ``NAMES``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(320, parent)
        words = _words()
        self.cards = {name: WayCard(_ICONS[name], words[name]) for name in NAMES}
        for name, card in self.cards.items():
            card.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))

    def show_cards(self, room: int) -> None:
        """Lay them out in so many pixels, once the grid has its place on the page."""
        self.set_cards(list(self.cards.values()), room)

    def place(self, room: int) -> None:
        """Two or three in a row, never four: six make whole rows."""
        super().place(min(room, 3 * 400))


def _words() -> dict[str, Callable[[], tuple[str, str]]]:
    return {
        "server": lambda: (
            _("Add a server"),
            _("Results go over the internet, to the address you were given"),
        ),
        "pair": lambda: (
            _("Pair with a laptop nearby"),
            _("Results go to the facilitator's laptop in the same network"),
        ),
        "collect": lambda: (
            _("Collect from a stick"),
            _("Take in what other computers put on a USB stick"),
        ),
        "hand-over": lambda: (
            _("Make a hand-over file"),
            _("Put the results of this computer on a USB stick, locked"),
        ),
        "programme": lambda: (
            _("Apply a programme file"),
            _("Set this computer up as your organisation wants it"),
        ),
        "open": lambda: (
            _("Open this laptop for other computers"),
            _("They hand in to you, without internet"),
        ),
    }
