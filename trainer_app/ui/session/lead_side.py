"""Beside the slide: how many are here, the plan, and four things that are always at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.meeting import TrainingSession
from trainer_app.ui.session.lead_plan import LeadPlan
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.para import Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module

_TICK_MS = 15_000


class LeadSide(Themed, QWidget):
    """Signals: ``step_chosen(str)``, ``roll_asked``, ``safety_asked``, ``guide_asked``,
    ``end_asked``."""

    step_chosen = Signal(str)
    roll_asked = Signal()
    safety_asked = Signal()
    guide_asked = Signal()
    end_asked = Signal()

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._told: TrainingSession | None = None
        self._minutes, self._since = 0, QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._say_time)
        self.count, self.time = Para("label"), Para("small", colour="text_muted")
        self.plan = LeadPlan(module)
        self.plan.step_chosen.connect(self.step_chosen)
        self.roll, self.safety = QuietButton("users"), QuietButton("heart-handshake")
        self.clock, self.end = QuietButton("clock"), QuietButton("check")
        self.guide = QuietButton("notebook")
        self.guide.clicked.connect(self.guide_asked)
        self.roll.clicked.connect(self.roll_asked)
        self.safety.clicked.connect(self.safety_asked)
        self.clock.clicked.connect(self.turn_clock)
        self.end.clicked.connect(self.end_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.count)
        column.addWidget(self.plan, 1)
        column.addWidget(self.time)
        below = QGridLayout()
        below.setSpacing(4)
        buttons = (self.roll, self.safety, self.guide, self.clock, self.end)
        for place, button in enumerate(buttons):
            below.addWidget(button, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(below)
        self.time.setVisible(False)
        self.settle()

    def show_session(self, told: TrainingSession, minutes: int, *, moved: bool) -> None:
        """Show where the session is; ``moved`` begins to count this step anew."""
        self._told, self._minutes = told, minutes
        if moved:
            self._since.start()
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
        passed = self._since.elapsed() // 60_000 if self._since.isValid() else 0
        words = _("This step: {passed} of {planned} min")
        self.time.setText(
            words.format(
                passed=isolate(i18n.number(passed)), planned=isolate(i18n.number(self._minutes))
            )
        )

    def retranslate(self) -> None:
        present = self._told.present if self._told else 0
        self.count.setText(_("{count} here").format(count=isolate(i18n.number(present))))
        self.roll.setText(_("Attendance"))
        self.safety.setText(_("Safety script"))
        self.clock.setText(_("Time"))
        self.end.setText(_("End session"))
        # For translators: the session guide, as a short button
        self.guide.setText(_("Guide"))
        for row in self.plan.rows:
            row.retranslate()
        self._say_time()
