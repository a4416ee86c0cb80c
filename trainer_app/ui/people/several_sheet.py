"""What can be done with several people at once: team, work, pictures, leaving, comparing two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.operations.people_desk import (
    DeskPerson,
    PeopleKept,
    PicturesGiven,
    give_pictures,
    list_people,
    mark_left,
    set_role,
    set_team,
)
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.background import Background
from trainer_app.ui.people.finding import Index
from trainer_app.ui.people.person_card import OfferCard
from trainer_app.ui.people.person_form import TeamField
from trainer_app.ui.people.words import how_many, role_words
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.fields import Dropdown, FormField
from trainer_app.ui.widgets.progress import ProgressBar
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

AT_ONCE = 5
"""So many people get pictures in one go: about a fifth of a second."""


class SeveralSheet(Sheet):
    """Signals: ``done(str)`` with what was done, in words; ``pictures_given(PeopleKept)``;
    ``compare_asked(str, str)`` with two ids."""

    done = Signal(str)
    pictures_given = Signal(object)
    compare_asked = Signal(str, str)

    def __init__(
        self, background: Background, on_duty: OnDuty | None, learner_ids: Sequence[str]
    ) -> None:
        super().__init__(width=680)
        self.on_duty, self._ids = on_duty, list(learner_ids)
        self._background = background
        self._given: list[PicturesGiven] = []
        self._drawing = False
        self.team, self.role = TeamField(), Dropdown()
        for role in ROLES:
            self.role.addItem("", role)
        self.role.setCurrentIndex(-1)
        self._role_field = FormField(self.role)
        self.set_team, self.set_role = SecondaryButton("check"), SecondaryButton("check")
        self.pictures, self.leave = OfferCard("id-badge-2"), OfferCard("minus")
        self.compare = OfferCard("users")
        self.retry, self.bar = RetryLine(), ProgressBar()
        self._fill()
        self._connect()
        self.settle()
        background.run(self, list_people, self._on_people, lambda _error: None)

    def _fill(self) -> None:
        rows: tuple[tuple[QWidget, SecondaryButton], ...] = (
            (self.team, self.set_team),
            (self._role_field, self.set_role),
        )
        for field, button in rows:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(field, 1)
            below = Qt.AlignmentFlag.AlignBottom
            row.addWidget(button, 0, below if field is self._role_field else Qt.AlignmentFlag(0))
            self.body.addLayout(row)
        self.body.addSpacing(4)
        for part in (self.compare, self.pictures, self.leave, self.bar, self.retry):
            self.body.addWidget(part)
        self.compare.setVisible(len(self._ids) == 2)
        self.bar.setVisible(False)

    def _connect(self) -> None:
        self.set_team.clicked.connect(self._on_team_clicked)
        self.set_role.clicked.connect(self._on_role_clicked)
        self.pictures.button.clicked.connect(self._give_next)
        self.leave.button.clicked.connect(self._on_leave_clicked)
        self.compare.button.clicked.connect(self._on_compare_clicked)
        self.role.activated.connect(lambda _row: self.set_role.setEnabled(True))
        self.set_role.setEnabled(False)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(how_many(len(self._ids)))
        self.team.field.set_words(_("Team for all of them"), _("Empty: no team"))
        self._role_field.set_words(_("Work for all of them"))
        self.role.setPlaceholderText(_("Choose"))
        for place, role in enumerate(ROLES):
            self.role.setItemText(place, role_words(role))
        self.set_team.setText(_("Set team"))
        self.set_role.setText(_("Set work"))
        self.pictures.set_words(
            _("Pictures"),
            _("Each gets three new ones. Old ones open nothing any more."),
            _("Draw and print"),
        )
        self.leave.set_words(
            _("No longer here?"), _("Nothing is lost, and they can come back."), _("Mark as left")
        )
        self.compare.set_words(
            _("Registered twice?"), _("Look at both, side by side."), _("Compare")
        )
        self.bar.setAccessibleName(_("Drawing pictures"))

    def focus_first(self) -> None:
        self.team.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Not while pictures are drawn: nobody would ever see them."""
        if self._drawing:
            return
        given, self._given = self._given, []
        super().close_sheet()
        if given:
            learners = tuple(one.learner for one in given)
            self.pictures_given.emit(PeopleKept(learners, tuple(given)))

    def _on_people(self, people: list[DeskPerson]) -> None:
        self.team.offer(Index(people).teams)

    # ------------------------------------------------------------ doing

    def _on_team_clicked(self) -> None:
        team = self.team.editor.text()
        self._run(
            lambda store: set_team(store, by=self.on_duty, learner_ids=self._ids, team=team),
            lambda _kept: self._end(_("The team is set.")),
        )

    def _on_role_clicked(self) -> None:
        role = self.role.currentData()
        self._run(
            lambda store: set_role(store, by=self.on_duty, learner_ids=self._ids, role=role),
            lambda _kept: self._end(_("The work is set.")),
        )

    def _on_leave_clicked(self) -> None:
        self._run(
            lambda store: mark_left(store, by=self.on_duty, learner_ids=self._ids),
            lambda _kept: self._end(_("They are marked as left.")),
        )

    def _on_compare_clicked(self) -> None:
        one, other = self._ids
        self.close_sheet()
        self.compare_asked.emit(one, other)

    def _give_next(self) -> None:
        """A few people at a time; the pictures are shown when everybody has some."""
        begun, self._drawing = len(self._given), True
        some = self._ids[begun : begun + AT_ONCE]
        self.bar.setVisible(True)
        self.bar.setValue(round(100 * begun / len(self._ids)))
        self._run(
            lambda store: give_pictures(store, by=self.on_duty, learner_ids=some), self._on_given
        )

    def _on_given(self, kept: PeopleKept) -> None:
        self._given += kept.given
        if len(self._given) < len(self._ids):
            self._give_next()
            return
        self._drawing = False
        self.close_sheet()

    def _end(self, words: str) -> None:
        self.close_sheet()
        self.done.emit(words)

    def _run(self, work: Callable[[Store], PeopleKept], then: Callable[[PeopleKept], None]) -> None:
        self.retry.clear()
        self._set_busy(True)

        def done(kept: PeopleKept) -> None:
            self._set_busy(False)
            then(kept)

        def failed(error: Exception) -> None:
            self._drawing = False
            self._set_busy(False)
            self.retry.show_error(error, lambda: self._run(work, then))

        self._background.run(self, work, done, failed)

    def _set_busy(self, busy: bool) -> None:
        cards = (self.pictures, self.leave, self.compare)
        for button in (self.set_team, *(card.button for card in cards)):
            button.setEnabled(not busy)
        self.set_role.setEnabled(not busy and self.role.currentIndex() >= 0)
