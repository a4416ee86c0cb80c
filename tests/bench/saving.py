"""What an answer costs on disk and in time: ``python -m tests.bench.saving [answers] [folder]``.

Several learners answer real-looking quizzes of three modules; each answer is one durable commit.
Bytes are the size of the closed data file by the answers in it, everything included but bookmarks.
"""

import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from trainer_app.store import Store
from trainer_app.training.people import Learner
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration

_MODULES = ("grooming", "live-streaming", "safe-terminals")
_ITEMS = ("who-to-tell", "first-words", "signs-online", "ordinary-hug", "camera-moved", "keep-calm",
          "no-promise", "write-down", "focal-point", "night-bus", "paid-call", "second-phone",
          "waiting-hall", "shared-room", "gift-seat")  # fmt: skip
_KINDS = (
    ("choice", "tell-focal-point", ("tell-focal-point", "wait-and-see", "ask-the-child")),
    ("choice", "calm[,]listen", ("calm[,]listen", "calm[,]listen[,]photo", "calm")),
    ("true-false", "true", ("true", "false")),
    ("sequencing", "stop[,]listen[,]tell[,]note", ("stop[,]listen[,]tell[,]note",)),
    ("matching", "alone[.]concern[,]family[.]ordinary", ("alone[.]concern[,]family[.]concern",)),
)


@dataclass(frozen=True)
class Figures:
    """``bytes_each`` of the whole file by answers; times of ``append`` in milliseconds."""

    answers: int
    bytes_each: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return (
            f"{self.answers} answers: {self.bytes_each:.0f} bytes each, all in; "
            f"append p50 {self.p50_ms:.2f} ms, p99 {self.p99_ms:.2f} ms, "
            f"of it {self.cpu_ms:.2f} ms of processor"
        )


def measure(folder: Path, answers: int, *, learners: int = 8, seed: int = 1) -> Figures:
    """Fill a new store in ``folder`` and measure it."""
    chance = random.Random(seed)
    store = Store.open(folder, use_keystore=False)
    people = [_learner(chance, number) for number in range(learners)]
    for person in people:
        store.add_learner(person, "$argon2id$")
    walls: list[float] = []
    cpus: list[float] = []
    attempts: dict[tuple[str, str], int] = {}
    while len(walls) < answers:
        who, module = chance.choice(people).actor, chance.choice(_MODULES)
        number = attempts[who, module] = attempts.get((who, module), 0) + 1
        for draft in _sitting(chance, who, module, number):
            cpu, wall = time.process_time_ns(), time.perf_counter_ns()
            store.append([draft])
            walls.append((time.perf_counter_ns() - wall) / 1e6)
            cpus.append((time.process_time_ns() - cpu) / 1e6)
    store.close()
    size = (folder / "waypost.db").stat().st_size
    return Figures(len(walls), size / len(walls), _at(walls, 0.5), _at(walls, 0.99), _at(cpus, 0.5))


def _sitting(chance: random.Random, who: str, module: str, number: int) -> list[Draft]:
    """The answers of one quiz of ten items."""
    base = module_path(module)
    session = UUID(int=chance.getrandbits(128), version=4)
    drafts = []
    for place in chance.sample(range(len(_ITEMS)), 10):
        interaction, pattern, responses = _KINDS[place % len(_KINDS)]
        response = chance.choice(responses)
        drafts.append(
            Draft(
                actor=who,
                verb=Verb.ANSWERED,
                activity=f"{base}/q/{_ITEMS[place]}",
                activity_type=ActivityType.ITEM,
                registration=registration(who, module),
                session=session,
                revision=f"{module}@1.0",
                language="en",
                parent=f"{base}/test/post",
                attempt=number,
                interaction=interaction,
                pattern=pattern,
                response=response,
                success=response == pattern,
                scaled=float(response == pattern),
                duration_ms=chance.randrange(3_000, 90_000),
            )
        )
    return drafts


def _learner(chance: random.Random, number: int) -> Learner:
    return Learner(
        learner_id=str(UUID(int=chance.getrandbits(128), version=4)),
        actor="p-" + "".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16)),
        name=f"Learner {number}",
        role="driver",
        team="Night buses",
        picture="tree",
    )


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    """Measure on the disk of the temporary folder, or of the folder named second."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    parent = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="waypost-bench-", dir=parent) as folder:
        print(f"{measure(Path(folder), answers)}; {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
