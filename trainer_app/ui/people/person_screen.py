"""F12: one person: correct, new pictures, doubles, leaving, erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.i18n import _, isolate_number, ngettext, number
from trainer_app.operations import Changed
from trainer_app.operations.people import NameTaken
from trainer_app.operations.people_desk import (
    DeskPerson,
    PeopleKept,
    PersonFacts,
    correct_person,
    give_pictures,
    list_people,
    mark_back,
    mark_left,
    person_facts,
    unmerge_person,
)
from trainer_app.ui.background import Background
from trainer_app.ui.people.finding import Index
from trainer_app.ui.people.person_card import OfferCard
from trainer_app.ui.people.person_form import PersonForm
from trainer_app.ui.people.words import state_of, who, why_alike, work_and_team
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.screen import Leading, Screen
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

Work = Callable[["Store"], PeopleKept]


class PersonScreen(Screen):
    """Signals: ``pictures_given(PeopleKept)``, ``compare_asked(str)`` with the id of the other,
    ``erase_asked(str)`` with the id of this one, ``saved(str)`` with what was done, in words."""

    pictures_given = Signal(object)
    compare_asked = Signal(str)
    erase_asked = Signal(str)
    saved = Signal(str)

    leading: Leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty | None, learner_id: str) -> None:
        super().__init__()
        self.on_duty, self.learner_id = on_duty, learner_id
        self._background = background
        self._facts: PersonFacts | None = None
        self._is_left = False
        self._people: dict[str, DeskPerson] = {}
        self._heading, self._state = Heading("display"), Para("body", colour="text_muted")
        self.form, self.retry, self.note = PersonForm(with_language=False), RetryLine(), NoteLine()
        self.pictures = OfferCard("id-badge-2")
        self.leaving, self.erasing = OfferCard("minus"), OfferCard("trash")
        self._likes, self._merged = QWidget(), QWidget()
        self.save, self.cancel = PrimaryButton("check"), SecondaryButton()
        self._build()
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.back_asked)
        self.pictures.button.clicked.connect(self._draw)
        self.leaving.button.clicked.connect(self._leave_or_come_back)
        self.erasing.button.clicked.connect(lambda: self.erase_asked.emit(self.learner_id))
        background.changed.connect(self._on_changed)
        self.settle()
        self._load()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        self._page = ScrollPage(width=780)
        column = self._page.column
        column.setSpacing(14)
        for part in (self._heading, self._state, self.note, self.form, self.retry):
            column.addWidget(part)
        column.addSpacing(10)
        self._offers = QWidget()
        self._cards = OfferCard.column_of(self._offers)
        for card in (self.pictures, self.leaving, self.erasing):
            self._cards.addWidget(card)
        column.addWidget(self._offers)
        column.addStretch(1)
        self._doubles = OfferCard.column_of(self._likes)
        self._apart = OfferCard.column_of(self._merged)
        self._cards.insertWidget(0, self._likes)
        self._cards.insertWidget(1, self._merged)
        self.set_content(self._page)
        bar = ActionBar()
        bar.add_start(self.cancel)
        bar.add_end(self.save)
        self.set_bottom(bar)
        self._offers.setVisible(False)
        self.form.setEnabled(False)

    def title(self) -> str:
        return _("Person")

    def primary(self) -> QAbstractButton:
        return self.save

    def first_focus(self) -> QWidget | None:
        return self.form.name if self._facts else None

    def left(self) -> None:
        self._is_left = True

    def retranslate(self) -> None:
        # For translators: a button that saves what was corrected.
        self.save.setText(_("Save"))
        self.cancel.setText(_("Back"))
        self._say()
        self.title_changed.emit()

    def _say(self) -> None:
        """Everything about this person in words."""
        facts = self._facts
        if facts is None:
            return
        learner = facts.person.learner
        self._heading.set_plain(learner.name)
        state = state_of(replace(facts.person, likes=()))[2]  # doubles have cards of their own
        said = [state, self._kept_words(facts)]
        self._state.setText(" · ".join(one for one in said if one))
        if facts.person.has_pictures:
            about = _("Three pictures let this person in. Nobody can look them up: draw new ones.")
        else:
            about = _("There are no pictures yet. With three of them, this person can sign in.")
        self.pictures.set_words(_("Pictures"), about, _("Draw new pictures"))
        if learner.has_left:
            self.leaving.set_words(
                _("Left"),
                _("This person is in no list. Everything they did is kept."),
                _("Back in the lists"),
            )
        else:
            self.leaving.set_words(
                _("No longer here?"),
                _("Mark them as left. Nothing is lost, and they can come back."),
                _("Mark as left"),
            )
        self.erasing.set_words(
            _("Erase for good"),
            _("Name, pictures and certificates go, on every computer. Nobody brings them back."),
            _("Erase"),
        )
        self._say_doubles(facts)

    @staticmethod
    def _kept_words(facts: PersonFacts) -> str:
        count = facts.stored.certificates
        words = ngettext("{count} certificate", "{count} certificates", count)
        certificates = words.format(count=isolate_number(number(count)))
        count = facts.stored.records
        words = ngettext("{count} record", "{count} records", count)
        return f"{words.format(count=isolate_number(number(count)))} · {certificates}"

    def _say_doubles(self, facts: PersonFacts) -> None:
        clear_layout(self._doubles)
        clear_layout(self._apart)
        for like in facts.person.likes:
            other = self._people.get(like.learner_id)
            if other is None:
                continue
            card = OfferCard("users")
            card.set_words(_("Registered twice?"), why_alike(like.why, other.learner), _("Compare"))
            card.button.clicked.connect(
                lambda _on=False, one=like.learner_id: self.compare_asked.emit(one)
            )
            self._doubles.addWidget(card)
        for merged in facts.merged:
            card = OfferCard("link")
            about = f"{who(merged)} · {work_and_team(merged)}" if merged.team else who(merged)
            card.set_words(_("Put together with this person"), about, _("Take apart"))
            card.button.clicked.connect(
                lambda _on=False, one=merged.learner_id: self._take_apart(one)
            )
            self._apart.addWidget(card)
        self._likes.setVisible(self._doubles.count() > 0)
        self._merged.setVisible(self._apart.count() > 0)

    # ------------------------------------------------------------ reading

    def _load(self) -> None:
        def ask(store: Store) -> tuple[PersonFacts, list[DeskPerson]]:
            return person_facts(store, learner_id=self.learner_id), list_people(store)

        self._background.run(self, ask, self._on_loaded, self._on_not_loaded)

    def _on_loaded(self, found: tuple[PersonFacts, list[DeskPerson]]) -> None:
        first, before = self._facts is None, self._facts
        self._facts, people = found
        self._people = {one.learner.learner_id: one for one in people}
        if first or (before and before.person.learner != self._facts.person.learner):
            self.form.show_person(self._facts.person.learner)
        self.form.team.offer(Index(people).teams)
        self.form.setEnabled(True)
        self._offers.setVisible(True)
        self._say()
        if first and self.isVisible():
            self.form.name.setFocus()

    def _on_not_loaded(self, error: Exception) -> None:
        if self._is_left:
            return
        if isinstance(error, KeyError):  # erased, or put together with somebody
            self.back_asked.emit()
        else:
            self.retry.show_error(error, self._load)

    def _on_changed(self, changed: Changed) -> None:
        if Changed.PEOPLE in changed and not self._is_left:
            self._load()

    # ------------------------------------------------------------ writing

    def _save(self) -> None:
        told = self.form.told()
        if told is None:
            self._page.to_top()
            return
        name, role, team, _language = told
        self._run(
            lambda store: correct_person(
                store, by=self.on_duty, learner_id=self.learner_id, name=name, role=role, team=team
            ),
            lambda _kept: self.saved.emit(_("Saved.")),
        )

    def _draw(self) -> None:
        self._run(
            lambda store: give_pictures(store, by=self.on_duty, learner_ids=[self.learner_id]),
            self.pictures_given.emit,
        )

    def _leave_or_come_back(self) -> None:
        assert self._facts is not None
        if self._facts.person.learner.has_left:
            self._run(
                lambda store: mark_back(store, by=self.on_duty, learner_id=self.learner_id),
                lambda _kept: self.note.say(_("Back in the lists."), "good"),
            )
        else:
            self._run(
                lambda store: mark_left(store, by=self.on_duty, learner_ids=[self.learner_id]),
                lambda _kept: self.note.say(_("Marked as left."), "good"),
            )

    def _take_apart(self, learner_id: str) -> None:
        self._run(
            lambda store: unmerge_person(store, by=self.on_duty, learner_id=learner_id),
            lambda _kept: self.note.say(_("They are two people again."), "good"),
        )

    def _run(self, work: Work, then: Callable[[PeopleKept], None]) -> None:
        self.retry.clear()
        self.note.clear()
        self._set_busy(True)

        def done(kept: PeopleKept) -> None:
            self._set_busy(False)
            self._page.to_top()
            then(kept)

        def failed(error: Exception) -> None:
            self._set_busy(False)
            if isinstance(error, NameTaken):
                self.form.show_errors(name=sentence_of(error))
                self._page.to_top()
            else:
                self.retry.show_error(error, lambda: self._run(work, then))

        self._background.run(self, work, done, failed)

    def _set_busy(self, busy: bool) -> None:
        self.save.setEnabled(not busy)
        for card in (self.pictures, self.leaving, self.erasing):
            card.button.setEnabled(not busy)
