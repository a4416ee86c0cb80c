"""S01: choose a language by its own name, and hear it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.start.arrow_grid import ArrowGrid
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

INVITATIONS = {
    "en": "Learn in English",
    "es": "Aprender en español",
    "fr": "Apprendre en français",
    "ar": "التعلّم بالعربية",
}
"""Said in the language itself, whatever is spoken now; so these are not in the catalogs."""


class LanguageCard(CardButton):
    """A language, written in itself, with a button to hear it. Signals: ``listen_asked``."""

    listen_asked = Signal()

    def __init__(self, code: str, number: int, *, can_read: bool) -> None:
        super().__init__()
        self.code = code
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._number = Para("label", colour="text_muted")
        self._number.set_plain(i18n.isolate_number(number))
        self._name, self._invitation = Heading("h2"), Para("body", colour="text_muted")
        self._name.set_plain(i18n.LANGUAGES[code])
        self._invitation.set_plain(INVITATIONS.get(code, i18n.LANGUAGES[code]))
        self._chosen = PictureMark("circle-check", 28, colour="primary")
        self._silent = Chip("plain", "volume-off")
        self.speaker = IconButton("volume")
        self.speaker.clicked.connect(self.listen_asked)
        (self._silent if can_read else self.speaker).setVisible(False)
        self.toggled.connect(self._chosen.setVisible)
        self._chosen.setVisible(False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._invitation)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 16, 14)
        row.setSpacing(16)
        row.addWidget(self._number)
        row.addLayout(words, 1)
        row.addWidget(self._silent)
        row.addWidget(self._chosen)
        row.addWidget(self.speaker)
        self.see_through(self._number, self._name, self._invitation, self._chosen, self._silent)
        self.settle()

    def passage(self) -> Passage:
        """What is said to let somebody hear the language."""
        return Passage(f"language-{self.code}", f"{self._name.text()}. {self._invitation.text()}.")

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(84))
        super().dress()

    def retranslate(self) -> None:
        # For translators: this language has no voice on this computer.
        self._silent.show_state("plain", "volume-off", _("Text only"))
        self.speaker.setText(_("Listen: {words}").format(words=self._name.text()))
        silent = "" if self.speaker.isVisibleTo(self) else f", {self._silent.text()}"
        self.setAccessibleName(self._name.text() + silent)


class LanguageScreen(Screen):
    """Signals: ``chosen(str)`` with the code of the language."""

    chosen = Signal(str)

    offers_language = False

    def __init__(self, speaker: Speaker) -> None:
        super().__init__()
        self._speaker = speaker
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.cards: list[LanguageCard] = []
        self._arrows = ArrowGrid(self, lambda: self.cards, self._columns)
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        for number, code in enumerate(i18n.LANGUAGES):
            passage = Passage(code, i18n.LANGUAGES[code])
            can_read = speaker.kind_for([passage], code) != "none"
            card = LanguageCard(code, number + 1, can_read=can_read)
            card.setChecked(code == i18n.language())
            card.clicked.connect(self._on_card_clicked)
            card.listen_asked.connect(self._on_listen_asked)
            self._arrows.watch(card)
            self.cards.append(card)
        page = ScrollPage(width=1000)
        page.column.addStretch(1)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addSpacing(8)
        page.column.addLayout(self._grid)
        page.column.addStretch(2)
        self.set_content(page)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Choose your language"))
        self._about.setText(_("You can change it again at any time."))

    def arrange(self) -> None:
        for number, card in enumerate(self.cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, number // self._columns(), number % self._columns())

    def first_focus(self) -> QWidget:
        return next((card for card in self.cards if card.isChecked()), self.cards[0])

    def left(self) -> None:
        self._speaker.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if letter.isdecimal() and 1 <= int(letter) <= len(self.cards):
            self.cards[int(letter) - 1].click()
        else:
            super().keyPressEvent(event)

    def _columns(self) -> int:
        return 1 if self.compact and theme.zoom() >= 1.3 else 2

    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, LanguageCard):
            self._speaker.stop()
            self.chosen.emit(card.code)

    def _on_listen_asked(self) -> None:
        card = self.sender()
        if isinstance(card, LanguageCard):
            self._speaker.say([card.passage()], card.code)
