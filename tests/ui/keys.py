"""Keys as they come from the keyboard, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

NONE = Qt.KeyboardModifier.NoModifier


def press(window: QWidget, *keys: Qt.Key | str, held: Qt.KeyboardModifier = NONE) -> None:
    """Press named keys, and keys by the letter on them."""
    for key in keys:
        # QTest takes a letter here too; its stub does not say so
        QTest.keyClick(window.windowHandle(), key, held)  # type: ignore[arg-type]


def write(window: QWidget, words: str) -> None:
    """Type the words, letter by letter."""
    press(window, *words)
