"""Computers whose clock says anything from 1969 to 2099, jumps while people answer, and changes its
zone: libfaketime under the real store, and a real hub whose clock is right.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select

from tests.sync.computers import QUICK
from tests.sync.real_hub import RealHub
from tests.torture import crew, worker
from trainer_app.errors import TrainerError
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking
from trainer_app.store import Store
from trainer_app.store.tables import statement

YEARS = (1969, 1970, 1999, 2001, 2020, 2025, 2026, 2027, 2030, 2037, 2038, 2050, 2099)
ZONES = ("UTC", "America/La_Paz", "Asia/Kathmandu", "Pacific/Apia", "Europe/Madrid", "Asia/Tehran")
LIVES, ANSWERS = 3, 12
"""So often the program is started in one scenario, and answers are saved in each life."""
WRONG_BEFORE = 2026
"""A year before the release is one that a clock cannot be right about."""
PATIENCE = 60.0
"""Seconds until a process that says nothing counts as hanging."""
_PRELOAD = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1")  # fmt: skip


@dataclass(frozen=True)
class Job:
    cases: int
    seed: str
    by_clock: bool


def library() -> str | None:
    """Where libfaketime is; None where it is not installed (Debian: faketime)."""
    return next((path for path in _PRELOAD if Path(path).exists()), None)


def torture(cases: int, seed: int, *, by_clock: bool = False) -> crew.Found:
    """So many scenarios. ``by_clock`` takes the order of the clocks for that of the answers."""
    hands = crew.HANDS
    shares = [cases // hands + (hand < cases % hands) for hand in range(hands)]
    jobs = [Job(part, f"{seed}/{hand}", by_clock) for hand, part in enumerate(shares) if part]
    return crew.together(crew.share(_scenarios, jobs))


def _scenarios(job: Job) -> crew.Found:
    chance = random.Random(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="waypost-clock-") as scratch,
        RealHub(Path(scratch) / "hub") as hub,
    ):
        for number in range(job.cases):
            folder = Path(scratch) / f"profile-{number}"
            told, verdict = _scenario(folder, hub, chance, by_clock=job.by_clock)
            verdicts[verdict] += 1
            if verdict != "ok":
                bad.append(f"{verdict}: {told}")
    return crew.Found(verdicts, bad[:5])


def _scenario(
    folder: Path, hub: RealHub, chance: random.Random, *, by_clock: bool
) -> tuple[str, str]:
    """What was done with the clock, and what became of it."""
    store = Store.open(folder, use_keystore=False)
    worker.enrol(store)
    syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
    device = store.device.hex
    store.close()
    told, saved, wrong = [], 0, False
    for _life in range(LIVES):
        zone, year = chance.choice(ZONES), chance.choice(YEARS)
        told.append(f"{year} {zone}")
        with _Life(folder, zone, _moment(year, chance), saved) as life:
            for _answer in range(ANSWERS):
                if chance.random() < 0.3:
                    year = chance.choice(YEARS)
                    told.append(str(year))
                    life.set_clock(_moment(year, chance))
                saved = life.ask("answer")
                wrong = wrong or year < WRONG_BEFORE
            if chance.random() < 0.5:
                life.ask("back-up")
            handed = life.ask("hand-in")
            if handed != saved:
                return " ".join(told), f"{handed} of {saved} handed in"
            if chance.random() < 0.5:
                life.ask("close")
    return " ".join(told), _judge(folder, hub, device, saved, wrong=wrong, by_clock=by_clock)


def _moment(year: int, chance: random.Random) -> str:
    """Some second of that year; sometimes one at which 32 bits of seconds run over."""
    if year == 2038 and chance.random() < 0.5:
        return "2038-01-19 03:14:05"
    return (
        f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02} "
        f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
    )


def _judge(
    folder: Path, hub: RealHub, device: str, saved: int, *, wrong: bool, by_clock: bool
) -> str:
    """With a clock that is right again, everything is there, in the order it was saved."""
    try:
        store = Store.open(folder, use_keystore=False)
    except TrainerError as error:
        return f"unopenable: {type(error).__name__}"
    try:
        if store.verify_chain() != saved:
            return "lost: answers"
        order = statement.c.at if by_clock else statement.c.seq
        with store._transactions.reading() as connection:
            rows = connection.execute(
                select(statement.c.duration_ms, statement.c.suspect).order_by(order)
            ).all()
        numbers = [row.duration_ms for row in rows]
        if numbers != sorted(numbers):
            return "another order"
        if wrong and not any(row.suspect for row in rows):
            return "a wrong clock was believed"
        if not store.second_copy.is_due and store.second_copy.is_missing:
            return "no second copy"
    finally:
        store.close()
    there = [one for one in hub.statements().values() if device in str(one).replace("-", "")]
    return "ok" if len(there) == saved else f"{len(there)} of {saved} at the hub"


# ---------------------------------------------------------------- a life under another clock


class _Life:
    """A process whose clock we set. Leaving it kills it."""

    def __init__(self, folder: Path, zone: str, moment: str, saved: int) -> None:
        self._clock = folder.with_name(f"{folder.name}.clock")
        self.set_clock(moment)
        preload = library()
        assert preload is not None
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.clocks", str(folder), str(saved)],
            env=os.environ | {
                "LD_PRELOAD": preload, "FAKETIME_TIMESTAMP_FILE": str(self._clock),
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1", "TZ": zone,
            },
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def set_clock(self, moment: str) -> None:
        """From here on the computer's clock says this, and goes on."""
        beside = self._clock.with_suffix(".new")
        beside.write_text(f"@{moment}\n")
        beside.replace(self._clock)

    def ask(self, what: str) -> int:
        """Have something done; the number it answers. Raises ``RuntimeError`` where it does not."""
        watch = threading.Timer(PATIENCE, self._process.kill)
        watch.start()
        try:
            _stream(self._process.stdin).write(f"{what}\n")
            _stream(self._process.stdin).flush()
            line = _stream(self._process.stdout).readline()
        finally:
            watch.cancel()
        if not line:
            raise RuntimeError(f"no answer to {what}")
        return int(line)

    def __enter__(self) -> _Life:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def live(folder: Path, saved: int) -> None:
    """What the process does: one line in, one number out."""
    store = Store.open(folder, use_keystore=False)
    for line in sys.stdin:
        number = 0
        match line.strip():
            case "answer":
                saved += 1
                store.append([worker.answer(saved)])
                number = saved
            case "back-up":
                store.second_copy.back_up()
            case "hand-in":
                (road,) = syncing.sync_all(asking(store), around=QUICK).roads
                number = saved - road.left if road.fault is None else -1
            case "close":
                store.close()
        print(number, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("saved", type=int)
    chosen = parser.parse_args()
    live(chosen.folder, chosen.saved)
