"""Work shared among all processors, and where its files lie."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

SCRATCH = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""In memory: a power cut is simulated, the disk need not suffer. None: the usual folder."""
HANDS = os.cpu_count() or 1
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
    """The results of the jobs, each done in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(min(HANDS, len(jobs))) as pool:
        return pool.map(work, jobs, chunksize=1)


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
