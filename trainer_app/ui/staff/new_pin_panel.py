"""Choosing six digits of one's own: twice, and none that is easy to guess."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations.staff_pins import require_good
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.staff.pin_pad import PinField, PinPad
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Heading, Para


class NewPinPanel(Panel):
    """Signals: ``chosen(str)``; the caller then goes on, or calls ``refuse`` or ``fail``."""

    chosen = Signal(str)

    def __init__(self, why: Callable[[], str] | None = None) -> None:
        """``why`` says in the language of the moment why one has to choose."""
        super().__init__()
        self._first, self._reason = "", why
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._why = Para("body")
        self.field = PinField()
        self.field.completed.connect(self._on_completed)
        self.field.begun.connect(self._on_begun)
        self.pad = PinPad(self.field)
        self.note, self.retry = NoteLine(), RetryLine()
        self.again = QuietButton("refresh")
        self.again.clicked.connect(self.begin)
        leading = Qt.AlignmentFlag.AlignLeading
        for widget in (self._heading, self._why, self._about):
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.add_digits(self.field)
        self.side.addWidget(self.note)
        self.side.addWidget(self.retry)
        self.side.addWidget(self.again, 0, leading)
        self.side.addStretch(1)
        self.beside.addWidget(self.pad)
        self.beside.addStretch(1)
        self._why.setVisible(why is not None)
        self.again.setVisible(False)
        self.settle()

    def retranslate(self) -> None:
        self._why.set_plain(self._reason() if self._reason else "")
        if self._first:
            self._heading.setText(_("Type it once more"))
            self._about.setText(_("The same six digits, so that no slip of the hand stays."))
        else:
            self._heading.setText(_("Choose your number"))
            self._about.setText(
                _("Six digits that only you know. No birthday, no year, no row of keys.")
            )
        self.field.setAccessibleName(self._heading.text())
        self.field.setAccessibleDescription(self._about.text())
        self.again.setText(_("Choose another number"))

    def first_focus(self) -> QWidget:
        return self.field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pad.take_key(event):
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Choose from the beginning."""
        self._first = ""
        self.note.clear()
        self._step()

    def refuse(self, words: str) -> None:
        """This number will not do; say why, and choose from the beginning."""
        self.begin()
        self.note.say(words, "careful")

    def fail(self, error: Exception) -> None:
        """It could not be saved. What was chosen stays, and can be tried again."""
        pin = self._first
        self.retry.show_error(error, lambda: self._choose(pin))

    def _on_begun(self) -> None:
        self.note.clear()
        self.retry.clear()

    def _on_completed(self) -> None:
        pin = self.field.pin
        if not self._first:
            try:
                require_good(pin)
            except TrainerError as error:
                self.refuse(str(error))
                return
            self._first = pin
            self._step()
        elif pin != self._first:
            self.refuse(_("These were two different numbers. Choose again."))
        else:
            self._choose(pin)

    def _choose(self, pin: str) -> None:
        self._set_open(False)
        self.chosen.emit(pin)

    def _step(self) -> None:
        self.field.clear()
        self.again.setVisible(bool(self._first))
        self._set_open(True)
        self.retranslate()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_open(self, is_open: bool) -> None:
        self.field.setEnabled(is_open)
        self.pad.setEnabled(is_open)
