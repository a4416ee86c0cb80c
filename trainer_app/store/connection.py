"""The one connection: the key first, then every pragma, each read back; and its errors in words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from trainer_app.errors import DataDamaged, NotSaved, StoreUnusable
from trainer_app.i18n import _

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can lose or damage what lies in the WAL when it is reset."""

PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "recursive_triggers": 1,  # or INSERT OR REPLACE slips past the triggers of the log
    "trusted_schema": 0,
    "busy_timeout": 5000,
    "wal_autocheckpoint": 200,
    "journal_size_limit": 1_048_576,
}

Trouble = Literal["full", "read-only", "damaged", "busy", "silent"]
_SQLITE: dict[int, Trouble] = {
    5: "busy",  # SQLITE_BUSY
    8: "read-only",  # SQLITE_READONLY
    11: "damaged",  # SQLITE_CORRUPT
    13: "full",  # SQLITE_FULL
    14: "read-only",  # SQLITE_CANTOPEN
    26: "damaged",  # SQLITE_NOTADB
}
_SYSTEM: dict[int, Trouble] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EACCES: "read-only",
    errno.EPERM: "read-only",
    errno.EROFS: "read-only",
    errno.ENOTDIR: "read-only",
    errno.EEXIST: "read-only",
}


def require_sqlite(found: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Raises ``StoreUnusable`` on an SQLite that could lose answers."""
    if found < OLDEST_SQLITE:
        raise incomplete()


def connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> dbapi2.Connection:
    """A driver connection with every pragma set and read back; it belongs to this thread.

    Raises the driver's errors for a file that cannot be read, ``StoreUnusable`` when a pragma does
    not hold.
    """
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for name, wanted in (PRAGMAS | {"foreign_keys": int(foreign_keys)}).items():
            connection.execute(f"PRAGMA {name}={wanted}").fetchall()
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != wanted:
                raise StoreUnusable(
                    _("The disk of the data folder cannot save safely. Choose another folder.")
                )
    except BaseException:
        connection.close()
        raise
    return connection


def engine_over(connection: dbapi2.Connection) -> Engine:
    """SQLAlchemy over this one connection; what may write takes the lock at its start.

    The execution option ``waypost_reads`` stands for what never writes. No error tells the values
    that were to be written: they may be names.
    """
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connection,
        poolclass=StaticPool,
        hide_parameters=True,
    )

    event.listen(engine, "connect", _begun_after_1970)

    @event.listens_for(engine, "begin")
    def _begin(started: Connection) -> None:
        reads = started.get_execution_options().get("waypost_reads", False)
        started.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _begun_after_1970(_connection: object, record: Any) -> None:
    """A pool closes a connection that began before 1970, as if somebody had invalidated it since.
    A computer's clock may well say 1969."""
    record.starttime = max(record.starttime, 0.0)


def quick_check(connection: dbapi2.Connection) -> bool:
    """Whether every page of the file is as it was written."""
    try:
        return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except dbapi2.DatabaseError:
        return False


@contextmanager
def saving() -> Iterator[None]:
    """Turns a disk that says no into ``NotSaved``; the transaction inside has been rolled back."""
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, OSError) as error:
        raise NotSaved(_why_not_saved(error)) from error


@contextmanager
def reading() -> Iterator[None]:
    """Turns a file that cannot be read into ``StoreUnusable``."""
    try:
        yield
    except DBAPIError as error:
        raise unusable(error) from error


def unusable(error: Exception) -> StoreUnusable:
    """What to say when the file cannot be opened or read for this reason."""
    match _trouble(error):
        case "full":
            return StoreUnusable(_("The disk is full. Free up space, then start Waypost again."))
        case "read-only":
            return StoreUnusable(
                _("Waypost may not write in its data folder. Choose another, or ask for help.")
            )
        case "damaged":
            return damaged()
        case "busy":
            return StoreUnusable(
                _("Another program holds the data file. Close it, then start Waypost again.")
            )
    return StoreUnusable(
        _("The disk of the data folder does not answer. Check it, then start Waypost again.")
    )


def incomplete() -> StoreUnusable:
    """The error for a program that came without something it needs."""
    return StoreUnusable(_("This copy of Waypost is incomplete. Install it again, then start it."))


def damaged(statements: int | None = None) -> DataDamaged:
    """The error for a data file that is not as it was written; ``statements`` are in a copy."""
    return DataDamaged(
        _("The data file is damaged. Nothing was changed. Ask your facilitator for help."),
        statements,
    )


def changed_record(row: int) -> StoreUnusable:
    """The error for a row of the log that is not as it was written."""
    said = _("Record {number} was changed or damaged. Ask your facilitator for help.")
    return StoreUnusable(said.format(number=row))


def _why_not_saved(error: Exception) -> str:
    match _trouble(error):
        case "full":
            return _(
                "Could not save because the disk is full. Free up space, then try again. "
                "Your answers are still on the screen."
            )
        case "read-only":
            return _(
                "Could not save because the data folder may only be read. "
                "Ask your facilitator, then try again."
            )
        case "damaged":
            return _("Could not save because the data file is damaged. Ask your facilitator.")
        case "busy":
            return _("Could not save because another program holds the data file. Try again.")
    return _("Could not save because the disk does not answer. Check the disk, then try again.")


def is_damage(error: Exception) -> bool:
    """Whether the driver's error is about the content of the file, and not about the disk's room,
    rights, or another program."""
    return _trouble(error) not in ("full", "read-only", "busy")


def is_full(error: Exception) -> bool:
    """Whether there was no room."""
    return _trouble(error) == "full"


def _trouble(error: Exception) -> Trouble:
    """What the driver's or the system's error comes down to."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, "silent")
    if isinstance(cause, OSError):
        return _SYSTEM.get(cause.errno or 0, "silent")
    return "silent"
