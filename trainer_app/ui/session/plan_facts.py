"""Beside the steps of a plan: when, led by whom, for which teams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui.session.clock_line import ClockLine
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.day_field import DayField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from trainer_app.training.staff import Staff

_STANDS_FOR = "stands_for"


class PlanFacts(Card):
    """The screen says when its words are due, by ``say``; ``beneath`` stands at its end."""

    def __init__(self, beneath: Sequence[QWidget]) -> None:
        super().__init__()
        self.is_doubtful = False
        """Whether the clock may be wrong, so that the day has to be written by a person."""
        self.needed = 1
        """How many should lead."""
        self.clock, self.day = ClockLine(), DayField()
        self._day = FormField(self.day)
        self._lead, self._teams = Heading("h2"), Heading("h2")
        self._lead_about, self._teams_about = (
            Para("small", colour="text_muted"), Para("small", colour="text_muted"),
        )  # fmt: skip
        self._two = Callout("note")
        self.leaders: list[Tick] = []
        self.teams: list[Tick] = []
        self._leader_boxes, self._team_boxes = QVBoxLayout(), QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(self.clock)
        column.addWidget(self._day)
        column.addSpacing(4)
        column.addWidget(self._lead)
        column.addWidget(self._lead_about)
        column.addLayout(self._leader_boxes)
        column.addWidget(self._two)
        column.addSpacing(4)
        column.addWidget(self._teams)
        column.addWidget(self._teams_about)
        column.addLayout(self._team_boxes)
        for part in beneath:
            column.addWidget(part, alignment=Qt.AlignmentFlag.AlignLeading)

    def show_staff(self, staff: Iterable[Staff], leading: Iterable[str]) -> None:
        """Who may lead, those who do with a tick."""
        for one in staff:
            if one.leads and not one.has_left:
                on = one.staff_id in leading
                self.leaders.append(_box(self._leader_boxes, one.name, one.staff_id, on=on))
                self.leaders[-1].toggled.connect(lambda _on: self._say_two())

    def show_teams(self, teams: Iterable[str], coming: Sequence[str]) -> None:
        """The teams there are; without any that come, all of them do."""
        for team in teams:
            on = not coming or team in coming
            self.teams.append(_box(self._team_boxes, team, team, on=on))

    @property
    def who_leads(self) -> list[str]:
        """The staff ids that are ticked."""
        return _ticked(self.leaders)

    @property
    def who_comes(self) -> tuple[str, ...]:
        """The teams that are ticked; none where all of them are."""
        every = all(box.isChecked() for box in self.teams)
        return () if every else tuple(_ticked(self.teams))

    def _say_two(self) -> None:
        self._two.setVisible(self.needed > 1 and len(self.who_leads) < self.needed)

    def say(self) -> None:
        """All words, and what depends on the facts."""
        self.clock.setVisible(self.is_doubtful)
        doubtful, usual = _("Look at a calendar you trust."), _("Day, month, year")
        self._day.set_words(_("Day"), doubtful if self.is_doubtful else usual)
        rtl = i18n.is_rtl(i18n.language())
        self.day.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        self._lead.setText(_("Who leads"))
        self._lead_about.setText(_("Tick everybody who leads. You come first."))
        self._two.setText(_("This module is best led by two. One stays near the door."))
        self._say_two()
        self._teams.setText(_("Who comes"))
        self._teams_about.setText(_("The teams on the roll. Others can walk in."))
        for part in (self._teams, self._teams_about):
            part.setVisible(bool(self.teams))


def _box(place: QVBoxLayout, words: str, name: str, *, on: bool) -> Tick:
    box = Tick(isolate(words))
    box.setProperty(_STANDS_FOR, name)
    box.setChecked(on)
    place.addWidget(box)
    return box


def _ticked(boxes: Iterable[Tick]) -> list[str]:
    return [str(box.property(_STANDS_FOR)) for box in boxes if box.isChecked()]
