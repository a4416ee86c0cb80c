"""A real update of a real release, killed at random moments: ``dev.py package try-update``.

Takes the folder of the release before and the update file; prints what became of each kill and how
long an update takes that nobody kills.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

PATIENCE = 120.0
"""Seconds; so long a window may take until it has confirmed its release."""


def main(arguments: list[str]) -> int:
    """Kill so many updates. Returns 0 when the old or the new release was whole after each."""
    parser = argparse.ArgumentParser(prog="dev.py package try-update", description=__doc__)
    parser.add_argument("old", type=Path, metavar="OLD", help="a folder with the release before")
    parser.add_argument("file", type=Path, metavar="X.wayupdate")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    chosen = parser.parse_args(arguments)
    print(f"seed {chosen.seed}", flush=True)
    chance = random.Random(chosen.seed)
    verdicts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="waypost-update-", dir=chosen.old.parent) as scratch:
        trial = Trial(chosen.old.resolve(), chosen.file.resolve(), Path(scratch))
        ready, switched = trial.whole()
        print(f"made ready in {ready:.1f} s, confirmed {switched:.1f} s after the next start")
        for _kill in range(chosen.kills):
            verdicts[trial.killed(chance.uniform(0, ready * 1.05))] += 1
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common()))
    return 0 if all(verdict.startswith("ok") for verdict in verdicts) else 1


class Trial:
    """One old release, one file, and a folder for copies that share their bytes with it."""

    def __init__(self, old: Path, file: Path, scratch: Path) -> None:
        self._old, self._file, self._scratch = old, file, scratch
        self._before = version_of(old)
        self._new = scratch / "new"
        self._environment = os.environ | {"HOME": str(scratch), "QT_QPA_PLATFORM": "offscreen"}

    def whole(self) -> tuple[float, float]:
        """Nobody kills anything; the seconds of both steps. Keeps the new release to compare."""
        folder = self._copy()
        began = time.monotonic()
        self._install(folder).wait()
        ready = time.monotonic() - began
        began = time.monotonic()
        self._start(folder)
        switched = time.monotonic() - began
        self._start(folder)
        folder.rename(self._new)
        return ready, switched

    def killed(self, after: float) -> str:
        """What is there when making an update ready is killed, and whether it gets there then."""
        folder = self._copy()
        process = self._install(folder)
        try:
            process.wait(after)
            ended = "ok, it was through"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            ended = "ok"
        verdict = self._judge(folder)
        if verdict == "ok":
            self._install(folder).wait()
            self._start(folder)
            there = version_of(folder) == version_of(self._new)
            verdict = self._judge(folder) if there else "never through"
        shutil.rmtree(folder)
        return ended if verdict == "ok" else verdict

    def _copy(self) -> Path:
        target = self._scratch / "installed"
        return Path(shutil.copytree(self._old, target, symlinks=True, copy_function=os.link))

    def _install(self, folder: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(folder / "waypost"), "--data-dir", str(self._scratch / "data"), "update",
             "install", str(self._file)],
            env=self._environment, start_new_session=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _start(self, folder: Path) -> None:
        """Start the window, and close it once nothing is planned any more."""
        process = subprocess.Popen(
            [str(folder / "waypost"), "--data-dir", str(self._scratch / "data")],
            env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while (folder / "update.json").exists() and time.monotonic() < until:
            time.sleep(0.02)  # another program's file: nobody tells
        process.terminate()
        process.wait()

    def _judge(self, folder: Path) -> str:
        """The release that starts is one of the two, and every file of it is there and its own."""
        version = version_of(folder)
        reference = self._old if version == self._before else self._new
        inside = reference / f"release-{version}"
        if not inside.is_dir():
            return f"starts {version or 'not at all'}"
        pairs = [(path, folder / path.relative_to(reference)) for path in inside.rglob("*")]
        pairs.append((reference / "waypost", folder / "waypost"))
        return "ok" if all(same(one, other) for one, other in pairs) else "a mix"


def version_of(folder: Path) -> str:
    """What the program that people start says of itself; empty where it does not start."""
    done = subprocess.run(
        [str(folder / "waypost"), "--version"], capture_output=True, text=True, check=False
    )
    return done.stdout.rpartition(" ")[2].strip()


def same(one: Path, other: Path) -> bool:
    """Whether both are the same kind of thing with the same bytes."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if one.is_dir():
        return other.is_dir()
    if not other.is_file():
        return False
    return one.samefile(other) or one.read_bytes() == other.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
