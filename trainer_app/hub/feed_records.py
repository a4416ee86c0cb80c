"""What is left at the hub for others: clock observations, signed heads, sealed records of people,
and how far the desk has handed results on.

Functions with a ``connection`` are parts of somebody's transaction. Observations and heads share
one row of numbers, records of people have their own; both rise in the order of commits.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, true

from trainer_app.hub.device_tables import (
    chain_head,
    device,
    observation,
    onward,
    people_blob,
    put,
)
from trainer_app.sync.messages import Blob, Chain, Head, Onward, Seen

MOST_LEFT_BYTES = 16 * 1024 * 1024
"""Of sealed records of people that one device leaves here."""
_MOST_GIVEN_BYTES = 1024 * 1024
_MOST_GIVEN = 1000
_MOST_BLOBS = 100
_SAME_CLOCK_MS = 2000
"""Two observations of one run of a device tell the same when they differ by less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Which device asks for what others left. Who does not ``collect`` is given what desks leave,
    and nothing about other devices; ``sites`` None means all of them.
    """

    device: UUID
    collects: bool = False
    sites: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """What is known of other devices, up to and with number ``newest``."""

    observations: list[Seen]
    heads: list[Head]
    newest: int


# ---------------------------------------------------------------- clocks and heads


def next_number(connection: Connection) -> int:
    """The number after the newest observation and the newest head."""
    newest = [select(func.max(table.c.number)) for table in (observation, chain_head)]
    return max(connection.execute(one).scalar() or 0 for one in newest) + 1


def observe(connection: Connection, seen: Iterable[Seen]) -> None:
    """Keeps what tells something new of a device's clocks."""
    by_run: dict[tuple[UUID, int, int, str], list[Seen]] = defaultdict(list)
    for one in seen:
        by_run[one.device, one.epoch, one.boot, one.source].append(one)
    fresh: list[Seen] = []
    for those in by_run.values():
        before = _latest(connection, those[0])
        for one in those:
            if before is None or not _tell_the_same(before, one):
                fresh.append(one)
                before = one
    if not fresh:
        return
    first = next_number(connection)
    rows = [
        {
            "number": first + place,
            "device": one.device.bytes,
            "epoch": one.epoch,
            "boot": one.boot,
            "mono": one.mono_ms,
            "wall": one.wall_ms,
            "reference": one.reference_ms,
            "source": one.source,
        }
        for place, one in enumerate(fresh)
    ]
    connection.execute(insert(observation), rows)


def others(connection: Connection, reader: Reader, after: int) -> Others:
    """Clocks and heads of the devices whose results this reader collects."""
    if not reader.collects:
        return Others([], [], after)
    clocks = _after(connection, observation, reader, after)
    heads = _after(connection, chain_head, reader, after)
    full = [rows[-1].number for rows in (clocks, heads) if len(rows) == _MOST_GIVEN]
    newest = min(full) if full else next_number(connection) - 1
    return Others(
        [_seen(row) for row in clocks if row.number <= newest],
        [_head(row) for row in heads if row.number <= newest],
        newest,
    )


def _after(connection: Connection, table: Any, reader: Reader, after: int) -> Sequence[Any]:
    question = (
        select(table, device.c.signing_key)
        .join(device, device.c.device == table.c.device)
        .where(table.c.number > after, table.c.device != reader.device.bytes, _near(reader))
        .order_by(table.c.number)
        .limit(_MOST_GIVEN)
    )
    return connection.execute(question).all()


def _near(reader: Reader) -> ColumnElement[bool]:
    return true() if reader.sites is None else device.c.site.in_(sorted(reader.sites))


def _latest(connection: Connection, like: Seen) -> Seen | None:
    question = (
        select(observation)
        .where(
            observation.c.device == like.device.bytes,
            observation.c.epoch == like.epoch,
            observation.c.boot == like.boot,
            observation.c.source == like.source,
        )
        .order_by(observation.c.number.desc())
        .limit(1)
    )
    row = connection.execute(question).first()
    return None if row is None else _seen(row)


def _tell_the_same(one: Seen, other: Seen) -> bool:
    reference = (one.reference_ms - one.mono_ms) - (other.reference_ms - other.mono_ms)
    wall = (one.wall_ms - one.mono_ms) - (other.wall_ms - other.mono_ms)
    return max(abs(reference), abs(wall)) < _SAME_CLOCK_MS


def _seen(row: Any) -> Seen:
    return Seen(
        device=UUID(bytes=row.device),
        epoch=row.epoch,
        boot=row.boot,
        mono_ms=row.mono,
        wall_ms=row.wall,
        reference_ms=row.reference,
        source=row.source,
    )


def _head(row: Any) -> Head:
    return Head(
        UUID(bytes=row.device), row.epoch, row.seq, row.hash, row.signature, row.signing_key
    )


# ---------------------------------------------------------------- people, sealed


def leave(
    connection: Connection, sender: UUID, site: str | None, data: bytes, *, by_desk: bool
) -> bool:
    """Keeps a sealed record for others; one that is here stays once. False: there is no room."""
    digest = sha256(data).digest()
    if connection.execute(
        select(people_blob.c.number).where(people_blob.c.digest == digest)
    ).first():
        return True
    mine = people_blob.c.device == sender.bytes
    size = connection.execute(
        select(func.coalesce(func.sum(func.length(people_blob.c.data)), 0)).where(mine)
    ).scalar_one()
    if size + len(data) > MOST_LEFT_BYTES:
        return False
    newest = connection.execute(select(func.max(people_blob.c.number))).scalar() or 0
    row = {
        "number": newest + 1,
        "digest": digest,
        "device": sender.bytes,
        "by_desk": by_desk,
        "site": site,
        "data": data,
    }
    connection.execute(insert(people_blob).values(row))
    return True


def left_for(connection: Connection, reader: Reader, after: int) -> tuple[list[Blob], int]:
    """The next sealed records for this reader, and the number of its newest."""
    theirs = and_(people_blob.c.device != reader.device.bytes, _meant_for(reader))
    newest = connection.execute(select(func.max(people_blob.c.number)).where(theirs)).scalar()
    question = (
        select(people_blob.c.number, people_blob.c.data)
        .where(theirs, people_blob.c.number > after)
        .order_by(people_blob.c.number)
        .limit(_MOST_BLOBS)
    )
    blobs: list[Blob] = []
    size = 0
    for row in connection.execute(question):
        size += len(row.data)
        if blobs and size > _MOST_GIVEN_BYTES:
            break
        blobs.append(Blob(row.number, row.data))
    return blobs, newest or 0


def _meant_for(reader: Reader) -> ColumnElement[bool]:
    """Desks leave for all; the others leave for who collects their site."""
    if not reader.collects:
        return people_blob.c.by_desk
    if reader.sites is None:
        return true()
    return or_(people_blob.c.by_desk, people_blob.c.site.in_(sorted(reader.sites)))


# ---------------------------------------------------------------- onward


def note_onward(connection: Connection, marks: Iterable[Onward]) -> None:
    """How far results have gone from here; a mark never goes back within an epoch."""
    for mark in marks:
        keys = {"endpoint": mark.endpoint, "device": mark.device.bytes, "epoch": mark.epoch}
        same = and_(*(onward.c[name] == value for name, value in keys.items()))
        known = connection.execute(select(onward.c.seq).where(same)).scalar()
        if known is None or known < mark.seq:
            put(connection, onward, keys, {"seq": mark.seq, "at": mark.at_ms})


def onward_of(connection: Connection, chains: Iterable[Chain]) -> list[Onward]:
    """How far the results of these chains have gone from here."""
    asked = {(one.device.bytes, one.epoch) for one in chains}
    theirs = onward.c.device.in_({device for device, _epoch in asked})
    rows = connection.execute(select(onward).where(theirs).order_by(onward.c.endpoint))
    return [
        Onward(row.endpoint, UUID(bytes=row.device), row.epoch, row.seq, row.at)
        for row in rows
        if (row.device, row.epoch) in asked
    ]
