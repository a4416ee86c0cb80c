"""Enter: it presses the button that has the focus; elsewhere a screen's primary one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from trainer_app.ui.themed import Themed

if TYPE_CHECKING:

    class _Button(Themed, QAbstractButton):
        pass
else:
    _Button = Themed


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter went down; a key held down does not count again."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()


class Pressable(_Button):
    """``Themed`` for buttons, named before the Qt class: Enter presses them, as Space does."""

    takes_enter = True
    """False for an answer: Enter then goes on to the screen, which checks it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.takes_enter and is_enter(event):
            self.click()
            event.accept()
        else:
            super().keyPressEvent(event)
