"""Enter: it presses the button that has the focus, or else the primary one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter went down; a key held down does not count again."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()


def press_enter(inside: QWidget, primary: QAbstractButton | None = None) -> None:
    """What Enter does on a screen or sheet; call it from ``keyPressEvent``."""
    focus = inside.window().focusWidget()
    if isinstance(focus, QAbstractButton) and inside.isAncestorOf(focus):
        focus.click()
    elif primary is not None and primary.isVisible():
        primary.click()
