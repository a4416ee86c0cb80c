"""Arrow keys in a grid of buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_STEPS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1}
_ROWS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


class ArrowGrid(QObject):
    """Moves the focus between buttons that stand in rows, mirrored from right to left.

    ``shown`` lists the buttons in their order now, ``columns`` how many stand in a row.
    """

    def __init__(
        self, parent: QWidget, shown: Callable[[], Sequence[QWidget]], columns: Callable[[], int]
    ) -> None:
        super().__init__(parent)
        self._shown, self._columns = shown, columns

    def watch(self, button: QWidget) -> None:
        """Steer this button, too."""
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        shown = list(self._shown())
        if not isinstance(watched, QWidget) or watched not in shown:
            return False
        target = self._target(event.key(), shown.index(watched), len(shown), watched)
        if target is None:
            return False
        if 0 <= target < len(shown):
            shown[target].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _target(self, key: int, place: int, count: int, watched: QWidget) -> int | None:
        """Where the focus should go; outside of the grid if nowhere, None for other keys."""
        if key in _STEPS:
            return place + (-_STEPS[key] if watched.isRightToLeft() else _STEPS[key])
        if key in _ROWS:
            return place + _ROWS[key] * max(1, self._columns())
        if key == Qt.Key.Key_Home:
            return 0
        return count - 1 if key == Qt.Key.Key_End else None
