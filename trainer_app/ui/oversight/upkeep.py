"""Before anything is shown, what came since the last time is taken in, step by step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from trainer_app.operations.reports.upkeep import StepTaken, take_step
from trainer_app.ui.background import Background


class Upkeep(QObject):
    """Between two steps others have their turn on the store's thread.

    Signals: ``told(done, of)`` rows after each step but the last, ``ready`` when all is in,
    ``failed(Exception)``; what was taken in until then stays.
    """

    told = Signal(int, int)
    ready = Signal()
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._all = 0
        self._runs = self._again = False

    def start(self) -> None:
        """Bring the reports up to date; asked again meanwhile, once more afterwards."""
        if self._runs:
            self._again = True
            return
        self._runs, self._all = True, 0
        self._step()

    def _step(self) -> None:
        self._background.run(self, take_step, self._on_taken, self._on_failed)

    def _on_taken(self, step: StepTaken) -> None:
        self._all = max(self._all, step.left + step.taken)
        if step.left or self._again:
            self._again = self._again and bool(step.left)
            self.told.emit(self._all - step.left, self._all)
            self._step()
        else:
            self._runs = False
            self.ready.emit()

    def _on_failed(self, error: Exception) -> None:
        self._runs = self._again = False
        self.failed.emit(error)
