"""What the desk's home leads to, each a card with a key of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.desk_home import DeskHome
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.way_card import WayCard

NAMES = ("people", "modules", "collect", "staff", "acts", "print")
OVERSIGHT = "oversight"
"""Comes after the others, for who oversees."""
_ICONS = {
    OVERSIGHT: "circle-check",
    "people": "users",
    "modules": "package",
    "collect": "download",
    "staff": "id-badge-2",
    "acts": "history",
    "print": "printer",
}


class DeskWays(CardGrid):
    """Signals: ``chosen(name)``, one of ``names``."""

    chosen = Signal(str)

    def __init__(self, *, oversees: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(300, parent)
        self._home: DeskHome | None = None
        words = self._words()
        self.names = (*NAMES, OVERSIGHT) if oversees else NAMES
        self.cards = {name: WayCard(_ICONS[name], words[name]) for name in self.names}
        for name, card in self.cards.items():
            card.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))

    def show_home(self, home: DeskHome | None, room: int) -> None:
        """Say what there is, in so many pixels."""
        self._home = home
        self.say()
        self.set_cards(list(self.cards.values()), room)

    def place(self, room: int) -> None:
        """Two or three in a row, never four: six make whole rows."""
        super().place(min(room, 3 * 400))

    def say(self) -> None:
        """All words again, in the language of the moment."""
        for card in self.cards.values():
            card.retranslate()

    def _words(self) -> dict[str, Callable[[], tuple[str, str]]]:
        return {
            OVERSIGHT: lambda: (_("Who is trained"), _("Every site, refreshers, reports")),
            "people": lambda: (_("People and pictures"), self._people()),
            "modules": lambda: (_("Modules"), self._modules()),
            "collect": lambda: (
                _("Collect and hand over"),
                _("Results from sticks and other computers"),
            ),
            "staff": lambda: (_("Staff"), _("Who may open this desk, and their numbers")),
            "acts": lambda: (_("What staff did"), _("Who changed, exported or issued what")),
            "print": lambda: (_("To print"), _("Cards and sheets for the wall and the pocket")),
        }

    def _people(self) -> str:
        if self._home is None:
            return ""
        if self._home.walk_ins:
            words = ngettext(
                "{count} person to complete", "{count} people to complete", self._home.walk_ins
            )
            return words.format(count=isolate(i18n.number(self._home.walk_ins)))
        words = ngettext("{count} person", "{count} people", self._home.people)
        return words.format(count=isolate(i18n.number(self._home.people)))

    def _modules(self) -> str:
        if self._home is None:
            return ""
        words = ngettext("{count} installed", "{count} installed", self._home.modules)
        return words.format(count=isolate(i18n.number(self._home.modules)))
