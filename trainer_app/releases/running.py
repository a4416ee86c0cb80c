"""Which releases run at this moment, so that nobody takes away or renames what another one reads.

A program reads parts of itself as long as it runs. So each one holds the folder of its release, and
whoever tidies or takes the name looks first. On Windows nothing has to be held: there the system
keeps the files of a running program, and the names of the folders they lie in.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from trainer_app.releases.place import Place

if sys.platform != "win32":
    import fcntl

_held: dict[Path, int] = {}


def hold(folder: Path) -> None:
    """Hold the folder of a release until this process ends, or becomes another program.

    Where the disk knows no locks, it is not held, and looks as if nobody ran it.
    """
    with suppress(OSError):
        if folder not in _held and sys.platform != "win32":
            descriptor = os.open(folder, os.O_RDONLY)
            _held[folder] = descriptor
            fcntl.flock(descriptor, fcntl.LOCK_SH)


def is_held(folder: Path) -> bool:
    """Whether another process runs the release of this folder."""
    if sys.platform == "win32":
        return False
    own = _held.get(folder)
    try:
        descriptor = os.open(folder, os.O_RDONLY) if own is None else own
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    else:
        return False
    finally:
        if own is None:
            os.close(descriptor)
        else:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_SH)


def names_in_use(place: Place) -> set[str]:
    """The names in the folder of the program that another process reads from, or may."""
    found: set[str] = set()
    for version in place.versions():
        if is_held(place.release(version)):
            found |= {place.release(version).name, place.program_of(version).name}
    return found
