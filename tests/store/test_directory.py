"""People, sites and teams travel: the last change wins, what is gone stays gone, nobody is lost."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.conftest import OTHER, draft, learner
from trainer_app.store import EndpointRow, FeedRecord, MergedPeople, Store, people
from trainer_app.training.people import Preferences

HUB = "hub:0011223344556677"
ANA = people.facts(learner(5, "Ana Quispe"), "$argon2id$ana")


def record(change: int = 1, device: UUID = OTHER, **facts: object) -> FeedRecord:
    """Ana Quispe, as another computer has her."""
    known = {"kind": "learner", "record_id": "learner-5", "gone": False, "body": ANA}
    return FeedRecord(**(known | {"change": change, "device": device} | facts))  # type: ignore[arg-type]


def gone(change: int, device: UUID = OTHER) -> FeedRecord:
    return record(change, device, gone=True, body={})


def names(store: Store) -> list[str]:
    return [one.name for one in store.learners()]


@pytest.fixture
def two(store_template: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """The stores of two computers."""
    stores = []
    for name in "ab":
        folder = shutil.copytree(store_template, tmp_path / name)
        stores.append(Store.open(folder, use_keystore=False))
        stores[-1].endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
    yield stores[0], stores[1]
    for store in stores:
        store.close()


def exchange(one: Store, other: Store) -> None:
    """Everything, both ways."""
    there = one.directory.changes(0)
    one.directory.merge(other.directory.changes(0), HUB)
    other.directory.merge(there, HUB)


# ---------------------------------------------------------------- the feed


def test_a_learner_is_a_record_with_all_that_is_known(store: Store) -> None:
    rosa = replace(learner(1, "Rosa Mamani"), site="bo-lpz-001")
    store.add_learner(rosa, "$argon2id$x")
    (made,) = store.directory.changes(0)
    assert (made.kind, made.record_id, made.change, made.feed) == ("learner", "learner-1", 1, 1)
    assert (made.device, made.gone) == (store.device, False)
    assert made.body == {
        "actor": "p-1",
        "name": "Rosa Mamani",
        "role": "driver",
        "team": "Night buses",
        "site": "bo-lpz-001",
        "picture": "tree",
        "picture_hash": "$argon2id$x",
        "language": "en",
        "text_size": 0,
        "theme": "system",
        "slow_speech": False,
    }
    assert store.learners() == [rosa]


def test_every_change_moves_to_the_end_of_the_feed(store: Store) -> None:
    store.add_learner(learner(1, "Rosa"), "x")
    store.add_learner(learner(2, "Ana"), "x")
    store.set_preferences("learner-1", Preferences(language="es"))
    store.directory.put("site", "bo-lpz-001", {"name": "Terminal"})
    feed = [(one.record_id, one.change, one.feed) for one in store.directory.changes(0)]
    assert feed == [("learner-2", 2, 2), ("learner-1", 3, 3), ("bo-lpz-001", 4, 4)]
    assert [one.record_id for one in store.directory.changes(3)] == ["bo-lpz-001"]
    assert store.directory.changes(4) == []


def test_what_came_from_a_road_does_not_go_back_there(store: Store) -> None:
    store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    store.directory.merge([record()], HUB)
    store.add_learner(learner(1, "Rosa"), "x")
    for road, expected in ((HUB, ["learner-1"]), ("stick", ["learner-5", "learner-1"])):
        found = store.directory.changes(0, without=road)
        assert [one.record_id for one in found] == expected
    store.set_preferences("learner-5", Preferences(theme="dark"))
    assert len(store.directory.changes(0, without=HUB)) == 2


def test_a_record_is_found_by_kind_and_id(store: Store) -> None:
    assert store.directory.record("site", "bo-lpz-001") is None
    store.directory.put("site", "bo-lpz-002", {"name": "Kiosk"})
    store.directory.put("site", "bo-lpz-001", {"name": "Terminal"})
    store.directory.erase("site", "bo-lpz-002")
    assert [one.record_id for one in store.directory.records("site")] == ["bo-lpz-001"]
    erased = store.directory.record("site", "bo-lpz-002")
    assert erased is not None
    assert (erased.gone, erased.body) == (True, {})
    with pytest.raises(ValueError, match="gone"):
        store.directory.put("site", "bo-lpz-002", {"name": "Kiosk"})
    with pytest.raises(ValueError, match="lacks"):
        store.directory.put("learner", "learner-9", {"name": "Nobody"})


# ---------------------------------------------------------------- merging


def test_somebody_from_elsewhere_can_learn_here(store: Store) -> None:
    assert store.directory.merge([record()]) == MergedPeople(1, (), ())
    assert store.learner("learner-5") == learner(5, "Ana Quispe")
    assert store.picture_hash("learner-5") == "$argon2id$ana"
    store.append([draft(actor="p-5")], bookmarks={("learner-5", "quiz"): b"1"})


def test_the_same_again_changes_nothing(store: Store) -> None:
    store.directory.merge([record()])
    assert store.directory.merge([record(), record()]) == MergedPeople()
    assert [one.feed for one in store.directory.changes(0)] == [1]


def test_the_last_change_wins_by_count_then_by_device(store: Store) -> None:
    low, high = UUID(int=1), UUID(int=2)

    def named(name: str, change: int, device: UUID) -> FeedRecord:
        return record(change, device, body=ANA | {"name": name})

    for arrives, stays in (
        (named("A", 5, low), "A"),
        (named("B", 4, high), "A"),
        (named("C", 5, high), "C"),
        (named("D", 5, low), "C"),
        (named("E", 6, low), "E"),
    ):
        store.directory.merge([arrives])
        assert names(store) == [stays]


def test_a_change_here_wins_over_all_that_is_known(store: Store) -> None:
    store.directory.merge([record(41)])
    store.set_preferences("learner-5", Preferences(language="es"))
    (now,) = store.directory.changes(0)
    assert (now.change, now.device) == (42, store.device)
    assert store.directory.merge([record(41)]).changed == 0


def test_whoever_is_gone_stays_gone(store: Store) -> None:
    store.directory.merge([record(3)])
    store.keep("learner-5", "quiz", b"1")
    assert store.directory.merge([gone(2)]).changed == 1  # erased elsewhere before our last change
    assert (store.learners(), store.bookmarks("learner-5")) == ([], {})
    assert store.directory.merge([record(9)]).changed == 0
    with pytest.raises(KeyError):
        store.set_preferences("learner-5", Preferences())
    (left,) = store.directory.changes(0)
    assert (left.gone, left.body) == (True, {})


def test_who_was_never_here_is_known_to_be_gone(store: Store) -> None:
    store.directory.merge([replace(gone(4), body=ANA)])
    assert store.directory.changes(0)[0].body == {}
    assert store.directory.merge([record(2)]).changed == 0
    assert store.learners() == []


def test_unknown_kinds_are_kept_and_passed_on(two: tuple[Store, Store]) -> None:
    one, other = two
    shift = FeedRecord("shift", "night", 7, OTHER, False, {"from": "22:00", "who": ["ñ", 1, None]})
    one.directory.merge([shift])
    other.directory.merge(one.directory.changes(0), HUB)
    assert other.directory.records("shift") == [shift]


def test_what_a_newer_release_knows_of_somebody_stays(store: Store) -> None:
    store.directory.merge([record(body=ANA | {"cohort": "2027", "theme": "sepia"})])
    assert store.learner("learner-5").preferences.theme == "system"
    store.set_preferences("learner-5", Preferences(language="fr"))
    body = store.directory.changes(0)[0].body
    assert (body["cohort"], body["language"], body["theme"]) == ("2027", "fr", "system")


def test_a_role_of_a_newer_release_waits_for_it(store: Store) -> None:
    store.directory.merge([record(body=ANA | {"role": "pilot"})])
    assert store.learners() == []
    assert store.directory.records("learner")[0].body["role"] == "pilot"
    store.directory.merge([record(2)])
    assert names(store) == ["Ana Quispe"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": {"name": "Ana"}},
        {"body": ANA | {"slow_speech": 1}},
        {"body": ANA | {"text_size": True}},
        {"body": ANA | {"name": "\ud800"}},
        {"body": ANA | {"note": float("nan")}},
        {"body": ANA | {"note": "x" * 300_000}},
        {"change": 0},
        {"change": 2**60},
        {"kind": ""},
        {"record_id": ""},
    ],
)
def test_a_record_without_sense_keeps_out_no_other(store: Store, wrong: dict[str, object]) -> None:
    bad = record(**(wrong | {"record_id": wrong.get("record_id", "bad")}))  # type: ignore[arg-type]
    merged = store.directory.merge([bad, record()])
    assert (merged.changed, merged.refused) == (1, ((bad.kind, bad.record_id),))
    assert names(store) == ["Ana Quispe"]


# ---------------------------------------------------------------- the same name twice


def test_two_of_one_name_are_both_kept(two: tuple[Store, Store]) -> None:
    one, other = two
    one.add_learner(learner(1, "Rosa Mamani"), "x")
    other.add_learner(learner(2, "rosa  MAMANI"), "y")
    there = other.directory.changes(0)
    assert one.directory.merge(there).doubles == ("learner-2",)
    assert [who.learner_id for who in one.learners()] == ["learner-1", "learner-2"]
    assert one.directory.doubles() == {"learner-1", "learner-2"}
    with pytest.raises(ValueError, match="already registered"):
        one.add_learner(learner(3, "Rosa Mamani"), "z")
    body = people.facts(learner(2, "Rosa Mamani Flores"), "y")
    one.directory.put("learner", "learner-2", body)
    assert one.directory.doubles() == set()


def test_one_pseudonym_on_two_computers_is_seen(store: Store) -> None:
    store.add_learner(replace(learner(1, "Rosa"), actor="p-5"), "x")
    assert store.directory.merge([record()]).doubles == ("learner-5",)
    assert len(store.learners()) == 2


# ---------------------------------------------------------------- convergence


def test_two_computers_end_alike(two: tuple[Store, Store]) -> None:
    one, other = two
    one.add_learner(learner(1, "Rosa"), "x")
    exchange(one, other)
    one.set_preferences("learner-1", Preferences(language="es"))
    other.set_preferences("learner-1", Preferences(language="fr"))
    other.add_learner(learner(2, "Ana"), "y")
    one.directory.erase("learner", "learner-2")
    exchange(one, other)
    exchange(one, other)
    assert one.learners() == other.learners()
    assert sorted(map(repr_of, one.directory.changes(0))) == sorted(
        map(repr_of, other.directory.changes(0))
    )


def repr_of(one: FeedRecord) -> str:
    return json.dumps([one.kind, one.record_id, one.change, str(one.device), one.gone, one.body])


versions = st.builds(
    lambda change, device, is_gone, name: (
        gone(change, UUID(int=device))
        if is_gone
        else record(change, UUID(int=device), body=ANA | {"name": name})
    ),
    st.integers(1, 3),
    st.integers(1, 3),
    st.booleans(),
    st.sampled_from(["A", "B"]),
)


@given(st.lists(versions, min_size=2, max_size=4))
def test_the_order_of_arrival_does_not_matter(known: list[FeedRecord]) -> None:
    def left(order: tuple[FeedRecord, ...]) -> FeedRecord:
        now = order[0]
        for one in order[1:]:
            now = one if one.beats(now) else now
        return now

    assert len({repr_of(left(order)) for order in permutations(known)}) == 1


# ---------------------------------------------------------------- from the release before


def test_people_of_an_older_file_are_in_the_feed(tmp_path: Path) -> None:
    released = Path(__file__).parents[1] / "releases" / "0.1.0"
    store = Store.open(Path(shutil.copytree(released, tmp_path / "data")), use_keystore=False)
    try:
        feed = store.directory.changes(0)
        assert [(one.record_id, one.change, one.feed) for one in feed] == [
            ("learner-1", 1, 1),
            ("learner-2", 2, 2),
            ("learner-3", 3, 3),
        ]
        for one, who in zip(
            feed, sorted(store.learners(), key=lambda who: who.learner_id), strict=True
        ):
            assert one.body == people.facts(who, store.picture_hash(who.learner_id))
    finally:
        store.close()
