"""The model of results on their way: Hypothesis plays with real computers, hubs, servers, sticks.

``python -m tests.torture --only model``. Everything that can happen to a result happens in some
order; then all roads open, and every promise must hold (``judging``).
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.flows.cast import YEAR_MS
from tests.sync.faulty_line import HOWS, Answers, Harm, Trouble, Twice
from tests.torture import broken, crew
from tests.torture.ends import End, both
from tests.torture.judging import judge
from tests.torture.machines import Disk
from tests.torture.world import ACTORS, HUB, SERVER, STICK, World
from trainer_app.store import Store

_MOST_COMPUTERS = 4
_MOST_COPIES = 3
_FARTHEST = 3_000
_SHRINKING_S = 60.0

who = st.integers(0, 3)
which = st.sampled_from([0, 0, 0, 1])
off = st.sampled_from([0, 0, -46 * YEAR_MS, -YEAR_MS, 90_000, 12 * YEAR_MS, 73 * YEAR_MS])
"""Clocks from 1980 to 2099, some of them right."""
roads = st.lists(st.sampled_from([HUB, SERVER, STICK]), min_size=1, max_size=3, unique=True)
harms = st.builds(
    Harm, st.sampled_from(["up", "down"]), st.integers(0, _FARTHEST), st.sampled_from(HOWS),
    bit=st.integers(0, 7),
)  # fmt: skip
answers = st.sampled_from([500, 429, 502, 503]).map(
    lambda status: Answers(status, {"Retry-After": "0"} if status in (429, 503) else {})
)
troubles: st.SearchStrategy[Trouble | None] = st.one_of(
    st.none(), harms, harms, answers, st.just(Twice())
)
kills = st.one_of(st.none(), st.none(), st.integers(0, 30))
_IN_NO_TIME = settings(
    deadline=None, database=None, print_blob=False, report_multiple_bugs=False,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip

SABOTAGE: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "hasty": broken.hasty,
    "blind": broken.blind,
    "ageless": broken.ageless,
}
Step = tuple[str, dict[str, Any]]


@dataclass
class Stage:
    """What all examples of a process have in common, and what became of them."""

    ends: tuple[End, End]
    template: Disk
    figures: Counter[str] = field(default_factory=Counter)
    examples: int = 0
    steps: list[Step] = field(default_factory=list)
    """Of the newest example."""


def told(function: Callable[..., None]) -> Callable[..., None]:
    """Has a step written down before it is done."""

    @wraps(function)
    def do(self: Journeys, **facts: Any) -> None:
        self.stage.steps.append((function.__name__, facts))
        self.stage.figures["steps"] += 1
        function(self, **facts)

    return do


class Journeys(RuleBasedStateMachine):
    """One example: some computers, and what happens to them."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.stage.steps = []
        self.stage.examples += 1
        self._scratch = tempfile.mkdtemp(prefix="waypost-model-", dir=crew.SCRATCH)
        self.world = World(Path(self._scratch), *self.stage.ends, self.stage.template)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None and self.world.pcs:
                judge(self.world)
        finally:
            self.world.close()
            self.stage.figures += self.world.figures
            shutil.rmtree(self._scratch)

    def pc(self, number: int):
        return self.world.pcs[number % len(self.world.pcs)]

    def stick(self, number: int) -> Path:
        return self.world.sticks[number % len(self.world.sticks)]

    @initialize(made=st.lists(st.tuples(roads, off), min_size=1, max_size=3))
    @told
    def begin(self, made) -> None:
        for by, off_ms in made:
            self.world.add(tuple(by), off_ms)

    # ------------------------------------------------------------ people

    @rule(pc=who, count=st.integers(1, 4), actor=st.sampled_from(ACTORS))
    @told
    def answer(self, pc, count, actor) -> None:
        self.world.answer(self.pc(pc), count, actor)

    @rule(
        pc=who, what=st.sampled_from(["rename", "clock", "forge"]), off_ms=off,
        name=st.sampled_from(["Ana Quispe", "Rosa Mamani", "Luis Condori"]),
    )  # fmt: skip
    @told
    def meanwhile(self, pc, what, off_ms, name) -> None:
        if what == "rename":
            self.world.rename(self.pc(pc), name)
        elif what == "clock":
            self.pc(pc).clock.off_ms = off_ms
        else:
            self.world.forge(self.pc(pc))

    # ------------------------------------------------------------ lines

    @rule(pc=who, trouble=troubles, lasting=st.booleans(), killed_after=kills)
    @told
    def by_hub(self, pc, trouble, lasting, killed_after) -> None:
        self._contact(pc, HUB, trouble, lasting, killed_after)

    @rule(pc=who, trouble=troubles, lasting=st.booleans(), killed_after=kills)
    @told
    def by_server(self, pc, trouble, lasting, killed_after) -> None:
        self._contact(pc, SERVER, trouble, lasting, killed_after)

    def _contact(self, pc, road, trouble, lasting, killed_after) -> None:
        if road in self.pc(pc).roads:
            self.world.contact(
                self.pc(pc), road, trouble, lasting=lasting, killed_after=killed_after
            )

    @rule(killed_after=kills)
    @told
    def at_desk(self, killed_after) -> None:
        self.world.at_desk(killed_after)

    @rule(trouble=troubles, killed_after=kills)
    @told
    def laptop_hands_on(self, trouble, killed_after) -> None:
        self.world.contact(self.world.laptop, SERVER, trouble, killed_after=killed_after)

    @rule(trouble=troubles, killed_after=kills)
    @told
    def supervisor_fetches(self, trouble, killed_after) -> None:
        self.world.contact(self.world.supervisor, SERVER, trouble, killed_after=killed_after)

    @rule(hub=st.booleans())
    @told
    def end_breaks_off(self, hub) -> None:
        (self.world.hub if hub else self.world.server).break_off()

    # ------------------------------------------------------------ sticks

    @rule(pc=who, stick=which, killed_after=kills)
    @told
    def hand_over(self, pc, stick, killed_after) -> None:
        if STICK in self.pc(pc).roads:
            self.world.hand_over(self.pc(pc), self.stick(stick), killed_after)

    @rule(stick=which, killed_after=kills)
    @told
    def collect(self, stick, killed_after) -> None:
        self.world.collect(self.stick(stick), killed_after)

    @rule(pc=who, stick=which)
    @told
    def read_receipts(self, pc, stick) -> None:
        if STICK in self.pc(pc).roads:
            self.world.read_receipts(self.pc(pc), self.stick(stick))

    @rule(pc=who, stick=which)
    @told
    def by_stick(self, pc, stick) -> None:
        """There, and not yet back again."""
        if STICK in self.pc(pc).roads:
            self.world.hand_over(self.pc(pc), self.stick(stick))
            self.world.collect(self.stick(stick))

    @rule(
        stick=which, which=st.integers(0, 3), how=st.sampled_from(["flip", "cut", "away", "empty"]),
        at=st.integers(0, 99),
    )  # fmt: skip
    @told
    def damage(self, stick, which, how, at) -> None:
        self.world.damage(self.stick(stick), which, how, at / 100)

    @rule(stick=which, keep=st.booleans())
    @told
    def old_stick(self, stick, keep) -> None:
        if keep:
            self.world.keep_stick(self.stick(stick))
        else:
            self.world.old_stick(self.stick(stick))

    # ------------------------------------------------------------ computers

    @rule(pc=who)
    @told
    def copy(self, pc) -> None:
        self.pc(pc).copies[_MOST_COPIES:] = [self.pc(pc).copy(self.world.place())]

    @rule(
        pc=who, which=st.integers(0, 3),
        how=st.sampled_from(["folder", "folder after a crash", "whole disk"]),
        count=st.integers(0, 4),
    )  # fmt: skip
    @told
    def restore(self, pc, which, how, count) -> None:
        """And somebody goes on there at once."""
        if copies := self.pc(pc).copies:
            self.world.restore(self.pc(pc), copies[which % len(copies)], how)
            self.world.answer(self.pc(pc), count, ACTORS[0])

    @rule(pc=who, noticed=st.booleans())
    @told
    def clone(self, pc, noticed) -> None:
        if len(self.world.pcs) < _MOST_COMPUTERS:
            self.world.clone(self.pc(pc), noticed=noticed)

    @rule(pc=who)
    @told
    def kill(self, pc) -> None:
        self.world.everybody[pc % len(self.world.everybody)].kill()


# ---------------------------------------------------------------- running it


@dataclass(frozen=True)
class Job:
    examples: int
    steps: int
    seed: int
    sabotage: str | None = None


@dataclass(frozen=True)
class Played:
    """What the examples held, and what happened in them."""

    found: crew.Found
    figures: Counter[str]


def torture(examples: int, steps: int, seed: int, *, sabotage: str | None = None) -> Played:
    """Play so many examples; with a ``sabotage``, until each process has seen that it is wrong."""
    hands = min(crew.HANDS, examples)
    jobs = [
        Job(examples // hands + (hand < examples % hands), steps, seed + hand, sabotage)
        for hand in range(hands)
    ]
    done = crew.share(play, jobs)
    figures: Counter[str] = Counter()
    for one in done:
        figures.update(one.figures)
    return Played(crew.together([one.found for one in done]), figures)


def play(job: Job) -> Played:
    """Play examples in this process until one fails."""
    sabotage = SABOTAGE[job.sabotage]() if job.sabotage else nullcontext()
    with staged() as stage, sabotage:
        made = on(stage)
        how = settings(_IN_NO_TIME, max_examples=job.examples, stateful_step_count=job.steps)
        try:
            run_state_machine_as_test(seeded(job.seed)(made), settings=how)
        except Exception as error:  # noqa: BLE001  whatever goes wrong is what is sought
            verdicts = Counter({"ok": stage.examples - 1, _why(error): 1})
            figures = stage.figures.copy()
            steps = stage.steps if job.sabotage else _shrunk(stage, error)
            told = "".join(f"\n    {name}({_facts(facts)})" for name, facts in steps)
            return Played(crew.Found(+verdicts, [f"{_why(error)}{told}"]), figures)
        return Played(crew.Found(Counter({"ok": stage.examples})), stage.figures)


def replay(stage: Stage, steps: Sequence[Step]) -> Exception | None:
    """Do these steps in an example of their own; what went wrong."""
    journeys = on(stage)()
    try:
        try:
            for name, facts in steps:
                getattr(journeys, name)(**facts)
        finally:
            journeys.teardown()
    except Exception as error:  # noqa: BLE001
        return error
    return None


def on(stage: Stage) -> type[Journeys]:
    """The machine whose examples are played there."""
    return type("Made", (Journeys,), {"stage": stage})


@contextmanager
def staged() -> Iterator[Stage]:
    """What examples are played on, in this process."""
    with tempfile.TemporaryDirectory(prefix="waypost-model-", dir=crew.SCRATCH) as scratch:
        template = Disk(Path(scratch) / "data", Path(scratch) / "state")
        template.state.mkdir()
        Store.open(template.data, use_keystore=False).close()
        with both() as ends:
            yield Stage(ends, template)


def _shrunk(stage: Stage, error: Exception) -> list[Step]:
    """Fewer steps than the newest example's that fail the same way, found while there is time."""
    least, until = list(stage.steps), time.monotonic() + _SHRINKING_S
    size = len(least) // 2
    while size and time.monotonic() < until:
        start = len(least) - size
        while start > 0 and time.monotonic() < until:  # the first step makes the computers
            fewer = least[:start] + least[start + size :]
            again = replay(stage, fewer)
            if again is not None and _why(again) == _why(error):
                least = fewer
            start -= size
        size //= 2
    return least


def _facts(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in facts.items())


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200]
