"""What xAPI statements are made of: people and groups, verbs, activities, references.

The rules stand as tables: a property's name and the check of its value. What has no rule is not
allowed.
"""

from typing import Any

from trainer_app.training.xapi_values import (
    Check,
    Invalid,
    Rules,
    check_extensions,
    check_iri,
    check_members,
    check_text,
    check_uuid,
    check_words,
    list_of,
    matching,
    one_of,
)

# ---------------------------------------------------------------- people and groups

_IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


def check_agent(value: object, path: str = "agent") -> None:
    """One person or system, known by exactly one identifier."""
    agent = check_members(value, path, _AGENT)
    if _identifiers(agent) != 1:
        raise Invalid(f"{path} must have exactly one of {', '.join(_IDENTIFIERS)}")


def check_group(value: object, path: str = "group") -> None:
    """A group with one identifier, or without one a list of its members."""
    group = check_members(value, path, _GROUP, ("objectType",))
    identifiers = _identifiers(group)
    if identifiers > 1:
        raise Invalid(f"{path} must not have more than one of {', '.join(_IDENTIFIERS)}")
    if not identifiers and not group.get("member"):
        raise Invalid(f"{path} must have members or an identifier")


def check_actor(value: object, path: str = "actor") -> None:
    """An agent or a group."""
    (check_group if is_group(value) else check_agent)(value, path)


def check_authority(value: Any, path: str = "authority") -> None:
    """An agent, or an application and its user as a group of two."""
    check_actor(value, path)
    if is_group(value) and (_identifiers(value) or len(value["member"]) != 2):
        raise Invalid(f"{path} must be an agent, or a group of two members without identifier")


def is_group(value: Any) -> bool:
    """Whether this is, or wants to be, a group."""
    return isinstance(value, dict) and value.get("objectType") == "Group"


def agent_key(agent: Any) -> str | None:
    """One text for who an agent or group is; ``None`` for a group known by its members only.

    Two that mean the same one have the same key. For what passed ``check_actor``.
    """
    if "account" in agent:
        account = agent["account"]
        return f"account|{account['homePage']}|{account['name']}"
    if "mbox" in agent:
        local, _, domain = agent["mbox"].rpartition("@")
        return f"mbox|{local}@{domain.lower()}"
    if "mbox_sha1sum" in agent:
        return f"mbox_sha1sum|{agent['mbox_sha1sum'].lower()}"
    return f"openid|{agent['openid']}" if "openid" in agent else None


def _identifiers(agent: dict[str, Any]) -> int:
    return sum(name in agent for name in _IDENTIFIERS)


def _check_account(value: object, path: str) -> None:
    check_members(value, path, _ACCOUNT, _ACCOUNT)


_ACCOUNT: Rules = {
    "homePage": check_iri,
    "name": matching(r"[^\x00-\x1f\ud800-\udfff]*", "text of one line"),
}
_AGENT: Rules = {
    "objectType": one_of("Agent"),
    "name": check_text,
    "mbox": matching(r"mailto:[^@\s:?<>]+@[^@\s:?<>]+", "an address such as mailto:…@…"),
    "mbox_sha1sum": matching("[0-9A-Fa-f]{40}", "40 hexadecimal digits"),
    "openid": check_iri,
    "account": _check_account,
}
_GROUP: Rules = {**_AGENT, "objectType": one_of("Group"), "member": list_of(check_agent)}

# ---------------------------------------------------------------- verbs and references


def check_verb(value: object, path: str = "verb") -> None:
    """What was done."""
    check_members(value, path, _VERB, ("id",))


def check_reference(value: object, path: str = "statement") -> None:
    """A reference to another statement."""
    check_members(value, path, _REFERENCE, _REFERENCE)


_VERB: Rules = {"id": check_iri, "display": check_words}
_REFERENCE: Rules = {"objectType": one_of("StatementRef"), "id": check_uuid}

# ---------------------------------------------------------------- activities

_COMPONENTS = {
    "choice": ("choices",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "matching": ("source", "target"),
    "performance": ("steps",),
}
_COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")


def check_activity(value: object, path: str = "activity") -> None:
    """An activity, with or without its definition."""
    check_members(value, path, _ACTIVITY, ("id",))


def _check_definition(value: object, path: str) -> None:
    definition = check_members(value, path, _DEFINITION)
    if definition.keys() <= _PLAIN.keys():
        return
    if "interactionType" not in definition:
        raise Invalid(f"{path} must have an interactionType, as it describes an interaction")
    allowed = _COMPONENTS.get(definition["interactionType"], ())
    for name in _COMPONENT_LISTS:
        if name in definition and name not in allowed:
            raise Invalid(f"{path}.{name} must not stand in an interaction of this type")


def _check_component(value: object, path: str) -> None:
    check_members(value, path, _COMPONENT, ("id",))


def _check_components(value: Any, path: str) -> None:
    _list_of_components(value, path)
    if len({component["id"] for component in value}) != len(value):
        raise Invalid(f"{path} must not have the same id twice")


_COMPONENT: Rules = {"id": check_text, "description": check_words}
_list_of_components: Check = list_of(_check_component)
_PLAIN: Rules = {
    "name": check_words,
    "description": check_words,
    "type": check_iri,
    "moreInfo": check_iri,
    "extensions": check_extensions,
}
_DEFINITION: Rules = {
    **_PLAIN,
    "interactionType": one_of(
        "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance",
        "sequencing", "likert", "numeric", "other",
    ),
    "correctResponsesPattern": list_of(check_text),
    **dict.fromkeys(_COMPONENT_LISTS, _check_components),
}  # fmt: skip
_ACTIVITY: Rules = {
    "objectType": one_of("Activity"),
    "id": check_iri,
    "definition": _check_definition,
}
