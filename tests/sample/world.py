"""Who and what there is before anybody learns: sites, computers, people, those who lead."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from random import Random
from uuid import UUID

from tests.sample.names import (
    COUNTRIES,
    TERMINALS,
    Country,
    as_another_wrote,
    full_name,
    team_of,
)
from tests.sample.plan import Plan
from tests.sample.truth import ClockKind, Device, Facilitator, Person, Road, Site
from trainer_app.content.module import Role

ROLES: Mapping[Role, float] = {
    "ticket-office": 0.15, "driver": 0.25, "vendor": 0.17, "guard": 0.15, "hotel": 0.09,
    "internet-cafe": 0.05, "supervisor": 0.04, "other": 0.10,
}  # fmt: skip
LEFT, MOVED, ERASED, NAMELESS, CAME_IN = 0.09, 0.02, 0.003, 0.03, 0.05
"""Shares of people; the nameless are of sites that hand in to a server, which carries no names."""
TWICE, MERGED = 0.025, 0.6
"""How many are registered twice, and of how many of these somebody noticed."""
_PEOPLE_A_COMPUTER = 80
_ROADS: tuple[Road, ...] = ("stick", "server", "hub", "stick", "hub", "stick", "server")
_CLOCKS: tuple[ClockKind, ...] = (
    "steady", "lost", "battery", "back", "right", "right", "right", "right", "steady", "right",
    "battery", "right", "right", "right", "back", "right", "right",
)  # fmt: skip
_BLIND_CLOCKS: tuple[ClockKind, ...] = ("right", "astray", "right", "right")
_COUNTRY = {country.code: country for country in COUNTRIES}


def make_sites(plan: Plan) -> list[Site]:
    """The sites. Some never sent anything, some stopped, some are of no programme file here."""
    silent = max(1, round(plan.sites * 0.1)) + (plan.sites >= 5)
    stopped = silent + max(1, round(plan.sites * 0.08))
    unlisted = stopped + max(plan.sites >= 3, round(plan.sites * 0.05))
    sites = []
    for number in range(plan.sites):
        chance = plan.chance("site", number)
        country = COUNTRIES[number // 2 % len(COUNTRIES)]
        again = number // (2 * len(COUNTRIES)) * 2 + number % 2
        city, terminal = country.cities[again % len(country.cities)], TERMINALS[number % 5]
        backwards = plan.sites - 1 - number  # the odd ones are the last, whatever the size
        opens = plan.begins + timedelta(days=chance.randrange(0, plan.months * 8 + 1))
        until = plan.today - timedelta(days=chance.randrange(1, 15))
        if silent <= backwards < stopped:
            until = plan.begins + timedelta(days=int(plan.months * chance.uniform(17, 23)))
        road = _ROADS[number % len(_ROADS)]
        pin = "".join(chance.choice("0123456789abcdef") for _ in range(16))
        endpoint = {"server": "server", "hub": f"hub:{pin}", "stick": "collected"}[road]
        sites.append(
            Site(
                site_id=f"{country.code.lower()}-{number + 1:03}",
                name=f"{city}, {terminal}",
                country=country.code,
                language=country.languages[number % len(country.languages)],
                offset_minutes=country.offset_minutes,
                road=road,
                endpoint=endpoint,
                listed=not stopped <= backwards < unlisted,
                silent=backwards < silent,
                opens=opens,
                until=until,
            )
        )
    return sites


def make_people(plan: Plan, sites: Sequence[Site]) -> list[Person]:
    """Everybody, and at the end the second and third registrations of some."""
    weights = [_weight(plan, sites, number) for number in range(len(sites))]
    people = []
    used: set[str] = set()
    for number in range(plan.people):
        chance = plan.chance("registered", number)
        home = chance.choices(range(len(sites)), weights)[0]
        people.append(_person(plan, sites, number, home, used))
    return people + _doubles(plan, sites, people)


def _weight(plan: Plan, sites: Sequence[Site], number: int) -> float:
    """How many work at a site. Of every second silent one nobody ever wrote down who does."""
    site, chance = sites[number], plan.chance("weight", number)
    if site.silent:
        return 0.15 if (len(sites) - 1 - number) % 2 == 0 else 0
    return chance.uniform(0.5, 1.6)


def _person(plan: Plan, sites: Sequence[Site], number: int, home: int, used: set[str]) -> Person:
    chance = plan.chance("person", number)
    site, country = sites[home], _COUNTRY[sites[home].country]
    role = chance.choices(list(ROLES), list(ROLES.values()))[0]
    days = (site.until - site.opens).days
    early = chance.random() < 0.45  # those who are there when a site begins
    joined = site.opens + timedelta(days=chance.randrange(0, 40 if early else max(41, days)))
    joined = min(joined, site.until - timedelta(days=1))
    fate = chance.random()
    person = Person(
        learner_id=str(_uuid(chance)),
        actor=_actor(chance),
        human=number,
        name=_name(chance, country, used),
        role=role,
        team=team_of(chance, site.language, role),
        site=home,
        first_site=home,
        language=site.language if chance.random() < 0.95 else "en",
        joined=joined,
    )
    if site.silent:
        return person
    if fate < LEFT:
        stayed = (site.until - joined).days
        person.leaves = joined + timedelta(days=int(stayed * chance.uniform(0.3, 1)) + 1)
    elif fate < LEFT + MOVED:
        others = [n for n, other in enumerate(sites) if other.country and not other.silent]
        person.site = chance.choice(others)
        person.team = team_of(chance, sites[person.site].language, role)
    elif fate < LEFT + MOVED + ERASED:
        person.erased = True
    elif fate < LEFT + MOVED + ERASED + NAMELESS and site.road == "server":
        person.nameless = True
    elif fate > 1 - CAME_IN:
        person.came_in = True
    return person


def _doubles(plan: Plan, sites: Sequence[Site], people: Sequence[Person]) -> list[Person]:
    chance = plan.chance("doubles")
    plain = [
        one
        for one in people
        if not (one.nameless or one.erased or one.came_in or one.leaves)
        and not sites[one.site].silent
        and one.site == one.first_site
        and (sites[one.site].until - one.joined).days > 60
    ]
    count = min(len(plain), max(4, round(plan.people * TWICE)))
    made: list[Person] = []
    for number, first in enumerate(chance.sample(plain, count)):
        second = _second(plan, sites, first, number)
        made.append(second)
        if number == 0:  # one of them is there three times, one merged into the other
            third = _second(plan, sites, second, count)
            second.merged_into, third.merged_into = first.learner_id, second.learner_id
            made.append(third)
        elif number % 5 < 5 * MERGED:
            second.merged_into = first.learner_id
    return made


def _second(plan: Plan, sites: Sequence[Site], first: Person, number: int) -> Person:
    """The same human being, registered once more, later and often elsewhere in the terminal."""
    chance = plan.chance("second", number)
    site = sites[first.first_site]
    later = first.joined + timedelta(days=chance.randrange(10, 120))
    same_team = chance.random() < 0.7
    return replace(
        first,
        learner_id=str(_uuid(chance)),
        actor=_actor(chance),
        name=as_another_wrote(chance, first.name),
        team=first.team if same_team else team_of(chance, site.language, first.role),
        joined=min(later, site.until - timedelta(days=1)),
    )


def make_devices(plan: Plan, sites: Sequence[Site], people: Sequence[Person]) -> list[Device]:
    """The computers of every site that ever sent anything: some shared, and a desk for sessions."""
    devices = []
    kinds = {True: 0, False: 0}
    for number, site in enumerate(sites):
        staff = sum(one.first_site == number for one in people)
        if site.silent or not staff:
            continue
        shared = max(3, ceil(staff / _PEOPLE_A_COMPUTER))
        for place in range(shared + 1):
            chance = plan.chance("device", number, place)
            desk = place == shared
            observed = site.road != "server" and (desk or chance.random() < 0.9)
            clocks = _CLOCKS if observed else _BLIND_CLOCKS
            clock: ClockKind = "right" if desk else clocks[kinds[observed] % len(clocks)]
            if clock == "lost" and (site.until < plan.today - timedelta(days=60) or place == 0):
                clock = "right"
            kinds[observed] += not desk
            devices.append(
                Device(
                    uuid=_uuid(chance),
                    seed=chance.randbytes(32),
                    site=number,
                    desk=desk,
                    clock=clock,
                    observed=observed and clock != "lost",
                )
            )
    return devices


def make_staff(plan: Plan, sites: Sequence[Site], devices: Sequence[Device]) -> list[Facilitator]:
    """One facilitator for each desk."""
    staff = []
    used: set[str] = set()
    for device in devices:
        if device.desk:
            chance = plan.chance("staff", device.site)
            country = _COUNTRY[sites[device.site].country]
            staff.append(
                Facilitator(
                    staff_id=str(_uuid(chance)),
                    actor=_actor(chance),
                    name=_name(chance, country, used),
                    seed=chance.randbytes(32),
                    site=device.site,
                )
            )
    return staff


def days_at(person: Person, sites: Sequence[Site]) -> tuple[date, date]:
    """From which day somebody learns, and the first day on which they do not any more."""
    until = sites[person.first_site].until
    return person.joined, min(until, person.leaves or until)


def _name(chance: Random, country: Country, used: set[str]) -> str:
    while (name := full_name(chance, country)) in used:
        pass
    used.add(name)
    return name


def _actor(chance: Random) -> str:
    return "p-" + b32encode(chance.randbytes(10)).decode()


def _uuid(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
