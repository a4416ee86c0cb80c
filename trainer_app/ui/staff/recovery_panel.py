"""I lost my number: the recovery code on paper lets me choose another one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget

from trainer_app.i18n import _
from trainer_app.operations.computer import check_recovery_code
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Heading, Para


class RecoveryPanel(Panel):
    """Signals: ``code_right(str)``, ``gave_up``."""

    code_right = Signal(str)
    gave_up = Signal()

    def __init__(self, background: Background, *, others: bool) -> None:
        """``others`` where somebody else could give a number instead."""
        super().__init__()
        self._background, self._others = background, others
        self._heading, self._about = Heading("display"), Para("body")
        self._advice = Callout("note")
        self.code = CodeLine()
        self.field = FormField(self.code)
        self.code.textEdited.connect(lambda: self.field.show_error(""))
        self.retry = RetryLine()
        self.next, self.back = PrimaryButton("arrow-right", forward=True), SecondaryButton()
        self.next.clicked.connect(self._check)
        self.back.clicked.connect(self.gave_up)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        for widget in (self._heading, self._advice, self._about, self.field, self.retry):
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.side.addLayout(buttons)
        self.side.addStretch(1)
        self._advice.setVisible(others)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("I lost my number"))
        self._advice.setText(
            _("Somebody else on the staff can sign in and give you a new number. That is easier.")
        )
        self._about.setText(
            _(
                "The recovery code lets you choose a new number. It is on the paper from the day "
                "this computer was set up. Nothing is lost, whatever you type here."
            )
        )
        self.field.set_words(
            _("Recovery code"), _("Capital or small letters, with or without lines between.")
        )
        # For translators: a button that goes on to the next page.
        self.next.setText(_("Next"))
        self.back.setText(_("Back"))

    def first_focus(self) -> QWidget:
        return self.code

    def primary(self) -> QAbstractButton:
        return self.next

    def _check(self) -> None:
        typed = self.code.text().strip()
        if not typed:
            self._refuse(_("Type the code first."))
            return
        self.next.setEnabled(False)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: check_recovery_code(store, code=typed),
            lambda right: self._on_checked(typed, right=right),
            self._on_failed,
        )

    def _on_checked(self, typed: str, *, right: bool) -> None:
        self.next.setEnabled(True)
        if right:
            self.code_right.emit(typed)
        else:
            self._refuse(_("This is not the code yet. Compare it with the paper, and try again."))

    def _on_failed(self, error: Exception) -> None:
        self.next.setEnabled(True)
        self.retry.show_error(error, self._check)

    def _refuse(self, words: str) -> None:
        self.field.show_error(words)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)


class CodeLine(QLineEdit):
    """Where the recovery code is typed, from left to right in every language."""

    def __init__(self) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setMaxLength(60)
