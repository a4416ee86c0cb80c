"""The hub's folder: one hub at a time has it; its database, key and certificate lie there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer_app import durable
from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.locks import FileLock

NAME = "hub"
DATABASE = "hub.db"
KEY = "hub.key"
_KEY_BYTES = 32


class HubFolder:
    """``<data folder>/hub``, for this user alone."""

    def __init__(self, data_folder: Path) -> None:
        """Makes the folder where it is missing. Raises ``StoreUnusable``."""
        self.path = data_folder / NAME
        self._lock = FileLock(self.path / "hub.lock")
        with self._writing():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    def lock(self) -> None:
        """Be the one hub of this folder until ``unlock``. Raises ``StoreUnusable``."""
        with self._writing():
            has_it = self._lock.take()
        if not has_it:
            raise StoreUnusable(_("A hub is open in this folder already."))

    def unlock(self) -> None:
        """Let another hub have the folder; a second time does nothing."""
        self._lock.release()

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
            durable.write(path, key.hex().encode() + b"\n")
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
