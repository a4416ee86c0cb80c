"""Six digits to type, large, from left to right in every language."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from trainer_app.ui import theme
from trainer_app.ui.themed import Themed

DIGITS = 6


class CodeField(Themed, QLineEdit):
    """Takes digits of any script, typed or pasted with gaps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._on_edited)
        self.settle()

    @property
    def code(self) -> str:
        """The digits there are, at most six."""
        return digits_of(self.text())

    @property
    def is_complete(self) -> bool:
        """Whether there are six."""
        return len(self.code) == DIGITS

    def dress(self) -> None:
        font = theme.font("display")
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(8))
        self.setFont(font)
        width = QFontMetrics(font).horizontalAdvance("0" * (DIGITS + 1)) + 2 * theme.px(16)
        self.setFixedSize(QSize(width, theme.px(64)))
        super().dress()

    def _on_edited(self, typed: str) -> None:
        found = digits_of(typed)
        if found != typed:
            place = len(digits_of(typed[: self.cursorPosition()]))
            self.setText(found)
            self.setCursorPosition(place)


def digits_of(typed: str) -> str:
    """The first six digits in what was typed, whatever their script."""
    found = [str(int(letter)) for letter in typed if letter.isdecimal()]
    return "".join(found[:DIGITS])
