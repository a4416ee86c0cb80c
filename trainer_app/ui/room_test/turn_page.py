"""Between two people: who comes next, large enough to be read across the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.session_results import PersonInTest
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.card_grid import CardGrid
from trainer_app.ui.widgets.cards import Card, ProfileCard
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

_WIDTH, _CARD = 880, 260


class TurnPage(Themed, QWidget):
    """Nothing of anybody's answers stands here. Signals: ``other_asked``."""

    other_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._person: PersonInTest | None = None
        self._still = 0
        self.note = NoteLine()
        self.lead = Para("h2", colour="text_muted", centred=True)
        self.name = Para("display", centred=True)
        self.ask, self.about = Para("h2", centred=True), Para("body", centred=True)
        self.left = Para("small", colour="text_muted", centred=True)
        self.other = QuietButton("users")
        self.other.clicked.connect(self.other_asked)
        self._card = Card()
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(40, 36, 40, 28)
        inside.setSpacing(10)
        for widget in (self.lead, self.name, self.ask, self.about):
            inside.addWidget(widget)
        inside.addSpacing(8)
        inside.addWidget(self.other, 0, Qt.AlignmentFlag.AlignHCenter)
        page = ScrollPage(width=_WIDTH)
        page.column.addStretch(1)
        page.column.addWidget(self.note)
        page.column.addWidget(self._card)
        page.column.addWidget(self.left)
        page.column.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.settle()

    def show_person(self, person: PersonInTest | None, still: int) -> None:
        """Who comes next, and how many come after; nobody may be left."""
        self._person, self._still = person, still
        self.retranslate()

    def words(self) -> str:
        """All of it in one line, to be said."""
        parts = (self.lead, self.name, self.ask, self.about)
        return " ".join(part.text() for part in parts if part.text())

    def retranslate(self) -> None:
        self.other.setText(_("I am somebody else"))
        person = self._person
        self.other.setVisible(person is not None and self._still > 0)
        self.lead.setVisible(person is not None)
        self.ask.setVisible(person is not None)
        self.left.setVisible(person is not None)
        if person is None:
            self.name.setText(_("Nobody is waiting"))
            self.about.setText(_("All the others are done, or answer on paper."))
            return
        self.lead.setText(_("The keyboard goes to"))
        self.name.set_plain(person.learner.name)
        self.ask.setText(_("Please sit down. Is this you?"))
        about = _("Take your time. Your result is not shown here.")
        if person.answered:
            about = _("You go on where you stopped.")
        self.about.setText(about)
        words = ngettext("{count} more person waits.", "{count} more people wait.", self._still)
        self.left.setText(
            words.format(count=isolate(i18n.number(self._still))) if self._still else ""
        )


class NamesPage(Themed, ScrollPage):
    """Everybody who may sit down now. Signals: ``chosen(PersonInTest)``."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(width=1116)
        self._heading = Heading("h1")
        self._grid = CardGrid(_CARD)
        self.cards: list[ProfileCard] = []
        self.column.addWidget(self._heading)
        self.column.addWidget(self._grid)
        self.column.addStretch(1)
        self.settle()

    def show_people(self, people: Sequence[PersonInTest]) -> None:
        """Offer these names."""
        self.cards = []
        for person in people:
            picture = person.learner.picture
            card = ProfileCard(picture, "" if picture else "user")
            card.set_words(person.learner.name, person.learner.team)
            card.clicked.connect(lambda _on=False, person=person: self.chosen.emit(person))
            self.cards.append(card)
        self._grid.set_cards(self.cards, self._room())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid.place(self._room())

    def _room(self) -> int:
        return min(1116, self.viewport().width() - 64)

    def retranslate(self) -> None:
        self._heading.setText(_("Who are you?"))
