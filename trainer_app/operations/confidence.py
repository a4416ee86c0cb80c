"""How sure somebody is, asked beside a test: kept as answers that are neither right nor not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trainer_app.i18n import N_
from trainer_app.operations import Changed
from trainer_app.operations.answer_drafts import path_of_test
from trainer_app.operations.learning import activity_path, draft
from trainer_app.training.confidence import LEVELS, LIKERT, LINES, Level, Line, asks, line_path
from trainer_app.training.statement import ActivityType, Verb

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.training.attempt import Attempt

LINE_WORDS: dict[Line, str] = {
    "notice": N_("I would notice signs that a child may be at risk."),
    "respond": N_("I know what to do first."),
    "whom-to-tell": N_("I know whom to tell where I work."),
    "pass-on": N_("I would pass on a concern even when I am not sure."),
}
LEVEL_WORDS: dict[Level, str] = {
    # For translators: four answers to "How sure are you?", from the least to the most.
    "1": N_("Not sure"),
    "2": N_("A little sure"),
    "3": N_("Fairly sure"),
    "4": N_("Very sure"),
}


@dataclass(frozen=True, slots=True)
class ConfidenceSaid:
    """So many lines are on disk."""

    lines: int
    changed: Changed = field(default=Changed.ATTEMPTS)


def asks_confidence(store: Store, signed_in: SignedIn, module: Module, attempt: Attempt) -> bool:
    """Whether the lines are still to be asked in an attempt."""
    return asks(attempt) and not _said(store, signed_in, module, attempt)


def say_confidence(
    store: Store,
    *,
    signed_in: SignedIn,
    module: Module,
    attempt: Attempt,
    levels: Mapping[Line, Level],
    **facts: object,
) -> ConfidenceSaid:
    """Keep how sure somebody is, all lines at once; a line said before keeps its level.

    ``facts`` are further fields of the drafts. Raises ``ValueError`` for a line or level that does
    not exist or an attempt that has none, ``NotSaved``.
    """
    if not asks(attempt) or not set(levels) <= set(LINES) or not set(levels.values()) <= {*LEVELS}:
        raise ValueError("these lines are not asked here, or not in this way")
    said = _said(store, signed_in, module, attempt)
    drafts = [
        draft(
            signed_in, module, Verb.ANSWERED, ActivityType.ITEM, line_path(line),
            parent=activity_path(module, path_of_test(attempt)),
            interaction=LIKERT,
            response=levels[line],
            attempt=attempt.number,
            **facts,
        )
        for line in LINES
        if line in levels and line not in said
    ]  # fmt: skip
    store.append(drafts)
    return ConfidenceSaid(len(drafts))


def _said(store: Store, signed_in: SignedIn, module: Module, attempt: Attempt) -> set[str]:
    probe = draft(signed_in, module, Verb.ANSWERED, ActivityType.ITEM)
    test = activity_path(module, path_of_test(attempt))
    given = store.answers(probe.registration, test, attempt.number)
    return {line for line in LINES if activity_path(module, line_path(line)) in given}
