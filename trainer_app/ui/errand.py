"""A long work that goes on when its page is left, and that any page can look at."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from trainer_app.errors import TrainerError
from trainer_app.ui.background import Background, NetworkJob, NetworkWork


class Errand(QObject):
    """One work of its kind at a time, on the network thread. Lives on the GUI thread.

    Signals: ``moved`` when it began, came further or ended; ``ended`` after that, when ``result``
    or ``error`` say how. Both stay until the next begins or ``forget`` is called.
    """

    moved = Signal()
    ended = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._job: NetworkJob | None = None
        self.progress: Any = None
        """What the work told last."""
        self.result: Any = None
        self.error: Exception | None = None

    @property
    def is_running(self) -> bool:
        """Whether it waits for its turn or is under way."""
        return self._job is not None

    @property
    def is_stopping(self) -> bool:
        """Whether somebody wants it to end early."""
        return self._job is not None and self._job.is_stopping

    def start(self, work: NetworkWork[Any]) -> bool:
        """Begin, unless one is under way already; says whether it did."""
        if self.is_running:
            return False
        self.progress, self.result, self.error = None, None, None
        self._job = self._background.run_network(
            self, work, self._on_done, self._on_failed, self._on_told
        )
        self.moved.emit()
        return True

    def stop(self) -> None:
        """Ask it to end where nothing is lost; ``ended`` comes when it has."""
        if self._job is not None:
            self._job.stop()
            self.moved.emit()

    def forget(self) -> None:
        """Nobody needs to know any more how the last one ended."""
        self.progress, self.result, self.error = None, None, None

    def _on_told(self, progress: Any) -> None:
        self.progress = progress
        self.moved.emit()

    def _on_done(self, result: Any) -> None:
        self.result = result
        self._end()

    def _on_failed(self, error: Exception) -> None:
        stopped = self.is_stopping and not isinstance(error, TrainerError)
        self.error = None if stopped else error  # it leaves off by raising
        self._end()

    def _end(self) -> None:
        self._job = None
        self.moved.emit()
        self.ended.emit()
