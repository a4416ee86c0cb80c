"""One person at their form of a room's test, and what it leaves in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.operations.answer_drafts import (
    answer_draft,
    pass_draft,
    path_of_test,
    verdict_draft,
)
from trainer_app.operations.attempts import Sitting, claim_number
from trainer_app.operations.people import SignedIn
from trainer_app.training.attempt import Attempt, Kind, Outcome, judge
from trainer_app.training.meeting import Test, TrainingSession, seed_of
from trainer_app.training.scoring import is_right
from trainer_app.training.statement import Draft, Taken

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store

Places = dict[tuple[str, str], bytes | None]
"""Bookmarks to write: by learner id and place."""


@dataclass(frozen=True, slots=True)
class RoomSitting:
    """One person at a computer with their form of the test."""

    meeting: UUID
    test: Test
    taken: Taken
    instructor: str
    signed_in: SignedIn
    sitting: Sitting


def paper_drafts(room: RoomSitting, module: Module, responses: Mapping[str, str]) -> list[Draft]:
    """Answers read off paper, and the verdict; what is not there was not answered."""
    attempt = room.sitting.attempt
    drafts = [
        answer_draft(
            room.signed_in, module, module.item(item_id), responses[item_id], None,
            path_of_test(attempt),
            attempt=attempt.number, meeting=room.meeting, taken=Taken.PAPER,
            instructor=room.instructor,
        )
        for item_id in attempt.item_ids
        if item_id in responses
    ]  # fmt: skip
    right = {
        item_id: is_right(module.item(item_id), response) for item_id, response in responses.items()
    }
    return drafts + verdict_drafts(room, module, right, None)[0]


def verdict_drafts(
    room: RoomSitting, module: Module, right: Mapping[str, bool], duration_ms: int | None
) -> tuple[list[Draft], Outcome]:
    """The verdict on a sitting; a passed test after it passes the module, for it was taught."""
    judged = room.signed_in.rules.judged(module)
    attempt = room.sitting.attempt
    outcome = judge(judged, attempt, right)
    facts: dict[str, object] = {
        "meeting": room.meeting, "taken": room.taken, "instructor": room.instructor,
    }  # fmt: skip
    drafts = [verdict_draft(room.signed_in, judged, attempt, outcome, duration_ms, **facts)]
    if outcome.passed:
        drafts.append(pass_draft(room.signed_in, judged, outcome, **facts))
    return drafts, outcome


def new_attempt(
    store: Store,
    told: TrainingSession,
    meeting: UUID,
    test: Test,
    learner_id: str,
    module: Module,
) -> tuple[Attempt, Places]:
    """An attempt at somebody's form, and the bookmark that takes its number."""
    kind: Kind = "pre" if test == "before" else "quiz"
    number, places = claim_number(store, learner_id=learner_id, module=module, kind=kind)
    attempt = Attempt(
        module_id=module.id,
        version=module.version,
        kind=kind,
        number=number,
        seed=seed_of(meeting),
        item_ids=told.paper(test, learner_id),
    )
    return attempt, places
