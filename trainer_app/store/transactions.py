"""Short transactions on the one connection: what writes holds the lock, what asks does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from trainer_app.store.connection import engine_over, reading, saving

T = TypeVar("T")


class Transactions:
    """Over one driver connection; it belongs to the thread that made it.

    ``after_failure`` is called whenever something was not committed, so that nothing is believed
    that the file does not hold.
    """

    def __init__(self, connection: dbapi2.Connection, after_failure: Callable[[], None]) -> None:
        self.engine = engine_over(connection)
        self._reads = self.engine.execution_options(waypost_reads=True)
        self._after_failure = after_failure

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
    def writing(self) -> Iterator[Connection]:
        """On the disk when it ends. Raises ``NotSaved``, and nothing is then changed."""
        try:
            with saving(), self.engine.begin() as connection:
                yield connection
        except BaseException:
            self._after_failure()
            raise

    def close(self) -> None:
        """Close the connection; what lay in the WAL is in the file."""
        self.engine.dispose()
