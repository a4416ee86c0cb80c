"""Answering: practice questions, the test before, the quiz. Written before it is said."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from trainer_app.content.module import Item, Module
from trainer_app.operations import Changed
from trainer_app.operations.certificates import certificate_draft
from trainer_app.operations.learning import activity_path, draft, required_parts
from trainer_app.operations.refreshers import REFRESHER, known_items
from trainer_app.training.attempt import Attempt, Kind, Outcome, draw, form, judge
from trainer_app.training.refresher import draw_refresher
from trainer_app.training.scoring import canonical, is_right, right_response
from trainer_app.training.statement import ActivityType, Draft, Verb

if TYPE_CHECKING:
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store

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


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt under way. ``answers``: by item id, the response and whether it was right."""

    attempt: Attempt
    answers: dict[str, tuple[str, bool]]

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
        return Sitting(previous.attempt, _answers(store, signed_in, module, previous.attempt))
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
    return Sitting(attempt, {})


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
    if before := _answers(store, signed_in, module, attempt).get(item_id):
        return Answered(item_id, *before, Changed.NOTHING)
    answer = _answer(signed_in, module, item, response, duration_ms, _path(attempt), attempt.number)
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
    answer = _answer(
        signed_in, module, module.item(item_id), response, duration_ms, f"l/{lesson_id}"
    )
    store.append([answer])
    return Answered(item_id, answer.response or "", bool(answer.success))


def finish_attempt(
    store: Store, *, signed_in: SignedIn, module: Module, attempt: Attempt, duration_ms: int
) -> AttemptFinished:
    """Judge the attempt. A passed quiz passes the module and earns the certificate, all at once.

    Raises ``ValueError`` while items are unanswered.
    """
    answers = _answers(store, signed_in, module, attempt)
    if missing := set(attempt.item_ids) - set(answers):
        raise ValueError(f"unanswered: {sorted(missing)}")
    module = signed_in.rules.judged(module)
    outcome = judge(module, attempt, {item_id: right for item_id, (_, right) in answers.items()})
    drafts = [_verdict(signed_in, module, attempt, outcome, duration_ms)]
    serial = None
    if outcome.passed and _complete(store, signed_in, module):
        drafts.append(_module_passed(signed_in, module, outcome))
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


class _Kept(msgspec.Struct, frozen=True):
    """What is remembered between attempts: the open one, the last draw, how many there were."""

    attempt: Attempt | None = None
    drawn: tuple[str, ...] = ()
    count: int = 0


def _place(module: Module, kind: Kind) -> str:
    return f"{kind}/{module.id}" if module.form == "full" else f"{kind}/{module.id}/{module.form}"


def _path(attempt: Attempt) -> str:
    return _PATH[attempt.kind]


def _answers(
    store: Store, signed_in: SignedIn, module: Module, attempt: Attempt
) -> dict[str, tuple[str, bool]]:
    probe = draft(signed_in, module, Verb.ANSWERED, ActivityType.ITEM)
    test = activity_path(module, _path(attempt))
    found = store.answers(probe.registration, test, attempt.number)
    known = set(attempt.item_ids)
    questions = activity_path(module, "q/")
    by_id = {path.removeprefix(questions): answer for path, answer in found.items()}
    return {item_id: answer for item_id, answer in by_id.items() if item_id in known}


def _answer(
    signed_in: SignedIn,
    module: Module,
    item: Item,
    response: str,
    duration_ms: int,
    parent: str,
    attempt: int | None = None,
) -> Draft:
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
        attempt=attempt,
    )  # fmt: skip


def _verdict(
    signed_in: SignedIn, module: Module, attempt: Attempt, outcome: Outcome, duration_ms: int
) -> Draft:
    judged = attempt.kind == "quiz"
    verb = Verb.COMPLETED if not judged else Verb.PASSED if outcome.passed else Verb.FAILED
    return draft(
        signed_in, module, verb, ActivityType.TEST, _path(attempt),
        test_role=_ROLE[attempt.kind],
        attempt=attempt.number,
        success=outcome.passed if judged else None,
        completion=None if judged else True,
        scaled=outcome.scaled,
        raw=outcome.raw,
        maximum=outcome.total,
        duration_ms=duration_ms,
        pass_mark=module.pass_rule.pass_mark if judged else None,
    )  # fmt: skip


def _module_passed(signed_in: SignedIn, module: Module, outcome: Outcome) -> Draft:
    return draft(
        signed_in, module, Verb.PASSED, ActivityType.MODULE,
        success=True,
        scaled=outcome.scaled,
        raw=outcome.raw,
        maximum=outcome.total,
        pass_mark=module.pass_rule.pass_mark,
    )  # fmt: skip


def _complete(store: Store, signed_in: SignedIn, module: Module) -> bool:
    progress = store.progress(signed_in.learner.actor)
    return all((made := progress.get(p)) and made.completed for p in required_parts(module))
