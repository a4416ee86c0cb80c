"""What is the time? A person says it, where the clock of the computer may be wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateTimeEdit, QHBoxLayout

from trainer_app import i18n
from trainer_app.errors import NotSaved, TrainerError
from trainer_app.i18n import _
from trainer_app.operations.clock import tell_time
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.retry_line import RetryLine, sentence_of
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.day_field import DayField
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet
from trainer_app.ui.widgets.time_field import TimeField

if TYPE_CHECKING:
    from trainer_app.ui.background import Background

_FIRST, _LAST = QDate(2000, 1, 1), QDate(2099, 12, 31)
"""Days a zone is known for everywhere; what cannot be today is said by the operation."""


class ClockSheet(Sheet):
    """Begins with ``day`` and the time of the computer's clock. Enter notes what stands there.

    Signals: ``told(datetime)``, in this computer's zone, once it is on the disk.
    """

    told = Signal(object)

    def __init__(self, background: Background, day: date) -> None:
        super().__init__(width=560)
        self._background = background
        self._about = Para("body", colour="text_muted")
        self.day, self.time = DayField(), TimeField()
        self.day.setDateRange(_FIRST, _LAST)
        self.day.show_day(day)
        self.time.show_time(datetime.now().astimezone().time())
        self._fields: dict[QDateTimeEdit, FormField] = {
            one: FormField(one) for one in (self.day, self.time)
        }
        self.retry = RetryLine()
        self.note, self.keep = PrimaryButton("check"), SecondaryButton()
        self.note.clicked.connect(self._tell)
        self.keep.clicked.connect(self.close_sheet)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._fields[self.day], 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fields[self.time], 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._about)
        self.body.addLayout(row)
        self.body.addWidget(self.retry)
        self.buttons.addWidget(self.keep)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.note)
        self.settle()

    def focus_first(self) -> None:
        self.day.setFocus(Qt.FocusReason.TabFocusReason)  # as Tab does, which chooses the day

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.note.isEnabled():
            self.note.click()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        moment = datetime.combine(self.day.day(), self.time.time_of_day()).astimezone()
        self.note.setEnabled(False)
        self.retry.clear()
        self._fields[self.day].show_error("")
        self._background.run(
            self,
            lambda store: tell_time(store, now=moment),
            lambda _noted: self._on_noted(moment),
            self._on_not_noted,
        )

    def _on_noted(self, moment: datetime) -> None:
        self.close_sheet()
        self.told.emit(moment)

    def _on_not_noted(self, error: Exception) -> None:
        self.note.setEnabled(True)
        if isinstance(error, TrainerError) and not isinstance(error, NotSaved):
            self._fields[self.day].show_error(sentence_of(error))
            self.day.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.retry.show_error(error, self._tell)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("What is the time?"))
        self._about.setText(
            _("Look at a clock you trust. The clock of this computer stays as it is.")
        )
        self._fields[self.day].set_words(_("Day"), _("Day, month, year"))
        self._fields[self.time].set_words(_("Time of day"), _("From 00:00 to 23:59"))
        rtl = i18n.is_rtl(i18n.language())
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        for field in self._fields:
            field.setAlignment(side)
        self.keep.setText(_("Back"))
        self.note.setText(_("Note this time"))
