"""Two registrations side by side: which name stays, and what both did counts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number, ngettext, number
from trainer_app.operations.people_desk import PersonFacts, merge_people, person_facts
from trainer_app.operations.told_apart import ToldApart, tell_apart
from trainer_app.ui.background import Background
from trainer_app.ui.people.words import role_words, state_of
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import Avatar, PictureMark
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.people_desk import PeopleKept
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty


class MergeSheet(Sheet):
    """Signals: ``merged(str)`` with the id of the one that stays; ``told_apart`` when somebody said
    that they are two, and that is on the disk."""

    merged = Signal(str)
    told_apart = Signal()

    def __init__(
        self, background: Background, on_duty: OnDuty | None, one: str, other: str
    ) -> None:
        """``one`` and ``other`` are ids."""
        super().__init__(width=820)
        self.on_duty = on_duty
        self._background, self._ids = background, (one, other)
        self._about, self._after, self.retry = Para("body"), Para("body"), RetryLine()
        self.cards: list[SideCard] = []
        self._sides = QHBoxLayout()
        self._sides.setSpacing(16)
        self.apart, self.merge = SecondaryButton("x"), PrimaryButton("link")
        self.apart.clicked.connect(self._tell_apart)
        self.merge.clicked.connect(self._merge)
        for button in (self.apart, self.merge):
            button.setEnabled(False)
        self.body.addWidget(self._about)
        self.body.addLayout(self._sides)
        self.body.addWidget(self._after)
        self.body.addWidget(self.retry)
        self.buttons.addWidget(self.apart)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.merge)
        self.settle()
        self._load()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Are these one person?"))
        self._about.setText(_("Choose which one stays in the lists."))
        self._after.setText(
            _("What both of them did counts for the one that stays. You can take them apart again.")
        )
        self.apart.setText(_("They are two people"))
        # For translators: a button that makes two registrations one.
        self.merge.setText(_("Put together"))
        for card in self.cards:
            card.retranslate()

    @property
    def kept(self) -> str:
        """The id of the one that stays."""
        return next((card.learner_id for card in self.cards if card.isChecked()), "")

    def _load(self) -> None:
        def ask(store: Store) -> list[PersonFacts]:
            return [person_facts(store, learner_id=one) for one in self._ids]

        self._background.run(self, ask, self._on_loaded, self._on_failed)

    def _on_loaded(self, found: list[PersonFacts]) -> None:
        for facts in found:
            card = SideCard(facts)
            self.cards.append(card)
            self._sides.addWidget(card, 1)
        best = max(self.cards, key=lambda card: card.weight)
        best.setChecked(True)
        self._set_busy(False)
        best.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(not self.cards)
        self.retry.show_error(error, self._merge if self.cards else self._load)

    def _set_busy(self, busy: bool) -> None:
        for button in (self.apart, self.merge):
            button.setEnabled(not busy)

    def _tell_apart(self) -> None:
        one, other = self._ids
        self._set_busy(True)
        self.retry.clear()

        def told(_kept: ToldApart) -> None:
            self.close_sheet()
            self.told_apart.emit()

        def not_told(error: Exception) -> None:
            self._set_busy(False)
            self.retry.show_error(error, self._tell_apart)

        self._background.run(
            self,
            lambda store: tell_apart(store, by=self.on_duty, one=one, other=other),
            told,
            not_told,
        )

    def _merge(self) -> None:
        kept = self.kept
        other = next(one for one in self._ids if one != kept)
        self._set_busy(True)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: merge_people(store, by=self.on_duty, kept=kept, other=other),
            self._on_merged,
            self._on_failed,
        )

    def _on_merged(self, _kept: PeopleKept) -> None:
        kept = self.kept
        self.close_sheet()
        self.merged.emit(kept)


class SideCard(CardButton):
    """One of the two. Checked, it is the one that stays."""

    def __init__(self, facts: PersonFacts) -> None:
        super().__init__()
        self._facts = facts
        learner = facts.person.learner
        self.learner_id = learner.learner_id
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setMinimumWidth(220)
        picture = facts.person.has_pictures
        mark: QWidget = Avatar(learner.picture, 56) if picture else PictureMark("user", 56)
        self._name = Heading("h2")
        self._name.set_plain(learner.name)
        self._chip = Chip()
        self._lines = [Para("body") for _line in range(4)]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 18)
        column.setSpacing(6)
        column.addWidget(mark)
        column.addWidget(self._name)
        for line in self._lines:
            column.addWidget(line)
        column.addStretch(1)
        column.addWidget(self._chip)
        self.see_through(mark, self._name, self._chip, *self._lines)
        self.toggled.connect(lambda _on: self.retranslate())
        self.settle()

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """How much speaks for keeping this one: it is whole, it has pictures, it did more."""
        person = self._facts.person
        return not person.learner.walk_in, person.has_pictures, self._facts.stored.records

    def retranslate(self) -> None:
        learner, stored = self._facts.person.learner, self._facts.stored
        records = ngettext("{count} record", "{count} records", stored.records)
        awards = ngettext("{count} certificate", "{count} certificates", stored.certificates)
        said = (
            learner.team or _("No team"),
            role_words(learner.role),
            records.format(count=isolate_number(number(stored.records))),
            awards.format(count=isolate_number(number(stored.certificates))),
        )
        for line, words in zip(self._lines, said, strict=True):
            line.set_plain(words)
        state = _("Stays") if self.isChecked() else _("Goes into the other")
        icon = "circle-check" if self.isChecked() else "circle"
        self._chip.show_state("primary" if self.isChecked() else "plain", icon, state)
        special = state_of(self._facts.person)[2]
        self.setAccessibleName(". ".join(one for one in (learner.name, *said, special) if one))
        self.setAccessibleDescription(state)
