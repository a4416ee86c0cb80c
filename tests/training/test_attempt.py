"""The rules of an attempt: the draw, the order, the verdict."""

from hypothesis import given
from hypothesis import strategies as st

from tests.small_module import SMALL
from trainer_app.training.attempt import Attempt, draw, form, judge, shuffled

SEEDS = st.integers(min_value=0, max_value=2**48 - 1)
CRITICAL = {item.id for item in SMALL.bank if item.critical}


def quiz(item_ids: tuple[str, ...]) -> Attempt:
    return Attempt(
        module_id="small", version="1.0", kind="quiz", number=1, seed=1, item_ids=item_ids
    )


@given(SEEDS, SEEDS)
def test_a_draw_has_every_critical_item_and_every_objective_and_differs_from_the_last(one, two):
    first = draw(SMALL, one)
    second = draw(SMALL, two, first)
    for drawn in (first, second):
        assert len(drawn) == len(set(drawn)) == SMALL.pass_rule.draw
        assert set(drawn) >= CRITICAL
        assert {SMALL.item(i).objective for i in drawn} == {o.id for o in SMALL.objectives}
        assert not any(SMALL.item(i).practice for i in drawn)
    assert set(first) != set(second)


@given(SEEDS)
def test_the_same_seed_draws_the_same(seed):
    assert draw(SMALL, seed) == draw(SMALL, seed)


@given(SEEDS)
def test_shuffling_keeps_the_parts_and_never_gives_the_answer_away(seed):
    right = ("a", "b", "c")
    assert sorted(shuffled(right, seed, "x", never=right)) == list(right)
    assert shuffled(right, seed, "x", never=right) != right
    assert shuffled(("a", "b"), seed, "x", never=("a", "b")) == ("b", "a")


def test_forms_are_spread_over_people_and_stay_with_one():
    forms = [form(SMALL, f"p-{n:04}") for n in range(200)]
    assert 80 < sum(f == SMALL.forms.a for f in forms) < 120
    assert form(SMALL, "p-0001") == form(SMALL, "p-0001")


def test_eighty_percent_passes_and_less_does_not():
    attempt = quiz(draw(SMALL, 5))
    others = [i for i in attempt.item_ids if i not in CRITICAL]
    right = dict.fromkeys(attempt.item_ids, True)
    assert judge(SMALL, attempt, right | dict.fromkeys(others[:2], False)).passed
    outcome = judge(SMALL, attempt, right | dict.fromkeys(others[:3], False))
    assert not outcome.passed
    assert (outcome.raw, outcome.total, outcome.scaled) == (7, 10, 0.7)


def test_one_missed_critical_item_is_not_passed_whatever_the_score():
    attempt = quiz(draw(SMALL, 5))
    outcome = judge(SMALL, attempt, dict.fromkeys(attempt.item_ids, True) | {"one": False})
    assert outcome.scaled == 0.9
    assert not outcome.passed
    assert outcome.missed_critical == ("one",)
    assert outcome.read_again == ("first",)


def test_read_again_names_each_lesson_once_in_the_order_of_objectives():
    attempt = quiz(("steps", "sorted", "one"))
    outcome = judge(SMALL, attempt, {"one": True})
    assert outcome.read_again == ("second", "first")
    assert [(o.objective_id, o.right, o.total) for o in outcome.objectives] == [
        ("greet", 1, 1), ("pass-on", 0, 1), ("notice", 0, 1),
    ]  # fmt: skip


def test_the_test_before_is_never_passed_or_failed():
    attempt = Attempt(
        module_id="small", version="1.0", kind="pre", number=1, seed=1, item_ids=SMALL.forms.a
    )
    assert not judge(SMALL, attempt, dict.fromkeys(SMALL.forms.a, True)).passed
