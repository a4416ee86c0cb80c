"""That the clock may be wrong, and the way to tell this computer the time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import Callout, NoteLine


class ClockLine(Themed, QWidget):
    """Signals: ``time_asked`` when somebody wants to say what the time is."""

    time_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._noted: datetime | None = None
        self.callout, self.note = Callout("careful"), NoteLine()
        self.tell = QuietButton("clock")
        self.tell.clicked.connect(self.time_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.callout)
        column.addWidget(self.note)
        column.addWidget(self.tell, 0, Qt.AlignmentFlag.AlignLeading)
        self.settle()

    def show_noted(self, moment: datetime) -> None:
        """Say which time was noted: on the disk by now."""
        self._noted = moment
        self._say()

    def _say(self) -> None:
        if (moment := self._noted) is not None:
            words = _("Noted: it was {time} on {day}. Results get the right time from this.")
            day, time = isolate(i18n.day(moment)), isolate_number(f"{moment:%H:%M}")
            self.note.say(words.format(day=day, time=time), "good")

    def retranslate(self) -> None:
        self.callout.setText(_("The clock of this computer may be wrong. Write the day yourself."))
        # For translators: a button; "it" is this computer
        self.tell.setText(_("Tell it the time"))
        self._say()
