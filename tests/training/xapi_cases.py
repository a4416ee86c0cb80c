"""A statement of xAPI that says nearly everything, and small changes, right and wrong."""

import math
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from trainer_app.training.xapi import Version

VERSIONS: tuple[Version, ...] = ("1.0.3", "2.0.0")
ID = "7b6f1f0a-3a52-4c58-9e6b-0d1c0f2f8a11"
ADL = "http://adlnet.gov/expapi"
GONE = object()

ACCOUNT = {"account": {"homePage": "https://people.example/", "name": "p-7"}}
MBOX = {"mbox": "mailto:desk@station.example"}
AGENT = {"objectType": "Agent", **ACCOUNT}
GROUP = {"objectType": "Group", "member": [ACCOUNT, MBOX]}
TEAM = {"objectType": "Group", "account": {"homePage": "https://sites.example/", "name": "lpz"}}
VERB = {"id": f"{ADL}/verbs/answered", "display": {"en": "answered", "es-BO": "respondió"}}
CHOICE: dict[str, Any] = {
    "type": f"{ADL}/activities/cmi.interaction",
    "interactionType": "choice",
    "correctResponsesPattern": ["b"],
    "choices": [{"id": "a", "description": {"en": "Wait"}}, {"id": "b"}],
}
REFERENCE = {"objectType": "StatementRef", "id": ID}
STATEMENT: dict[str, Any] = {
    "id": ID,
    "version": "1.0.3",
    "timestamp": "2026-11-22T07:41:05.120Z",
    "stored": "2026-11-22T07:41:06Z",
    "authority": MBOX,
    "actor": AGENT,
    "verb": VERB,
    "object": {"objectType": "Activity", "id": "https://w.example/q/1", "definition": CHOICE},
    "result": {
        "response": "b",
        "success": True,
        "completion": False,
        "score": {"scaled": -0.5, "raw": 2, "min": 0, "max": 8.5},
        "duration": "PT12.4S",
        "extensions": {"https://w.example/x": {"any": [1, None, "thing"]}},
    },
    "context": {
        "registration": ID.upper(),
        "instructor": AGENT,
        "team": TEAM,
        "platform": "Anything",
        "revision": "",
        "language": "es-BO",
        "statement": REFERENCE,
        "contextActivities": {
            "parent": [{"id": "https://w.example/t"}],
            "category": {"id": "https://w.example/profile"},
        },
        "extensions": {"https://w.example/x": None},
    },
}
ATTACHMENT = {
    "usageType": "https://w.example/usage",
    "display": {"en": "A photograph"},
    "contentType": "image/jpeg",
    "length": 27,
    "sha2": "49" * 32,
}
PLAIN = {"actor": AGENT, "verb": VERB, "object": {"id": "https://w.example/q/1"}}
SUB = {"objectType": "SubStatement", **PLAIN}


def changed(path: str, value: object, statement: Mapping[str, Any] = STATEMENT) -> dict[str, Any]:
    """A copy with what stands at the dotted path replaced, or taken away."""
    copy = deepcopy(dict(statement))
    *way, last = path.split(".")
    place: Any = copy
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    key: Any = int(last) if isinstance(place, list) else last
    if value is GONE:
        del place[key]
    else:
        place[key] = value
    return copy


RIGHT = [
    ("actor", ACCOUNT),
    ("actor", MBOX),
    ("actor", {"objectType": "Agent", "name": "", "mbox_sha1sum": "0f" * 20}),
    ("actor", {"openid": "https://id.example/1"}),
    ("actor", GROUP),
    ("actor", {**TEAM, "name": "Night buses", "member": []}),
    ("actor", {"objectType": "Group", "mbox": MBOX["mbox"], "member": [AGENT]}),
    ("authority", AGENT),
    ("authority", GROUP),
    ("verb", {"id": "urn:x:did"}),
    ("verb", {"id": "https://example.com/فعل/خواندن"}),
    ("verb.display", {}),
    ("object", {"id": "https://w.example/q%20one"}),
    ("object.definition", {}),
    ("object.definition", {"name": {"x-ours": "A"}, "moreInfo": "https://w.example/more"}),
    ("object.definition", {"extensions": {"urn:deep": {"a": {"b": [{}, [], None, 1.5]}}}}),
    ("object.definition", {"interactionType": "true-false", "correctResponsesPattern": []}),
    ("object.definition", {"interactionType": "likert", "scale": [{"id": "1"}, {"id": "2"}]}),
    ("object.definition", {"interactionType": "sequencing", "choices": [{"id": "one two"}]}),
    ("object.definition",
     {"interactionType": "matching", "source": [{"id": "a"}], "target": [{"id": "a"}]}),
    ("object.definition", {"interactionType": "performance", "steps": []}),
    ("object.definition", {"interactionType": "numeric", "correctResponsesPattern": ["1[:]2"]}),
    ("result", {}),
    ("result.score", {}),
    ("result.score", {"raw": -3}),
    ("result.score", {"scaled": 1}),
    ("result.score", {"raw": 8.5, "max": 8.5}),
    ("result.score", {"min": 0, "raw": 0}),
    ("result.response", ""),
    ("result.duration", "P3Y1M29DT4H35M59.14S"),
    ("result.extensions", {}),
    ("context", {}),
    ("context.instructor", GROUP),
    ("context.team", GROUP),
    ("context.language", "zh-Hant-TW"),
    ("context.contextActivities", {}),
    ("context.contextActivities.other", []),
    ("context.contextActivities.grouping", [{"id": "urn:a", "definition": CHOICE}]),
    ("timestamp", "2026-11-22T07:41:05+04:30"),
    ("timestamp", GONE),
    ("version", "1.0"),
    ("version", "1.0.9"),
    ("version", GONE),
    ("id", GONE),
    ("id", ID.upper()),
    ("attachments", []),
    ("attachments", [ATTACHMENT, {**ATTACHMENT, "description": {}, "fileUrl": "urn:f:1"}]),
    ("attachments", [{**ATTACHMENT, "contentType": "text/plain; charset=ascii", "length": 0}]),
]  # fmt: skip
WRONG = [
    # what must be there, and what must not
    ("actor", GONE, "statement must have the property 'actor'"),
    ("verb", GONE, "statement must have the property 'verb'"),
    ("object", GONE, "statement must have the property 'object'"),
    ("result", None, "statement.result must be an object"),
    ("timestamp", None, "statement.timestamp must be a timestamp"),
    ("Actor", AGENT, "statement must not have a property 'Actor'"),
    ("note", "", "statement must not have a property 'note'"),
    ("actor.nick", "x", "statement.actor must not have a property 'nick'"),
    ("result.Success", True, "statement.result must not have a property 'Success'"),
    # identifiers of people
    ("actor", "Ana", "statement.actor must be an object"),
    ("actor", {}, "statement.actor must have exactly one of mbox, mbox_sha1sum, openid, account"),
    ("actor", {"name": "x"}, "exactly one of"),
    ("actor", {**ACCOUNT, **MBOX}, "exactly one of"),
    ("actor", {"objectType": "agent", **MBOX}, 'actor.objectType must be "Agent"'),
    ("actor", {"objectType": "Activity", **MBOX}, 'actor.objectType must be "Agent"'),
    ("actor", {"objectType": ["Group"], **MBOX}, 'actor.objectType must be "Agent"'),
    ("actor", {**MBOX, "member": [AGENT]}, "must not have a property 'member'"),
    ("actor", {"name": 1, **MBOX}, "actor.name must be text"),
    ("actor.account", "p-7", "actor.account must be an object"),
    ("actor.account.name", GONE, "actor.account must have the property 'name'"),
    ("actor.account.homePage", GONE, "actor.account must have the property 'homePage'"),
    ("actor.account.homePage", "people", "actor.account.homePage must be an IRI"),
    ("actor.account.name", 7, "actor.account.name must be text of one line"),
    ("actor", {"mbox": "desk@station.example"}, "actor.mbox must be an address"),
    ("actor", {"mbox": "mailto:station.example"}, "actor.mbox must be an address"),
    ("actor", {"mbox": "mailto:a@b@c.example"}, "actor.mbox must be an address"),
    ("actor", {"mbox": "mailto:"}, "actor.mbox must be an address"),
    ("actor", {"mbox_sha1sum": "0f" * 19}, "actor.mbox_sha1sum must be 40 hexadecimal digits"),
    ("actor", {"mbox_sha1sum": "0g" * 20}, "actor.mbox_sha1sum must be 40 hexadecimal digits"),
    ("actor", {"openid": "id/1"}, "actor.openid must be an IRI"),
    # groups
    ("actor", {"objectType": "Group"}, "actor must have members or an identifier"),
    ("actor", {"objectType": "Group", "member": []}, "actor must have members or an identifier"),
    ("actor", {"objectType": "Group", "member": AGENT}, "actor.member must be a list"),
    ("actor", {**GROUP, "member": [AGENT, GROUP]}, r"member\[1\].objectType must be"),
    ("actor", {**TEAM, **MBOX}, "actor must not have more than one of"),
    ("context.team", AGENT, 'context.team.objectType must be "Group"'),
    ("context.team", ACCOUNT, "context.team must have the property 'objectType'"),
    ("authority", {**GROUP, "member": [AGENT]}, "authority must be an agent, or a group of two"),
    ("authority", {**GROUP, "member": [AGENT] * 3}, "authority must be an agent, or a group of"),
    ("authority", TEAM, "authority must be an agent, or a group of two"),
    # verbs and words
    ("verb", f"{ADL}/verbs/answered", "verb must be an object"),
    ("verb.id", GONE, "verb must have the property 'id'"),
    ("verb.id", "answered", "verb.id must be an IRI"),
    ("verb.id", "ab=c://w.example/x", "verb.id must be an IRI"),
    ("verb.display", "answered", "verb.display must be an object of texts by language"),
    ("verb.display", {"en": 5}, "verb.display.en must be text"),
    ("verb.display", {"en": None}, "verb.display.en must be text"),
    ("verb.display", {"english words": "x"}, "a key of statement.verb.display must be a language"),
    ("verb.display", {"": "x"}, "a key of statement.verb.display must be a language"),
    # activities
    ("object", "https://w.example/q/1", "object must be an object of the type Activity, Agent"),
    ("object", {}, "object must have the property 'id'"),
    ("object", {"id": "q/1"}, "object.id must be an IRI"),
    ("object", {"objectType": "activity", "id": "urn:a"}, "object must be an object of the type"),
    ("object", {"objectType": 1, "id": "urn:a"}, "object must be an object of the type"),
    ("object", MBOX, "object must not have a property 'mbox'"),
    ("object.definition", "x", "definition must be an object"),
    ("object.definition.name", "x", "definition.name must be an object of texts"),
    ("object.definition.type", "interaction", "definition.type must be an IRI"),
    ("object.definition.moreInfo", "more", "definition.moreInfo must be an IRI"),
    ("object.definition.extensions", {"x": 1}, "a key of .*extensions must be an IRI"),
    ("object.definition.extensions", [], "definition.extensions must be an object"),
    ("object.definition.interactionType", "Choice", 'interactionType must be "true-false" or'),
    ("object.definition.interactionType", GONE, "definition must have an interactionType"),
    ("object.definition.correctResponsesPattern", "b", "correctResponsesPattern must be a list"),
    ("object.definition.correctResponsesPattern", [1], r"Pattern\[0\] must be text"),
    ("object.definition.choices", [{"id": "a"}, {"id": "a"}], "must not have the same id twice"),
    ("object.definition.choices", {"id": "a"}, "choices must be a list"),
    ("object.definition.choices", [{}], r"choices\[0\] must have the property 'id'"),
    ("object.definition.choices", [{"id": 1}], r"choices\[0\].id must be text"),
    ("object.definition.scale", [{"id": "1"}], "scale must not stand in an interaction"),
    # other objects
    ("object", {"objectType": "Agent"}, "object must have exactly one of"),
    ("object", {"objectType": "Group"}, "object must have members"),
    ("object", {"objectType": "StatementRef"}, "object must have the property 'id'"),
    ("object", {"objectType": "StatementRef", "id": "1"}, "object.id must be a UUID"),
    ("context.statement", {"id": ID}, "context.statement must have the property 'objectType'"),
    ("context.statement", {"objectType": "StatementRef", "id": 1}, "must be a UUID"),
    # results
    ("result", [], "result must be an object"),
    ("result.success", "true", "result.success must be true or false"),
    ("result.success", 1, "result.success must be true or false"),
    ("result.completion", None, "result.completion must be true or false"),
    ("result.response", 5, "result.response must be text"),
    ("result.score", 5, "result.score must be an object"),
    ("result.score.scaled", 1.01, "score.scaled must lie between -1 and 1"),
    ("result.score.scaled", -1.01, "score.scaled must lie between -1 and 1"),
    ("result.score.scaled", "0.5", "score.scaled must be a number"),
    ("result.score.scaled", True, "score.scaled must be a number"),
    ("result.score.scaled", math.nan, "score.scaled must be a number"),
    ("result.score.raw", math.inf, "score.raw must be a number"),
    ("result.score.raw", 10**400, "score.raw must be a number"),
    ("result.extensions", {"https://example.org/x": [-(10**400)]}, "extensions must be a number"),
    ("result.score.raw", 9, "score.raw must lie between min and max"),
    ("result.score.raw", -1, "score.raw must lie between min and max"),
    ("result.score.min", 8.5, "score.min must be less than max"),
    ("result.duration", 12, "result.duration must be an ISO 8601 duration"),
    ("result.extensions", {"note": 1}, "a key of statement.result.extensions must be an IRI"),
    ("result.extensions", {"urn:x": [math.nan]}, "result.extensions must be a number"),
    ("result.extensions", {"urn:x": "\ud800"}, "result.extensions must be Unicode text"),
    ("result.extensions", {"urn:x": {"\udfff": 1}}, "result.extensions must be Unicode text"),
    # contexts
    ("context", None, "context must be an object"),
    ("context.registration", "1", "context.registration must be a UUID"),
    ("context.registration", ID.replace("-", ""), "context.registration must be a UUID"),
    ("context.revision", 1, "context.revision must be text"),
    ("context.platform", None, "context.platform must be text"),
    ("context.language", "", "context.language must be a language tag"),
    ("context.language", "spanish of bolivia", "context.language must be a language tag"),
    ("context.contextActivities", [], "contextActivities must be an object"),
    ("context.contextActivities.Parent", [], "must not have a property 'Parent'"),
    ("context.contextActivities.parent", "urn:a", "parent must be an object"),
    ("context.contextActivities.parent", [{"id": "a"}], r"parent\[0\].id must be an IRI"),
    ("context.extensions", {"": 1}, "a key of statement.context.extensions must be an IRI"),
    # the rest
    ("id", "", "statement.id must be a UUID"),
    ("id", None, "statement.id must be a UUID"),
    ("id", f"{{{ID}}}", "statement.id must be a UUID"),
    ("id", ID + "0", "statement.id must be a UUID"),
    ("version", "0.95", "statement.version must be a version"),
    ("version", "1.1.0", "statement.version must be a version"),
    ("version", 1.0, "statement.version must be a version"),
    ("stored", "yesterday", "statement.stored must be a timestamp"),
    ("attachments", ATTACHMENT, "attachments must be a list"),
    ("attachments", ["x"], r"attachments\[0\] must be an object"),
    ("attachments", [{**ATTACHMENT, "usageType": "u"}], "usageType must be an IRI"),
    ("attachments", [{**ATTACHMENT, "length": "27"}], "length must be a whole number"),
    ("attachments", [{**ATTACHMENT, "length": 2.5}], "length must be a whole number"),
    ("attachments", [{**ATTACHMENT, "length": -1}], "length must be a whole number"),
    ("attachments", [{**ATTACHMENT, "length": True}], "length must be a whole number"),
    ("attachments", [{**ATTACHMENT, "sha2": "49"}], "sha2 must be the hexadecimal digits"),
    ("attachments", [{**ATTACHMENT, "contentType": "jpeg"}], "contentType must be a media type"),
    ("attachments", [{**ATTACHMENT, "fileUrl": "f"}], "fileUrl must be an IRI"),
    ("attachments", [{k: v for k, v in ATTACHMENT.items() if k != "display"}],
     "must have the property 'display'"),
]  # fmt: skip
