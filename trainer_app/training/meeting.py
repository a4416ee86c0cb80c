"""A training session: its plan, who was there, what the room was asked. Facts, and pure rules.

The record of a session travels in the directory, sealed. It holds ids of people, never names, and
nothing that anybody typed about people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from trainer_app.content.fields import Id
from trainer_app.content.guide import Guide, StepKind
from trainer_app.content.module import Item, Module

Test = Literal["before", "after"]
TESTS: tuple[Test, ...] = ("before", "after")
Letter = Literal["a", "b"]
State = Literal["planned", "running", "closed"]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Seconds = Annotated[int, Meta(ge=0, le=100_000)]
FEWEST = 5
"""Groups smaller than this are not compared."""
_PLAIN = ("choice", "true-false")
"""Kinds of questions that are quickest on paper."""


class PlanStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step of the plan. Its words stand in the module's guide under ``step_id``; a break that was
    put in has none there."""

    step_id: str
    kind: StepKind
    minutes: Annotated[int, Meta(ge=1, le=180)]


class RoomTest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A test of the room: not yet open, open, or closed for good."""

    state: Literal["waiting", "open", "closed"] = "waiting"


class Begun(Struct, frozen=True, kw_only=True):
    """When a session began, by every clock there is: UTC milliseconds, the run of the program on
    which device, and the steady milliseconds of that run."""

    wall_ms: int
    device: str
    boot: int
    mono_ms: int


class TrainingSession(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One session. ``day`` is the day it is held (ISO), as the clock has it or as staff said.

    ``facilitators`` are staff ids, the first of them leads; ``instructor`` is that one's pseudonym.
    ``here`` are the learners who were ticked, in that order, ``walked_in`` those of them who were
    welcomed at the door, whatever they became since, and ``unnamed`` how many more sat in the room.
    ``first_forms`` says for each learner which form they have before; after, it is the other.
    ``papers`` are item ids by test and letter, such as ``after-b``. ``hands`` are shows of hands
    and votes: by step (and part of it), how many for which answer. ``at_slide`` counts from 0 in
    the step ``at_step``; ``ways`` are the answers its stories took, by the place of each vote.
    """

    module_id: Id
    version: str
    language: str
    title: str
    day: str
    day_from: Literal["clock", "staff"] = "clock"
    site: str = ""
    site_name: str = ""
    facilitators: tuple[str, ...]
    instructor: str
    teams: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...]
    at_step: str = ""
    at_slide: Count = 0
    ways: dict[str, tuple[str, ...]] = {}
    state: State = "planned"
    here: tuple[str, ...] = ()
    walked_in: tuple[str, ...] = ()
    unnamed: Count = 0
    first_forms: dict[str, Letter] = {}
    papers: dict[str, tuple[str, ...]] = {}
    before: RoomTest = RoomTest()
    after: RoomTest = RoomTest()
    hands: dict[str, dict[str, Count]] = {}
    begun: Begun | None = None
    seconds: Seconds | None = None
    """How long it took; known once it is closed."""

    def test(self, test: Test) -> RoomTest:
        """The test of that name."""
        return self.before if test == "before" else self.after

    def letter(self, test: Test, learner_id: str) -> Letter | None:
        """The form somebody has in a test; None for who has none yet."""
        first = self.first_forms.get(learner_id)
        if first is None or test == "before":
            return first
        return "b" if first == "a" else "a"

    def paper(self, test: Test, learner_id: str) -> tuple[str, ...]:
        """The items somebody is asked in a test; none for who has no form."""
        letter = self.letter(test, learner_id)
        return self.papers.get(f"{test}-{letter}", ()) if letter else ()

    @property
    def present(self) -> int:
        """How many were in the room, with a name and without."""
        return len(self.here) + self.unnamed

    @property
    def walk_ins(self) -> int:
        """How many of those who are here walked in."""
        return len(set(self.walked_in) & set(self.here))

    @property
    def minutes(self) -> int:
        """How long it is planned to take."""
        return sum(step.minutes for step in self.steps)


def seed_of(meeting: UUID) -> int:
    """What everything drawn for a session is drawn with."""
    return meeting.int & (2**48 - 1)


def plan_of(guide: Guide) -> tuple[PlanStep, ...]:
    """The plan as the guide has it."""
    return tuple(
        PlanStep(step_id=step.id, kind=step.kind, minutes=step.minutes) for step in guide.steps
    )


def usual_plan(module: Module) -> tuple[PlanStep, ...]:
    """A plan for a module nobody wrote a guide for: tests around its lessons and scenes."""
    steps = [
        PlanStep(step_id="welcome", kind="welcome", minutes=5),
        PlanStep(step_id="rules", kind="rules", minutes=5),
        PlanStep(step_id="test-before", kind="test-before", minutes=10),
    ]
    scenes = [scene for scene in module.scenarios if scene.opening]
    scenes += [scene for scene in module.scenarios if not scene.opening]
    steps += [
        PlanStep(step_id=f"scene-{scene.id}", kind="scene", minutes=10)
        for scene in scenes
        if scene.opening
    ]
    steps += [
        PlanStep(step_id=f"lesson-{lesson.id}", kind="lesson", minutes=lesson.minutes + 5)
        for lesson in module.lessons
    ]
    steps += [
        PlanStep(step_id=f"scene-{scene.id}", kind="scene", minutes=10)
        for scene in scenes
        if not scene.opening
    ]
    steps += [
        PlanStep(step_id="test-after", kind="test-after", minutes=15),
        PlanStep(step_id="close", kind="close", minutes=5),
    ]
    return tuple(steps)


def papers_of(module: Module, seed: int) -> dict[str, tuple[str, ...]]:
    """Which items each sheet asks, by test and letter.

    Before: the form as its author made it. After: the form, every critical item, and others of the
    bank up to the number a quiz draws, those first that are quick on paper, so that a pass of the
    room asks for what a pass of one person does.
    """
    papers = {"before-a": module.forms.a, "before-b": module.forms.b}
    taken = set(module.forms.a) | set(module.forms.b)
    random = Random(seed)
    others = [item for item in module.bank if not item.critical and item.id not in taken]
    random.shuffle(others)
    others.sort(key=lambda item: _kind(item) not in _PLAIN)
    critical = [item for item in module.bank if item.critical]
    for letter, form in (("a", module.forms.a), ("b", module.forms.b)):
        asked = [*form, *(item.id for item in critical if item.id not in form)]
        left = max(0, module.pass_rule.draw - len(asked))
        asked += [item.id for item in others[:left]]
        random.shuffle(asked)
        papers[f"after-{letter}"] = tuple(asked)
    return papers


def share_out(here: Iterable[str], known: Mapping[str, Letter], seed: int) -> dict[str, Letter]:
    """The first form of everybody here: who has one keeps it, the others even the halves out."""
    shared: dict[str, Letter] = dict(known)
    present = list(dict.fromkeys(here))
    counts = {
        letter: sum(shared.get(learner_id) == letter for learner_id in present)
        for letter in ("a", "b")
    }
    odd: Letter = "a" if seed % 2 == 0 else "b"
    for learner_id in present:
        if learner_id in shared:
            continue
        letter: Letter = odd
        if counts["a"] != counts["b"]:
            letter = "a" if counts["a"] < counts["b"] else "b"
        shared[learner_id] = letter
        counts[letter] += 1
    return shared


def _kind(item: Item) -> str:
    return str(item.__struct_config__.tag)
