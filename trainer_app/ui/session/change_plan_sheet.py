"""What is still to come, changed while the session runs: moved, made shorter, left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from trainer_app.i18n import _
from trainer_app.training.meeting import PlanStep
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.session.plan_steps import PlanSteps
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.module import Module


class ChangePlanSheet(Sheet):
    """Enter takes the plan as it stands here, Esc leaves it as it was.

    Signals: ``wanted(tuple[PlanStep, ...])`` with the steps to come; nothing is on the disk yet.
    """

    wanted = Signal(object)

    def __init__(
        self, module: Module, gone: tuple[PlanStep, ...], to_come: tuple[PlanStep, ...]
    ) -> None:
        """``gone`` are the steps that stay: those done, and the one that is now."""
        super().__init__(width=760)
        self._about = Para("body", colour="text_muted")
        self.plan = PlanSteps(titled=False)
        self.plan.show_plan(module, to_come, to_come, taken={step.step_id for step in gone})
        self.plan.changed.connect(self._on_changed)
        self.take, self.keep = PrimaryButton("check"), SecondaryButton()
        self.take.clicked.connect(self._on_take)
        self.keep.clicked.connect(self.close_sheet)
        self.body.addWidget(self._about)
        self.body.addWidget(self.plan)
        self.buttons.addWidget(self.keep)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.take)
        self.settle()

    def focus_first(self) -> None:
        rows = self.plan.rows
        (rows[0].minutes if rows else self.plan.pause).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.take.click()
        else:
            super().keyPressEvent(event)

    def _on_take(self) -> None:
        self.close_sheet()
        self.wanted.emit(self.plan.steps)

    def _on_changed(self) -> None:
        """Who moves a step by keys sees where it goes."""
        self.retranslate()
        inside, focused = self._inside.layout(), QApplication.focusWidget()
        if inside is not None and focused is not None and self._inside.isAncestorOf(focused):
            inside.activate()
            self._scroll.ensureWidgetVisible(focused)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("What is still to come"))
        self._about.setText(
            _("Ctrl and an arrow up or down move a step. What is done stays as it is.")
            if self.plan.steps
            else _("Nothing more is planned after this step.")
        )
        self.keep.setText(_("Leave it as it was"))
        self.take.setText(_("Go on like this"))
