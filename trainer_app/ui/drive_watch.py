"""Noticing that a stick was put in or pulled out, by looking every few seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

LOOK_MS = 5000


class DriveWatch(QObject):
    """Looks for removable drives while it is on. Nothing on a drive is opened.

    Signals: ``put_in(Path)`` for each drive that is new, those of the first look too;
    ``changed`` whenever ``drives`` is another list than before.
    """

    put_in = Signal(object)
    changed = Signal()

    def __init__(self, find: Callable[[], list[Path]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self.drives: list[Path] = []
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def set_on(self, on: bool) -> None:
        """Begin looking, at once and then every five seconds, or end it."""
        if on and not self.timer.isActive():
            self.timer.start()
            self.look()
        elif not on:
            self.timer.stop()

    def look(self) -> None:
        """See which drives are there now."""
        before, self.drives = self.drives, list(self._find())
        if self.drives != before:
            self.changed.emit()
        for drive in self.drives:
            if drive not in before:
                self.put_in.emit(drive)
