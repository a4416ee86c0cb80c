"""The store: opens the data file, and says what can be kept in it and asked of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlcipher3 import dbapi2

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.store import keys, log, people, progress, rows, statements
from trainer_app.store.clock import Clock, read_clock
from trainer_app.store.connection import engine_over, reading, saving, unusable
from trainer_app.store.opening import Opened, open_file
from trainer_app.store.progress import Progress
from trainer_app.store.statements import CertificateRow
from trainer_app.store.tables import here
from trainer_app.training.people import Learner, Preferences
from trainer_app.training.statement import Draft, Stamp

_NOTHING: Mapping[people.Place, bytes | None] = MappingProxyType({})
T = TypeVar("T")


class Store:
    """The data file of this computer. One thread opens, uses and closes it.

    Each method is one short transaction. What writes returns when it is on the disk, and raises
    ``NotSaved`` when it is not; nothing is ever half done.
    """

    device: UUID
    epoch: int
    boot: int
    created: bool
    """Whether this opening made the file."""
    key_home: keys.KeyHome
    new_recovery_code: str | None
    """To be shown once, when it was made by this opening."""

    def __init__(self, folder: Path, opened: Opened, clock: Clock) -> None:
        self._folder = folder
        self._lock = opened.lock
        self._key = opened.unlocked.key
        self.created = opened.created
        self.key_home = opened.unlocked.home
        self.new_recovery_code = opened.unlocked.new_code
        self._clock = clock
        self._started_ms = clock().steady_ms
        self._log = log.Log()
        self._engine = engine_over(opened.connection)
        self._reads = self._engine.execution_options(waypost_reads=True)
        with self._engine.begin() as connection:
            connection.execute(update(here).values(boot=here.c.boot + 1))
            head = log.read_head(connection)
            self._signing_seed = bytes(connection.execute(select(here.c.signing_seed)).scalar_one())
        self.device, self.epoch, self.boot = head.device, head.epoch, head.boot
        self._device_row = head.device_row

    @staticmethod
    def open(
        folder: Path,
        *,
        recovery_code: str | None = None,
        use_keystore: bool = True,
        clock: Clock = read_clock,
    ) -> "Store":
        """Open the data file in a folder, or make folder and file; migrate an older one.

        One process at a time has a folder. ``use_keystore=False`` keeps the key in a file, for
        folders that do not last. Raises ``StoreLocked``, ``NewerDatabase``, ``StoreUnusable``.
        """
        folder = folder.absolute()
        try:
            opened = open_file(folder, code=recovery_code, use_keystore=use_keystore)
            try:
                return Store(folder, opened, clock)
            except BaseException:
                opened.connection.close()
                opened.lock.release()
                raise
        except (OSError, dbapi2.Error, DBAPIError) as error:
            raise unusable(error) from error

    def close(self) -> None:
        """Give the file back, tidy: what lay in the WAL is in the file."""
        self._engine.dispose()
        self._lock.release()

    # ------------------------------------------------------------ the log

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        bookmarks: Mapping[people.Place, bytes | None] = _NOTHING,
    ) -> tuple[Stamp, ...]:
        """Write what happened, in order, and where people are now: all of it or none.

        Raises ``NotSaved``, and ``KeyError`` for a bookmark of an unknown learner.
        """
        now = self._clock()
        with self._writing() as connection:
            people.keep(connection, bookmarks)
            return self._log.append(connection, drafts, now, now.steady_ms - self._started_ms)

    def statement_texts(self, after: int = 0, limit: int = 500) -> list[tuple[int, bytes]]:
        """Frozen texts with their rows, in the order of the log."""
        try:
            with self._reading() as connection:
                found = rows.records(connection, after, limit)
                return [(record.row, record.text) for record in found]
        except rows.Unreadable as error:
            raise _broken(error.row) from error

    def progress(self, actor: str) -> dict[str, Progress]:
        """How far somebody came, by activity path."""
        return self._ask(lambda c: progress.progress_of(c, actor))

    def answers(self, registration: UUID, test: str, attempt: int) -> dict[str, tuple[str, bool]]:
        """Response and success by item path, in one attempt at one test; the last one stands."""
        return self._ask(lambda c: statements.answers(c, registration, test, attempt))

    def certificates(self, actor: str) -> list[CertificateRow]:
        """The certificates somebody earned, oldest first."""
        return self._ask(lambda c: statements.certificates(c, actor))

    def passes(self, actor: str) -> dict[str, datetime]:
        """When somebody last passed each module, by activity path."""
        return self._ask(lambda c: statements.passes(c, actor))

    def statement_count(self, actor: str) -> int:
        """How many statements there are about somebody."""
        return self._ask(lambda c: statements.count_of(c, actor))

    def verify_chain(self) -> int:
        """The number of statements; raises ``StoreUnusable`` naming the first that was changed."""
        count, broken = self._ask(statements.first_broken)
        if broken is not None:
            raise _broken(broken)
        return count

    def rebuild_progress(self) -> None:
        """Make the projection anew from the log."""
        with self._writing() as connection:
            progress.rebuild(connection)

    # ------------------------------------------------------------ where people are

    def bookmark(self, learner_id: str, place: str) -> bytes | None:
        """What was kept for this place."""
        return self.bookmarks(learner_id).get(place)

    def bookmarks(self, learner_id: str) -> dict[str, bytes]:
        """Everything kept for a learner, by place."""
        return self._ask(lambda c: people.bookmarks(c, learner_id))

    def keep(self, learner_id: str, place: str, state: bytes | None) -> None:
        """Remember, or for None forget. Raises ``KeyError`` for an unknown learner."""
        with self._writing() as connection:
            people.keep(connection, {(learner_id, place): state})

    # ------------------------------------------------------------ people

    def add_learner(self, learner: Learner, picture_hash: str) -> None:
        """Register somebody. Raises ``ValueError`` when name and team, or an id, are taken."""
        try:
            with self._writing() as connection:
                people.add(connection, learner, picture_hash, self._device_row)
        except IntegrityError as error:
            raise ValueError(f"already registered: {learner.learner_id}") from error

    def learners(self) -> list[Learner]:
        """Everybody, by name."""
        return self._ask(people.everybody)

    def learner(self, learner_id: str) -> Learner:
        """Raises ``KeyError``."""
        return self._ask(lambda c: people.one(c, learner_id))

    def picture_hash(self, learner_id: str) -> str:
        """Raises ``KeyError``."""
        return self._ask(lambda c: people.picture_hash(c, learner_id))

    def set_preferences(self, learner_id: str, preferences: Preferences) -> None:
        """Raises ``KeyError``."""
        with self._writing() as connection:
            people.set_preferences(connection, learner_id, preferences, self._device_row)

    # ------------------------------------------------------------ this computer

    def setting(self, key: str) -> str | None:
        """What is set under this key."""
        return self.settings().get(key)

    def set_setting(self, key: str, value: str | None) -> None:
        """Set, or for None forget."""
        with self._writing() as connection:
            people.set_setting(connection, key, value)

    def settings(self) -> dict[str, str]:
        """Everything that is set."""
        return self._ask(people.settings)

    def signing_seed(self) -> bytes:
        """The 32 bytes of this computer's Ed25519 key."""
        return self._signing_seed

    # ------------------------------------------------------------ the recovery code

    def confirm_recovery_code(self, code: str) -> bool:
        """Whether this is the code; from then on it counts as written down."""
        with saving():
            return keys.confirm(self._folder, code)

    @property
    def recovery_confirmed(self) -> bool:
        """Whether the recovery code was ever typed back."""
        return keys.is_confirmed(self._folder)

    def renew_recovery_code(self) -> str:
        """A new code, for when the old one was lost; the old one opens nothing any more."""
        with saving():
            return keys.renew_code(self._folder, self._key)

    # ------------------------------------------------------------ transactions

    def _ask(self, question: Callable[[Connection], T]) -> T:
        with self._reading() as connection:
            return question(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reading(), self._reads.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with saving(), self._engine.begin() as connection:
                yield connection
        except BaseException:
            self._log.forget()
            raise


def _broken(row: int) -> StoreUnusable:
    said = _("Record {number} was changed or damaged. Ask your facilitator for help.")
    return StoreUnusable(said.format(number=row))
