"""The store: opens the data file, and says what can be kept in it and asked of it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from trainer_app.errors import TrainerError
from trainer_app.store import directory, keys, log, people, progress, rows, staff, statements
from trainer_app.store.chains import Chains, Held
from trainer_app.store.clock import Clock, read_clock
from trainer_app.store.connection import changed_record, saving
from trainer_app.store.directory import Directory
from trainer_app.store.endpoints import Endpoints
from trainer_app.store.identity import IdentityEvent
from trainer_app.store.itself import Itself
from trainer_app.store.observations import Observations
from trainer_app.store.opening import FILE, Opened, open_file, with_room
from trainer_app.store.outbox import Outbox
from trainer_app.store.passphrase import Passphrase
from trainer_app.store.progress import Progress
from trainer_app.store.readings import Readings
from trainer_app.store.receiving import Inbox
from trainer_app.store.reports import Reports
from trainer_app.store.rescue import Choice, salvage
from trainer_app.store.retention import Retention
from trainer_app.store.second_copy import SecondCopy
from trainer_app.store.sheets import Sheets
from trainer_app.store.sittings import Sittings
from trainer_app.store.staff import StaffKey, StaffKeys
from trainer_app.store.statements import CertificateRow
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training.people import Learner, Preferences
from trainer_app.training.statement import Draft, Stamp

SITE_ID = "site-id"
"""The setting that names the site of this computer; each statement made here says it."""

T = TypeVar("T")
_NOTHING: Mapping[people.Place, bytes | None] = MappingProxyType({})
_NO_RECORDS: Mapping[tuple[str, str], Mapping[str, Any] | None] = MappingProxyType({})


class Store:
    """The data file of this computer. One thread opens, uses and closes it.

    Each method is one short transaction. What writes returns when it is on the disk, and raises
    ``NotSaved`` when it is not; nothing is ever half done. What results need to travel hangs on
    nouns: ``endpoints``, ``outbox``, ``inbox``, ``chains``, ``observations``, ``readings``,
    ``directory``; of the desk on ``staff_keys``, ``sheets``, ``sittings``, ``reports``,
    ``retention``. Whether a passphrase opens the file, and which, is in the hands of
    ``passphrase``; backups in those of ``second_copy``.
    """

    created: bool
    """Whether this opening made the file."""
    new_recovery_code: str | None
    """To be shown once, when it was made by this opening."""

    def __init__(self, folder: Path, opened: Opened, clock: Clock, *, use_keystore: bool) -> None:
        self._folder = folder
        self._lock = opened.lock
        self._key = opened.unlocked.key
        self.created = opened.created
        self.passphrase = Passphrase(folder, opened.unlocked, use_keystore=use_keystore)
        self.new_recovery_code = opened.unlocked.new_code
        self._clock = clock
        self._started_ms = clock().steady_ms
        self._words = Words()
        self._log = log.Log(self._words)
        self.second_copy = SecondCopy(folder, self._key, opened.connection, clock)
        self._transactions = Transactions(opened.connection, self._forget, self.second_copy)
        self._engine = self._transactions.engine
        self._itself = Itself(self._transactions, self._words, self._log, clock)
        self._itself.wake(folder / FILE, created=opened.created)
        self.migrated = opened.migrated
        self._site_id = self.setting(SITE_ID) or None
        self.endpoints = Endpoints(self._transactions)
        self.outbox = Outbox(self._transactions, clock)
        self.inbox = Inbox(self._transactions, self._words, clock, self._itself.arrived)
        self.chains = Chains(self._transactions, self._words)
        self.observations = Observations(self._transactions, self._words, self._log.forget)
        self.readings = Readings(self._transactions)
        self.directory = Directory(self._transactions, self._words)
        self.staff_keys = StaffKeys(self._transactions, lambda: self.clocks()[1])
        self.sheets = Sheets(self._transactions)
        self.sittings = Sittings(self._transactions)
        self.reports = Reports(self._transactions)
        self.retention = Retention(self._transactions, self._words, self._log, clock, self.clocks)
        self.rescued = salvage(folder / FILE, self._key, self.endpoints, self.inbox, opened.rescued)

    @staticmethod
    def open(
        folder: Path,
        *,
        recovery_code: str | None = None,
        passphrase: str | None = None,
        organisation_identity: str | None = None,
        use_keystore: bool = True,
        clock: Clock = read_clock,
        rescue: Choice = "ask",
    ) -> "Store":
        """Open the data file in a folder, or make folder and file; migrate an older one.

        One process at a time has a folder. ``use_keystore=False`` keeps the key in a file, for
        folders that do not last. What somebody typed is used only where the file does not open by
        itself; ``organisation_identity`` is an age identity that opens what was sealed for its
        organisation. ``rescue`` says what to do where the file is damaged and not everything can
        be put back; ``rescued`` tells what was done, ``migrated`` whether the file was an older
        one. Raises ``StoreLocked``, ``NewerDatabase``, ``DataDamaged``, ``StoreUnusable``.
        """
        folder = folder.absolute()
        typed = keys.Typed(recovery_code, passphrase, organisation_identity)

        def attempt() -> Store:
            opened = open_file(folder, typed, use_keystore=use_keystore, choice=rescue)
            try:
                return Store(folder, opened, clock, use_keystore=use_keystore)
            except BaseException:
                opened.close()
                raise

        return with_room(folder, attempt)

    def close(self) -> None:
        """Give the file back, tidy: what lay in the WAL is in the file, and a backup is made where
        one is due."""
        self._itself.leave_word()
        with suppress(TrainerError):
            self.staff_keys.save_waiting()
        with suppress(TrainerError):
            self.second_copy.back_up_if_due()
        self.second_copy.close()
        self._transactions.close()
        self._lock.release()

    # ------------------------------------------------------------ the log

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        bookmarks: Mapping[people.Place, bytes | None] = _NOTHING,
        records: Mapping[tuple[str, str], Mapping[str, Any] | None] = _NO_RECORDS,
        staff_keys: Sequence[StaffKey] = (),
    ) -> tuple[Stamp, ...]:
        """Write what happened, in order, where people are now, records of the directory by kind and
        id, and how staff sign in: all of it or none. A record without a body is gone.

        A draft that names no site is of the site of this computer. Raises ``NotSaved``,
        ``KeyError`` for a bookmark of an unknown learner, ``ValueError`` for a record that is gone.
        """
        now = self._clock()
        if self._site_id is not None:
            drafts = [
                draft if draft.site else replace(draft, site=self._site_id) for draft in drafts
            ]
        for key in staff_keys:
            self.staff_keys.leave_word(key)
        with self._writing() as connection:
            people.keep(connection, bookmarks)
            for key in staff_keys:
                staff.put(connection, key)
            for (kind, record_id), body in records.items():
                directory.change(connection, kind, record_id, body)
            return self._log.append(connection, drafts, now, now.steady_ms - self._started_ms)

    def statement_texts(self, after: int = 0, limit: int = 500) -> list[tuple[int, bytes]]:
        """Frozen texts with their rows, in the order of the log."""
        try:
            with self._reading() as connection:
                found = rows.records(connection, after, limit)
                return [(record.row, record.text) for record in found]
        except rows.Unreadable as error:
            raise changed_record(error.row) from error

    def progress(self, actor: str) -> dict[str, Progress]:
        """How far somebody came, by activity path, under every pseudonym of theirs."""
        return self._ask(lambda c: progress.progress_of(c, people.actors_of(c, actor)))

    def answers(self, registration: UUID, test: str, attempt: int) -> dict[str, tuple[str, bool]]:
        """Response and success by item path, in one attempt at one test; the last one stands.

        Only what was answered in this file counts: an attempt under way elsewhere is another.
        """
        return self._ask(lambda c: statements.answers(c, registration, test, attempt))

    def certificates(self, actor: str) -> list[CertificateRow]:
        """The certificates somebody earned, oldest first."""
        return self._ask(lambda c: statements.certificates(c, people.actors_of(c, actor)))

    def passes(self, actor: str) -> dict[str, datetime]:
        """When somebody last passed each module, by activity path."""
        return self._ask(lambda c: statements.passes(c, people.actors_of(c, actor)))

    def statement_count(self, actor: str) -> int:
        """How many statements there are about somebody."""
        return self._ask(lambda c: statements.count_of(c, people.actors_of(c, actor)))

    def verify_chain(self) -> int:
        """The number of statements; raises ``StoreUnusable`` naming the first that was changed.

        What was received is looked at one by one; ``chains.verify_received`` has its chains.
        """
        count, broken = self._ask(statements.first_broken)
        if broken is not None:
            raise changed_record(broken)
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

    def places(self, prefix: str) -> set[str]:
        """The places that begin so, whoever keeps them."""
        return self._ask(lambda c: people.places(c, prefix))

    def keep(self, learner_id: str, place: str, state: bytes | None) -> None:
        """Remember, or for None forget. Raises ``KeyError`` for an unknown learner."""
        with self._writing() as connection:
            people.keep(connection, {(learner_id, place): state})

    # ------------------------------------------------------------ people

    def add_learner(self, learner: Learner, picture_hash: str) -> None:
        """Register somebody. Raises ``ValueError`` when name and team, or an id, are taken."""
        with self._writing() as connection:
            directory.register(connection, learner, picture_hash)

    def learners(self) -> list[Learner]:
        """Everybody, by name."""
        return self._ask(people.everybody)

    def learner_count(self) -> int:
        """How many people's names are held here, also of those who left."""
        return self._ask(people.count)

    def without_pictures(self) -> set[str]:
        """The ids of learners whom no pictures let in: nobody gave them any yet."""
        return self._ask(people.without_pictures)

    def correct_learner(self, learner: Learner, picture_hash: str | None = None) -> None:
        """Write the facts of somebody registered anew; without a hash their pictures stay.

        Raises ``KeyError``, and ``ValueError`` when name and team are another's.
        """
        with self._writing() as connection:
            directory.correct(connection, learner, picture_hash)

    def learner(self, learner_id: str) -> Learner:
        """Raises ``KeyError``."""
        return self._ask(lambda c: people.one(c, learner_id))

    def picture_hash(self, learner_id: str) -> str:
        """Raises ``KeyError``."""
        return self._ask(lambda c: people.picture_hash(c, learner_id))

    def set_preferences(self, learner_id: str, preferences: Preferences) -> None:
        """Raises ``KeyError``."""
        with self._writing() as connection:
            directory.set_preferences(connection, learner_id, preferences)

    # ------------------------------------------------------------ this computer

    def setting(self, key: str) -> str | None:
        """What is set under this key."""
        return self.settings().get(key)

    def set_setting(self, key: str, value: str | None) -> None:
        """Set, or for None forget."""
        self.set_settings({key: value})

    def set_settings(self, values: Mapping[str, str | None]) -> None:
        """Set, or for None forget: all of them or none."""
        with self._writing() as connection:
            for key, value in values.items():
                people.set_setting(connection, key, value)
        if SITE_ID in values:
            self._site_id = values[SITE_ID] or None

    def settings(self) -> dict[str, str]:
        """Everything that is set."""
        return self._ask(people.settings)

    # ------------------------------------------------------------ the key

    @property
    def key_home(self) -> keys.KeyHome:
        """Where the key lies, or that a passphrase stands instead."""
        return self.passphrase.key_home

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

    def add_escrow(self, recipient: str) -> bool:
        """Let the organisation that has this age key open the data; whether that is new.

        Raises ``ValueError`` for no recipient, ``NotSaved``.
        """
        with saving():
            return keys.add_escrow(self._folder, self._key, recipient)

    @property
    def escrow_recipient(self) -> str | None:
        """The public key of the organisation that can open this data, if one can."""
        return keys.escrow_recipient(self._folder)

    # ------------------------------------------------------------ who this file is

    @property
    def device(self) -> UUID:
        return self._itself.now.device

    @property
    def epoch(self) -> int:
        return self._itself.now.epoch

    @property
    def boot(self) -> int:
        return self._itself.now.boot

    @property
    def identity_event(self) -> IdentityEvent:
        """What this opening found out about the file, or what was found out since."""
        return self._itself.now.event

    def signing_seed(self) -> bytes:
        """The 32 bytes of this device's Ed25519 key."""
        return self._itself.now.signing_seed

    def head(self) -> Held:
        """The end of this file's own chain in the present epoch."""
        return self._itself.head()

    def begin_epoch(self, above: int = 0) -> int:
        """Count anew from 1, in an epoch nobody has seen; for when a receiver knows statements of
        this device that are not in this file. ``above``: an epoch the receiver knows of."""
        return self._itself.begin_epoch(above)

    def reissue(self, rows: Sequence[int]) -> int:
        """Say once more under free ids what a receiver holds another text for; how many.

        A copy of this file that nobody noticed in time wrote that text. The statements stay as they
        are and are handed to nobody any more; their copies go to whoever did not take the first.
        What is here counts once, with the time it had. Only for what a Waypost hub calls a
        conflict: another store might call the same text one. Raises ``NotSaved``.
        """
        return self._itself.reissue(rows)

    def clocks(self) -> tuple[int, int]:
        """This computer's wall clock, UTC since 1970, and the steady one since this opening; ms."""
        now = self._clock()
        return now.utc_ms, now.steady_ms - self._started_ms

    # ------------------------------------------------------------ transactions

    def _ask(self, question: Callable[[Connection], T]) -> T:
        return self._transactions.ask(question)

    def _reading(self) -> AbstractContextManager[Connection]:
        return self._transactions.reading()

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._transactions.writing()

    def _forget(self) -> None:
        self._words.forget()
        self._log.forget()
