"""Answering: practice questions, the test before, the quiz. Written before it is said."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from trainer_app.content.module import Module
from trainer_app.operations import Changed
from trainer_app.operations.answer_drafts import (
    answer_draft,
    pass_draft,
    path_of_test,
    verdict_draft,
)
from trainer_app.operations.certificates import certificate_draft
from trainer_app.operations.confidence import asks_confidence
from trainer_app.operations.learning import activity_path, draft, required_parts
from trainer_app.operations.refreshers import known_items
from trainer_app.training.attempt import Attempt, Kind, Outcome, draw, form, judge
from trainer_app.training.confidence import asks
from trainer_app.training.refresher import draw_refresher
from trainer_app.training.statement import ActivityType, Verb

if TYPE_CHECKING:
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt under way. ``answers``: by item id, the response and whether it was right.

    ``asks_confidence``: at its end, somebody is asked how sure they are.
    """

    attempt: Attempt
    answers: dict[str, tuple[str, bool]]
    asks_confidence: bool = False

    @property
    def next_item(self) -> str | None:
        """The first item without an answer; None when all are answered."""
        return next((i for i in self.attempt.item_ids if i not in self.answers), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer on disk."""

    item_id: str
    response: str
    right: bool
    changed: Changed = field(default=Changed.ATTEMPTS)


@dataclass(frozen=True, slots=True)
class AttemptFinished:
    """The verdict, on disk. ``serial`` is that of the certificate it earned."""

    outcome: Outcome
    serial: str | None
    changed: Changed = field(default=Changed.ATTEMPTS)


def start_attempt(store: Store, *, signed_in: SignedIn, module: Module, kind: Kind) -> Sitting:
    """Go on with the attempt that was left, or draw a new one and remember it.

    An attempt left under another version of the module is dropped for a new draw; its answers stay
    in the log.
    """
    learner = signed_in.learner
    place = _place(module, kind)
    kept = store.bookmark(learner.learner_id, place)
    previous = msgspec.json.decode(kept, type=_Kept) if kept else _Kept()
    if previous.attempt and previous.attempt.version == module.version:
        attempt = previous.attempt
        return Sitting(
            attempt,
            answers_given(store, signed_in, module, attempt),
            asks_confidence(store, signed_in, module, attempt),
        )
    seed = secrets.randbits(48)
    attempt = Attempt(
        module_id=module.id,
        version=module.version,
        kind=kind,
        number=previous.count + 1,
        seed=seed,
        item_ids=_drawn(store, signed_in, module, kind, seed, previous.drawn),
    )
    now = _Kept(attempt=attempt, drawn=attempt.item_ids, count=attempt.number)
    store.keep(learner.learner_id, place, msgspec.json.encode(now))
    return Sitting(attempt, {}, asks(attempt))


def answer_item(
    store: Store,
    *,
    signed_in: SignedIn,
    module: Module,
    attempt: Attempt,
    item_id: str,
    response: str,
    duration_ms: int,
) -> Answered:
    """Score a response and put it on disk before anyone sees it.

    An item that already has an answer in this attempt keeps it: the first one counts.
    Raises ``ValueError`` for a response the item cannot have, ``NotSaved`` when the disk says no.
    """
    item = module.item(item_id)
    if before := answers_given(store, signed_in, module, attempt).get(item_id):
        return Answered(item_id, *before, Changed.NOTHING)
    answer = answer_draft(
        signed_in,
        module,
        item,
        response,
        duration_ms,
        path_of_test(attempt),
        attempt=attempt.number,
    )
    store.append([answer])
    return Answered(item_id, answer.response or "", bool(answer.success))


def answer_check(
    store: Store,
    *,
    signed_in: SignedIn,
    module: Module,
    lesson_id: str,
    item_id: str,
    response: str,
    duration_ms: int,
) -> Answered:
    """The same for a practice question inside a lesson; it may be answered again and again."""
    item = module.item(item_id)
    answer = answer_draft(signed_in, module, item, response, duration_ms, f"l/{lesson_id}")
    store.append([answer])
    return Answered(item_id, answer.response or "", bool(answer.success))


def finish_attempt(
    store: Store, *, signed_in: SignedIn, module: Module, attempt: Attempt, duration_ms: int
) -> AttemptFinished:
    """Judge the attempt. A passed quiz passes the module and earns the certificate, all at once.

    Raises ``ValueError`` while items are unanswered.
    """
    answers = answers_given(store, signed_in, module, attempt)
    if missing := set(attempt.item_ids) - set(answers):
        raise ValueError(f"unanswered: {sorted(missing)}")
    module = signed_in.rules.judged(module)
    outcome = judge(module, attempt, {item_id: right for item_id, (_, right) in answers.items()})
    drafts = [verdict_draft(signed_in, module, attempt, outcome, duration_ms)]
    serial = None
    if outcome.passed and _complete(store, signed_in, module):
        drafts.append(pass_draft(signed_in, module, outcome))
        if module.form == "full":  # a short form earns its certificate with the whole path
            drafts.append(earned := certificate_draft(store, signed_in=signed_in, module=module))
            serial = earned.serial
    place = (signed_in.learner.learner_id, _place(module, attempt.kind))
    after = _Kept(attempt=None, drawn=attempt.item_ids, count=attempt.number)
    store.append(drafts, bookmarks={place: msgspec.json.encode(after)})
    return AttemptFinished(outcome, serial)


def _drawn(
    store: Store,
    signed_in: SignedIn,
    module: Module,
    kind: Kind,
    seed: int,
    previous: tuple[str, ...],
) -> tuple[str, ...]:
    match kind:
        case "pre":
            return form(module, signed_in.learner.actor)
        case "quiz":
            return draw(module, seed, previous)
        case "refresher":
            known = known_items(module, store.progress(signed_in.learner.actor))
            return draw_refresher(module, seed, known)


def claim_number(
    store: Store, *, learner_id: str, module: Module, kind: Kind
) -> tuple[int, dict[tuple[str, str], bytes | None]]:
    """The number of one more attempt, and the bookmark that takes it.

    What somebody began alone stays as it is.
    """
    place = _place(module, kind)
    kept = store.bookmark(learner_id, place)
    before = msgspec.json.decode(kept, type=_Kept) if kept else _Kept()
    after = msgspec.structs.replace(before, count=before.count + 1)
    return after.count, {(learner_id, place): msgspec.json.encode(after)}


class _Kept(msgspec.Struct, frozen=True):
    """What is remembered between attempts: the open one, the last draw, how many there were."""

    attempt: Attempt | None = None
    drawn: tuple[str, ...] = ()
    count: int = 0


def _place(module: Module, kind: Kind) -> str:
    return f"{kind}/{module.id}" if module.form == "full" else f"{kind}/{module.id}/{module.form}"


def answers_given(
    store: Store, signed_in: SignedIn, module: Module, attempt: Attempt
) -> dict[str, tuple[str, bool]]:
    """What was answered on this computer in an attempt: response and whether it was right."""
    probe = draft(signed_in, module, Verb.ANSWERED, ActivityType.ITEM)
    test = activity_path(module, path_of_test(attempt))
    found = store.answers(probe.registration, test, attempt.number)
    known = set(attempt.item_ids)
    questions = activity_path(module, "q/")
    by_id = {path.removeprefix(questions): answer for path, answer in found.items()}
    return {item_id: answer for item_id, answer in by_id.items() if item_id in known}


def _complete(store: Store, signed_in: SignedIn, module: Module) -> bool:
    progress = store.progress(signed_in.learner.actor)
    return all((made := progress.get(p)) and made.completed for p in required_parts(module))
