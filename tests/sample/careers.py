"""What is remembered of somebody while their months are made up, and the verdict on a test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Literal

from tests.sample.truth import Assessed, Form, Person, TestKind
from trainer_app.content.module import Module
from trainer_app.training.refresher import Known

Habit = Literal["prompt", "late", "never", "mixed"]


@dataclass(slots=True)
class Pass:
    """Somebody passed a module."""

    module: str
    form: Form
    day: date


@dataclass(slots=True)
class Career:
    """What is remembered of one registration while its months are made up."""

    who: int
    person: Person
    chance: Random
    ability: float
    habit: Habit
    devices: list[int]
    path: str
    stops: tuple[tuple[str, Form], ...]
    until: date
    passes: list[Pass] = field(default_factory=list)
    begun: dict[str, date] = field(default_factory=dict)
    """The first test or lesson of each module in a session, or alone."""
    known: dict[str, dict[str, Known]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    drawn: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    path_done: bool = False

    def number(self, kind: TestKind, module: str, form: Form, device: int) -> int:
        """The number of one more attempt: each computer counts its own."""
        place = f"{kind}/{module}/{form}"
        self.counts[place, device] += 1
        return self.counts[place, device]

    def passed(self, module: str, day: date, *, short: bool = True) -> bool:
        """Whether a module was passed by then."""
        return any(
            one.module == module and one.day <= day and (short or one.form == "full")
            for one in self.passes
        )


def judged(
    module: Module,
    kind: TestKind,
    number: int,
    asked: Sequence[str],
    answers: Sequence[tuple[str | None, bool]],
    *,
    finished: bool = True,
) -> Assessed:
    """A test with its verdict, by the plain rule: enough is right, and everything critical."""
    given = tuple(response for response, _right in answers[: len(asked)])
    right = tuple(was for _response, was in answers[: len(asked)])
    critical = all(
        was for item, was in zip(asked, right, strict=True) if module.item(item).critical
    )
    enough = sum(right) / len(asked) >= module.pass_rule.pass_mark
    return Assessed(
        who=-1, module=module.id, form=module.form, kind=kind, number=number, asked=tuple(asked),
        given=given, right=right, times_ms=(), lasted_ms=None, finished=finished,
        passed=(enough and critical) if kind == "quiz" and finished else None,
    )  # fmt: skip


def remember(career: Career, test: Assessed, day: date) -> None:
    """What the next refresher knows of these answers."""
    for item, response, right in zip(test.asked, test.given, test.right, strict=True):
        if response is not None:
            career.known[test.module][item] = Known(right, day)
