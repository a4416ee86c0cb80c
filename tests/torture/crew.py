"""Work shared among all processors, and where its files lie."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.engines import shared_statements

SCRATCH = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""In memory: a power cut is simulated, the disk need not suffer. None: the usual folder."""
HANDS = 2
"""Shares of a suite: on every computer the same, so that a seed makes the same cases."""
ALONE = "WAYPOST_TORTURE_ALONE"
"""Set where as many suites as there are processors run at a time: each has one then."""
_shared = ExitStack()
"""For the life of a process: it opens many stores."""
J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True)
class Found:
    """What became of the cases. ``verdicts`` counts them; ``bad`` tells of a few not ok."""

    verdicts: Counter[str]
    bad: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return self.verdicts.total()

    @property
    def wrong(self) -> int:
        return sum(
            count for verdict, count in self.verdicts.items() if not verdict.startswith("ok")
        )

    def __str__(self) -> str:
        return ", ".join(f"{count:,} {verdict}" for verdict, count in self.verdicts.most_common())


def share(work: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
    """The results of the jobs, done in processes of their own."""
    hands = 1 if os.environ.get(ALONE) else min(HANDS, len(jobs))
    spawned = multiprocessing.get_context("spawn")
    with spawned.Pool(hands, initializer=_begin, maxtasksperchild=1) as pool:
        return pool.map(work, jobs, chunksize=1)


def _begin() -> None:
    _shared.enter_context(shared_statements())


def together(parts: Sequence[Found]) -> Found:
    """Several findings as one."""
    verdicts: Counter[str] = Counter()
    for part in parts:
        verdicts.update(part.verdicts)
    return Found(verdicts, [told for part in parts for told in part.bad][:5])


def told(found: Found) -> bool:
    """Whether all went well; what did not is printed."""
    for one in found.bad:
        print(f"  {one}")
    return found.cases > 0 and not found.wrong
