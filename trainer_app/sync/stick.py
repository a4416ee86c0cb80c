"""The folder ``Waypost`` on a stick: what is read there, and how something is put there.

Only regular files with one of our endings are ever opened, and only as data; nothing else on a
stick is listed, followed or run. Whatever is put there is whole or not there at all.
"""

import errno
import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from trainer_app import durable
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate, number

FOLDER = "Waypost"
PROGRAMME_SUFFIX = ".wayprogramme"
_ID_FILE = "stick-id"
_ID = re.compile(rb"[0-9a-f]{32}\n?")
_MOST_NAMES = 10_000
_SPARE = 256 * 1024
"""Left free beside what is written, for the stick's own lists, in bytes."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


class StickTrouble(TrainerError):
    """The stick was full, write-protected, pulled out or worn; what lay there still lies there."""

    exit_code = 3


def home(folder: Path) -> Path:
    """Our folder on the stick (or in the folder) that was chosen; it need not be there yet."""
    return folder if folder.name.casefold() == FOLDER.casefold() else folder / FOLDER


def files(folder: Path, suffix: str) -> list[Path]:
    """The files of this ending in our folder, and in the chosen one itself; by name,
    9 before 10.

    Raises ``OSError`` when the stick does not answer.
    """
    places = dict.fromkeys((home(folder), folder))
    found = [path for place in places if place.is_dir() for path in _of_suffix(place, suffix)]
    return sorted(found, key=lambda path: (_counted(path.name), path.name, str(path)))


def read(path: Path, most: int) -> bytes:
    """All bytes of a regular file. Raises ``OSError``, also for one longer than ``most`` bytes."""
    with _opened(path) as descriptor:
        size = os.fstat(descriptor).st_size
        if size > most:
            raise OSError(errno.EFBIG, "too large", str(path))
        with os.fdopen(os.dup(descriptor), "rb") as file:
            return file.read(most + 1)[:most]


def read_start(path: Path, length: int) -> tuple[bytes, int]:
    """The first bytes of a regular file, and its size. Raises ``OSError``."""
    with _opened(path) as descriptor, os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read(length), os.fstat(descriptor).st_size


def put(path: Path, data: bytes) -> None:
    """Write beside, sync, read back from the stick, compare, rename, and compare once more.

    Raises ``StickTrouble``; what stood under the name before then still stands there.
    """
    with explained():
        if not path.parent.parent.is_dir():  # or a folder would be made where a stick was
            raise OSError(errno.ENODEV, "gone", str(path.parent.parent))
        with _without_folder_sync():
            durable.make_folder(path.parent)
        _make_sure_of_room(path.parent, len(data))
        beside = path.with_name(path.name + ".part")
        try:
            _write(beside, data)
            _compare(beside, data)
            with _without_folder_sync():
                durable.rename(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        _compare(path, data)


def drop(path: Path) -> None:
    """Take a file of ours away; one that is gone already is no trouble."""
    with explained():
        path.unlink(missing_ok=True)


def drop_parts(folder: Path, prefix: str) -> None:
    """Take away what an interrupted ``put`` of this computer left."""
    place = home(folder)
    with explained():
        for path in _of_suffix(place, ".part") if place.is_dir() else ():
            if path.name.startswith(prefix):
                path.unlink(missing_ok=True)


def stick_id(folder: Path) -> str | None:
    """The number that tells this stick from others; None where it has none yet, or is gone."""
    try:
        found = read(home(folder) / _ID_FILE, 64)
    except OSError:
        return None
    return found.decode().strip() if _ID.fullmatch(found) else None


def name_stick(folder: Path) -> str:
    """The stick's number, made up where it has none. Raises ``StickTrouble``."""
    found = stick_id(folder)
    if found is None:
        found = secrets.token_hex(16)
        put(home(folder) / _ID_FILE, found.encode() + b"\n")
    return found


@contextmanager
def explained() -> Iterator[None]:
    """Turns what a stick can do into a sentence for a person."""
    try:
        yield
    except OSError as error:
        raise StickTrouble(_sentence(error)) from error


def drives() -> list[Path]:
    """Where removable drives are mounted now. Never raises; asks no drive for its content."""
    if sys.platform == "win32":
        return _windows_drives()
    if sys.platform == "darwin":
        return _volumes(Path("/Volumes"))
    return linux_drives(Path("/proc/self/mounts"), Path("/sys/class/block"))


def linux_drives(mounts: Path, blocks: Path) -> list[Path]:
    """Mounted file systems whose disk can be taken out, or hangs on USB."""
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:
        return []
    found: dict[Path, None] = {}
    for words in (line.split(" ") for line in lines):
        if len(words) > 2 and words[0].startswith("/dev/") and _removable(blocks, words[0]):
            found[Path(_unescaped(words[1]))] = None
    return list(found)


def _removable(blocks: Path, device: str) -> bool:
    try:
        disk = (blocks / Path(device).name).resolve(strict=True)
        if (disk / "partition").exists():
            disk = disk.parent
        flag = disk / "removable"
        return "/usb" in str(disk) or (flag.exists() and flag.read_text().strip() == "1")
    except OSError:
        return False


def _unescaped(word: str) -> str:
    """A mount point as the kernel writes it: blanks and the like as octal."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)


def _volumes(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


def _windows_drives() -> list[Path]:
    if sys.platform == "win32":
        from ctypes import windll

        removable, kernel = 2, windll.kernel32
        mask = kernel.GetLogicalDrives()
        roots = [f"{chr(ord('A') + place)}:\\" for place in range(26) if mask >> place & 1]
        return [Path(root) for root in roots if kernel.GetDriveTypeW(root) == removable]
    return []


def _counted(name: str) -> list[tuple[int, str]]:
    """A name in parts, so that numbers in it are compared as numbers."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _of_suffix(place: Path, suffix: str) -> Iterator[Path]:
    with os.scandir(place) as entries:
        for count, entry in enumerate(entries):
            if count >= _MOST_NAMES:
                return
            ours = entry.name.lower().endswith(suffix) and not entry.name.startswith(".")
            if ours and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open to read, following no link; anything but a regular file is an ``OSError``."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no regular file", str(path))
        yield descriptor
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _compare(path: Path, data: bytes) -> None:
    """Read again, from the stick itself where the system lets go of what it remembers."""
    with _opened(path) as descriptor:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        with os.fdopen(os.dup(descriptor), "rb") as file:
            if file.read(len(data) + 1) != data:
                raise OSError(errno.EIO, "read back differently", str(path))


@contextmanager
def _without_folder_sync() -> Iterator[None]:
    """Some file systems of sticks and shares do not sync a folder; what is in it is compared."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def _make_sure_of_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise StickTrouble(
            _(
                "There is no room on the stick: {needed} MB are needed, {free} MB are free. "
                "Delete something from it, then try again."
            ).format(needed=_megabytes(needed + _SPARE), free=_megabytes(free))
        )


def _megabytes(size: int) -> str:
    return isolate(number(round(size / 1_000_000, 1)))


def _sentence(error: OSError) -> str:
    if error.errno in _FULL:
        return _("The stick is full. Delete something from it, then try again.")
    if error.errno in _READ_ONLY:
        return _("Nothing can be written on this stick. Unlock it, or take another one.")
    return _("Stopped safely. Nothing is lost. Put the stick back to go on, or take another one.")
