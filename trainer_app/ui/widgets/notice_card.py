"""A calm line in a card: why there is nothing here, or what did not work and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PictureMark


class NoticeCard(Card):
    """A mark and a line or two. ``again`` is shown where trying again may help."""

    def __init__(self, icon: str, tint: str = "primary", parent: QWidget | None = None) -> None:
        """``tint`` is a family of colour roles such as ``caution``."""
        super().__init__(parent=parent)
        self._mark = PictureMark(icon, 56, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        self.para, self._what = Para("body_large"), Para("body", colour="text_muted")
        self.again = SecondaryButton("repeat")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self.para)
        words.addWidget(self._what)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 20)
        row.setSpacing(20)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say("")

    def say(self, words: str, what: str = "", *, again: bool = False) -> None:
        """What happened and what to do; empty words hide the card."""
        self.para.setText(words)
        self._what.setText(what)
        self._what.setVisible(bool(what))
        self.again.setText(_("Try again"))
        self.again.setVisible(again)
        self.setVisible(bool(words))
