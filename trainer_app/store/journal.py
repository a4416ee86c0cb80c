"""The file of the second copy: one sealed record for each change that was committed.

A journal begins at a *position*, the count of changes so far and a digest over all of them, which
the data file knows, too. Each record holds the SQL of one transaction with its values, so that the
data file of the position before becomes, to the byte of every column, that of the position after.

On the disk: a header (magic, salt, count, digest), then records (mark, number, length,
ciphertext), then zeros. Room for records is filled with zeros ahead of time: a full disk says no
before anything is committed, and saving needs no more of the file system than to write over what is
there. Records are sealed with ChaCha20-Poly1305 under a key of their own, derived from the key of
the data file and the salt; the number of a record is its nonce, and no number is used twice in a
file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from trainer_app import durable

MAGIC = b"waypost journal 1\n"
ROOM = 64 * 1024
"""So many bytes are filled with zeros at a time."""
DIGEST_BYTES = 16

_HEADER = struct.Struct(f">{len(MAGIC)}s16sQ{DIGEST_BYTES}s")
_MARK = b"\x9dWPR"
_RECORD = struct.Struct(">4sQI")


class Position(NamedTuple):
    """How many changes there were, and the digest over them."""

    number: int
    digest: bytes

    def after(self, payload: bytes) -> Position:
        """The position one change on."""
        digest = hashlib.blake2b(self.digest + payload, digest_size=DIGEST_BYTES).digest()
        return Position(self.number + 1, digest)


START = Position(0, bytes(DIGEST_BYTES))


class Change(NamedTuple):
    """One statement of SQL; ``many`` where it was run once for each of the rows."""

    sql: str
    rows: Any
    many: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record that can be written once its change is committed."""

    position: Position
    data: bytes
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds: its changes by number, and where it ends.

    ``is_clean``: after the last record there is some room, and nothing in it. Else the end is
    damaged, or a power cut left the beginning of a record that was never promised.
    """

    path: Path
    salt: bytes
    base: Position
    changes: tuple[tuple[Change, ...], ...]
    positions: tuple[Position, ...]
    names: tuple[str, ...]
    size: int
    is_clean: bool

    @property
    def end(self) -> Position:
        return self.positions[-1] if self.positions else self.base


def path_of(folder: Path, base: Position) -> Path:
    """Where the journal lies that begins at this position."""
    return folder / f"{base.number:09}.journal"


def journals(folder: Path) -> list[Path]:
    """Every journal, the oldest first."""
    return sorted(folder.glob("*.journal"))


def read(path: Path, key: bytes, *, end_only: bool = False) -> Journal | None:
    """What a journal holds; None where not even its beginning can be read. Raises ``OSError``.

    With ``end_only`` nothing is kept of the changes: a journal may be as large as a day's harvest.
    """
    data = path.read_bytes()
    if len(data) < _HEADER.size:
        return None
    magic, salt, count, digest = _HEADER.unpack_from(data)
    if magic != MAGIC:
        return None
    cipher, base = _cipher(key, salt), Position(count, digest)
    header = data[: _HEADER.size]
    changes: list[tuple[Change, ...]] = []
    positions: list[Position] = []
    names: list[str] = []
    at, now = _HEADER.size, base
    while (found := _record_at(data, at)) is not None:
        number, sealed, following = found
        payload = _opened(cipher, number, sealed, header)
        if payload is None or number != now.number + 1:
            break
        unpacked = _unpacked(payload, names)
        now, at = now.after(payload), following
        if end_only:
            positions = [now]
        else:
            changes.append(unpacked)
            positions.append(now)
    rest = data[at:]
    is_clean = bool(rest) and not rest.strip(b"\0")
    return Journal(path, salt, base, tuple(changes), tuple(positions), tuple(names), at, is_clean)


class Writer:
    """Appends to one journal. Used by the thread that has the data file."""

    def __init__(self, path: Path, key: bytes, salt: bytes, base: Position) -> None:
        self.path = path
        self.base = self.position = base
        self._header = _HEADER.pack(MAGIC, salt, *base)
        self._cipher = _cipher(key, salt)
        self._names: dict[str, int] = {}
        self._at, self._room = _HEADER.size, path.stat().st_size

    @staticmethod
    def begin(folder: Path, key: bytes, base: Position) -> Writer:
        """A new journal, on the disk under its name. Raises ``OSError``."""
        salt, path = secrets.token_bytes(16), path_of(folder, base)
        durable.make_folder(folder)
        durable.write(path, _HEADER.pack(MAGIC, salt, *base) + bytes(ROOM))
        return Writer(path, key, salt, base)

    @staticmethod
    def resume(found: Journal, key: bytes) -> Writer:
        """Go on at the end of a journal that is whole and clean."""
        writer = Writer(found.path, key, found.salt, found.base)
        writer.position, writer._at = found.end, found.size
        writer._names = {name: place for place, name in enumerate(found.names)}
        return writer

    @property
    def size(self) -> int:
        """Bytes of records so far."""
        return self._at - _HEADER.size

    def seal(self, changes: Sequence[Change]) -> Sealed:
        """The next record, and room for it. Raises ``OSError`` where there is none."""
        payload, names = _packed(changes, self._names)
        position = self.position.after(payload)
        sealed = self._cipher.encrypt(_nonce(position.number), payload, self._header)
        data = _RECORD.pack(_MARK, position.number, len(sealed)) + sealed
        self._make_room(len(data) + _RECORD.size)
        return Sealed(position, data, names)

    def append(self, sealed: Sealed) -> None:
        """Have the record on the disk. Raises ``OSError``; the journal is then of no more use."""
        _write_at(self.path, self._at, sealed.data)
        self._at += len(sealed.data)
        self.position = sealed.position
        for name in sealed.names:
            self._names.setdefault(name, len(self._names))

    def _make_room(self, needed: int) -> None:
        if self._at + needed <= self._room:
            return
        more = -(-(self._at + needed - self._room) // ROOM) * ROOM
        _write_at(self.path, self._room, bytes(more))
        self._room += more


# ---------------------------------------------------------------- inside


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    derived = hashlib.blake2b(key=key, salt=salt, person=b"waypost-journal", digest_size=32)
    return ChaCha20Poly1305(derived.digest())


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _opened(cipher: ChaCha20Poly1305, number: int, sealed: bytes, header: bytes) -> bytes | None:
    try:
        return cipher.decrypt(_nonce(number), sealed, header)
    except InvalidTag:
        return None


def _record_at(data: bytes, at: int) -> tuple[int, bytes, int] | None:
    """Number and ciphertext of a record that begins here, and where the next one does."""
    if at + _RECORD.size > len(data):
        return None
    mark, number, length = _RECORD.unpack_from(data, at)
    begin = at + _RECORD.size
    if mark != _MARK or begin + length > len(data):
        return None
    return number, data[begin : begin + length], begin + length


def _packed(changes: Sequence[Change], known: dict[str, int]) -> tuple[bytes, tuple[str, ...]]:
    """SQL that the journal has already is told by its number."""
    names: list[str] = []
    told = []
    for change in changes:
        if change.sql in known:
            name: int | str = known[change.sql]
        elif change.sql in names:
            name = len(known) + names.index(change.sql)
        else:
            names.append(change.sql)
            name = change.sql
        told.append((name, change.rows, change.many))
    return zlib.compress(msgspec.msgpack.encode(told), 1), tuple(names)


def _unpacked(payload: bytes, names: list[str]) -> tuple[Change, ...]:
    told = []
    for name, rows, many in msgspec.msgpack.decode(zlib.decompress(payload)):
        if isinstance(name, str):
            names.append(name)
        told.append(Change(name if isinstance(name, str) else names[name], rows, many))
    return tuple(told)


def _write_at(path: Path, offset: int, data: bytes) -> None:
    """Have bytes at their place, on the disk. The file is not kept open: other programs may have
    to move it."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        while data:
            written = _write(descriptor, data, offset)
            data, offset = data[written:], offset + written
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _seek_and_write(descriptor: int, data: bytes, offset: int) -> int:
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.write(descriptor, data)


_write = getattr(os, "pwrite", _seek_and_write)
_sync = getattr(os, "fdatasync", os.fsync)


def changes_after(found: Sequence[Journal], start: Position) -> Iterator[tuple[Change, ...]]:
    """The changes of journals that follow one another, from a position of theirs on."""
    now = start
    for journal in found:
        for position, changes in zip(journal.positions, journal.changes, strict=True):
            if position.number == now.number + 1:
                now = position
                yield changes
