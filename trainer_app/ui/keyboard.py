"""Keys that work everywhere: the way to hide, and whether a person steers by keyboard."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

SHIFT_WINDOW = 3.0
"""Three presses of Shift must fall into this many seconds."""
ESCAPE_WINDOW = 1.0
_STEERING = frozenset(
    {
        Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
        Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End,
    }
)  # fmt: skip


class HideChord:
    """Recognises Shift three times within 3 s and Esc twice within 1 s; other keys begin anew."""

    def __init__(self) -> None:
        self._key = 0
        self._times: list[float] = []

    def press(self, key: int, at: float) -> bool:
        """A key went down at ``at`` seconds; whether this completes the chord."""
        need, window = {
            int(Qt.Key.Key_Shift): (3, SHIFT_WINDOW),
            int(Qt.Key.Key_Escape): (2, ESCAPE_WINDOW),
        }.get(key, (0, 0.0))
        if not need:
            self.reset()
            return False
        if key != self._key:
            self.reset()
            self._key = key
        self._times = [one for one in self._times if at - one <= window]
        self._times.append(at)
        if len(self._times) < need:
            return False
        self.reset()
        return True

    def reset(self) -> None:
        """Forget what was pressed."""
        self._key = 0
        self._times = []


class KeyWatch(QObject):
    """Sees every key of the program, in popups too, and swallows none.

    Signals: ``chord_pressed`` for the hide chord; ``keyboard_used(bool)`` when steering changes
    between keyboard and mouse.
    """

    chord_pressed = Signal()
    keyboard_used = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._chord = HideChord()
        self._by_keyboard = False
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def begin_anew(self) -> None:
        """Whoever comes now did not steer yet."""
        self._steer(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the program comes by. A press is delivered again to widgets: only the
        # window's counts.
        if not isinstance(watched, QWindow):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            if isinstance(event, QKeyEvent):
                self._on_key(event)
        elif kind == QEvent.Type.MouseButtonPress:
            self._chord.reset()
            self._steer(False)
        return False

    def _on_key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        if event.key() in _STEERING:
            self._steer(True)
        if self._chord.press(int(event.key()), time.monotonic()):
            self.chord_pressed.emit()

    def _steer(self, by_keyboard: bool) -> None:
        if by_keyboard != self._by_keyboard:
            self._by_keyboard = by_keyboard
            self.keyboard_used.emit(by_keyboard)
