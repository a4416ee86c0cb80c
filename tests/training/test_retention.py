"""What is certainly older than a limit: never anything before its time, whatever a clock shows."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from tests.training.test_clocks import DAY, HOUR, START, Computer, seen
from trainer_app.training.clocks import PERSON, STEADY_MS, Event
from trainer_app.training.retention import latest_starts, limit_before, surely_now


@pytest.mark.parametrize(
    ("now", "months", "limit"),
    [
        ("2028-01-15", 12, "2027-01-15"),
        ("2028-01-31", 2, "2027-11-30"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2036-11-22", 120, "2026-11-22"),
    ],
)
def test_so_many_months_before(now: str, months: int, limit: str) -> None:
    day = datetime.fromisoformat(f"{now}T09:30:00+00:00")
    assert limit_before(day, months) == datetime.fromisoformat(f"{limit}T09:30:00+00:00")
    assert limit_before(day, months).tzinfo is UTC


def test_it_is_as_late_as_the_last_right_clock_said() -> None:
    met = seen(boot=4, mono_ms=HOUR, wall_ms=0, reference_ms=START)
    assert surely_now(met, boot=4, mono_ms=3 * HOUR) == START + 2 * HOUR
    assert surely_now(met, boot=9, mono_ms=3 * HOUR) == START  # switched off, who knows how long
    assert surely_now(None, boot=4, mono_ms=HOUR) is None
    early = seen(boot=4, mono_ms=HOUR, wall_ms=0, reference_ms=1_000)
    assert surely_now(early, boot=4, mono_ms=HOUR) is None


def test_what_somebody_typed_makes_it_no_later_than_the_clock_shows() -> None:
    typed = seen(boot=4, mono_ms=HOUR, wall_ms=START, reference_ms=START + 700 * DAY, source=PERSON)
    assert surely_now(typed, boot=4, mono_ms=3 * HOUR) == START + 2 * HOUR
    behind = seen(boot=4, mono_ms=HOUR, wall_ms=START + DAY, reference_ms=START, source=PERSON)
    assert surely_now(behind, boot=4, mono_ms=HOUR) == START
    no_clock = seen(boot=4, mono_ms=HOUR, wall_ms=0, reference_ms=START, source=PERSON)
    assert surely_now(no_clock, boot=4, mono_ms=HOUR) is None


def test_what_somebody_typed_makes_nothing_older_than_the_clock_shows() -> None:
    readings = [Event(seq=0, boot=1, mono_ms=0, wall_ms=START + 400 * DAY)]
    typed = [seen(boot=1, mono_ms=0, wall_ms=START + 400 * DAY, reference_ms=START, source=PERSON)]
    latest = latest_starts(readings, typed, now_ms=START + 500 * DAY)
    assert latest == {1: START + 400 * DAY}


def _runs(computer: Computer) -> list[Event]:
    ends: dict[int, list[Event]] = {}
    for one in computer.events:
        ends.setdefault(one.boot, []).append(one)
    return [end for run in ends.values() for end in (run[0], run[-1])]


def test_without_a_right_clock_nothing_is_said() -> None:
    computer = Computer()
    for _day in range(3):
        computer.start()
        computer.answer()
        computer.now_ms += DAY
    assert latest_starts(_runs(computer), [], now_ms=computer.now_ms) == {}


def test_a_run_was_over_before_the_next_that_met_a_right_clock() -> None:
    computer = Computer(off_ms=-400 * DAY)
    computer.start()
    computer.answer()
    computer.now_ms += HOUR
    computer.answer()
    computer.now_ms += 30 * DAY
    computer.start(off_ms=0)  # somebody set the clock right in between
    computer.meet(exactly=True)
    computer.answer()
    computer.now_ms += DAY
    computer.start()
    computer.answer()
    latest = latest_starts(_runs(computer), computer.observations, now_ms=computer.now_ms)
    assert latest == {1: START + 30 * DAY, 2: START + 30 * DAY + HOUR}


def test_where_right_clocks_contradict_each_other_the_later_time_counts() -> None:
    readings = [Event(seq=0, boot=boot, mono_ms=0, wall_ms=START) for boot in (1, 2, 3)]
    told = [
        seen(boot=1, mono_ms=0, wall_ms=START, reference_ms=START + 5 * DAY),
        seen(boot=3, mono_ms=0, wall_ms=START, reference_ms=START + 2 * DAY),
        seen(boot=3, mono_ms=HOUR, wall_ms=START, reference_ms=START + 3 * DAY),
    ]
    latest = latest_starts(readings, told, now_ms=START + 9 * DAY)
    assert latest == {1: START + 5 * DAY, 2: START + 5 * DAY, 3: START + 5 * DAY}


@pytest.mark.parametrize("number", range(40))
def test_nothing_is_ever_said_to_be_older_than_it_is(number: int) -> None:
    """Clocks that are set to anything at any time, and now and then a look at a right one."""
    chance = random.Random(number)
    computer = Computer(chance=chance)
    for _run in range(chance.randint(2, 40)):
        off = chance.choice([None, 0, chance.randint(-500, 500) * DAY])
        computer.start(off_ms=off)
        for _answer in range(chance.randint(1, 4)):
            computer.now_ms += chance.randint(0, 3 * HOUR)
            computer.answer()
            if chance.random() < 0.2:
                computer.meet()
        computer.now_ms += chance.randint(0, 20 * DAY)
    latest = latest_starts(_runs(computer), computer.observations, now_ms=computer.now_ms)
    for event, truth in zip(computer.events, computer.truth, strict=True):
        if event.boot in latest:
            assert latest[event.boot] + event.mono_ms >= truth - STEADY_MS
