"""Erasing somebody for good: why, and then once more, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from trainer_app.i18n import _, isolate
from trainer_app.operations.people_desk import (
    DeskPerson,
    PeopleKept,
    Reason,
    erase_person,
    mark_left,
    person_facts,
)
from trainer_app.ui.background import Background
from trainer_app.ui.people.person_card import OfferCard
from trainer_app.ui.people.words import REASONS, reason_words
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.choices import ChoiceList
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.people_desk import PersonFacts
    from trainer_app.training.staff import OnDuty


class EraseSheet(Sheet):
    """The safe answer has the focus, both times.

    Signals: ``erased`` when somebody is gone, ``left`` when they were marked as left instead.
    """

    erased = Signal()
    left = Signal()

    def __init__(self, background: Background, on_duty: OnDuty | None, learner_id: str) -> None:
        super().__init__(width=640)
        self.on_duty, self.learner_id = on_duty, learner_id
        self._background = background
        self._person: DeskPerson | None = None
        self._sure = False
        self._about, self._which = Para("body"), Para("label")
        self.reasons, self.retry = ChoiceList(), RetryLine()
        self.keep = PrimaryButton()
        self.go_on, self.leave = SecondaryButton("trash"), OfferCard("minus")
        self.go_on.setEnabled(False)
        self.keep.clicked.connect(self.close_sheet)
        self.go_on.clicked.connect(self._on_go_on)
        self.leave.button.clicked.connect(self._mark_left)
        self.reasons.changed.connect(lambda _ids: self.go_on.setEnabled(True))
        self.body.addWidget(self._about)
        self.body.addWidget(self.leave)
        self.body.addWidget(self._which)
        self.body.addWidget(self.reasons)
        self.body.addWidget(self.retry)
        self.buttons.addWidget(self.go_on)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.keep)
        self.reasons.set_choices([(r.value, reason_words(r)) for r in REASONS], letters=False)
        self.settle()
        background.run(
            self,
            lambda store: person_facts(store, learner_id=learner_id),
            self._on_loaded,
            lambda error: self.retry.show_error(error, self.close_sheet),
        )

    def retranslate(self) -> None:
        super().retranslate()
        name = isolate(self._person.learner.name) if self._person else ""
        self.keep.setText(_("Keep this person"))
        self.leave.set_words(
            _("No longer here?"), _("Nothing is lost, and they can come back."), _("Mark as left")
        )
        for reason in REASONS:
            self.reasons.cards[reason.value].setText(reason_words(reason))
        if self._sure:
            self.set_title(_("Erase for good?"))
            words = _(
                "{name} goes from this computer now. Other computers follow when they hand in. "
                "Nobody can bring {name} back."
            )
            self._about.set_plain(words.format(name=name))
            self.go_on.setText(_("Yes, erase for good"))
        else:
            self.set_title(_("Erase this person?"))
            words = _(
                "Name, pictures and certificates of {name} go. What was learnt stays in the "
                "totals, without a name."
            )
            self._about.set_plain(words.format(name=name))
            self._which.setText(_("Why?"))
            self.go_on.setText(_("Erase"))

    def _on_loaded(self, facts: PersonFacts) -> None:
        self._person = facts.person
        self.leave.setVisible(not facts.person.learner.has_left and not self._sure)
        self.retranslate()

    def _on_go_on(self) -> None:
        if not self._sure:
            self._sure = True
            for part in (self._which, self.reasons, self.leave):
                part.setVisible(False)
            self.retranslate()
            self.keep.setFocus()
            return
        reason = Reason(self.reasons.chosen()[0])
        self.go_on.setEnabled(False)
        self._background.run(
            self,
            lambda store: erase_person(
                store, by=self.on_duty, learner_id=self.learner_id, reason=reason
            ),
            self._on_erased,
            self._on_not_erased,
        )

    def _on_erased(self, _kept: PeopleKept) -> None:
        self.close_sheet()
        self.erased.emit()

    def _on_not_erased(self, error: Exception) -> None:
        self.go_on.setEnabled(True)
        self.retry.show_error(error, self._on_go_on)

    def _mark_left(self) -> None:
        self._background.run(
            self,
            lambda store: mark_left(store, by=self.on_duty, learner_ids=[self.learner_id]),
            self._on_left,
            lambda error: self.retry.show_error(error, self._mark_left),
        )

    def _on_left(self, _kept: PeopleKept) -> None:
        self.close_sheet()
        self.left.emit()
