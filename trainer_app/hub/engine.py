"""The hub's database: a file encrypted by SQLCipher, or PostgreSQL; one writer at a time."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

CONNECTIONS = 4
WAIT_FOR_CONNECTION = 30
WAIT_FOR_WRITER = 30
"""Seconds, both."""
LONGEST_SILENCE = 120
"""Seconds between two steps of a write transaction; who says nothing for longer is gone."""
PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "trusted_schema": 0,
    "temp_store": 2,  # what is sorted stays in memory, never unencrypted on the disk
    "busy_timeout": WAIT_FOR_WRITER * 1000,
    "journal_size_limit": 4_194_304,
}
_ONE_WRITER = 0x57_61_79_70
"""The number of the advisory lock that all workers of a PostgreSQL hub share."""


class RecordsUnavailable(Exception):
    """The database cannot do it now: full, gone, or busy for too long. Nothing was kept."""


class Database:
    """Connections to the hub's database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.on_server = engine.dialect.name == "postgresql"
        self._lock = Lock()
        driver = engine.dialect.dbapi
        self._driver_error: type[Exception] = driver.Error if driver else DBAPIError

    @classmethod
    def open(cls, database: str | Path, *, key: bytes | None = None) -> "Database":
        """A path with its raw 256-bit key, or the address of a PostgreSQL database.

        Raises ``StoreUnusable`` where it cannot be opened.
        """
        address = str(database)
        if address.startswith(("postgresql:", "postgresql+")):
            return cls(_server(address))
        if key is None or len(key) != 32:
            raise ValueError("a database file needs a key of 32 bytes")
        return cls(_file(Path(database), key))

    def close(self) -> None:
        """Ends all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at what is kept. Raises ``RecordsUnavailable``."""
        options: dict[str, Any] = {"waypost_reads": True}
        if self.on_server:  # else each question would see what was kept since the one before
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._told(), self.engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one write transaction at a time, of all threads and workers; kept when it ends well.

        Raises ``RecordsUnavailable``; an error inside takes everything back.
        """
        with self._told(), self._lock, self.engine.begin() as connection:
            if self.on_server:
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ONE_WRITER})
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns a database that says no into ``RecordsUnavailable``; a broken rule stays a bug."""
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout, self._driver_error) as error:
            raise RecordsUnavailable(type(error).__name__) from error

    def quiet_since(self) -> int | None:
        """The present moment if nobody is writing, in microseconds since 1970; else None.

        Whatever is kept after this call is stamped later.
        """
        if self.on_server:
            with self.reading() as connection:
                free = "SELECT pg_try_advisory_xact_lock_shared(:n)"
                if not connection.execute(text(free), {"n": _ONE_WRITER}).scalar_one():
                    return None
                return self.now(connection)
        if not self._lock.acquire(blocking=False):
            return None
        try:
            return time.time_ns() // 1000
        finally:
            self._lock.release()

    def now(self, connection: Connection) -> int:
        """Microseconds since 1970 by the one clock that all workers share."""
        if not self.on_server:
            return time.time_ns() // 1000
        moment = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        return int(connection.execute(text(moment)).scalar_one())

    def insert(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Adds many rows, each with all columns in the table's order, in one round trip."""
        if not rows:
            return
        names = ", ".join(column.name for column in table.columns)
        if self.on_server:
            driver = connection.connection.driver_connection
            assert driver is not None
            with (
                driver.cursor() as cursor,
                cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(rows)
        )


def _server(address: str) -> Engine:
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        engine = create_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=WAIT_FOR_CONNECTION,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ArgumentError as error:
        raise StoreUnusable(_("This is no address of a database.")) from error
    except ImportError as error:
        raise StoreUnusable(
            _("The part of Waypost that speaks to PostgreSQL is not installed.")
        ) from error

    @event.listens_for(engine, "connect")
    def _never_for_ever(connection: Any, _pooled: object) -> None:
        """Nobody waits for ever, and no worker that went away keeps the others waiting."""
        connection.execute(
            f"SET lock_timeout = {WAIT_FOR_WRITER * 1000};"
            f"SET idle_in_transaction_session_timeout = {LONGEST_SILENCE * 1000}"
        )
        connection.commit()

    return engine


def _file(path: Path, key: bytes) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: _connect(path, key),
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_FOR_CONNECTION,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(started: Connection) -> None:
        reads = started.get_execution_options().get("waypost_reads", False)
        started.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _connect(path: Path, key: bytes) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for name, wanted in PRAGMAS.items():
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


@contextmanager
def opening() -> Iterator[None]:
    """Turns a database that cannot be opened into ``StoreUnusable``."""
    try:
        yield
    except (DBAPIError, dbapi2.DatabaseError, RecordsUnavailable, OSError) as error:
        raise StoreUnusable(
            _("The hub's database cannot be opened. Check its place, its key and its address.")
        ) from error
