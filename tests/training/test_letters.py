"""Answers on paper: letters to responses and back, for every kind of question."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_module import choice_item
from trainer_app.content.module import (
    ChoicesItem,
    Entry,
    Group,
    Item,
    MatchItem,
    OrderItem,
    Pair,
    Picture,
    Region,
    SortEntry,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.training.letters import Unreadable, letters_of, printed, response_of
from trainer_app.training.scoring import canonical, is_right, right_response

COMMON: dict[str, Any] = {"objective": "o", "prompt": "P", "reason": "R"}
ORDER = OrderItem(
    id="order", **COMMON, entries=tuple(Entry(id=i, text=i) for i in ("look", "tell", "write"))
)
MATCH = MatchItem(
    id="match", **COMMON,
    pairs=tuple(Pair(id=i, left=i, right=i, feedback="F") for i in ("one", "two", "three")),
)  # fmt: skip
SORT = SortItem(
    id="sort", **COMMON,
    groups=(Group(id="red", title="Red"), Group(id="blue", title="Blue")),
    entries=tuple(SortEntry(id=i, text=i, group="red", feedback="F") for i in ("x", "y", "z")),
)  # fmt: skip
TRUE = TrueFalseItem(id="true", **COMMON, answer=True, feedback_true="T", feedback_false="F")
SPOT = SpotItem(
    id="spot", **COMMON, picture=Picture(file="a.svg", alt="A"),
    regions=tuple(
        Region(id=i, text=i, x=1, y=1, width=5, height=5, feedback="F", right=i != "c")
        for i in "abc"
    ),
)  # fmt: skip
ONE = choice_item("one", "o")
SEVERAL = ChoicesItem(id="several", **COMMON, choices=ONE.choices)
KINDS: dict[str, Item] = {
    "one": ONE, "several": SEVERAL, "true": TRUE, "order": ORDER, "match": MATCH, "sort": SORT,
    "spot": SPOT,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_letters_are_the_right_response(kind: str) -> None:
    item = KINDS[kind]
    for seed in range(20):
        sheet = printed(item, seed)
        letters = letters_of(sheet, right_response(item))
        assert is_right(item, response_of(sheet, f" {letters.lower()} "))
        assert sheet.length in (None, len(letters))


@pytest.mark.parametrize("kind", KINDS)
def test_everybody_in_a_session_has_the_same_letters(kind: str) -> None:
    assert printed(KINDS[kind], 7) == printed(KINDS[kind], 7)


@given(
    seed=st.integers(0, 2**48),
    kind=st.sampled_from(sorted(KINDS)),
    typed=st.text("ABCDEFabc. ", max_size=6),
)
def test_whatever_is_typed_is_a_response_or_unreadable(seed: int, kind: str, typed: str) -> None:
    item = KINDS[kind]
    sheet = printed(item, seed)
    try:
        response = response_of(sheet, typed)
    except Unreadable:
        return
    assert canonical(item, response) == response
    letters = "".join(typed.split()).upper()
    expected = "".join(sorted(letters)) if sheet.way == "several" else letters
    if not letters.strip("."):
        expected = ""
    assert letters_of(sheet, response) == expected


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("one", "", "nothing"),
        ("one", "AB", "1 letters, not 2"),
        ("one", "Z", "not printed"),
        ("several", "AA", "twice"),
        ("order", "AB", "3 letters, not 2"),
        ("order", "AAB", "twice"),
        ("sort", "ABC", "not printed"),
        ("match", "AB", "3 letters"),
        ("one", ".", "not printed"),
        ("order", "A.B", "before a letter"),
    ],
)
def test_letters_that_are_no_answer_are_told(kind: str, typed: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        response_of(printed(KINDS[kind], 1), typed)


@pytest.mark.parametrize(
    ("kind", "typed"), [("order", "AB."), ("match", "A.C"), ("match", ".BB"), ("sort", "..A")]
)
def test_a_place_left_empty_stays_so(kind: str, typed: str) -> None:
    item = KINDS[kind]
    sheet = printed(item, 1)
    response = response_of(sheet, typed)
    assert letters_of(sheet, response) == typed
    assert canonical(item, response) == response
    assert not is_right(item, response)


def test_an_order_is_never_printed_as_the_answer() -> None:
    for seed in range(50):
        assert letters_of(printed(ORDER, seed), right_response(ORDER)) != "ABC"
