"""The rules of xAPI statements, versions 1.0.3 and 2.0.0, and what makes two of them the same.

``Invalid`` says where a statement goes wrong, and never repeats the values it holds.
"""

import json
import re
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from trainer_app.training.times import milliseconds
from trainer_app.training.xapi_parts import (
    agent_key,
    check_activity,
    check_actor,
    check_agent,
    check_authority,
    check_group,
    check_reference,
    check_verb,
    is_group,
)
from trainer_app.training.xapi_values import (
    Check,
    Invalid,
    Rules,
    Version,
    check_duration,
    check_extensions,
    check_iri,
    check_language,
    check_members,
    check_number,
    check_text,
    check_timestamp,
    check_truth,
    check_uuid,
    check_words,
    list_of,
    matching,
    moment,
    one_of,
)

__all__ = [
    "VOIDED",
    "Invalid",
    "Version",
    "agent_key",
    "check_activity",
    "check_agent",
    "check_group",
    "check_iri",
    "check_language",
    "check_statement",
    "check_timestamp",
    "check_uuid",
    "fingerprint",
    "moment",
]

VOIDED = "http://adlnet.gov/expapi/verbs/voided"


def check_statement(statement: object, *, version: Version = "1.0.3") -> None:
    """Raises ``Invalid`` for the first thing that the specification does not allow."""
    _check_whole(statement, "statement", _STATEMENT[version])


def _check_whole(value: object, path: str, rules: Rules) -> None:
    statement = check_members(value, path, rules, ("actor", "verb", "object"))
    about = statement["object"].get("objectType", "Activity")
    if about != "Activity":
        for name in ("revision", "platform"):
            if name in statement.get("context", ()):
                raise Invalid(f"{path}.context.{name} must only stand beside an activity")
    if about != "StatementRef" and statement["verb"]["id"] == VOIDED:
        raise Invalid(f"{path}.object must be a StatementRef where the verb is voided")


# ---------------------------------------------------------------- results


def _check_result(value: object, path: str) -> None:
    check_members(value, path, _RESULT)


def _check_score(value: object, path: str) -> None:
    score = check_members(value, path, _SCORE)
    low, raw, high = score.get("min"), score.get("raw"), score.get("max")
    if low is not None and high is not None and low >= high:
        raise Invalid(f"{path}.min must be less than max")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise Invalid(f"{path}.raw must lie between min and max")


def _check_scaled(value: Any, path: str) -> None:
    check_number(value, path)
    if not -1 <= value <= 1:
        raise Invalid(f"{path} must lie between -1 and 1")


_SCORE: Rules = {
    "scaled": _check_scaled,
    "raw": check_number,
    "min": check_number,
    "max": check_number,
}
_RESULT: Rules = {
    "score": _check_score,
    "success": check_truth,
    "completion": check_truth,
    "response": check_text,
    "duration": check_duration,
    "extensions": check_extensions,
}

# ---------------------------------------------------------------- contexts


def _check_activities(value: object, path: str) -> None:
    """A list of activities, or a single one as before xAPI 1.0."""
    (_list_of_activities if isinstance(value, list) else check_activity)(value, path)


def _check_context_activities(value: object, path: str) -> None:
    check_members(value, path, _CONTEXT_ACTIVITIES)


def _check_types(value: object, path: str) -> None:
    _list_of_iris(value, path)
    if not value:
        raise Invalid(f"{path} must not be empty")


def _relevant(word: str, check: Check) -> Check:
    """A check of contextAgents, or with the other word of contextGroups."""
    rules: Rules = {
        "objectType": one_of(f"context{word.title()}"),
        word: check,
        "relevantTypes": _check_types,
    }
    return list_of(partial(_check_relevant, rules=rules, required=("objectType", word)))


def _check_relevant(value: object, path: str, *, rules: Rules, required: tuple[str, ...]) -> None:
    check_members(value, path, rules, required)


def _check_context(value: object, path: str) -> None:
    check_members(value, path, _CONTEXT)


def _check_context_2(value: object, path: str) -> None:
    check_members(value, path, _CONTEXT_2)


_list_of_activities: Check = list_of(check_activity)
_list_of_iris: Check = list_of(check_iri)
_CONTEXT_ACTIVITIES: Rules = dict.fromkeys(
    ("parent", "grouping", "category", "other"), _check_activities
)
_CONTEXT: Rules = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": _check_context_activities,
    "revision": check_text,
    "platform": check_text,
    "language": check_language,
    "statement": check_reference,
    "extensions": check_extensions,
}
_CONTEXT_2: Rules = {
    **_CONTEXT,
    "contextAgents": _relevant("agent", check_agent),
    "contextGroups": _relevant("group", check_group),
}

# ---------------------------------------------------------------- statements


def _check_length(value: object, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Invalid(f"{path} must be a whole number of bytes")


def _check_attachment(value: object, path: str) -> None:
    required = ("usageType", "display", "contentType", "length", "sha2")
    check_members(value, path, _ATTACHMENT, required)


def _check_object(value: object, path: str, *, kinds: Mapping[str, Check]) -> None:
    kind = value.get("objectType", "Activity") if isinstance(value, dict) else None
    check = kinds.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise Invalid(f"{path} must be an object of the type {', '.join(kinds)}")
    check(value, path)


_ATTACHMENT: Rules = {
    "usageType": check_iri,
    "display": check_words,
    "description": check_words,
    "contentType": matching(r"[^\s/;]+/[^\s/;]+(?:\s*;.*)?", "a media type such as text/plain"),
    "length": _check_length,
    "sha2": matching(r"(?:[0-9A-Fa-f]{2}){28,64}", "the hexadecimal digits of a SHA-2"),
    "fileUrl": check_iri,
}
_KINDS: Mapping[str, Check] = {
    "Activity": check_activity,
    "Agent": check_agent,
    "Group": check_group,
    "StatementRef": check_reference,
}


def _statement_rules(version: Version) -> Rules:
    check_time = partial(check_timestamp, version=version)
    shared: Rules = {
        "actor": check_actor,
        "verb": check_verb,
        "object": partial(_check_object, kinds=_KINDS),
        "result": _check_result,
        "context": _check_context if version == "1.0.3" else _check_context_2,
        "timestamp": check_time,
        "attachments": list_of(_check_attachment),
    }
    inner: Rules = {**shared, "objectType": one_of("SubStatement")}
    kinds: Mapping[str, Check] = {**_KINDS, "SubStatement": partial(_check_whole, rules=inner)}
    numbers = r"1\.0(?:\.[0-9]+)?" if version == "1.0.3" else r"[12]\.0(?:\.[0-9]+)?"
    return {
        **shared,
        "id": check_uuid,
        "object": partial(_check_object, kinds=kinds),
        "stored": check_time,
        "authority": check_authority,
        "version": matching(numbers, f"a version such as {version}"),
    }


_STATEMENT: Mapping[Version, Rules] = {
    "1.0.3": _statement_rules("1.0.3"),
    "2.0.0": _statement_rules("2.0.0"),
}

# ---------------------------------------------------------------- what must not change

_FINER = re.compile(r"([.,][0-9]{2})[0-9]+S\Z")


def fingerprint(statement: Mapping[str, Any]) -> str:
    """The same for two copies of one statement, another where anything of its matter differs.

    For a statement that passed ``check_statement``. What a record store sets (id, authority,
    stored, version), definitions, the words of verbs, attachments, the order of members and of
    context activities do not count, nor how a number or a moment is written; durations count to
    hundredths. A timestamp counts, so take it before a store fills in one that was left out.
    """
    core = json.dumps(_core(statement), sort_keys=True, separators=(",", ":"))
    return sha256(core.encode()).hexdigest()


def _core(statement: Mapping[str, Any]) -> dict[str, Any]:
    core: dict[str, Any] = {
        "actor": _who(statement["actor"]),
        "verb": statement["verb"]["id"],
        "object": _what(statement["object"]),
    }
    if "result" in statement:
        core["result"] = _outcome(statement["result"])
    if "context" in statement:
        core["context"] = {
            name: _CORE.get(name, _plain)(value) for name, value in statement["context"].items()
        }
    if "timestamp" in statement:
        core["timestamp"] = milliseconds(moment(statement["timestamp"]))
    return core


def _who(agent: Mapping[str, Any]) -> list[Any]:
    members = sorted((_who(member) for member in agent.get("member", ())), key=json.dumps)
    return [is_group(agent), agent_key(agent), agent.get("name"), members]


def _what(thing: Mapping[str, Any]) -> list[Any]:
    kind = thing.get("objectType", "Activity")
    match kind:
        case "Activity":
            return [kind, thing["id"]]
        case "StatementRef":
            return [kind, thing["id"].lower()]
        case "SubStatement":
            return [kind, _core(thing)]
    return [kind, _who(thing)]


def _outcome(result: Mapping[str, Any]) -> dict[str, Any]:
    core: dict[str, Any] = _plain(result)
    if "duration" in core:
        core["duration"] = _FINER.sub(r"\1S", core["duration"])
    return core


def _related(activities: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        relation: sorted(one["id"] for one in (some if isinstance(some, list) else [some]))
        for relation, some in activities.items()
    }


def _relevant_ones(entries: list[Mapping[str, Any]]) -> list[Any]:
    return [
        [_who(entry.get("agent") or entry["group"]), entry.get("relevantTypes")]
        for entry in entries
    ]


def _plain(value: Any) -> Any:
    """JSON with every number written in one way; ``check_statement`` has seen to its depth."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    return [_plain(member) for member in value] if isinstance(value, list) else value


_CORE: Mapping[str, Any] = {
    "registration": str.lower,
    "language": str.lower,
    "statement": _what,
    "team": _who,
    "instructor": _who,
    "contextActivities": _related,
    "contextAgents": _relevant_ones,
    "contextGroups": _relevant_ones,
}
