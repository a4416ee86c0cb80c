"""A stick that is pulled at the n-th thing a program asks of it, and forgets what it was not told
to write down."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

_OF_PATHS = ("open", "stat", "lstat", "mkdir", "unlink", "replace", "scandir", "statvfs")
_OF_FILES = ("fsync", "fstat")
_WRITES = frozenset({"mkdir", "unlink", "replace", "fsync", "write"})
_ONLY_WRITES = frozenset({errno.EROFS, errno.ENOSPC})
"""What a stick says that is full or locked: it can still be read."""


class Stick:
    """What is asked of ``folder``, and of what is in it, is counted in ``asked``.

    After ``at`` of it everything fails with ``number``; what was on its way is there in part.
    """

    def __init__(
        self, folder: Path, at: int | None = None, *, number: int = errno.EIO, seed: int = 0
    ) -> None:
        self.folder = folder
        self.asked = 0
        self._at, self._number = at, number
        self._chance = random.Random(seed)
        self._open: dict[int, Path] = {}
        self._unsynced: set[Path] = set()
        self._before: dict[Path, bytes | None] = {}
        """What a name stood for before it was renamed to, or removed, and not yet synced."""

    @property
    def pulled(self) -> bool:
        return self._at is not None and self.asked > self._at

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Whatever this process asks of the stick meanwhile is counted."""
        asked = {name: self._of_path(getattr(os, name)) for name in _OF_PATHS}
        asked |= {name: self._of_file(getattr(os, name)) for name in _OF_FILES}
        asked |= {"fdopen": self._fdopen(os.fdopen), "dup": self._dup(os.dup)}
        asked |= {"close": self._close(os.close)}
        with ExitStack() as stack:
            for name, ask in asked.items():
                stack.enter_context(patch.object(os, name, ask))
            yield

    def forget(self) -> None:
        """Lose, by chance, what was not synced: the ends of files, new names, removals."""
        for path in self._unsynced:
            if path.exists():
                data = path.read_bytes()
                path.write_bytes(data[: self._chance.randrange(len(data) + 1)])
        for path, before in self._before.items():
            if self._chance.random() < 0.5:
                continue
            if path.exists():
                path.replace(path.with_name(path.name + ".part"))
            if before is not None:
                path.write_bytes(before)

    # ------------------------------------------------------------ what is asked

    def count(self, what: str) -> None:
        """Raises ``OSError`` when the stick is gone."""
        self.asked += 1
        if self.pulled and (what in _WRITES or self._number not in _ONLY_WRITES):
            raise OSError(self._number, os.strerror(self._number), str(self.folder))

    def _is_ours(self, path: object) -> bool:
        if isinstance(path, int):
            return path in self._open
        return str(path).startswith(str(self.folder))

    def _of_path(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(path: Any, *words: Any, **more: Any) -> Any:
            if not self._is_ours(path):
                return real(path, *words, **more)
            writes = real.__name__ == "open" and words[0] & (os.O_WRONLY | os.O_RDWR)
            self.count("write" if writes else real.__name__)
            if real.__name__ in ("replace", "unlink"):
                self._note(Path(path), Path(words[0]) if words else Path(path))
            done = real(path, *words, **more)
            if real.__name__ == "open":
                self._open[done] = Path(path)
            return done

        return ask

    def _of_file(self, real: Callable[[int], Any]) -> Callable[[int], Any]:
        def ask(descriptor: int) -> Any:
            if descriptor not in self._open:
                return real(descriptor)
            self.count(real.__name__)
            if real.__name__ == "fsync":
                self._sync(self._open[descriptor])
            return real(descriptor)

        return ask

    def _dup(self, real: Callable[[int], int]) -> Callable[[int], int]:
        def dup(descriptor: int) -> int:
            made = real(descriptor)
            if descriptor in self._open:
                self._open[made] = self._open[descriptor]
            return made

        return dup

    def _close(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def close(descriptor: int) -> None:
            self.closed(descriptor)
            real(descriptor)

        return close

    def closed(self, descriptor: int) -> None:
        """This number may stand for another file from now on."""
        self._open.pop(descriptor, None)

    def _fdopen(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def fdopen(descriptor: int, *words: Any, **more: Any) -> Any:
            file = real(descriptor, *words, **more)
            path = self._open.get(descriptor)
            return file if path is None else _File(file, path, self)

        return fdopen

    # ------------------------------------------------------------ what is not written down yet

    def wrote(self, path: Path) -> None:
        """Something is on its way into this file."""
        self._unsynced.add(path)

    def _sync(self, path: Path) -> None:
        self._unsynced.discard(path)
        for one in [one for one in self._before if one.parent == path]:
            del self._before[one]

    def _note(self, source: Path, target: Path) -> None:
        with open(target, "rb") if os.access(target, os.F_OK) else ExitStack() as file:  # noqa: PTH123
            self._before.setdefault(target, file.read() if hasattr(file, "read") else None)
        if source in self._unsynced:
            self._unsynced ^= {source, target}


class _File:
    """An open file on the stick."""

    def __init__(self, file: Any, path: Path, stick: Stick) -> None:
        self._file, self._path, self._stick = file, path, stick

    def write(self, data: bytes) -> int:
        self._stick.wrote(self._path)
        try:
            self._stick.count("write")
        except OSError:
            self._file.write(data[: len(data) // 2])
            raise
        return int(self._file.write(data))

    def read(self, *words: int) -> bytes:
        self._stick.count("read")
        return bytes(self._file.read(*words))

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stick.closed(self._file.fileno())
        self._file.close()
