"""Work off the GUI thread, results back on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from trainer_app.operations import Changed

if TYPE_CHECKING:
    from trainer_app.operations.syncing import Ask
    from trainer_app.store import Store

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class NetworkWork(Protocol[T_co]):
    """What ``run_network`` runs.

    ``ask`` runs an operation on the store's thread and waits for it; ``tell`` shows how far it is.
    Where it can leave off, it looks at ``stop`` and leaves off when that is set.
    """

    def __call__(self, ask: Ask, tell: Callable[[Any], None], stop: threading.Event, /) -> T_co: ...


class NetworkJob:
    """One piece of work for the network thread, waiting, running or over."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask it to leave off at the next place where nothing is lost; it still ends by itself."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to leave off."""
        return self._stop.is_set()


class Background(QObject):
    """Runs operations on the store, one at a time and in the order they were asked for.

    The operation runs on the store's thread and must not touch a widget. ``then`` gets its result
    on the GUI thread, unless the owner is gone by then. An error goes to ``failed_then`` if there
    is one, and to the ``failed`` signal otherwise. What waits for the network has a thread of its
    own, so that a slow line never holds up what somebody learns.
    """

    changed = Signal(object)  # Changed: an operation touched something
    failed = Signal(object)  # Exception: nobody else took this error
    _finished = Signal(object)
    _told = Signal(object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, "store")
        self._network = ThreadPoolExecutor(1, "network")
        self._jobs: set[NetworkJob] = set()
        self.is_closing = False
        self._store = self._worker.submit(open_store)
        # Queued even from the GUI thread: ``then`` never runs before ``run`` has returned.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

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

    def run_network(
        self,
        owner: QObject,
        work: NetworkWork[T],
        then: Callable[[T], None] | None = None,
        failed_then: Callable[[Exception], None] | None = None,
        tell: Callable[[Any], None] | None = None,
    ) -> NetworkJob:
        """Queue work that waits for others: a server, another computer, a stick.

        One at a time, in order, on the network thread. What ``work`` tells reaches ``tell`` on the
        GUI thread, always before ``then``. Call from the GUI thread. Once everything is closing,
        no new work is begun.
        """
        job = NetworkJob()
        if self.is_closing:
            return job
        self._jobs.add(job)

        def told(progress: Any) -> None:
            self._told.emit((owner, tell, progress))

        def working() -> T:
            try:
                return work(self._ask, told, job._stop)  # noqa: SLF001 - its own job
            finally:
                self._jobs.discard(job)

        future = self._network.submit(working)
        ticket = (owner, future, then, failed_then)
        future.add_done_callback(lambda _future: self._finished.emit(ticket))
        return job

    def reopen(self, open_store: Callable[[], Store]) -> None:
        """Try again to open the store, for instance with a recovery code."""
        self._store = self._worker.submit(open_store)

    def close(self) -> None:
        """Finish what was begun, then close the store. Nothing that was asked for is dropped.

        Network work that runs is asked to stop and may still ask the store until it ends; a request
        under way ends with its own time-out. Network work that waits is not begun any more.
        """
        if self.is_closing:
            return
        self.is_closing = True
        for job in tuple(self._jobs):
            job.stop()
        self._network.shutdown(wait=True, cancel_futures=True)
        self._worker.submit(self._close_store)
        self._worker.shutdown(wait=True)

    def _ask(self, operation: Callable[[Store], T], /) -> T:
        """For the network thread, which waits; the store's thread never waits for it."""
        return self._worker.submit(lambda: operation(self._store.result())).result()

    def _close_store(self) -> None:
        if self._store.exception() is None:
            self._store.result().close()

    @Slot(object)
    def _pass_on(self, ticket: Any) -> None:
        owner, tell, progress = ticket
        if tell and isValid(owner):
            tell(progress)

    @Slot(object)
    def _deliver(self, ticket: Any) -> None:
        owner, future, then, failed_then = ticket
        if future.cancelled():
            return
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
