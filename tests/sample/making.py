"""A programme made up from its plan, and written into a data folder."""

from __future__ import annotations

from tests.sample.calendar import Calendar
from tests.sample.clockwork import certify, set_running
from tests.sample.courses import Courses
from tests.sample.learning import Learning
from tests.sample.plan import Plan
from tests.sample.rules import asked_of, paths_of
from tests.sample.sessions import hold
from tests.sample.truth import Truth
from tests.sample.world import make_devices, make_people, make_sites, make_staff
from tests.sample.writing import write
from trainer_app.content.catalog import Catalog
from trainer_app.store import Store


def make(store: Store, packs: Catalog, plan: Plan) -> Truth:
    """Make up a programme and write it into a store that is empty, as it would have arrived there.

    ``packs`` has the seven modules and the shelf. The store's own clock need not be right: it is
    told that it is noon of ``plan.today``, as by a server.
    """
    courses = Courses(packs, plan.seed)
    truth = invent(courses, plan)
    write(store, truth, courses)
    return truth


def invent(courses: Courses, plan: Plan) -> Truth:
    """Everything that happened, not written anywhere yet."""
    sites = make_sites(plan)
    people = make_people(plan, sites)
    devices = make_devices(plan, sites, people)
    staff = make_staff(plan, sites, devices)
    asked, paths = asked_of(courses), paths_of(courses)
    calendar = Calendar(plan, sites, devices)
    learning = Learning(plan, courses, calendar, sites, devices)
    careers = [
        learning.career(who, person, paths[person.role], asked[person.role])
        for who, person in enumerate(people)
    ]
    meetings = hold(plan, courses, calendar, sites, devices, staff, careers)
    for career in careers:
        learning.live(career)
    for place, device in enumerate(devices):
        set_running(plan, sites[device.site], place, device, calendar.sittings[place])
    certify(plan, sites, devices)
    return Truth(
        plan=plan,
        modules=courses.facts,
        asked=asked,
        sites=sites,
        people=people,
        staff=staff,
        devices=devices,
        meetings=meetings,
    )
