"""Hands in by itself: at launch, after a finished module, now and then, and when a way opens.

It asks nobody anything and shows nothing of its own; pages look at it. Everything it does runs on
the network thread, in short turns at the store, so that no lesson is ever disturbed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from trainer_app.operations import Changed
from trainer_app.ui.drive_watch import DriveWatch
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import works

if TYPE_CHECKING:
    from trainer_app.operations.syncing import HandInStatus, RoadStatus
    from trainer_app.ui.background import Background

AGAIN_MS = 15 * 60 * 1000
"""After so long it tries again while there is something to hand in, a fifth sooner or later."""
NEARBY_MS = 60 * 1000
"""How often it looks whether a paired laptop has appeared."""
QUIET_MS = 2 * 60 * 1000
"""The same while nothing waits: names, and a training session that begins, come that way."""
SESSION_MS = 15 * 1000
"""The same while a training session is under way at the laptop."""
_JITTER = 0.2
_SETTLE_MS = 400
"""Several answers in a row are counted once."""


class Courier(QObject):
    """One for the life of the window. ``start`` it once the store is open. On the GUI thread.

    Signals: ``status_changed(HandInStatus)`` whenever it was counted anew. ``errand`` is what is
    under way, and how the last one ended.
    """

    status_changed = Signal(object)

    def __init__(
        self,
        background: Background,
        parent: QObject | None = None,
        *,
        chance: Callable[[], float] = random.random,
        find_drives: Callable[[], list[Path]] = works.drives,
    ) -> None:
        """``chance`` gives 0..1 and shifts the next try, so that a room of computers spreads."""
        super().__init__(parent)
        self._background, self._chance = background, chance
        self.status: HandInStatus | None = None
        self.errand = Errand(background, self)
        self.errand.ended.connect(self._on_ended)
        self._busy_with: str | None = None
        self._stick_errand = Errand(background, self)
        self._stick_errand.ended.connect(self._on_stick_served)
        self._put_in: list[Path] = []
        self._nearby_errand = Errand(background, self)
        self._nearby_errand.ended.connect(self._on_looked_nearby)
        self._nearby: frozenset[str] = frozenset()
        self._begun, self._once_more = False, False
        self.again = self._timer(AGAIN_MS, self.hand_in)
        self.nearby = self._timer(NEARBY_MS, self._look_nearby)
        self.soon = self._timer(_SETTLE_MS, self._count)
        self.drives = DriveWatch(find_drives, self)
        self.drives.put_in.connect(self._on_put_in)
        background.changed.connect(self._on_changed)

    def _timer(self, interval_ms: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(lambda: then())
        return timer

    # ------------------------------------------------------------ what others ask for

    def start(self) -> None:
        """The store is open: count, and hand in what waits."""
        self._begun = False
        self._count()

    def look_again(self) -> None:
        """Count anew, soon."""
        if not self.soon.isActive():
            self.soon.start()

    def module_finished(self) -> None:
        """Somebody finished a module: a good moment."""
        if self._has_line():
            self.hand_in()

    def hand_in(self, endpoint_id: str | None = None) -> None:
        """Hand in by every way, or by one; when it is under way already, once more after that."""
        if not self.errand.start(works.hand_in(endpoint_id)):
            self._once_more = True
            return
        self._busy_with = endpoint_id
        self.errand.moved.emit()

    def is_busy_with(self, road: RoadStatus) -> bool:
        """Whether it is handing in by this road."""
        if not self.errand.is_running or road.kind == "stick":
            return False
        return self._busy_with in (None, road.endpoint_id)

    # ------------------------------------------------------------ counting

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.ATTEMPTS | Changed.SYNC):
            self.look_again()

    def _count(self) -> None:
        if self._background.is_closing:
            return
        self._background.run(self, works.status, self._on_counted, lambda _error: None)

    def _on_counted(self, status: HandInStatus) -> None:
        if self._background.is_closing:
            return  # nobody looks any more, and nothing can be asked
        self.status = status
        if not self._begun:
            self._begun = True
            if self._has_line():
                self.hand_in()
        self._plan()
        self.status_changed.emit(status)

    def _plan(self) -> None:
        """Which of the clocks have to run."""
        roads = self.status.roads if self.status else ()
        waits = any(road.to_send for road in roads if road.kind != "stick")
        if not waits:
            self.again.stop()
        elif not self.again.isActive() and not self.errand.is_running:
            shift = 1 + _JITTER * (2 * self._chance() - 1)
            self.again.start(round(AGAIN_MS * shift))
        hubs = [road for road in roads if road.kind == "hub"]
        if not hubs:
            self.nearby.stop()
        elif not self._nearby_errand.is_running:
            self._plan_nearby(any(road.to_send for road in hubs))
        self.drives.set_on(any(road.kind == "stick" for road in roads))

    def _plan_nearby(self, waits: bool) -> None:
        in_session = self.status is not None and self.status.in_session
        interval = SESSION_MS if in_session else NEARBY_MS if waits else QUIET_MS
        if not self.nearby.isActive() or self.nearby.interval() > interval:
            self.nearby.start(interval)

    def _has_line(self) -> bool:
        return self.status is not None and any(road.kind != "stick" for road in self.status.roads)

    def _on_ended(self) -> None:
        self._busy_with = None
        self.look_again()
        if self._once_more:
            self._once_more = False
            if self.errand.error is None:
                self.hand_in()

    # ------------------------------------------------------------ what appears

    def _look_nearby(self) -> None:
        self._nearby_errand.start(works.nearby_endpoints)

    def _on_looked_nearby(self) -> None:
        before = self._nearby
        self._nearby = frozenset(self._nearby_errand.result or ())
        roads = self.status.roads if self.status else ()
        hubs = {road.endpoint_id: road.to_send for road in roads if road.kind == "hub"}
        in_session = self.status is not None and self.status.in_session
        for endpoint_id in sorted(self._nearby & hubs.keys()):
            if endpoint_id not in before or in_session or not hubs[endpoint_id]:
                self.hand_in(endpoint_id)
        self._plan()

    def _on_put_in(self, drive: Path) -> None:
        self._put_in.append(drive)
        self._serve_next()

    def _serve_next(self) -> None:
        """One stick at a time."""
        if self._put_in and self._stick_errand.start(works.serve_stick(self._put_in[0])):
            del self._put_in[0]

    def _on_stick_served(self) -> None:
        self.look_again()
        self._serve_next()
