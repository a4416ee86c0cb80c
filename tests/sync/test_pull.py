"""Fetching: what others handed in comes into the same log, once, whatever the clocks say."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.sync.computers import (
    QUICK,
    Heard,
    computers,
    fetch_endpoint,
    ids,
    make_results,
    reason,
    server_endpoint,
)
from tests.sync.faulty_line import FaultyLine, Harm, first
from tests.sync.small_servers import Answer, RecordStore, Server, as_json
from trainer_app.sync.pull import Pulled, pull

NOW = datetime.now(UTC)


@pytest.fixture
def make(store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        yield make


@pytest.fixture
def lrs():
    return RecordStore()


@pytest.fixture
def server(lrs):
    with Server(lrs) as server:
        yield server


def handed_in(lrs, store, *, since=timedelta(hours=5), step=timedelta(seconds=1), skip=0):
    """As if another computer had handed in, one result each second."""
    for number, (_row, text) in enumerate(store.statement_texts(limit=100_000)[skip:]):
        lrs.hold(text, NOW - since + number * step)


def fetch(store, address, *, sites=(), tell=None) -> Pulled:
    if all(row.endpoint_id != "server" for row in store.endpoints.all()):
        store.endpoints.put(server_endpoint(address))
    endpoint = store.endpoints.one("server")
    endpoint = replace(endpoint, settings=endpoint.settings | {"address": address})
    ask, endpoint = fetch_endpoint(store, endpoint)
    told = {"tell": tell} if tell else {}
    return pull(ask, endpoint, sites=sites, around=QUICK, **told)


def gets(server):
    return [one for one in server.requests if one.method == "GET"]


def test_everything_others_handed_in_comes_page_by_page(make, lrs, server):
    there, here = make(), make()
    make_results(there, 620)
    handed_in(lrs, there)
    heard = Heard()
    pulled = fetch(here, server.address, tell=heard)
    assert (pulled.new, pulled.same, pulled.aside, pulled.fault) == (620, 0, 0, None)
    assert ids(here) == ids(there)
    assert [one.received for one in heard.all] == [500, 620]
    assert here.verify_chain() == 620
    assert [text for _row, text in here.statement_texts(limit=2000)] == [
        text for _row, text in there.statement_texts(limit=2000)
    ]


def test_what_came_from_there_is_not_handed_in_there(make, lrs, server):
    there, here = make(), make()
    make_results(there, 20)
    handed_in(lrs, there)
    fetch(here, server.address)
    assert here.outbox.to_hand_in("server").count == 0
    here.endpoints.put(replace(server_endpoint("https://other.example.org/"), endpoint_id="two"))
    assert here.outbox.to_hand_in("two").count == 20


def test_the_next_time_asks_with_an_overlap_and_finds_what_came_late(make, lrs, server):
    there, here, late = make(), make(), make()
    make_results(there, 30)
    make_results(late, 3, seed=5)
    handed_in(lrs, there)
    fetch(here, server.address)
    # committed by then, though its moment lies before the newest one we have seen
    for _row, text in late.statement_texts():
        lrs.hold(text, NOW - timedelta(hours=5) - timedelta(minutes=5))
    pulled = fetch(here, server.address)
    assert (pulled.new, pulled.same) == (3, 30)
    since = gets(server)[-1].query["since"]
    newest = NOW - timedelta(hours=5) + timedelta(seconds=29)
    assert abs(datetime.fromisoformat(since) + timedelta(minutes=10) - newest) < timedelta(
        seconds=1
    )


def test_nothing_new_is_one_small_question(make, lrs, server):
    there, here = make(), make()
    make_results(there, 5)
    handed_in(lrs, there, since=timedelta(days=3), step=timedelta(hours=1))
    fetch(here, server.address)
    asked = len(gets(server))
    assert fetch(here, server.address).new == 0
    assert len(gets(server)) == asked + 1


def test_one_moment_in_the_future_stops_nothing(make, lrs, server):
    there, here, other = make(), make(), make()
    make_results(there, 10)
    handed_in(lrs, there)
    (_row, text) = there.statement_texts()[5]
    lrs.hold(text, datetime(2099, 1, 1, tzinfo=UTC))
    fetch(here, server.address)
    make_results(other, 4, seed=8)
    handed_in(lrs, other, since=timedelta(minutes=3))
    assert fetch(here, server.address).new == 4


def test_a_cut_between_pages_begins_again_after_the_last_page_on_the_disk(make, lrs, server):
    there, here = make(), make()
    make_results(there, 560)
    handed_in(lrs, there)
    with FaultyLine(server.place, first(Harm("down", 800_000, "rst"))) as line:
        address = f"http://localhost:{line.port}/xapi/"
        pulled = fetch(here, address)
    assert pulled.fault is None
    assert pulled.new == 560
    assert ids(here) == ids(there)
    assert "since" in gets(server)[-1].query or "from" in gets(server)[-1].query


def test_sites_are_fetched_one_by_one_with_cursors_of_their_own(make, lrs, server):
    there, here = make(), make()
    make_results(there, 4)
    handed_in(lrs, there)
    fetch(here, server.address, sites=("bo-lpz-001", "bo-cbb-002"))
    asked = [one.query for one in gets(server)]
    groups = [json.loads(query["agent"]) for query in asked]
    assert [group["account"]["name"] for group in groups] == ["bo-lpz-001", "bo-cbb-002"]
    assert all(query["related_agents"] == "true" for query in asked)
    assert set(json.loads(here.endpoints.cursor("server"))) == {"bo-lpz-001", "bo-cbb-002"}


def test_what_is_not_ours_is_kept_aside_once(make, lrs, server):
    there, here = make(), make()
    make_results(there, 3)
    handed_in(lrs, there)
    strange = {
        "id": "c0ffee00-0000-4000-8000-000000000001",
        "actor": {"account": {"homePage": "https://example.org", "name": "x"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/attended"},
        "object": {"id": "https://example.org/meeting"},
        "stored": (NOW - timedelta(hours=1)).isoformat().replace("+00:00", "Z"),
    }
    lrs.kept[strange["id"]] = strange
    pulled = fetch(here, server.address)
    assert (pulled.new, pulled.same, pulled.aside, pulled.fault) == (3, 0, 1, None)
    fetch(here, server.address)
    (aside,) = here.inbox.set_aside()
    assert str(aside.statement_id) == strange["id"]
    assert json.loads(aside.text) == strange
    assert aside.origin == "server"


def test_more_is_followed_on_the_same_host_only(make):
    more = "http://elsewhere.example.org/more"
    here = make()
    with Server(lambda _request: as_json({"statements": [], "more": more})) as server:
        assert fetch(here, server.address).fault is None, "an empty page is the last"
    answer = as_json({"statements": [_strange_one()], "more": more})
    with Server(lambda _request: answer) as server:
        pulled = fetch(here, server.address)
        assert reason(pulled.fault) == "path"
        assert len(server.requests) == 1


def test_more_that_leads_in_a_circle_is_followed_once(make):
    answer = as_json({"statements": [_strange_one()], "more": "/xapi/more?a=1"})
    with Server(lambda _request: answer) as server:
        assert reason(fetch(make(), server.address).fault) == "path"
        assert len(server.requests) == 2


def test_more_without_an_end_is_left_for_the_next_contact(make, monkeypatch):
    monkeypatch.setattr("trainer_app.sync.pull.MOST_PAGES", 5)
    asked = []

    def always_more(_request):
        asked.append(1)
        more = f"/xapi/more?a={len(asked)}"
        return as_json({"statements": [_strange_one()], "more": more})

    with Server(always_more) as server:
        assert fetch(make(), server.address).fault is None
        assert len(server.requests) == 6


def test_a_page_that_always_fails_after_one_that_comes_ends_the_contact(make, lrs):
    there, here = make(), make()
    make_results(there, 12)
    handed_in(lrs, there)
    lrs.page_most = 5
    lrs.before = lambda request: Answer(500) if request.path.endswith("more") else None
    tries = QUICK.patience.tries
    with Server(lrs) as server:
        pulled = fetch(here, server.address)
        assert (pulled.new, reason(pulled.fault)) == (5, "server")
        assert len(server.requests) <= 2 * tries + 2
        lrs.before = lambda _request: None
        assert fetch(here, server.address).new == 7


def _strange_one():
    return {"id": "c0ffee00-0000-4000-8000-000000000002", "stored": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(401), "key"),
        (Answer(403), "rights-read"),
        (Answer(404), "path"),
        (Answer(200, b"[]"), "path"),
        (Answer(200, b'{"statements": 3}'), "path"),
        (Answer(200, b"<html>", {"Content-Type": "text/html"}), "proxy-sign-in"),
    ],
)
def test_why_nothing_comes(make, answer, why):
    with Server(lambda _request: answer) as server:
        assert reason(fetch(make(), server.address).fault) == why


def test_a_server_in_trouble_is_asked_again(make, lrs):
    there, here = make(), make()
    make_results(there, 5)
    handed_in(lrs, there)
    troubles = [Answer(500), Answer(503, headers={"Retry-After": "0"})]
    lrs.before = lambda _request: troubles.pop() if troubles else None
    with Server(lrs) as server:
        assert fetch(here, server.address).new == 5


def test_a_conflicting_copy_stays_aside_and_the_first_in_the_log(make, lrs, server):
    there, here = make(), make()
    make_results(there, 3)
    handed_in(lrs, there)
    fetch(here, server.address)
    one = json.loads(there.statement_texts()[1][1])
    one["result"]["response"] = "d"
    lrs.hold(json.dumps(one).encode(), NOW - timedelta(minutes=1))
    fetch(here, server.address)
    (aside,) = here.inbox.set_aside()
    assert str(aside.statement_id) == one["id"]
    assert aside.held == there.statement_texts()[1][1]
