"""Nobody touched the computer for a while: the desk is closed until somebody signs in again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

SHORT_MINUTES = 5
"""On a PC that several people use."""
SESSION_MINUTES = 60
"""While a training session runs, where nobody touches the laptop during a talk."""
_LOOK_MS = 5_000
_SLEEPLESS = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}
"""The clock of a system that goes on while the computer sleeps, where Python's own stands still; on
Windows that one goes on, too."""
_WAKES = frozenset({QEvent.Type.ApplicationStateChange, QEvent.Type.WindowActivate})
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress, QEvent.Type.TabletMove,
    }
)  # fmt: skip


def steady_seconds() -> float:
    """Seconds of a clock that nobody sets and that goes on while the computer sleeps."""
    clock = sleepless_clock(sys.platform)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def sleepless_clock(system: str) -> int | None:
    """The number of that clock for a system as ``sys.platform`` calls it; None for Python's own."""
    return getattr(time, _SLEEPLESS.get(system, ""), None)


class IdleLock(QObject):
    """Watches keys, mouse and touch of the whole program between ``start`` and ``stop``.

    Signals: ``idle`` once, when ``minutes`` went by, also while the computer slept; then it has
    stopped. The touch that wakes it after so long is swallowed: it must not reach what lay open.
    """

    idle = Signal()

    def __init__(
        self, parent: QObject | None = None, *, now: Callable[[], float] = steady_seconds
    ) -> None:
        """``now`` tells seconds that only grow."""
        super().__init__(parent)
        self.minutes: float = SHORT_MINUTES
        self._now = now
        self._touched = now()
        self._wakes = False
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOK_MS)
        self._looks.timeout.connect(self.look)

    @property
    def is_watching(self) -> bool:
        """Whether it counts."""
        return self._looks.isActive()

    def start(self) -> None:
        """Somebody signed in: begin to count, from now."""
        self._touched = self._now()
        if not self.is_watching:
            self._app().installEventFilter(self)
            self._looks.start()

    def stop(self) -> None:
        """Nobody is on duty any more."""
        self._looks.stop()
        self._app().removeEventFilter(self)

    def look(self) -> bool:
        """Whether the time is over; then ``idle`` is told."""
        if not self.is_watching or self._now() - self._touched < self.minutes * 60:
            return False
        self.stop()
        self.idle.emit()
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _WAKES:
            QTimer.singleShot(0, self, self.look)  # not every few seconds: the page is in sight
        if event.type() not in _TOUCHES:
            return False
        if not self._wakes:
            if not self.look():
                self._touched = self._now()
                return False
            self._wakes = True  # one touch is told several times: to shortcuts, window, widgets
            self._app().installEventFilter(self)
            QTimer.singleShot(0, self, self._on_awake)
        event.accept()
        return True

    def _on_awake(self) -> None:
        self._wakes = False
        if not self.is_watching:
            self.stop()

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app
