"""The log: what goes in comes out, nothing changes it, and every change is noticed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.store.conftest import NOON, HandClock, OpenStore, draft, earned, learner, passed
from trainer_app.errors import StoreUnusable
from trainer_app.store import SITE_ID, Store, keys, rows, tables
from trainer_app.store.connection import connect
from trainer_app.training.statement import Draft, render


def raw(folder: Path) -> dbapi2.Connection:
    """A second connection with the right key, as somebody has who knows too much."""
    return connect(folder / "waypost.db", keys.unlock(folder, use_keystore=False).key)


def stored(store: Store) -> list[rows.Record]:
    with store._reading() as connection:
        return list(rows.records(connection))


def test_an_append_returns_the_stamps(store: Store, clock: HandClock) -> None:
    clock.pass_time(1_500)
    first, second = store.append([draft("a"), draft("b")])
    (third,) = store.append([draft("c")])
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert first.device == store.device
    assert (first.epoch, first.boot) == (store.epoch, store.boot)
    assert store.epoch == 1
    assert first.at.isoformat() == "2026-12-01T12:00:01.500000+00:00"
    assert (first.offset_minutes, first.mono_ms, first.suspect) == (-240, 1_500, False)


def test_the_text_is_frozen_as_it_was_rendered(store: Store) -> None:
    drafts = [draft(), passed(), earned(site="bo-lpz-001"), draft("b", response=None, success=None)]
    stamps = store.append(drafts)
    frozen = replace(drafts[2], refers_back=0, subject=stamps[1].statement_id)
    expected = [drafts[0], drafts[1], frozen, drafts[3]]
    assert [text for _row, text in store.statement_texts()] == [
        render(one, stamp) for one, stamp in zip(expected, stamps, strict=True)
    ]


@pytest.mark.parametrize(
    "one",
    [
        draft(),
        draft(success=False, scaled=0, response="", pattern=""),
        draft(response="“$seq” — \\ \"quoted\" \t ما العمل؟ 🙂" * 20, name="$name", scaled=0.125),
        draft(parent=None, attempt=None, completion=False, test_role="pre", duration_ms=0),
        passed(),
        passed(scaled=1, pass_mark=1, language="es_BO", name="$"),
        replace(earned(), refers_back=0),
    ],
)  # fmt: skip
def test_columns_give_back_the_draft(store: Store, one: Draft) -> None:
    (stamp,) = store.append([one])
    (record,) = stored(store)
    assert (record.draft, record.stamp) == (one, stamp)
    assert render(record.draft, record.stamp) == record.text
    assert store.verify_chain() == 1


def test_what_is_made_here_is_of_the_site_of_this_computer(open_store: OpenStore) -> None:
    store = open_store()
    store.append([draft("a")])
    store.set_setting(SITE_ID, "bo-lpz-001")
    store.append([draft("b"), draft("c", site="bo-lpz-002")])
    store.close()
    store = open_store()
    store.append([draft("d")])
    store.set_setting(SITE_ID, None)
    store.append([draft("e")])
    sites = [record.draft.site for record in stored(store)]
    assert sites == [None, "bo-lpz-001", "bo-lpz-002", "bo-lpz-001", None]
    assert store.verify_chain() == 5


def test_texts_come_in_pages(store: Store) -> None:
    store.append([draft(f"i{number}") for number in range(7)])
    assert [row for row, _text in store.statement_texts(after=2, limit=3)] == [3, 4, 5]
    assert store.statement_texts(after=7) == []
    assert store.statement_texts(limit=0) == []


def test_a_certificate_refers_to_the_pass_before_it(store: Store) -> None:
    stamps = store.append([draft(), passed(), earned()])
    assert stored(store)[2].draft.subject == stamps[1].statement_id
    (certificate,) = store.certificates("p-1")
    assert certificate.serial == "WP-2026-7KQ2M4XW"
    assert (certificate.module, certificate.revision) == ("m/grooming", "grooming@1.0")
    assert certificate.valid_until.isoformat() == "2027-12-01"
    assert (certificate.scaled, certificate.at) == (0.9, stamps[2].at)
    assert store.certificates("p-2") == []


def test_nothing_stands_before_the_first_draft(store: Store) -> None:
    store.append([passed()])
    with pytest.raises(ValueError, match="no draft stands"):
        store.append([draft(), earned(refers_back=2)])
    assert store.verify_chain() == 1
    (stamp,) = store.append([draft()])
    assert stamp.seq == 2


def test_nothing_to_append_is_nothing(store: Store) -> None:
    store.add_learner(learner(), "hash")
    assert store.append([], bookmarks={("learner-1", "quiz"): b"3"}) == ()
    assert store.bookmark("learner-1", "quiz") == b"3"


def test_an_unknown_learner_stops_the_whole_append(store: Store) -> None:
    with pytest.raises(KeyError):
        store.append([draft()], bookmarks={("nobody", "quiz"): b"3"})
    assert store.statement_texts() == []


def test_the_last_answer_in_an_attempt_stands(store: Store) -> None:
    store.append([draft("a"), draft("b", success=False, response="x"), draft("a", response="c")])
    store.append([draft("a", attempt=2, response="z"), draft("a", parent="m/grooming/l/x")])
    store.append([draft("a", actor="p-2", registration=draft().session, response="q")])
    answers = store.answers(draft().registration, "m/grooming/test/post", 1)
    assert answers == {"m/grooming/q/a": ("c", True), "m/grooming/q/b": ("x", False)}


def test_statements_are_counted_by_person(store: Store) -> None:
    store.append(
        [draft("a"), draft("b"), draft("a", actor="p-2"), draft("a", session=store.device)]
    )
    assert [store.statement_count(who) for who in ("p-1", "p-2", "p-3")] == [3, 1, 0]


def test_the_log_goes_on_after_a_restart(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    store.append([draft("a")])
    device, boot = store.device, store.boot
    store.close()
    clock.pass_time(60_000)
    store = open_store()
    assert (store.created, store.device, store.boot) == (False, device, boot + 1)
    (stamp,) = store.append([draft("b")])
    assert (stamp.seq, stamp.boot, stamp.mono_ms) == (2, boot + 1, 0)
    assert store.verify_chain() == 2


# ---------------------------------------------------------------- append-only


@pytest.mark.parametrize("table", tables.LOG, ids=lambda table: str(table.name))
@pytest.mark.parametrize("attack", ["UPDATE", "DELETE", "INSERT OR REPLACE"])
def test_the_file_itself_refuses_changes(
    store: Store, tmp_path: Path, table: Any, attack: str
) -> None:
    store.append([draft()])
    words = {
        "UPDATE": f"UPDATE {table.name} SET row = row",
        "DELETE": f"DELETE FROM {table.name}",
        "INSERT OR REPLACE": f"INSERT OR REPLACE INTO {table.name} SELECT * FROM {table.name}",
    }
    db = raw(tmp_path)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        db.execute(words[attack])
    db.close()
    assert store.verify_chain() == 1


def test_every_changed_column_is_noticed(store: Store, tmp_path: Path) -> None:
    store.append([draft("a"), passed(), earned(), draft("b", test_role="pre", site="x")])
    store.append([draft("c", actor="p-2", registration=store.device, completion=True, site="y")])
    db = raw(tmp_path)
    db.execute("PRAGMA foreign_keys=OFF")
    for table in tables.LOG:
        db.execute(f"DROP TRIGGER {table.name}_no_update")
        for column in {column.name for column in table.c} - {"row", "codec"}:
            change_and_notice(store, db, table.name, column)
    change_and_notice(store, db, "statement", "row")
    db.close()
    assert store.verify_chain() == 5


def change_and_notice(store: Store, db: dbapi2.Connection, table: str, column: str) -> None:
    """Change a value, see that it is noticed, and put it back."""
    row = 2  # of the devices, the first was copied, the second is ours
    found = db.execute(f"SELECT {column} FROM {table} WHERE row = {row}").fetchone()[0]
    other = _other(found, column)
    db.execute(f"UPDATE {table} SET {column} = ? WHERE row = {row}", (other,))
    with pytest.raises(StoreUnusable, match=r"Record \d+ was changed or damaged"):
        store.verify_chain()
    row = other if column == "row" else row  # type: ignore[assignment]
    db.execute(f"UPDATE {table} SET {column} = ? WHERE row = {row}", (found,))


def _other(found: object, column: str) -> object:
    match found:
        case bytes():
            return bytes([found[0] ^ 1]) + found[1:]
        case float():
            return found / 2
        case int():
            return found ^ 1 if column in ("success", "completion", "suspect") else found + 100
        case None if column in (
            "attempt",
            "success",
            "completion",
            "raw",
            "maximum",
            "duration_ms",
            "origin",
            "copy_of",
        ):
            return 1
        case None if column in ("parent", "instructor"):
            return 1
        case None if column in ("scaled", "pass_mark"):
            return 0.5
        case None if column in ("subject", "meeting"):
            return bytes(16)
    return "passed" if column == "verb" and found != "passed" else "failed"


@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_statement_cut_out_is_noticed(store: Store, tmp_path: Path, row: int) -> None:
    store.append([draft("a"), draft("b"), draft("c")])
    db = raw(tmp_path)
    db.execute("DROP TRIGGER statement_no_delete")
    db.execute("DELETE FROM statement WHERE row = ?", (row,))
    db.close()
    with pytest.raises(StoreUnusable, match=f"Record {row} "):
        store.verify_chain()


def test_a_damaged_text_is_not_shown(store: Store, tmp_path: Path) -> None:
    store.append([draft("a"), draft("b")])
    db = raw(tmp_path)
    db.execute("DROP TRIGGER statement_no_update")
    db.execute("UPDATE statement SET text = x'00' WHERE row = 2")
    db.close()
    with pytest.raises(StoreUnusable, match="Record 2 "):
        store.statement_texts()


def test_the_clock_of_the_tests_is_noon() -> None:
    assert NOON % 86_400_000 == 43_200_000
