"""How long single answers are kept: where the limit lies, and what is certainly older.

Only a clock that is right can say that something is old. A computer whose clock nobody set right,
or that was set a year ahead, must not have answers go before their time; so what is asked here is
never when something probably was, but when it was at the latest. What somebody typed counts no
more than the computer's own clock: where the two differ, the one that keeps answers longer does.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from trainer_app.training.clocks import (
    FIRST_RELEASE_MS,
    PERSON,
    STEADY_MS,
    Event,
    Observation,
    correct,
)


def limit_before(now: datetime, months: int) -> datetime:
    """So many months before: the same day of the month, or the last there is."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)


def surely_now(contact: Observation | None, *, boot: int, mono_ms: int) -> int | None:
    """The time it is at the earliest, UTC milliseconds, by the newest ``contact`` of a computer.

    None where no clock that is right was ever met. ``mono_ms`` is its steady clock now.
    """
    if contact is None:
        return None
    reference_ms = contact.reference_ms
    if contact.source == PERSON:
        reference_ms = min(reference_ms, contact.wall_ms)
    if reference_ms < FIRST_RELEASE_MS:
        return None
    went_on = mono_ms - contact.mono_ms if contact.boot == boot else 0
    return reference_ms + max(0, went_on)


def latest_starts(
    readings: Sequence[Event], observations: Iterable[Observation], *, now_ms: int
) -> dict[int, int]:
    """When each run of a program began at the latest, by clocks that are right; by its boot.

    ``readings`` hold the first and the last of each run, of one device and epoch; ``now_ms`` is
    what nothing is later than. A run that met such a clock, or whose own was as right before as
    after, began when it began. Any other was over before the next of these. Where none follows,
    nothing is said of it. Where such clocks contradict each other, the later time counts.
    """
    seen = [
        replace(one, reference_ms=max(one.reference_ms, one.wall_ms))
        if one.source == PERSON
        else one
        for one in observations
    ]
    known = _met(seen, now_ms)
    lasted: dict[int, int] = {}
    found = correct(readings, seen, earliest_ms=FIRST_RELEASE_MS, stored_ms=now_ms)
    for event, moment in zip(readings, found, strict=True):
        lasted[event.boot] = max(event.mono_ms, lasted.get(event.boot, 0))
        if moment.quality == "offset":
            known.setdefault(event.boot, moment.at_ms - event.mono_ms)
    passed: int | None = None
    for boot in sorted(known):
        known[boot] = passed = max(known[boot], passed or known[boot])
    latest: dict[int, int] = {}
    following: int | None = None
    for boot in sorted({*lasted, *known}, reverse=True):
        if boot in known:
            following = latest[boot] = known[boot]
        elif following is not None:
            latest[boot] = following - lasted[boot]
    return latest


def _met(observations: Iterable[Observation], now_ms: int) -> dict[int, int]:
    """What the clocks that each run met say of its start; the latest where they differ."""
    met: dict[int, int] = {}
    for one in observations:
        if FIRST_RELEASE_MS - STEADY_MS <= one.reference_ms <= now_ms + STEADY_MS:
            start = one.reference_ms - one.mono_ms
            met[one.boot] = max(start, met.get(one.boot, start))
    return met
