"""From a folder to an open, checked, current data file; and how a new one comes into being.

A data file has its name only once it is whole, and its keys are on the disk before it: a kill or a
power cut during the first start leaves either nothing to lose or a file that opens.
"""

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from trainer_app import durable
from trainer_app.store import backups, ballast, keys, migrate, rescue
from trainer_app.store.connection import connect, engine_over, is_full, require_sqlite, unusable
from trainer_app.store.lock import FileLock
from trainer_app.store.place import require_local
from trainer_app.store.tables import device, here
from trainer_app.store.text import require_dictionary

FILE = "waypost.db"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """The one connection to the file, the key it was opened with, and the lock on it."""

    connection: dbapi2.Connection
    lock: FileLock
    unlocked: keys.Unlocked
    created: bool
    rescued: rescue.Rescued | None = None
    migrated: bool = False

    def close(self) -> None:
        """Give it all back."""
        self.connection.close()
        self.lock.release()


def open_file(
    folder: Path, typed: keys.Typed, *, use_keystore: bool, choice: rescue.Choice = "ask"
) -> Opened:
    """Raises ``StoreUnusable`` and its kin, ``OSError``, and the driver's errors."""
    require_sqlite()
    require_dictionary()
    require_local(folder)
    durable.make_folder(folder)
    lock = FileLock(folder)
    try:
        return _open_alone(folder, lock, typed, choice, use_keystore=use_keystore)
    except BaseException:
        lock.release()
        raise


def with_room(folder: Path, attempt: Callable[[], T]) -> T:
    """Run what opens the data; where the disk is full, once more with the room that is kept for
    that. Raises ``StoreUnusable``."""
    try:
        try:
            return attempt()
        except (OSError, dbapi2.Error, DBAPIError) as error:
            if not (is_full(error) and ballast.release(folder)):
                raise
        return attempt()
    except (OSError, dbapi2.Error, DBAPIError) as error:
        raise unusable(error) from error


def _open_alone(
    folder: Path, lock: FileLock, typed: keys.Typed, choice: rescue.Choice, *, use_keystore: bool
) -> Opened:
    path, mended, current = folder / FILE, None, True
    created = not holds_data(folder)
    if created:
        unlocked = keys.make(folder, use_keystore=use_keystore)
        _create(path, unlocked.key)
    else:
        unlocked = keys.unlock(folder, typed, use_keystore=use_keystore)
        if choice == "begin-anew":
            created = _begin_anew(path, unlocked.key)
        else:
            mended = rescue.mend(path, unlocked.key, choice)
            if not path.exists():
                _create(path, unlocked.key)
        with closing(connect(path, unlocked.key)) as connection:
            current = migrate.is_current(connection)
        if not current:
            migrate.upgrade(path, unlocked.key)
    return Opened(connect(path, unlocked.key), lock, unlocked, created, mended, not current)


def holds_data(folder: Path) -> bool:
    """Whether there is a data file, or what one that has gone left: no reason to begin anew beside
    it, or to make its keys anew."""
    copies, damaged = (folder / backups.FOLDER).glob("*.db"), (folder / rescue.DAMAGED).glob("*")
    left = [folder / FILE, folder / f"{FILE}-wal", *copies, *damaged]
    return any(path.exists() for path in left)


def _begin_anew(path: Path, key: bytes) -> bool:
    """Keep a damaged file with all that belongs to it, and begin with nothing; whether that was to
    be done: a file that is whole stays."""
    if rescue.is_whole(path, key):
        return False
    beside = _made_beside(path, key)
    rescue.begin_anew(path)
    durable.rename(beside, path)
    return True


def _create(path: Path, key: bytes) -> None:
    durable.rename(_made_beside(path, key), path)


def _made_beside(path: Path, key: bytes) -> Path:
    """A new data file that has not its name yet."""
    beside = path.with_name(FILE + ".new")
    for rest in (beside, *(beside.with_name(beside.name + end) for end in ("-wal", "-shm"))):
        rest.unlink(missing_ok=True)
    migrate.create(beside, key)
    with closing(connect(beside, key)) as connection:
        engine = engine_over(connection)
        with engine.begin() as transaction:
            made = transaction.execute(insert(device).values(uuid=uuid4().bytes))
            transaction.execute(
                insert(here).values(
                    row=1,
                    device=made.lastrowid,
                    epoch=1,
                    boot=0,
                    signing_seed=secrets.token_bytes(32),
                )
            )
        engine.dispose()
    durable.sync_file(beside)
    return beside
