"""Four large answers side by side, of which one holds: each a shape and a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.training.checks import STATES
from trainer_app.ui.readiness.state_mark import paint_state
from trainer_app.ui.readiness_words import state_word
from trainer_app.ui.widgets.answer_row import AnswerChip, AnswerRow

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from trainer_app.training.checks import CheckState


class StateChip(AnswerChip):
    """One answer, with the mark of its state."""

    def __init__(self, state: CheckState) -> None:
        self.state = state
        super().__init__(state)

    def paint_mark(self, painter: QPainter, where: QRectF) -> None:
        paint_state(painter, where, self.state)


class StateChoice(AnswerRow):
    """Its keys are states."""

    def __init__(self, *, deed: bool, parent: QWidget | None = None) -> None:
        self._deed = deed
        self.chips: dict[str, StateChip] = {state: StateChip(state) for state in STATES}
        super().__init__(tuple(self.chips.values()), parent)
        self.settle()

    def word(self, key: str) -> str:
        return state_word(self.chips[key].state, deed=self._deed)
