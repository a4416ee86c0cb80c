"""The self-check of a site: which word stands, and what the months come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest

from trainer_app.training.checks import (
    CheckState,
    ItemAnswer,
    Word,
    in_place,
    review_after,
    standing_words,
    trend,
)
from trainer_app.training.times import milliseconds

ONE, OTHER = UUID(int=1), UUID(int=2)
ITEMS = ("a", "b", "c")


def word(
    item_id: str, day: str, state: CheckState = "in-place", *, device: UUID = ONE, seq: int = 1
) -> Word:
    said_on = date.fromisoformat(day)
    at = datetime(said_on.year, said_on.month, said_on.day, 12, tzinfo=UTC)
    return Word(
        item_id, ItemAnswer(state), "p-1", milliseconds(at), said_on, "unverified", device, 1, seq
    )


def test_the_last_word_stands_in_whatever_order_they_come() -> None:
    words = [
        word("a", "2026-12-01", "not-yet"),
        word("a", "2026-12-03", "in-place", seq=2),
        word("a", "2026-12-02", "partly", device=OTHER),
        word("b", "2026-12-01", "not-known"),
    ]
    for turn in range(6):
        Random(turn).shuffle(words)
        stood = standing_words(words)
        assert {item: one.answer.state for item, one in stood.items()} == {
            "a": "in-place", "b": "not-known",
        }  # fmt: skip
        assert in_place(stood, ITEMS) == 1


def test_at_the_same_moment_the_device_decides_and_then_the_order_of_its_log() -> None:
    first, second = word("a", "2026-12-01", "partly", seq=1), word("a", "2026-12-01", seq=2)
    other = word("a", "2026-12-01", "not-yet", device=OTHER)
    assert standing_words([second, first])["a"] is second
    assert standing_words([other, second, first])["a"] is other


def test_nothing_said_has_no_trend() -> None:
    assert trend([], ITEMS, date(2027, 1, 5)) == ()
    assert trend([word("elsewhere", "2026-12-01")], ITEMS, date(2027, 1, 5)) == ()


def test_the_trend_tells_each_month_from_the_first_word_to_now() -> None:
    words = [
        word("a", "2026-11-30"),
        word("b", "2026-12-31", seq=2),
        word("a", "2027-02-01", "not-yet", seq=3),
        word("elsewhere", "2026-01-01"),
    ]
    assert trend(words, ITEMS, date(2027, 2, 10)) == (
        (date(2026, 11, 1), 1),
        (date(2026, 12, 1), 2),
        (date(2027, 1, 1), 2),
        (date(2027, 2, 1), 1),
    )


def test_a_word_of_tomorrow_counts_today_as_it_does_in_the_score() -> None:
    words = [word("a", "2026-12-30"), word("b", "2027-01-02", seq=2)]
    assert trend(words, ITEMS, date(2026, 12, 31))[-1] == (date(2027, 1, 1), 2)


def test_the_trend_ends_where_the_score_is() -> None:
    random = Random(7)
    for _round in range(50):
        words = [
            word(
                random.choice(ITEMS),
                str(date(2026, 11, 22) + timedelta(days=random.randrange(200))),
                random.choice(["in-place", "partly", "not-yet", "not-known"]),
                device=random.choice([ONE, OTHER]),
                seq=number,
            )
            for number in range(1, random.randrange(2, 20))
        ]
        months = trend(words, ITEMS, date(2027, 6, 30))
        assert months[-1] == (date(2027, 6, 1), in_place(standing_words(words), ITEMS))
        assert [one.day for one, _count in months] == [1] * len(months)
        steps = [(b.year - a.year) * 12 + b.month - a.month for (a, _), (b, _) in pairwise(months)]
        assert set(steps) <= {1}


@pytest.mark.parametrize(
    ("day", "months", "review"),
    [
        ("2026-11-22", 3, "2027-02-22"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-10-31", 1, "2026-11-30"),
    ],
)
def test_a_review_comes_on_the_same_day_of_its_month(day: str, months: int, review: str) -> None:
    assert review_after(date.fromisoformat(day), months) == date.fromisoformat(review)
