"""How a test of the room stands, for the pages about it: one question to the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.operations.room_tests import require_version
from trainer_app.operations.session_record import session
from trainer_app.operations.session_results import PersonInTest, people_in_test
from trainer_app.training.meeting import Test, TrainingSession
from trainer_app.training.statement import Taken

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A test of the room: the session, everybody in it by name, and what was read off paper so
    far: responses by item id, by learner id."""

    session: TrainingSession
    people: tuple[PersonInTest, ...]
    sheets: Mapping[str, Mapping[str, str]]

    def standing(self, standing: str) -> int:
        """How many are that far."""
        return sum(person.standing == standing for person in self.people)

    @property
    def at_computers(self) -> int:
        """How many are writing at a computer."""
        return sum(
            person.standing == "writing" and person.way is not Taken.PAPER for person in self.people
        )


def room_now(store: Store, *, meeting: UUID, test: Test, module: Module) -> RoomNow:
    """How the test stands now. Raises ``OtherVersion``, ``KeyError`` for no such session."""
    told = session(store, meeting=meeting)
    require_version(told, module)
    people = people_in_test(store, meeting=meeting, test=test, module=module)
    return RoomNow(told, tuple(people), store.sheets.of(meeting, test))
