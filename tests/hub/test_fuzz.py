"""Whatever is sent, the hub answers, and never with an error of its own."""

import json
from base64 import b64encode
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from tests.hub.asking import HOME, VERB, Asker, agent, as_json, basic, statement, team
from tests.hub.conftest import KEY
from trainer_app.hub.records import Records
from trainer_app.hub.xapi_app import xapi_routes

WHATEVER = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MOST = settings(WHATEVER, max_examples=400)
PATHS = (
    "/statements", "/activities/state", "/activities/profile", "/agents/profile", "/agents",
    "/activities", "/about",
)  # fmt: skip
PARAMETERS = (
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since",
    "until", "limit", "format", "attachments", "ascending", "cursor", "related_agents",
    "related_activities", "activityId", "stateId", "profileId", "method", "content",
)  # fmt: skip
HEADERS = (
    "accept-language", "accept-encoding", "content-encoding", "content-type", "if-match",
    "if-none-match", "content-length", "transfer-encoding", "authorization",
    "x-experience-api-version",
)  # fmt: skip
SENSIBLE = [
    json.dumps(agent()), json.dumps(team("north")), f"{VERB}failed", "https://example.org/a",
    "6f9a7a3e-2c11-4c55-8a52-9d2b8f1f2a10", "2026-11-22T07:41:05Z", "7", "true", "canonical", "ids",
    "GET", "PUT", "", "-1", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60-12:00", "1" * 30,
    "NaN", "\0", "gzip", "multipart/mixed; boundary=a", "application/json", "chunked", "2.0.0",
    "application/x-www-form-urlencoded", "*", '"etag", W/"x"', "en;q=0.5", "bytes=0-1",
]  # fmt: skip
RICH: dict[str, Any] = statement(
    id=None,
    actor={"objectType": "Group", "name": "Crew", "member": [agent(), {"mbox": "mailto:a@b.org"}]},
    verb={"id": f"{VERB}answered", "display": {"en": "answered", "es": "respondió"}},
    object=statement(
        id=None, objectType="SubStatement", object={
            "id": "https://example.org/q", "definition": {
                "name": {"en": "Question"}, "interactionType": "choice", "type": f"{HOME}/t",
                "correctResponsesPattern": ["a"], "moreInfo": f"{HOME}/m",
                "choices": [{"id": "a", "description": {"en": "One"}}, {"id": "b"}],
                "extensions": {f"{HOME}/e": [1, None, {"a": True}]},
            },
        },
    ),
    result={
        "score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10}, "success": True,
        "completion": False, "response": "a", "duration": "PT1M2.5S",
        "extensions": {f"{HOME}/e": 1},
    },
    context={
        "registration": "6f9a7a3e-2c11-4c55-8a52-9d2b8f1f2a10", "instructor": agent("ana"),
        "team": team("north"), "language": "es-BO", "extensions": {f"{HOME}/e": {}},
        "statement": {"objectType": "StatementRef", "id": "6f9a7a3e-2c11-4c55-8a52-9d2b8f1f2a11"},
        "contextActivities": {"parent": {"id": f"{HOME}/p"}, "grouping": [{"id": f"{HOME}/g"}]},
        "contextAgents": [{"objectType": "contextAgent", "agent": agent("ana")}],
        "contextGroups": [
            {"objectType": "contextGroup", "group": team("north"), "relevantTypes": [f"{HOME}/t"]}
        ],
    },
    attachments=[{
        "usageType": f"{HOME}/u", "display": {"en": "A"}, "contentType": "text/plain", "length": 1,
        "sha2": "a" * 64, "fileUrl": f"{HOME}/f",
    }],
    authority=agent("desk"), stored="2026-11-22T07:41:05Z", version="1.0.3",
)  # fmt: skip

text = st.text(max_size=12) | st.sampled_from(SENSIBLE)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def asker(tmp_path_factory, portal):
    """Who may do everything, for all examples of this module."""
    records = Records.open(tmp_path_factory.mktemp("hub") / "hub.db", key=KEY)
    secret = records.add_credential("all", scopes={"all"})
    yield Asker(Starlette(routes=list(xapi_routes(records))), portal, "all", secret)
    records.close()


def spots(value, found):
    """All containers of a JSON value."""
    if isinstance(value, dict | list):
        found.append(value)
        for inner in value.values() if isinstance(value, dict) else value:
            spots(inner, found)
    return found


@st.composite
def changed_statements(draw):
    """A statement of everything with one to three things changed."""
    whole = deepcopy(RICH)
    for _ in range(draw(st.integers(0, 3))):
        spot = draw(st.sampled_from(spots(whole, [])))
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        if not keys:
            continue
        key = draw(st.sampled_from(keys))
        match draw(st.sampled_from(["gone", "other", "more", "moved"])):
            case "gone":
                del spot[key]
            case "other":
                spot[key] = draw(values)
            case "more" if isinstance(spot, dict):
                spot[draw(text)] = draw(values)
            case _:
                spot[key] = deepcopy(draw(st.sampled_from(spots(RICH, []))))
    return whole


@MOST
@given(brought=changed_statements(), version=st.sampled_from(["1.0.3", "2.0.0"]))
def test_any_statement_is_kept_and_readable_or_refused(asker, brought, version):
    if version == "1.0.3" and isinstance(context := brought.get("context"), dict):
        context.pop("contextAgents", None)
        context.pop("contextGroups", None)
    body = json.dumps(brought).encode()
    caller = Asker(asker.app, asker.portal, asker.key, asker.secret, version)
    answer = caller.post("/statements", body)
    assert answer.status in {200, 400}, answer
    if answer.status == 200:
        again = json.dumps(brought | {"id": answer.json[0]}).encode()
        assert caller.post("/statements", again).status == 200
        for shape in ("exact", "ids", "canonical"):
            read = caller.get("/statements", statementId=answer.json[0], format=shape)
            assert read.status == 200
            assert read.json["id"] == answer.json[0]


@WHATEVER
@pytest.mark.parametrize("path", PATHS)
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]),
    query=st.dictionaries(st.sampled_from(PARAMETERS) | text, text | st.builds(json.dumps, values)),
    headers=st.dictionaries(
        st.sampled_from(HEADERS),
        st.sampled_from(SENSIBLE).filter(lambda word: "\0" not in word)
        | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=20),
    ),
    body=st.none() | st.binary(max_size=60) | st.builds(as_json, st.just(RICH)),
)
def test_any_request_is_answered(asker, path, method, query, headers, body):
    answer = asker.ask(method, path, query, headers, body)
    assert answer.status < 500, answer


@WHATEVER
@given(
    fields=st.dictionaries(
        st.sampled_from((*PARAMETERS, "Content-Type", "If-Match", "X-Experience-API-Version")), text
    ),
    method=text,
    path=st.sampled_from(PATHS),
)
def test_any_form_is_answered(asker, fields, method, path):
    told = {
        "Authorization": basic(asker.key, asker.secret), "X-Experience-API-Version": "1.0.3",
    } | fields  # fmt: skip
    headers = {
        "content-type": "application/x-www-form-urlencoded", "authorization": "",
        "x-experience-api-version": "",
    }  # fmt: skip
    answer = asker.post(path, urlencode(told).encode(), headers, method=method)
    assert answer.status < 500, answer


@WHATEVER
@given(
    body=st.lists(
        st.binary(max_size=8)
        | st.sampled_from([
            b"--a", b"--a--", b"\r\n", b"\r\n\r\n", b"Content-Type: application/json", b"{}",
            b"X-Experience-API-Hash: 00", b"Content-Transfer-Encoding: binary", as_json(RICH),
        ]),
        max_size=12,
    )
)  # fmt: skip
def test_any_multipart_is_answered(asker, body):
    headers = {"content-type": "multipart/mixed; boundary=a"}
    assert asker.post("/statements", b"".join(body), headers).status < 500


@WHATEVER
@given(told=st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_any_credentials_are_answered(asker, told):
    header = "Basic " + b64encode(told).decode()
    assert asker.get("/statements", {"authorization": header}).status == 401
