"""Clocks that may be wrong: what was observed of them, and what can be said about a moment.

A statement keeps the time its computer's clock showed; nothing here changes it. When it is read,
``correct`` says what the time really was and how sure that is. Order comes from the sequence,
never from a clock. Nothing here refuses anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low
from typing import Literal
from uuid import UUID

Quality = Literal["exact", "offset", "doubtful", "bounded", "unverified"]
"""How sure a corrected moment is, best first.

``exact``: a reference was met in the same run, and the steady clock counts from there.
``offset``: the clock was off by the same amount before and after. ``doubtful``: one side only says
so, or the two disagree; it fits, but so might others. ``bounded``: only limits are known.
``unverified``: nothing but the computer's own clock, which may be right.
"""
ClockDoubt = Literal["before-release", "before-reference", "ahead", "went-back"]
"""Why a clock cannot be right."""
_PLACED: tuple[Quality, ...] = ("offset", "doubtful", "unverified", "bounded")
"""The order in which runs without a reference are placed."""

STEADY_MS = 10 * 60 * 1000
"""Clocks that part by less are the same clock; a zone or a date set wrong parts them by more."""
_BACK_MS = 30 * 1000
"""Switched off, a clock goes on; so little back may be a time service at work."""
PERSON = "person"
"""The source of a time that somebody typed."""
FIRST_RELEASE_MS = 1_795_305_600_000
"""22 November 2026, UTC. No result is older than the first Waypost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """At one contact: this device's clocks beside a reference, all in milliseconds.

    ``mono_ms`` counts from the start of run ``boot``; ``wall_ms`` and ``reference_ms`` are UTC
    since 1970. ``source`` names the reference in one word: ``hub``, ``server``, ``bundle``,
    ``PERSON``.
    """

    device: UUID
    epoch: int
    boot: int
    mono_ms: int
    wall_ms: int
    reference_ms: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the clocks of a device said at place ``seq`` of its log."""

    seq: int
    boot: int
    mono_ms: int
    wall_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """When it really was, in UTC milliseconds since 1970, and how sure that is."""

    at_ms: int
    quality: Quality


def correct(
    events: Sequence[Event],
    observations: Iterable[Observation],
    *,
    earliest_ms: int,
    stored_ms: int,
) -> list[Moment]:
    """The moments of events of one device and epoch, in the order given.

    Nothing happened before ``earliest_ms``, the release of the program, nor after ``stored_ms``,
    when the last of them was known elsewhere; references outside of these are not believed.
    """
    latest_ms = max(earliest_ms, stored_ms)
    runs = _runs(events, observations, earliest_ms - STEADY_MS, latest_ms + STEADY_MS)
    _place(runs, earliest_ms, latest_ms)
    placed = {run.boot: run for run in runs}
    moments = []
    for event in events:
        run = placed[event.boot]
        at_ms = run.start_ms + event.mono_ms
        if run.quality != "exact":
            at_ms = min(max(at_ms, earliest_ms), latest_ms)
        moments.append(Moment(at_ms, run.quality))
    return moments


def doubt(
    now: Event, *, released_ms: int, contacts: Sequence[Observation], last: Event | None
) -> ClockDoubt | None:
    """Why the clock cannot be right now; None where nothing speaks against it.

    ``contacts`` are this device's, in any order; ``last`` is the newest event of its log.
    """
    newest = max(contacts, key=lambda one: (one.boot, one.mono_ms), default=None)
    if newest is not None and newest.boot == now.boot:
        return _against(now, newest.reference_ms + now.mono_ms - newest.mono_ms)
    if now.wall_ms < released_ms:
        return "before-release"
    if newest is not None:
        if now.wall_ms < max(one.reference_ms for one in contacts) - STEADY_MS:
            return "before-reference"
        ahead = newest.wall_ms - newest.reference_ms
        if ahead > STEADY_MS and 0 <= now.wall_ms - newest.wall_ms + STEADY_MS < ahead:
            return "ahead"  # had it been set right since, it would show an earlier time
    return "went-back" if last is not None and _went_back(last, now) else None


def _against(now: Event, true_ms: int) -> ClockDoubt | None:
    if now.wall_ms < true_ms - STEADY_MS:
        return "before-reference"
    return "ahead" if now.wall_ms > true_ms + STEADY_MS else None


def _went_back(last: Event, now: Event) -> bool:
    went_on = now.mono_ms - last.mono_ms if now.boot == last.boot else 0
    return now.wall_ms < last.wall_ms + went_on - STEADY_MS


# ---------------------------------------------------------------- runs of the program

# While the program runs, a steady clock counts; so all moments of a run follow from its start.
# Between two runs nothing is known but that time went on. Starts are therefore looked for, not
# moments: in runs that met a reference they are known; from there the computer's own clock is
# carried on, forward and back, until it visibly was set or leaves the limits. The surest starts
# are fixed first and are limits for the others, so that what came later never looks earlier.


@dataclass(slots=True)
class _Run:
    """One run. Readings are pairs of steady and wall clock; ``references`` are what each says the
    start was. ``before_ms`` is how long all runs before it lasted, taken together."""

    boot: int
    first: tuple[int, int]
    last: tuple[int, int]
    references: list[int] = field(default_factory=list)
    before_ms: int = 0
    lowest_ms: int = 0
    highest_ms: int = 0
    start_ms: int = 0
    quality: Quality = "bounded"
    fixed: bool = False

    @property
    def enters_ms(self) -> int:
        """The start as the clock had it at the first reading."""
        return self.first[1] - self.first[0]

    @property
    def leaves_ms(self) -> int:
        """The start as the clock had it at the last reading; another where it was set meanwhile."""
        return self.last[1] - self.last[0]

    def fits(self, start_ms: int) -> bool:
        return self.lowest_ms - STEADY_MS <= start_ms <= self.highest_ms + STEADY_MS

    def fix(self, start_ms: int) -> None:
        self.start_ms, self.fixed = start_ms, True


def _runs(
    events: Iterable[Event], observations: Iterable[Observation], lowest_ms: int, highest_ms: int
) -> list[_Run]:
    """The runs in their order, with the references that may be believed."""
    runs: dict[int, _Run] = {}

    def note(boot: int, reading: tuple[int, int]) -> _Run:
        run = runs.setdefault(boot, _Run(boot, reading, reading))
        run.first, run.last = min(run.first, reading), max(run.last, reading)
        return run

    for event in events:
        note(event.boot, (event.mono_ms, event.wall_ms))
    for one in observations:
        run = note(one.boot, (one.mono_ms, one.wall_ms))
        if lowest_ms <= one.reference_ms <= highest_ms:
            run.references.append(one.reference_ms - one.mono_ms)
    ordered = [run for _boot, run in sorted(runs.items())]
    lasted = 0
    for run in ordered:
        run.before_ms = lasted
        lasted += max(run.last[0], 0)
    return ordered


def _place(runs: Sequence[_Run], earliest_ms: int, latest_ms: int) -> None:
    """Find the start of every run, the surest first."""
    for run in runs:
        if run.references:
            agree = max(run.references) - min(run.references) <= STEADY_MS
            run.quality = "exact" if agree else "doubtful"
            run.fix(median_low(run.references))
    _limit(runs, earliest_ms, latest_ms)
    waiting = _guesses(runs)
    for quality in _PLACED:
        mine = [(run, start) for run, start in waiting if run.quality == quality]
        _fix([(run, start) for run, start in mine if start is not None])
        _limit(runs, earliest_ms, latest_ms)
        blind = [run for run, start in mine if start is None]
        _fix([(run, (run.lowest_ms + run.highest_ms) // 2) for run in blind])
        _limit(runs, earliest_ms, latest_ms)


def _fix(found: Sequence[tuple[_Run, int]]) -> None:
    """Set these starts, within their limits and in their order."""
    passed: int | None = None
    for run, start in found:
        lowest = run.lowest_ms if passed is None else max(run.lowest_ms, passed + run.before_ms)
        run.fix(min(max(start, lowest), run.highest_ms))
        if run.quality == "unverified" and abs(run.start_ms - start) > STEADY_MS:
            run.quality = "bounded"
        passed = run.start_ms - run.before_ms


def _limit(runs: Sequence[_Run], earliest_ms: int, latest_ms: int) -> None:
    """Between which limits each run began: the time runs lasted has passed for certain."""
    passed = earliest_ms
    for run in runs:
        run.lowest_ms = passed + run.before_ms
        if run.fixed:
            passed = run.start_ms - run.before_ms
    if runs:
        passed = latest_ms - runs[-1].before_ms - max(runs[-1].last[0], 0)
    for run in reversed(runs):
        run.highest_ms = passed + run.before_ms
        if run.fixed:
            passed = run.start_ms - run.before_ms


def _guesses(runs: Sequence[_Run]) -> list[tuple[_Run, int | None]]:
    """The runs that met no reference, with their quality, and a start where a clock says one."""
    sets = [after.enters_ms < before.last[1] - _BACK_MS for before, after in pairwise(runs)]
    forward = _carried([(run, run.enters_ms, run.leaves_ms) for run in runs], sets)
    backward = [(run, run.leaves_ms, run.enters_ms) for run in reversed(runs)]
    back = reversed(_carried(backward, sets[::-1]))
    alone: Quality = "bounded" if any(run.references for run in runs) else "unverified"
    waiting: list[tuple[_Run, int | None]] = []
    for run, *both in zip(runs, forward, back, strict=True):
        if run.fixed:
            continue
        carried = [one for one in both if one is not None]
        own = [start for start in (run.leaves_ms, run.enters_ms) if run.fits(start)]
        if carried:
            agree = len(carried) == 2 and abs(carried[0] - carried[1]) <= STEADY_MS
            run.quality = "offset" if agree else "doubtful"
            waiting.append((run, sum(carried) // len(carried)))
        elif own:
            run.quality = alone
            waiting.append((run, own[0]))
        else:
            waiting.append((run, None))
    return waiting


def _carried(road: Sequence[tuple[_Run, int, int]], sets: Sequence[bool]) -> list[int | None]:
    """What the clock, known from a run passed before, says of the starts of the others.

    ``sets`` tells before which runs it was seen to be set: it had gone back. Within a run the
    steady clock shows by how much it was set.
    """
    guesses: list[int | None] = []
    offset: int | None = None
    for (run, enters_ms, leaves_ms), was_set in zip(road, [False, *sets], strict=False):
        start = run.start_ms if run.fixed else None
        guess = None
        if not run.fixed and offset is not None and not was_set:
            carried = enters_ms + offset
            start = guess = carried if run.fits(carried) else None
        offset = None if start is None else start - leaves_ms
        guesses.append(guess)
    return guesses
