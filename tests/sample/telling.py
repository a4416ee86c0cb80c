"""Deeds as the drafts that the program would have made of them, by its own functions where these
need no store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import singledispatchmethod
from random import Random

from tests.sample.courses import Courses
from tests.sample.truth import (
    Assessed,
    Attended,
    Begun,
    Certificate,
    Deed,
    Issued,
    Meeting,
    Noted,
    PathDone,
    Person,
    Read,
    Sitting,
    Truth,
)
from trainer_app.content.module import Module
from trainer_app.operations.answer_drafts import answer_draft, pass_draft, verdict_draft
from trainer_app.operations.audit import act_draft
from trainer_app.operations.learning import draft
from trainer_app.operations.paths import _draft as path_draft
from trainer_app.operations.people import SignedIn
from trainer_app.operations.training_sessions import attended_draft
from trainer_app.training.attempt import Attempt, judge
from trainer_app.training.meeting import RoomTest, TrainingSession, plan_of, usual_plan
from trainer_app.training.people import PICTURES, Learner, Preferences
from trainer_app.training.rules import Rules
from trainer_app.training.staff import Act, OnDuty, Staff
from trainer_app.training.statement import ActivityType, Draft, Taken, Verb

_PATHS = {"pre": "test/pre", "quiz": "test/post", "refresher": "test/refresher"}
Made = tuple[int, Draft]
"""So many milliseconds into the sitting, a draft."""


class Telling:
    """Makes drafts of deeds. ``rules`` are those of the programme."""

    def __init__(self, truth: Truth, courses: Courses, rules: Rules) -> None:
        self._truth = truth
        self._courses = courses
        self._rules = rules
        self._learners = [learner_of(truth, person) for person in truth.people]
        self.sessions = [session_of(truth, courses, one) for one in truth.meetings]
        self._site = ""
        self._sitting: Sitting

    def drafts(self, sitting: Sitting) -> Iterator[Made]:
        """Every draft of a sitting, in the order in which they are written."""
        self._sitting = sitting
        device = self._truth.devices[sitting.device]
        self._site = self._truth.sites[device.site].site_id
        for deed in sitting.deeds:
            yield from self._made(deed)

    @singledispatchmethod
    def _made(self, deed: Deed) -> Iterator[Made]:
        raise TypeError(type(deed).__name__)

    @_made.register
    def _(self, deed: Begun) -> Iterator[Made]:
        who, module = self._signed_in(deed.who), self._module(deed)
        begun = draft(who, module, Verb.INITIALIZED, ActivityType.MODULE, site=self._site)
        yield deed.into_ms, begun

    @_made.register
    def _(self, deed: Read) -> Iterator[Made]:
        who, module = self._signed_in(deed.who), self._module(deed)
        before = deed.into_ms - deed.lasted_ms
        for one in deed.checks:
            item = self._courses.item(deed.module, one.item)
            lasted, before = one.into_ms - before, one.into_ms
            answer = answer_draft(
                who, module, item, one.given, lasted, f"l/{deed.part}", site=self._site
            )
            yield one.into_ms, answer
        lesson = deed.kind == "lesson"
        part = module.lesson(deed.part) if lesson else module.scenario(deed.part)
        done = draft(
            who, module, Verb.COMPLETED,
            ActivityType.LESSON if lesson else ActivityType.SCENARIO,
            f"{'l' if lesson else 's'}/{deed.part}",
            name=part.title, completion=True, duration_ms=deed.lasted_ms, site=self._site,
        )  # fmt: skip
        yield deed.into_ms, done
        if deed.whole:
            facts = {"completion": True, "site": self._site}
            yield deed.into_ms, draft(who, module, Verb.COMPLETED, ActivityType.MODULE, "", **facts)

    @_made.register
    def _(self, deed: Assessed) -> Iterator[Made]:
        who, module = (
            self._signed_in(deed.who, in_room=deed.meeting is not None),
            self._module(deed),
        )
        facts = self._room_facts(deed)
        before = deed.into_ms - (deed.lasted_ms or 0)
        for item_id, given, into_ms in zip(deed.asked, deed.given, deed.times_ms, strict=True):
            if given is None:
                continue
            lasted, before = into_ms - before, into_ms
            yield into_ms, answer_draft(
                who, module, self._courses.item(deed.module, item_id), given,
                None if deed.lasted_ms is None else max(0, lasted), _PATHS[deed.kind],
                attempt=deed.number, **facts,
            )  # fmt: skip
        if deed.finished:
            yield from self._verdict(deed, who, module, facts)

    def _verdict(
        self, deed: Assessed, who: SignedIn, module: Module, facts: dict[str, object]
    ) -> Iterator[Made]:
        attempt = Attempt(
            module_id=module.id, version=module.version, kind=deed.kind, number=deed.number,
            seed=0, item_ids=deed.asked,
        )  # fmt: skip
        outcome = judge(module, attempt, dict(zip(deed.asked, deed.right, strict=True)))
        if deed.kind == "quiz" and outcome.passed != deed.passed:
            raise AssertionError(f"the program judges a test of {module.id} otherwise")
        yield deed.into_ms, verdict_draft(who, module, attempt, outcome, deed.lasted_ms, **facts)
        if deed.passed:
            yield deed.into_ms, pass_draft(who, module, outcome, **facts)
            if deed.certificate is not None:
                yield deed.into_ms, self._earned(who, module, deed.certificate, refers_back=1)

    def _earned(self, who: SignedIn, module: Module, earned: Certificate, **facts: object) -> Draft:
        return draft(
            who, module, Verb.EARNED, ActivityType.CERTIFICATE, f"cert/{earned.serial}",
            name=module.title, serial=earned.serial,
            valid_until=earned.valid_until.isoformat(), **({"site": self._site} | facts),
        )  # fmt: skip

    @_made.register
    def _(self, deed: PathDone) -> Iterator[Made]:
        who = self._signed_in(deed.who)
        shelf = self._courses.shelf_in(who.learner.preferences.language)
        path = self._rules.path(shelf, who.learner.role)
        assert path is not None
        done = path_draft(
            who, path, shelf.version, Verb.COMPLETED, completion=True, site=self._site
        )
        yield deed.into_ms, done
        earned = path_draft(
            who, path, shelf.version, Verb.EARNED, serial=deed.certificate.serial,
            valid_until=deed.certificate.valid_until.isoformat(), site=self._site,
        )  # fmt: skip
        yield deed.into_ms, earned

    @_made.register
    def _(self, deed: Attended) -> Iterator[Made]:
        told, meeting = self.sessions[deed.meeting], self._truth.meetings[deed.meeting].meeting
        yield deed.into_ms, attended_draft(told, meeting, self._learners[deed.who].actor)

    @_made.register
    def _(self, deed: Issued) -> Iterator[Made]:
        told = self._truth.meetings[deed.meeting]
        session = self.sessions[deed.meeting]
        who = self._signed_in(deed.who, in_room=True)
        module = self._courses.module(told.module, "full", session.language)
        facts = {"instructor": session.instructor, "meeting": told.meeting}
        yield deed.into_ms, self._earned(who, module, deed.certificate, **facts)

    @_made.register
    def _(self, deed: Noted) -> Iterator[Made]:
        by = OnDuty(staff_of(self._truth, deed.who), self._sitting.session)
        yield deed.into_ms, replace(act_draft(by, Act(deed.act), deed.about), site=self._site)

    def _signed_in(self, who: int, *, in_room: bool = False) -> SignedIn:
        return SignedIn(self._learners[who], self._sitting.session)

    def _module(self, deed: Begun | Read | Assessed) -> Module:
        language = self._learners[deed.who].preferences.language
        if isinstance(deed, Assessed) and deed.meeting is not None:
            language = self.sessions[deed.meeting].language
        return self._courses.module(deed.module, deed.form, language)

    def _room_facts(self, deed: Assessed) -> dict[str, object]:
        if deed.meeting is None or deed.taken is None:
            return {"site": self._site}
        return {
            "site": self._site,
            "meeting": self._truth.meetings[deed.meeting].meeting,
            "taken": Taken(deed.taken),
            "instructor": self.sessions[deed.meeting].instructor,
        }


def learner_of(truth: Truth, person: Person, *, first: bool = False) -> Learner:
    """A registration as the directory has it; ``first``: as it was written first."""
    site = truth.sites[person.first_site if first else person.site]
    now = not first
    return Learner(
        learner_id=person.learner_id,
        actor=person.actor,
        name=person.name,
        role=person.role,
        team="" if first and person.came_in else person.team,
        picture=Random(person.actor).choice(PICTURES),
        preferences=Preferences(language=person.language),
        site=site.site_id,
        walk_in=person.came_in if first else person.walk_in,
        has_left=now and person.leaves is not None,
        merged_into=person.merged_into if now else "",
    )


def staff_of(truth: Truth, place: int) -> Staff:
    """A facilitator as the directory has them."""
    from trainer_app.training.certificate import public_key

    one = truth.staff[place]
    return Staff(
        staff_id=one.staff_id,
        actor=one.actor,
        name=one.name,
        roles=("facilitator",),
        keys=(public_key(one.seed).hex(),),
    )


def session_of(truth: Truth, courses: Courses, told: Meeting) -> TrainingSession:
    """The record of a session."""
    site, staff = truth.sites[told.site], truth.staff[told.staff]
    module = courses.module(told.module, "full", site.language)
    steps = plan_of(module.guide) if module.guide else usual_plan(module)
    tested = RoomTest(state="closed") if told.tests and not told.planned else RoomTest()
    ids = [one.learner_id for one in truth.people]
    return TrainingSession(
        module_id=module.id,
        version=module.version,
        language=module.language,
        title=module.title,
        day=told.day.isoformat(),
        site=site.site_id,
        site_name=site.name,
        facilitators=(staff.staff_id,),
        instructor=staff.actor,
        steps=steps,
        at_step="" if told.planned else steps[-1].step_id,
        state="planned" if told.planned else "closed",
        here=tuple(ids[who] for who in told.here),
        walked_in=tuple(ids[who] for who in told.walked_in),
        unnamed=told.unnamed,
        first_forms={ids[who]: letter for who, letter in told.first_forms.items()},
        papers=told.papers,
        before=tested,
        after=tested,
        seconds=None if told.planned else 175 * 60,
    )
