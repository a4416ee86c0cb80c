"""What an answer becomes when somebody presses a state or changes a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.operations.readiness import ItemAnswer
from trainer_app.training.checks import SEEN, review_after

if TYPE_CHECKING:
    from trainer_app.training.checks import CheckState


def with_state(
    now: ItemAnswer | None, stands: ItemAnswer | None, state: CheckState, today: date
) -> ItemAnswer:
    """Pressing the state that stands takes back what was changed; of an overdue one it says that it
    is still so. A new one was seen today and comes up again in three months."""
    if stands is not None and stands.state == state:
        return still_so(stands, today) if is_due(stands, today) else stands
    if now is not None and now.state == state:
        return now
    seen = now.evidence_on if now and now.state in SEEN else None
    return ItemAnswer(state, (seen or today) if state in SEEN else None, review_after(today))


def with_evidence(now: ItemAnswer, day: date, today: date) -> ItemAnswer:
    """Seen on another day; whoever looked again looks again in three months."""
    review = review_after(today) if is_due(now, today) else now.review_on
    return replace(now, evidence_on=day, review_on=review)


def with_review(now: ItemAnswer, day: date) -> ItemAnswer:
    """To be looked at again on another day."""
    return replace(now, review_on=day)


def still_so(stands: ItemAnswer, today: date) -> ItemAnswer:
    """Looked at today, and nothing has changed."""
    return ItemAnswer(stands.state, today if stands.state in SEEN else None, review_after(today))


def is_due(answer: ItemAnswer, today: date) -> bool:
    """Whether the day of the next review has come."""
    return answer.review_on is None or answer.review_on <= today
