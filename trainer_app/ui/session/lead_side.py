"""Beside the slide: the plan, and a few things that are always at hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, pgettext
from trainer_app.training.meeting import TrainingSession
from trainer_app.ui import theme
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.session.lead_plan import LeadPlan
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton, SecondaryButton
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.ui.session.lead_place import LeadPlace

_TICK_MS = 15_000


class LeadSide(Themed, QWidget):
    """Signals: ``step_chosen(str)``, ``steps_changed(tuple)``, ``change_asked``, ``roll_asked``,
    ``safety_asked``, ``guide_asked``, ``end_asked``."""

    step_chosen = Signal(str)
    steps_changed = Signal(object)
    change_asked = Signal()
    roll_asked = Signal()
    safety_asked = Signal()
    guide_asked = Signal()
    end_asked = Signal()

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._told: TrainingSession | None = None
        self._place: LeadPlace | None = None
        self._minutes, self._compact = 0, False
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._say_time)
        self._title, self._about = Heading("h2"), Para("small", colour="text_muted")
        self.time = Para("small", colour="text_muted")
        self.plan = LeadPlan(module)
        self.plan.step_chosen.connect(self.step_chosen)
        self.plan.steps_changed.connect(self.steps_changed)
        self.plan.change_asked.connect(self.change_asked)
        self.roll, self.safety = QuietButton("users"), QuietButton("heart-handshake")
        self.guide, self.clock = QuietButton("notebook"), QuietButton("clock")
        self.end = SecondaryButton("check")
        self.roll.clicked.connect(self.roll_asked)
        self.safety.clicked.connect(self.safety_asked)
        self.guide.clicked.connect(self.guide_asked)
        self.clock.clicked.connect(self.turn_clock)
        self.end.clicked.connect(self.end_asked)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(2)
        for part in (self._title, self._about, self.time):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self.plan, 1)
        column.addSpacing(6)
        self._quiet = FlowRow()
        for button in (self.safety, self.guide, self.clock, self.roll):
            self._quiet.add(button)
        column.addWidget(self._quiet)
        column.addSpacing(6)
        column.addWidget(self.end)
        self.time.setVisible(False)
        self.settle()

    def set_compact(self, compact: bool) -> None:
        """On a small window the roll is reached from here, as its list has no room."""
        self._compact = compact
        edge = 12 if compact else 16
        self._column.setContentsMargins(edge, edge, edge, edge)
        self.roll.setVisible(compact)
        self.retranslate()

    def show_session(self, told: TrainingSession, place: LeadPlace, minutes: int) -> None:
        """Show where the session is, in a step of so many minutes."""
        self._told, self._place, self._minutes = told, place, minutes
        self.plan.show_session(told)
        self.retranslate()

    def turn_clock(self) -> None:
        """Show the time, or hide it; it never asks for anything."""
        if self._tick.isActive():
            self._tick.stop()
        else:
            self._tick.start()
        self._say_time()

    def stop(self) -> None:
        """The page goes."""
        self._tick.stop()

    def _say_time(self) -> None:
        self.time.setVisible(self._tick.isActive())
        passed = self._place.minutes_passed if self._place else 0
        words = _("This step: {passed} of {planned} min")
        self.time.setText(
            words.format(
                passed=isolate(i18n.number(passed)), planned=isolate(i18n.number(self._minutes))
            )
        )

    def retranslate(self) -> None:
        told = self._told
        self._title.setText(_("Group session"))
        parts = [isolate(told.site_name)] if told and told.site_name else []
        parts += [isolate(i18n.day(date.fromisoformat(told.day)))] if told else []
        self._about.set_plain(" · ".join(parts))
        count = isolate(i18n.number(told.present if told else 0))
        words = _("{count} here").format(count=count)
        self.roll.setText(count)  # only shown where there is no room for more
        self.roll.setAccessibleName(words)
        self.roll.setToolTip(words)
        self.safety.setText(_("Safety script"))
        # For translators: the session guide, as a short button
        for button, words in (
            (self.guide, _("Guide")),
            (self.clock, pgettext("that passes", "Time")),
        ):
            button.setText("" if self._compact else words)
            button.setAccessibleName(words)
            button.setToolTip(words if self._compact else "")
        self.end.setText(_("End session"))
        self.plan.retranslate()
        self._say_time()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        thick = 2 if theme.is_high_contrast() else 1
        x = 0 if self.isRightToLeft() else self.width() - thick
        painter.fillRect(x, 0, thick, self.height(), theme.colour("border"))
