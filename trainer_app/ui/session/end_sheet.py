"""Ending a session: what happens then is said before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.training_sessions import Closed, close_session
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background


class EndSheet(Sheet):
    """Signals: ``over(UUID)`` once the session is closed, on the disk."""

    over = Signal(object)

    def __init__(self, background: Background, on_duty: OnDuty, meeting: UUID, ticked: int) -> None:
        super().__init__(width=620)
        self._background, self._on_duty = background, on_duty
        self._meeting, self._ticked = meeting, ticked
        self._what, self._after = Para("body"), Para("body", colour="text_muted")
        self.retry = RetryLine()
        self.stay, self.end = SecondaryButton(), PrimaryButton("check")
        self.stay.clicked.connect(self.close_sheet)
        self.end.clicked.connect(self._end)
        for part in (self._what, self._after, self.retry):
            self.body.addWidget(part)
        self.buttons.addWidget(self.stay)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.end)
        self.settle()

    def _end(self) -> None:
        self.end.setEnabled(False)
        self.retry.clear()
        self._background.run(
            self,
            lambda store: close_session(store, by=self._on_duty, meeting=self._meeting),
            self._on_closed,
            self._on_not_closed,
        )

    def _on_closed(self, closed: Closed) -> None:
        self.close_sheet()
        self.over.emit(closed.meeting)

    def _on_not_closed(self, error: Exception) -> None:
        self.end.setEnabled(True)
        self.retry.show_error(error, self._end)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("End the session?"))
        words = ngettext(
            "{count} person is ticked. That they attended is written then.",
            "{count} people are ticked. That they attended is written then.",
            self._ticked,
        )
        self._what.setText(words.format(count=isolate(i18n.number(self._ticked))))
        self._after.setText(_("After that the roll cannot be changed. Certificates come next."))
        self.stay.setText(_("Go on with the session"))
        self.end.setText(_("End session"))
