"""One process at a time has a data file: a lock of the operating system, gone with its holder.

The window keeps a lock of its own to call the first window to the front; this one also keeps a
command from writing beside a window.
"""

from pathlib import Path

from trainer_app import locks
from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

FILE = "waypost.db.lock"


class FileLock:
    """Held from the making of it until ``release`` or the end of the process, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises ``StoreUnusable`` when another has it, ``OSError`` without room."""
        self._lock = locks.FileLock(folder / FILE)
        if not self._lock.take():
            raise StoreUnusable(_("Waypost is open on this computer. Close it, then try again."))

    def release(self) -> None:
        """Let another have the file; a second time does nothing."""
        self._lock.release()
