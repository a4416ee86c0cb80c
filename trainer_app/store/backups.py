"""Copies of the whole data file, each verified before an older one goes.

A copy's name tells the revision of its tables, how many changes it holds, the day of use it was
made on and what the calendar said. Days of use are counted: a new one begins where the calendar
says another date than at the copy before, whichever way the clock went. Kept are the newest of each
of the last 7 days of use and of each of the 4 weeks before, and always the newest two.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2

from trainer_app import durable
from trainer_app.store.connection import quick_check

FOLDER = "backups"
DAYS, WEEKS, ALWAYS = 7, 4, 2
LARGEST = 1_000_000_000
"""Bytes of all copies; where they are more, the oldest go, but never the newest two."""

_NAME = re.compile(r"waypost-(\d{4})-(\d+)(?:-(\d+)-(\d{8}))?\.db")


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """A copy, as its name tells; in the order in which they were made. ``count`` is -1 for one of a
    release that did not count."""

    count: int
    number: int
    day: int
    date: str
    revision: str
    path: Path


def copies(folder: Path) -> list[Copy]:
    """Every copy in a folder, the oldest first."""
    return sorted(told for path in folder.glob("waypost-*.db") if (told := _told(path)))


def make(connection: dbapi2.Connection, folder: Path, key: bytes, today: date) -> Path:
    """A verified copy, encrypted with the same key, on the disk before the call returns.

    Raises ``OSError`` and the driver's errors; what was there before is untouched then.
    """
    durable.make_folder(folder)
    before = copies(folder)
    last = before[-1] if before else None
    same_day = last is not None and last.date == f"{today:%Y%m%d}"
    day = (last.day if last else 0) + (0 if same_day else 1)
    count = count_of(connection)
    place = f"{count:09}" if count >= 0 else f"{len(before) + 1:06}"
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    target = folder / f"waypost-{revision}-{place}-{day:05}-{today:%Y%m%d}.db"
    for cut_short in folder.glob("*.part"):
        cut_short.unlink()
    beside = target.with_suffix(".part")
    connection.execute("VACUUM INTO ?", (str(beside),))
    durable.sync_file(beside)
    if facts(beside, key) != _facts(connection):
        raise OSError(f"{target.name} does not read back")
    durable.rename(beside, target)
    return target


def prune(folder: Path, *, oldest: int = -1) -> None:
    """Let go of copies that need not be kept, and of those with fewer changes than ``oldest``,
    which hold somebody who was erased since; the newest stays."""
    found = copies(folder)
    keep = _kept(found)
    for one in found[:-1]:
        if one not in keep or one.count < oldest:
            one.path.unlink(missing_ok=True)
    durable.sync_folder(folder)


def facts(path: Path, key: bytes) -> tuple[int, int, bytes] | None:
    """How many statements and changes a copy holds, and their digest; None where it does not read
    back whole."""
    try:
        with closing(_read_only(path, key)) as connection:
            return _facts(connection) if quick_check(connection) else None
    except dbapi2.Error:
        return None


def device_of(path: Path, key: bytes) -> bytes | None:
    """The id of the device whose data a copy holds; None where that cannot be read."""
    try:
        with closing(_read_only(path, key)) as connection:
            found = connection.execute(
                "SELECT uuid FROM device JOIN here ON here.device = device.row"
            ).fetchone()
            return bytes(found[0]) if found else None
    except dbapi2.Error:
        return None


def _read_only(path: Path, key: bytes) -> dbapi2.Connection:
    uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return connection


def count_of(connection: dbapi2.Connection) -> int:
    """How many changes a file holds; -1 where its release did not count."""
    try:
        return int(connection.execute("SELECT count FROM second_copy").fetchone()[0])
    except (dbapi2.OperationalError, TypeError):
        return -1


def _facts(connection: dbapi2.Connection) -> tuple[int, int, bytes]:
    statements = connection.execute("SELECT count(*) FROM statement").fetchone()[0]
    count = count_of(connection)
    digest = b""
    if count >= 0:
        digest = connection.execute("SELECT digest FROM second_copy").fetchone()[0]
    return int(statements), count, bytes(digest)


def _told(path: Path) -> Copy | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    revision, place, day, on = match.groups()
    if len(place) == 9:
        return Copy(int(place), 0, int(day or 0), on or "", revision, path)
    return Copy(-1, int(place), int(day or 0), on or "", revision, path)


def _kept(found: list[Copy]) -> set[Copy]:
    newest_of: dict[tuple[str, int], Copy] = {}
    today = found[-1].day if found else 0
    for one in found:
        if today - one.day < DAYS:
            newest_of["day", one.day] = one
        elif today // 7 - one.day // 7 <= WEEKS:
            newest_of["week", one.day // 7] = one
    keep = {*newest_of.values(), *found[-ALWAYS:]}
    room = LARGEST
    for place, one in enumerate(sorted(keep, reverse=True)):
        room -= one.path.stat().st_size
        if room < 0 and place >= ALWAYS:
            keep.discard(one)
    return keep
