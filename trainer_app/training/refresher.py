"""Refreshers: when one is due after a pass, and which items it asks.

Fixed dates after the pass, week 1, month 1, month 3, then every year: equal and growing intervals
serve memory alike (Latimier and others 2021), so simple dates do. Who comes late makes up with one
refresher for all that were missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from trainer_app.content.module import Item, Module

SIZE = 7
"""Six to eight items take five minutes."""
MINUTES = 5
YEAR = 365
PATIENCE_DAYS = 14
"""So many days after its date a refresher counts as overdue."""


@dataclass(frozen=True, slots=True)
class Due:
    """The refresher that is or will be due. ``number`` counts from 1 since the pass."""

    number: int
    on: date
    state: Literal["later", "due", "overdue"]


@dataclass(frozen=True, slots=True)
class Known:
    """How an item went last: whether it was right, and the day."""

    right: bool
    on: date


def due(passed_on: date, offsets: Sequence[int], refreshed_on: date | None, today: date) -> Due:
    """The latest refresher date that nothing was done for since, or the next one to come.

    ``offsets`` count days from the pass, rising; after the last one a refresher comes every year.
    """
    last = max(passed_on, refreshed_on or passed_on)
    number, on = 1, passed_on + timedelta(days=offsets[0])
    while on <= last or _date(passed_on, offsets, number + 1) <= today:
        number += 1
        on = _date(passed_on, offsets, number)
    if on > today:
        return Due(number, on, "later")
    late = today - on > timedelta(days=PATIENCE_DAYS)
    return Due(number, on, "overdue" if late else "due")


def draw_refresher(
    module: Module, seed: int, known: Mapping[str, Known], size: int = SIZE
) -> tuple[str, ...]:
    """Ids of the items to ask, objective by objective, the missed objectives first.

    Within an objective come items that went wrong, then those never asked, then those not seen for
    longest. The same seed draws the same.
    """
    random = Random(seed)
    bank = list(module.bank)
    random.shuffle(bank)
    bank.sort(key=lambda item: _freshness(known.get(item.id)))
    waiting: dict[str, list[Item]] = defaultdict(list)
    for item in bank:
        waiting[item.objective].append(item)
    order = [objective.id for objective in module.objectives]
    random.shuffle(order)
    order.sort(key=lambda objective: not _missed(waiting[objective], known))
    chosen: list[str] = []
    while len(chosen) < size and any(waiting.values()):
        for objective in order:
            if waiting[objective] and len(chosen) < size:
                chosen.append(waiting[objective].pop(0).id)
    return tuple(chosen)


def _date(passed_on: date, offsets: Sequence[int], number: int) -> date:
    if number <= len(offsets):
        return passed_on + timedelta(days=offsets[number - 1])
    return passed_on + timedelta(days=offsets[-1] + YEAR * (number - len(offsets)))


def _missed(items: list[Item], known: Mapping[str, Known]) -> bool:
    return any(item.id in known and not known[item.id].right for item in items)


def _freshness(last: Known | None) -> tuple[int, date]:
    if last is None:
        return 1, date.min
    return (2 if last.right else 0), last.on
