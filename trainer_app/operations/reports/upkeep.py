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
class StepTaken:
    """``taken`` rows of the log were taken in just now, ``left`` are still to come, or people."""

    taken: int
    left: int
    changed: Changed = Changed.NOTHING


def take_step(store: Store) -> StepTaken:
    """Take in people, clocks and some of the rows that are new. Raises ``NotSaved``."""
    behind = store.reports.behind()
    zone = datetime.now(UTC).astimezone().utcoffset() or timedelta()
    left = store.reports.take(now_ms=store.clocks()[0], zone_ms=zone // timedelta(milliseconds=1))
    return StepTaken(max(behind - left, 0), left)


def bring_up_to_date(store: Store, *, tell: Tell | None = None, stop: Event | None = None) -> int:
    """Take in all that is new; how many rows are left where it was stopped.

    After results of a whole country came this takes some seconds. Stopped or killed, it goes on
    where it was. Raises ``NotSaved``.
    """
    done = 0
    while True:
        step = take_step(store)
        done += step.taken
        if tell is not None:
            tell(done, done + step.left)
        if not step.left or (stop is not None and stop.is_set()):
            return step.left
