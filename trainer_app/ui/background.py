"""Work off the GUI thread, results back on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from trainer_app.operations import Changed

if TYPE_CHECKING:
    from trainer_app.store import Store

T = TypeVar("T")


class Background(QObject):
    """Runs operations on the store, one at a time and in the order they were asked for.

    The operation runs on the store's thread and must not touch a widget. ``then`` gets its result
    on the GUI thread, unless the owner is gone by then. An error goes to ``failed_then`` if there
    is one, and to the ``failed`` signal otherwise.
    """

    changed = Signal(object)  # Changed: an operation touched something
    failed = Signal(object)  # Exception: nobody else took this error
    _finished = Signal(object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, "store")
        self._store = self._worker.submit(open_store)
        # Queued even from the GUI thread: ``then`` never runs before ``run`` has returned.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        operation: Callable[[Store], T],
        then: Callable[[T], None] | None = None,
        failed_then: Callable[[Exception], None] | None = None,
    ) -> Future[T]:
        """Queue an operation. Call from the GUI thread."""
        future = self._worker.submit(lambda: operation(self._store.result()))
        ticket = (owner, future, then, failed_then)
        future.add_done_callback(lambda _future: self._finished.emit(ticket))
        return future

    def reopen(self, open_store: Callable[[], Store]) -> None:
        """Try again to open the store, for instance with a recovery code."""
        self._store = self._worker.submit(open_store)

    def close(self) -> None:
        """Finish what was begun, then close the store. Nothing that was asked for is dropped."""
        self._worker.submit(self._close_store)
        self._worker.shutdown(wait=True)

    def _close_store(self) -> None:
        if self._store.exception() is None:
            self._store.result().close()

    @Slot(object)
    def _deliver(self, ticket: Any) -> None:
        owner, future, then, failed_then = ticket
        if error := future.exception():
            if failed_then and isValid(owner):
                failed_then(error)
            else:
                self.failed.emit(error)
            return
        result = future.result()
        if then and isValid(owner):  # the screen may have closed meanwhile
            then(result)
        if changed := getattr(result, "changed", Changed.NOTHING):
            self.changed.emit(changed)
