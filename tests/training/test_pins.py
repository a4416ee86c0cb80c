"""Which PINs are too easy, and how long one waits: rules only."""

import pytest

from trainer_app.training.pins import (
    COMMON,
    DISTRUSTED,
    PAUSES_MS,
    TRIES,
    Tries,
    digits_of,
    weakness,
)


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("", "length"),
        ("12345", "length"),
        ("1234567", "length"),
        ("12 456", "length"),
        ("١٢٣٤٥٦", "length"),
        ("000000", "repeats"),
        ("474747", "repeats"),
        ("447747", "repeats"),
        ("283283", "repeats"),
        ("228833", "repeats"),
        ("456789", "runs"),
        ("890123", "runs"),
        ("210987", "runs"),
        ("198512", "year"),
        ("031985", "year"),
        ("241999", "year"),
        ("202611", "year"),
        ("147258", "common"),
        ("123654", "common"),
    ],
)
def test_an_easy_pin_is_known_for_what_it_is(pin: str, why: str) -> None:
    assert weakness(pin) == why


@pytest.mark.parametrize("pin", ["482913", "198513", "193071", "905217", "112738"])
def test_another_pin_is_good(pin: str) -> None:
    assert weakness(pin) is None


def test_a_hundred_common_ones_are_refused() -> None:
    assert len(COMMON) == 100
    assert all(len(pin) == 6 and weakness(pin) for pin in COMMON)


def test_most_numbers_remain() -> None:
    refused = sum(weakness(f"{number:06}") is not None for number in range(0, 10**6, 97))
    assert refused * 97 < 20_000


def test_pauses_grow_and_then_stay() -> None:
    tries, pauses, left = Tries(), [], []
    for _miss in range(10):
        left.append(tries.left)
        tries = tries.missed_again()
        pauses.append(tries.pause_ms // 1000)
    assert pauses == [0, 0, 0, 0, 30, 60, 300, 900, 900, 900]
    assert left == [5, 4, 3, 2, 1, 1, 1, 1, 1, 1]


def test_the_next_pause_is_told_beforehand() -> None:
    assert [Tries(missed).next_pause_ms for missed in (0, 4, 5, 6, 7, 8, 50)] == [
        30_000, 30_000, 60_000, 300_000, 900_000, 900_000, 900_000,
    ]  # fmt: skip


def test_waiting_only_ever_shortens_a_pause() -> None:
    assert Tries(6, 60_000).waited(20_000) == Tries(6, 40_000)
    assert Tries(6, 60_000).waited(90_000) == Tries(6, 0)
    assert Tries(6, 60_000).waited(-5) == Tries(6, 60_000)


def test_of_two_accounts_the_stricter_holds() -> None:
    assert Tries(2, 0).strictest(Tries(1, 30_000)) == Tries(2, 30_000)
    assert Tries(TRIES + 3, PAUSES_MS[-1]) == DISTRUSTED
    assert DISTRUSTED.left == 1


def test_digits_of_any_script_count() -> None:
    assert digits_of("48 29-13") == digits_of("٤٨٢٩١٣") == "482913"
    assert digits_of("4829134") == "482913"
    assert digits_of("four") == ""
