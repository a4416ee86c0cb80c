"""Wrong clocks: what really was when, told from what computers note, with the truth known."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer_app import RELEASED
from trainer_app.training.clocks import (
    FIRST_RELEASE_MS,
    STEADY_MS,
    ClockDoubt,
    Event,
    Moment,
    Observation,
    correct,
    doubt,
)
from trainer_app.training.times import milliseconds

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 365 * DAY
DEVICE = UUID(int=7)
START = FIRST_RELEASE_MS + 30 * DAY
Y1969, Y2099 = -YEAR, 129 * YEAR


def seen(
    boot: int, mono_ms: int, wall_ms: int, reference_ms: int, source: str = "hub"
) -> Observation:
    return Observation(
        device=DEVICE,
        epoch=1,
        boot=boot,
        mono_ms=mono_ms,
        wall_ms=wall_ms,
        reference_ms=reference_ms,
        source=source,
    )


# ---------------------------------------------------------------- forty days with known truth


@dataclass
class Computer:
    """A computer whose clock is ``off_ms`` wrong; what it noted, and when that really was."""

    off_ms: int = 0
    now_ms: int = START
    boot: int = 0
    started_ms: int = START
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    events: list[Event] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)

    @property
    def wall_ms(self) -> int:
        return self.now_ms + self.off_ms

    def start(self, off_ms: int | None = None) -> None:
        self.boot += 1
        self.started_ms = self.now_ms
        self.off_ms = self.off_ms if off_ms is None else off_ms

    def answer(self) -> None:
        mono = self.now_ms - self.started_ms
        seq = len(self.events) + 1
        self.events.append(Event(seq=seq, boot=self.boot, mono_ms=mono, wall_ms=self.wall_ms))
        self.truth.append(self.now_ms)

    def meet(self, *, exactly: bool = False) -> None:
        """A contact; what it says is up to 0.8 s off."""
        mono = self.now_ms - self.started_ms
        reference = self.now_ms + (0 if exactly else self.chance.randint(-800, 800))
        self.observations.append(seen(self.boot, mono, self.wall_ms, reference))

    def corrected(self) -> list[Moment]:
        return correct(
            self.events, self.observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=self.now_ms
        )


def forty_days(off_ms: int, jumps: dict[int, int], contact_every: int) -> Computer:
    """Six answers a day; the clock is set at the start of the days in ``jumps``."""
    computer = Computer(off_ms)
    for day in range(40):
        computer.start(jumps.get(day))
        computer.now_ms += computer.chance.randint(1, 9) * HOUR
        for _answer in range(6):
            computer.now_ms += computer.chance.randint(1, 20) * MINUTE
            computer.answer()
        if contact_every and day % contact_every == contact_every - 1:
            computer.now_ms += MINUTE
            computer.meet()
        computer.now_ms = START + (day + 1) * DAY
    return computer


EMPTY_BATTERY = {day: -(16 * 365 + 30 + day) * DAY for day in range(40)}
"""2010 at each start."""
KNOWN = {"exact", "offset", "doubtful"}
BLIND = {"exact", "bounded"}
SECONDS = 18 * 1000
"""0.00 h, as the design's table rounds."""

CASES = {
    "right, contact weekly": (0, {}, 7, SECONDS, SECONDS, KNOWN),
    "2 years ahead, contact each 10 days": (730 * DAY, {}, 10, SECONDS, SECONDS, KNOWN),
    "3 h zone mistake, contact weekly": (3 * HOUR, {}, 7, SECONDS, SECONDS, KNOWN),
    "90 d behind, set right on day 20": (-90 * DAY, {20: 0}, 7, SECONDS, SECONDS, KNOWN),
    "90 d ahead, set right between contacts": (90 * DAY, {17: 0}, 7, SECONDS, SECONDS, KNOWN),
    "3 h mistake mended between contacts": (3 * HOUR, {17: 0}, 7, 91 * MINUTE, SECONDS, KNOWN),
    "empty battery, daily contact": (0, EMPTY_BATTERY, 1, SECONDS, SECONDS, {"exact"}),
    "empty battery, weekly contact": (0, EMPTY_BATTERY, 7, 18 * DAY, 30 * HOUR, BLIND),
    "2 years ahead, never a reference": (730 * DAY, {}, 0, 30 * DAY, 16 * DAY, {"bounded"}),
    "2 years behind, never a reference": (-730 * DAY, {}, 0, 30 * DAY, 16 * DAY, {"bounded"}),
    "right, never a reference": (0, {}, 0, 0, 0, {"unverified"}),
}


@pytest.mark.parametrize("case", CASES)
def test_forty_days_with_known_truth(case: str) -> None:
    off, jumps, contact_every, worst, usual, qualities = CASES[case]
    computer = forty_days(off, jumps, contact_every)
    moments = computer.corrected()
    errors = [abs(one.at_ms - true) for one, true in zip(moments, computer.truth, strict=True)]
    assert max(errors) <= worst
    assert median(errors) <= usual
    assert {one.quality for one in moments} <= qualities


def test_an_empty_battery_is_not_taken_for_a_steady_clock() -> None:
    """Each start looks like the last one; only what met a reference is known."""
    computer = forty_days(0, EMPTY_BATTERY, 7)
    qualities = [one.quality for one in computer.corrected()]
    assert (qualities.count("exact"), qualities.count("bounded")) == (30, 210)


def test_bounded_moments_keep_their_order_and_their_limits() -> None:
    computer = forty_days(0, EMPTY_BATTERY, 7)
    moments = [one.at_ms for one in computer.corrected()]
    assert moments == sorted(moments)
    references = [one.reference_ms for one in computer.observations]
    for one, true in zip(moments, computer.truth, strict=True):
        before = max((r for r in references if r <= true + 800), default=FIRST_RELEASE_MS)
        after = min((r for r in references if r >= true - 800), default=computer.now_ms)
        assert before - 800 <= one <= after + 800


# ---------------------------------------------------------------- single rules


def event(boot: int, mono_ms: int, wall_ms: int, seq: int = 1) -> Event:
    return Event(seq=seq, boot=boot, mono_ms=mono_ms, wall_ms=wall_ms)


def only(one: Event, *observations: Observation, stored_ms: int = START + 40 * DAY) -> Moment:
    (moment,) = correct([one], observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=stored_ms)
    return moment


def test_a_clock_set_within_a_run_is_followed() -> None:
    """Before and after the setting, the steady clock says by how much."""
    run = [event(2, HOUR, START + YEAR + HOUR, 1), event(2, 2 * HOUR, START + DAY + 2 * HOUR, 2)]
    before = seen(1, HOUR, START + YEAR - HOUR, START - HOUR)
    after = seen(3, HOUR, START + 3 * DAY, START + 2 * DAY)
    first, second = correct(
        run, [before, after], earliest_ms=FIRST_RELEASE_MS, stored_ms=START + 40 * DAY
    )
    assert first == Moment(START + HOUR, "offset")
    assert second == Moment(START + 2 * HOUR, "offset")


def test_a_reference_from_outside_the_limits_is_not_believed() -> None:
    answer = event(1, HOUR, START + HOUR)
    for wrong in (FIRST_RELEASE_MS - DAY, START + 41 * DAY, Y1969, Y2099):
        assert only(answer, seen(1, 2 * HOUR, START + 2 * HOUR, wrong)).quality == "unverified"


def test_references_that_disagree_are_not_called_exact() -> None:
    answer = event(1, HOUR, START + HOUR)
    agreeing = [seen(1, n * HOUR, START, START + n * HOUR + n) for n in range(1, 4)]
    assert only(answer, *agreeing) == Moment(START + HOUR + 2, "exact")
    odd = seen(1, 4 * HOUR, START, START + DAY)
    assert only(answer, *agreeing, odd).quality == "doubtful"


def test_a_clock_that_went_back_without_a_contact_is_not_believed_twice() -> None:
    runs = [event(1, 0, START + 9 * DAY, 1), event(2, HOUR, START + 2 * DAY, 2)]
    first, second = correct(runs, [], earliest_ms=FIRST_RELEASE_MS, stored_ms=START + 40 * DAY)
    assert first == Moment(START + 9 * DAY, "unverified")
    assert second == Moment(START + 9 * DAY + HOUR, "bounded")


def test_one_side_alone_is_doubtful() -> None:
    answer = event(2, HOUR, START + 3 * DAY)
    assert only(answer, seen(1, 0, START, START)) == Moment(START + 3 * DAY, "doubtful")
    assert only(answer, seen(3, 0, START + 9 * DAY, START + 9 * DAY)) == Moment(
        START + 3 * DAY, "doubtful"
    )


def test_nothing_is_later_than_it_was_stored_nor_earlier_than_the_first_release() -> None:
    for wall in (Y1969, Y2099):
        moment = only(event(1, HOUR, wall), stored_ms=START)
        assert moment.quality == "bounded"
        assert FIRST_RELEASE_MS <= moment.at_ms <= START
    assert only(event(1, HOUR, START), stored_ms=0) == Moment(FIRST_RELEASE_MS, "bounded")


def test_no_events_give_no_moments() -> None:
    observations = [seen(1, 0, START, START)]
    assert correct([], observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=START) == []


def test_a_hundred_thousand_events_take_no_time() -> None:
    events = [event(n // 20, n % 20 * MINUTE, START + n * 2 * MINUTE, n) for n in range(100_000)]
    observations = [
        seen(boot, MINUTE, START, START + boot * 40 * MINUTE) for boot in range(0, 5000, 3)
    ]
    began = time.process_time()
    moments = correct(events, observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=START + YEAR)
    assert time.process_time() - began < 2
    assert len(moments) == 100_000


def test_the_first_release_is_not_later_than_this_one() -> None:
    released = datetime.fromisoformat(RELEASED).replace(tzinfo=UTC)
    assert milliseconds(released) >= FIRST_RELEASE_MS


# ---------------------------------------------------------------- whatever the clocks say

_walls = st.integers(Y1969, Y2099)
_monos = st.integers(0, 40 * DAY)
_readings = st.tuples(st.integers(1, 5), _monos, _walls)


@given(st.lists(_readings, max_size=20), st.lists(st.tuples(_readings, _walls), max_size=6))
def test_whatever_clocks_say_order_and_limits_hold(
    readings: list[tuple[int, int, int]], contacts: list[tuple[tuple[int, int, int], int]]
) -> None:
    events = [event(*reading, seq=n) for n, reading in enumerate(sorted(readings), start=1)]
    observations = [seen(*reading, reference) for reading, reference in contacts]
    stored = START + 40 * DAY
    moments = correct(events, observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=stored)
    assert len(moments) == len(events)
    for n, (one, moment) in enumerate(zip(events, moments, strict=True)):
        if moment.quality != "exact":
            assert FIRST_RELEASE_MS <= moment.at_ms <= stored
        if n and events[n - 1].boot == one.boot:
            assert moments[n - 1].at_ms <= moment.at_ms
            assert moments[n - 1].quality == moment.quality
    assert moments == list(
        reversed(
            correct(events[::-1], observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=stored)
        )
    )


@st.composite
def _histories(draw: st.DrawFn) -> Computer:
    """A computer whose clock is set at any start and while it runs, and which meets references."""
    computer = Computer(draw(_walls) - START, chance=random.Random(0))
    for _run in range(draw(st.integers(1, 6))):
        computer.now_ms += draw(st.integers(0, 40 * DAY))
        computer.start(draw(st.one_of(st.none(), st.just(0), _walls.map(lambda w: w - START))))
        for _step in range(draw(st.integers(0, 4))):
            computer.now_ms += draw(st.integers(0, 3 * HOUR))
            match draw(st.sampled_from(["answer", "answer", "meet", "set"])):
                case "answer":
                    computer.answer()
                case "meet":
                    computer.meet(exactly=True)
                case "set":
                    computer.off_ms = draw(_walls) - computer.now_ms
    return computer


@given(_histories())
def test_what_came_later_never_looks_earlier(computer: Computer) -> None:
    moments = computer.corrected()
    assert [one.at_ms for one in moments] == sorted(one.at_ms for one in moments)
    met = {one.boot: one.reference_ms for one in computer.observations}
    for one, moment, true in zip(computer.events, moments, computer.truth, strict=True):
        assert (moment.quality == "exact") == (one.boot in met)
        if one.boot in met:
            assert moment.at_ms == true
        else:
            before = max((met[b] for b in met if b < one.boot), default=FIRST_RELEASE_MS)
            after = min((met[b] for b in met if b > one.boot), default=computer.now_ms)
            assert before <= moment.at_ms <= after


@given(_monos, _monos, _walls, _walls)
def test_in_the_run_of_a_contact_moments_are_exact(
    mono: int, other_mono: int, wall: int, other_wall: int
) -> None:
    contact = seen(3, other_mono, other_wall, START)
    moment = only(event(3, mono, wall), contact)
    assert moment == Moment(START + mono - other_mono, "exact")


@given(st.integers(Y1969 - START, Y2099 - START), st.integers(0, 30 * DAY), st.integers(0, DAY))
def test_a_clock_that_is_steadily_off_is_seen_through(off: int, when: int, mono: int) -> None:
    true = START + DAY + when
    before = seen(1, HOUR, START + off, START)
    after = seen(3, HOUR, START + 39 * DAY + off, START + 39 * DAY)
    moment = only(event(2, mono, true + mono + off), before, after)
    assert moment == Moment(true + mono, "offset")


# ---------------------------------------------------------------- is the clock right now?

NOW = event(4, HOUR, START)
_CONTACTS: list[tuple[str, list[Observation], Event, ClockDoubt | None]] = [
    ("no contact", [], NOW, None),
    ("before the release", [], event(4, HOUR, FIRST_RELEASE_MS - 1), "before-release"),
    ("1969", [], event(4, HOUR, Y1969), "before-release"),
    ("a little slow", [seen(3, 0, START, START + STEADY_MS)], NOW, None),
    ("behind a reference", [seen(3, 0, START, START + STEADY_MS + 1)], NOW, "before-reference"),
    (
        "behind an older reference",
        [seen(2, 0, START, START + DAY), seen(3, 0, START, START - DAY)],
        NOW,
        "before-reference",
    ),
    ("met in this run", [seen(4, 0, 0, START - HOUR)], NOW, None),
    ("met in this run, behind", [seen(4, 0, 0, START + HOUR)], NOW, "before-reference"),
    ("met in this run, ahead", [seen(4, 0, 0, START - 2 * HOUR)], NOW, "ahead"),
    ("set right in this run", [seen(4, 0, START + YEAR, START - HOUR)], NOW, None),
    ("ahead before, and still", [seen(3, 0, START - DAY, START - YEAR)], NOW, "ahead"),
    ("ahead before, set right since", [seen(3, 0, START + YEAR, START - DAY)], NOW, None),
    ("ahead by less than has passed", [seen(3, 0, START - DAY, START - DAY - HOUR)], NOW, None),
]


@pytest.mark.parametrize(
    ("contacts", "now", "expected"),
    [case[1:] for case in _CONTACTS],
    ids=[case[0] for case in _CONTACTS],
)
def test_why_a_clock_cannot_be_right(
    contacts: list[Observation], now: Event, expected: ClockDoubt | None
) -> None:
    assert doubt(now, released_ms=FIRST_RELEASE_MS, contacts=contacts, last=None) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (event(4, 0, START - HOUR), None),
        (event(4, 0, START), "went-back"),  # an hour went by and the clock stood still
        (event(3, DAY, START + STEADY_MS), None),
        (event(3, DAY, START + DAY), "went-back"),
    ],
)
def test_a_clock_that_went_back_is_noticed(last: Event, expected: ClockDoubt | None) -> None:
    assert doubt(NOW, released_ms=FIRST_RELEASE_MS, contacts=[], last=last) == expected
    met = [seen(4, HOUR, START, START)]
    assert doubt(NOW, released_ms=FIRST_RELEASE_MS, contacts=met, last=last) is None


@given(_readings, _readings, st.lists(st.tuples(_readings, _walls), max_size=4))
def test_a_doubt_never_stops_anybody(
    now: tuple[int, int, int],
    last: tuple[int, int, int],
    contacts: list[tuple[tuple[int, int, int], int]],
) -> None:
    observations = [seen(*reading, reference) for reading, reference in contacts]
    said = doubt(
        event(*now), released_ms=FIRST_RELEASE_MS, contacts=observations, last=event(*last)
    )
    assert said in {None, "before-release", "before-reference", "ahead", "went-back"}
