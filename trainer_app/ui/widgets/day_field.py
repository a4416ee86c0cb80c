"""A day one types: day, month, year, the same in every language."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDateEdit, QWidget


class DayField(QDateEdit):
    """Up and Down change the part with the cursor. Its name comes from the ``FormField`` around it.

    The wheel scrolls the page, unless somebody is typing here.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # or the year comes first
        self.setDisplayFormat("dd.MM.yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def day(self) -> date:
        """The day as it stands."""
        told = self.date()
        return date(told.year(), told.month(), told.day())

    def show_day(self, day: date) -> None:
        """Show a day, without a signal."""
        before = self.blockSignals(True)
        self.setDate(QDate(day.year, day.month, day.day))
        self.blockSignals(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
