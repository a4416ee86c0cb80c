"""Training sessions: who came, what the room was asked, on paper or at a computer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Literal
from uuid import UUID

from tests.sample.calendar import Calendar
from tests.sample.careers import Career, Pass, judged, remember
from tests.sample.courses import Courses
from tests.sample.plan import MINUTE, Plan
from tests.sample.truth import (
    Assessed,
    Attended,
    Certificate,
    Deed,
    Device,
    Facilitator,
    Issued,
    Meeting,
    Noted,
    Person,
    Site,
)
from tests.sample.world import days_at
from trainer_app.training.meeting import papers_of, seed_of, share_out

TESTED, ISSUED, BLANK, STAYS_WALK_IN = 0.85, 0.7, 0.03, 0.5
"""How many sessions have tests, how many of these certificates; how often a question on paper is
left open; how many walk-ins nobody ever wrote into a team."""
_TAKEN: tuple[Literal["paper", "shared", "paired"], ...] = ("paper", "paper", "shared", "paired")
_BEFORE_MS, _AFTER_MS, _CLOSED_MS, _ISSUED_MS, _LASTS_MS = (
    minutes * MINUTE for minutes in (25, 165, 172, 178, 180)
)
_ABILITY = {"before": 0.0, "after": 1.9}


def hold(
    plan: Plan,
    courses: Courses,
    calendar: Calendar,
    sites: Sequence[Site],
    devices: Sequence[Device],
    staff: Sequence[Facilitator],
    careers: Sequence[Career],
) -> list[Meeting]:
    """Every session of every site; those who came have done what they did there."""
    meetings: list[Meeting] = []
    for place, device in enumerate(devices):
        if device.desk:
            leads = next(n for n, one in enumerate(staff) if one.site == device.site)
            room = _Room(plan, courses, calendar, sites, devices, place, leads, careers)
            room.hold_all(meetings)
    for career in careers:
        if career.person.came_in and not any(career.who in one.walked_in for one in meetings):
            career.person.came_in = False
    return meetings


class _Room:
    """The sessions of one site."""

    def __init__(
        self,
        plan: Plan,
        courses: Courses,
        calendar: Calendar,
        sites: Sequence[Site],
        devices: Sequence[Device],
        desk: int,
        leads: int,
        careers: Sequence[Career],
    ) -> None:
        self._plan = plan
        self._courses = courses
        self._calendar = calendar
        self._number = devices[desk].site
        self._site = sites[self._number]
        self._desk = desk
        self._others = [
            n
            for n, one in enumerate(devices)
            if one.site == self._number and not one.desk and one.clock in ("right", "steady")
        ]
        self._leads = leads
        self._sites = sites
        self._chance: Random = plan.chance("sessions", self._number)
        self._mine = [one for one in careers if one.person.first_site == self._number]
        self._visitors = [one for one in careers if one.person.first_site != self._number]
        self._at_door = [one for one in self._mine if one.person.came_in]

    def hold_all(self, meetings: list[Meeting]) -> None:
        """The past ones, and perhaps one that is planned."""
        chance, site = self._chance, self._site
        days = (site.until - site.opens).days - 25
        count = min(
            int(self._plan.months * chance.uniform(0.25, 0.7)) + 1, len(self._mine) // 25 + 1
        )
        offsets = sorted(chance.sample(range(max(count, days)), count)) if days > 0 else []
        for offset in offsets:
            meetings.append(self._hold(len(meetings), site.opens + timedelta(days=20 + offset)))
        live = site.until > self._plan.today - timedelta(days=20)
        if live and (self._number % 2 == 0 or chance.random() < 0.5):
            day = self._plan.today + timedelta(days=chance.randrange(0, 40))
            meetings.append(self._meeting(day, planned=True))

    def _meeting(self, day: date, *, planned: bool) -> Meeting:
        chance = self._chance
        wanted = ["foundations", "safe-terminals", "respond-and-refer", *self._courses.ids]
        meeting = UUID(int=chance.getrandbits(128), version=4)
        module = chance.choice(wanted)
        whole = self._courses.module(module, "full", "en")
        return Meeting(
            meeting=meeting,
            site=self._number,
            module=module,
            day=day,
            staff=self._leads,
            planned=planned,
            tests=chance.random() < TESTED,
            papers=papers_of(whole, seed_of(meeting)),
        )

    def _hold(self, place: int, day: date) -> Meeting:
        chance, told = self._chance, self._meeting(day, planned=False)
        here = self._who_comes(day)
        walked_in = self._walk_ins(day)
        here += [one for one in walked_in if one not in here]
        told.here = tuple(one.who for one in here)
        told.walked_in = tuple(one.who for one in walked_in)
        told.unnamed = chance.choice((0, 0, 0, 1, 3))
        taken = chance.choice(_TAKEN) if self._others else "paper"
        deeds: list[Deed] = []
        if told.tests:
            ids = {one.person.learner_id: one.who for one in here}
            forms = share_out(ids, {}, seed_of(told.meeting))
            told.first_forms = {ids[one]: letter for one, letter in forms.items()}
            deeds += self._tests(place, told, here, taken)
        deeds += [Attended(who=one.who, into_ms=_CLOSED_MS, meeting=place) for one in here]
        if taken != "paired" and chance.random() < ISSUED:
            deeds += self._certificates(place, told, deeds)
        self._calendar.book(self._desk, day, _LASTS_MS, deeds, told.meeting)
        return told

    def _who_comes(self, day: date) -> list[Career]:
        chance = self._chance
        there = [one for one in self._mine if self._is_there(one.person, day)]
        most = min(chance.randrange(10, 25), len(there) // 2 + 1)
        here = chance.sample(there, min(most, len(there)))
        if self._visitors and chance.random() < 0.3:
            visitor = chance.choice(self._visitors)
            here += [visitor] if self._is_there(visitor.person, day) else []
        return list({one.person.human: one for one in here}.values())  # nobody is there twice

    def _is_there(self, person: Person, day: date) -> bool:
        joined, until = days_at(person, self._sites)
        return joined <= day < until and not person.came_in and not self._sites[person.site].silent

    def _walk_ins(self, day: date) -> list[Career]:
        """Those at the door whom nobody registered before; from now on they are."""
        chance = self._chance
        count = min(chance.choice((0, 1, 1, 2, 3)), len(self._at_door))
        walked_in = [self._at_door.pop() for _ in range(count)]
        for one in walked_in:
            one.person.joined = day
            one.person.walk_in = chance.random() < STAYS_WALK_IN
            if one.person.walk_in:
                one.person.team = ""
        return walked_in

    # ------------------------------------------------------------ tests

    def _tests(
        self,
        place: int,
        told: Meeting,
        here: Sequence[Career],
        taken: Literal["paper", "shared", "paired"],
    ) -> list[Deed]:
        at_desk: list[Deed] = []
        clock = {"before": 3 * MINUTE, "after": 135 * MINUTE}
        for career in here:
            device = self._chance.choice(self._others) if taken == "paired" else self._desk
            for name, closes in (("before", _BEFORE_MS), ("after", _AFTER_MS)):
                test = self._test(place, told, career, name, device)
                test.taken = taken
                if taken == "paired":
                    begins, most = 0, 10 * MINUTE
                else:
                    begins, most = clock[name], closes - 1000
                self._time(test, closes if taken == "paper" else None, begins, most)
                clock[name] = test.into_ms
                if taken != "paired":
                    at_desk.append(test)
                elif not self._calendar.book(device, told.day, test.into_ms, [test], told.meeting):
                    continue
                self._remember(career, test, told.day)
        return sorted(at_desk, key=lambda deed: deed.into_ms)

    def _test(self, place: int, told: Meeting, career: Career, name: str, device: int) -> Assessed:
        chance = self._chance
        letter = told.first_forms[career.who]
        if name == "after":
            letter = "b" if letter == "a" else "a"
        asked = told.papers[f"{name}-{letter}"]
        ability = career.ability + _ABILITY[name]
        answers = [
            (None, False) if chance.random() < BLANK else answer
            for answer in self._courses.answers(told.module, asked, chance, ability)
        ]
        kind: Literal["pre", "quiz"] = "pre" if name == "before" else "quiz"
        module = self._courses.module(told.module, "full", "en")
        number = career.number(kind, told.module, "full", device)
        test = judged(module, kind, number, asked, answers)
        test.who, test.meeting = career.who, place
        return test

    def _time(self, test: Assessed, closed_ms: int | None, begins_ms: int, most_ms: int) -> None:
        """Say when each answer was given: on paper all of them as the test is closed."""
        if closed_ms is not None:
            test.times_ms, test.into_ms = (closed_ms,) * len(test.asked), closed_ms
            return
        times = []
        now = begins_ms
        for _item in test.asked:
            now = min(now + self._chance.randrange(200, 900) * 10, most_ms)
            times.append(now)
        test.times_ms, test.into_ms = tuple(times), now
        test.lasted_ms = now - begins_ms

    def _remember(self, career: Career, test: Assessed, day: date) -> None:
        career.begun[test.module] = min(day, career.begun.get(test.module, day))
        remember(career, test, day)
        if test.passed:
            career.passes.append(Pass(test.module, "full", day))

    def _certificates(self, place: int, told: Meeting, deeds: Sequence[Deed]) -> list[Deed]:
        base = f"m/{told.module}"
        passed = [one.who for one in deeds if isinstance(one, Assessed) and one.passed]
        issued: list[Deed] = [
            Issued(who=who, into_ms=_ISSUED_MS, meeting=place, certificate=Certificate(base))
            for who in passed
        ]
        if issued:
            note = Noted(
                who=self._leads, into_ms=_ISSUED_MS, act="issued", about=f"passed {len(issued)}"
            )
            issued.append(note)
        return issued
