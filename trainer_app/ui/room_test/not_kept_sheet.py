"""Somebody wants to leave, and the last letters are not on the disk."""

from __future__ import annotations

from PySide6.QtCore import Signal

from trainer_app.i18n import _
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


class NotKeptSheet(Sheet):
    """Signals: ``again_asked``, ``leave_asked``."""

    again_asked = Signal()
    leave_asked = Signal()

    def __init__(self) -> None:
        super().__init__(width=560)
        self._words = Para("body")
        self.body.addWidget(self._words)
        self.leave, self.again = QuietButton(), PrimaryButton("refresh")
        self.leave.clicked.connect(lambda: self._close_with(self.leave_asked))
        self.again.clicked.connect(lambda: self._close_with(self.again_asked))
        self.buttons.addWidget(self.leave)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.again)
        self.settle()

    def _close_with(self, signal: object) -> None:
        self.close_sheet()
        signal.emit()  # type: ignore[attr-defined]

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Some letters are not kept yet"))
        self._words.setText(
            _("Keep the paper sheets. The letters you typed last could not be written to the disk.")
        )
        self.leave.setText(_("Leave without them"))
        self.again.setText(_("Try again"))
