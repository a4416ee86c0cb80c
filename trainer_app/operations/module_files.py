"""Packs as files: found on a stick, read to the end, copied whole or not at all.

Only regular files of our endings are opened, in the folder that was chosen and in ``Waypost`` in
it; no link is followed.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from trainer_app.content import minisign
from trainer_app.content.archive import MAX_BYTES
from trainer_app.content.pack import SUFFIX
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate, number

SPARE = 20 * 1000 * 1000
"""Bytes left free beside what is copied, so that results can still be saved."""
_KEYS = ".pub"
_MOST_PACKS = 200
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}

Passed = Callable[[int], None]
"""Told of every so many bytes; raises ``Stopped`` to end the work where nothing is lost."""


class Stopped(Exception):
    """Somebody wanted the work to end early."""


class NoRoom(TrainerError):
    """There is too little room for a module; nothing was written."""

    exit_code = 3


class CopyBroken(TrainerError):
    """A module could not be copied whole; what was there before is still there."""

    exit_code = 3

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack as it lies somewhere. ``signature`` are the bytes of the file beside it."""

    path: Path
    size: int
    signature: bytes | None
    keys_beside: tuple[minisign.PublicKey, ...] = ()


def pack_files(folder: Path) -> list[PackFile]:
    """The packs there, by name. Raises ``NothingThere``, ``StickTrouble``."""
    from trainer_app.operations.stick_inventory import require
    from trainer_app.sync import stick

    require(folder)
    with stick.explained():
        keys = tuple(_public_keys(_own(folder, stick.files(folder, _KEYS))))
        found = []
        for path in _own(folder, stick.files(folder, SUFFIX))[:_MOST_PACKS]:
            with suppress(FileNotFoundError):
                found.append(PackFile(path, path.lstat().st_size, signature_beside(path), keys))
    return found


def signature_beside(path: Path) -> bytes | None:
    """The signature file of a pack; None where there is none. One that is too long is cut."""
    beside = path.with_name(path.name + minisign.SUFFIX)
    try:
        with opened(beside) as file:
            return file.read(minisign.MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # something is there, and it is no signature


def digests_of(path: Path, passed: Passed = lambda _count: None) -> minisign.Digests:
    """The hashes of a pack. Raises ``OSError``, ``Stopped``."""
    with opened(path) as file:
        return minisign.digests(_bounded(file, path), passed)


def copy(source: Path, beside: Path, passed: Passed, most: int = MAX_BYTES) -> None:
    """Copy a pack, synced; on an error nothing is left. Raises ``OSError``, also where it has more
    than ``most`` bytes, and ``Stopped``."""
    beside.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with opened(source) as file, os.fdopen(os.open(beside, flags, 0o644), "wb") as written:
            _bounded(file, source, most)
            while piece := file.read(minisign.CHUNK):
                written.write(piece)
                passed(len(piece))
            written.flush()
            os.fsync(written.fileno())
            if hasattr(os, "posix_fadvise"):  # so that it is read again from the disk itself
                os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def put_in_place(beside: Path, path: Path) -> None:
    """Give a copy its name. Raises ``OSError``."""
    from trainer_app import durable

    try:
        durable.rename(beside, path)
    except OSError as error:
        # Some file systems of sticks do not sync a folder; the name is there all the same.
        if error.errno not in _NO_FOLDER_SYNC or beside.exists():
            raise


def free_bytes(folder: Path) -> int:
    """How much room there is where a folder is, or will be; 0 where nobody knows."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    try:
        return shutil.disk_usage(there).free
    except OSError:
        return 0


def require_room(folder: Path, size: int) -> None:
    """Raises ``NoRoom`` where these bytes do not fit."""
    free = free_bytes(folder)
    if free < size + SPARE:
        raise NoRoom(no_room_words(size, free))


def no_room_words(size: int, free: int) -> str:
    """That these bytes do not fit."""
    return _(
        "There is no room: {needed} MB are needed, {free} MB are free. "
        "Delete something, then try again."
    ).format(needed=megabytes(size + SPARE), free=megabytes(free))


def megabytes(size: int) -> str:
    """A size as people read it, to be put before “MB”; what is not empty is never 0."""
    exact = size / 1_000_000
    return isolate(
        number(round(exact) if exact >= 10 else max(round(exact, 1), 0.1 if size else 0))
    )


@contextmanager
def explained(name: str) -> Iterator[None]:
    """What a disk can do, as a sentence: raises ``CopyBroken``."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            said = _("There is no room left. Delete something, then try again.")
        else:
            said = _("Stopped safely. Nothing is lost. {name} could not be copied. Try again.")
        detail = f"{errno.errorcode.get(error.errno or 0, '')} {error.strerror}".strip()
        raise CopyBroken(said.format(name=isolate(name)), detail) from error


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, following no link. Raises ``OSError``."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, os.O_RDONLY | flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no regular file", str(path))
        yield file


def _bounded(file: BinaryIO, path: Path, most: int = MAX_BYTES) -> BinaryIO:
    if os.fstat(file.fileno()).st_size > most:
        raise OSError(errno.EFBIG, "too large", str(path))
    return file


def _own(folder: Path, found: list[Path]) -> list[Path]:
    """Without what lies in a folder that is really elsewhere."""
    return [path for path in found if path.parent == folder or not path.parent.is_symlink()]


def _public_keys(paths: list[Path]) -> Iterator[minisign.PublicKey]:
    for path in paths[:_MOST_PACKS]:
        with suppress(OSError, minisign.KeyRejected), opened(path) as file:
            yield minisign.read_public_key(file.read(minisign.MOST_BYTES))
