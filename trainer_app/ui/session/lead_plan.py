"""The plan while it runs: what is done, where we are, what comes. Shape says it, then colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing
from trainer_app.training.meeting import PlanStep, TrainingSession
from trainer_app.ui.session.lead_words import step_title
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.module import Module

_MARKS = {"done": "circle-check", "here": "player-play", "to-come": "circle"}
_COLOURS = {"done": "success", "here": "on_primary_soft", "to-come": "border_strong"}
_BREAK_MINUTES = 10
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class StepRow(CardButton):
    """One step of the plan; pressed, the session goes there. Ctrl+Up and Ctrl+Down move it.

    Signals: ``moved(str, int)`` with its id and by how much.
    """

    moved = Signal(str, int)
    ring_radius = 10

    def __init__(self, step: PlanStep, title: str, state: str) -> None:
        super().__init__()
        self.step, self._words, self.state = step, title, state
        self.setCheckable(True)
        self.setChecked(state == "here")
        ink = "on_primary_soft" if state == "here" else "text"
        mark = PictureMark(_MARKS[state], 22, colour=_COLOURS[state], beside="body")
        self._title = Para("label" if state == "here" else "body", colour=ink)
        self._minutes = Para("small", colour="on_primary_soft" if state == "here" else "text_muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title, 1)
        row.addWidget(self._minutes, 0, Qt.AlignmentFlag.AlignTop)
        self.see_through(mark, self._title, self._minutes)
        self.settle()

    def retranslate(self) -> None:
        self._title.set_plain(self._words)
        minutes = _("{count} min").format(count=isolate(i18n.number(self.step.minutes)))
        self._minutes.setText(minutes)
        # For translators: what a step of the plan is, after its name
        said = {"done": _("done"), "here": _("now"), "to-come": _("to come")}[self.state]
        self.setAccessibleName(listing((self._words, minutes, said)))
        if self.state == "to-come":
            self.setAccessibleDescription(_("Ctrl and an arrow up or down move this step."))

    def ground(self) -> str:
        return "primary_soft" if self.state == "here" else ""

    def edge(self) -> tuple[str, int]:
        return ("border", 1) if self.underMouse() and self.state != "here" else ("", 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and (by := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.moved.emit(self.step.step_id, by)
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name
        """Where we are is not changed by a click, but by what is saved."""


class LeadPlan(QScrollArea):
    """Signals: ``step_chosen(str)`` with the id of a step; ``steps_changed(tuple[PlanStep, ...])``
    with the plan as somebody wants it, steps to come in another order; ``change_asked``."""

    step_chosen = Signal(str)
    steps_changed = Signal(object)
    change_asked = Signal()

    def __init__(self, module: Module) -> None:
        super().__init__()
        self._module = module
        self.rows: list[StepRow] = []
        self._wanted: tuple[PlanStep, ...] = ()
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.pause, self.change = QuietButton("plus"), QuietButton("adjustments")
        self.change.clicked.connect(self.change_asked)
        self.pause.clicked.connect(self._add_break)
        column.setSpacing(2)
        column.addLayout(self._list)
        for button in (self.pause, self.change):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def show_session(self, told: TrainingSession) -> None:
        """Show the steps, and which of them is now. Who had the focus keeps it."""
        if told.steps == self._wanted:
            self.forget()
        ids = [step.step_id for step in told.steps]
        here = ids.index(told.at_step) if told.at_step in ids else 0
        states = ["done"] * here + ["here"] + ["to-come"] * (len(ids) - here - 1)
        if [(row.step, row.state) for row in self.rows] == list(
            zip(told.steps, states, strict=True)
        ):
            return
        focused = next((row.step.step_id for row in self.rows if row.hasFocus()), "")
        clear_layout(self._list)
        self.rows = []
        for step, state in zip(told.steps, states, strict=True):
            row = StepRow(step, step_title(self._module, step), state)
            row.clicked.connect(
                lambda _on=False, step_id=step.step_id: self.step_chosen.emit(step_id)
            )
            row.moved.connect(self._on_moved)
            self._list.addWidget(row)
            row.show()  # now, so that it can take the focus
            self.rows.append(row)
            if step.step_id == focused:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_here(self) -> None:
        """Scroll to where we are."""
        for row in self.rows:
            if row.state == "here":
                self.ensureWidgetVisible(row, 0, row.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_here()

    def retranslate(self) -> None:
        """All words again, in the language of the moment."""
        self.pause.setText(_("Add a break"))
        self.change.setText(_("Change the plan"))
        for row in self.rows:
            row.retranslate()

    def _add_break(self) -> None:
        """A break after the present step."""
        steps = self._steps()
        taken = {step.step_id for step in steps}
        name = next(f"break-{n}" for n in range(1, 100) if f"break-{n}" not in taken)
        pause = PlanStep(step_id=name, kind="break", minutes=_BREAK_MINUTES)
        steps.insert(self._here() + 1, pause)
        self._ask(steps)

    def split(self) -> tuple[tuple[PlanStep, ...], tuple[PlanStep, ...]]:
        """The steps that stay, done or now, and those to come."""
        steps, here = self._steps(), self._here()
        return tuple(steps[: here + 1]), tuple(steps[here + 1 :])

    def want(self, to_come: Iterable[PlanStep]) -> None:
        """Ask for other steps to come. One that came meanwhile stays where it is."""
        stays, before = self.split()
        here = {step.step_id for step in stays}
        wanted = tuple(step for step in to_come if step.step_id not in here)
        if wanted != before:
            self._ask([*stays, *wanted])

    def forget(self) -> None:
        """What was asked for is on the disk, or will not be."""
        self._wanted = ()

    def _steps(self) -> list[PlanStep]:
        """The plan as it was asked for last: a key may come before the disk has the one before."""
        return list(self._wanted) or [row.step for row in self.rows]

    def _ask(self, steps: list[PlanStep]) -> None:
        self._wanted = tuple(steps)
        self.steps_changed.emit(self._wanted)

    def _here(self) -> int:
        return next((place for place, row in enumerate(self.rows) if row.state == "here"), 0)

    def _on_moved(self, step_id: str, by: int) -> None:
        steps = self._steps()
        place = [step.step_id for step in steps].index(step_id)
        if place <= self._here() or not self._here() < place + by < len(steps):
            return  # what is done stays, and what comes does not become the past
        steps.insert(place + by, steps.pop(place))
        self._ask(steps)
