"""What makes two copies of a statement the same, and who is the same person."""

import pytest

from tests.training.xapi_cases import (
    ACCOUNT,
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
    STATEMENT,
    SUB,
    TEAM,
    changed,
)
from trainer_app.training.xapi import agent_key, fingerprint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", GONE),
        ("version", "1.0.0"),
        ("stored", "2027-01-01T00:00:00Z"),
        ("authority", AGENT),
        ("attachments", [ATTACHMENT]),
        ("verb.display", {"fr": "a répondu"}),
        ("object.objectType", GONE),
        ("object.definition", GONE),
        ("actor.objectType", GONE),
        ("timestamp", "2026-11-22T03:41:05.12-04:00"),
        ("timestamp", "2026-11-22T07:41:05.120900Z"),
        ("context.registration", ID),
        ("context.language", "ES-bo"),
        ("context.contextActivities.parent", {"id": "https://w.example/t"}),
        ("context.contextActivities.category",
         [{"id": "https://w.example/profile", "definition": CHOICE}]),
        ("context.statement.id", ID.upper()),
        ("result.score.raw", 2.0),
        ("result.duration", "PT12.4S"),
        ("result.extensions", {"https://w.example/x": {"any": [1.0, None, "thing"]}}),
    ],
)  # fmt: skip
def test_two_copies_of_one_statement_are_the_same(path: str, value: object) -> None:
    assert fingerprint(changed(path, value)) == fingerprint(STATEMENT)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor", MBOX),
        ("actor", {**AGENT, "name": "P7"}),
        ("actor", {"objectType": "Group", **ACCOUNT}),
        ("verb.id", f"{ADL}/verbs/passed"),
        ("object", {"id": "https://w.example/q/2"}),
        ("object", AGENT),
        ("object", REFERENCE),
        ("object", SUB),
        ("timestamp", "2026-11-22T07:41:05.121Z"),
        ("timestamp", GONE),
        ("result", GONE),
        ("result.success", False),
        ("result.success", GONE),
        ("result.response", "a"),
        ("result.score.raw", 2.1),
        ("result.duration", "PT12.41S"),
        ("result.extensions", {"https://w.example/x": {"any": [True, None, "thing"]}}),
        ("context.registration", ID.replace("7", "8")),
        ("context.team", GROUP),
        ("context.instructor", MBOX),
        ("context.revision", "2"),
        ("context.contextActivities.other", []),
        ("context.contextActivities.parent", [{"id": "urn:other"}]),
        ("context.statement", GONE),
        ("context.extensions", {}),
    ],
)
def test_another_matter_is_another_statement(path: str, value: object) -> None:
    assert fingerprint(changed(path, value)) != fingerprint(STATEMENT)


def test_lists_without_order_have_none() -> None:
    group = {**GROUP, "member": GROUP["member"][::-1]}
    assert fingerprint(changed("actor", group)) == fingerprint(changed("actor", GROUP))
    more = [{"id": "urn:b"}, {"id": "urn:a"}]
    one, other = (changed("context.contextActivities.other", ids) for ids in (more, more[::-1]))
    assert fingerprint(one) == fingerprint(other)


def test_durations_are_the_same_to_hundredths() -> None:
    texts = ["PT1.239S", "PT1.23S", "PT1.230001S"]
    assert len({fingerprint(changed("result.duration", text)) for text in texts}) == 1
    inside = [{**PLAIN, "object": {**SUB, "result": {"duration": text}}} for text in texts]
    assert len({fingerprint(statement) for statement in inside}) == 1


def test_who_it_is() -> None:
    key = agent_key(AGENT)
    assert key == agent_key({**ACCOUNT, "name": "Somebody"})
    assert key is not None
    assert key.endswith("https://people.example/|p-7")
    assert agent_key({"mbox": "mailto:A@B.Example"}) == agent_key({"mbox": "mailto:A@b.example"})
    assert agent_key({"mbox": "mailto:a@b.c"}) != agent_key({"mbox": "mailto:A@b.c"})
    assert agent_key({"mbox_sha1sum": "AB" * 20}) == agent_key({"mbox_sha1sum": "ab" * 20})
    keys = {key, agent_key(MBOX), agent_key({"openid": "urn:x"}), agent_key(TEAM)}
    assert len(keys) == 4
    assert None not in keys
    assert agent_key(GROUP) is None
