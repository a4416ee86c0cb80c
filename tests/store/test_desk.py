"""What the desk needs remembered: corrected and merged people, keys of staff, sheets, sittings."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.store.conftest import draft, learner, passed
from trainer_app.store import StaffKey, Store
from trainer_app.training.pins import Tries
from trainer_app.training.statement import (
    ActivityType,
    Taken,
    Verb,
    registration,
    session_path,
    staff_path,
)

MEETING = UUID("3f9b1d0a-7f0e-4f57-9b51-0a6b4f1f8f21")
KEY = StaffKey(staff_id="s-1", pin_hash="$argon2id$x", seed=bytes(range(32)))


def attended(actor: str, **facts: object):
    path = session_path(MEETING)
    return draft(
        "x", actor=actor, verb=Verb.ATTENDED, activity=path, activity_type=ActivityType.MEETING,
        registration=registration(actor, path), meeting=MEETING, instructor="p-staff",
        planned="2026-12-01", completion=True, **facts,
    )  # fmt: skip


def act(number: int):
    path = staff_path("merged")
    return draft(
        "x", actor="p-staff", verb=Verb.INTERACTED, activity=path,
        activity_type=ActivityType.STAFF_ACT, about=f"p-{number}",
    )  # fmt: skip


# ---------------------------------------------------------------- people


def test_a_correction_keeps_pictures_and_what_it_does_not_name(store: Store) -> None:
    store.add_learner(learner(1, "Rosa"), "hash")
    store.correct_learner(replace(store.learner("learner-1"), name="Rosa Mamani", has_left=True))
    assert store.learner("learner-1").name == "Rosa Mamani"
    assert store.learner("learner-1").has_left
    assert store.picture_hash("learner-1") == "hash"
    store.correct_learner(replace(store.learner("learner-1"), has_left=False), "another")
    assert not store.learner("learner-1").has_left
    assert store.picture_hash("learner-1") == "another"


def test_two_in_a_team_have_two_names_unless_one_has_left(store: Store) -> None:
    store.add_learner(learner(1, "Rosa"), "x")
    store.add_learner(learner(2, "Ana"), "x")
    with pytest.raises(ValueError, match="taken"):
        store.correct_learner(replace(store.learner("learner-2"), name=" ROSA "))
    store.correct_learner(replace(store.learner("learner-1"), has_left=True))
    store.correct_learner(replace(store.learner("learner-2"), name="Rosa"))
    assert store.directory.doubles() == set()
    with pytest.raises(ValueError, match="taken"):
        store.correct_learner(replace(store.learner("learner-1"), has_left=False))


def test_nobody_can_be_corrected_who_is_not_here(store: Store) -> None:
    with pytest.raises(KeyError):
        store.correct_learner(learner(1, "Rosa"))


def test_a_merged_registration_brings_its_history_and_takes_it_back(store: Store) -> None:
    for number, name in ((1, "Rosa"), (2, "Rosa M"), (3, "Rosa Mamani")):
        store.add_learner(learner(number, name), "x")
    store.append([passed(actor="p-1", scaled=0.5), passed(actor="p-2", scaled=0.9)])
    store.append([draft("a", actor="p-3")])
    alone = store.progress("p-3")
    store.correct_learner(replace(store.learner("learner-1"), merged_into="learner-2"))
    store.correct_learner(replace(store.learner("learner-2"), merged_into="learner-3"))
    together = store.progress("p-3")
    (module,) = set(together) - set(alone)
    assert (together[module].tries, together[module].best_scaled) == (2, 0.9)
    assert store.statement_count("p-3") == 3
    assert set(store.passes("p-2")) == set(store.passes("p-3")) == {module}
    assert store.progress("p-1")[module].tries == 1
    store.correct_learner(replace(store.learner("learner-2"), merged_into=""))
    assert store.progress("p-3") == alone
    assert store.statement_count("p-2") == 2


def test_two_merged_into_each_other_do_not_go_round_for_ever(store: Store) -> None:
    for number in (1, 2):
        store.add_learner(learner(number, f"Rosa {number}"), "x")
        one = replace(store.learner(f"learner-{number}"), merged_into=f"learner-{3 - number}")
        store.correct_learner(one)
    store.append([draft("a", actor="p-1")])
    assert store.statement_count("p-1") == store.statement_count("p-2") == 1


def test_facts_of_a_newer_kind_that_make_no_sense_are_refused(store: Store) -> None:
    store.add_learner(learner(1, "Rosa"), "x")
    (made,) = store.directory.records("learner")
    with pytest.raises(ValueError, match="lacks"):
        store.directory.put("learner", "learner-1", made.body | {"has_left": "yes"})


# ---------------------------------------------------------------- one transaction


def test_statements_and_records_are_written_together_or_not_at_all(store: Store) -> None:
    place = ("training-session", "one")
    store.append([draft("a")], records={place: {"state": "closed"}})
    assert [one.body for one in store.directory.records(place[0])] == [{"state": "closed"}]
    store.directory.erase(*place)
    with pytest.raises(ValueError, match="gone"):
        store.append([draft("b")], records={place: {"state": "open"}})
    assert store.statement_count("p-1") == 1
    assert store.verify_chain() == 1


# ---------------------------------------------------------------- staff


def test_keys_of_staff_are_kept_and_dropped(store: Store) -> None:
    store.staff_keys.put(KEY)
    store.staff_keys.put(replace(KEY, must_change=True))
    assert store.staff_keys.one("s-1") == replace(KEY, must_change=True)
    tries = [store.staff_keys.count_try("s-1") for _try in range(5)]
    assert tries[-1] == Tries(5, 30_000)
    assert store.staff_keys.count_try("s-1") is None
    assert [(one.tries, one.pause_ms) for one in store.staff_keys.all()] == [(5, 30_000)]
    store.staff_keys.drop("s-1")
    with pytest.raises(KeyError):
        store.staff_keys.one("s-1")


def test_a_key_is_written_with_what_it_did_or_not_at_all(store: Store) -> None:
    store.append([act(1)], staff_keys=[KEY])
    assert store.staff_keys.all() == [KEY]
    store.directory.erase("staff", "s-2")
    with pytest.raises(ValueError, match="gone"):
        store.append([], records={("staff", "s-2"): {}}, staff_keys=[replace(KEY, staff_id="s-2")])
    assert store.staff_keys.all() == [KEY]


def test_acts_come_newest_first_page_by_page(store: Store) -> None:
    store.append([draft("a"), act(1), act(2), act(3)])
    rows, told = zip(*store.sittings.acts(2), strict=True)
    assert [one.draft.about for one in told] == ["p-3", "p-2"]
    ((_row, oldest),) = store.sittings.acts(2, before=rows[-1])
    assert oldest.draft.about == "p-1"


# ---------------------------------------------------------------- sessions


def test_a_sitting_is_found_by_its_session(store: Store) -> None:
    on_paper = draft("a", meeting=MEETING, taken=Taken.PAPER, instructor="p-staff")
    store.append([draft("b"), on_paper, attended("p-1")])
    found = [one.draft for one in store.sittings.of(MEETING)]
    assert [one.verb for one in found] == [Verb.ANSWERED, Verb.ATTENDED]
    assert (found[0].taken, found[1].planned, found[1].instructor) == (
        Taken.PAPER, "2026-12-01", "p-staff",
    )  # fmt: skip
    assert store.sittings.of(UUID(int=5)) == []
    assert store.verify_chain() == 3


def test_sheets_are_notes_until_they_are_dropped(store: Store) -> None:
    store.sheets.put(MEETING, "before", {"a": {"q1": "x"}, "b": {"q1": "y", "q2": "z"}})
    store.sheets.put(MEETING, "before", {"a": {}, "b": {"q1": "y"}})
    store.sheets.put(MEETING, "after", {"a": {"q9": "x"}})
    assert store.sheets.of(MEETING, "before") == {"b": {"q1": "y"}}
    store.sheets.drop(MEETING, "before")
    assert store.sheets.of(MEETING, "before") == {}
    assert store.sheets.of(MEETING, "after") == {"a": {"q9": "x"}}
