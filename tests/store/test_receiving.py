"""What arrives: once into the same log, by whichever road; and nothing of it is lost."""

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from tests.store.conftest import (
    NOON,
    OTHER,
    Entry,
    HandClock,
    OpenStore,
    draft,
    earned,
    everything,
    from_elsewhere,
    passed,
)
from tests.store.test_progress import table
from trainer_app.errors import NotSaved, StoreUnusable
from trainer_app.store import (
    CollectedRow,
    EndpointRow,
    ReceivedCount,
    Store,
    keys,
    receiving,
    rows,
    tables,
)
from trainer_app.store.connection import connect
from trainer_app.training.statement import Verb, render
from trainer_app.training.times import at

HUB = "hub:0011223344556677"


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    store = open_store()
    store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    return store


def stored(store: Store) -> list[rows.Record]:
    with store._reading() as connection:
        return list(rows.records(connection))


# ---------------------------------------------------------------- into the same log


def test_what_arrives_is_in_the_log_as_it_was_made(store: Store) -> None:
    made = from_elsewhere(draft("a"), passed(), earned(refers_back=0), draft("b", site="x"))
    assert store.inbox.receive(made, HUB) == ReceivedCount(4, 0, ())
    assert [(one.draft, one.stamp) for one in stored(store)] == [
        (one.draft, one.stamp) for one in made
    ]
    assert [text for _row, text in store.statement_texts()] == [
        render(one.draft, one.stamp) for one in made
    ]
    assert store.verify_chain() == 4
    assert store.statement_count("p-1") == 4


def test_the_same_again_changes_nothing(store: Store) -> None:
    made = from_elsewhere(draft("a"), draft("b"))
    store.inbox.receive(made, HUB)
    before = table(store)
    assert store.inbox.receive(made, "stick") == ReceivedCount(0, 2, ())
    assert store.inbox.receive([made[0], made[0]], HUB) == ReceivedCount(0, 2, ())
    assert (table(store), len(store.statement_texts())) == (before, 2)


def test_the_same_twice_at_once_is_one(store: Store) -> None:
    (made,) = from_elsewhere(draft("a"))
    assert store.inbox.receive([made, made], HUB) == ReceivedCount(1, 1, ())


def test_the_first_copy_stays_and_the_other_is_kept_aside(store: Store, clock: HandClock) -> None:
    (first,) = from_elsewhere(draft("a"))
    (other,) = from_elsewhere(draft("a", success=False, response="b", scaled=0.0))
    store.inbox.receive([first], HUB)
    which = first.stamp.statement_id
    for _time in range(2):
        assert store.inbox.receive([other], "stick") == ReceivedCount(0, 0, (which,))
    assert stored(store)[0].draft == first.draft
    (aside,) = store.inbox.set_aside()
    assert aside.statement_id == which
    assert aside.text == render(other.draft, other.stamp)
    assert aside.held == render(first.draft, first.stamp)
    assert (aside.reason, aside.origin) == (receiving.OTHER_TEXT, "stick")
    assert aside.at == at(clock.utc_ms)


def test_a_difference_that_the_text_does_not_show_is_none(store: Store) -> None:
    (made,) = from_elsewhere(passed(scaled=1))
    (same,) = from_elsewhere(passed(scaled=1.0))
    finer = Entry(same.draft, replace(same.stamp, at=same.stamp.at.replace(microsecond=7)))
    store.inbox.receive([made], HUB)
    assert store.inbox.receive([same, finer], HUB) == ReceivedCount(0, 2, ())
    assert store.verify_chain() == 1


@pytest.mark.parametrize(
    "wrong", [{"seq": 0}, {"seq": 2**53 + 1}, {"epoch": -1}, {"mono_ms": 2**70}, {"boot": 2**64}]
)
def test_numbers_that_cannot_be_are_kept_aside(store: Store, wrong: dict[str, int]) -> None:
    first, last = from_elsewhere(draft("a"), draft("b"))
    bad = Entry(first.draft, replace(first.stamp, **wrong))  # type: ignore[arg-type]
    count = store.inbox.receive([bad, last], HUB)
    assert (count.new, count.conflicts) == (1, (bad.stamp.statement_id,))
    assert store.inbox.set_aside()[0].reason == receiving.OUT_OF_RANGE


def test_our_own_come_back_as_the_same(store: Store) -> None:
    store.append([draft("a"), draft("b")])
    assert store.inbox.receive(everything(store), HUB) == ReceivedCount(0, 2, ())
    (stamp,) = store.append([draft("c")])
    assert (stamp.epoch, stamp.seq) == (1, 3)


def test_a_damaged_row_is_named(store: Store, tmp_path: Path) -> None:
    made = from_elsewhere(draft("a"), draft("b"))
    store.inbox.receive(made, HUB)
    db = connect(tmp_path / "waypost.db", keys.unlock(tmp_path, use_keystore=False).key)
    db.execute("DROP TRIGGER statement_no_update")
    db.execute("UPDATE statement SET text = x'00' WHERE row = 2")
    db.close()
    other = Entry(draft("c"), made[1].stamp)
    with pytest.raises(StoreUnusable, match="Record 2 "):
        store.inbox.receive([other], HUB)


def test_a_cut_line_leaves_whole_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made = from_elsewhere(*(draft(f"i{number % 5}") for number in range(25)))
    monkeypatch.setattr(receiving, "_PAGE", 10)

    with pytest.raises(IndexError):
        store.inbox.receive(_Breaking(made, 20), HUB)
    assert [record.stamp.seq for record in stored(store)] == list(range(1, 21))
    assert store.inbox.receive(made, HUB) == ReceivedCount(5, 20, ())
    assert store.verify_chain() == 25


class _Breaking(list[Entry]):
    """Entries that stop coming."""

    def __init__(self, entries: list[Entry], after: int) -> None:
        super().__init__(entries)
        self._after = after

    def __getitem__(self, place: object) -> list[Entry]:  # type: ignore[override]
        assert isinstance(place, slice)
        if place.start >= self._after:
            raise IndexError("the line was cut")
        return super().__getitem__(place)


def test_a_full_disk_keeps_what_was_counted(store: Store) -> None:
    store.inbox.receive(from_elsewhere(draft("a")), HUB)
    with store._engine.connect() as open_connection:
        driver = open_connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA max_page_count=1")
    many = [draft(f"i{number}", name=f"A title {number}") for number in range(300)]
    with pytest.raises(NotSaved):
        store.inbox.receive(from_elsewhere(*many, first=2), HUB)
    assert store.verify_chain() == 1
    store.append([draft("b")])
    assert store.verify_chain() == 2


# ---------------------------------------------------------------- what is asked of a mixed log


def test_an_attempt_under_way_is_that_of_this_computer(store: Store) -> None:
    store.append([draft("a", response="here")])
    store.inbox.receive(from_elsewhere(draft("a", response="there"), draft("b")), HUB)
    answers = store.answers(draft().registration, "m/grooming/test/post", 1)
    assert answers == {"m/grooming/q/a": ("here", True)}


def test_the_latest_pass_counts_wherever_it_stands(store: Store, clock: HandClock) -> None:
    (stamp,) = store.append([passed()])
    store.inbox.receive(from_elsewhere(passed(), at_ms=NOON - 86_400_000), HUB)
    assert store.passes("p-1") == {"m/grooming": stamp.at}
    store.inbox.receive(from_elsewhere(passed(), first=2, at_ms=NOON + 86_400_000), HUB)
    assert store.passes("p-1") == {"m/grooming": at(NOON + 86_400_000)}


def test_certificates_come_by_time_with_their_pass(store: Store) -> None:
    made = from_elsewhere(passed(scaled=0.85), at_ms=NOON - 86_400_000)
    paper = replace(
        earned(serial="WP-2026-AAAAAAAA", refers_back=0), subject=made[0].stamp.statement_id
    )
    store.append([passed(), earned()])
    store.inbox.receive(from_elsewhere(paper, first=2, at_ms=NOON - 86_400_000), HUB)
    assert [one.scaled for one in store.certificates("p-1")] == [None, 0.9]
    store.inbox.receive(made, HUB)
    assert [(one.serial, one.scaled) for one in store.certificates("p-1")] == [
        ("WP-2026-AAAAAAAA", 0.85),
        ("WP-2026-7KQ2M4XW", 0.9),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_projection_is_what_the_log_says(store: Store, clock: HandClock, seed: int) -> None:
    chance = random.Random(seed)
    made = [
        one
        for device in range(1, 4)
        for one in from_elsewhere(
            *(
                draft(
                    chance.choice("abc"),
                    verb=chance.choice(list(Verb)),
                    success=chance.choice([None, True, False]),
                    scaled=chance.choice([None, 0.0, 0.5, 1.0]),
                    actor=f"p-{chance.randrange(3)}",
                )
                for _number in range(40)
            ),
            device=UUID(int=device),
            at_ms=NOON + chance.randrange(-(10**9), 10**9),
        )
    ]
    chance.shuffle(made)
    while made:
        count = chance.randrange(1, 30)
        store.inbox.receive(made[:count], chance.choice([HUB, "stick"]))
        del made[:count]
        store.append([draft(chance.choice("abc"), actor="p-1")])
        clock.pass_time(1000)
    grown = table(store)
    store.rebuild_progress()
    assert table(store) == grown
    with store._reading() as connection:
        moments = connection.execute(
            select(tables.progress.c.first_at, tables.progress.c.last_at)
        ).all()
    assert all(first <= last for first, last in moments)


# ---------------------------------------------------------------- changed afterwards


def test_every_changed_column_of_what_arrived_is_noticed(store: Store, tmp_path: Path) -> None:
    whole = passed(
        attempt=1,
        interaction="choice",
        pattern="a",
        parent="m/x",
        test_role="pre",
        site="x",
        completion=True,
        name="A",
    )
    store.inbox.receive(from_elsewhere(whole, replace(whole, serial="S", valid_until="D")), HUB)
    db = connect(tmp_path / "waypost.db", keys.unlock(tmp_path, use_keystore=False).key)
    db.execute("PRAGMA foreign_keys=OFF")
    for kind in (tables.visit, tables.topic, tables.statement):
        db.execute(f"DROP TRIGGER {kind.name}_no_update")
        for column in {column.name for column in kind.c} - {"row", "codec"}:
            assert _is_noticed(store, db, kind.name, column) == (column != "origin"), column
    db.close()


def _is_noticed(store: Store, db: dbapi2.Connection, table: str, column: str) -> bool:
    (row, found) = db.execute(f"SELECT max(row), {column} FROM {table}").fetchone()
    change = f"UPDATE {table} SET {column} = ? WHERE row = ?"
    db.execute(change, (_other(found, column), row))
    try:
        store.verify_chain()
    except StoreUnusable:
        return True
    else:
        return False
    finally:
        db.execute(change, (found, row))


def _other(found: object, column: str) -> object:
    match found:
        case bytes():
            return bytes([found[0] ^ 1]) + found[1:]
        case float():
            return found / 2
        case int() if column in ("success", "completion", "suspect"):
            return found ^ 1
        case int():
            return found + 1
        case None if column in ("subject", "meeting"):
            return bytes(16)
        case None if column in ("duration_ms", "copy_of", "instructor"):
            return 1
        case None:
            return "b"
    return "failed" if found != "failed" else "passed"


# ---------------------------------------------------------------- aside, and bundles


def test_what_is_not_ours_is_kept_aside(store: Store) -> None:
    for _time in range(2):
        store.inbox.keep_aside(OTHER, b'{"id":"x"}', "made by another program", HUB)
    store.inbox.keep_aside(OTHER, b'{"id":"y"}', "made by another program", None)
    assert [(one.text, one.held, one.origin) for one in store.inbox.set_aside()] == [
        (b'{"id":"x"}', None, HUB),
        (b'{"id":"y"}', None, None),
    ]


def test_bundles_are_remembered(open_store: OpenStore) -> None:
    store = open_store()
    bundle = CollectedRow(
        digest=b"\x01" * 32,
        bundle="2f0c6a52-4a3e-4a0e-9a39-1f0a5b8d2c11",
        device=OTHER,
        count=12,
        new=10,
        at_ms=NOON,
        ranges=((1, 1, 7), (2, 1, 5)),
    )
    assert store.inbox.collected(bundle.digest) is None
    store.inbox.note_collected(bundle)
    store.inbox.note_collected(replace(bundle, new=0, at_ms=NOON + 1))
    store.close()
    store = open_store()
    assert store.inbox.collected(bundle.digest) == bundle
    assert store.inbox.collected_list() == [bundle]
