"""A statement read back into draft and stamp: the inverse of ``render``.

What a record store sets or writes otherwise (authority, stored, version, the order of properties,
the zone of a timestamp, 1 for 1.0) is passed over; what would be another statement is not ours.

Three things the text does not tell exactly are read in the usual way. The program writes languages
with an underscore and the text with a hyphen: ``es-BO`` is read as ``es_BO``. Durations are told in
hundredths of a second: ``duration_ms`` comes back rounded down to them, never below 0. Raw points
are told beside a maximum only. ``render`` so makes the same text again; but the hash chain covers
the columns to the millisecond, and can be checked only where these travel, as frames do.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from trainer_app.training.statement import (
    CMI5_EXTENSIONS,
    EXTENSIONS,
    IRI_BASE,
    PLATFORM,
    ActivityType,
    Draft,
    Stamp,
    Taken,
    Verb,
    compose,
    day_extension,
)
from trainer_app.training.times import at, milliseconds
from trainer_app.training.xapi import Invalid, check_statement, check_uuid, fingerprint, moment
from trainer_app.training.xapi_values import check_text

_SET_BY_A_STORE = ("authority", "stored", "version")
_VERBS = {verb.iri: verb for verb in Verb}
_TYPES = {kind.iri: kind for kind in ActivityType}
_DURATION = re.compile(r"PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]{1,2}))?S)?")


_LARGEST = 2**63 - 1


class NotOurs(ValueError):
    """This is no statement that Waypost made."""


def read_statement(text: bytes | Mapping[str, Any]) -> tuple[Draft, Stamp]:
    """The draft and stamp of a statement of ours, from its text or from what JSON made of it.

    Raises ``NotOurs`` unless ``render`` makes the same statement of them. A store asked for its
    own words (``format=canonical``) may give other names and definitions: ask for the exact ones.
    """
    try:
        told = _told(json.loads(text) if isinstance(text, bytes) else text)
        draft, stamp = _draft(told), _stamp(told)
        ours = compose(draft, stamp)
        del ours["version"]
        same = told == ours or _same(told, ours)
    except LookupError as error:
        raise NotOurs("it lacks what every statement of Waypost has") from error
    except (OverflowError, RecursionError, ValueError) as error:
        raise NotOurs(str(error)) from error
    if not same:
        raise NotOurs("Waypost would have told this otherwise")
    return draft, stamp


def _told(given: Any) -> dict[str, Any]:
    """What is told, without what a store sets; it is a statement of xAPI."""
    if not isinstance(given, Mapping):
        raise Invalid("a statement must be an object")
    told = {name: value for name, value in given.items() if name not in _SET_BY_A_STORE}
    check_statement(told)
    return told


def _same(told: dict[str, Any], ours: dict[str, Any]) -> bool:
    check_statement(ours)
    return (
        told.keys() == ours.keys()
        and told["id"].lower() == ours["id"]
        and fingerprint(told) == fingerprint(ours)
        and _holds(told["object"]["definition"], ours["object"]["definition"])
    )


def _holds(given: Any, wanted: Any) -> bool:
    """Whether all that is wanted is there, whatever else is."""
    if isinstance(wanted, dict):
        return isinstance(given, dict) and all(
            name in given and _holds(given[name], part) for name, part in wanted.items()
        )
    return bool(given == wanted)


def _draft(told: Mapping[str, Any]) -> Draft:
    context, result = told["context"], told.get("result", {})
    definition, score = told["object"]["definition"], result.get("score", {})
    ours, more = context["extensions"], definition.get("extensions", {})
    language, kind = context["language"], _TYPES[definition["type"]]
    patterns = definition.get("correctResponsesPattern")
    parents = context["contextActivities"].get("parent") or [None]
    parent = parents[0] if isinstance(parents, list) else parents
    subject = context.get("statement")
    return Draft(
        actor=told["actor"]["account"]["name"],
        verb=_VERBS[told["verb"]["id"]],
        activity=_path(told["object"]["id"]),
        activity_type=kind,
        registration=UUID(context["registration"]),
        session=_uuid(ours[f"{CMI5_EXTENSIONS}sessionid"]),
        revision=context["revision"],
        language=language.replace("-", "_"),
        site=context["team"]["account"]["name"] if "team" in context else None,
        name=_word(definition["name"][language]) if "name" in definition else None,
        parent=_path(parent["id"]) if parent else None,
        attempt=_whole(ours.get(f"{EXTENSIONS}attempt")),
        test_role=_word(more.get(f"{EXTENSIONS}test-role")),
        interaction=definition.get("interactionType"),
        pattern=patterns[0] if patterns else None,
        response=result.get("response"),
        success=result.get("success"),
        completion=result.get("completion"),
        scaled=_real(score.get("scaled")),
        raw=_whole(score.get("raw")),
        maximum=_whole(score.get("max")),
        duration_ms=_milliseconds(result["duration"]) if "duration" in result else None,
        pass_mark=_real(ours.get(f"{CMI5_EXTENSIONS}masteryscore")),
        subject=UUID(subject["id"]) if subject else None,
        serial=_word(more.get(f"{EXTENSIONS}serial")),
        valid_until=_word(more.get(f"{EXTENSIONS}valid-until")),
        instructor=context["instructor"]["account"]["name"] if "instructor" in context else None,
        meeting=_uuid(ours[f"{EXTENSIONS}meeting"]) if f"{EXTENSIONS}meeting" in ours else None,
        taken=Taken(ours[f"{EXTENSIONS}taken"]) if f"{EXTENSIONS}taken" in ours else None,
        planned=_word(more.get(EXTENSIONS + day_extension(kind))),
        about=_word(ours.get(f"{EXTENSIONS}about")),
    )


def _stamp(told: Mapping[str, Any]) -> Stamp:
    context = told["context"]
    ours = context["extensions"]
    return Stamp(
        device=_uuid(ours[f"{EXTENSIONS}device"]),
        epoch=_count(ours[f"{EXTENSIONS}epoch"], 1),
        seq=_count(ours[f"{EXTENSIONS}seq"], 1),
        at=at(milliseconds(moment(told["timestamp"]))),
        offset_minutes=_count(ours[f"{EXTENSIONS}utc-offset"]),
        boot=_count(int(str(ours[f"{EXTENSIONS}boot"]).removeprefix("b-"))),
        mono_ms=_count(ours[f"{EXTENSIONS}mono-ms"]),
        suspect=ours[f"{EXTENSIONS}clock"] == "suspect",
        release=context["platform"].removeprefix(PLATFORM),
    )


def _path(iri: str) -> str:
    return iri.removeprefix(IRI_BASE)


def _uuid(value: Any) -> UUID:
    check_uuid(value)
    return UUID(value)


def _word(value: Any) -> str | None:
    if value is None:
        return None
    check_text(value)
    return str(value) or None


def _count(value: object, least: int = -_LARGEST) -> int:
    """A whole number of 64 bits, however JSON writes it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _LARGEST:
        raise Invalid("a number must be whole, and no larger than any of ours")
    return value


def _whole(value: object) -> int | None:
    return None if value is None else _count(value)


def _real(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid("a share must be a number")
    return float(value)


def _milliseconds(duration: str) -> int:
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise Invalid("a duration must be in hours, minutes and hundredths of a second")
    hours, minutes, seconds, part = (number or "0" for number in match.groups())
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return _count(whole * 1000 + int(part.ljust(2, "0")) * 10)
