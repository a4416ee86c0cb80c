"""A word beside the data folder on how often somebody missed their PIN.

Without it, whoever puts back a copy of the folder would have as many tries as they like. It is read
together with what the data file says, and the stricter of the two holds. It names nobody.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from trainer_app import durable, paths
from trainer_app.errors import StoreUnusable
from trainer_app.store.lock import FileLock
from trainer_app.store.machine import fingerprint
from trainer_app.training.pins import Tries

_LOOKS = 100
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True)
class Word:
    """What was left; ``count`` says how often something was left, so that two never look alike."""

    tries: Tries
    count: int = 0


def read_word(staff_id: str) -> Word | None:
    """What was left about somebody; None where nothing is, or nothing that can be read."""
    try:
        said = json.loads(_file(staff_id).read_bytes())
        return Word(Tries(int(said["missed"]), int(said["pause_ms"])), int(said["count"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def leave_word(staff_id: str, tries: Tries) -> Word | None:
    """Have it on the disk; None where it cannot be written."""
    before = read_word(staff_id)
    word = Word(tries, before.count + 1 if before else 1)
    said = {"missed": tries.missed, "pause_ms": tries.pause_ms, "count": word.count}
    file = _file(staff_id)
    try:
        durable.make_folder(file.parent)
        durable.write(file, json.dumps(said).encode())
    except OSError:
        return None
    return word


@contextmanager
def counting_alone() -> Iterator[None]:
    """Two copies of a data folder, open side by side, count one after the other.

    Raises ``StoreUnusable`` when another does not come to an end.
    """
    lock = _lock()
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _lock() -> FileLock | None:
    folder = _folder()
    for look in range(_LOOKS):
        with suppress(OSError):
            durable.make_folder(folder)
        try:
            return FileLock(folder)
        except OSError:
            return None  # nothing can be left here, so there is nothing to be careful with
        except StoreUnusable:
            if look == _LOOKS - 1:
                raise
            time.sleep(_LOOK_S)
    return None


def _folder() -> Path:
    return paths.state_home() / "staff"


def _file(staff_id: str) -> Path:
    return _folder() / f"{fingerprint(staff_id)}.json"
