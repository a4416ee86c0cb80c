"""Who a new member of staff is: name, what they do, and for the first one the recovery code."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from trainer_app.i18n import _
from trainer_app.training.staff import STAFF_ROLES, StaffRole
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.staff.recovery_panel import CodeLine
from trainer_app.ui.staff.staff_words import role_choice
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.choices import ChoiceList
from trainer_app.ui.widgets.fields import ErrorSummary, FormField
from trainer_app.ui.widgets.para import Heading, Para


class AccountForm(Panel):
    """Signals: ``filled`` when all that is needed is there."""

    filled = Signal()

    def __init__(self, *, first: bool, needs_code: bool) -> None:
        super().__init__()
        self._first, self._needs_code = first, needs_code
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.summary, self.retry = ErrorSummary(), RetryLine()
        self.name, self.code, self.roles = QLineEdit(), CodeLine(), ChoiceList()
        self.name_field, self.code_field = FormField(self.name), FormField(self.code)
        self.roles_field = FormField(self.roles)
        self.next = PrimaryButton("arrow-right", forward=True)
        self.next.clicked.connect(self._on_next_clicked)
        self.roles.set_choices([(role, "") for role in STAFF_ROLES], several=True, letters=False)
        for widget in (
            self._heading, self._about, self.summary, self.name_field, self.roles_field,
            self.code_field, self.retry,
        ):  # fmt: skip
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.side.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeading)
        self.side.addStretch(1)
        self.code_field.setVisible(needs_code)
        self.settle()

    def retranslate(self) -> None:
        if self._first:
            self._heading.setText(_("The first staff account"))
            self._about.setText(
                _("From then on, the pages for staff ask who is there. Learners notice nothing.")
            )
        else:
            self._heading.setText(_("Add somebody to the staff"))
            self._about.setText(_("They get a number that is good for once."))
        self.name_field.set_words(_("Name"))
        self.roles_field.set_words(_("What does this person do?"), _("Choose one or both."))
        self.code_field.set_words(
            _("Recovery code"), _("It is on the paper from the day this computer was set up.")
        )
        # For translators: a button that goes on to the next page.
        self.next.setText(_("Next"))
        for role in STAFF_ROLES:
            self.roles.cards[role].setText(role_choice(role))

    def first_focus(self) -> QWidget:
        return self.name

    def primary(self) -> QAbstractButton:
        return self.next

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.name.hasFocus():
            next(iter(self.roles.cards.values())).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ what was filled in

    @property
    def chosen_roles(self) -> tuple[StaffRole, ...]:
        """What the person is going to do."""
        return tuple(cast("StaffRole", role) for role in self.roles.chosen())

    def refuse(self, *, name: str = "", roles: str = "", code: str = "") -> None:
        """Say what is to be mended, beside the fields and above."""
        self.name_field.show_error(name)
        self.roles_field.show_error(roles)
        self.code_field.show_error(code)
        self.summary.show_errors([self.name_field, self.roles_field, self.code_field])

    def _on_next_clicked(self) -> None:
        missing = {
            "name": "" if self.name.text().strip() else _("Write the name."),
            "roles": "" if self.chosen_roles else _("Choose what this person does."),
            "code": _("Type the code first.")
            if self._needs_code and not self.code.text().strip()
            else "",
        }
        self.refuse(**missing)
        if not any(missing.values()):
            self.retry.clear()
            self.filled.emit()
