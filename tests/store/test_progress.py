"""The projection: its rule, and that it always says what the log says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.store.conftest import HandClock, draft, passed
from trainer_app.store import Progress, Store, tables
from trainer_app.training.statement import ActivityType, Draft, Verb

ITEM = "m/grooming/q/a"


def lesson(**facts: object) -> Draft:
    known: dict[str, Any] = {
        "verb": Verb.COMPLETED,
        "activity": "m/grooming/l/signs",
        "activity_type": ActivityType.LESSON,
        "completion": True,
        "response": None,
        "success": None,
        "scaled": None,
    }
    return draft(**(known | facts))


def quiz(success: bool, scaled: float) -> Draft:
    return draft(
        verb=Verb.PASSED if success else Verb.FAILED,
        activity="m/grooming/test/post",
        activity_type=ActivityType.TEST,
        success=success,
        scaled=scaled,
    )


def made(store: Store, path: str) -> Progress:
    return store.progress("p-1")[path]


def test_an_item_says_how_the_last_answer_was(store: Store, clock: HandClock) -> None:
    (first,) = store.append([draft("a", success=True, scaled=1.0)])
    clock.pass_time(1000)
    (last,) = store.append([draft("a", success=False, scaled=0.0)])
    assert made(store, ITEM) == Progress(
        activity=ITEM,
        completed=False,
        success=False,
        best_scaled=1.0,
        last_scaled=0.0,
        tries=2,
        first_at=first.at,
        last_at=last.at,
    )


def test_passed_stays_passed(store: Store) -> None:
    store.append([quiz(success=False, scaled=0.4)])
    assert made(store, "m/grooming/test/post").success is False
    store.append([quiz(success=True, scaled=0.9), quiz(success=False, scaled=0.6)])
    now = made(store, "m/grooming/test/post")
    assert (now.success, now.best_scaled, now.last_scaled, now.tries) == (True, 0.9, 0.6, 3)
    assert not now.completed


def test_a_lesson_is_completed_by_saying_so(store: Store) -> None:
    store.append([lesson(), lesson()])
    now = made(store, "m/grooming/l/signs")
    assert (now.completed, now.success, now.best_scaled, now.tries) == (True, None, None, 2)


def test_a_module_is_begun_completed_and_passed_in_one_try(store: Store) -> None:
    begun = passed(verb=Verb.INITIALIZED, success=None, scaled=None, raw=None, maximum=None)
    store.append([begun])
    now = made(store, "m/grooming")
    assert (now.completed, now.success, now.tries) == (False, None, 0)
    store.append([replace(begun, verb=Verb.COMPLETED, completion=True), passed()])
    now = made(store, "m/grooming")
    assert (now.completed, now.success, now.tries) == (True, True, 1)


def test_the_order_is_that_of_the_log_not_of_the_clock(store: Store, clock: HandClock) -> None:
    (first,) = store.append([draft("a")])
    clock.utc_ms -= 86_400_000
    (last,) = store.append([draft("a", success=False)])
    now = made(store, ITEM)
    assert (now.first_at, now.last_at) == (last.at, first.at)
    assert now.success is False


def test_nobody_sees_the_progress_of_others(store: Store) -> None:
    store.append([draft("a"), draft("b", actor="p-2")])
    assert set(store.progress("p-1")) == {ITEM}
    assert set(store.progress("p-2")) == {"m/grooming/q/b"}
    assert store.progress("p-3") == {}


# ---------------------------------------------------------------- rebuilt from the log

truths = st.none() | st.booleans()
scores = st.none() | st.floats(0, 1) | st.sampled_from([0, 1, 0.5])
drafts = st.builds(
    draft,
    item=st.sampled_from(["a", "b"]),
    actor=st.sampled_from(["p-1", "p-2"]),
    verb=st.sampled_from(Verb),
    activity_type=st.sampled_from(ActivityType),
    success=truths,
    completion=truths,
    scaled=scores,
)


@pytest.fixture(scope="module")
def long_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, HandClock]]:
    """One store that many examples add to."""
    clock = HandClock()
    folder: Path = tmp_path_factory.mktemp("projection")
    store = Store.open(folder, use_keystore=False, clock=clock)
    yield store, clock
    store.close()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=st.lists(st.tuples(st.integers(-(10**9), 10**10), st.lists(drafts, max_size=6))))
def test_rebuilt_equals_grown(
    long_store: tuple[Store, HandClock], batches: list[tuple[int, list[Draft]]]
) -> None:
    store, clock = long_store
    for jump_ms, batch in batches:
        clock.utc_ms += jump_ms
        store.append(batch)
    grown = table(store)
    store.rebuild_progress()
    assert table(store) == grown


def table(store: Store) -> list[tuple[object, ...]]:
    with store._reading() as connection:
        return [tuple(row) for row in connection.execute(select(tables.progress))]
