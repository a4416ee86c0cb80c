"""The programme file of a made-up programme: its sites, and what it asks of some roles."""

from __future__ import annotations

from uuid import UUID

from tests.sample.courses import Courses
from tests.sample.names import teams_of
from tests.sample.truth import Truth
from trainer_app.training.programme import (
    Programme,
    RequiredModule,
    Requirement,
    ServerEndpoint,
    Site,
)

ADDRESS = "https://records.example.org/xapi/"
GUARDS = (("foundations", False), ("safe-terminals", True), ("respond-and-refer", False))
"""The modules asked of guards, and whether the short form is enough."""
INTERNET_CAFE = "hotel"
"""The path of the shelf that internet cafés are asked to go."""


def asked_of(courses: Courses) -> dict[str, tuple[tuple[str, bool], ...]]:
    """The modules of each role: those the programme asks for, else those of the shelf's path."""
    stops = {
        path.id: tuple((one.module, one.short) for one in path.stops)
        for path in courses.shelf.paths
    }
    asked: dict[str, tuple[tuple[str, bool], ...]] = {
        role: stops[path.id] for path in courses.shelf.paths for role in path.roles
    }
    return asked | {"guard": GUARDS, "internet-cafe": stops[INTERNET_CAFE]}


def paths_of(courses: Courses) -> dict[str, str]:
    """The id of the path of each role."""
    paths: dict[str, str] = {role: path.id for path in courses.shelf.paths for role in path.roles}
    return paths | {"guard": "guard-required", "internet-cafe": INTERNET_CAFE}


def programme_of(truth: Truth, recipient: str) -> Programme:
    """The programme; ``recipient`` is the public age key of its head office."""
    guards = tuple(RequiredModule(module=module, short=short) for module, short in GUARDS)
    return Programme(
        programme_id=str(UUID(int=truth.plan.chance("programme").getrandbits(128), version=4)),
        version=1,
        name="Safe journeys (made up)",
        organisation_recipient=recipient,
        sites=tuple(
            Site(
                site_id=site.site_id,
                name=site.name,
                country=site.country,
                teams=teams_of(site.language),
            )
            for site in truth.sites
            if site.listed
        ),
        required=(
            Requirement(role="guard", modules=guards),
            Requirement(role="internet-cafe", path=INTERNET_CAFE),
        ),
        endpoints=(ServerEndpoint(title="Record store", address=ADDRESS),),
    )
