"""Disks that are full: answers are saved until there is no room, said not to be saved then, and
saved again once there is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.torture import crew
from trainer_app.errors import TrainerError
from trainer_app.store import Store

ROOT = Path(__file__).resolve().parents[2]
SMALLEST, LARGEST = 2_000, 3_500
"""Kilobytes of a disk that is too small."""


@dataclass(frozen=True)
class Job:
    cases: int
    seed: str
    mounts: bool
    careless: bool


def torture(cases: int, seed: int, *, careless: bool = False) -> crew.Found:
    """Fill so many disks; every second one is a real small disk where we may mount one, the others
    are a limit on the size of a file. Carelessly, what could not be saved is said to be saved."""
    hands = crew.HANDS
    mounts = can_mount()
    shares = [cases // hands + (hand < cases % hands) for hand in range(hands)]
    jobs = [Job(part, f"{seed}/{hand}", mounts, careless) for hand, part in enumerate(shares)]
    return crew.together(crew.share(_fill, [job for job in jobs if job.cases]))


def can_mount() -> bool:
    """Whether this process may mount a small disk."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "waypost", folder],
            check=False, capture_output=True,
        )  # fmt: skip
        if done.returncode:
            return False
        subprocess.run(["umount", folder], check=False, capture_output=True)
    return True


def _fill(job: Job) -> crew.Found:
    chance = random.Random(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    for number in range(job.cases):
        real = job.mounts and number % 2 == 0
        size = chance.randint(SMALLEST, LARGEST)
        with _disk(size if real else None) as folder:
            verdict = _filled(folder, 0 if real else size, careless=job.careless)
        verdicts[verdict] += 1
        if not verdict.startswith("ok"):
            bad.append(f"{verdict}: {size} kB, {'a disk' if real else 'a limit'}")
    return crew.Found(verdicts, bad)


@contextmanager
def _disk(kilobytes: int | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="waypost-full-", dir=crew.SCRATCH) as folder:
        if kilobytes is None:
            yield Path(folder) / "data"
            return
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "waypost", folder]
        subprocess.run(mount, check=True)
        try:
            yield Path(folder) / "data"
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def _filled(folder: Path, limit: int, *, careless: bool) -> str:
    command = [sys.executable, "-m", "tests.torture.worker", "fill", str(folder)]
    command += ["--limit", str(limit)] + (["--careless"] if careless else [])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    words = done.stdout.split()
    if not words or words[-1] != "DONE":
        return f"stopped: {(done.stderr.strip().splitlines() or ['without a word'])[-1][:80]}"
    saved = max(int(count) for word, count in pairwise(words) if word == "SAVED")
    if "FULL" not in words:
        return "never full"
    if not limit:
        subprocess.run(["mount", "-o", "remount,size=64m", str(folder.parent)], check=True)
    try:
        store = Store.open(folder, use_keystore=False)
        try:
            count = store.verify_chain()
        finally:
            store.close()
    except (TrainerError, OSError) as error:
        return f"unopenable: {type(error).__name__}"
    return "ok" if count == saved else f"lost: {saved - count} answers"
