"""The shape of what is expected: what every report has to agree with, on one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import msgspec

from tests.sample.figures import Change, ItemFigures
from tests.sample.truth import Road

State = Literal["in-date", "due", "overdue", "in-progress", "not-started"]
STATES: tuple[State, ...] = ("in-date", "due", "overdue", "in-progress", "not-started")


@dataclass(slots=True)
class Standing:
    """One person and one module."""

    state: State
    asked: bool
    passed_on: date | None = None
    refreshed_on: date | None = None
    due_on: date | None = None


@dataclass(slots=True)
class CertificateHeld:
    """The newest certificate of a person for a module (``m/…``) or path (``p/…``)."""

    base: str
    serial: str
    valid_until: date


@dataclass(slots=True)
class PersonRow:
    """Somebody who counts. ``actors`` are the pseudonyms of every registration of theirs;
    ``asked`` the modules of their role in order; ``standings`` has every module there is;
    ``sessions`` are those they attended."""

    site: str
    role: str
    team: str
    walk_in: bool
    actors: tuple[str, ...]
    asked: tuple[str, ...]
    standings: dict[str, Standing]
    trained: bool
    overdue: bool
    sessions: tuple[str, ...] = ()
    certificates: tuple[CertificateHeld, ...] = ()


@dataclass(slots=True)
class News:
    """What is the newest thing known of a site: the day it was done and the road it first came by;
    the day the last delivery with something new arrived, and its road."""

    day: date
    road: Road
    arrived_on: date
    arrived_by: Road


@dataclass(slots=True)
class SiteRow:
    """One site, its people being those whose newest record says so.

    ``asked`` counts states by module over those of whose role it is asked, ``more`` over those who
    were not asked and began anyway. ``refreshers`` counts, by ISO week (``2028-W25``), everybody
    and every module that was passed by its next date, ``passes`` passes by month. ``sessions``
    that were closed, held at this site, with ``attended`` people, ``walk_ins`` among them, and
    ``unnamed`` ones; ``planned`` are still to come. ``expiring`` certificates end within 30 days.
    """

    name: str
    listed: bool
    news: News | None = None
    people: int = 0
    trained: int = 0
    overdue: int = 0
    asked: dict[str, dict[State, int]] = field(default_factory=dict)
    more: dict[str, dict[State, int]] = field(default_factory=dict)
    refreshers: dict[str, int] = field(default_factory=dict)
    passes: dict[str, int] = field(default_factory=dict)
    sessions: int = 0
    planned: int = 0
    attended: int = 0
    walk_ins: int = 0
    unnamed: int = 0
    expiring: int = 0


@dataclass(slots=True)
class Expected:
    """Everything, on one day. ``people`` by learner id are those who count: not who ``left`` (ids),
    was ``merged`` (id to the id they count as) or ``erased`` (ids). ``nameless`` are pseudonyms in
    the log that no record tells of, with their site; ``nobodys`` counts those that learnt something
    and have no name here, or none any more. ``doubles`` are pairs of ids of one human being that
    nobody put together. ``sites_in`` have sent something."""

    today: date
    people: dict[str, PersonRow]
    left: tuple[str, ...]
    merged: dict[str, str]
    erased: tuple[str, ...]
    nameless: dict[str, str]
    nobodys: int
    doubles: tuple[tuple[str, str], ...]
    sites: dict[str, SiteRow]
    sites_in: tuple[str, ...]
    items: dict[str, dict[str, dict[str, ItemFigures]]]
    change: dict[str, Change]
    change_by_site: dict[str, dict[str, Change]]
    change_by_objective: dict[str, dict[str, Change]]

    def as_json(self) -> bytes:
        """All of it, to be read by others."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1)
