"""Tests for the room: opened and closed by staff, answered on paper or at a computer.

Every answer ends in the person's own statements, marked with how it was taken. What is read off
paper is kept as notes that can be mended until the test is closed; then it becomes statements.
Closing keeps every answer given so far, and what was not answered counts as not right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.answer_drafts import (
    answer_draft,
    path_of_test,
)
from trainer_app.operations.attempts import Answered, Sitting, answers_given
from trainer_app.operations.confidence import ConfidenceSaid, asks_confidence, say_confidence
from trainer_app.operations.people import SignedIn
from trainer_app.operations.programme import rules_here
from trainer_app.operations.room_sitting import (
    Places,
    RoomSitting,
    new_attempt,
    paper_drafts,
    verdict_drafts,
)
from trainer_app.operations.session_record import (
    SESSION,
    NotRunning,
    running_session,
    session,
    with_facts,
    written,
)
from trainer_app.training.attempt import Attempt, Outcome
from trainer_app.training.meeting import RoomTest, Test, TrainingSession
from trainer_app.training.scoring import canonical
from trainer_app.training.statement import Draft, Taken

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.operations.session_record import Kept
    from trainer_app.store import Store
    from trainer_app.training.confidence import Level, Line
    from trainer_app.training.staff import OnDuty


class NotOpen(TrainerError):
    """The test was closed, or not yet opened."""


class OtherVersion(TrainerError):
    """The module on this computer is not the one the session was planned with."""


@dataclass(frozen=True, slots=True)
class RoomFinished:
    """The person is done, on disk. The room does not show who passed."""

    outcome: Outcome
    changed: Changed = field(default=Changed.ATTEMPTS | Changed.SESSION)


@dataclass(frozen=True, slots=True)
class SheetsKept:
    """Notes from paper, on disk."""

    people: int
    changed: Changed = field(default=Changed.SESSION)


@dataclass(frozen=True, slots=True)
class RoomTestClosed:
    """A test that is over. ``people`` got a verdict now; ``cut_short`` of them left some open."""

    session: TrainingSession
    people: int
    cut_short: int
    changed: Changed = field(default=Changed.ATTEMPTS | Changed.SESSION)


# ---------------------------------------------------------------- opening


def open_test(store: Store, *, by: OnDuty, meeting: UUID, test: Test) -> Kept:
    """Open a test for everybody who is here, and for who comes later.

    Raises ``TrainerError`` while the other one is open, or once this one was closed.
    """
    from trainer_app.operations.training_sessions import set_test

    told = running_session(store, meeting)
    other: Test = "after" if test == "before" else "before"
    if told.test(test).state == "closed":
        raise TrainerError(_("This test was closed. Its answers stay as they are."))
    if told.test(other).state == "open":
        raise TrainerError(_("The other test is still open. Close it first."))
    return set_test(store, meeting=meeting, test=test, state=RoomTest(state="open"))


# ---------------------------------------------------------------- at a computer


def start_room_sitting(
    store: Store, *, meeting: UUID, test: Test, learner_id: str, module: Module, taken: Taken
) -> RoomSitting:
    """Somebody sits down to their form, or goes on where they were.

    Raises ``NotOpen``, ``OtherVersion``, and ``TrainerError`` for somebody whose answers are on
    paper, who is done, or who was not ticked.
    """
    told = _open(store, meeting, test)
    require_version(told, module)
    signed_in = _signed_in(store, learner_id, meeting)
    items = told.paper(test, learner_id)
    name = isolate(signed_in.learner.name)
    if learner_id not in told.here or not items:
        raise TrainerError(_("{name} is not ticked as here.").format(name=name))
    if learner_id in store.sheets.of(meeting, test):
        raise TrainerError(_("The answers of {name} are on paper.").format(name=name))
    place = (learner_id, sitting_place(meeting, test))
    kept = store.bookmark(*place)
    if kept:
        attempt = msgspec.json.decode(kept, type=Attempt)
    else:
        if is_done(store, meeting, test, module, signed_in.learner.actor):
            raise TrainerError(_("{name} is done with this test.").format(name=name))
        attempt, places = new_attempt(store, told, meeting, test, learner_id, module)
        store.append([], bookmarks=places | {place: msgspec.json.encode(attempt)})
    answers = answers_given(store, signed_in, module, attempt)
    asked = asks_confidence(store, signed_in, module, attempt)
    sitting = Sitting(attempt, answers, asked)
    return RoomSitting(meeting, test, taken, told.instructor, signed_in, sitting)


def answer_in_room(
    store: Store,
    *,
    room: RoomSitting,
    module: Module,
    item_id: str,
    response: str,
    duration_ms: int,
) -> Answered:
    """Put an answer on disk; the first one to each question counts. Raises ``NotOpen``."""
    _open(store, room.meeting, room.test)
    attempt, item = room.sitting.attempt, module.item(item_id)
    if before := answers_given(store, room.signed_in, module, attempt).get(item_id):
        return Answered(item_id, *before, Changed.NOTHING)
    answer = answer_draft(
        room.signed_in, module, item, response, duration_ms, path_of_test(attempt),
        attempt=attempt.number, meeting=room.meeting, taken=room.taken, instructor=room.instructor,
    )  # fmt: skip
    store.append([answer])
    return Answered(item_id, answer.response or "", bool(answer.success))


def say_confidence_in_room(
    store: Store, *, room: RoomSitting, module: Module, levels: Mapping[Line, Level]
) -> ConfidenceSaid:
    """Keep how sure somebody is; see ``say_confidence``. Raises ``NotOpen``."""
    _open(store, room.meeting, room.test)
    return say_confidence(
        store, signed_in=room.signed_in, module=module, attempt=room.sitting.attempt,
        levels=levels, meeting=room.meeting, taken=room.taken, instructor=room.instructor,
    )  # fmt: skip


def finish_room_sitting(
    store: Store, *, room: RoomSitting, module: Module, duration_ms: int
) -> RoomFinished:
    """The person is done. Raises ``ValueError`` while questions are open, ``NotOpen``."""
    _open(store, room.meeting, room.test)
    answers = answers_given(store, room.signed_in, module, room.sitting.attempt)
    if missing := set(room.sitting.attempt.item_ids) - set(answers):
        raise ValueError(f"unanswered: {sorted(missing)}")
    right = {item_id: was_right for item_id, (_given, was_right) in answers.items()}
    drafts, outcome = verdict_drafts(room, module, right, duration_ms)
    place = (room.signed_in.learner.learner_id, sitting_place(room.meeting, room.test))
    store.append(drafts, bookmarks={place: None})
    return RoomFinished(outcome)


# ---------------------------------------------------------------- on paper


def keep_sheets(
    store: Store,
    *,
    meeting: UUID,
    test: Test,
    module: Module,
    sheets: Mapping[str, Mapping[str, str]],
) -> SheetsKept:
    """Keep what was read off paper: responses by item id, by learner id; an empty one goes.

    May be mended until the test is closed. Raises ``NotOpen``, ``OtherVersion``, and
    ``ValueError`` for a response the item cannot have or an item that is not on the sheet.
    """
    told = _open(store, meeting, test)
    require_version(told, module)
    clean: dict[str, dict[str, str]] = {}
    for learner_id, responses in sheets.items():
        asked = told.paper(test, learner_id)
        if unasked := set(responses) - set(asked):
            raise ValueError(f"not on the sheet: {sorted(unasked)}")
        clean[learner_id] = {
            item_id: canonical(module.item(item_id), response)
            for item_id, response in responses.items()
        }
    store.sheets.put(meeting, test, clean)
    return SheetsKept(len(clean))


# ---------------------------------------------------------------- closing


def close_test(
    store: Store, *, by: OnDuty, meeting: UUID, test: Test, module: Module
) -> RoomTestClosed:
    """Close a test for good: paper becomes statements, and who was still writing keeps what they
    answered. All at once, or not at all. Raises ``NotOpen``, ``OtherVersion``.
    """
    told = _open(store, meeting, test)
    require_version(told, module)
    drafts: list[Draft] = []
    places: Places = {}
    people = cut_short = 0
    sat: set[str] = set()
    for room, answers in _unfinished(store, told, meeting, test, module):
        learner_id = room.signed_in.learner.learner_id
        places[learner_id, sitting_place(meeting, test)] = None
        if not answers:
            continue
        right = {item_id: was_right for item_id, (_given, was_right) in answers.items()}
        drafts += verdict_drafts(room, module, right, None)[0]
        sat.add(learner_id)
        people += 1
        cut_short += 1
    for learner_id, responses in store.sheets.of(meeting, test).items():
        signed_in = _known(store, learner_id, meeting)
        if signed_in is None or learner_id in sat:
            continue  # erased, or they answered at the computer themselves
        if is_done(store, meeting, test, module, signed_in.learner.actor):
            continue
        attempt, claimed = new_attempt(store, told, meeting, test, learner_id, module)
        places |= claimed
        room = RoomSitting(
            meeting, test, Taken.PAPER, told.instructor, signed_in, Sitting(attempt, {})
        )
        drafts += paper_drafts(room, module, responses)
        people += 1
        cut_short += len(responses) < len(attempt.item_ids)
    over = with_facts(told, **{test: RoomTest(state="closed")})
    store.append(drafts, bookmarks=places, records={(SESSION, str(meeting)): written(over)})
    store.sheets.drop(meeting, test)
    return RoomTestClosed(over, people, cut_short)


def settle_sittings(store: Store, *, meeting: UUID, test: Test, module: Module) -> int:
    """On another computer of the room: finish what is open here of a test that was closed there.

    How many got a verdict. Raises ``OtherVersion``.
    """
    told = session(store, meeting=meeting)
    if told.test(test).state != "closed":
        return 0
    require_version(told, module)
    drafts: list[Draft] = []
    places: Places = {}
    count = 0
    for room, answers in _unfinished(store, told, meeting, test, module, Taken.PAIRED):
        places[room.signed_in.learner.learner_id, sitting_place(meeting, test)] = None
        if answers:
            right = {item_id: was_right for item_id, (_given, was_right) in answers.items()}
            drafts += verdict_drafts(room, module, right, None)[0]
            count += 1
    if places:
        store.append(drafts, bookmarks=places)
    return count


def sitting_place(meeting: UUID, test: Test) -> str:
    """Where it is kept that somebody sits at a test on this computer."""
    return f"room/{meeting}/{test}"


# ---------------------------------------------------------------- inside


def require_version(told: TrainingSession, module: Module) -> None:
    """Raises ``OtherVersion`` where the module lacks a question that the session asks."""
    known = {item.id for item in module.items}
    asked = {item_id for paper in told.papers.values() for item_id in paper}
    if module.id != told.module_id or not asked <= known:
        raise OtherVersion(
            _(
                "This session was planned with version {version} of the module. Install that "
                "version, or plan a new session."
            ).format(version=isolate(told.version))
        )


def is_done(store: Store, meeting: UUID, test: Test, module: Module, actor: str) -> bool:
    """Whether somebody has a verdict on this test of the room."""
    path = f"m/{module.id}/test/{'pre' if test == 'before' else 'post'}"
    return any(
        told.draft.activity == path and told.draft.actor == actor
        for told in store.sittings.of(meeting)
    )


def _unfinished(
    store: Store,
    told: TrainingSession,
    meeting: UUID,
    test: Test,
    module: Module,
    taken: Taken = Taken.SHARED,
) -> list[tuple[RoomSitting, dict[str, tuple[str, bool]]]]:
    """Who sits at the test on this computer, with what they answered."""
    found = []
    for learner_id in dict.fromkeys((*told.here, *told.first_forms)):
        signed_in = _known(store, learner_id, meeting)
        kept = store.bookmark(learner_id, sitting_place(meeting, test)) if signed_in else None
        if signed_in is None or not kept:
            continue
        attempt = msgspec.json.decode(kept, type=Attempt)
        answers = answers_given(store, signed_in, module, attempt)
        room = RoomSitting(
            meeting, test, taken, told.instructor, signed_in, Sitting(attempt, answers)
        )
        found.append((room, answers))
    return found


def _open(store: Store, meeting: UUID, test: Test) -> TrainingSession:
    try:
        told = running_session(store, meeting)
    except NotRunning as error:
        raise NotOpen(str(error)) from error
    if told.test(test).state != "open":
        raise NotOpen(_("The test is closed. What was answered is kept."))
    return told


def _signed_in(store: Store, learner_id: str, meeting: UUID) -> SignedIn:
    return SignedIn(store.learner(learner_id), meeting, rules_here(store))


def _known(store: Store, learner_id: str, meeting: UUID) -> SignedIn | None:
    try:
        return _signed_in(store, learner_id, meeting)
    except KeyError:  # erased since
        return None
