"""One process at a time has a data file: a lock of the operating system, gone with its holder.

The window keeps a lock of its own to call the first window to the front; this one also keeps a
command from writing beside a window.
"""

import os
import sys
from pathlib import Path

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

FILE = "waypost.db.lock"


class FileLock:
    """Held from the making of it until ``release`` or the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises ``StoreUnusable`` when another has it, ``OSError`` without room."""
        self._descriptor: int | None = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            self.release()
            raise StoreUnusable(
                _("Waypost is open on this computer. Close it, then try again.")
            ) from error

    def release(self) -> None:
        """Let another have the file; a second time does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
