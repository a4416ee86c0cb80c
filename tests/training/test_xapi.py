"""The rules of xAPI 1.0.3 and 2.0.0, told by statements that keep them or do not."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.training.xapi_cases import (
    ADL,
    AGENT,
    ATTACHMENT,
    CHOICE,
    GONE,
    GROUP,
    ID,
    MBOX,
    PLAIN,
    REFERENCE,
    RIGHT,
    STATEMENT,
    SUB,
    TEAM,
    VERSIONS,
    WRONG,
    changed,
)
from trainer_app.training.xapi import (
    Invalid,
    Version,
    check_statement,
    fingerprint,
)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_whole_statement_keeps_the_rules(version: Version) -> None:
    check_statement(STATEMENT, version=version)
    check_statement(PLAIN, version=version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("path", "value"), RIGHT)
def test_what_the_rules_allow(path: str, value: object, version: Version) -> None:
    statement = changed(path, value)
    before = json.dumps(statement)
    check_statement(statement, version=version)
    assert len(fingerprint(statement)) == 64
    assert json.dumps(statement) == before


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("path", "value", "rule"), WRONG)
def test_what_the_rules_forbid(path: str, value: object, rule: str, version: Version) -> None:
    with pytest.raises(Invalid, match=rule):
        check_statement(changed(path, value), version=version)


@pytest.mark.parametrize("value", [None, [], "statement", 1, True, [STATEMENT]])
def test_a_statement_is_an_object(value: object) -> None:
    with pytest.raises(Invalid, match=r"^statement must be an object$"):
        check_statement(value)


# ---------------------------------------------------------------- objects that are no activity

OTHERS = [AGENT, {**MBOX, "objectType": "Agent"}, GROUP, TEAM, REFERENCE, SUB]


@pytest.mark.parametrize("about", OTHERS)
def test_revision_and_platform_belong_to_activities(about: dict[str, Any]) -> None:
    check_statement({**PLAIN, "object": about, "context": {"language": "en"}})
    for name in ("revision", "platform"):
        with pytest.raises(Invalid, match=f"context.{name} must only stand beside an activity"):
            check_statement({**PLAIN, "object": about, "context": {name: "1"}})


@pytest.mark.parametrize("about", OTHERS)
def test_only_a_reference_is_voided(about: dict[str, Any]) -> None:
    voiding = {**PLAIN, "verb": {"id": f"{ADL}/verbs/voided"}, "object": about}
    if about is REFERENCE:
        check_statement(voiding)
    else:
        with pytest.raises(Invalid, match="object must be a StatementRef"):
            check_statement(voiding)


def test_a_statement_inside_keeps_the_rules_and_says_less() -> None:
    inside = {
        **SUB,
        "result": STATEMENT["result"],
        "context": STATEMENT["context"],
        "timestamp": "2036-01-01T00:00:00Z",
        "attachments": [ATTACHMENT],
    }
    check_statement({**PLAIN, "object": inside})
    for name in ("id", "stored", "version", "authority"):
        with pytest.raises(Invalid, match=f"object must not have a property '{name}'"):
            check_statement({**PLAIN, "object": {**inside, name: STATEMENT[name]}})
    for path, value, rule in [
        ("verb", GONE, "statement.object must have the property 'verb'"),
        ("actor", {}, "statement.object.actor must have exactly one of"),
        ("result.success", "yes", "statement.object.result.success must be true or false"),
        ("timestamp", "then", "statement.object.timestamp must be a timestamp"),
    ]:
        with pytest.raises(Invalid, match=rule):
            check_statement({**PLAIN, "object": changed(path, value, inside)})


def test_no_statement_inside_one_inside() -> None:
    with pytest.raises(Invalid, match=r"statement.object.object must be an object of the type"):
        check_statement({**PLAIN, "object": {**SUB, "object": SUB}})


# ---------------------------------------------------------------- what only 2.0 knows

RELEVANT = {
    "contextAgents": [
        {"objectType": "contextAgent", "agent": MBOX, "relevantTypes": ["urn:role:driver"]},
        {"objectType": "contextAgent", "agent": AGENT},
    ],
    "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
}


def test_agents_and_groups_of_a_context_are_new_in_2() -> None:
    for name, value in RELEVANT.items():
        statement = {**PLAIN, "context": {name: value}}
        check_statement(statement, version="2.0.0")
        assert fingerprint(statement) != fingerprint(PLAIN)
        with pytest.raises(Invalid, match=f"context must not have a property '{name}'"):
            check_statement(statement, version="1.0.3")


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("contextAgents", {}, "contextAgents must be a list"),
        ("contextAgents.0", MBOX, r"contextAgents\[0\] must not have a property"),
        ("contextAgents.0.objectType", GONE, "must have the property 'objectType'"),
        ("contextAgents.0.objectType", "contextGroup", 'must be "contextAgent"'),
        ("contextAgents.0.agent", GONE, "must have the property 'agent'"),
        ("contextAgents.0.agent", TEAM, 'agent.objectType must be "Agent"'),
        ("contextAgents.0.relevantTypes", [], "relevantTypes must not be empty"),
        ("contextAgents.0.relevantTypes", ["driver"], r"relevantTypes\[0\] must be an IRI"),
        ("contextAgents.0.relevantTypes", "urn:a", "relevantTypes must be a list"),
        ("contextGroups.0.group", AGENT, 'group.objectType must be "Group"'),
        ("contextGroups.0.objectType", "contextAgent", 'must be "contextGroup"'),
    ],
)
def test_agents_and_groups_of_a_context_have_rules(path: str, value: object, rule: str) -> None:
    with pytest.raises(Invalid, match=rule):
        check_statement({**PLAIN, "context": changed(path, value, RELEVANT)}, version="2.0.0")


def test_versions_2_are_new_in_2() -> None:
    for number in ("2.0", "2.0.0", "2.0.7"):
        check_statement({**PLAIN, "version": number}, version="2.0.0")
        with pytest.raises(Invalid, match=r"version must be a version such as 1.0.3"):
            check_statement({**PLAIN, "version": number})
    with pytest.raises(Invalid, match="version"):
        check_statement({**PLAIN, "version": "3.0.0"}, version="2.0.0")


def test_the_message_does_not_repeat_what_the_statement_says() -> None:
    with pytest.raises(Invalid) as error:
        check_statement(changed("actor", {"mbox": "Rosa Mamani"}))
    assert "Rosa" not in str(error.value)
    with pytest.raises(Invalid) as error:
        check_statement(changed("result", {"x" * 10_000: 1}))
    assert len(str(error.value)) < 200


# ---------------------------------------------------------------- depth and anything at all


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


def test_what_is_nested_deeply_is_refused_not_followed() -> None:
    check_statement(changed("result.extensions", {"urn:x": nested(100)}))
    fingerprint(changed("result.extensions", {"urn:x": nested(100)}))
    for depth in (101, 50_000):
        with pytest.raises(Invalid, match="must not be nested deeper than 100 levels"):
            check_statement({**PLAIN, "result": {"extensions": {"urn:x": nested(depth)}}})
    inside: Any = SUB
    for _ in range(5_000):
        inside = {**SUB, "object": inside}
    with pytest.raises(Invalid, match=r"statement.object.object must be an object of the type"):
        check_statement({**PLAIN, "object": inside})


WORDS = st.sampled_from(
    ["", "en", ID, "urn:a", "Agent", "Group", "Activity", "StatementRef", "SubStatement", "choice",
     "PT1S", "2026-11-22T07:41:05Z", "1.0.0", "mailto:a@b.c", f"{ADL}/verbs/voided"],
)  # fmt: skip
NAMES = st.sampled_from(
    sorted({*STATEMENT, *STATEMENT["result"], *STATEMENT["context"], *CHOICE, *ATTACHMENT, "en",
            "objectType", "account", "homePage", "name", "member", "mbox", "definition", "urn:a",
            "parent", "attachments", "contextAgents", "agent", "relevantTypes", "raw", "max"})
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner),
    max_leaves=25,
)
PLACES = [
    path
    for path in [*{p for p, *_ in RIGHT}, *{p for p, *_ in WRONG}]
    if path.count(".") == 0 or path.split(".")[0] in STATEMENT
]


@settings(deadline=None)
@given(JSON)
@example({"actor": [], "verb": [], "object": []})
def test_anything_at_all_is_a_statement_or_invalid(value: Any) -> None:
    judged(value)


@settings(deadline=None)
@given(st.sampled_from(sorted(PLACES)), JSON)
def test_anything_at_any_place_is_allowed_or_invalid(path: str, value: Any) -> None:
    judged(changed(path, value))


def judged(statement: Any) -> None:
    for version in VERSIONS:
        try:
            check_statement(statement, version=version)
        except Invalid:
            continue
        assert fingerprint(statement) == fingerprint(json.loads(json.dumps(statement)))
