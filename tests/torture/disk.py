"""A disk that keeps only what it was told to keep, and the states a power cut can leave it in.

POSIX promises nothing about what was not synced: each write since the last sync of its file may be
there, be missing, or be there in some of its 512-byte sectors; each change to the names in a folder
since its last sync may be there or be missing.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from tests.torture.trace import (
    Call,
    Create,
    MakeFolder,
    Rename,
    Said,
    Sync,
    Truncate,
    Unlink,
    Write,
)

How = Literal["none", "all", "prefix", "subset", "torn"]
RANDOM_WAYS: tuple[How, ...] = ("prefix", "subset", "torn")
EVERY_WAY: tuple[How, ...] = ("none", "all", *RANDOM_WAYS)
SECTOR = 512
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One write or, with ``data`` None, a truncation to ``offset``. ``number`` tells it apart."""

    number: int
    offset: int
    data: bytes | None


@dataclass(slots=True)
class Inode:
    """A file: what is on the platter, and what waits to get there."""

    number: int
    kept: bytes = b""
    version: int = 0
    size: int = 0
    waiting: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NameChange:
    """In ``folder``: ``name`` becomes ``inode`` (None: a folder, 0: nothing); ``gone`` goes."""

    folder: str
    name: str
    inode: int | None
    gone: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A state of the disk: folders, and files with their content. ``key`` tells states apart."""

    how: How
    folders: tuple[str, ...]
    files: dict[str, bytes]
    key: tuple[object, ...]

    def write(self, folder: Path) -> None:
        """Lay the state down in an empty folder."""
        for name in self.folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


class Disk:
    """Follows the calls of a process on the folder ``base``, and crashes when asked."""

    def __init__(self, base: str, before: Path | None = None) -> None:
        self._base = base
        self._inodes: dict[int, Inode] = {}
        self._names: dict[str, int | None] = {"": None}
        self._kept_names: dict[str, int | None] = {"": None}
        self._waiting_names: list[NameChange] = []
        self._changes = 0
        if before is not None:
            self._preload(before)

    def apply(self, call: Call) -> None:
        """Let one call happen."""
        match call:
            case Create(path):
                self._create(self._local(path))
            case MakeFolder(path):
                self._name(NameChange(*self._split(path), None))
            case Write(path, offset, data):
                self._change(path, offset, data)
            case Truncate(path, size):
                self._change(path, size, None)
            case Unlink(path):
                self._name(NameChange(*self._split(path), 0))
            case Rename(source, target):
                inode = self._names[self._local(source)]
                self._name(NameChange(*self._split(target), inode, self._local(source)))
            case Sync(path):
                self._sync(self._local(path))
            case Said():
                pass

    def crash(self, chance: random.Random, ways: Sequence[How]) -> Iterator[Image]:
        """The power goes now: one state for each way."""
        for how in ways:
            yield self._image(how, chance)

    def _image(self, how: How, chance: random.Random) -> Image:
        names = dict(self._kept_names)
        for change in _chosen(self._waiting_names, how, chance):
            _rename(names, change)
        folders = tuple(sorted(name for name, inode in names.items() if inode is None and name))
        files: dict[str, bytes] = {}
        key: list[object] = [folders]
        for name, number in sorted(names.items()):
            above = str(PurePosixPath(name).parent)
            if not number or (above != "." and above not in folders):
                continue
            inode = self._inodes[number]
            content = bytearray(inode.kept)
            chosen = _chosen(inode.waiting, how, chance)
            torn = [_lay(content, change, chance if how == "torn" else None) for change in chosen]
            files[name] = bytes(content)
            key.append((name, number, inode.version, tuple(c.number for c in chosen), tuple(torn)))
        return Image(how, folders, files, tuple(key))

    def _create(self, local: str) -> None:
        if local not in self._names:
            inode = Inode(len(self._inodes) + 1)
            self._inodes[inode.number] = inode
            self._name(NameChange(*self._split(f"{self._base}/{local}"), inode.number))

    def _name(self, change: NameChange) -> None:
        _rename(self._names, change)
        self._waiting_names.append(change)

    def _change(self, path: str, offset: int | None, data: bytes | None) -> None:
        number = self._names.get(self._local(path))
        if not number:
            return  # already unlinked: no name leads there any more
        inode = self._inodes[number]
        where = inode.size if offset is None else offset
        self._changes += 1
        inode.waiting.append(Change(self._changes, where, data))
        inode.size = where if data is None else max(inode.size, where + len(data))

    def _sync(self, local: str) -> None:
        number = self._names.get(local, 0)
        if number is None:
            for change in [c for c in self._waiting_names if c.folder == local]:
                _rename(self._kept_names, change)
                self._waiting_names.remove(change)
        elif number:
            inode = self._inodes[number]
            content = bytearray(inode.kept)
            for waiting in inode.waiting:
                _lay(content, waiting, None)
            inode.kept = bytes(content)
            inode.version += 1
            inode.waiting.clear()

    def _preload(self, before: Path) -> None:
        for path in sorted(before.rglob("*")):
            local = path.relative_to(before).as_posix()
            number: int | None = None
            if path.is_file():
                content = path.read_bytes()
                number = len(self._inodes) + 1
                self._inodes[number] = Inode(number, content, size=len(content))
            self._names[local] = self._kept_names[local] = number

    def _local(self, path: str) -> str:
        return path[len(self._base) :].strip("/")

    def _split(self, path: str) -> tuple[str, str]:
        local = PurePosixPath(self._local(path))
        return ("" if str(local.parent) == "." else str(local.parent)), str(local)


def _chosen(waiting: list[T], how: How, chance: random.Random) -> list[T]:
    if how == "none":
        return []
    if how == "all":
        return list(waiting)
    if how == "prefix":
        return waiting[: chance.randint(0, len(waiting))]
    return [one for one in waiting if chance.random() < 0.5]


def _rename(names: dict[str, int | None], change: NameChange) -> None:
    if change.gone is not None:
        names.pop(change.gone, None)
    if change.inode == 0:
        names.pop(change.name, None)
    else:
        names[change.name] = change.inode


def _lay(content: bytearray, change: Change, tearing: random.Random | None) -> int:
    """Put a change into the content, torn or whole. Returns which sectors arrived, as bits."""
    if change.data is None:
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
        return -1
    arrived = 0
    for number, start in enumerate(range(0, len(change.data), SECTOR)):
        if tearing is not None and tearing.random() < 0.5:
            continue
        arrived |= 1 << number
        where, piece = change.offset + start, change.data[start : start + SECTOR]
        content.extend(bytes(max(0, where - len(content))))
        content[where : where + len(piece)] = piece
    return arrived
