"""Which stretches of a device's chain the hub has seen whole, and whether a new one fits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trainer_app.training import chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Statements ``first`` to ``last``; ``before`` is the hash before them, ``head`` after."""

    first: int
    last: int
    before: bytes
    head: bytes


@dataclass(frozen=True, slots=True)
class Brought:
    """A run that came, with the hash after each of its statements."""

    first: int
    before: bytes
    hashes: Sequence[bytes]

    @property
    def run(self) -> Run:
        last = self.first + len(self.hashes) - 1
        return Run(first=self.first, last=last, before=self.before, head=self.hashes[-1])

    def after(self, seq: int) -> bytes | None:
        """The hash after this statement; None where this run does not reach."""
        if seq == self.first - 1:
            return self.before
        place = seq - self.first
        return self.hashes[place] if 0 <= place < len(self.hashes) else None


def joined(known: Sequence[Run], came: Brought) -> list[Run] | None:
    """The stretches with the new one among them; None when it does not continue what is known.

    ``known`` stretches neither touch nor overlap, and neither do those that are returned.
    """
    if came.first < 1 or (came.first == 1 and came.before != chain.START):
        return None
    run, apart = came.run, []
    for other in known:
        if other.last < came.first - 1 or other.first > came.run.last + 1:
            apart.append(other)
            continue
        for seq, seen in ((other.first - 1, other.before), (other.last, other.head)):
            here = came.after(seq)
            if here is not None and here != seen:
                return None
        if other.first < run.first:
            run = replace(run, first=other.first, before=other.before)
        if other.last > run.last:
            run = replace(run, last=other.last, head=other.head)
    return sorted([*apart, run], key=lambda one: one.first)


def whole(known: Sequence[Run]) -> Run | None:
    """The stretch without a gap from the first statement on."""
    return next((run for run in known if run.first == 1), None)
