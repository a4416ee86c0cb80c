"""The recovery code at the desk: typed back from paper, or made anew where the paper is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.i18n import _
from trainer_app.operations.computer import check_recovery_code
from trainer_app.operations.computer_lock import NewCode, make_recovery_code
from trainer_app.operations.staff import StaffCard
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.small_card import recovery_sheet
from trainer_app.ui.recovery_cards import FILE_NAME, CodeGroups
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel, PanelScreen
from trainer_app.ui.staff.pin_panel import PinPanel
from trainer_app.ui.staff.recovery_panel import CodeLine
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Heading, Para


class CodeScreen(PanelScreen):
    """Signals: ``done`` when a code was typed back from paper; ``back_asked`` when given up."""

    done = Signal()

    def __init__(self, background: Background, on_duty: OnDuty, *, anew: bool) -> None:
        """``anew`` makes another code at once; otherwise the one on paper is asked for."""
        super().__init__()
        self._background, self._by = background, on_duty
        self.settle()
        if anew:
            self._ask_number()
        else:
            self._type_back(None)

    def title(self) -> str:
        return _("Recovery code")

    def retranslate(self) -> None:
        self.title_changed.emit()

    # ------------------------------------------------------------ typed back

    def _type_back(self, shown: str | None) -> None:
        """``shown`` is the code that was just made and may be looked at again."""
        panel = TypeCodePanel(is_new=shown is not None)
        panel.code_given.connect(lambda typed: self._check(panel, typed))
        if shown is None:
            panel.back.clicked.connect(self._ask_number)
        else:
            panel.back.clicked.connect(lambda: self.show_code(shown))
        self.show_panel(panel)

    def _check(self, panel: TypeCodePanel, typed: str) -> None:
        def checked(right: bool) -> None:
            if right:
                self.done.emit()
                return
            panel.refuse(_("This is not the code yet. Compare it with the paper, and try again."))

        self._background.run(
            panel, lambda store: check_recovery_code(store, code=typed), checked, panel.fail
        )

    # ------------------------------------------------------------ made anew

    def _ask_number(self) -> None:
        """So that nobody makes the paper useless at a desk that was left open."""
        card = StaffCard(self._by.staff, signs_in_here=True)
        panel = PinPanel(
            self._background, card, alone=True,
            before=lambda: (
                _("Make a new recovery code"),
                _("The code on the old paper opens nothing then. First, type your six digits."),
            ),
        )  # fmt: skip
        panel.signed_in.connect(lambda _found, _pin: self._make(panel))
        self.show_panel(panel)

    def _make(self, panel: PinPanel) -> None:
        by = self._by
        self._background.run(
            panel,
            lambda store: make_recovery_code(store, by=by),
            self._on_made,
            lambda error: panel.retry.show_error(error, lambda: self._make(panel)),
        )

    def _on_made(self, made: NewCode) -> None:
        self.show_code(made.code)

    def show_code(self, code: str) -> None:
        """It is to be written down now."""
        panel = NewCodePanel(code)
        panel.next.clicked.connect(lambda: self._type_back(code))
        self.show_panel(panel)


class TypeCodePanel(Panel):
    """Signals: ``code_given(str)``; the caller then goes on, or calls ``refuse`` or ``fail``."""

    code_given = Signal(str)

    def __init__(self, *, is_new: bool) -> None:
        super().__init__()
        self._is_new = is_new
        self._heading, self._about = Heading("display"), Para("body")
        self.code = CodeLine()
        self.field = FormField(self.code)
        self.code.textEdited.connect(lambda: self.field.show_error(""))
        self.retry = RetryLine()
        self.next = PrimaryButton("check")
        self.next.clicked.connect(self._on_next_clicked)
        self.back = QuietButton("arrow-left" if is_new else "refresh")
        buttons = FlowRow()
        buttons.add(self.next)
        buttons.add(self.back)
        for widget in (self._heading, self._about, self.field, self.retry):
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.side.addWidget(buttons)
        self.side.addStretch(1)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Type the code from your paper"))
        self._about.setText(_("This makes sure that what you wrote down opens the data."))
        self.field.set_words(
            _("Recovery code"), _("Capital or small letters, with or without lines between.")
        )
        self.next.setText(_("Check the code"))
        if self._is_new:
            self.back.setText(_("Show the code again"))
        else:
            self.back.setText(_("I do not have the paper"))

    def first_focus(self) -> QWidget:
        return self.code

    def primary(self) -> QAbstractButton:
        return self.next

    def refuse(self, words: str) -> None:
        """It is not the code; say what to do. What was typed stays."""
        self.next.setEnabled(True)
        self.field.show_error(words)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def fail(self, error: Exception) -> None:
        """It could not be looked at, and can be tried again."""
        self.next.setEnabled(True)
        self.retry.show_error(error, self._on_next_clicked)

    def _on_next_clicked(self) -> None:
        typed = self.code.text().strip()
        if not typed:
            self.refuse(_("Type the code first."))
            return
        self.retry.clear()
        self.next.setEnabled(False)
        self.code_given.emit(typed)


class NewCodePanel(Panel):
    """A new code, shown to be written down."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.groups = CodeGroups(code)
        self._why = Callout("remember")
        self.buttons = PaperButtons()
        self.buttons.set_paper(recovery_sheet(code), FILE_NAME)
        self.next = PrimaryButton("arrow-right", forward=True)
        leading = Qt.AlignmentFlag.AlignLeading
        self.side.addWidget(self._heading)
        self.side.addWidget(self._about)
        self.side.addWidget(self.groups, 0, leading)
        self.side.addWidget(self._why)
        self.side.addWidget(self.buttons)
        self.side.addSpacing(8)
        self.side.addWidget(self.next, 0, leading)
        self.side.addStretch(1)
        self.settle()

    def retranslate(self) -> None:
        self._heading.setText(_("Write this code on paper"))
        self._about.setText(_("It is the recovery code. It is shown only now."))
        self._why.setText(
            _(
                "Whoever has this code can open the data. Keep the paper in a safe place, away "
                "from the computer, and destroy the old one."
            )
        )
        self.buttons.set_words(
            print_it=_("Print the code"),
            saved=_("Saved. Keep the file away from this computer, or print it and delete it."),
            printed=_("The code was sent to the printer."),
            no_printer=_("The printer does not answer. Save as PDF instead."),
        )
        self.next.setText(_("Next"))

    def primary(self) -> QAbstractButton:
        return self.next
