"""A staff account: the first on this computer, or one more."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton

from trainer_app.i18n import _
from trainer_app.operations.computer import check_recovery_code
from trainer_app.operations.staff import (
    CodeRefused,
    PinGiven,
    StaffNameTaken,
    add_first_staff,
    add_staff,
    needs_code,
)
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.staff.account_form import AccountForm
from trainer_app.ui.staff.given_pin import GivenPin
from trainer_app.ui.staff.new_pin_panel import NewPinPanel
from trainer_app.ui.staff.panels import Panel, PanelScreen
from trainer_app.ui.staff.pin_screen import refused
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.para import Heading


class NewStaffScreen(PanelScreen):
    """Signals: ``made(OnDuty)`` for the first account; ``back_asked`` when done or given up."""

    made = Signal(object)

    def __init__(self, background: Background, by: OnDuty | None = None) -> None:
        """``by`` adds somebody; without, it is the first account of this computer."""
        super().__init__()
        self._background, self._by = background, by
        self._form: AccountForm | None = None
        self.settle()
        if by is None:
            background.run(self, needs_code, self._show_form)
        else:
            self._show_form(False)

    def title(self) -> str:
        return _("For staff")

    def retranslate(self) -> None:
        self.title_changed.emit()

    def _show_form(self, asks_code: bool) -> None:
        self._form = AccountForm(first=self._by is None, needs_code=asks_code)
        self._form.filled.connect(self._on_filled)
        self.show_panel(self._form)

    def _on_filled(self) -> None:
        if self._by is not None:
            self._add(self._by)
        elif self._code() is None:
            self._choose_pin()
        else:
            self._check_code()

    def _code(self) -> str | None:
        typed = self._form.code.text().strip() if self._form else ""
        return typed or None

    # ------------------------------------------------------------ one more

    def _add(self, by: OnDuty) -> None:
        form = self._form
        if form is None:
            return
        form.next.setEnabled(False)
        name, roles = form.name.text(), form.chosen_roles
        self._background.run(
            self,
            lambda store: add_staff(store, by=by, name=name, roles=roles),
            self._on_given,
            lambda error: self._on_failed(error, form),
        )

    def _on_given(self, given: PinGiven) -> None:
        panel = _GivenPanel(given)
        panel.done.clicked.connect(self.back_asked)
        self.show_panel(panel)

    def _on_failed(self, error: Exception, form: AccountForm) -> None:
        form.next.setEnabled(True)
        if isinstance(error, StaffNameTaken):
            form.refuse(name=str(error))
        elif isinstance(error, CodeRefused):
            form.refuse(code=str(error))
        else:
            form.retry.show_error(error, self._on_filled)

    # ------------------------------------------------------------ the first

    def _check_code(self) -> None:
        """Before a number is chosen, so that nobody chooses one in vain."""
        form, code = self._form, self._code()
        if form is None or code is None:
            return
        form.next.setEnabled(False)

        def checked(right: bool) -> None:
            form.next.setEnabled(True)
            if right:
                self._choose_pin()
            else:
                form.refuse(
                    code=_("This is not the code yet. Compare it with the paper, and try again.")
                )

        self._background.run(
            form,
            lambda store: check_recovery_code(store, code=code),
            checked,
            lambda error: self._on_failed(error, form),
        )

    def _choose_pin(self) -> None:
        form = self._form
        if form is None:
            return
        name, roles, code = form.name.text(), form.chosen_roles, self._code()
        self._form = None
        panel = NewPinPanel()

        def choose(pin: str) -> None:
            self._background.run(
                panel,
                lambda store: add_first_staff(
                    store, name=name, roles=roles, pin=pin, recovery_code=code
                ),
                self.made.emit,
                lambda error: refused(panel, error),
            )

        panel.chosen.connect(choose)
        self.show_panel(panel)


class _GivenPanel(Panel):
    def __init__(self, given: PinGiven) -> None:
        super().__init__()
        self._heading = Heading("display")
        self.done = PrimaryButton("check")
        self.side.addWidget(self._heading)
        self.side.addWidget(GivenPin(given))
        self.side.addSpacing(4)
        self.side.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeading)
        self.side.addStretch(1)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("The number to begin with"))
        self.done.setText(_("Done"))

    def primary(self) -> QAbstractButton:
        return self.done
