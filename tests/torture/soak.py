"""Three simulated days of ten learners, with every kind of fault in between: ``--only soak``.

A process answers, hour by hour, while clocks jump, files may not grow and lines break; now and then
it is killed, and another goes on. Nothing said to be saved may be lost, everything arrives once at
both ends, and neither memory nor files grow without bound.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.torture import crew
from tests.torture.ends import End, both
from tests.torture.soak_worker import KEY
from trainer_app.store import Store

ROOT = Path(__file__).resolve().parents[2]
MOST_GROWTH = 0.10
WARM_UP = 3
"""Hours of a life until its memory is that of a program in use."""
LONG_LIFE = 4
"""Hours after which growth of memory can be told from chance."""


@dataclass
class Soaked:
    """What became of it. ``faults`` by their kind; sizes in bytes, the largest seen."""

    found: crew.Found
    faults: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    lives: int = 0
    growth: float = 0.0
    memory: int = 0
    wal: int = 0
    journal: int = 0
    backups: int = 0
    seconds: float = 0.0


@dataclass
class _Life:
    """What one process said, until it ended."""

    saved: int
    hour: int
    memory: list[int] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    is_done: bool = False


def torture(hours: int, answers: int, seed: int, *, mistake: str = "") -> Soaked:
    """So many simulated hours with so many answers in all."""
    began = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="waypost-soak-", dir=crew.SCRATCH) as scratch,
        both() as ends,
    ):
        for number, end in enumerate(ends):
            end.begin(Path(scratch) / f"end-{number}.db")
            end.records.add_credential(KEY, scopes=("write",), secret=KEY)
        soak = _Soak(Path(scratch), ends, random.Random(f"{seed}/kills"))
        soak.run(hours, answers, seed, mistake)
        for end in ends:
            end.end()
    soak.told.seconds = time.perf_counter() - began
    return soak.told


class _Soak:
    def __init__(self, scratch: Path, ends: tuple[End, End], chance: random.Random) -> None:
        self.folder, self.ends, self.chance = scratch / "data", ends, chance
        self.told = Soaked(crew.Found(Counter()))

    def run(self, hours: int, answers: int, seed: int, mistake: str) -> None:
        """Life after life; in the last half of the time nobody is killed, so that one is long."""
        kills = sorted(self.chance.sample(range(hours // 2), max(2, hours // 6)))
        saved, hour, bad = 0, 0, list[str]()
        while True:
            kill_at = next((one for one in kills if one >= hour), None)
            life = self._life(hour, hours, answers, saved, seed, mistake, kill_at)
            self.told.lives += 1
            bad += life.bad
            saved = life.saved
            if len(life.memory) >= LONG_LIFE + WARM_UP:
                warm, end = life.memory[WARM_UP - 1], max(life.memory[WARM_UP:])
                self.told.growth = max(self.told.growth, end / warm - 1)
            if life.is_done or bad:
                break
            self.told.faults["kill"] += 1
            hour = life.hour + 1
        bad += self._arrived() if not bad else []
        self.told.answers = saved
        if self.told.growth > MOST_GROWTH:
            bad.append(f"memory grew by {self.told.growth:.0%}")
        checked = Counter({"ok": self.told.faults.total() + self.told.lives})
        verdicts = checked if not bad else Counter({"ok": 1}) + Counter(_kind(one) for one in bad)
        self.told.found = crew.Found(verdicts, bad[:5])

    def _life(
        self, hour: int, hours: int, answers: int, saved: int, seed: int, mistake: str,
        kill_at: int | None,
    ) -> _Life:  # fmt: skip
        hub, server = self.ends
        assert hub.certificate is not None
        command = [sys.executable, "-m", "tests.torture.soak_worker", str(self.folder)]
        for name, value in {
            "seed": seed, "first-hour": hour, "hours": hours, "answers": answers, "done": saved,
            "hub": hub.port, "server": server.port, "pin": hub.certificate.pin,
            "mistake": mistake,
        }.items():  # fmt: skip
            command += [f"--{name}", str(value)]
        life = _Life(saved, hour)
        more = self.chance.randrange(1, max(2, answers // hours))
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                self._hear(life, line.split())
                if kill_at is not None and life.hour == kill_at and line.startswith("SAVED"):
                    more -= 1
                    if not more:
                        process.kill()
        ended = process.returncode == -signal.SIGKILL or life.is_done
        life.bad += [] if ended else [f"a life ended by itself with {process.returncode}"]
        return life

    def _hear(self, life: _Life, words: list[str]) -> None:
        match words:
            case ["SAVED", number]:
                life.saved = int(number)
            case ["FAULT", kind]:
                self.told.faults[kind] += 1
            case ["HOUR", hour, *figures]:
                memory, wal, journal, backups = map(int, figures)
                life.hour = int(hour) + 1
                life.memory.append(memory)
                self.told.memory = max(self.told.memory, memory)
                self.told.wal = max(self.told.wal, wal)
                self.told.journal = max(self.told.journal, journal)
                self.told.backups = max(self.told.backups, backups)
            case ["BAD", *what]:
                life.bad.append(" ".join(what))
            case ["DONE"]:
                life.is_done = True

    def _arrived(self) -> list[str]:
        """Each statement is at both ends, once, as it is here."""
        store = Store.open(self.folder, use_keystore=False)
        try:
            texts = [text for _row, text in store.statement_texts(limit=10_000_000)]
        finally:
            store.close()
        here = {msgspec.json.decode(text)["id"]: text for text in texts}
        bad = []
        for name, end in zip(("hub", "server"), self.ends, strict=True):
            end.wait_until_quiet()
            there = {str(which): text for which, text in end.texts().items()}
            if there != here:
                lost, more = len(here.keys() - there.keys()), len(there.keys() - here.keys())
                bad.append(f"at the {name} {lost} are missing, {more} too many")
        return bad


def _kind(bad: str) -> str:
    words: Iterator[str] = (word for word in bad.split() if not word[0].isdigit())
    return " ".join(words)
