"""What home leads to beside the modules: whom I call, certificates, library, words, paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.home import Home
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.way_card import WayCard

NAMES = ("path", "certificates", "library", "glossary", "print")


class Ways(CardGrid):
    """Signals: ``chosen(name)``, one of ``NAMES``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(260, parent)
        self._ways: dict[str, WayCard] = {}
        self._certificates = 0

    def way(self, name: str) -> WayCard | None:
        """The card of that name, None while it leads nowhere."""
        return self._ways.get(name)

    def show_ways(self, home: Home, room: int) -> None:
        """A card for everything this learner can go to, in ``room`` pixels."""
        self._certificates = home.certificates
        there = {"path": home.path is not None, "certificates": bool(home.certificates)}
        kinds: dict[str, tuple[str, Callable[[], tuple[str, str]]]] = {
            "path": ("list-check", _path_words),
            "certificates": ("certificate", self._certificate_words),
            "library": ("book-2", _library_words),
            "glossary": ("message-2", _glossary_words),
            "print": ("printer", _print_words),
        }
        self._ways = {
            name: WayCard(icon, words, "success" if name == "certificates" else "primary")
            for name, (icon, words) in kinds.items()
            if there.get(name, home.shelf)
        }
        for name, card in self._ways.items():
            card.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
        self.set_cards(list(self._ways.values()), room)

    def say(self) -> None:
        """All words again, in the language of the moment."""
        for card in self._ways.values():
            card.retranslate()

    def _certificate_words(self) -> tuple[str, str]:
        words = ngettext("{count} certificate", "{count} certificates", self._certificates)
        return _("My certificates"), words.format(count=isolate(i18n.number(self._certificates)))


def _path_words() -> tuple[str, str]:
    return _("What I do, whom I call"), _("For your work, on one page")


def _library_words() -> tuple[str, str]:
    return _("Library"), _("Initiatives and publications, in a few words each")


def _glossary_words() -> tuple[str, str]:
    return _("Words we use"), _("What they mean, and why we use them")


def _print_words() -> tuple[str, str]:
    return _("To print"), _("Cards and sheets for the wall and the pocket")
