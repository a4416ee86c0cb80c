"""A data file that is damaged, gone, or behind its second copy: put right from what there is.

Nothing is ever deleted: what cannot be read is moved into the folder ``damaged``, as it is.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from sqlcipher3 import dbapi2

from trainer_app import durable
from trainer_app.errors import NewerDatabase, NotSaved, StoreUnusable
from trainer_app.store import backups, migrate, second_copy, statements
from trainer_app.store.connection import connect, damaged, engine_over, is_damage
from trainer_app.store.endpoints import EndpointRow, Endpoints
from trainer_app.store.journal import Journal, Position
from trainer_app.store.receiving import Inbox
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.tables import statement

DAMAGED = "damaged"
COPIES = (backups.FOLDER, second_copy.FOLDER)
Choice = Literal["ask", "put-back", "begin-anew"]
"""What to do where not everything can be put back: raise ``DataDamaged``, put back what there is,
or keep it all aside and begin with nothing."""
_ENDS = ("", "-wal", "-shm")
_DUE = "salvage-due"
"""Lies beside a damaged file until what can be read of it is in the log."""
_SCRATCH = "waypost-salvage-"
_SALVAGE, _PAGE = "salvage", 500
_ROWS = 2**24
"""Rows that are looked for in a damaged file, if there are so many."""
_MISSES = 400
"""So often nothing may be read in a row, and once more for each row that could."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was put right at an opening. ``caught-up``: ``changes`` came from the journal into a
    file that had lost them. ``restored``: a backup stands in place of a damaged file, with all
    changes since. ``partly``: the same, as far as could be read. ``aside`` is where the damaged
    file is.
    """

    kind: Literal["caught-up", "restored", "partly"]
    changes: int
    statements: int
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """A backup, and the journals that lead on from it."""

    copy: backups.Copy
    found: tuple[Journal, ...]
    is_complete: bool
    statements: int

    @property
    def end(self) -> int:
        return self.found[-1].end.number if self.found else self.copy.count


def mend(path: Path, key: bytes, choice: Choice) -> Rescued | None:
    """Put a data file right that is not as it was left; None where it is.

    Where there is no copy to put back, the damaged file is only set aside, for a new one to be made
    and for ``salvage``. Raises ``DataDamaged`` where a person has to choose, ``NewerDatabase``,
    ``OSError``, and the driver's errors where it is the disk that says no.
    """
    if is_whole(path, key):
        caught_up = _catch_up(path, key)
        if caught_up or not _is_behind(path, key):
            return caught_up
    way = _best_way(path.parent, key)
    if choice != "put-back" and not (way and way.is_complete):
        raise damaged(way.statements if way else None)
    if way is None:
        aside = set_aside(path, is_due=True)
        _move(path.parent, aside, COPIES)
        return Rescued("partly", 0, 0, aside)
    if way.copy.revision > migrate.HEAD:
        raise NewerDatabase(migrate.newer())
    beside, changes = _put_together(path, key, way)
    aside = set_aside(path, is_due=not way.is_complete)
    durable.rename(beside, path)
    if not way.is_complete:
        _move(path.parent, aside, COPIES)  # last: without them a file that is gone begins anew
    told = backups.facts(path, key)
    return Rescued(
        "restored" if way.is_complete else "partly", changes, told[0] if told else 0, aside
    )


def is_whole(path: Path, key: bytes) -> bool:
    """Whether the file is there and every page of it as it was written. Raises ``NewerDatabase``,
    ``OSError``, and the driver's errors where the disk does not let it be read."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        with closing(connect(path, key)) as connection:
            migrate.is_current(connection)
            return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except NewerDatabase:
        raise
    except StoreUnusable:
        return False  # there is no revision to read
    except dbapi2.Error as error:
        if not is_damage(error):
            raise
        path.read_bytes()  # a disk that cannot be read says so
        return False


def begin_anew(path: Path) -> None:
    """Keep a data file aside with all that belongs to it."""
    _move(path.parent, set_aside(path), COPIES)


def set_aside(path: Path, *, is_due: bool = False) -> Path:
    """Move a data file into a folder of its own in ``damaged``; which. ``is_due``: for
    ``salvage``, also where the power fails before that."""
    home = path.parent / DAMAGED
    durable.make_folder(home)
    last = max((int(one.name) for one in home.iterdir() if one.name.isdecimal()), default=0)
    aside = home / f"{last + 1:04}"
    aside.mkdir(mode=0o700)
    durable.sync_folder(home)
    if is_due:
        durable.write(aside / _DUE, b"")
    _move(path.parent, aside, [path.name + end for end in reversed(_ENDS)])
    return aside


def salvage(
    path: Path, key: bytes, endpoints: Endpoints, inbox: Inbox, told: Rescued | None
) -> Rescued | None:
    """Put into the log what only damaged files had that were set aside for it, at this opening or
    at one that was cut short; what there is to tell now. What could not be saved for want of room
    is left for the next opening."""
    home = path.parent / DAMAGED
    for scratch in home.glob(f"{_SCRATCH}*"):
        shutil.rmtree(scratch, ignore_errors=True)
    for due in sorted(home.glob(f"*/{_DUE}")):
        try:
            new = _take_salvaged(endpoints, inbox, _readable(due.parent, path.name, key))
            due.unlink()
            durable.sync_folder(due.parent)
        except (NotSaved, OSError) as error:
            log.warning("a damaged file could not be salvaged yet: %s", type(error).__name__)
            break
        told = told or Rescued("partly", 0, 0, due.parent)
        told = replace(told, statements=told.statements + new)
    return told


# ---------------------------------------------------------------- inside


def _readable(aside: Path, name: str, key: bytes) -> Iterator[Record]:
    """Every statement of a damaged file that can still be read, in order; from a copy of it."""
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=aside.parent) as scratch:
        copy = Path(scratch) / name
        for end in _ENDS[:2]:
            if (aside / (name + end)).exists():
                shutil.copyfile(aside / (name + end), copy.with_name(name + end))
        if copy.exists():
            yield from _Reader(copy, key).rows(1, _ROWS)


def _take_salvaged(endpoints: Endpoints, inbox: Inbox, found: Iterator[Record]) -> int:
    """How many of them were new. They count as come from elsewhere, so that they are handed in
    like all others. Raises ``NotSaved``."""
    endpoints.put(EndpointRow(_SALVAGE, _SALVAGE, ""))
    new = 0
    try:
        while page := list(islice(found, _PAGE)):
            new += inbox.receive(page, _SALVAGE).new
    finally:
        endpoints.drop(_SALVAGE)
    return new


def _move(folder: Path, aside: Path, names: Sequence[str]) -> None:
    for name in names:
        if (folder / name).exists():
            durable.rename(folder / name, aside / name)
    durable.sync_folder(folder)


def _is_behind(path: Path, key: bytes) -> bool:
    """Whether a backup that can be read holds more than the file, or is of a later revision: an
    older one stands in its place, and no journal leads on from there."""
    with closing(connect(path, key)) as connection:
        here, revision = backups.count_of(connection), migrate.revision(connection)
    newer = [
        one
        for one in backups.copies(path.parent / backups.FOLDER)
        if one.count > here >= 0 or (one.count == here and one.revision > revision)
    ]
    return any(backups.facts(one.path, key) for one in newer)


def _catch_up(path: Path, key: bytes) -> Rescued | None:
    """What the journal has and the file lost is put into it."""
    with closing(connect(path, key)) as connection:
        if backups.count_of(connection) < 0:
            return None
        here, revision = second_copy.position_of(connection), migrate.revision(connection)
    if second_copy.ends_at(path.parent, key, here):
        return None
    found, _complete = second_copy.following(path.parent, key, here, revision)
    if not found or found[-1].end.number <= here.number:
        return None
    changes = second_copy.replay(path, key, found)
    _require_whole_chain(path, key)
    told = backups.facts(path, key)
    return Rescued("caught-up", changes, told[0] if told else 0)


def _best_way(folder: Path, key: bytes) -> _Way | None:
    """The newest backup from which everything can be put back, or else the one that leads
    farthest."""
    ways: list[_Way] = []
    for copy in reversed(backups.copies(folder / backups.FOLDER)):
        told = backups.facts(copy.path, key)
        if told is None:
            continue
        count, position = told[0], Position(told[1], told[2])
        found: list[Journal] = []
        complete = False
        if position.number >= 0:
            found, complete = second_copy.following(folder, key, position, copy.revision)
        ways.append(_Way(copy, tuple(found), complete, count))
        if complete:
            return ways[-1]
    return max(ways, key=lambda way: way.end, default=None)


def _put_together(path: Path, key: bytes, way: _Way) -> tuple[Path, int]:
    beside = path.with_name(path.name + ".rescue")
    for end in _ENDS:
        beside.with_name(beside.name + end).unlink(missing_ok=True)
    shutil.copyfile(way.copy.path, beside)
    changes = second_copy.replay(beside, key, way.found) if way.found else 0
    _require_whole_chain(beside, key)
    durable.sync_file(beside)
    return beside, changes


def _require_whole_chain(path: Path, key: bytes) -> None:
    """What was put together is a log without a gap, or nothing is put in its place."""
    with closing(connect(path, key)) as connection:
        engine = engine_over(connection)
        with engine.execution_options(waypost_reads=True).connect() as reading:
            _count, broken = statements.first_broken(reading)
        engine.dispose()
    if broken is not None:
        raise damaged()


class _Reader:
    """Halves what cannot be read until it is a single row; each time with a new connection, as one
    that met damage reads less after it. Where nearly nothing can be read, it gives up."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._misses_left = _MISSES

    def rows(self, first: int, last: int) -> Iterator[Record]:
        """What can be read between two rows."""
        try:
            found = _rows_between(self._path, self._key, first, last)
        except (dbapi2.Error, Unreadable, ValueError, TypeError):
            self._misses_left -= 1
            if first < last and self._misses_left > 0:
                middle = (first + last) // 2
                yield from self.rows(first, middle)
                yield from self.rows(middle + 1, last)
            return
        self._misses_left += len(found)
        yield from found


def _rows_between(path: Path, key: bytes, first: int, last: int) -> Sequence[Record]:
    from sqlalchemy.exc import DBAPIError

    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        engine = engine_over(connection)
        with engine.execution_options(waypost_reads=True).connect() as reading:
            rows = reading.execute(
                WHOLE.where(statement.c.row.between(first, last)).order_by(statement.c.row)
            ).all()
            return [record(row) for row in rows]
    except DBAPIError as error:
        raise dbapi2.DatabaseError(str(error)) from error
    finally:
        connection.close()
