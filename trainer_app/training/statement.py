"""Statements: what happened, told as xAPI tells it.

A ``Draft`` says what happened; the store gives it a ``Stamp`` (where and when); ``render`` turns
both into text that never changes again. The text is reproducible to the byte: the renderer has a
number, and golden vectors hold it. Shapes follow the project's statement templates (SYNC 4).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from trainer_app.training.xapi import check_statement

IRI_BASE = "https://w3id.org/waypost/"
"""One place for the project's IRIs; to be registered before the first field use."""
EXTENSIONS = f"{IRI_BASE}xapi/ext/"
"""Ours: device, epoch, seq, boot, mono-ms, utc-offset, clock, attempt, test-role, serial, taken,
marked-by, about, planned-start, evidence-date, …"""
CMI5_EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions/"
PLATFORM = "Waypost "
"""Before the release, in ``context.platform``."""
RENDERER = 1

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_ADL = "http://adlnet.gov/expapi/"
_IDS = uuid5(NAMESPACE_URL, IRI_BASE)


class Verb(StrEnum):
    """The verbs in use; the value is the word, ``iri`` the address."""

    INITIALIZED = "initialized"
    ANSWERED = "answered"
    COMPLETED = "completed"
    PASSED = "passed"
    FAILED = "failed"
    EARNED = "earned"
    ATTENDED = "attended"
    INTERACTED = "interacted"
    RESPONDED = "responded"

    @property
    def iri(self) -> str:
        if self is Verb.EARNED:
            return "http://specification.openbadges.org/xapi/verbs/earned"
        return f"{_ADL}verbs/{self.value}"


class ActivityType(StrEnum):
    """What a statement is about."""

    MODULE = "course"
    LESSON = "lesson"
    SCENARIO = "simulation"
    TEST = "assessment"
    ITEM = "cmi.interaction"
    CERTIFICATE = "certificate"
    MEETING = "meeting"
    STAFF_ACT = "staff-act"
    SITE_CHECK = "site-check"

    @property
    def iri(self) -> str:
        if self is ActivityType.CERTIFICATE:
            return "https://www.opigno.org/en/tincan_registry/activity_type/certificate"
        if self in (ActivityType.STAFF_ACT, ActivityType.SITE_CHECK):
            return f"{IRI_BASE}xapi/activity-type/{self.value}"
        return f"{_ADL}activities/{self.value}"


class Taken(StrEnum):
    """How a person's answers in a training session came in."""

    PAPER = "paper"
    """Read off a sheet of paper by staff."""
    SHARED = "shared"
    """Typed by the person at a computer that was passed from one to the next."""
    PAIRED = "paired"
    """Typed by the person at another computer in the room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What happened. ``activity`` and ``parent`` are paths under the IRI base, ``m/<module>/…``.

    ``scaled`` is 0..1, ``duration_ms`` counts milliseconds, ``attempt`` counts from 1. Where
    ``refers_back`` is n > 0, the store sets ``subject`` to the id of the draft n places before this
    one in the same append.

    What staff take part in says so: ``instructor`` is the pseudonym of the facilitator, ``meeting``
    the training session it was done in, ``taken`` how the answers came in, ``planned`` the day a
    session was held for (ISO), ``about`` whom or what an act of staff touched.

    Of an answer to a self-check, ``site`` is the site it is about, ``response`` one of
    ``training.checks.STATES``, ``planned`` the day the evidence was seen and ``valid_until`` the
    day of the next review, both ISO.
    """

    actor: str
    verb: Verb
    activity: str
    activity_type: ActivityType
    registration: UUID
    session: UUID
    revision: str
    language: str
    site: str | None = None
    name: str | None = None
    parent: str | None = None
    attempt: int | None = None
    test_role: str | None = None
    interaction: str | None = None
    pattern: str | None = None
    response: str | None = None
    success: bool | None = None
    completion: bool | None = None
    scaled: float | None = None
    raw: int | None = None
    maximum: int | None = None
    duration_ms: int | None = None
    pass_mark: float | None = None
    subject: UUID | None = None
    refers_back: int = 0
    serial: str | None = None
    valid_until: str | None = None
    instructor: str | None = None
    meeting: UUID | None = None
    taken: Taken | None = None
    planned: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Where and when: the identity of the statement and what the clocks said.

    ``at`` is UTC to the millisecond; ``offset_minutes`` east of it; ``boot`` names this run of the
    program and ``mono_ms`` counts from its start; ``suspect`` marks a clock that cannot be right.
    ``release`` is the version of Waypost that wrote it.
    """

    device: UUID
    epoch: int
    seq: int
    at: datetime
    offset_minutes: int
    boot: int
    mono_ms: int
    suspect: bool
    release: str

    @property
    def statement_id(self) -> UUID:
        return statement_id(self.device, self.epoch, self.seq)


def statement_id(device: UUID, epoch: int, seq: int) -> UUID:
    """The id of a statement: UUIDv5 of the device, its epoch and its place in the log."""
    return uuid5(_IDS, f"{device}/{epoch}/{seq}")


def registration(actor: str, module_id: str, enrolment: int = 1) -> UUID:
    """The id of a person's enrolment in a module; the same on every computer."""
    return uuid5(_IDS, f"{actor}/{module_id}/{enrolment}")


def module_path(module_id: str, form: str = "full") -> str:
    """The activity path of a module; its short form is an activity of its own."""
    return f"m/{module_id}" if form == "full" else f"m/{module_id}/{form}"


def role_path(path_id: str) -> str:
    """The activity path of a role path."""
    return f"p/{path_id}"


def session_path(meeting: UUID) -> str:
    """The activity path of a training session."""
    return f"session/{meeting}"


def staff_path(act: str) -> str:
    """The activity path of what staff did, such as ``staff/export``."""
    return f"staff/{act}"


def check_path(checklist_id: str, item_id: str = "") -> str:
    """The activity path of a self-check of a site, or of one item of it."""
    return f"check/{checklist_id}/{item_id}" if item_id else f"check/{checklist_id}"


def check_registration(site_id: str, checklist_id: str) -> UUID:
    """The id under which all answers to a self-check of a site stand; the same on every computer.

    ``site_id`` is empty for a computer that belongs to no site.
    """
    return registration(site_id, check_path(checklist_id))


def render(draft: Draft, stamp: Stamp) -> bytes:
    """The statement's text: UTF-8 JSON, renderer 1. Frozen once it is stored.

    Raises ``Invalid`` where it would not be a statement of xAPI: what cannot be handed in later is
    not saved now.
    """
    statement = compose(draft, stamp)
    check_statement(statement)
    return _JSON.encode(statement).encode()


def compose(draft: Draft, stamp: Stamp) -> dict[str, Any]:
    """The statement as ``render`` writes it, before it is checked."""
    statement: dict[str, Any] = {
        "id": str(stamp.statement_id),
        "version": "1.0.3",
        "timestamp": _timestamp(stamp.at),
        "actor": _agent(draft.actor),
        "verb": {"id": draft.verb.iri, "display": {"en": draft.verb.value}},
        "object": {
            "objectType": "Activity",
            "id": IRI_BASE + draft.activity,
            "definition": _definition(draft),
        },
    }
    if result := _result(draft):
        statement["result"] = result
    statement["context"] = _context(draft, stamp)
    return statement


def _agent(pseudonym: str) -> dict[str, Any]:
    account = {"homePage": f"{IRI_BASE}people", "name": pseudonym}
    return {"objectType": "Agent", "account": account}


def day_extension(kind: ActivityType) -> str:
    """What ``planned`` is called in the text of a statement about such an activity."""
    return "evidence-date" if kind is ActivityType.SITE_CHECK else "planned-start"


def _definition(draft: Draft) -> dict[str, Any]:
    definition: dict[str, Any] = {"type": draft.activity_type.iri}
    if draft.name:
        definition["name"] = {draft.language.replace("_", "-"): draft.name}
    if draft.interaction:
        definition["interactionType"] = draft.interaction
    if draft.pattern is not None:
        definition["correctResponsesPattern"] = [draft.pattern]
    extensions = {}
    if draft.test_role:
        extensions[f"{EXTENSIONS}test-role"] = draft.test_role
    if draft.serial:
        extensions[f"{EXTENSIONS}serial"] = draft.serial
    if draft.valid_until:
        extensions[f"{EXTENSIONS}valid-until"] = draft.valid_until
    if draft.planned:
        extensions[EXTENSIONS + day_extension(draft.activity_type)] = draft.planned
    if extensions:
        definition["extensions"] = extensions
    return definition


def _result(draft: Draft) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if draft.response is not None:
        result["response"] = draft.response
    if draft.success is not None:
        result["success"] = draft.success
    if draft.completion is not None:
        result["completion"] = draft.completion
    if draft.scaled is not None:
        score: dict[str, Any] = {"scaled": draft.scaled}
        if draft.maximum is not None:
            score |= {"raw": draft.raw, "min": 0, "max": draft.maximum}
        result["score"] = score
    if draft.duration_ms is not None:
        result["duration"] = _duration(draft.duration_ms)
    return result


def _context(draft: Draft, stamp: Stamp) -> dict[str, Any]:
    module = "/".join(draft.activity.split("/")[:2])
    activities: dict[str, Any] = {"category": [{"id": f"{IRI_BASE}xapi/profile/v1"}]}
    if draft.parent:
        activities["parent"] = [{"id": IRI_BASE + draft.parent}]
    activities["grouping"] = [{"id": IRI_BASE + module}]
    if draft.meeting and session_path(draft.meeting) != module:
        activities["grouping"].append({"id": IRI_BASE + session_path(draft.meeting)})
    extensions: dict[str, Any] = {
        f"{CMI5_EXTENSIONS}sessionid": str(draft.session),
        f"{EXTENSIONS}device": str(stamp.device),
        f"{EXTENSIONS}epoch": stamp.epoch,
        f"{EXTENSIONS}seq": stamp.seq,
        f"{EXTENSIONS}boot": f"b-{stamp.boot}",
        f"{EXTENSIONS}mono-ms": stamp.mono_ms,
        f"{EXTENSIONS}utc-offset": stamp.offset_minutes,
        f"{EXTENSIONS}clock": "suspect" if stamp.suspect else "unverified",
    }
    if draft.attempt is not None:
        extensions[f"{EXTENSIONS}attempt"] = draft.attempt
    if draft.pass_mark is not None:
        extensions[f"{CMI5_EXTENSIONS}masteryscore"] = draft.pass_mark
    if draft.meeting:
        extensions[f"{EXTENSIONS}meeting"] = str(draft.meeting)
    if draft.taken:
        extensions[f"{EXTENSIONS}taken"] = draft.taken.value
    if draft.verb is Verb.ATTENDED or draft.taken is Taken.PAPER:
        extensions[f"{EXTENSIONS}marked-by"] = "facilitator"
    if draft.about:
        extensions[f"{EXTENSIONS}about"] = draft.about
    context: dict[str, Any] = {"registration": str(draft.registration)}
    if draft.instructor:
        context["instructor"] = _agent(draft.instructor)
    if draft.site:
        account = {"homePage": f"{IRI_BASE}sites", "name": draft.site}
        context["team"] = {"objectType": "Group", "account": account}
    context |= {
        "platform": PLATFORM + stamp.release,
        "revision": draft.revision,
        "language": draft.language.replace("_", "-"),
        "contextActivities": activities,
        "extensions": extensions,
    }
    if draft.subject:
        context["statement"] = {"objectType": "StatementRef", "id": str(draft.subject)}
    return context


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _duration(milliseconds: int) -> str:
    """ISO 8601, at most hundredths of a second, as xAPI compares them."""
    hundredths = max(0, milliseconds) // 10
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 100}.{rest % 100:02}".rstrip("0").rstrip(".")
    text = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return "PT" + text + (f"{seconds}S" if seconds != "0" or not text else "")
