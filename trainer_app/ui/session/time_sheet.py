"""What the time is, from somebody who looks at a clock that is right."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit

from trainer_app import i18n
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations.clock import tell_time
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.day_field import DayField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.ui.background import Background


class TimeSheet(Sheet):
    """The computer's clock stays as it is; what happens here is put at the right time.

    Signals: ``told(date)`` when it is noted; the sheet closes itself then.
    """

    told = Signal(object)

    def __init__(self, background: Background, now: datetime) -> None:
        """``now`` is what the computer says, to be put right."""
        super().__init__(width=600)
        self._background = background
        self._about = Para("body")
        self.day, self.time = DayField(), QTimeEdit()
        self.day.show_day(now.date())
        self.time.setLocale(QLocale.c())
        self.time.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.time.setDisplayFormat("HH:mm")
        self.time.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        self.time.setTime(QTime(now.hour, now.minute))
        self._day, self._time = FormField(self.day), FormField(self.time)
        self.retry = RetryLine()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._day, 3)
        row.addWidget(self._time, 2)
        self.body.addWidget(self._about)
        self.body.addLayout(row)
        self.body.addWidget(self.retry)
        self.leave, self.save = SecondaryButton("x"), PrimaryButton("check")
        self.leave.clicked.connect(self.close_sheet)
        self.save.clicked.connect(self._on_save)
        self.buttons.addWidget(self.leave)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.save)
        self.settle()

    def focus_first(self) -> None:
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.save.click()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        told = self.time.time()
        now = datetime.combine(self.day.day(), time(told.hour(), told.minute())).astimezone()
        self.save.setEnabled(False)
        self.retry.clear()
        self._day.show_error("")

        def kept(_noted: object) -> None:
            self.told.emit(now.date())
            self.close_sheet()

        self._background.run(
            self, lambda store: tell_time(store, now=now), kept, self._on_not_noted
        )

    def _on_not_noted(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if type(error) is TrainerError:  # the day cannot be
            self._day.show_error(str(error))
            self.focus_first()
        else:
            self.retry.show_error(error, self._on_save)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("What time is it?"))
        self._about.setText(
            _("Look at a clock you trust. What is done here today then gets the right time.")
        )
        self._day.set_words(_("Day"), _("Day, month, year"))
        self._time.set_words(_("Time"), _("Hours, minutes"))
        start = Qt.AlignmentFlag.AlignRight if i18n.is_rtl() else Qt.AlignmentFlag.AlignLeft
        for editor in (self.day, self.time):
            editor.setAlignment(start)
        self.leave.setText(_("Not now"))
        self.save.setText(_("Save"))
