"""Training sessions: planned, begun, who is there, what the room was asked, closed.

A session is one record of the directory, written anew with each change, so a power cut loses
nothing and head office sees it with the names it belongs to. What people did in it stands in the
log, under their pseudonyms; that they attended is written when it is closed.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from trainer_app.content.module import Role
from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.people import NAME_LENGTH, NameTaken
from trainer_app.operations.programme import site_id_here
from trainer_app.operations.session_record import (
    SESSION,
    Kept,
    NotRunning,
    keep_session,
    running_session,
    session,
    with_facts,
    written,
)
from trainer_app.operations.site import site_name
from trainer_app.training.meeting import (
    Begun,
    PlanStep,
    RoomTest,
    TrainingSession,
    papers_of,
    plan_of,
    seed_of,
    share_out,
    usual_plan,
)
from trainer_app.training.people import PICTURES, Learner, Preferences
from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Verb,
    registration,
    session_path,
)

if TYPE_CHECKING:
    from datetime import date

    from trainer_app.content.guide import Guide
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

_LONGEST_SECONDS = 16 * 3600


@dataclass(frozen=True, slots=True)
class Welcomed:
    """Somebody who walked in: a learner from now on, ticked as here."""

    meeting: UUID
    session: TrainingSession
    learner: Learner
    changed: Changed = field(default=Changed.SESSION | Changed.PEOPLE)


@dataclass(frozen=True, slots=True)
class Closed:
    """A session that is over. ``attended`` is for how many that was written."""

    meeting: UUID
    session: TrainingSession
    attended: int
    changed: Changed = field(default=Changed.SESSION | Changed.ATTEMPTS)


def suggested_plan(module: Module) -> tuple[PlanStep, ...]:
    """The plan to begin with: that of the module's guide, or a plain one."""
    return plan_of(module.guide) if module.guide else usual_plan(module)


def needed_facilitators(guide: Guide | None) -> int:
    """How many should lead a session."""
    return guide.facilitators if guide else 1


def day_is_doubtful(store: Store) -> bool:
    """Whether staff should be asked which day it is, because this computer's clock may be wrong."""
    from trainer_app.operations.clock import clock_note

    return clock_note(store) is not None


# ---------------------------------------------------------------- before it begins


def plan_session(
    store: Store,
    *,
    by: OnDuty,
    module: Module,
    day: date,
    day_from_clock: bool,
    facilitators: tuple[str, ...],
    instructor: str,
    teams: tuple[str, ...] = (),
    steps: tuple[PlanStep, ...] = (),
    meeting: UUID | None = None,
) -> Kept:
    """Plan a session on a module, in the language the module is in; or plan one anew.

    ``facilitators`` are staff ids, first who leads; ``instructor`` is that one's pseudonym. Raises
    ``TrainerError`` for a plan without steps or anybody to lead, or a session that has begun.
    """
    if not facilitators:
        raise TrainerError(_("Choose who leads the session."))
    plan = steps or suggested_plan(module)
    if len({step.step_id for step in plan}) != len(plan):
        raise ValueError("a step stands twice in the plan")
    if meeting is not None and session(store, meeting=meeting).state != "planned":
        raise TrainerError(_("This session has begun. Its plan stays as it is."))
    place = meeting or uuid4()
    told = TrainingSession(
        module_id=module.id,
        version=module.version,
        language=module.language,
        title=module.title,
        day=day.isoformat(),
        day_from="clock" if day_from_clock else "staff",
        site=site_id_here(store),
        site_name=site_name(store),
        facilitators=facilitators,
        instructor=instructor,
        teams=teams,
        steps=plan,
        papers=papers_of(module, seed_of(place)),
    )
    return keep_session(store, place, told)


def drop_session(store: Store, *, by: OnDuty, meeting: UUID) -> Kept:
    """Take a session away that has not begun. Raises ``TrainerError`` for any other."""
    told = session(store, meeting=meeting)
    if told.state != "planned":
        raise TrainerError(_("This session has begun. It cannot be taken away any more."))
    store.directory.erase(SESSION, str(meeting))
    return Kept(meeting, told)


def begin_session(store: Store, *, by: OnDuty, meeting: UUID) -> Kept:
    """Begin, or go on with what is under way. Raises ``NotRunning`` for one that is closed."""
    told = session(store, meeting=meeting)
    if told.state == "running":
        return Kept(meeting, told, Changed.NOTHING)
    if told.state == "closed":
        raise NotRunning(_("This session is closed."))
    wall_ms, mono_ms = store.clocks()
    begun = Begun(wall_ms=wall_ms, device=str(store.device), boot=store.boot, mono_ms=mono_ms)
    first = told.steps[0].step_id if told.steps else ""
    return keep_session(
        store, meeting, with_facts(told, state="running", begun=begun, at_step=first)
    )


# ---------------------------------------------------------------- while it runs


def mark_here(store: Store, *, meeting: UUID, learner_id: str, here: bool) -> Kept:
    """Tick somebody, or take the tick away; who wrote a test keeps their form."""

    def change(told: TrainingSession) -> TrainingSession:
        without = tuple(one for one in told.here if one != learner_id)
        now = (*without, learner_id) if here else without
        return with_facts(told, here=now, first_forms=_forms(told, now, meeting))

    return _change(store, meeting, change)


def count_unnamed(store: Store, *, meeting: UUID, count: int) -> Kept:
    """How many are here whose name nobody wrote."""
    if not 0 <= count <= 1000:
        raise TrainerError(_("Write a number from 0 to 1000."))
    return _change(store, meeting, lambda told: with_facts(told, unnamed=count))


def welcome_walk_in(store: Store, *, by: OnDuty, meeting: UUID, name: str, role: Role) -> Welcomed:
    """Somebody nobody registered: name and role now, team and pictures later or never.

    Raises ``TrainerError`` for no name, ``NameTaken`` for one that walked in already.
    """
    told = running_session(store, meeting)
    name = " ".join(name.split())
    if not name:
        raise TrainerError(_("Write the name."))
    if len(name) > NAME_LENGTH:
        raise TrainerError(_("Use a shorter name. There is room for 60 letters."))
    learner = Learner(
        learner_id=str(uuid4()),
        actor="p-" + b32encode(secrets.token_bytes(10)).decode(),
        name=name,
        role=role,
        team="",
        picture=secrets.choice(PICTURES),
        preferences=Preferences(language=told.language),
        site=told.site,
        walk_in=True,
    )
    try:
        store.add_learner(learner, "")
    except ValueError as error:
        taken = _("There is another {name} without a team. Add a middle name.")
        raise NameTaken(taken.format(name=isolate(name))) from error
    who = learner.learner_id

    def change(told: TrainingSession) -> TrainingSession:
        here = (*told.here, who)
        forms = _forms(told, here, meeting)
        return with_facts(told, here=here, walked_in=(*told.walked_in, who), first_forms=forms)

    return Welcomed(meeting, _change(store, meeting, change).session, learner)


def go_to_step(store: Store, *, meeting: UUID, step_id: str) -> Kept:
    """Where the session is now. Raises ``KeyError`` for a step that is not in the plan."""

    def change(told: TrainingSession) -> TrainingSession:
        if step_id not in {step.step_id for step in told.steps}:
            raise KeyError(step_id)
        return with_facts(told, at_step=step_id, at_slide=0)

    return _change(store, meeting, change)


def stay_at(
    store: Store, *, meeting: UUID, step_id: str, slide: int, ways: Mapping[str, tuple[str, ...]]
) -> Kept:
    """Remember the slide, from 0, and the ways its stories took; nothing where the session is in
    another step by now. Nobody is told of a change, as no page but the one that leads shows it."""
    told = running_session(store, meeting)
    now = with_facts(told, at_slide=slide, ways=dict(ways))
    if told.at_step == step_id and now != told:
        keep_session(store, meeting, now)
        told = now
    return Kept(meeting, told, Changed.NOTHING)


def change_plan(store: Store, *, meeting: UUID, steps: tuple[PlanStep, ...]) -> Kept:
    """Another order, other minutes, a step less or a break more, while the session runs."""
    if not steps:
        raise TrainerError(_("A plan needs at least one step."))
    return _change(store, meeting, lambda told: with_facts(told, steps=steps))


def count_hands(store: Store, *, meeting: UUID, place: str, counts: Mapping[str, int]) -> Kept:
    """A show of hands or a vote: how many for which answer. Nobody is named, no hand is kept by
    name (CS-61). Counting again takes the place of what was counted."""
    kept = {answer: number for answer, number in counts.items() if number > 0}
    if any(number > 1000 for number in kept.values()):
        raise TrainerError(_("Write a number from 0 to 1000."))

    def change(told: TrainingSession) -> TrainingSession:
        others = {one: hands for one, hands in told.hands.items() if one != place}
        return with_facts(told, hands=others | ({place: kept} if kept else {}))

    return _change(store, meeting, change)


def set_test(store: Store, *, meeting: UUID, test: str, state: RoomTest) -> Kept:
    """Write how a test stands, and give a form to everybody here who has none."""

    def change(told: TrainingSession) -> TrainingSession:
        forms = share_out(told.here, told.first_forms, seed_of(meeting))
        return with_facts(told, first_forms=forms, **{test: state})

    return _change(store, meeting, change)


# ---------------------------------------------------------------- the end


def close_session(store: Store, *, by: OnDuty, meeting: UUID) -> Closed:
    """Close the session and write for everybody ticked that they attended, all at once.

    Doing it again changes nothing. Raises ``TrainerError`` while a test is open.
    """
    told = session(store, meeting=meeting)
    if told.state == "closed":
        return Closed(meeting, told, 0, Changed.NOTHING)
    if told.state == "planned":
        raise NotRunning(_("This session has not begun."))
    if "open" in (told.before.state, told.after.state):
        raise TrainerError(_("A test is still open. Close it first; its answers are kept."))
    seconds = _seconds(store, told)
    over = with_facts(told, state="closed", seconds=seconds)
    actors = {one.learner_id: one.actor for one in store.learners()}
    drafts = [
        attended_draft(over, meeting, actors[learner_id])
        for learner_id in over.here
        if learner_id in actors
    ]
    store.append(drafts, records={(SESSION, str(meeting)): written(over)})
    return Closed(meeting, over, len(drafts))


def attended_draft(told: TrainingSession, meeting: UUID, actor: str) -> Draft:
    """That somebody attended, as their facilitator vouches for it."""
    path = session_path(meeting)
    return Draft(
        actor=actor,
        verb=Verb.ATTENDED,
        activity=path,
        activity_type=ActivityType.MEETING,
        registration=registration(actor, path),
        session=meeting,
        revision=f"{told.module_id}@{told.version}",
        language=told.language,
        site=told.site or None,
        name=told.title,
        completion=True,
        duration_ms=(told.seconds or 0) * 1000,
        instructor=told.instructor,
        meeting=meeting,
        planned=told.day,
    )


# ---------------------------------------------------------------- inside


def _seconds(store: Store, told: TrainingSession) -> int:
    """How long it took: by the steady clock where the program was not closed meanwhile, else by the
    wall clock where that makes sense, else as it was planned."""
    wall_ms, mono_ms = store.clocks()
    begun = told.begun
    if begun and (begun.device, begun.boot) == (str(store.device), store.boot):
        return max(0, min(_LONGEST_SECONDS, (mono_ms - begun.mono_ms) // 1000))
    by_wall = (wall_ms - begun.wall_ms) // 1000 if begun else 0
    return by_wall if 0 < by_wall <= _LONGEST_SECONDS else told.minutes * 60


def _forms(told: TrainingSession, here: tuple[str, ...], meeting: UUID) -> dict[str, Any]:
    """Who comes after the first test was opened gets a form at once."""
    if told.before.state == told.after.state == "waiting":
        return dict(told.first_forms)
    return dict(share_out(here, told.first_forms, seed_of(meeting)))


def _change(
    store: Store, meeting: UUID, change: Callable[[TrainingSession], TrainingSession]
) -> Kept:
    told = running_session(store, meeting)
    now = change(told)
    return (
        Kept(meeting, told, Changed.NOTHING) if now == told else keep_session(store, meeting, now)
    )
