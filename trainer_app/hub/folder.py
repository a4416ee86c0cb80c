"""The hub's folder: one hub at a time has it; its database, key and certificate lie there."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

NAME = "hub"
DATABASE = "hub.db"
KEY = "hub.key"
_LOCK = "hub.lock"
_KEY_BYTES = 32


class HubFolder:
    """``<data folder>/hub``, for this user alone."""

    def __init__(self, data_folder: Path) -> None:
        """Makes the folder where it is missing. Raises ``StoreUnusable``."""
        self.path = data_folder / NAME
        self._descriptor: int | None = None
        with self._writing():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    def lock(self) -> None:
        """Be the one hub of this folder until ``unlock``. Raises ``StoreUnusable``."""
        with self._writing():
            descriptor = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise StoreUnusable(_("A hub is open in this folder already.")) from error
        self._descriptor = descriptor

    def unlock(self) -> None:
        """Let another hub have the folder; a second time does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def key(self) -> bytes:
        """The key of the database; made, and on the disk, where there is no database yet.

        Raises ``StoreUnusable`` when the database's key is not here.
        """
        path = self.path / KEY
        if path.exists():
            try:
                key = bytes.fromhex(path.read_text().strip())
            except (OSError, ValueError) as error:
                raise StoreUnusable(self._unreadable()) from error
            if len(key) != _KEY_BYTES:
                raise StoreUnusable(self._unreadable())
            return key
        if self.database.exists():
            raise StoreUnusable(
                _(
                    "This hub was opened by the window of Waypost, which keeps its key. "
                    "Use it from there."
                )
            )
        key = secrets.token_bytes(_KEY_BYTES)
        with self._writing():
            write(path, key.hex().encode() + b"\n")
        return key

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreUnusable(
                _("The folder {folder} cannot be written.").format(folder=self.path)
            ) from error

    def _unreadable(self) -> str:
        return _("{file} cannot be read. Bring it back from a backup.").format(file=self.path / KEY)


def write(path: Path, data: bytes) -> None:
    """Put a file for this user alone, whole or not at all; it is on the disk on return."""
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    name_on_disk(path.parent)


def name_on_disk(folder: Path) -> None:
    """On return the names in this folder are on the disk; Windows sees to it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
