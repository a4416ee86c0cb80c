"""S02: who is learning? Everybody of this computer, by picture and name."""

import unicodedata

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.people import list_learners
from trainer_app.training.people import Learner
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.flow_row import TeamChips
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.start.arrow_grid import ArrowGrid
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card, ProfileCard
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

FEW = 12
"""More people than this, and one may search among them."""
MOST = 36
"""More cards than this are not shown at once; a letter of the name finds the others."""
_PAUSE_MS = 1500
"""After so long the next letter begins a new word."""


class LearnersScreen(Screen):
    """Signals: ``learner_chosen(Learner)``, ``new_learner_asked``, ``site_asked``,
    ``staff_asked``."""

    learner_chosen = Signal(object)
    new_learner_asked = Signal()
    site_asked = Signal()
    staff_asked = Signal()

    def __init__(self, background: Background, speaker: Speaker | None = None) -> None:
        super().__init__()
        self._background = background
        self._learners: list[Learner] | None = None
        self._people: dict[ProfileCard, Learner] = {}
        self._cards: list[ProfileCard] = []
        self._team = ""
        self._letters, self._since = "", QElapsedTimer()
        self._since.start()
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._listen = Listen(speaker) if speaker is not None else None
        self.new_button = SecondaryButton("user-plus")
        self.search = QLineEdit()
        self._search_field = FormField(self.search)
        self._teams = TeamChips(checkable=True)
        self._nobody, self._more, self._retry = NoteLine(), NoteLine(), RetryLine()
        self.new_card = ProfileCard(icon="user-plus")
        self.site, self.staff = QuietButton("building"), QuietButton("id-badge-2")
        self._people_area = QWidget()
        self._grid = QGridLayout(self._people_area)
        self._arrows = ArrowGrid(self, lambda: self._shown(), self._columns)
        self._arrows.watch(self.new_card)
        self._build()
        self.new_button.clicked.connect(self.new_learner_asked)
        self.new_card.clicked.connect(self.new_learner_asked)
        self.first_button.clicked.connect(self.new_learner_asked)
        self.site.clicked.connect(self.site_asked)
        self.staff.clicked.connect(self.staff_asked)
        self.search.textChanged.connect(self._show_people)
        self._teams.chosen.connect(self._on_team_chosen)
        background.changed.connect(self._on_changed)
        self.settle()
        self._load()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._heading)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        if self._listen is not None:
            head.addWidget(self._listen, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.site)
        self._foot.addWidget(self.staff)
        page = ScrollPage(width=1120)
        page.column.setSpacing(12)
        page.column.addSpacing(8)
        page.column.addLayout(head)
        self._search_field.setMaximumWidth(560)
        page.column.addWidget(self._search_field)
        page.column.addWidget(self._teams)
        page.column.addSpacing(4)
        page.column.addWidget(self._retry)
        page.column.addWidget(self._nobody)
        page.column.addWidget(self._empty_card())
        page.column.addWidget(self._people_area)
        page.column.addWidget(self._more)
        page.column.addLayout(self._foot)
        page.column.addStretch(1)
        self.set_content(page)
        for part in (self._search_field, self._teams, self._empty, self.new_button):
            part.setVisible(False)
        self._people_area.setVisible(False)

    def _empty_card(self) -> Card:
        self._empty = Card(radius=theme.HERO_RADIUS)
        self._empty_title = Heading("h2")
        self._empty_about = Para("body", colour="text_muted")
        self.first_button = PrimaryButton("user-plus")
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._empty_title)
        words.addWidget(self._empty_about)
        words.addSpacing(10)
        words.addWidget(self.first_button, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout(self._empty)
        row.setContentsMargins(32, 32, 32, 32)
        row.setSpacing(28)
        mark = PictureMark("users", 92, colour="on_primary_soft", ground="primary_soft")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return self._empty

    def set_foot(self, widget: QWidget) -> None:
        """Put something quiet below the people, at the start."""
        self._foot.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        self._heading.setText(_("Who is learning today?"))
        self._about.setText(_("Choose your name. Then show your three pictures."))
        self._empty_title.setText(_("Nobody is registered on this computer yet"))
        self._empty_about.setText(_("Write your name to begin. It takes about one minute."))
        for button in (self.new_button, self.first_button):
            button.setText(_("New learner"))
        self.new_card.set_words(_("New learner"))
        self.site.setText(_("About this site"))
        self.staff.setText(_("For staff"))
        self._search_field.set_words(_("Find your name: write its first letters"))
        self._teams.setAccessibleName(_("Teams"))
        if self._listen is not None:
            passages = [
                Passage("who", self._heading.text()),
                Passage("how", self._about.text()),
            ]
            self._listen.offer(passages, [self._heading, self._about])
        self._show_teams()
        self._show_people()

    def primary(self) -> QAbstractButton:
        return self.first_button

    def first_focus(self) -> QWidget | None:
        shown = self._shown()
        if self._learners is not None and not self._learners:
            return self.first_button
        return shown[0] if shown else None

    def arrange(self) -> None:
        self._show_people()

    # ------------------------------------------------------------ people

    def _load(self) -> None:
        self._background.run(self, list_learners, self._on_loaded, self._on_not_loaded)

    def _on_loaded(self, learners: list[Learner]) -> None:
        self._learners = learners
        gone = [card for card, learner in self._people.items() if learner not in learners]
        self._retry.clear()
        self._show_teams()
        self._show_people()
        for card in gone:
            del self._people[card]
            card.deleteLater()
        first = self.first_focus()
        if first is not None and self.isVisible() and not self._has_focus():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_loaded(self, error: Exception) -> None:
        self._retry.show_error(error, self._load)

    def _on_changed(self, changed: Changed) -> None:
        if Changed.PEOPLE in changed:
            self._load()

    def _has_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and focus.isVisible() and self.isAncestorOf(focus)

    def _show_teams(self) -> None:
        learners = self._learners or []
        teams = sorted({learner.team for learner in learners if learner.team}, key=str.casefold)
        many = len(learners) > FEW
        if self._team not in teams:
            self._team = ""
        self._search_field.setVisible(many)
        self._teams.setVisible(many and len(teams) > 1)
        everybody = _("All teams")
        self._teams.show_teams([everybody, *teams], self._team or everybody)

    def _on_team_chosen(self, team: str) -> None:
        self._team = "" if team == self._teams.chips[0].team else team
        self._show_people()

    def _wanted(self) -> list[Learner]:
        """Who is to be shown: of the chosen team, and by the letters that were written."""
        letters = plain_letters(self.search.text())
        return [
            learner
            for learner in self._learners or []
            if self._team in ("", learner.team) and matches(learner.name, letters)
        ]

    def _show_people(self) -> None:
        learners = self._learners
        if learners is None:
            return
        many = len(learners) > FEW
        wanted = self._wanted()
        focus = self.window().focusWidget()
        on_card = isinstance(focus, ProfileCard)
        self._empty.setVisible(not learners)
        self._people_area.setVisible(bool(learners))
        self.new_button.setVisible(many)
        for card in (*self._cards, self.new_card):
            self._grid.removeWidget(card)
        former, made = self._cards, {learner: card for card, learner in self._people.items()}
        self._cards = [made.get(learner) or self._card(learner) for learner in wanted[:MOST]]
        for card in former:
            card.setVisible(card in self._cards)
        if many:
            self.new_card.setVisible(False)
        shown = self._shown()
        for number, card in enumerate(shown):
            self._grid.addWidget(card, number // self._columns(), number % self._columns())
            card.setVisible(True)
        for column in range(5):
            self._grid.setColumnStretch(column, 1 if column < self._columns() else 0)
        if on_card and shown and focus not in shown:
            shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_how_many(len(wanted))

    def _say_how_many(self, count: int) -> None:
        if self._learners and not count:
            self._nobody.say(_("No name begins like this. Try other letters."), "info")
        else:
            self._nobody.clear()
        if count > MOST:
            self._more.say(_("There are more people. Write the first letters of a name."), "info")
        else:
            self._more.clear()

    def _card(self, learner: Learner) -> ProfileCard:
        card = ProfileCard(learner.picture)
        card.set_words(learner.name, learner.team)
        card.clicked.connect(self._on_card_clicked)
        self._arrows.watch(card)
        self._people[card] = learner
        return card

    def _shown(self) -> list[ProfileCard]:
        few = self._learners is not None and 0 < len(self._learners) <= FEW
        return [*self._cards, self.new_card] if few else list(self._cards)

    def _columns(self) -> int:
        return 4 if not self.compact or theme.zoom() < 1.3 else 3

    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, ProfileCard):
            self.learner_chosen.emit(self._people[card])

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if is_enter(event) and self.search.hasFocus():
            if shown := self._shown():
                shown[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif letter.strip() and letter.isprintable() and not held:
            self._on_letter(letter)
        else:
            super().keyPressEvent(event)

    def _on_letter(self, letter: str) -> None:
        """Go to the first name that begins like the letters written in one go."""
        if self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(letter)
            return
        if self._since.restart() > _PAUSE_MS:
            self._letters = ""
        self._letters += plain_letters(letter)
        for card in self._cards:
            if matches(self._people[card].name, self._letters):
                card.setFocus(Qt.FocusReason.TabFocusReason)
                return


def plain_letters(words: str) -> str:
    """Words as they are compared: without capitals, accents and spaces at the ends."""
    apart = unicodedata.normalize("NFD", words.casefold().strip())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def matches(name: str, letters: str) -> bool:
    """Whether a word of the name, or the name from there on, begins with these plain letters."""
    words = plain_letters(name).split()
    return any(" ".join(words[place:]).startswith(letters) for place in range(len(words)))
