"""When a session is, who leads it and who comes: the card beside the steps of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.day_field import DayField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from trainer_app.training.meeting import TrainingSession
    from trainer_app.training.staff import Staff

_NAME = "named"


class PlanFacts(Card):
    """``paper`` is for the sign-in sheet, ``drop`` takes the plan away; ``clock`` is there where
    that of the computer is doubtful. Signals: ``changed``."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.day = DayField()
        self._day = FormField(self.day)
        self._clock, self._two = Callout("careful"), Callout("note")
        self._lead, self._teams = Heading("h2"), Heading("h2")
        self._lead_about = Para("small", colour="text_muted")
        self._teams_about = Para("small", colour="text_muted")
        self.leaders: list[Tick] = []
        self.teams: list[Tick] = []
        self._leaders, self._team_boxes = QVBoxLayout(), QVBoxLayout()
        self.paper, self.drop = QuietButton("printer"), QuietButton("trash")
        self.clock = QuietButton("clock")
        self._doubtful, self._needed = False, 1
        super().__init__(parent=parent)
        self._lay_out()
        self.day.dateChanged.connect(lambda _day: self.changed.emit())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        column.addWidget(self._clock)
        column.addWidget(self.clock, alignment=Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._day)
        column.addSpacing(4)
        column.addWidget(self._lead)
        column.addWidget(self._lead_about)
        column.addLayout(self._leaders)
        column.addWidget(self._two)
        column.addSpacing(4)
        column.addWidget(self._teams)
        column.addWidget(self._teams_about)
        column.addLayout(self._team_boxes)
        for button in (self.paper, self.drop):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeading)

    def show_facts(
        self,
        told: TrainingSession | None,
        staff: Sequence[Staff],
        mine: str,
        teams: Sequence[str],
        today: date,
        *,
        doubtful: bool,
    ) -> None:
        """Show a plan as it was kept, or a new one of the staff member ``mine``. ``doubtful``: this
        computer may not know which day it is."""
        self._doubtful = doubtful
        self.day.show_day(date.fromisoformat(told.day) if told else today)
        lead = told.facilitators if told else (mine,)
        for one in staff:
            if one.leads and not one.has_left:
                on = one.staff_id in lead
                self.leaders.append(self._box(self._leaders, one.name, one.staff_id, on=on))
        for team in teams:
            on = not told or not told.teams or team in told.teams
            self.teams.append(self._box(self._team_boxes, team, team, on=on))
        for box in (*self.leaders, *self.teams):
            box.toggled.connect(lambda _on: self._on_changed())

    def need(self, leaders: int) -> None:
        """So many people are best to lead it."""
        self._needed = leaders
        self._say()

    @property
    def chosen_leaders(self) -> list[str]:
        """The staff ids of who leads, in the order of the list."""
        return _chosen(self.leaders)

    @property
    def chosen_teams(self) -> tuple[str, ...]:
        """The teams that come; empty for all."""
        every = all(box.isChecked() for box in self.teams)
        return () if every else tuple(_chosen(self.teams))

    def _box(self, place: QVBoxLayout, words: str, name: str, *, on: bool) -> Tick:
        box = Tick(isolate(words))
        box.setProperty(_NAME, name)
        box.setChecked(on)
        place.addWidget(box)
        return box

    def _on_changed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self._two.setVisible(self._needed > 1 and len(self.chosen_leaders) < self._needed)
        for widget in (self._clock, self.clock):
            widget.setVisible(self._doubtful)
        for part in (self._teams, self._teams_about):
            part.setVisible(bool(self.teams))

    def retranslate(self) -> None:
        words = _("Look at a calendar you trust.") if self._doubtful else _("Day, month, year")
        self._day.set_words(_("Day"), words)
        rtl = i18n.is_rtl(i18n.language())
        self.day.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        self._clock.setText(_("The clock of this computer may be wrong. Write the day yourself."))
        self.clock.setText(_("Say what time it is"))
        self._lead.setText(_("Who leads"))
        self._lead_about.setText(_("Tick everybody who leads. You come first."))
        self._two.setText(_("This module is best led by two. One stays near the door."))
        self._teams.setText(_("Who comes"))
        self._teams_about.setText(_("The teams on the roll. Others can walk in."))
        self.drop.setText(_("Take this plan away"))
        self.paper.setText(_("Sign-in sheet"))
        self._say()


def _chosen(boxes: Sequence[Tick]) -> list[str]:
    return [str(box.property(_NAME)) for box in boxes if box.isChecked()]
