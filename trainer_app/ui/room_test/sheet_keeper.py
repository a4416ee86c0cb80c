"""Puts typed sheets on the disk behind the typist's back, in order, and loses none."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from trainer_app.operations.room_tests import SheetsKept, keep_sheets

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.meeting import Test
    from trainer_app.ui.background import Background

Sheets = dict[str, Mapping[str, str]]
"""Responses by item id, by learner id."""


class SheetKeeper(QObject):
    """A write takes what was typed last when it begins. What could not be written stays and goes
    with the next one. What was given to ``put`` is written even if this is gone by then.

    Signals: ``kept(SheetsKept)`` after each write, ``not_kept(Exception)``.
    """

    kept = Signal(object)
    not_kept = Signal(object)

    def __init__(
        self,
        background: Background,
        module: Module,
        meeting: UUID,
        test: Test,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._module = background, module
        self._meeting, self._test = meeting, test
        self._lock = Lock()
        self._waiting: Sheets = {}
        self._asked = False
        self._under_way = 0

    @property
    def is_idle(self) -> bool:
        """Whether everything typed so far is on the disk."""
        return not self._under_way and not self._waiting

    @property
    def is_stuck(self) -> bool:
        """Whether something could not be written and nothing tries to."""
        return not self._under_way and bool(self._waiting)

    def put(self, learner_id: str, responses: Mapping[str, str]) -> None:
        """Write this sheet soon."""
        with self._lock:
            self._waiting[learner_id] = responses
        self.write()

    def write(self) -> None:
        """Write what waits, if anything does."""
        with self._lock:
            if self._asked or not self._waiting:
                return
            self._asked = True
        self._under_way += 1
        self._background.run(self, self._write, self._on_written, self._on_not_written)

    def _write(self, store: Store) -> SheetsKept:
        """On the store's thread."""
        with self._lock:
            sheets, self._waiting, self._asked = self._waiting, {}, False
        try:
            return keep_sheets(
                store, meeting=self._meeting, test=self._test, module=self._module, sheets=sheets
            )
        except Exception:
            with self._lock:
                self._waiting = sheets | self._waiting
            raise

    def _on_written(self, kept: SheetsKept) -> None:
        self._under_way -= 1
        self.kept.emit(kept)

    def _on_not_written(self, error: Exception) -> None:
        self._under_way -= 1
        self.not_kept.emit(error)
