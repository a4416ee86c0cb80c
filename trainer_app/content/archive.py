"""The container of a pack: a zip in one exact form, written and read here.

Files lie one after the other, stored as they are, in the order of the list at the end; every
header holds only what this module would write. Reading rebuilds all headers from names, sizes and
checksums and compares them byte by byte. So there is nothing to inflate, nowhere to hide or
overlap a file, and two readers can never see two different packs. Any zip tool can look inside.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import BinaryIO, NamedTuple

MAX_FILES = 4000
MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_BYTES = 128 * 1024 * 1024
NAME = re.compile(
    r"manifest\.json|module\.[a-z]{2,3}(_[A-Z]{2})?\.json"
    r"|media/[a-z0-9]+([-./][a-z0-9]+)*\.(svg|png|jpg|webp|opus)"
)
_RESERVED = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)")

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DATE = 20, 0x21  # needs zip 2.0; 1 January 1980, the first day a zip can name
_UNIX, _FILE = 3 << 8, 0o100644 << 16


def write(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files, in their order; the same files give the same bytes."""
    entries, body, offset = [], [], 0
    for name, data in files.items():
        entry = Entry(name, len(data), zlib.crc32(data), offset)
        entries.append(entry)
        body += [_local(entry), data]
        offset = entry.end
    return b"".join(body) + _directory(entries, offset)


def read_entries(file: BinaryIO) -> tuple[Entry, ...]:
    """What the archive holds. Raises ``ValueError`` unless its every header byte is as written."""
    size = file.seek(0, 2)
    if not _END.size < size <= MAX_BYTES:
        raise ValueError(f"a pack of {size} bytes")
    file.seek(size - _END.size)
    end = _END.unpack(file.read(_END.size))
    count, length, start = end[3], end[5], end[6]
    if count > MAX_FILES or length > MAX_FILES * 300 or start + length + _END.size != size:
        raise ValueError("no list of files at the end")
    file.seek(start)
    directory = file.read(length + _END.size)
    entries = tuple(_parsed(directory, count))
    if directory != _directory(entries, start):
        raise ValueError("the list of files is not as it is written")
    _laid_out(entries, start)
    for entry in entries:
        file.seek(entry.offset)
        header = _local(entry)
        if file.read(len(header)) != header:
            raise ValueError(f"the header of {entry.name} is not as it is written")
    return entries


def read_file(file: BinaryIO, entry: Entry) -> bytes:
    """The bytes of one file, its checksum compared."""
    file.seek(entry.offset + _LOCAL.size + len(entry.name))
    data = file.read(entry.size)
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise ValueError(f"{entry.name} is damaged")
    return data


def read_first(file: BinaryIO, name: str) -> bytes:
    """The first file of an archive, without looking at the rest; it must have that name."""
    file.seek(0)
    head = file.read(_LOCAL.size + len(name))
    if len(head) < _LOCAL.size + len(name):
        raise ValueError("too short")
    fields = _LOCAL.unpack_from(head)
    entry = Entry(name, fields[8], fields[6], 0)
    if head != _local(entry) or entry.size > MAX_FILE_BYTES:
        raise ValueError(f"does not begin with {name}")
    return read_file(file, entry)


class Entry(NamedTuple):
    """A file in the archive."""

    name: str
    size: int
    crc: int
    offset: int

    @property
    def end(self) -> int:
        """Where the next file starts."""
        return self.offset + _LOCAL.size + len(self.name) + self.size


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    size = entry.size
    fields = (_VERSION, 0, 0, 0, _DATE, entry.crc, size, size, len(name), 0)
    return _LOCAL.pack(b"PK\3\4", *fields) + name


def _directory(entries: Iterable[Entry], start: int) -> bytes:
    rows = [_row(entry) for entry in entries]
    length = sum(map(len, rows))
    end = _END.pack(b"PK\5\6", 0, 0, len(rows), len(rows), length, start, 0)
    return b"".join(rows) + end


def _row(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    size = entry.size
    fields = (_UNIX | _VERSION, _VERSION, 0, 0, 0, _DATE, entry.crc, size, size, len(name))
    return _CENTRAL.pack(b"PK\1\2", *fields, 0, 0, 0, 0, _FILE, entry.offset) + name


def _parsed(directory: bytes, count: int) -> Iterable[Entry]:
    at = 0
    for _ in range(count):
        fields = _CENTRAL.unpack_from(directory, at)
        at += _CENTRAL.size
        name = directory[at : at + fields[10]].decode("ascii")
        at += fields[10]
        yield Entry(name, fields[9], fields[7], fields[16])


def _laid_out(entries: tuple[Entry, ...], start: int) -> None:
    """Names are allowed and differ; files follow each other without a gap up to the list."""
    offset = 0
    for entry in entries:
        if not NAME.fullmatch(entry.name) or _RESERVED.search(entry.name):
            raise ValueError(f"the name {entry.name!r} is not allowed")
        if entry.offset != offset or entry.size > MAX_FILE_BYTES:
            raise ValueError(f"{entry.name} lies where it should not")
        offset = entry.end
    if offset != start or len({entry.name for entry in entries}) != len(entries):
        raise ValueError("files overlap, repeat or leave a gap")
