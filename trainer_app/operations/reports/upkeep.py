"""Reports are asked of columns beside the log; this brings them up to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

from trainer_app.operations import Changed

if TYPE_CHECKING:
    from trainer_app.store import Store

Tell = Callable[[int, int], None]
"""Told after each step how many rows are done, and of how many. On the store's thread."""


@dataclass(frozen=True, slots=True)
class UpToDate:
    """``left`` rows are still to be taken in, where it was stopped."""

    left: int
    changed: Changed = Changed.NOTHING


def bring_up_to_date(
    store: Store, *, tell: Tell | None = None, stop: Event | None = None
) -> UpToDate:
    """Take in all that is new. After results of a whole country came this takes some seconds.

    Stopped or killed, it goes on where it was. Raises ``NotSaved``.
    """
    behind = left = store.reports.behind()
    zone = datetime.now(UTC).astimezone().utcoffset() or timedelta()
    while True:
        left = store.reports.take(
            now_ms=store.clocks()[0], zone_ms=zone // timedelta(milliseconds=1)
        )
        if tell is not None:
            tell(behind - left, behind)
        if left <= 0 or (stop is not None and stop.is_set()):
            return UpToDate(max(left, 0))
