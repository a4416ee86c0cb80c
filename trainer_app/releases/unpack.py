"""What an update file brings, unpacked within bounds: no more memory than was declared."""

from __future__ import annotations

import copy
import lzma
import struct
import zipfile
from typing import BinaryIO

MOST_DICTIONARY = 64 * 1024 * 1024
"""How much LZMA may remember; what we pack remembers 8 MB."""
MOST_CONTROL = 24 * 1024 * 1024
"""How long the steps of a patch may be, unpacked."""
_STEP = 24
_PATCH = b"BSDIFF40"
_UNREADABLE = (
    EOFError, KeyError, NotImplementedError, OverflowError, RuntimeError, ValueError,
    lzma.LZMAError, struct.error, zipfile.BadZipFile,
)  # fmt: skip
"""All that ``zipfile`` and what it calls make of bytes that are no zip."""


class Broken(Exception):
    """Bytes that are not what they should be. The words are for whoever helps."""


def open_zip(file: BinaryIO, start: int) -> zipfile.ZipFile:
    """A zip that begins at a byte of a file. Raises ``Broken``, ``OSError``."""
    try:
        return zipfile.ZipFile(_From(file, start))
    except _UNREADABLE as error:
        raise _broken(error) from error


def entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """An entry of at most so many bytes. Raises ``Broken``, ``OSError``."""
    try:
        told = archive.getinfo(name)
        if told.file_size > most or told.compress_size > most + most // 16 + 4096:
            raise Broken(f"{name} is larger than {most} bytes")
        packed = _as_it_lies(archive, told)
        if told.compress_type == zipfile.ZIP_LZMA:
            packed = _from_lzma(packed, told.file_size)
        elif told.compress_type != zipfile.ZIP_STORED:
            raise Broken(f"{name} is packed in another way")
    except _UNREADABLE as error:
        raise _broken(error) from error
    if len(packed) != told.file_size:
        raise Broken(f"{name} has {len(packed)} bytes, not {told.file_size}")
    return packed


def patched(before: bytes, patch: bytes, size: int) -> bytes:
    """What a patch of bsdiff makes, of so many bytes.

    Raises ``Broken``, and ``ValueError`` where it is no patch for what was before.
    """
    from bsdiff4 import core

    lengths = [int.from_bytes(patch[at : at + 8], "little") for at in (8, 16, 24)]
    if len(patch) < 32 or not patch.startswith(_PATCH) or lengths[2] != size:
        raise Broken("no patch for a file of this size")
    diff, extra = 32 + lengths[0], 32 + lengths[0] + lengths[1]
    if extra > len(patch):
        raise Broken("a patch that was cut off")
    steps = _from_bz2(patch[32:diff], MOST_CONTROL)
    if len(steps) % _STEP:
        raise Broken("half a step of a patch")
    parts = _from_bz2(patch[diff:extra], size), _from_bz2(patch[extra:], size)
    return bytes(core.patch(before, size, steps, *parts))


def _as_it_lies(archive: zipfile.ZipFile, told: zipfile.ZipInfo) -> bytes:
    """The packed bytes of an entry: Python's own unpacking of LZMA knows no end."""
    stored = copy.copy(told)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, told.compress_size
    del stored.CRC  # of what is unpacked; its hash is compared later
    with archive.open(stored) as file:
        return file.read()


def _from_lzma(packed: bytes, size: int) -> bytes:
    dictionary = int.from_bytes(packed[5:9], "little")
    if len(packed) < 9 or packed[2:4] != b"\5\0" or dictionary > MOST_DICTIONARY:
        raise Broken("packed in another way, or for more memory")
    kind = packed[4]
    known = {"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096)}
    bits = {"lc": kind % 9, "lp": kind // 9 % 5, "pb": kind // 45}
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[known | bits])
    return unpacker.decompress(packed[9:], size + 1)


def _from_bz2(packed: bytes, most: int) -> bytes:
    import bz2

    unpacker = bz2.BZ2Decompressor()
    try:
        made = unpacker.decompress(packed, most + 1)
    except (OSError, ValueError) as error:
        raise _broken(error) from error
    if len(made) > most or not unpacker.eof:
        raise Broken(f"a patch that holds more than {most} bytes, or was cut off")
    return made


def _broken(error: Exception) -> Broken:
    return Broken(f"{type(error).__name__}: {error}")


class _From:
    """A file as if it began at a later byte, for ``zipfile``."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file, self._start = file, start
        file.seek(start)

    def seek(self, offset: int, whence: int = 0) -> int:
        moved = self._start + offset if whence == 0 else offset
        if whence == 0 and offset < 0:
            raise ValueError("before the beginning")
        return self._file.seek(moved, whence) - self._start

    def tell(self) -> int:
        return self._file.tell() - self._start

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seekable(self) -> bool:
        return True
