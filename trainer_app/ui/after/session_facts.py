"""What the pages after a training session show, read at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.content.folding import folded
from trainer_app.operations.session_record import roll
from trainer_app.operations.session_results import SessionResults, session_results
from trainer_app.operations.staff import list_staff

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.meeting import TrainingSession
    from trainer_app.training.people import Learner


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as it stands now. ``leads`` are names, first who led it. ``here`` and ``expected``
    are in alphabetical order; the latter are those of its teams and whoever was ticked."""

    meeting: UUID
    module: Module
    results: SessionResults
    leads: tuple[str, ...]
    here: tuple[Learner, ...]
    expected: tuple[Learner, ...]

    @property
    def told(self) -> TrainingSession:
        return self.results.session

    @property
    def day(self) -> date | None:
        """The day it was held; None for one that cannot be read."""
        try:
            return date.fromisoformat(self.told.day)
        except ValueError:
            return None

    @property
    def number(self) -> str:
        """What tells this session from others on paper and in the names of files."""
        return self.meeting.hex[:8].upper()


def read_facts(store: Store, meeting: UUID, module: Module) -> SessionFacts:
    """Read everything. Raises ``KeyError`` where there is no such session."""
    results = session_results(store, meeting=meeting, module=module)
    names = {card.staff.staff_id: card.staff.name for card in list_staff(store)}
    return SessionFacts(
        meeting=meeting,
        module=module,
        results=results,
        leads=tuple(names[one] for one in results.session.facilitators if one in names),
        here=by_name(person.learner for person in results.people),
        expected=by_name(row.learner for row in roll(store, meeting=meeting)),
    )


def by_name(people: Iterable[Learner]) -> tuple[Learner, ...]:
    """In alphabetical order, as people look for their name; accents and case do not count."""
    return tuple(sorted(people, key=lambda one: (folded(one.name), one.team, one.learner_id)))
