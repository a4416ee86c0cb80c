"""The tables that every report has to agree with, computed from what really happened.

Plain code on plain objects: no store, no SQL, nothing of the program's own reports or rules. Days
are those that can be known at a desk (``told_ms``), in UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.sample.figures import change, change_of, item_figures, pair_of
from tests.sample.plan import day_of
from tests.sample.tables import (
    STATES,
    CertificateHeld,
    Expected,
    News,
    PersonRow,
    SiteRow,
    Standing,
)
from tests.sample.truth import (
    Assessed,
    Attended,
    Begun,
    Device,
    Issued,
    PathDone,
    Person,
    Read,
    Road,
    Run,
    Truth,
)

_TRAINED = ("in-date", "due")
_LATE_DAYS, _YEAR_DAYS, _SOON_DAYS = 14, 365, 30


@dataclass(slots=True)
class _Deeds:
    """What one person did, under whatever pseudonym, oldest first."""

    started: set[str] = field(default_factory=set)
    passed: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    refreshed: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    tests: dict[str, list[Assessed]] = field(default_factory=lambda: defaultdict(list))
    certificates: dict[str, tuple[int, CertificateHeld]] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)


def expected(truth: Truth, today: date | None = None) -> Expected:
    """The tables on a day, which is not before the plan's own; that one where none is given."""
    today = today or truth.plan.today
    roots = _roots(truth.people)
    everybody = _deeds(truth, roots)
    counted = [who for who, one in enumerate(truth.people) if _counts(one)]
    actors: dict[int, list[str]] = defaultdict(list)
    for one, root in zip(truth.people, roots, strict=True):
        actors[root].append(one.actor)
    people = {
        truth.people[who].learner_id: _person(
            truth, truth.people[who], everybody[who], tuple(actors[who]), today
        )
        for who in counted
    }
    made = Expected(
        today=today,
        people=people,
        left=tuple(one.learner_id for one in truth.people if one.leaves and not one.merged_into),
        merged={
            one.learner_id: truth.people[roots[who]].learner_id
            for who, one in enumerate(truth.people)
            if one.merged_into
        },
        erased=tuple(one.learner_id for one in truth.people if one.erased),
        nameless={
            one.actor: truth.sites[one.first_site].site_id
            for who, one in enumerate(truth.people)
            if one.nameless and (everybody[who].started or everybody[who].sessions)
        },
        nobodys=sum(
            (one.nameless or one.erased) and bool(everybody[who].started)
            for who, one in enumerate(truth.people)
        ),
        doubles=_doubles(truth.people),
        sites=_sites(truth, people, today),
        sites_in=(),
        items={},
        change={},
        change_by_site=defaultdict(dict),
        change_by_objective={},
    )
    made.sites_in = tuple(name for name, row in made.sites.items() if row.news)
    for who in counted:
        site = made.sites[people[truth.people[who].learner_id].site]
        for days in everybody[who].passed.values():
            for day in days:
                month = f"{day:%Y-%m}"
                site.passes[month] = site.passes.get(month, 0) + 1
    _count_answers(truth, made, {who: everybody[who] for who in counted})
    learnt = [who for who, one in enumerate(truth.people) if _learnt(one)]
    for module, facts in truth.modules.items():
        tests = [everybody[who].tests[module] for who in learnt]
        made.items[module] = item_figures(facts, tests)
    return made


def standing(truth: Truth, module: str, deeds: _Deeds, today: date, *, asked: bool) -> Standing:
    """Where somebody stands: a refresher is asked for so many days after the latest pass, then
    every year; it is done by any refresher on its day or later, and so are all before it."""
    if not deeds.passed[module]:
        return Standing("in-progress" if module in deeds.started else "not-started", asked)
    passed = max(deeds.passed[module])
    refreshed = max(deeds.refreshed[module], default=None)
    done = max(passed, refreshed or passed)
    days = list(truth.modules[module].refresher_days)
    while passed + timedelta(days=days[-1]) <= max(today, done):
        days.append(days[-1] + _YEAR_DAYS)
    dates = [passed + timedelta(days=number) for number in days]
    missed = [day for day in dates if done < day <= today]
    if not missed:
        return Standing("in-date", asked, passed, refreshed, min(d for d in dates if d > done))
    late = (today - missed[-1]).days > _LATE_DAYS
    return Standing("overdue" if late else "due", asked, passed, refreshed, missed[-1])


# ---------------------------------------------------------------- people


def _counts(person: Person) -> bool:
    return _learnt(person) and person.leaves is None


def _learnt(person: Person) -> bool:
    """Whether answers of somebody count in what works; those who left learnt here, too."""
    return not (person.merged_into or person.erased or person.nameless)


def _roots(people: list[Person]) -> list[int]:
    """Of each registration, the place of the one it counts as."""
    places = {one.learner_id: who for who, one in enumerate(people)}
    roots = []
    for who, one in enumerate(people):
        while one.merged_into:
            who = places[one.merged_into]
            one = people[who]
        roots.append(who)
    return roots


def _doubles(people: list[Person]) -> tuple[tuple[str, str], ...]:
    humans: dict[int, list[str]] = defaultdict(list)
    for one in people:
        if _counts(one):
            humans[one.human].append(one.learner_id)
    return tuple(
        (ids[at], other)
        for ids in humans.values()
        for at in range(len(ids))
        for other in ids[at + 1 :]
    )


def _deeds(truth: Truth, roots: list[int]) -> dict[int, _Deeds]:
    """What everybody did, by the place they count as."""
    made: dict[int, _Deeds] = defaultdict(_Deeds)
    tests: list[tuple[int, Assessed]] = []
    for _device, _run, sitting in truth.sittings():
        for deed in sitting.deeds:
            match deed:
                case Begun() | Read():
                    made[roots[deed.who]].started.add(deed.module)
                case Assessed():
                    tests.append((roots[deed.who], deed))
                    _take_test(made[roots[deed.who]], deed)
                case Issued() | PathDone():
                    _take_certificate(made[roots[deed.who]], deed)
                case Attended():
                    meeting = str(truth.meetings[deed.meeting].meeting)
                    made[roots[deed.who]].sessions.append(meeting)
    for who, test in sorted(tests, key=lambda one: one[1].told_ms):
        made[who].tests[test.module].append(test)
    return made


def _take_test(deeds: _Deeds, test: Assessed) -> None:
    deeds.started.add(test.module)
    day = day_of(test.told_ms)
    if test.passed:
        deeds.passed[test.module].append(day)
        if test.certificate is not None:
            _take_certificate(deeds, test)
    if test.kind == "refresher" and test.finished:
        deeds.refreshed[test.module].append(day)


def _take_certificate(deeds: _Deeds, deed: Assessed | Issued | PathDone) -> None:
    one = deed.certificate
    assert one is not None
    held = CertificateHeld(one.base, one.serial, one.valid_until)
    before = deeds.certificates.get(one.base)
    if before is None or before[0] < deed.told_ms:
        deeds.certificates[one.base] = deed.told_ms, held


def _person(
    truth: Truth, person: Person, deeds: _Deeds, actors: tuple[str, ...], today: date
) -> PersonRow:
    asked = tuple(module for module, _short in truth.asked[person.role])
    standings = {
        module: standing(truth, module, deeds, today, asked=module in asked)
        for module in truth.modules
    }
    mine = [standings[module].state for module in asked]
    return PersonRow(
        site=truth.sites[person.site].site_id,
        role=person.role,
        team=person.team,
        walk_in=person.walk_in,
        actors=actors,
        asked=asked,
        standings=standings,
        trained=all(state in _TRAINED for state in mine),
        overdue="overdue" in mine,
        sessions=tuple(sorted(deeds.sessions)),
        certificates=tuple(held for _told, held in deeds.certificates.values()),
    )


# ---------------------------------------------------------------- sites


def _sites(truth: Truth, people: dict[str, PersonRow], today: date) -> dict[str, SiteRow]:
    rows = {one.site_id: SiteRow(one.name, one.listed) for one in truth.sites}
    for person in people.values():
        row = rows[person.site]
        row.people += 1
        row.trained += person.trained
        row.overdue += person.overdue
        for module, one in person.standings.items():
            if one.asked or one.state != "not-started":
                counts = (row.asked if one.asked else row.more).setdefault(
                    module, dict.fromkeys(STATES, 0)
                )
                counts[one.state] += 1
            if one.due_on:
                year, week, _day = one.due_on.isocalendar()
                name = f"{year}-W{week:02}"
                row.refreshers[name] = row.refreshers.get(name, 0) + 1
        row.expiring += sum(
            today <= held.valid_until <= today + timedelta(days=_SOON_DAYS)
            for held in person.certificates
        )
    for told in truth.meetings:
        row = rows[truth.sites[told.site].site_id]
        row.planned += told.planned
        row.sessions += not told.planned
        row.attended += len(told.here)
        row.walk_ins += len(told.walked_in)
        row.unnamed += told.unnamed
    for number, site in enumerate(truth.sites):
        mine = [one for one in truth.devices if one.site == number and one.runs]
        rows[site.site_id].news = _news(mine) if mine else None
    return rows


def _news(devices: list[Device]) -> News:
    told = [
        (deed.told_ms, _road_of(device, run))
        for device in devices
        for run in device.runs
        if run.known
        for sitting in run.sittings
        for deed in sitting.deeds
    ]
    newest_ms, road = max(told)
    arrived = [
        (one.arrived_ms, one.road)
        for device in devices
        for one in device.deliveries
        if not one.again
    ]
    last_ms, last_road = max(arrived)
    return News(day_of(newest_ms), road, day_of(last_ms), last_road)


def _road_of(device: Device, run: Run) -> Road:
    """The road by which the results of a run came first."""
    place = run.boot - 1
    mine = [one for one in device.deliveries if one.first <= place <= one.last]
    return min(mine, key=lambda one: (one.arrived_ms, one.again)).road


# ---------------------------------------------------------------- answers


def _count_answers(truth: Truth, made: Expected, everybody: dict[int, _Deeds]) -> None:
    for module, facts in truth.modules.items():
        tests = {who: deeds.tests[module] for who, deeds in everybody.items()}
        pairs = {who: pair for who, taken in tests.items() if (pair := pair_of(taken))}
        made.change[module] = change(list(pairs.values()))
        by_objective: dict[str, set[str]] = defaultdict(set)
        for item, question in facts.questions.items():
            by_objective[question.objective].add(item)
        made.change_by_objective[module] = {
            objective: change_of(list(pairs.values()), by_objective[objective])
            for objective in facts.objectives
        }
        sites = Counter(truth.people[who].site for who in pairs)
        for number in sorted(sites):
            mine = [pair for who, pair in pairs.items() if truth.people[who].site == number]
            made.change_by_site[truth.sites[number].site_id][module] = change(mine)
