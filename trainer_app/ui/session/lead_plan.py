"""The plan while it runs: what is done, where we are, what comes. Shape says it, then colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.meeting import PlanStep, TrainingSession
from trainer_app.ui.session.lead_words import step_title
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.module import Module

_MARKS = {"done": "circle-check", "here": "player-play", "to-come": "circle"}
_COLOURS = {"done": "success", "here": "on_primary_soft", "to-come": "border_strong"}


class StepRow(CardButton):
    """One step of the plan; pressed, the session goes there."""

    ring_radius = 10

    def __init__(self, step: PlanStep, title: str, state: str) -> None:
        super().__init__()
        self.step, self._words, self.state = step, title, state
        self.setCheckable(True)
        self.setChecked(state == "here")
        ink = "on_primary_soft" if state == "here" else "text"
        self._mark = PictureMark(_MARKS[state], 22, colour=_COLOURS[state], beside="body")
        self._title = Para("label" if state == "here" else "body", colour=ink)
        self._minutes = Para("small", colour="text_muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title, 1)
        row.addWidget(self._minutes, 0, Qt.AlignmentFlag.AlignTop)
        self.see_through(self._mark, self._title, self._minutes)
        self.settle()

    def retranslate(self) -> None:
        self._title.set_plain(self._words)
        minutes = _("{count} min").format(count=isolate(i18n.number(self.step.minutes)))
        self._minutes.setText(minutes)
        said = {"done": _("done"), "here": _("now"), "to-come": _("to come")}[self.state]
        self.setAccessibleName(f"{self._words}, {minutes}, {said}")

    def ground(self) -> str:
        return "primary_soft" if self.state == "here" else ""

    def edge(self) -> tuple[str, int]:
        return ("border", 1) if self.underMouse() and self.state != "here" else ("", 0)

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Where we are is not changed by a click, but by what is saved."""


class LeadPlan(QScrollArea):
    """Signals: ``step_chosen(str)`` with the id of a step."""

    step_chosen = Signal(str)

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._module = module
        self.rows: list[StepRow] = []
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        column.addStretch(1)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def show_session(self, told: TrainingSession) -> None:
        """Show the steps, and which of them is now."""
        ids = [step.step_id for step in told.steps]
        here = ids.index(told.at_step) if told.at_step in ids else 0
        clear_layout(self._list)
        self.rows = []
        for place, step in enumerate(told.steps):
            state = "done" if place < here else "here" if place == here else "to-come"
            row = StepRow(step, step_title(self._module, step), state)
            row.clicked.connect(
                lambda _on=False, step_id=step.step_id: self.step_chosen.emit(step_id)
            )
            self._list.addWidget(row)
            self.rows.append(row)

    def show_here(self) -> None:
        """Scroll to where we are."""
        for row in self.rows:
            if row.state == "here":
                self.ensureWidgetVisible(row)
