"""Short transactions on the one connection: what writes holds the lock, what asks does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, event, text
from sqlcipher3 import dbapi2

from trainer_app.store.connection import engine_over, reading, saving
from trainer_app.store.journal import Change

if TYPE_CHECKING:
    from trainer_app.store.second_copy import SecondCopy

ERASED = "waypost_erased"
"""Set in a connection's ``info`` by what takes something away for good: no copy of before is to be
kept."""

T = TypeVar("T")
_NOTHING_OLDER = text("UPDATE second_copy SET oldest = :oldest")
_ASKS = ("SELECT", "PRAGMA")


class Transactions:
    """Over one driver connection; it belongs to the thread that made it.

    ``after_failure`` is called whenever something was not committed, so that nothing is believed
    that the file does not hold. With a ``second`` copy, each change is on the disk twice.
    """

    def __init__(
        self,
        connection: dbapi2.Connection,
        after_failure: Callable[[], None],
        second: SecondCopy | None = None,
    ) -> None:
        self.engine = engine_over(connection)
        self._reads = self.engine.execution_options(waypost_reads=True)
        self._after_failure = after_failure
        self._second = second
        self._changes: list[Change] | None = None
        event.listen(self.engine, "before_cursor_execute", self._note)

    def ask(self, question: Callable[[Connection], T]) -> T:
        """The answer to a question that writes nothing. Raises ``StoreUnusable``."""
        with self.reading() as connection:
            return question(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Raises ``StoreUnusable`` for a file that cannot be read."""
        with reading(), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, again: bool = False) -> Iterator[Connection]:
        """On the disk when it ends. Raises ``NotSaved``, and nothing is then changed.

        ``again``: what is written can be made anew from the rest, and needs no second copy.
        """
        try:
            with saving():
                if again:
                    with self.engine.begin() as connection:
                        yield connection
                else:
                    with self.begin() as connection:
                        yield connection
        except BaseException:
            self._after_failure()
            raise

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """The same, with the driver's and the system's own errors."""
        changes: list[Change] = []
        second, sealed = self._second, None
        try:
            with self.engine.begin() as connection:
                connection.info.pop(ERASED, None)
                self._changes = changes
                yield connection
                erased = connection.info.pop(ERASED, False)
                if erased:
                    connection.execute(_NOTHING_OLDER, {"oldest": _count(connection) + 1})
                self._changes = None
                if second is not None and changes:
                    sealed = second.seal(connection, changes)
        finally:
            self._changes = None
        if second is not None and sealed is not None:
            second.append(sealed)
        if second is not None and erased:
            second.forget_older()

    def empty_wal(self) -> None:
        """What lay in the WAL is in the file, and nothing of before is left beside it; where the
        disk does not let that be now, it is so once the file is closed."""
        connection = self.engine.raw_connection()
        with suppress(dbapi2.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()

    def close(self) -> None:
        """Close the connection; what lay in the WAL is in the file."""
        self.engine.dispose()

    def _note(
        self,
        _connection: Connection,
        _cursor: Any,
        sql: str,
        values: Any,
        _context: Any,
        many: bool,
    ) -> None:
        if self._changes is not None and not sql.lstrip().startswith(_ASKS):
            self._changes.append(Change(sql, values, many))


def _count(connection: Connection) -> int:
    """How many changes the file holds before this one."""
    return int(connection.exec_driver_sql("SELECT count FROM second_copy").scalar_one())
