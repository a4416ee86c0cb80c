"""Single answers past their time leave the log; nothing else does, and nothing can by accident."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from tests.store.conftest import (
    NOON,
    OTHER,
    HandClock,
    OpenStore,
    draft,
    earned,
    everything,
    from_elsewhere,
    passed,
)
from trainer_app.errors import StoreUnusable
from trainer_app.store import EndpointRow, Store, backups, keys, second_copy
from trainer_app.store import retention as module
from trainer_app.store.connection import connect
from trainer_app.store.opening import FILE
from trainer_app.store.retention import Limit, Old
from trainer_app.store.sealed_tables import SEALED
from trainer_app.store.tables import LOG
from trainer_app.training import chain
from trainer_app.training.clocks import Observation
from trainer_app.training.confidence import LIKERT
from trainer_app.training.statement import ActivityType, Draft, Verb

DAY = 24 * 60 * 60 * 1000
ROOT = Path(__file__).resolve().parents[2]


def limit(before_ms: int, *chains: tuple[UUID, int], roads: tuple[str, ...] = ()) -> Limit:
    """A limit for chains of which every run began when its clock said."""
    boots = dict.fromkeys(range(1, 50), NOON)
    return Limit(before_ms=before_ms, months=12, starts=dict.fromkeys(chains, boots), roads=roads)


def noted(old: Old) -> Draft:
    return Draft(
        actor="p-staff",
        verb=Verb.INTERACTED,
        activity="staff/limit-applied",
        activity_type=ActivityType.STAFF_ACT,
        registration=UUID(int=1),
        session=UUID(int=2),
        revision="waypost@test",
        language="en",
        about=str(old.count),
    )


def line(level: str = "3") -> Draft:
    """How sure somebody is, about one line."""
    return draft(
        activity="m/grooming/c/notice",
        interaction=LIKERT,
        pattern=None,
        response=level,
        success=None,
        scaled=None,
        duration_ms=None,
    )


def seal(store: Store, before_ms: int, *roads: str) -> Old:
    """Everything of before, of this computer and the other."""
    chains = [(store.device, epoch) for epoch in range(1, 9)] + [(OTHER, 1), (OTHER, 2)]
    return store.retention.seal(limit(before_ms, *chains, roads=roads), noted)


def rows(store: Store, table: str = "statement", what: str = "*") -> list[tuple[Any, ...]]:
    with store._reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {what} FROM {table}")]


def kinds(store: Store) -> list[str]:
    return [one.draft.activity for one in everything(store)]


@pytest.fixture
def answered(store: Store, clock: HandClock) -> Store:
    """Two old answers and a line, a pass with its certificate; a day later, one more answer."""
    store.append([draft("a"), draft("b"), line(), passed(), earned()])
    store.append([draft("c")])
    clock.pass_time(DAY)
    store.append([draft("a", success=False, scaled=0.0)])
    return store


# ---------------------------------------------------------------- what goes, what stays


def test_what_is_past_its_time_goes_and_all_else_stays(answered: Store, clock: HandClock) -> None:
    certificates = answered.certificates("p-1")
    told = answered.retention.old(limit(NOON + DAY // 2, (answered.device, 1)))
    assert told == Old(items=3, lines=1)
    assert seal(answered, NOON + DAY // 2) == told
    assert kinds(answered) == [
        "m/grooming",
        "m/grooming/cert/WP-2026-7KQ2M4XW",
        "m/grooming/q/a",
        "staff/limit-applied",
    ]
    assert answered.certificates("p-1") == certificates
    assert answered.verify_chain() == 4
    assert answered.outbox.kept() == 4
    assert answered.retention.sealed_count() == 4
    assert rows(answered, "sealing") == []


def test_a_segment_keeps_where_it_stood_and_the_hashes_around_it(answered: Store) -> None:
    pairs: list[Any] = rows(answered, what="seq, hash")
    hashes: dict[int, bytes] = dict(pairs)
    seal(answered, NOON + DAY // 2)
    names = "epoch, first, last, first_row, last_row, own, items, lines, before, after, by, months"
    assert rows(answered, "sealed", names) == [
        (1, 1, 3, 1, 3, 1, 2, 1, chain.START, hashes[3], "p-staff", 12),
        (1, 6, 6, 6, 6, 1, 1, 0, hashes[5], hashes[6], "p-staff", 12),
    ]


def test_nothing_is_written_where_nothing_is_old(answered: Store) -> None:
    before = answered.second_copy.is_missing, rows(answered, "second_copy")
    assert seal(answered, NOON) == Old()
    assert (answered.second_copy.is_missing, rows(answered, "second_copy")) == before


def test_what_no_chain_of_the_limit_tells_is_not_old(answered: Store) -> None:
    told = answered.retention.old(Limit(before_ms=NOON + DAY // 2, months=12, starts={}))
    assert told == Old(unsure=4)


def test_the_projection_is_what_the_log_makes_of_it(answered: Store) -> None:
    whole = answered.progress("p-1")["m/grooming"]
    seal(answered, NOON + DAY // 2)
    now = answered.progress("p-1")
    assert "m/grooming/q/b" not in now
    assert (now["m/grooming/q/a"].success, now["m/grooming/q/a"].tries) == (False, 1)
    assert now["m/grooming"] == whole
    kept = rows(answered, "progress")
    answered.rebuild_progress()
    assert rows(answered, "progress") == kept


def test_the_log_goes_on_after_it(answered: Store, open_store: OpenStore, clock: HandClock) -> None:
    seal(answered, NOON + DAY // 2)
    answered.append([draft("d")])
    answered.close()
    again = open_store()
    assert again.rescued is None
    assert again.identity_event == "none"
    again.append([draft("e")])
    assert again.verify_chain() == 6
    clock.pass_time(DAY)
    assert seal(again, NOON + 9 * DAY) == Old(items=3)
    assert again.verify_chain() == 4
    assert again.retention.sealed_count() == 7


def test_the_same_day_twice_is_the_same(answered: Store) -> None:
    seal(answered, NOON + DAY // 2)
    before = rows(answered)
    assert seal(answered, NOON + DAY // 2) == Old()
    assert rows(answered) == before


# ---------------------------------------------------------------- the one way past the triggers


COLUMNS = {
    "device": "uuid",
    "actor": "name",
    "activity": "path",
    "topic": "name",
    "visit": "boot",
    "statement": "duration_ms",
    "sealed": "items",
    "sealed_visit": "answers",
}
FORBIDDEN = [
    (str(table.name), sql, is_open)
    for table in (*LOG, *SEALED)
    for sql in (
        f"UPDATE {table.name} SET {COLUMNS[str(table.name)]} = {COLUMNS[str(table.name)]}",
        f"DELETE FROM {table.name}",
    )
    for is_open in (False, True)
    # while something is sealed, a visit counts more
    if not (is_open and sql.startswith("UPDATE sealed_visit"))
]


@pytest.mark.parametrize(("table", "sql", "is_open"), FORBIDDEN)
def test_no_other_row_changes_or_goes(
    answered: Store, table: str, sql: str, *, is_open: bool
) -> None:
    """Also while the door is open: what is not a single answer in a sealed segment stays."""
    seal(answered, NOON + DAY // 2)
    assert rows(answered, table)
    with answered._engine.connect() as connection:
        if is_open:
            connection.exec_driver_sql("INSERT INTO sealing VALUES (1, 0)")
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql(sql)
    assert answered.verify_chain() == 4


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM statement WHERE seq = 1",
        "DELETE FROM statement WHERE verb = 'passed'",
        "INSERT OR REPLACE INTO statement SELECT * FROM statement WHERE seq = 1",
    ],
)
def test_an_answer_that_is_not_sealed_stays_though_the_door_is_open(
    answered: Store, sql: str
) -> None:
    with answered._engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO sealing VALUES (1, 0)")
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql(sql)
    assert answered.verify_chain() == 7


def test_a_pass_stays_even_within_a_sealed_segment(answered: Store) -> None:
    with answered._engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO sealing VALUES (1, 0)")
        connection.exec_driver_sql(
            "INSERT INTO sealed SELECT 1, device, 1, 1, 7, 1, 7, 1, 7, 0, NULL, NULL, 0, 'x', 12 "
            "FROM here"
        )
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql("DELETE FROM statement WHERE verb = 'passed'")
        connection.exec_driver_sql("DELETE FROM statement WHERE seq = 1")  # an answer would go


def test_nothing_is_sealed_while_the_door_is_shut(answered: Store) -> None:
    with answered._engine.connect() as connection, pytest.raises(IntegrityError, match="append"):
        connection.exec_driver_sql(
            "INSERT INTO sealed VALUES (1, 1, 1, 1, 1, 1, 1, 1, 1, 0, NULL, NULL, 0, 'x', 12)"
        )


def test_the_door_cannot_be_left_open(answered: Store) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), answered._writing() as connection:
        connection.exec_driver_sql("INSERT INTO sealing VALUES (1, 0)")
    assert rows(answered, "sealing") == []


# ---------------------------------------------------------------- what arrived


def test_received_chains_hold_before_and_after(store: Store) -> None:
    """Signed at 6, sealed around what stays; and again, when more is past its time."""
    store.endpoints.put(EndpointRow("stick", "stick", ""))
    entries = from_elsewhere(
        draft("a"), draft("b"), passed(), draft("c"), passed(), draft("d"), draft("e")
    )
    links = [chain.START]
    for one in entries:
        text = module_text(one.draft, one.stamp)
        links.append(chain.link(links[-1], one.draft, one.stamp, 1, text))
    store.inbox.receive(entries, "stick")
    store.chains.hold_head(OTHER, 1, 7, links[7], b"s" * 64, b"k" * 32)
    assert store.chains.verify_received() == []
    assert seal(store, NOON + 2_000) == Old(items=2)
    assert rows(store, "sealed", "first, last, own, before, after") == [
        (1, 2, 0, chain.START, links[2])
    ]
    assert store.chains.verify_received() == []
    assert seal(store, NOON + 5_500) == Old(items=2)
    assert rows(store, "sealed", "before, after")[1:] == [
        (links[3], links[4]),
        (links[5], links[6]),
    ]
    assert store.chains.verify_received() == []
    assert store.verify_chain() == 5
    assert store.chains.gaps(OTHER, 1) == []
    assert (store.chains.heads()[OTHER, 1].seq, store.chains.heads()[OTHER, 1].count) == (7, 7)


def module_text(one: Draft, stamp: object) -> bytes:
    from trainer_app.training.statement import Stamp, render

    assert isinstance(stamp, Stamp)
    return render(one, stamp)


def test_a_chain_that_was_altered_is_still_told(store: Store) -> None:
    store.endpoints.put(EndpointRow("stick", "stick", ""))
    store.inbox.receive(from_elsewhere(draft("a"), passed()), "stick")
    store.chains.hold_head(OTHER, 1, 2, b"x" * 32, b"s" * 64, b"k" * 32)
    altered = store.chains.verify_received()
    assert [one.seq for one in altered] == [2]
    assert seal(store, NOON + 500).count == 1
    assert store.chains.verify_received() == altered


def test_after_a_gap_a_chain_is_not_judged(store: Store) -> None:
    store.endpoints.put(EndpointRow("stick", "stick", ""))
    entries = from_elsewhere(draft("a"), draft("b"), draft("c"), passed())
    store.inbox.receive([entries[0], *entries[2:]], "stick")
    assert seal(store, NOON + 9_000).count == 2
    assert rows(store, "sealed", "first, last, after") == [
        (1, 1, store_link(entries[0])),
        (3, 3, None),
    ]
    assert store.verify_chain() == 2
    assert store.chains.gaps(OTHER, 1) == [(2, 2)]
    assert store.inbox.receive([entries[1]], "stick").new == 1
    assert store.chains.verify_received() == []


def store_link(entry: object) -> bytes:
    draft_of, stamp = entry.draft, entry.stamp  # type: ignore[attr-defined]
    return chain.link(chain.START, draft_of, stamp, 1, module_text(draft_of, stamp))


def test_what_went_is_not_taken_anew(store: Store) -> None:
    store.endpoints.put(EndpointRow("stick", "stick", ""))
    entries = from_elsewhere(draft("a"), draft("b"), passed())
    store.inbox.receive(entries, "stick")
    assert seal(store, NOON + 9_000).count == 2
    before = rows(store)
    again = store.inbox.receive(entries, "stick")
    assert (again.new, again.same, again.conflicts) == (0, 3, ())
    other = from_elsewhere(draft("a", response="b", success=False))
    assert store.inbox.receive(other, "stick").same == 1
    assert (rows(store), store.inbox.set_aside()) == (before, [])


def test_ones_own_that_comes_back_begins_no_new_epoch(answered: Store) -> None:
    entries = everything(answered)
    seal(answered, NOON + DAY // 2)
    answered.endpoints.put(EndpointRow("server", "server", ""))
    assert answered.inbox.receive(entries, "server").new == 0
    assert answered.epoch == 1


# ---------------------------------------------------------------- what is not handed in


def test_what_is_not_handed_in_stays(answered: Store) -> None:
    answered.endpoints.put(EndpointRow("server", "server", ""))
    answered.endpoints.put(EndpointRow("hub", "hub", ""))
    answered.outbox.acknowledge("server", range(1, 8), 0)
    answered.outbox.acknowledge("hub", [1], 0)
    assert seal(answered, NOON + DAY // 2, "server", "hub") == Old(items=1, waiting=3)
    assert answered.outbox.to_hand_in("hub").count == len(answered.outbox.outgoing("hub", 99)) == 7
    answered.outbox.acknowledge("hub", range(1, 9), 0)
    answered.outbox.acknowledge("server", [8], 0)
    assert seal(answered, NOON + DAY // 2, "server", "hub") == Old(items=2, lines=1)
    for name in ("server", "hub"):
        found = answered.outbox.outgoing(name, 99)
        assert [one.row for one in found] == [9]  # the second note


def test_what_was_refused_stays_until_somebody_looked(answered: Store) -> None:
    answered.endpoints.put(EndpointRow("server", "server", ""))
    answered.outbox.refuse("server", 2, 400, "no")
    answered.outbox.acknowledge("server", [1, 3, 4, 5, 6, 7], 0)
    assert seal(answered, NOON + DAY // 2, "server") == Old(items=2, lines=1, waiting=1)
    assert [one.row for one in answered.outbox.refusals("server")] == [2]


def test_a_new_road_gets_what_there_is(answered: Store) -> None:
    seal(answered, NOON + DAY // 2)
    answered.endpoints.put(EndpointRow("hub", "hub", ""))
    found = answered.outbox.outgoing("hub", 99)
    assert answered.outbox.to_hand_in("hub").count == len(found) == 4
    hashes = {one.stamp.seq: one.hash for one in found}
    before = answered.chains.before(answered.device, 1, 4)
    link = chain.link(before or b"", found[0].draft, found[0].stamp, 1, found[0].text)
    assert link == hashes[4]
    answered.outbox.acknowledge("hub", [4, 5], 0)
    assert answered.outbox.to_hand_in("hub").count == 2
    answered.endpoints.start_over("hub")
    assert answered.outbox.to_hand_in("hub").count == 4


def test_what_was_said_again_goes_with_its_first(answered: Store) -> None:
    answered.endpoints.put(EndpointRow("hub", "hub", ""))
    answered.outbox.refuse("hub", 1, 409, "another")
    answered.reissue([1])
    assert seal(answered, NOON + DAY // 2, "hub") == Old(waiting=4)
    answered.outbox.acknowledge("hub", [row for (row,) in rows(answered, what='"row"')], 0)
    assert seal(answered, NOON + DAY // 2, "hub") == Old(items=3, lines=1)
    assert answered.retention.sealed_count() == 4
    assert answered.verify_chain() == 4
    assert answered.outbox.kept() == 4
    assert answered.begin_epoch() == 3


# ---------------------------------------------------------------- damage, crashes, copies


def test_a_row_that_was_changed_is_not_sealed(
    answered: Store, open_store: OpenStore, tmp_path: Path
) -> None:
    answered.close()
    with closing(database(tmp_path)) as db:
        db.execute("DROP TRIGGER statement_no_update")
        db.execute("UPDATE statement SET response = 'z' WHERE seq = 2")
    again = open_store()
    with pytest.raises(StoreUnusable, match="changed or damaged"):
        seal(again, NOON + DAY // 2)
    assert len(rows(again)) == 7


def database(folder: Path) -> dbapi2.Connection:
    return connect(folder / FILE, keys.unlock(folder, use_keystore=False).key)


def test_it_goes_from_every_backup(answered: Store, tmp_path: Path, clock: HandClock) -> None:
    for _day in range(3):
        clock.pass_time(DAY)
        answered.append([passed()])
        answered.second_copy.back_up_if_due()
    assert len(backups.copies(tmp_path / backups.FOLDER)) > 2
    seal(answered, NOON + DAY // 2)
    [only] = backups.copies(tmp_path / backups.FOLDER)
    told = backups.facts(only.path, keys.unlock(tmp_path, use_keystore=False).key)
    assert told is not None
    assert told[0] == answered.verify_chain()
    assert len(list((tmp_path / second_copy.FOLDER).glob("*.journal"))) == 1


def test_a_copy_of_a_release_that_did_not_count_stays_where_nothing_went(
    answered: Store, open_store: OpenStore, tmp_path: Path
) -> None:
    """Such as the one that is made before the first migration."""
    answered.second_copy.back_up()
    [*_others, newest] = backups.copies(tmp_path / backups.FOLDER)
    old = newest.path.with_name("waypost-0001-000001.db")
    newest.path.rename(old)
    answered.close()
    again = open_store()
    again.second_copy.back_up()
    assert old.exists()
    seal(again, NOON + DAY // 2)
    assert not old.exists()


def test_where_the_power_fails_before_the_backup_it_is_made_later(
    answered: Store, open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered.second_copy.back_up()
    before = backups.copies(tmp_path / backups.FOLDER)

    def fails(_self: object) -> None:
        raise OSError("no power")

    with monkeypatch.context() as patched:
        patched.setattr(second_copy.SecondCopy, "back_up", fails)
        seal(answered, NOON + DAY // 2)
        assert backups.copies(tmp_path / backups.FOLDER) == before
        answered.close()
    again = open_store()
    assert again.verify_chain() == 4
    [only] = backups.copies(tmp_path / backups.FOLDER)
    assert only.count > before[-1].count


def test_nothing_of_it_is_left_in_the_file(answered: Store, tmp_path: Path) -> None:
    """Not in what can be asked, not in the WAL; and what is free now is overwritten by SQLite."""
    secret = "an-answer-nobody-else-gives"
    answered.append([draft("a", response=f"{secret}-{number}" * 9) for number in range(300)])
    texts = b"".join(text for _row, text in answered.statement_texts())
    assert secret.encode() in texts
    seal(answered, NOON + 9 * DAY)
    with answered._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    assert (tmp_path / f"{FILE}-wal").stat().st_size == 0
    plain = tmp_path / "plain.db"
    with closing(database(tmp_path)) as db:
        db.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        db.execute("SELECT sqlcipher_export('plain')")
    assert secret.encode() not in plain.read_bytes()


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_backup_and_its_journal_put_it_back_as_it_was_sealed(
    answered: Store, open_store: OpenStore, tmp_path: Path, damage: str
) -> None:
    seal(answered, NOON + DAY // 2)
    answered.append([draft("d")])
    kept = rows(answered), rows(answered, "sealed"), rows(answered, "sealed_visit")
    answered.close()
    file = tmp_path / FILE
    file.unlink() if damage == "gone" else file.write_bytes(file.read_bytes()[:8192])
    again = open_store()
    assert again.rescued is not None
    assert (rows(again), rows(again, "sealed"), rows(again, "sealed_visit")) == kept
    assert again.verify_chain() == 5


def test_the_journal_tells_it_where_the_file_lost_it(
    answered: Store, open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data file of before, and a journal that goes further: the same rows go again."""
    answered.second_copy.back_up()
    answered._engine.raw_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (tmp_path / FILE).read_bytes()
    monkeypatch.setattr(second_copy.SecondCopy, "forget_older", lambda _self: None)
    seal(answered, NOON + DAY // 2)
    kept = rows(answered), rows(answered, "sealed"), rows(answered, "progress")
    answered.close()
    for end in ("-wal", "-shm"):
        (tmp_path / (FILE + end)).unlink(missing_ok=True)
    (tmp_path / FILE).write_bytes(before)
    again = open_store()
    assert again.rescued is not None
    assert again.rescued.kind == "caught-up"
    assert (rows(again), rows(again, "sealed"), rows(again, "progress")) == kept
    assert again.verify_chain() == 4


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.store.conftest import NOON, HandClock
from tests.store.test_retention import seal, DAY
from trainer_app.store import Store, retention
clock = HandClock(); clock.pass_time(2 * DAY)
store = Store.open(Path(sys.argv[1]), use_keystore=False, clock=clock)
setattr(retention, {where!r}, lambda *_args: os._exit(9))
seal(store, NOON + DAY // 2)
"""


@pytest.mark.parametrize("where", ["_keep_visits", "_drop", "rebuild_some", "drop_all"])
def test_killed_in_the_middle_everything_is_as_before(
    answered: Store, open_store: OpenStore, tmp_path: Path, where: str
) -> None:
    before = rows(answered)
    answered.close()
    code = KILLED.format(root=str(ROOT), where=where)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=ROOT)
    assert done.returncode == 9
    again = open_store()
    assert rows(again) == before
    assert (rows(again, "sealed"), rows(again, "sealing")) == ([], [])
    assert again.verify_chain() == 7
    assert seal(again, NOON + DAY // 2).count == 4


def test_what_does_not_fit_the_log_goes_with_what_it_disputes(store: Store) -> None:
    store.endpoints.put(EndpointRow("stick", "stick", ""))
    store.inbox.receive(from_elsewhere(draft("a"), draft("b")), "stick")
    store.inbox.receive(from_elsewhere(draft("a", response="b")), "stick")
    assert len(store.inbox.set_aside()) == 1
    seal(store, NOON + 500)
    assert store.inbox.set_aside() == []


def test_a_missing_segment_is_noticed(
    answered: Store, open_store: OpenStore, tmp_path: Path
) -> None:
    seal(answered, NOON + DAY // 2)
    answered.close()
    with closing(database(tmp_path)) as db:
        db.execute("DROP TRIGGER sealed_no_delete")
        db.execute("DELETE FROM sealed WHERE first = 6")
    again = open_store()
    with suppress(AssertionError), pytest.raises(StoreUnusable, match="Record 6"):
        again.verify_chain()


def test_the_clocks_of_runs_are_known_as_before(answered: Store, clock: HandClock) -> None:
    answered.observations.observe(
        Observation(
            device=answered.device, epoch=1, boot=answered.boot, mono_ms=0,
            wall_ms=clock.utc_ms, reference_ms=clock.utc_ms, source="hub",
        )
    )  # fmt: skip

    def ends(store: Store) -> set[tuple[int, int, int]]:
        events = store.readings.runs(store.device, 1)
        return {
            (one.boot, pick(x.mono_ms for x in events if x.boot == one.boot), at)
            for one in events
            for pick, at in ((min, 0), (max, 1))
        }

    before = {end for end in ends(answered) if end[2] == 0}
    seal(answered, NOON + DAY // 2)
    assert {end for end in ends(answered) if end[2] == 0} == before


def test_it_is_the_module_that_is_tested() -> None:
    """The names that are replaced above are those that are called."""
    for name in ("_keep_visits", "_drop", "rebuild_some", "drop_all"):
        assert callable(getattr(module, name))
