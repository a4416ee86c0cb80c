"""When a refresher is due, and what it asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.small_module import SMALL
from trainer_app.training.refresher import Due, Known, draw_refresher, due

OFFSETS = (7, 30, 90, 365)
PASSED = date(2026, 1, 1)


def day(number: int) -> date:
    return PASSED + timedelta(days=number)


@pytest.mark.parametrize(
    ("today", "refreshed", "expected"),
    [
        (0, None, Due(1, day(7), "later")),
        (6, None, Due(1, day(7), "later")),
        (7, None, Due(1, day(7), "due")),
        (21, None, Due(1, day(7), "due")),
        (22, None, Due(1, day(7), "overdue")),
        (8, 8, Due(2, day(30), "later")),
        (30, 8, Due(2, day(30), "due")),
        (40, None, Due(2, day(30), "due")),  # one refresher makes up for both
        (40, 40, Due(3, day(90), "later")),
        (400, 95, Due(4, day(365), "overdue")),
        (400, 400, Due(5, day(730), "later")),
        (1100, 400, Due(6, day(1095), "due")),
        (7, 7, Due(2, day(30), "later")),
    ],
)
def test_the_dates(today: int, refreshed: int | None, expected: Due) -> None:
    done = None if refreshed is None else day(refreshed)
    assert due(PASSED, OFFSETS, done, day(today)) == expected


def test_a_clock_set_back_harms_nothing() -> None:
    assert due(PASSED, OFFSETS, None, day(-400)) == Due(1, day(7), "later")


def test_missed_objectives_come_first() -> None:
    missed = next(item for item in SMALL.bank if item.objective == "pass-on")
    known = {item.id: Known(right=True, on=day(1)) for item in SMALL.bank}
    known[missed.id] = Known(right=False, on=day(1))
    for seed in range(20):
        drawn = draw_refresher(SMALL, seed, known, size=3)
        assert drawn[0] == missed.id


def test_what_was_never_asked_comes_before_what_was_right() -> None:
    fresh = next(item for item in SMALL.bank if item.objective == "greet")
    known = {i.id: Known(right=True, on=day(1)) for i in SMALL.bank if i.id != fresh.id}
    assert all(fresh.id in draw_refresher(SMALL, seed, known, size=3) for seed in range(20))


def test_the_same_seed_draws_the_same_and_never_twice() -> None:
    drawn = draw_refresher(SMALL, 5, {})
    assert drawn == draw_refresher(SMALL, 5, {})
    assert len(set(drawn)) == len(drawn) == min(7, len(SMALL.bank))
