"""What really happened in a made-up programme, as plain objects; nothing here was ever stored.

Moments are UTC milliseconds since 1970. Of each deed there are two: ``at_ms``, when it was done,
and ``told_ms``, which is all that can be known of it at a desk: the same where the clock was right
or can be corrected, and else what the clock of its computer said. Lists are pointed into by place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from tests.sample.plan import Plan
from trainer_app.content.module import Role

Road = Literal["server", "hub", "stick"]
ClockKind = Literal["right", "steady", "back", "battery", "astray", "lost"]
"""``steady`` is wrong by the same amount all the time, ``back`` was set back for some months,
``battery`` begins some runs in 2011; all these met a clock that is right. ``astray`` is some days
behind and ``lost`` begins every run in 2011, and nothing ever told by how much."""
TestKind = Literal["pre", "quiz", "refresher"]
Form = Literal["full", "short"]


@dataclass(slots=True)
class Site:
    """A place of work. ``listed`` in the programme file; who is ``silent`` never sent anything;
    ``until`` is the first day of which nothing was ever handed in."""

    site_id: str
    name: str
    country: str
    language: str
    offset_minutes: int
    road: Road
    endpoint: str
    listed: bool
    silent: bool
    opens: date
    until: date


@dataclass(slots=True)
class Person:
    """One registration. ``human`` is the same for all of one human being.

    ``site`` and ``team`` are those of the newest record, ``first_site`` where the person was
    registered. Who ``came_in`` walked into a session; ``walk_in``: and is one still. Of the
    ``nameless`` no record ever arrived, and the ``erased`` are gone but for what they did.
    """

    learner_id: str
    actor: str
    human: int
    name: str
    role: Role
    team: str
    site: int
    first_site: int
    language: str
    joined: date
    leaves: date | None = None
    came_in: bool = False
    walk_in: bool = False
    merged_into: str = ""
    nameless: bool = False
    erased: bool = False


@dataclass(slots=True)
class Certificate:
    """``base`` is the activity it was earned for; ``valid_until`` as it was written, by the clock
    of its computer."""

    base: str
    serial: str = ""
    valid_until: date = date.min


@dataclass(slots=True, kw_only=True)
class Deed:
    """Something a person did; ``into_ms`` after the beginning of the sitting it was finished."""

    who: int
    into_ms: int = 0
    at_ms: int = 0
    told_ms: int = 0


@dataclass(slots=True, kw_only=True)
class Begun(Deed):
    """Somebody set out on a module."""

    module: str
    form: Form


@dataclass(slots=True, kw_only=True)
class Answer:
    """A response to a practice question, ``into_ms`` after the beginning of the sitting."""

    item: str
    given: str
    right: bool
    into_ms: int


@dataclass(slots=True, kw_only=True)
class Read(Deed):
    """A lesson or scene was finished; ``whole``: the last one of the module."""

    module: str
    form: Form
    kind: Literal["lesson", "scene"]
    part: str
    lasted_ms: int
    checks: tuple[Answer, ...] = ()
    whole: bool = False


@dataclass(slots=True, kw_only=True)
class Assessed(Deed):
    """A test. ``given`` and ``right`` go with ``asked``; None was not answered. A test that is not
    ``finished`` has no verdict; only a quiz is ``passed`` or not. ``times_ms`` are of the answers,
    as ``into_ms`` is; ``number`` counts attempts on one computer."""

    module: str
    form: Form
    kind: TestKind
    number: int
    asked: tuple[str, ...]
    given: tuple[str | None, ...]
    right: tuple[bool, ...]
    times_ms: tuple[int, ...]
    lasted_ms: int | None
    finished: bool = True
    passed: bool | None = None
    meeting: int | None = None
    taken: Literal["paper", "shared", "paired"] | None = None
    certificate: Certificate | None = None

    @property
    def score(self) -> float:
        """The share that was right of what was asked."""
        return sum(self.right) / len(self.asked)


@dataclass(slots=True, kw_only=True)
class PathDone(Deed):
    """Every module of a role's path was passed."""

    certificate: Certificate


@dataclass(slots=True, kw_only=True)
class Attended(Deed):
    """Somebody was at a session, as its facilitator vouches for."""

    meeting: int


@dataclass(slots=True, kw_only=True)
class Issued(Deed):
    """A facilitator gave a certificate for a pass in a session."""

    meeting: int
    certificate: Certificate


@dataclass(slots=True, kw_only=True)
class Noted(Deed):
    """An act of staff; ``who`` is a place among the staff."""

    act: str
    about: str


@dataclass(slots=True)
class Sitting:
    """Deeds at one computer, one after the other. ``session`` marks what belongs together."""

    device: int
    start_ms: int
    lasts_ms: int
    session: UUID
    deeds: list[Deed]


@dataclass(slots=True)
class Run:
    """The program from its start to its end. The clock was ``off_ms`` ahead of the truth.

    ``known``: what is done in it can be told to the minute, or nothing speaks against its clock.
    ``seen`` are the moments at which a clock that is right was met, with the word for that one.
    """

    boot: int
    epoch: int
    start_ms: int
    off_ms: int
    sittings: list[Sitting]
    known: bool = True
    seen: list[tuple[int, str]] = field(default_factory=list)

    @property
    def end_ms(self) -> int:
        """When the last thing in it was done."""
        return max(sitting.start_ms + sitting.lasts_ms for sitting in self.sittings)

    @property
    def is_dated(self) -> bool:
        """Whether anything was done in it whose day counts."""
        undated = (Begun, Read)
        return any(not isinstance(deed, undated) for s in self.sittings for deed in s.deeds)


@dataclass(slots=True)
class Delivery:
    """Everything of runs ``first`` to ``last`` arrives; ``again``: once more."""

    device: int
    first: int
    last: int
    sent_ms: int
    arrived_ms: int
    road: Road
    again: bool = False


@dataclass(slots=True)
class Device:
    """One computer; the ``desk`` is a facilitator's. ``observed``: it met clocks that are right."""

    uuid: UUID
    seed: bytes
    site: int
    desk: bool
    clock: ClockKind
    observed: bool
    runs: list[Run] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)


@dataclass(slots=True)
class Facilitator:
    """Who leads sessions at a site."""

    staff_id: str
    actor: str
    name: str
    seed: bytes
    site: int


@dataclass(slots=True)
class Meeting:
    """A training session. ``here`` are people by place, ``walked_in`` those who came unregistered,
    ``unnamed`` how many more sat there. A session ``planned`` is still to come."""

    meeting: UUID
    site: int
    module: str
    day: date
    staff: int
    planned: bool
    tests: bool
    here: tuple[int, ...] = ()
    walked_in: tuple[int, ...] = ()
    unnamed: int = 0
    papers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_forms: dict[int, Literal["a", "b"]] = field(default_factory=dict)


@dataclass(slots=True)
class Question:
    """As much of an item as counting needs. ``choices`` are empty where nobody chooses."""

    objective: str
    kind: str
    critical: bool
    pattern: str
    choices: tuple[str, ...]


@dataclass(slots=True)
class ModuleFacts:
    """As much of a module as counting needs. ``objectives`` in the order of its author."""

    version: str
    refresher_days: tuple[int, ...]
    objectives: tuple[str, ...]
    questions: dict[str, Question]


@dataclass(slots=True)
class Truth:
    """A programme. ``asked`` has the modules of each role, in order, and whether the short form of
    each is enough."""

    plan: Plan
    modules: dict[str, ModuleFacts]
    asked: dict[str, tuple[tuple[str, bool], ...]]
    sites: list[Site]
    people: list[Person]
    staff: list[Facilitator]
    devices: list[Device]
    meetings: list[Meeting]
    statements: int = 0
    answers: int = 0

    def sittings(self) -> list[tuple[Device, Run, Sitting]]:
        """Everything that was done, computer by computer."""
        return [
            (device, run, sitting)
            for device in self.devices
            for run in device.runs
            for sitting in run.sittings
        ]
