"""Garbage is collected on the GUI thread, at quiet moments, and nowhere else.

Python's collector may start in any thread and in the middle of any call. A widget it frees on the
store thread, or while Qt walks over all widgets to dress them, ends the program.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_EVERY_SECONDS = 10


class Collector(QObject):
    """Turns the automatic collector off and collects by timer instead; one per program."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def _on_timeout(self) -> None:
        gc.collect()


@contextmanager
def paused() -> Iterator[None]:
    """Nothing is collected meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
