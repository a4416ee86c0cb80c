"""The rules of a training session: forms shared out evenly, sheets that ask what a pass needs."""

from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_module import SMALL
from trainer_app.training.meeting import (
    PlanStep,
    TrainingSession,
    papers_of,
    seed_of,
    share_out,
    usual_plan,
)

PEOPLE = st.lists(st.text("abcdefgh", min_size=1, max_size=3), unique=True, max_size=40)


@given(here=PEOPLE, later=PEOPLE, seed=st.integers(0, 2**48 - 1))
def test_halves_stay_even_and_nobody_changes_sides(
    here: list[str], later: list[str], seed: int
) -> None:
    first = share_out(here, {}, seed)
    counts = [list(first.values()).count(letter) for letter in ("a", "b")]
    assert abs(counts[0] - counts[1]) <= 1
    more = share_out([*here, *later], first, seed)
    assert {one: more[one] for one in first} == first
    assert abs(sum(1 if more[one] == "a" else -1 for one in {*here, *later})) <= 1


def test_who_left_the_room_does_not_tip_the_halves() -> None:
    known = {f"gone-{n}": "a" for n in range(5)}
    shared = share_out(["x", "y", "z", "w"], known, 0)  # type: ignore[arg-type]
    assert sorted(shared[one] for one in "xyzw") == ["a", "a", "b", "b"]


@pytest.mark.parametrize("seed", [0, 1, 99])
def test_the_test_after_asks_the_form_every_critical_question_and_enough(seed: int) -> None:
    papers = papers_of(SMALL, seed)
    critical = {item.id for item in SMALL.bank if item.critical}
    assert papers["before-a"] == SMALL.forms.a
    for letter, form in (("a", SMALL.forms.a), ("b", SMALL.forms.b)):
        asked = papers[f"after-{letter}"]
        assert len(set(asked)) == len(asked)
        assert set(form) | critical <= set(asked)
        assert len(asked) >= min(SMALL.pass_rule.draw, len(form) + len(critical))
        assert not any(SMALL.item(item_id).practice for item_id in asked)
    assert papers == papers_of(SMALL, seed)


def test_a_session_survives_its_record() -> None:
    told = TrainingSession(
        module_id="small", version="1", language="en", title="Small", day="2026-12-01",
        facilitators=("s",), instructor="p-s", steps=usual_plan(SMALL), here=("a",),
        first_forms={"a": "b"}, papers=papers_of(SMALL, seed_of(uuid4())),
    )  # fmt: skip
    assert msgspec.convert(msgspec.to_builtins(told), TrainingSession) == told
    assert told.letter("before", "a") == "b"
    assert told.letter("after", "a") == "a"
    assert told.letter("after", "x") is None
    assert told.paper("after", "a") == told.papers["after-a"]
    assert told.paper("after", "x") == ()


def test_the_usual_plan_has_every_part_once() -> None:
    plan = usual_plan(SMALL)
    ids = [step.step_id for step in plan]
    assert len(set(ids)) == len(ids)
    kinds = [step.kind for step in plan]
    assert kinds.index("test-before") < kinds.index("lesson") < kinds.index("test-after")
    assert all(isinstance(step, PlanStep) and step.minutes for step in plan)
