"""A time of the day one types: hours and minutes of 24 hours, the same in every language."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QLocale, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTimeEdit, QWidget


class TimeField(QTimeEdit):
    """Up and Down change the part with the cursor. Its name comes from the ``FormField`` around it.

    The wheel scrolls the page, unless somebody is typing here.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # or the minutes come first
        self.setDisplayFormat("HH:mm")
        self.setButtonSymbols(QTimeEdit.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def time_of_day(self) -> time:
        """The time as it stands, to the minute."""
        told = self.time()
        return time(told.hour(), told.minute())

    def show_time(self, moment: time) -> None:
        """Show a time, without a signal."""
        before = self.blockSignals(True)
        self.setTime(QTime(moment.hour, moment.minute))
        self.blockSignals(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
