"""The file: how it is opened, and that nobody else can read it."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.store.conftest import OpenStore, draft, forget_second_copy, learner
from trainer_app.errors import DataDamaged, StoreUnusable
from trainer_app.store import Store, connection, keys


def test_every_pragma_holds(store: Store) -> None:
    expected = {
        "cipher_log_level": "NONE",
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
        "wal_autocheckpoint": 200,
        "journal_size_limit": 1_048_576,
    }
    with store._engine.connect() as open_connection:
        driver = open_connection.connection.driver_connection
        assert driver is not None
        assert driver.isolation_level is None
        found = {name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("name", "value"), [("synchronous", 9), ("busy_timeout", -7), ("journal_size_limit", -7)]
)
def test_a_pragma_that_does_not_hold_stops_the_start(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    open_store().close()
    monkeypatch.setitem(connection.PRAGMAS, name, value)
    with pytest.raises(StoreUnusable, match="cannot save safely"):
        open_store()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_old_sqlite_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(StoreUnusable, match="Install it again"):
        connection.require_sqlite(version)
    connection.require_sqlite((3, 51, 3))


def test_the_sqlite_that_came_with_us_is_new_enough() -> None:
    assert dbapi2.sqlite_version_info >= connection.OLDEST_SQLITE


def test_what_writes_takes_the_lock_at_once_and_what_reads_does_not(
    store: Store, tmp_path: Path
) -> None:
    key = keys.unlock(tmp_path, use_keystore=False).key
    with closing(connection.connect(tmp_path / "waypost.db", key)) as other:
        other.execute("PRAGMA busy_timeout=1")
        with store._reading():
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        with store._writing(), pytest.raises(dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_nothing_on_disk_can_be_read(open_store: OpenStore, tmp_path: Path) -> None:
    canary = "ZZQ-CANARY"
    store = open_store()
    store.add_learner(learner(name=canary, team=canary), canary)
    store.append([draft(canary, response=canary)], bookmarks={("learner-1", canary): b"ZZQ-CANARY"})
    store.set_setting(canary, canary)

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert b"ZZQ-CANARY" not in files()
    store.close()
    assert b"ZZQ-CANARY" not in files()
    assert b"SQLite format 3" not in files()
    assert not list(tmp_path.glob("*-wal"))


@pytest.mark.parametrize("place", ["first page", "middle", "cut", "empty", "other"])
def test_a_damaged_file_is_noticed_and_left_alone(
    open_store: OpenStore, tmp_path: Path, place: str
) -> None:
    store = open_store()
    store.append([draft(f"i{number}") for number in range(200)])
    store.close()
    path = tmp_path / "waypost.db"
    content = bytearray(path.read_bytes())
    if place == "first page":
        content[100] ^= 1
    elif place == "middle":
        content[len(content) // 2] ^= 1
    elif place == "cut":
        del content[len(content) // 2 :]
    elif place == "empty":
        content.clear()
    else:
        content[:] = b"SQLite format 3\0" + bytes(len(content))
    path.write_bytes(content)
    forget_second_copy(tmp_path)
    with pytest.raises(DataDamaged, match="The data file is damaged"):
        open_store()
    assert path.read_bytes() == content


def test_every_flipped_bit_is_noticed(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.append([draft(f"i{number}") for number in range(100)])
    store.close()
    path = tmp_path / "waypost.db"
    whole = path.read_bytes()
    forget_second_copy(tmp_path)
    chance = random.Random(5)
    for _flip in range(60):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        with pytest.raises(DataDamaged):
            open_store()
