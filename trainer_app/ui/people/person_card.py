"""Something that can be done about a person: what it is, what follows from it, and its button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para


class OfferCard(Card):
    """Words at the start, one button at the end."""

    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title, self.about = Para("label"), Para("small", colour="text_muted")
        self.button = SecondaryButton(icon)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.about)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_words(self, title: str, about: str, button: str) -> None:
        """What it is, what follows (it may hold names), what the button does."""
        self.title.setText(title)
        self.about.set_plain(about)
        self.button.setText(button)

    @staticmethod
    def column_of(widget: QWidget) -> QVBoxLayout:
        """A column for such cards in a plain widget."""
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        return column
