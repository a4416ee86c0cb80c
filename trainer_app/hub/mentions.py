"""Who and what a statement mentions, and as what: the words by which it is found again. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeGuard
from uuid import UUID

from trainer_app.training.statement import IRI_BASE, statement_id
from trainer_app.training.xapi import agent_key

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
SITES = f"{IRI_BASE}sites"
_DEVICE = f"{IRI_BASE}xapi/ext/device"
_EPOCH = f"{IRI_BASE}xapi/ext/epoch"
_SEQ = f"{IRI_BASE}xapi/ext/seq"
_LARGEST = 2**63 - 1
_LONGEST_REMEMBERED = 300
"""Letters of a word whose number is kept ready; nobody's long ones fill the memory."""

Statement = dict[str, Any]


class Role(IntEnum):
    """As what a term is mentioned, as bits; a term with none is related in another way."""

    RELATED = 0
    DIRECT = 1  # the actor or the object, the object's activity, the verb, the registration
    TEAM = 2
    AUTHORITY = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement of Waypost's own stands: it has the id of this place, or it is none."""

    device: bytes
    epoch: int
    seq: int
    site: str | None


def term(kind: str, word: str) -> int:
    """A word as a number of 64 bits; two words that share one are not met in practice."""
    return (_usual_term if len(word) <= _LONGEST_REMEMBERED else _term)(kind, word)


def digest(word: str) -> bytes:
    """A word of any length and any letters as sixteen bytes."""
    return (_usual_digest if len(word) <= _LONGEST_REMEMBERED else _digest)(word)


def _term(kind: str, word: str) -> int:
    hashed = blake2b(f"{kind}\0{word}".encode(), digest_size=8).digest()
    return int.from_bytes(hashed, "big", signed=True)


def _digest(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=16).digest()


_usual_term = lru_cache(maxsize=16384)(_term)
_usual_digest = lru_cache(maxsize=4096)(_digest)


def verb_term(iri: str) -> int:
    """The term of a verb."""
    return term("verb", iri)


def activity_term(iri: str) -> int:
    """The term of an activity."""
    return term("activity", iri)


def registration_term(registration: str) -> int:
    """The term of a registration, however its letters are written."""
    return term("registration", registration.lower())


def agent_term(agent: Mapping[str, Any]) -> int | None:
    """The term of an agent or identified group; None for a group without identifier."""
    key = agent_key(agent)
    return None if key is None else term("agent", key)


def site_term(site: str) -> int:
    """The term of a site's team."""
    named = {"objectType": "Group", "account": {"homePage": SITES, "name": site}}
    found = agent_term(named)
    assert found is not None
    return found


def mentions(statement: Statement) -> dict[int, int]:
    """The terms of a checked statement with their roles, but for its authority."""
    found: dict[int, int] = {verb_term(statement["verb"]["id"]): Role.DIRECT}
    _walk(statement, Role.DIRECT, found)
    context = statement.get("context") or {}
    if "registration" in context:
        _add(found, registration_term(context["registration"]), Role.DIRECT)
    if "team" in context:
        _add(found, agent_term(context["team"]), Role.TEAM)
    return found


def target(statement: Statement) -> bytes | None:
    """The id of the statement that this one is about."""
    about = statement["object"]
    return id_bytes(about["id"]) if about.get("objectType") == "StatementRef" else None


def definitions(statement: Statement) -> Iterator[tuple[str, dict[str, Any]]]:
    """The activities with what the statement tells about them."""
    for activity in _activities(statement):
        if definition := activity.get("definition"):
            yield activity["id"], definition


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A definition with what a later one says; of names and descriptions each language stays."""
    whole = old | new
    for name in ("name", "description"):
        if name in old and name in new:
            whole[name] = old[name] | new[name]
    return whole


def place(statement: Statement) -> Place | None:
    """Where a statement of Waypost's own stands, if its id is the id of that place."""
    context = statement.get("context") or {}
    extensions = context.get("extensions") or {}
    epoch, seq = extensions.get(_EPOCH), extensions.get(_SEQ)
    if not (_counts(epoch) and _counts(seq)):
        return None
    try:
        device = UUID(extensions.get(_DEVICE))
    except (ValueError, TypeError, AttributeError):
        return None
    if str(statement_id(device, epoch, seq)) != statement["id"].lower():
        return None
    return Place(device.bytes, epoch, seq, _site(context))


def id_bytes(statement_id: str) -> bytes:
    """A UUID's sixteen bytes."""
    return bytes.fromhex(statement_id.replace("-", ""))


def _counts(number: object) -> TypeGuard[int]:
    return type(number) is int and 0 <= number <= _LARGEST


def _site(context: Mapping[str, Any]) -> str | None:
    account = (context.get("team") or {}).get("account") or {}
    site = account.get("name")
    return str(site) if account.get("homePage") == SITES else None


def _walk(statement: Statement, role: int, found: dict[int, int]) -> None:
    """Agents and activities; those of a statement inside a statement are merely related."""
    _add_agent(found, statement["actor"], role)
    about = statement["object"]
    match about.get("objectType", "Activity"):
        case "Activity":
            _add(found, activity_term(about["id"]), role)
        case "Agent" | "Group":
            _add_agent(found, about, role)
        case "SubStatement":
            _walk(about, Role.RELATED, found)
    context = statement.get("context") or {}
    for agent in _context_agents(context):
        _add_agent(found, agent, Role.RELATED)
    for activity in _context_activities(context):
        _add(found, activity_term(activity["id"]), Role.RELATED)


def _add(found: dict[int, int], key: int | None, role: int) -> None:
    if key is not None:
        found[key] = found.get(key, 0) | role


def _add_agent(found: dict[int, int], agent: Mapping[str, Any], role: int) -> None:
    _add(found, agent_term(agent), role)
    for member in agent.get("member", ()):
        _add(found, agent_term(member), role)


def _context_agents(context: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in ("instructor", "team"):
        if name in context:
            yield context[name]
    for entry in context.get("contextAgents", ()):
        yield entry["agent"]
    for entry in context.get("contextGroups", ()):
        yield entry["group"]


def _context_activities(context: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for listed in (context.get("contextActivities") or {}).values():
        yield from listed if isinstance(listed, list) else [listed]


def _activities(statement: Statement) -> Iterator[dict[str, Any]]:
    about = statement["object"]
    match about.get("objectType", "Activity"):
        case "Activity":
            yield about
        case "SubStatement":
            yield from _activities(about)
    yield from _context_activities(statement.get("context") or {})
