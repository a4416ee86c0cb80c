"""The steps of a plan, to be moved, shortened and left out. No mouse is needed, and no dragging."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.meeting import PlanStep
from trainer_app.ui.session.lead_words import step_title
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import IconButton, QuietButton
from trainer_app.ui.widgets.count_field import CountField
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.module import Module

_LONGEST = 180
_BREAK_MINUTES = 10
_MOVES = {"Ctrl+Up": -1, "Ctrl+Down": 1}


@dataclass(frozen=True, slots=True)
class _Move:
    """Which step goes where."""

    step_id: str
    by: int


class PlanRow(Themed, QWidget):
    """One step. Ctrl+Up and Ctrl+Down move it.

    Signals: ``moved(str, int)`` with the step's id and by how much; ``minutes_changed(str, int)``;
    ``left_out(str)``.
    """

    moved = Signal(str, int)
    minutes_changed = Signal(str, int)
    left_out = Signal(str)

    def __init__(self, step: PlanStep, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step, self._words = step, title
        self._title = Para("body")
        self.minutes = CountField(_LONGEST)
        self.minutes.set_value(step.minutes)
        self.up, self.down, self.out = (
            IconButton("arrow-up"), IconButton("arrow-down"), IconButton("x"),
        )  # fmt: skip
        step_id = step.step_id
        for key, by in _MOVES.items():
            moves = QShortcut(QKeySequence(key), self)  # or a button in focus would take the arrow
            moves.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            moves.activated.connect(lambda by=by: self.moved.emit(step_id, by))
        self.minutes.changed.connect(
            lambda minutes: self.minutes_changed.emit(step_id, max(1, minutes))
        )
        self.up.clicked.connect(lambda: self.moved.emit(step_id, -1))
        self.down.clicked.connect(lambda: self.moved.emit(step_id, 1))
        self.out.clicked.connect(lambda: self.left_out.emit(step_id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(4)
        row.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.minutes)
        for button in (self.up, self.down, self.out):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.settle()

    def retranslate(self) -> None:
        self._title.set_plain(self._words)
        name = isolate(self._words)
        self.minutes.set_name(_("Minutes for {step}").format(step=name))
        self.up.setText(_("Move {step} up").format(step=name))
        self.down.setText(_("Move {step} down").format(step=name))
        self.out.setText(_("Leave out {step}").format(step=name))


class PlanSteps(Themed, QWidget):
    """Signals: ``changed`` when a person changed the plan; ``steps`` has it."""

    changed = Signal()

    def __init__(self, *, titled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[PlanStep, ...] = ()
        self._module: Module | None = None
        self._usual: tuple[PlanStep, ...] = ()
        self._taken: frozenset[str] = frozenset()
        self.rows: list[PlanRow] = []
        self._title, self._total = Heading("h2"), Para("body", colour="text_muted")
        self.pause, self.usual = QuietButton("plus"), QuietButton("repeat")
        self.pause.clicked.connect(self._add_break)
        self.usual.clicked.connect(lambda: self._take(self._usual))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._total, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.addWidget(self.pause)
        below.addWidget(self.usual)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(self._rows)
        column.addLayout(below)
        self._title.setVisible(titled)
        self.settle()

    def show_plan(
        self,
        module: Module,
        steps: tuple[PlanStep, ...],
        usual: tuple[PlanStep, ...],
        taken: Iterable[str] = (),
    ) -> None:
        """Show a plan for a module; ``usual`` is the one to go back to. ``taken`` are names that no
        break gets, as steps that do not stand here have them."""
        self._module, self._usual, self._taken = module, usual, frozenset(taken)
        self.steps = steps
        self._lay()

    def _lay(self, focus: _Move | None = None) -> None:
        clear_layout(self._rows)
        assert self._module is not None
        self.rows = [PlanRow(step, step_title(self._module, step)) for step in self.steps]
        for row in self.rows:
            row.moved.connect(self._on_moved)
            row.minutes_changed.connect(self._on_minutes_changed)
            row.left_out.connect(self._on_left_out)
            self._rows.addWidget(row)
            row.show()  # now, so that it can take the focus
        self.retranslate()
        if focus is not None:
            self._focus(focus)

    def _focus(self, move: _Move) -> None:
        for row in self.rows:
            if row.step.step_id == move.step_id:
                button = row.up if move.by < 0 else row.down
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.pause.setFocus(Qt.FocusReason.OtherFocusReason)  # nothing is left

    def _take(self, steps: tuple[PlanStep, ...], focus: _Move | None = None) -> None:
        if steps != self.steps:
            self.steps = steps
            self._lay(focus)
            self.changed.emit()

    def _on_moved(self, step_id: str, by: int) -> None:
        ids = [step.step_id for step in self.steps]
        place = ids.index(step_id)
        target = max(0, min(len(ids) - 1, place + by))
        steps = list(self.steps)
        steps.insert(target, steps.pop(place))
        self._take(tuple(steps), _Move(step_id, by))

    def _on_minutes_changed(self, step_id: str, minutes: int) -> None:
        self.steps = tuple(
            msgspec.structs.replace(step, minutes=minutes) if step.step_id == step_id else step
            for step in self.steps
        )
        self.retranslate()
        self.changed.emit()

    def _on_left_out(self, step_id: str) -> None:
        left = tuple(step for step in self.steps if step.step_id != step_id)
        place = [step.step_id for step in self.steps].index(step_id)
        beside = left[min(place, len(left) - 1)].step_id if left else step_id
        self._take(left, _Move(beside, 1))

    def _add_break(self) -> None:
        taken = {step.step_id for step in self.steps} | self._taken
        name = next(f"break-{n}" for n in range(1, 100) if f"break-{n}" not in taken)
        step = PlanStep(step_id=name, kind="break", minutes=_BREAK_MINUTES)
        half = (len(self.steps) + 1) // 2
        self._take((*self.steps[:half], step, *self.steps[half:]), _Move(name, -1))

    def retranslate(self) -> None:
        # For translators: the steps of a training session, in order
        self._title.setText(_("The plan"))
        minutes = sum(step.minutes for step in self.steps)
        words = _("{hours} h {minutes} min in all") if minutes >= 60 else _("{minutes} min in all")
        hours, rest = divmod(minutes, 60)
        self._total.setText(
            words.format(
                hours=isolate(i18n.number(hours)),
                minutes=isolate(i18n.number(rest if minutes >= 60 else minutes)),
            )
        )
        self.pause.setText(_("Add a break"))
        self.usual.setText(_("As it was made"))
        self.usual.setVisible(self.steps != self._usual)
