"""How a statement is shown: by its ids only, or canonically in a reader's languages. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from trainer_app.hub.mentions import Statement
from trainer_app.hub.texts import plain_json
from trainer_app.training.xapi import agent_key

Format = Literal["exact", "ids", "canonical"]
_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_MOST_LANGUAGES = 20
"""That a reader may name; each costs a look at every text."""
_COMPONENTS = ("choices", "scale", "source", "target", "steps")

Definitions = Mapping[str, Mapping[str, Any]]


def languages(header: str) -> list[str]:
    """The languages of an Accept-Language header, the dearest first, in lower case."""
    wanted: list[tuple[float, int, str]] = []
    for told in header.lower().split(","):
        tag, _, parameters = told.partition(";")
        quality = parameters.replace(" ", "").removeprefix("q=") or "1"
        try:
            wanted.append((-float(quality), len(wanted), tag.strip()))
        except ValueError:
            continue
    return [tag for quality, _, tag in sorted(wanted) if tag and quality < 0][:_MOST_LANGUAGES]


def ids_only(text: bytes) -> bytes:
    """The statement with nothing of agents, verbs and activities but what identifies them."""
    statement = json.loads(text)
    for part in _with_inner(statement):
        part["verb"] = {"id": part["verb"]["id"]}
        _change_agents(part, _only_identifier)
        _change_activities(part, lambda activity: {"id": activity["id"]})
    if "authority" in statement:
        statement["authority"] = _only_identifier(statement["authority"])
    return plain_json(statement)


def canonical(text: bytes, known: Definitions, wanted: Sequence[str]) -> bytes:
    """The statement with what the hub knows about its activities, each text in one language."""

    def tell(activity: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {
            name: activity[name] for name in ("objectType", "id") if name in activity
        }
        definition = known.get(activity["id"]) or activity.get("definition")
        if definition:
            told["definition"] = _in_one_language(definition, wanted)
        return told

    statement = json.loads(text)
    for part in _with_inner(statement):
        if "display" in part["verb"]:
            part["verb"]["display"] = one_language(part["verb"]["display"], wanted)
        _change_activities(part, tell)
    return plain_json(statement)


def activities(text: bytes) -> set[str]:
    """The ids of the activities in a statement."""
    found: set[str] = set()

    def note(activity: dict[str, Any]) -> dict[str, Any]:
        found.add(activity["id"])
        return activity

    for part in _with_inner(json.loads(text)):
        _change_activities(part, note)
    return found


def one_language(words: Mapping[str, str], wanted: Sequence[str]) -> dict[str, str]:
    """The text in the dearest language there is; in the first one where none is."""
    by_lower = {tag.lower(): tag for tag in words}
    for language in wanted:
        near = [lower for lower in by_lower if lower.startswith(f"{language}-")]
        wide = [lower for lower in by_lower if language.startswith(f"{lower}-")]
        exact = [language] if language in by_lower else []
        if fitting := (*exact, *near, *sorted(wide, key=len, reverse=True)):
            tag = by_lower[fitting[0]]
            return {tag: words[tag]}
        if language == "*":
            break
    return {tag: words[tag] for tag in list(words)[:1]}


def _in_one_language(definition: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    told = dict(definition)
    for name in ("name", "description"):
        if name in told:
            told[name] = one_language(told[name], wanted)
    for name in _COMPONENTS:
        if name in told:
            told[name] = [_component(component, wanted) for component in told[name]]
    return told


def _component(component: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    told = dict(component)
    if "description" in told:
        told["description"] = one_language(told["description"], wanted)
    return told


def _with_inner(statement: Statement) -> Iterator[Statement]:
    yield statement
    if statement["object"].get("objectType") == "SubStatement":
        yield statement["object"]


def _change_activities(
    statement: Statement, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    if statement["object"].get("objectType", "Activity") == "Activity":
        statement["object"] = change(statement["object"])
    listed = statement.get("context", {}).get("contextActivities", {})
    for name in listed:
        listed[name] = [change(activity) for activity in listed[name]]


def _change_agents(
    statement: Statement, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    statement["actor"] = change(statement["actor"])
    if statement["object"].get("objectType") in {"Agent", "Group"}:
        statement["object"] = change(statement["object"])
    context = statement.get("context", {})
    for name in ("instructor", "team"):
        if name in context:
            context[name] = change(context[name])
    for entry in context.get("contextAgents", ()):
        entry["agent"] = change(entry["agent"])
    for entry in context.get("contextGroups", ()):
        entry["group"] = change(entry["group"])


def _only_identifier(agent: dict[str, Any]) -> dict[str, Any]:
    told = {name: agent[name] for name in _IDENTIFIERS if name in agent}
    told["objectType"] = agent.get("objectType", "Agent")
    if agent_key(agent) is None:
        told["member"] = [_only_identifier(member) for member in agent["member"]]
    return told
