"""Sheets about one member of staff: each asks once, then does it and says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal

from trainer_app.i18n import _, isolate
from trainer_app.operations.staff import (
    PinGiven,
    StaffKept,
    mark_staff_left,
    reset_pin,
)
from trainer_app.training.staff import OnDuty, Staff
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.given_pin import GivenPin
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.store import Store

T = TypeVar("T")


class MemberSheet(Sheet):
    """Two buttons: do it, or keep everything as it is, which has the focus."""

    def __init__(self, background: Background, by: OnDuty, member: Staff, icon: str) -> None:
        super().__init__(width=640)
        self._background, self._by, self._member = background, by, member
        self.about, self.retry = Para("body"), RetryLine()
        self.do_it, self.keep = SecondaryButton(icon), PrimaryButton()
        self.keep.clicked.connect(self.close_sheet)
        self.body.addWidget(self.about)
        self.body.addWidget(self.retry)
        self.buttons.addWidget(self.do_it)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.keep)

    @property
    def name(self) -> str:
        """Of the member of staff, to be put into a sentence."""
        return isolate(self._member.name)

    def act(self, operation: Callable[[Store], T], then: Callable[[T], None]) -> None:
        """Do what was asked; where it is not done, say why and offer to try again."""

        def failed(error: Exception) -> None:
            self.do_it.setEnabled(True)
            self.retry.show_error(error, lambda: self.act(operation, then))

        self.do_it.setEnabled(False)
        self._background.run(self, operation, then, failed)


class ResetSheet(MemberSheet):
    """A number that is good for once. Afterwards the sheet shows it, and only its button closes
    it, so that no slip of the hand loses it."""

    def __init__(self, background: Background, by: OnDuty, member: Staff) -> None:
        super().__init__(background, by, member, "key")
        self._given: PinGiven | None = None
        self.do_it.clicked.connect(self._on_agreed)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        if self._given is not None:
            self.set_title(_("The new number"))
            self.keep.setText(_("Done"))
            return
        self.set_title(_("Give a new number?"))
        words = _(
            "{name} then signs in with it once, and chooses another. The number from before "
            "opens nothing any more. This is written down."
        )
        self.about.set_plain(words.format(name=self.name))
        self.do_it.setText(_("Give a new number"))
        self.keep.setText(_("Leave it as it is"))

    def _on_agreed(self) -> None:
        by, staff_id = self._by, self._member.staff_id
        self.act(lambda store: reset_pin(store, by=by, staff_id=staff_id), self._on_given)

    def _on_given(self, given: PinGiven) -> None:
        self._given = given
        self._closable = False
        self._close.setVisible(False)
        self.about.hide()
        self.do_it.hide()
        self.body.addWidget(GivenPin(given))
        self.retranslate()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)


class LeaveSheet(MemberSheet):
    """Signals: ``marked`` when it is on the disk."""

    marked = Signal()

    def __init__(self, background: Background, by: OnDuty, member: Staff) -> None:
        super().__init__(background, by, member, "user")
        self.do_it.clicked.connect(self._on_agreed)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Mark as left?"))
        words = _(
            "{name} cannot sign in any more. What they did stays, and they can be taken back."
        )
        self.about.set_plain(words.format(name=self.name))
        self.do_it.setText(_("Mark as left"))
        self.keep.setText(_("Leave it as it is"))

    def _on_agreed(self) -> None:
        by, staff_id = self._by, self._member.staff_id
        self.act(lambda store: mark_staff_left(store, by=by, staff_id=staff_id), self._on_marked)

    def _on_marked(self, _kept: StaffKept) -> None:
        self.marked.emit()
        self.close_sheet()
