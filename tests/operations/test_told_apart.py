"""Two registrations that look alike and are two people: said once, and not asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.people_here import DUTY, acts, register
from trainer_app.operations.people_desk import (
    Reason,
    erase_person,
    list_people,
    merge_people,
    unmerge_person,
)
from trainer_app.operations.reports.coverage import doubles_suggested
from trainer_app.operations.told_apart import APART, tell_apart, told_apart
from trainer_app.store import Store


def alike(store: Store, count: int = 2) -> list[str]:
    """So many registrations of one name, each in a team of its own; their ids."""
    return [register(store, "Rosa Mamani", f"Gate {n}").learner_id for n in range(count)]


def likes(store: Store) -> set[tuple[str, str]]:
    return {
        (person.learner.learner_id, like.learner_id)
        for person in list_people(store)
        for like in person.likes
    }


def test_who_was_told_apart_is_not_suggested_again_and_others_are(store: Store) -> None:
    one, two, three = alike(store, 3)
    tell_apart(store, by=DUTY, one=two, other=one)
    assert likes(store) == {(one, three), (three, one), (two, three), (three, two)}
    tell_apart(store, by=DUTY, one=one, other=three)
    tell_apart(store, by=DUTY, one=two, other=three)
    assert likes(store) == set()
    assert doubles_suggested(store) == 0
    assert [act for act, _about in acts(store)][-3:] == ["told-apart"] * 3


def test_it_outlives_the_program_and_said_twice_is_once(data_folder: Path) -> None:
    store = Store.open(data_folder, use_keystore=False)
    one, two = alike(store)
    tell_apart(store, by=None, one=one, other=two)
    tell_apart(store, by=None, one=two, other=one)
    store.close()
    again = Store.open(data_folder, use_keystore=False)
    assert likes(again) == set()
    assert len(again.directory.records(APART)) == 1
    again.close()


def test_putting_them_together_takes_it_back(store: Store) -> None:
    one, two = alike(store)
    tell_apart(store, by=DUTY, one=one, other=two)
    merge_people(store, by=DUTY, kept=one, other=two)
    assert told_apart(store) == frozenset()
    unmerge_person(store, by=DUTY, learner_id=two)
    assert likes(store) == {(one, two), (two, one)}


def test_nothing_of_it_is_left_of_who_is_erased(store: Store) -> None:
    one, two, three = alike(store, 3)
    tell_apart(store, by=DUTY, one=one, other=two)
    tell_apart(store, by=DUTY, one=two, other=three)
    erase_person(store, by=DUTY, learner_id=one, reason=Reason.ASKED)
    assert told_apart(store) == {frozenset((two, three))}


def test_who_is_not_here_cannot_be_told_apart(store: Store) -> None:
    (one,) = alike(store, 1)
    with pytest.raises(KeyError):
        tell_apart(store, by=DUTY, one=one, other="nobody")


def test_records_that_make_no_sense_are_passed_over(store: Store) -> None:
    store.directory.put(APART, "x", {"one": 7, "other": "y"})
    store.directory.put(APART, "y", {"one": "z", "other": "z"})
    assert told_apart(store) == frozenset()
