"""``kill -9`` while an update is made ready, while it takes over, and while the old one goes.

The process is killed just before one of the steps it takes on the disk, whichever chance names; so
every step has its turn. What people start afterwards is the old release or the new one, whole.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from tests.releases import made_up
from tests.torture import crew
from trainer_app.releases import staging, switching

OLD, NEW = "1.0.0", "1.0.1"
STEPS = {
    "open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
    "shutil.copyfile", "shutil.rmtree", "subprocess.Popen",
}  # fmt: skip
"""What Python tells an audit hook of, and may change the disk or come between."""
STARTS = 12
"""So often at most people start the program until the update is through."""


@dataclass(frozen=True)
class Job:
    kills: int
    seed: str
    careless: bool


class _Began(BaseException):
    """Another program takes over: here, the same process goes on as that one."""

    def __init__(self, program: str) -> None:
        super().__init__(program)
        self.program = Path(program).name


def torture(kills: int, seed: int, *, careless: bool = False) -> crew.Found:
    """Kill so many updates. Carelessly, the new files are written over the old ones."""
    hands = crew.HANDS
    shares = [kills // hands + (hand < kills % hands) for hand in range(hands)]
    jobs = [Job(part, f"{seed}/{hand}", careless) for hand, part in enumerate(shares) if part]
    return crew.together(crew.share(_kill, jobs))


def _kill(job: Job) -> crew.Found:
    chance = random.Random(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    journey = _overwrite if job.careless else _update_and_start
    with tempfile.TemporaryDirectory(prefix="waypost-update-", dir=crew.SCRATCH) as scratch:
        world = _World.make(Path(scratch))
        steps = _steps_of(world, journey)
        for _time in range(job.kills):
            step = chance.randrange(steps)
            folder = world.installed()
            _live(partial(journey, folder, world.data), kill_before=step)
            verdict = world.judge(folder)
            if verdict == "ok" and not job.careless:
                verdict = world.go_on(folder)
            verdicts[verdict] += 1
            if verdict != "ok":
                bad.append(f"{verdict}: killed before step {step} of {steps}")
            shutil.rmtree(folder)
    return crew.Found(verdicts, bad[:5])


@dataclass(frozen=True)
class _World:
    scratch: Path
    data: bytes
    old: dict[str, Any]
    new: dict[str, Any]

    @classmethod
    def make(cls, scratch: Path) -> _World:
        old = made_up.release(scratch / "old", OLD)
        new = made_up.release(scratch / "new", NEW, note="one line more")
        data = made_up.update_bytes(old, new)
        return cls(scratch, data, made_up.content(old), made_up.content(new))

    def installed(self) -> Path:
        """A computer with the old release."""
        folder = self.scratch / "installed"
        return Path(shutil.copytree(self.scratch / "old", folder, symlinks=True))

    def judge(self, folder: Path) -> str:
        """What people start is one of the two, and every file of it is its own."""
        version = made_up.starts(folder)
        if version not in (OLD, NEW):
            return "does not start"
        there = made_up.content(folder)
        wanted = self.old if version == OLD else self.new
        return "ok" if wanted.items() <= there.items() else "a mix"

    def go_on(self, folder: Path) -> str:
        """Somebody starts the program, and takes the update again where it is gone."""
        _start(folder)
        if made_up.starts(folder) == OLD:
            _live(lambda: _update_and_start(folder, self.data))
        for _time in range(STARTS):
            if made_up.starts(folder) == NEW and not (folder / "update.json").exists():
                break
            _start(folder)
        if made_up.starts(folder) != NEW:
            return "never through"
        return "ok" if made_up.content(folder) == self.new else "something is left"


# ---------------------------------------------------------------- lives


def _update_and_start(folder: Path, data: bytes) -> None:
    """The old release makes the update ready, then people start, and close the window."""
    old = made_up.place(folder, OLD)
    staging.make_ready(old, made_up.opened(data), made_up.KEY)
    _run(folder)


def _run(folder: Path) -> None:
    """Start what people start, until the window is closed."""
    place = made_up.place(folder, made_up.starts(folder))
    started = place.main
    while True:
        try:
            switching.at_start(place, [], started)
            break
        except _Began as began:
            started = folder / began.program
            own = began.program.removeprefix("waypost-")
            version = made_up.starts(folder) if own == began.program else own
            place = replace(place, version=version)
    switching.confirm(place)
    switching.tidy(place)


def _start(folder: Path) -> None:
    _live(lambda: _run(folder))


def _overwrite(folder: Path, data: bytes) -> None:
    """What a program does that takes no care: the new files over the old ones."""
    place = made_up.place(folder, OLD)
    staging.make_ready(place, made_up.opened(data), made_up.KEY)
    shutil.rmtree(place.release(OLD))
    shutil.copyfile(place.program_of(NEW), place.main)


def _steps_of(world: _World, journey: Callable[[Path, bytes], None]) -> int:
    """How many steps a whole journey takes."""
    folder, counting = world.installed(), world.scratch / "steps"
    _live(lambda: journey(folder, world.data), count_into=counting)
    shutil.rmtree(folder)
    return int(counting.read_text())


def _live(
    life: Callable[[], None], *, kill_before: int | None = None, count_into: Path | None = None
) -> None:
    """Live in a process of its own; it is killed before that step, if it gets there."""
    child = os.fork()
    if child == 0:
        try:
            with mock.patch.object(os, "execve", _become):
                steps = _watch(kill_before)
                life()
            if count_into is not None:
                count_into.write_text(str(steps[0]))
            os._exit(0)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the process ended with an error")


def _watch(kill_before: int | None) -> list[int]:
    """Count the steps from here on, in a list of one."""
    steps = [0]

    def hook(event: str, _told: tuple[Any, ...]) -> None:
        if event in STEPS:
            if steps[0] == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)
            steps[0] += 1

    sys.addaudithook(hook)
    return steps


def _become(program: str, _arguments: Sequence[str], _environment: object) -> None:
    raise _Began(program)
