"""Closing a test: what that means for those who are not done, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.room_now import RoomNow
from trainer_app.operations.room_tests import RoomTestClosed, close_test
from trainer_app.training.meeting import Test
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class CloseSheet(Sheet):
    """Signals: ``test_closed(RoomTestClosed)`` once it is on disk."""

    test_closed = Signal(object)

    def __init__(
        self,
        background: Background,
        module: Module,
        on_duty: OnDuty,
        meeting: UUID,
        test: Test,
        now: RoomNow,
    ) -> None:
        super().__init__(width=620)
        self._background, self._module, self._on_duty = background, module, on_duty
        self._meeting, self._test, self._now = meeting, test, now
        self._who, self._rule = Para("body"), Para("body")
        self.retry = RetryLine()
        for widget in (self._who, self._rule, self.retry):
            self.body.addWidget(widget)
        self.wait, self.go = SecondaryButton(), PrimaryButton("check")
        self.wait.clicked.connect(self.close_sheet)
        self.go.clicked.connect(self._close_test)
        self.buttons.addWidget(self.wait)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.go)
        self.settle()

    def show_now(self, now: RoomNow) -> None:
        """People went on meanwhile."""
        self._now = now
        self.retranslate()

    def focus_first(self) -> None:
        """While somebody writes, Enter waits."""
        first = self.wait if self._now.at_computers else self.go
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_test(self) -> None:
        self.go.setEnabled(False)
        self._background.run(
            self,
            lambda store: close_test(
                store, by=self._on_duty, meeting=self._meeting, test=self._test,
                module=self._module,
            ),
            self._on_closed,
            self._on_not_closed,
        )  # fmt: skip

    def _on_closed(self, closed: RoomTestClosed) -> None:
        self.close_sheet()
        self.test_closed.emit(closed)

    def _on_not_closed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.retry.show_error(error, self._close_test)

    def retranslate(self) -> None:
        super().retranslate()
        writing = self._now.at_computers
        words = ngettext(
            "{count} person is still answering", "{count} people are still answering", writing
        )
        self.set_title(_counted(words, writing) if writing else _("Close the test?"))
        self._who.setText(" ".join(self._lines()))
        self._rule.setText(
            _(
                "What was answered is kept. What is open counts as not answered. "
                "A closed test cannot be opened again."
            )
        )
        self.wait.setText(_("Wait"))
        self.go.setText(_("Close and keep their answers") if writing else _("Close the test"))

    def _lines(self) -> list[str]:
        now = self._now
        done, waiting = now.standing("done"), now.standing("waiting")
        halves = now.standing("writing") - now.at_computers
        lines = [
            _counted(ngettext("{count} person is done.", "{count} people are done.", done), done)
        ]
        if halves:
            words = ngettext(
                "{count} answer sheet is not complete.",
                "{count} answer sheets are not complete.",
                halves,
            )
            lines.append(_counted(words, halves))
        if waiting:
            words = ngettext(
                "{count} person has not begun and gets no result.",
                "{count} people have not begun and get no result.",
                waiting,
            )
            lines.append(_counted(words, waiting))
        return lines


def _counted(words: str, count: int) -> str:
    return words.format(count=isolate(i18n.number(count)))
