"""Answers and verdicts as statements; what they have in common wherever they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.operations.learning import activity_path, draft
from trainer_app.operations.refreshers import REFRESHER
from trainer_app.training.scoring import canonical, is_right, right_response
from trainer_app.training.statement import ActivityType, Draft, Verb

if TYPE_CHECKING:
    from trainer_app.content.module import Item, Module
    from trainer_app.operations.people import SignedIn
    from trainer_app.training.attempt import Attempt, Outcome

_PATH = {"pre": "test/pre", "quiz": "test/post", "refresher": REFRESHER}
_ROLE = {"pre": "pre", "quiz": "post", "refresher": "refresher"}
_INTERACTION = {
    "choice": "choice",
    "choices": "choice",
    "true-false": "true-false",
    "order": "sequencing",
    "match": "matching",
    "sort": "matching",
    "spot": "other",
}


def path_of_test(attempt: Attempt) -> str:
    """Where the test of an attempt stands below its module."""
    return _PATH[attempt.kind]


def answer_draft(
    signed_in: SignedIn,
    module: Module,
    item: Item,
    response: str,
    duration_ms: int | None,
    parent: str,
    **facts: object,
) -> Draft:
    """An answer, scored; ``facts`` are further fields of the draft.

    Raises ``ValueError`` for a response the item cannot have.
    """
    given = canonical(item, response)
    right = is_right(item, given)
    kind = item.__struct_config__.tag
    return draft(
        signed_in, module, Verb.ANSWERED, ActivityType.ITEM, f"q/{item.id}",
        parent=activity_path(module, parent),
        interaction=_INTERACTION[str(kind)],
        pattern=right_response(item),
        response=given,
        success=right,
        scaled=1.0 if right else 0.0,
        duration_ms=duration_ms,
        **facts,
    )  # fmt: skip


def verdict_draft(
    signed_in: SignedIn,
    module: Module,
    attempt: Attempt,
    outcome: Outcome,
    duration_ms: int | None,
    **facts: object,
) -> Draft:
    """How an attempt went; only a quiz is passed or not."""
    judged = attempt.kind == "quiz"
    verb = Verb.COMPLETED if not judged else Verb.PASSED if outcome.passed else Verb.FAILED
    return draft(
        signed_in, module, verb, ActivityType.TEST, path_of_test(attempt),
        test_role=_ROLE[attempt.kind],
        attempt=attempt.number,
        success=outcome.passed if judged else None,
        completion=None if judged else True,
        scaled=outcome.scaled,
        raw=outcome.raw,
        maximum=outcome.total,
        duration_ms=duration_ms,
        pass_mark=module.pass_rule.pass_mark if judged else None,
        **facts,
    )  # fmt: skip


def pass_draft(signed_in: SignedIn, module: Module, outcome: Outcome, **facts: object) -> Draft:
    """That somebody passed the module."""
    return draft(
        signed_in, module, Verb.PASSED, ActivityType.MODULE, "",
        success=True,
        scaled=outcome.scaled,
        raw=outcome.raw,
        maximum=outcome.total,
        pass_mark=module.pass_rule.pass_mark,
        **facts,
    )  # fmt: skip
