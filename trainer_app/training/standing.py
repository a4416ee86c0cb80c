"""Where somebody stands with a module: the one rule behind every number of the supervisor's desk.

``asked`` modules are those of somebody's role path. Who passed stands ``in-date`` until a refresher
is due; who leaves it undone for more than ``refresher.PATIENCE_DAYS`` stands ``overdue``. A
refresher comes a year after the last at the latest, so that no pass counts for longer unrenewed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer_app.training.refresher import due

State = Literal["in-date", "due", "overdue", "in-progress", "not-started"]
STATES: tuple[State, ...] = ("in-date", "due", "overdue", "in-progress", "not-started")
"""From the best to what is still to come; the order of legends, charts and sorting."""
_TRAINED = frozenset(("in-date", "due"))


@dataclass(frozen=True, slots=True)
class Standing:
    """One person and one module. ``due_on`` is the day of the refresher that is or will be due;
    None for who did not pass."""

    state: State
    due_on: date | None = None


def standing(
    *,
    started: bool,
    passed_on: date | None,
    refreshed_on: date | None,
    offsets: Sequence[int],
    today: date,
) -> Standing:
    """Where somebody stands today. ``offsets`` are the module's refresher days after a pass."""
    if passed_on is None:
        return Standing("in-progress" if started else "not-started")
    next_one = due(passed_on, offsets, refreshed_on, today)
    state: State = "in-date" if next_one.state == "later" else next_one.state
    return Standing(state, next_one.on)


def is_trained(states: Mapping[str, State], asked: Iterable[str]) -> bool:
    """Whether every module that is asked was passed and is not overdue; of nothing asked, no."""
    wanted = [states.get(module_id, "not-started") for module_id in asked]
    return bool(wanted) and all(state in _TRAINED for state in wanted)


def is_overdue(states: Mapping[str, State], asked: Iterable[str]) -> bool:
    """Whether any module that is asked is overdue."""
    return any(states.get(module_id) == "overdue" for module_id in asked)
