"""``kill -9`` at random moments while answers are saved by the real store."""

import os
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.torture import crew, worker
from trainer_app.errors import TrainerError
from trainer_app.store import Store

OPENING = 0.1
"""Seconds; where a process is not waited for, it is killed within this: the store is opening."""
ONE_ANSWER = 0.01
"""Seconds; so long after an answer was said to be saved, at most, the process is killed."""
MOST_ANSWERS = 12
ROUNDS_PER_FILE = 25
SLOWEST_START = 5.0
"""Seconds; the promise of RELIABILITY T1."""


@dataclass(frozen=True)
class Job:
    kills: int
    seed: str


@dataclass(frozen=True)
class Killed:
    """``acknowledged`` answers in all, and the slowest start after a kill, in seconds."""

    found: crew.Found
    acknowledged: int
    slowest: float


def torture(kills: int, seed: int) -> Killed:
    """Kill ``kills`` processes, and look at the file after each."""
    hands = crew.HANDS
    shares = [kills // hands + (hand < kills % hands) for hand in range(hands)]
    done = crew.share(_kill, [Job(part, f"{seed}/{hand}") for hand, part in enumerate(shares)])
    return Killed(
        crew.together([one.found for one in done]),
        sum(one.acknowledged for one in done),
        max(one.slowest for one in done),
    )


def _kill(job: Job) -> Killed:
    chance = random.Random(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    acknowledged, slowest = 0, 0.0
    left = job.kills
    while left:
        with tempfile.TemporaryDirectory(prefix="waypost-kill-") as scratch:
            folder, saved = Path(scratch) / "profile", 0
            for _round in range(min(left, ROUNDS_PER_FILE)):
                before = saved
                saved = max(saved, _one_life(folder, chance))
                verdict, seconds = _judge(folder, saved)
                verdicts[verdict] += 1
                acknowledged += saved - before
                slowest = max(slowest, seconds)
                left -= 1
                if verdict != "ok":
                    bad.append(f"{verdict}: {saved} saved")
    return Killed(crew.Found(verdicts, bad[:5]), acknowledged, slowest)


def _one_life(folder: Path, chance: random.Random) -> int:
    """Let a process save some answers, then kill it; the number it last said was saved."""
    answers = chance.randrange(MOST_ANSWERS)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _answer_for_ever(folder, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = b"".join(pipe.readline() for _answer in range(answers))
        time.sleep(chance.uniform(0, ONE_ANSWER if answers else OPENING))
        os.kill(child, signal.SIGKILL)
        said += pipe.read()
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the process ended by itself")
    whole = said[: said.rfind(b"\n") + 1].split()
    return int(whole[-1]) if whole else 0


def _answer_for_ever(folder: Path, say: int) -> None:
    store = Store.open(folder, use_keystore=False)
    if not store.learners():
        worker.enrol(store)
    done = sum(store.statement_count(f"p-{number}") for number in range(worker.LEARNERS))
    while True:
        done = worker.save(store, done)
        os.write(say, f"{done}\n".encode())


def _judge(folder: Path, saved: int) -> tuple[str, float]:
    """What the next start finds, and how long it takes."""
    started = time.perf_counter()
    try:
        store = Store.open(folder, use_keystore=False)
    except TrainerError as error:
        return f"unopenable: {type(error).__name__}", 0.0
    seconds = time.perf_counter() - started
    try:
        count = store.verify_chain()
        kept = store.bookmark("learner-0", worker.PLACE)
        people = [f"p-{number}" for number in range(worker.LEARNERS)]
        tries = sum(made.tries for who in people for made in store.progress(who).values())
    except TrainerError as error:
        return f"damaged: {type(error).__name__}", seconds
    finally:
        store.close()
    if count != tries or count != int(kept or 0):
        return "partial", seconds
    if seconds > SLOWEST_START:
        return "slow", seconds
    return ("lost: answers" if count < saved else "ok"), seconds
