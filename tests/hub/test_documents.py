"""Documents of activities and agents: put, merged, guarded by their ETags."""

import json
from hashlib import sha1
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.hub.asking import agent, basic

STATE = "/activities/state"
PROFILES = {
    "/activities/profile": {"activityId": "https://example.org/m/load-safety"},
    "/agents/profile": {"agent": agent()},
}
PLACES = {STATE: {"activityId": "https://example.org/m/load-safety", "agent": agent()}} | PROFILES
TEXT = {"content-type": "text/plain; charset=utf-8"}
NEW = {"if-none-match": "*"}


def named(path, name="notes"):
    return PLACES[path] | {"stateId" if path == STATE else "profileId": name}


@pytest.fixture(params=PLACES)
def path(request):
    """Each address of documents."""
    return request.param


@pytest.fixture(params=PROFILES)
def profile(request):
    """The addresses that guard what they hold in each version."""
    return request.param


def test_what_is_put_is_there_byte_by_byte(hub, path):
    body = "Überholen ist verboten\r\n".encode()
    assert hub.put(path, body, TEXT | NEW, **named(path)).status == 204
    read = hub.get(path, **named(path))
    assert read.body == body
    assert read.headers["content-type"] == TEXT["content-type"]
    assert read.headers["etag"] == f'"{sha1(body).hexdigest()}"'
    assert read.headers["last-modified"].endswith("GMT")
    assert hub.ask("HEAD", path, named(path)).headers["etag"] == read.headers["etag"]


def test_what_nobody_put_is_not_there(hub, path):
    assert hub.get(path, **named(path)).status == 404
    assert hub.delete(path, **named(path)).status == 204


def test_names_are_listed_and_those_since_a_moment(hub, path):
    for name in ("a", "ñ\0 /?"):
        hub.put(path, b"x", TEXT | NEW, **named(path, name))
    assert hub.get(path, **PLACES[path]).json == ["a", "ñ\0 /?"]
    assert hub.get(path, since="2100-01-01T00:00:00Z", **PLACES[path]).json == []
    assert len(hub.get(path, since="2020-01-01T00:00:00Z", **PLACES[path]).json) == 2
    assert hub.get(path, since="then", **PLACES[path]).status == 400


def test_posted_json_is_merged_member_by_member(hub, path):
    hub.post(path, {"a": {"x": 1}, "b": 2}, **named(path))
    assert hub.post(path, {"a": {"y": 1}, "c": "ñ"}, **named(path)).status == 204
    assert hub.get(path, **named(path)).json == {"a": {"y": 1}, "b": 2, "c": "ñ"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((b'{"a":1}', TEXT), (b'{"b":1}', {})),
        ((b'{"a":1}', {}), (b'{"b":1}', TEXT)),
        ((b"[1]", {}), (b'{"b":1}', {})),
        ((b'{"a":1}', {}), (b"[1]", {})),
        ((b'{"a":1}', {}), (b"{", {})),
        ((b'{"a":1}', {}), (b'{"b":1,"b":2}', {})),
        ((b'{"a":1}', {}), (b'{"b":1e400}', {})),
        ((b'{"a":-1e400}', {}), (b'{"b":1}', {})),
    ],
)
def test_what_cannot_be_merged_is_refused(hub, path, first, second):
    hub.put(path, first[0], first[1] | NEW, **named(path))
    assert hub.post(path, second[0], second[1], **named(path)).status == 400
    assert hub.get(path, **named(path)).body == first[0]


def test_a_merged_document_stays_within_the_limit(hub):
    for name in "ab":
        status = hub.post(STATE, {name: "x" * 3 * 2**20}, **named(STATE)).status
    assert status == 413


def test_json_that_is_none_is_not_put(hub, path):
    assert hub.put(path, b"{", NEW, **named(path)).status == 400


def test_a_content_type_that_would_break_a_header_is_refused(hub):
    fields = named(STATE) | {
        "agent": json.dumps(agent()),
        "content": "x",
        "Authorization": basic(hub.key, hub.secret),
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "text/plain\r\nX: y",
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "authorization": ""}
    assert hub.post(STATE, urlencode(fields).encode(), headers, method="PUT").status == 400
    fields["Content-Type"] = "text/plain"
    assert hub.post(STATE, urlencode(fields).encode(), headers, method="PUT").status == 204


# ---------------------------------------------------------------- guarded by ETags


def test_a_profile_is_put_only_by_one_who_knows_what_was_there(hub, profile):
    where = named(profile)
    assert hub.put(profile, b"x", TEXT, **where).status == 400
    assert hub.put(profile, b"x", TEXT | NEW, **where).status == 204
    assert hub.put(profile, b"y", TEXT, **where).status == 409
    assert hub.put(profile, b"y", TEXT | NEW, **where).status == 412
    assert hub.put(profile, b"y", TEXT | {"if-match": '"other"'}, **where).status == 412
    assert hub.get(profile, **where).body == b"x"
    etag = hub.get(profile, **where).headers["etag"]
    assert hub.put(profile, b"y", TEXT | {"if-match": f'"a", {etag}'}, **where).status == 204
    assert hub.get(profile, **where).body == b"y"


def test_a_state_may_be_put_blindly_in_version_1_but_not_in_2(hub):
    assert hub.put(STATE, b"x", TEXT, **named(STATE)).status == 204
    assert hub.put(STATE, b"y", TEXT, **named(STATE)).status == 204
    hub.version = "2.0.0"
    assert hub.put(STATE, b"z", TEXT, **named(STATE)).status == 409
    assert hub.put(STATE, b"z", TEXT | {"if-match": "*"}, **named(STATE)).status == 204
    assert hub.put(STATE, b"z", TEXT, **named(STATE, "other")).status == 204


def test_preconditions_hold_for_posts_and_deletes_too(hub, path):
    where = named(path)
    hub.post(path, {"a": 1}, **where)
    etag = hub.get(path, **where).headers["etag"]
    assert hub.post(path, {"a": 2}, {"if-match": '"other"'}, **where).status == 412
    assert hub.post(path, {"a": 2}, {"if-none-match": etag}, **where).status == 412
    assert hub.delete(path, {"if-match": '"other"'}, **where).status == 412
    assert hub.delete(path, {"if-match": etag}, **where).status == 204
    assert hub.get(path, **where).status == 404


# ---------------------------------------------------------------- where a state lies


def test_states_of_each_registration_lie_apart(hub):
    one, two = str(uuid4()), str(uuid4())
    hub.put(STATE, b"none", TEXT, **named(STATE))
    hub.put(STATE, b"one", TEXT, registration=one, **named(STATE))
    hub.put(STATE, b"two", TEXT, registration=two, **named(STATE, "second"))
    assert hub.get(STATE, **named(STATE)).body == b"none"
    assert hub.get(STATE, registration=one.upper(), **named(STATE)).body == b"one"
    assert hub.get(STATE, registration=two, **PLACES[STATE]).json == ["second"]
    assert hub.get(STATE, **PLACES[STATE]).json == ["notes", "second"]
    assert hub.delete(STATE, registration=one, **PLACES[STATE]).status == 204
    assert hub.get(STATE, **PLACES[STATE]).json == ["notes", "second"]
    assert hub.delete(STATE, **PLACES[STATE]).status == 204
    assert hub.get(STATE, **PLACES[STATE]).json == []


def test_documents_of_other_agents_and_kinds_lie_apart(hub, path):
    hub.put(path, b"x", TEXT | NEW, **named(path))
    for other in PLACES:
        if other != path:
            assert hub.get(other, **named(other)).status == 404
    if path != "/activities/profile":
        assert hub.get(path, **(named(path) | {"agent": agent("ana")})).status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"activityId": "no IRI"}, {"activityId": ""}, {"agent": "{}"}, {"agent": ""},
        {"registration": "1"}, {"colour": "red"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_a_place_that_makes_no_sense_is_refused(hub, method, change):
    query = named(STATE) | change
    assert hub.ask(method, STATE, query, body=b"{}" if method[0] == "P" else None).status == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_profile_without_its_name_is_refused(hub, profile, method):
    body = b"{}" if method[0] == "P" else None
    assert hub.ask(method, profile, PLACES[profile], NEW, body).status == 400


def test_only_who_has_all_may_see_or_change_documents(caller, path):
    stranger = caller("north", "write", "read-mine", "read-sites", "desk", sites=("north",))
    for method in ("GET", "PUT", "POST", "DELETE"):
        body = b"{}" if method[0] == "P" else None
        assert stranger.ask(method, path, named(path), NEW, body).status == 403
