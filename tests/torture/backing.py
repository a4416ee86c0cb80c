"""Power cuts while backups are made: a backup that was said to be made is there, and reads back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.torture import crew, power
from trainer_app.errors import TrainerError
from trainer_app.store import backups, keys

ROUNDS = 6


@dataclass(frozen=True)
class JudgeBackups:
    """What ``promised.saved`` counts are the answers in the newest backup."""

    def __call__(self, folder: Path, promised: power.Promised, fully: bool) -> str:
        if not promised.saved:
            return "ok, none yet"
        try:
            key = keys.unlock(folder, use_keystore=False).key
            told = [backups.facts(one.path, key) for one in backups.copies(folder / backups.FOLDER)]
            best = max((one[0] for one in told if one), default=0)
            if best < promised.saved:
                return "lost: the backup"
            return power.opened_whole(folder) if fully else "ok"
        except (TrainerError, OSError) as error:
            return f"unopenable: {type(error).__name__}"


def torture(images: int, seed: int, *, careless: bool = False) -> crew.Found:
    """Record a run that makes backups, and judge about ``images`` states it could have left.

    Carelessly, a backup has its name before the disk knows of it.
    """
    with tempfile.TemporaryDirectory(prefix="waypost-backing-", dir=crew.SCRATCH) as scratch:
        folder = Path(scratch) / "profile"
        more = ["--careless"] if careless else []
        calls = power.record("back-up", folder, "--count", str(ROUNDS), *more)
        return power.search(calls, folder, None, JudgeBackups(), images, seed)
