"""What a frame says of each statement: its topic, its visit and its outcome.

Most statements differ from others in few things, so these are tables of their own. What follows
from the rest is left out: usual registrations, right responses, shares of points, near subjects.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Stamp,
    Taken,
    Verb,
    registration,
    statement_id,
)
from trainer_app.training.times import at

_NEAR = 8
"""So many statements back a subject is looked for."""

Id = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
"""A UUID, without hyphens."""
Whole = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Topic(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """What a statement is about. ``base`` is the path of the module or role path, and ``activity``
    and ``parent`` are written below it (``_below``)."""

    verb: Verb
    activity_type: ActivityType
    base: str
    revision: str
    language: str
    interaction: str | None
    test_role: str | None
    pass_mark: float | None
    parent: str | None
    activity: str
    pattern: str | None
    name: str | None
    planned: str | None = None


class Visit(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """Who, where and with what. ``registration`` is None where it is the usual one."""

    actor: str
    registration: Id | None
    session: Id
    site: str | None
    boot: Whole
    release: str
    suspect: bool
    offset_minutes: Whole
    instructor: str | None = None
    meeting: Id | None = None
    taken: Taken | None = None


class Outcome(Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """How it went. ``response`` is written beside the pattern (``_beside``), ``scaled`` is True
    where the points say it, ``subject`` says how many statements back it is, or its id."""

    success: bool | None
    completion: bool | None
    attempt: Whole | None
    response: str | None
    raw: Whole | None
    maximum: Whole | None
    scaled: float | bool | None
    serial: str | None
    valid_until: str | None
    subject: Whole | Id | None
    about: str | None = None


def topic_of(draft: Draft) -> Topic:
    """The topic of a statement."""
    base = _base(draft.activity)
    return Topic(
        verb=draft.verb,
        activity_type=draft.activity_type,
        base=base,
        revision=draft.revision,
        language=draft.language,
        interaction=draft.interaction,
        test_role=draft.test_role,
        pass_mark=draft.pass_mark,
        parent=None if draft.parent is None else _below(base, draft.parent),
        activity=_below(base, draft.activity),
        pattern=draft.pattern,
        name=draft.name,
        planned=draft.planned,
    )


def visit_of(draft: Draft, stamp: Stamp) -> Visit:
    """The visit of a statement."""
    usual = draft.registration == _usual_registration(draft.actor, _base(draft.activity))
    return Visit(
        actor=draft.actor,
        registration=None if usual else draft.registration.hex,
        session=draft.session.hex,
        site=draft.site,
        boot=stamp.boot,
        release=stamp.release,
        suspect=stamp.suspect,
        offset_minutes=stamp.offset_minutes,
        instructor=draft.instructor,
        meeting=draft.meeting.hex if draft.meeting else None,
        taken=draft.taken,
    )


def outcome_of(draft: Draft, stamp: Stamp) -> Outcome:
    """The outcome of a statement."""
    in_points = repr(draft.scaled) == repr(_share(draft.raw, draft.maximum))
    subject: int | str | None = None
    if draft.subject:
        near = (back for back in range(1, _NEAR + 1) if _earlier(stamp, back) == draft.subject)
        subject = next(near, draft.subject.hex)
    return Outcome(
        success=draft.success,
        completion=draft.completion,
        attempt=draft.attempt,
        response=_beside(draft.pattern, draft.response),
        raw=draft.raw,
        maximum=draft.maximum,
        scaled=True if in_points and draft.scaled is not None else draft.scaled,
        serial=draft.serial,
        valid_until=draft.valid_until,
        subject=subject,
        about=draft.about,
    )


def draft_of(
    topic: Topic, visit: Visit, outcome: Outcome, duration_ms: int | None, stamp: Stamp
) -> Draft:
    """The draft they were made of. Raises ``ValueError`` where they contradict each other."""
    activity = _from_below(topic.base, topic.activity)
    scaled: float | bool | None = outcome.scaled
    if isinstance(scaled, bool):
        scaled = _share(outcome.raw, outcome.maximum)
    return Draft(
        actor=visit.actor,
        verb=topic.verb,
        activity=activity,
        activity_type=topic.activity_type,
        registration=_usual_registration(visit.actor, topic.base)
        if visit.registration is None
        else UUID(visit.registration),
        session=UUID(visit.session),
        revision=topic.revision,
        language=topic.language,
        site=visit.site,
        name=topic.name,
        parent=None if topic.parent is None else _from_below(topic.base, topic.parent),
        attempt=outcome.attempt,
        test_role=topic.test_role,
        interaction=topic.interaction,
        pattern=topic.pattern,
        response=_from_beside(topic.pattern, outcome.response),
        success=outcome.success,
        completion=outcome.completion,
        scaled=scaled,
        raw=outcome.raw,
        maximum=outcome.maximum,
        duration_ms=duration_ms,
        pass_mark=topic.pass_mark,
        subject=_subject(outcome.subject, stamp),
        serial=outcome.serial,
        valid_until=outcome.valid_until,
        instructor=visit.instructor,
        meeting=UUID(visit.meeting) if visit.meeting else None,
        taken=visit.taken,
        planned=topic.planned,
        about=outcome.about,
    )


def stamp_of(
    visit: Visit, *, device: UUID, epoch: int, seq: int, wall_ms: int, mono_ms: int
) -> Stamp:
    """The stamp of the statement of that number. Raises ``OverflowError`` for no day that is."""
    return Stamp(
        device=device,
        epoch=epoch,
        seq=seq,
        at=at(wall_ms),
        offset_minutes=visit.offset_minutes,
        boot=visit.boot,
        mono_ms=mono_ms,
        suspect=visit.suspect,
        release=visit.release,
    )


def _base(activity: str) -> str:
    return "/".join(activity.split("/")[:2])


def _below(base: str, path: str) -> str:
    """The path without its base; with a slash before it, the whole path."""
    rest = path.removeprefix(f"{base}/")
    return "" if path == base else f"/{path}" if rest == path or rest[:1] in ("", "/") else rest


def _from_below(base: str, rest: str) -> str:
    return base if not rest else rest[1:] if rest.startswith("/") else f"{base}/{rest}"


def _beside(pattern: str | None, response: str | None) -> str | None:
    """``=`` for the response of the pattern; a response that begins so gets one more."""
    if response is None:
        return None
    return "=" if response == pattern else f"={response}" if response[:1] == "=" else response


def _from_beside(pattern: str | None, told: str | None) -> str | None:
    return pattern if told == "=" else told[1:] if told and told.startswith("=") else told


def _share(raw: int | None, maximum: int | None) -> float | None:
    """The points as an attempt judges them."""
    return round(raw / maximum, 4) if raw is not None and maximum else None


def _usual_registration(actor: str, base: str) -> UUID:
    """That of a first enrolment: in a module by its id, in a role path by its path."""
    return registration(actor, base.removeprefix("m/"))


def _subject(told: int | str | None, stamp: Stamp) -> UUID | None:
    return _earlier(stamp, told) if isinstance(told, int) else UUID(told) if told else None


def _earlier(stamp: Stamp, back: int) -> UUID:
    return statement_id(stamp.device, stamp.epoch, stamp.seq - back)
