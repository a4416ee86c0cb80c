"""Six digits to read aloud across a room: large, in two groups, from left to right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.i18n import isolate_number
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

_SIZE = 52


class BigCode(Themed, QLabel):
    """Screen readers hear the digits one by one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_code(self, code: str) -> None:
        """Show these digits; empty shows nothing."""
        self.setText(isolate_number(f"{code[:3]} {code[3:]}") if code else "")
        self.setAccessibleName(" ".join(code))

    def dress(self) -> None:
        font = theme.font("display")
        font.setPixelSize(theme.px(_SIZE))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(4))
        self.setFont(font)
        super().dress()
