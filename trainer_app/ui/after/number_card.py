"""A number with what it counts: large, and one line that says more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class NumberCard(Card):
    """Screen readers get it as one sentence."""

    def __init__(self, icon: str, tint: str = "primary", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        mark = PictureMark(icon, 44, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        self._label, self._number = Para("small", colour="text_muted"), Heading("h1")
        self._more = Para("small", colour="text_muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._label)
        words.addWidget(self._number)
        words.addWidget(self._more)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 14, 18, 14)
        row.setSpacing(14)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_number(self, label: str, number: str, more: str = "") -> None:
        """What is counted, how many, and a line below."""
        self._label.setText(label)
        self._number.setText(number)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        said = (self._label.text(), self._number.text(), self._more.text())
        self.setAccessibleName(". ".join(one for one in said if one))
