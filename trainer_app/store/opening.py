"""From a folder to an open, checked, current data file; and how a new one comes into being.

A data file has its name only once it is whole, and its keys are on the disk before it: a kill or a
power cut during the first start leaves either nothing to lose or a file that opens.
"""

import secrets
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert
from sqlcipher3 import dbapi2

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.store import durable, keys, migrate
from trainer_app.store.connection import (
    connect,
    damaged,
    engine_over,
    quick_check,
    require_sqlite,
)
from trainer_app.store.lock import FileLock
from trainer_app.store.tables import device, here
from trainer_app.store.text import require_dictionary

FILE = "waypost.db"


@dataclass(frozen=True, slots=True)
class Opened:
    """The one connection to the file, the key it was opened with, and the lock on it."""

    connection: dbapi2.Connection
    lock: FileLock
    unlocked: keys.Unlocked
    created: bool


def open_file(folder: Path, typed: keys.Typed, *, use_keystore: bool) -> Opened:
    """Raises ``StoreUnusable`` and its kin, ``OSError``, and the driver's errors."""
    require_sqlite()
    require_dictionary()
    durable.make_folder(folder)
    lock = FileLock(folder)
    try:
        return _open_alone(folder, lock, typed, use_keystore)
    except BaseException:
        lock.release()
        raise


def _open_alone(folder: Path, lock: FileLock, typed: keys.Typed, use_keystore: bool) -> Opened:
    path = folder / FILE
    created = not path.exists()
    if created:
        _require_nothing_to_lose(folder)
        unlocked = keys.make(folder, use_keystore=use_keystore)
        _create(path, unlocked.key)
    elif path.stat().st_size == 0:
        raise damaged()  # SQLite would take it for a new file and begin to write
    else:
        unlocked = keys.unlock(folder, typed, use_keystore=use_keystore)
        with closing(connect(path, unlocked.key)) as connection:
            current = migrate.is_current(connection)
            if not quick_check(connection):
                raise damaged()
        if not current:
            migrate.upgrade(path, unlocked.key)
    return Opened(connect(path, unlocked.key), lock, unlocked, created)


def _require_nothing_to_lose(folder: Path) -> None:
    """A file that has gone is no reason to begin anew beside what is left of it."""
    left = [folder / f"{FILE}-wal", *(folder / migrate.BACKUPS).glob("*.db")]
    if any(path.exists() for path in left):
        raise StoreUnusable(
            _("The data file is gone, but parts of it are still here. Ask for help first.")
        )


def _create(path: Path, key: bytes) -> None:
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
    durable.rename(beside, path)
