"""Frames: a run of one device's own statements, as small as they go.

A frame carries the columns of its statements, not their ids and texts: the receiver renders these
again. It begins with its format, a checksum and the hashes of the chain before and after the run;
``decode`` walks the chain from the one to the other, so what comes out is what the device wrote, to
the millisecond. Format 1 holds statements of renderer 1.
"""

import lzma
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from trainer_app.sync.columns import (
    Column,
    read_codes,
    read_numbers,
    read_values,
    write_codes,
    write_numbers,
    write_values,
)
from trainer_app.sync.frame_rows import (
    Id,
    Outcome,
    Topic,
    Visit,
    draft_of,
    outcome_of,
    stamp_of,
    topic_of,
    visit_of,
)
from trainer_app.training import chain
from trainer_app.training.statement import Draft, Stamp, render
from trainer_app.training.times import milliseconds

FORMAT = 1
MOST = 2000
"""Statements in a frame."""

_RENDERER = 1
_LARGEST = 4 << 20
_LARGEST_TEXT = 64 << 10
_COLUMNS = 16
"""At most, of a table."""
_CHECKSUM = slice(1, 5)
_BEFORE = slice(5, 37)
_AFTER = slice(37, 69)
_PACKED = slice(69, None)
_FILTERS = [
    {
        "id": lzma.FILTER_LZMA2,
        "preset": 9 | lzma.PRESET_EXTREME,
        "dict_size": 1 << 20,
        "lc": 0,
        "lp": 0,
        "pb": 0,
    }
]


class FrameRejected(ValueError):
    """These bytes are no frame that a device writes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement by its columns."""

    draft: Draft
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Frame:
    """Statements one after the other; ``before`` is the hash of the chain before the first."""

    device: UUID
    epoch: int
    first: int
    entries: tuple[Entry, ...]
    before: bytes
    texts: tuple[bytes, ...] = field(compare=False, repr=False)
    """Of each entry, as it was rendered to walk the chain."""
    hashes: tuple[bytes, ...] = field(compare=False, repr=False)
    """Of the chain after each entry."""


_Number = Annotated[int, Meta(ge=1, le=2**53)]


class _Table(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Rows that differ, column by column, and a code for each statement."""

    rows: Annotated[int, Meta(ge=1, le=MOST)]
    columns: Annotated[list[Column], Meta(max_length=_COLUMNS)]
    codes: bytes


class _Inside(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """``durations`` are as ``_plus_one`` has them, ``gaps`` the steps of the steady clock less
    these, ``drifts`` the steps of the wall clock less those of the steady one."""

    device: Id
    epoch: _Number
    first: _Number
    count: Annotated[int, Meta(ge=1, le=MOST)]
    topics: _Table
    outcomes: _Table
    visits: _Table
    durations: bytes
    gaps: bytes
    drifts: bytes


_inside = msgspec.msgpack.Decoder(_Inside)
_Row = TypeVar("_Row", Topic, Visit, Outcome)

# ---------------------------------------------------------------- writing


def encode(entries: Sequence[Entry], before: bytes) -> bytes:
    """The frame of 1 to 2000 settled statements, each the next of the same device and epoch.

    ``before`` is the hash of the chain before the first. Raises ``ValueError`` for other entries.
    """
    if not 1 <= len(entries) <= MOST or len(before) != _BEFORE.stop - _BEFORE.start:
        raise ValueError(f"a frame is a run of 1 to {MOST} statements, and the hash before it")
    start = entries[0].stamp
    places = [(entry.stamp.device, entry.stamp.epoch, entry.stamp.seq) for entry in entries]
    if places != [(start.device, start.epoch, start.seq + n) for n in range(len(entries))]:
        raise ValueError("the statements of a frame must follow each other")
    inside = _inside_of(start, entries)
    data = msgspec.msgpack.encode(inside)
    if len(data) > _LARGEST:
        raise ValueError("too much for one frame")
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=_FILTERS)
    checked = before + _walk(before, entries)[-1][1] + packed
    return bytes([FORMAT]) + _checksum(checked) + checked


def _inside_of(start: Stamp, entries: Sequence[Entry]) -> _Inside:
    lasted = [_plus_one(entry.draft.duration_ms) for entry in entries]
    steady = _steps(entry.stamp.mono_ms for entry in entries)
    wall = _steps(milliseconds(entry.stamp.at) for entry in entries)
    return _Inside(
        device=start.device.hex,
        epoch=start.epoch,
        first=start.seq,
        count=len(entries),
        topics=_table(topic_of(entry.draft) for entry in entries),
        outcomes=_table(outcome_of(entry.draft, entry.stamp) for entry in entries),
        visits=_table(visit_of(entry.draft, entry.stamp) for entry in entries),
        durations=write_numbers(lasted),
        gaps=write_numbers(step - part for step, part in zip(steady, lasted, strict=True)),
        drifts=write_numbers(far - near for far, near in zip(wall, steady, strict=True)),
    )


def _table(rows: Iterable[Topic | Visit | Outcome]) -> _Table:
    known, codes = write_codes(rows)
    columns = zip(*(msgspec.structs.astuple(row) for row in known), strict=True)
    return _Table(len(known), [write_values(column) for column in columns], codes)


def _walk(before: bytes, entries: Iterable[Entry]) -> list[tuple[bytes, bytes]]:
    """Each entry's text, and the hash of the chain after it. Raises ``ValueError`` for none."""
    walked = []
    for entry in entries:
        text = render(entry.draft, entry.stamp)
        if len(text) > _LARGEST_TEXT:
            raise ValueError("a statement is too long for a frame")
        before = chain.link(before, entry.draft, entry.stamp, _RENDERER, text)
        walked.append((text, before))
    return walked


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _steps(values: Iterable[int]) -> list[int]:
    """The first value, and how far it is from each to the next."""
    told = list(values)
    return [now - last for now, last in zip(told, [0, *told], strict=False)]


def _plus_one(duration: int | None) -> int:
    """0 for no duration; so that nothing is lost, all from 0 on are one more."""
    return 0 if duration is None else duration + 1 if duration >= 0 else duration


# ---------------------------------------------------------------- reading


def decode(data: bytes) -> Frame:
    """The frame in these bytes. Raises ``FrameRejected`` for all that ``encode`` does not make."""
    try:
        inside = _inside.decode(_unpacked(data))
        entries = tuple(_entries(inside))
        texts, hashes = zip(*_walk(data[_BEFORE], entries), strict=True)
    except (ValueError, OverflowError, lzma.LZMAError, msgspec.MsgspecError) as error:
        raise FrameRejected(str(error)) from error
    if hashes[-1] != data[_AFTER]:
        raise FrameRejected("the chain of its statements has another end")
    return Frame(
        device=UUID(inside.device),
        epoch=inside.epoch,
        first=inside.first,
        entries=entries,
        before=data[_BEFORE],
        texts=texts,
        hashes=hashes,
    )


def _unpacked(data: bytes) -> bytes:
    if data[:1] != bytes([FORMAT]):
        raise ValueError(f"not a frame of format {FORMAT}")
    if data[_CHECKSUM] != _checksum(data[_CHECKSUM.stop :]):
        raise ValueError("its bytes have changed on the way")
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=_FILTERS)
    unpacked = unpacker.decompress(data[_PACKED], _LARGEST)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("it has no proper end")
    return unpacked


def _entries(inside: _Inside) -> list[Entry]:
    count = inside.count
    topics = _rows(inside.topics, count, Topic)
    outcomes = _rows(inside.outcomes, count, Outcome)
    visits = _rows(inside.visits, count, Visit)
    lasted = read_numbers(inside.durations, count)
    gaps = read_numbers(inside.gaps, count)
    drifts = read_numbers(inside.drifts, count)
    device = UUID(inside.device)
    entries = []
    mono = wall = 0
    for n in range(count):
        step = gaps[n] + lasted[n]
        mono, wall = mono + step, wall + step + drifts[n]
        stamp = stamp_of(
            visits[n],
            device=device,
            epoch=inside.epoch,
            seq=inside.first + n,
            wall_ms=wall,
            mono_ms=_whole(mono),
        )
        duration = lasted[n] - 1 if lasted[n] > 0 else lasted[n] or None
        draft = draft_of(topics[n], visits[n], outcomes[n], duration, stamp)
        entries.append(Entry(draft, stamp))
    return entries


def _rows(table: _Table, count: int, kind: type[_Row]) -> list[_Row]:
    columns = [read_values(column, table.rows) for column in table.columns]
    known = msgspec.convert(list(zip(*columns, strict=True)), list[kind])  # type: ignore[valid-type]
    rows = read_codes(known, table.codes, count)
    if any(row is None for row in rows):
        raise ValueError("a statement without a row")
    return rows


def _whole(number: int) -> int:
    if not -(2**63) <= number < 2**63:
        raise ValueError("a number is too large")
    return number
