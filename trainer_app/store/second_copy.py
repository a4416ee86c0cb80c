"""The second copy of everything saved: a backup of the data file and the changes since, in a file
of their own.

A change is committed to the data file first and then written to the journal, both on the disk
before anybody is told that it is saved. At the next opening the two are compared: what only one of
them has is put into the other.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from trainer_app import durable
from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.store import backups, ballast, elsewhere, journal, migrate
from trainer_app.store.clock import Clock
from trainer_app.store.connection import connect, saving
from trainer_app.store.journal import Change, Journal, Position, Sealed, Writer
from trainer_app.training.times import at

FOLDER = "journal"
BACK_UP_AFTER = 1_000_000
"""Bytes of journal after which a new backup is worth while; or a tenth of the data file."""
LARGEST_JOURNAL = 32_000_000
"""Bytes of journal after which a backup is made at once; or a quarter of the data file."""

log = logging.getLogger(__name__)


class SecondCopy:
    """Beside an open data file. Where it could not be begun or went wrong, ``is_missing``: what is
    saved then stands in the data file only, until a new backup begins it anew.

    ``own`` is the connection of the data file; all on its thread.
    """

    def __init__(self, folder: Path, key: bytes, own: dbapi2.Connection, clock: Clock) -> None:
        self._folder, self._key, self._own, self._clock = folder, key, own, clock
        self._writer: Writer | None = None
        self._is_closed = False
        self._oldest = _oldest_allowed(own)
        self._resume()

    def today(self) -> date:
        """The day that this computer's calendar shows."""
        now = self._clock()
        return at(now.utc_ms + now.offset_minutes * 60_000).date()

    @property
    def is_missing(self) -> bool:
        return self._writer is None

    def seal(self, connection: Connection, changes: Sequence[Change]) -> Sealed | None:
        """What is to be written once the transaction is committed; the data file notes it. Raises
        ``OSError`` where there is no room."""
        if self._writer is None:
            # no journal of before can go on over this change
            connection.exec_driver_sql(
                "UPDATE second_copy SET count = count + 1, digest = randomblob(16)"
            )
            return None
        sealed = self._writer.seal(changes)
        connection.exec_driver_sql("UPDATE second_copy SET count = ?, digest = ?", sealed.position)
        return sealed

    def append(self, sealed: Sealed) -> None:
        """The transaction is committed. Where the disk says no to this one file, the data file has
        it, and the next backup begins the journal anew."""
        assert self._writer is not None
        try:
            self._writer.append(sealed)
        except OSError as error:
            log.warning("the second copy could not be written: %s", _why(error))
            self._writer = None
            return
        if self._writer.size > max(LARGEST_JOURNAL, self._file_size() // 4):
            with suppress(OSError, dbapi2.Error):
                self.back_up()

    def forget_older(self) -> None:
        """Somebody was erased, or answers went by their time: a new backup takes the place of all
        others, now or, where there is no room or the power fails, as soon as there is one. The WAL
        of before goes, too."""
        self._oldest = _oldest_allowed(self._own)
        with suppress(OSError, dbapi2.Error):
            self.back_up()
        with suppress(dbapi2.Error):
            self._own.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_up(self) -> None:
        """A new backup, and a journal that begins there. Raises ``OSError`` and the driver's
        errors; what was there stays."""
        position = position_of(self._own)
        self._put_aside_what_is_ahead(position.number)
        backups.make(self._own, self._folder / backups.FOLDER, self._key, self.today())
        self._writer = None
        self._writer = Writer.begin(self._folder / FOLDER, self._key, position)
        self._prune()
        ballast.keep(self._folder)

    def back_up_if_due(self) -> bool:
        """Make a backup where there is enough to put into one; whether it was. ``NotSaved``."""
        if not self.is_due:
            return False
        self.back_up_now()
        return True

    def back_up_now(self) -> None:
        """Make a backup whether or not one is due. ``NotSaved``."""
        with saving():
            self.back_up()

    @property
    def is_due(self) -> bool:
        """Whether a backup is worth while: there are changes since, and it is another day of use,
        or they are many."""
        if self._is_closed:
            return False
        if self._writer is None:
            return True
        if self.holds_older:
            return True
        if not self._writer.size:
            return False
        last = backups.copies(self._folder / backups.FOLDER)[-1:]
        if not last or last[0].date != f"{self.today():%Y%m%d}":
            return True
        return self._writer.size > max(BACK_UP_AFTER, self._file_size() // 10)

    @property
    def holds_older(self) -> bool:
        """Whether a backup still holds what was to go since."""
        copies = backups.copies(self._folder / backups.FOLDER)
        return any(one.count < self._oldest for one in copies)

    def require_elsewhere(self, chosen: Path) -> None:
        """Raises ``StoreUnusable`` for a folder that is no other place than the data folder."""
        if chosen.resolve().is_relative_to(self._folder.resolve()):
            raise StoreUnusable(
                _("This is the folder of the data itself. Choose another one, on another disk.")
            )

    def keep_elsewhere(self, chosen: Path) -> bool:
        """Have the newest backup in a second place, too; whether there is one. ``OSError``."""
        return elsewhere.keep(self._folder, chosen, self._key) is not None

    def _file_size(self) -> int:
        pages = int(self._own.execute("PRAGMA page_count").fetchone()[0])
        return pages * int(self._own.execute("PRAGMA page_size").fetchone()[0])

    def close(self) -> None:
        """The data file is closed now, and makes no backup any more."""
        self._is_closed = True

    def _resume(self) -> None:
        """Go on in the journal that fits the file and the newest backup, or begin one with a
        backup; where there is no room for that, there is none for now."""
        try:
            position = position_of(self._own)
            last = journal.journals(self._folder / FOLDER)[-1:]
            found = journal.read(last[0], self._key, end_only=True) if last else None
            copies = backups.copies(self._folder / backups.FOLDER)
            has_base = found is not None and any(
                one.count == found.base.number >= self._oldest and one.revision == migrate.HEAD
                for one in copies[-1:]
            )
            if found and has_base and found.is_clean and found.end == position:
                self._writer = Writer.resume(found, self._key)
                if self.holds_older:
                    self._prune()
            else:
                self.back_up()
        except (OSError, dbapi2.Error) as error:
            log.warning("the second copy could not be begun: %s", _why(error))
            self._writer = None

    def _put_aside_what_is_ahead(self, number: int) -> None:
        """What has higher numbers is of another history, or cannot be read: rename it, so that
        it is taken for nothing newer."""
        ahead = [
            one.path for one in backups.copies(self._folder / backups.FOLDER) if one.count > number
        ]
        ahead += [one for one in journal.journals(self._folder / FOLDER) if int(one.stem) > number]
        for path in ahead:
            durable.rename(path, path.with_name(f"{path.name}.aside"))

    def _prune(self) -> None:
        """Old copies, and the journals that only they would need; where somebody was erased since,
        what was put aside, too."""
        with suppress(OSError):
            if self.holds_older:
                for name in (backups.FOLDER, FOLDER):
                    for aside in (self._folder / name).glob("*.aside"):
                        aside.unlink()
            backups.prune(self._folder / backups.FOLDER, oldest=self._oldest)
            kept = backups.copies(self._folder / backups.FOLDER)[-backups.ALWAYS :]
            for path in journal.journals(self._folder / FOLDER):
                if int(path.stem) < kept[0].count:
                    path.unlink()


def _why(error: Exception) -> str:
    """What went wrong, without the path, in which there may be a name."""
    return str(getattr(error, "strerror", None) or error)


def position_of(connection: dbapi2.Connection) -> Position:
    """Where a data file is. Raises the driver's errors."""
    count, digest = connection.execute("SELECT count, digest FROM second_copy").fetchone()
    return Position(int(count), bytes(digest))


def _oldest_allowed(connection: dbapi2.Connection) -> int:
    """Copies with fewer changes than this hold what was to go since; -1 where nothing was: a copy
    of a release that did not count stays. Raises the driver's errors."""
    return int(connection.execute("SELECT oldest FROM second_copy").fetchone()[0]) or -1


def ends_at(folder: Path, key: bytes, position: Position) -> bool:
    """Whether the newest journal ends here; which is so but after something went wrong."""
    last = journal.journals(folder / FOLDER)[-1:]
    try:
        found = journal.read(last[0], key, end_only=True) if last else None
    except OSError:
        return False
    return found is not None and found.end == position


def following(
    folder: Path, key: bytes, start: Position, revision: str
) -> tuple[list[Journal], bool]:
    """The journals that lead on from a position, and whether they lead to the end without a gap.

    Where the journal of the newest backup is not among them it is a gap: there always is one. And
    where its end is not clean, nobody can tell whether something is missing. Changes to tables of
    a later ``revision`` are of no use to whoever is at this one, so there it ends, too.
    """
    copies = backups.copies(folder / backups.FOLDER)
    newest = max((one.count for one in copies), default=-1)
    later = [one.count for one in copies if one.revision > revision and one.count >= start.number]
    found: list[Journal] = []
    now = start
    for path in journal.journals(folder / FOLDER):
        if later and int(path.stem) >= min(later):
            return found, False
        try:
            one = journal.read(path, key)
        except OSError:
            one = None
        if one is None:
            if int(path.stem) >= start.number:
                return found, False
            continue
        if one.end.number < start.number or (one.end.number == start.number and one.base != start):
            continue
        known = {one.base.number: one.base, **{p.number: p for p in one.positions}}
        if known.get(now.number) != now:
            return found, False
        found.append(one)
        now = one.end
    return found, bool(found) and found[-1].is_clean and found[-1].base.number >= newest


def replay(path: Path, key: bytes, found: Sequence[Journal]) -> int:
    """Put the changes of journals into a data file that stands before them; how many there were.

    All or nothing. Raises the driver's errors.
    """
    with closing(connect(path, key)) as connection:
        start = position_of(connection)
        connection.execute("BEGIN IMMEDIATE")
        done = 0
        for changes in journal.changes_after(found, start):
            for change in changes:
                _run(connection, change)
            done += 1
        end = found[-1].end if done else start
        connection.execute("UPDATE second_copy SET count = ?, digest = ?", end)
        connection.execute("COMMIT")
    return done


def _run(connection: dbapi2.Connection, change: Change) -> None:
    if change.many:
        connection.executemany(change.sql, change.rows)
    else:
        connection.execute(change.sql, change.rows).fetchall()
