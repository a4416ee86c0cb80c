"""Files that are on the disk when the call returns: written beside, synced, renamed."""

import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

_WINDOWS = sys.platform == "win32"
_PATIENCE = 5
"""How often a step is tried again on Windows, where a virus scanner may hold the file."""


def write(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Put ``data`` at ``path``, whole or not at all, also across a power cut."""
    part = beside(path)
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    rename(part, path)


def beside(path: Path) -> Path:
    """Where ``write`` puts what is not whole yet; a power cut may leave it there."""
    return path.with_name(path.name + ".part")


def wipe(path: Path) -> None:
    """Write over a file that holds a secret, remove it, and have that on the disk.

    A file system that copies on write, and a disk with flash memory, may keep what was there
    before; nothing a program can do reaches it. Raises ``OSError``; a file that is gone is none.
    """
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    _patiently(path.unlink)
    sync_folder(path.parent)


def rename(source: Path, target: Path) -> None:
    """Move a synced file to its name, over an older one, and sync the folder."""
    _patiently(lambda: source.replace(target))
    sync_folder(target.parent)


def sync_file(path: Path) -> None:
    """Have the file's content on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the folder's list of names on the disk; Windows does so by itself."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder for this user alone, with its parents, and have it on the disk."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


def _patiently(step: Callable[[], object]) -> None:
    for left in reversed(range(_PATIENCE)):
        try:
            step()
            return
        except PermissionError:
            if not (_WINDOWS and left):
                raise
            time.sleep(0.2)
