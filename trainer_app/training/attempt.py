"""An attempt and its rules: what is drawn, in which order it is shown, when it is passed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from msgspec import Struct

from trainer_app.content.module import Item, Module

Kind = Literal["pre", "quiz", "refresher"]
T = TypeVar("T")


class Attempt(Struct, frozen=True, kw_only=True):
    """One sitting, as it is kept to resume. ``number`` counts from 1 in a registration."""

    module_id: str
    version: str
    kind: Kind
    number: int
    seed: int
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """How the items of one objective went."""

    objective_id: str
    right: int
    total: int

    @property
    def reached(self) -> bool:
        return self.right == self.total


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on an attempt. ``scaled`` is 0..1; ``read_again`` names lessons."""

    raw: int
    total: int
    scaled: float
    passed: bool
    missed_critical: tuple[str, ...]
    objectives: tuple[ObjectiveResult, ...]
    read_again: tuple[str, ...]


def draw(module: Module, seed: int, previous: Sequence[str] = ()) -> tuple[str, ...]:
    """Ids of the items of a new quiz: every critical one, then objective by objective.

    Items not in ``previous`` come first, so that a retry asks other questions; the result is never
    the same list as ``previous`` where the bank allows another. The same seed draws the same.
    """
    random = Random(seed)
    chosen = [item for item in module.bank if item.critical]
    waiting: dict[str, list[Item]] = defaultdict(list)
    rest = [item for item in module.bank if not item.critical]
    random.shuffle(rest)
    for item in sorted(rest, key=lambda item: item.id in previous):
        waiting[item.objective].append(item)
    covered = {item.objective for item in chosen}
    order = [objective.id for objective in module.objectives]
    order.sort(key=lambda objective: objective in covered)
    while len(chosen) < module.pass_rule.draw and any(waiting.values()):
        for objective in order:
            if waiting[objective] and len(chosen) < module.pass_rule.draw:
                chosen.append(waiting[objective].pop(0))
    drawn = [item.id for item in chosen]
    random.shuffle(drawn)
    if drawn == list(previous) and len(drawn) > 1:
        drawn.append(drawn.pop(0))
    return tuple(drawn)


def form(module: Module, actor: str) -> tuple[str, ...]:
    """The items of the test before: form A or B, even over learners, always the same for one."""
    even = sum(actor.encode()) % 2 == 0
    return module.forms.a if even else module.forms.b


def shuffled(
    parts: Sequence[T], seed: int, item_id: str, *, never: Sequence[T] = ()
) -> tuple[T, ...]:
    """The parts of an item as this attempt shows them: shuffled, but not in the order ``never``."""
    order = list(parts)
    Random(f"{seed}/{item_id}").shuffle(order)
    if order == list(never) and len(order) > 1:
        order.append(order.pop(0))
    return tuple(order)


def judge(module: Module, attempt: Attempt, right: Mapping[str, bool]) -> Outcome:
    """The outcome, given for each item id whether it was right; a missing one was not."""
    items = [module.item(item_id) for item_id in attempt.item_ids]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for item in items:
        counts[item.objective][0] += right.get(item.id, False)
        counts[item.objective][1] += 1
    objectives = tuple(
        ObjectiveResult(objective.id, *counts[objective.id])
        for objective in module.objectives
        if objective.id in counts
    )
    missed = tuple(item.id for item in items if item.critical and not right.get(item.id, False))
    raw = sum(right.get(item.id, False) for item in items)
    scaled = raw / len(items) if items else 0.0
    by_id = {objective.id: objective for objective in module.objectives}
    again = [
        lesson for o in objectives if not o.reached for lesson in by_id[o.objective_id].lessons
    ]
    return Outcome(
        raw=raw,
        total=len(items),
        scaled=round(scaled, 4),
        passed=attempt.kind == "quiz" and scaled >= module.pass_rule.pass_mark and not missed,
        missed_critical=missed,
        objectives=objectives,
        read_again=tuple(dict.fromkeys(again)),
    )
