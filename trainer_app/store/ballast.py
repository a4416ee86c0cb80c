"""A little room that is kept for the day the disk is full, so that the data can still be opened,
handed in and exported then."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from trainer_app import durable

FILE = "room-to-open"
SIZE = 1_000_000
ENOUGH = 200_000_000
"""Bytes that have to be free for the room to be taken."""


def keep(folder: Path) -> None:
    """Take the room, where there is plenty. Real bytes: holes would be no room."""
    with suppress(OSError):
        path = folder / FILE
        if not path.exists() and shutil.disk_usage(folder).free > ENOUGH:
            durable.write(path, os.urandom(SIZE))


def release(folder: Path) -> bool:
    """Give the room back; whether there was any."""
    try:
        (folder / FILE).unlink()
    except OSError:
        return False
    return True
