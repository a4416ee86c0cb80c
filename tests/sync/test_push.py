"""Handing in to a record store: exactly once, and nothing counts that was not named."""

import gzip
import json
import threading
from dataclasses import replace

import pytest

from tests.store.conftest import NOON, HandClock, learner
from tests.sync.computers import (
    QUICK,
    Heard,
    answers,
    computers,
    fetch_endpoint,
    make_results,
    reason,
    server_endpoint,
)
from tests.sync.faulty_line import Answers, FaultyLine, Harm, Twice, always, by_chance, first
from tests.sync.small_servers import Answer, RecordStore, Server, as_json
from trainer_app.sync.faults import Stopped
from trainer_app.sync.push import Pushed, push
from trainer_app.sync.road import Patience


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


def texts(store):
    return [text for _row, text in store.statement_texts(limit=100_000)]


def hand_in(store, address, *, around=QUICK, tell=None, stop=None, **settings) -> Pushed:
    if all(row.endpoint_id != "server" for row in store.endpoints.all()):
        store.endpoints.put(server_endpoint(address, **settings))
    endpoint = store.endpoints.one("server")
    endpoint = replace(endpoint, settings=endpoint.settings | {"address": address})
    ask = fetch_endpoint(store, endpoint)[0]
    return push(ask, endpoint, around=around, stop=stop, **({"tell": tell} if tell else {}))


def posts(server):
    return [one for one in server.requests if one.method == "POST"]


def plain(request):
    return gzip.decompress(request.body) if "Content-Encoding" in request.headers else request.body


def sizes(server):
    return [len(json.loads(plain(one))) for one in posts(server)]


# ---------------------------------------------------------------- batches


def test_everything_arrives_in_growing_batches_byte_for_byte(make, lrs, server):
    store = make()
    make_results(store, 700)
    heard = Heard()
    pushed = hand_in(store, server.address, tell=heard)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (700, 0, 0, None)
    assert sizes(server) == [50, 100, 200, 350]
    assert list(lrs.texts.values()) == texts(store)
    assert [(one.sent, one.left) for one in heard.all] == [
        (50, 650), (150, 550), (350, 350), (700, 0),
    ]  # fmt: skip


def test_the_next_contact_begins_with_the_size_that_went_well(make, server):
    store = make()
    make_results(store, 150)
    hand_in(store, server.address)
    make_results(store, 300, seed=2)
    hand_in(store, server.address)
    assert sizes(server) == [50, 100, 200, 100]


def test_nothing_new_asks_nothing(make, server):
    store = make()
    assert hand_in(store, server.address) == Pushed()
    assert server.requests == []


def test_handing_in_again_sends_nothing_and_what_is_new_goes_alone(make, lrs, server):
    store = make()
    make_results(store, 60)
    hand_in(store, server.address)
    store.append(answers(3, seed=9))
    assert hand_in(store, server.address).sent == 3
    assert hand_in(store, server.address).sent == 0
    assert list(lrs.texts.values()) == texts(store)
    assert sizes(server)[-1] == 3


def test_a_batch_never_holds_more_than_a_megabyte(make, server, monkeypatch):
    monkeypatch.setattr("trainer_app.sync.push.MOST_BYTES", 20_000)
    store = make()
    make_results(store, 100)
    assert hand_in(store, server.address, gzip=False).sent == 100
    assert all(len(one.body) < 20_000 for one in posts(server))


def test_only_our_key_and_what_render_made_travel(make, server):
    store = make()
    store.add_learner(learner(name="Rosa Mamani"), "hash")
    make_results(store, 60)
    hand_in(store, server.address)
    for request in server.requests:
        assert set(request.headers) <= {
            "Host", "Authorization", "Content-Type", "Content-Length", "Content-Encoding",
            "X-Experience-API-Version",
        }  # fmt: skip
        assert b"Mamani" not in plain(request)


# ---------------------------------------------------------------- gzip and versions


@pytest.mark.parametrize("status", [400, 415, 500])
def test_whether_gzip_is_taken_is_tried_once_and_remembered(make, status):
    lrs = RecordStore(gzips=status)
    with Server(lrs) as server:
        store = make()
        make_results(store, 120)
        assert hand_in(store, server.address).sent == 120
        assert store.endpoints.one("server").settings["gzip"] is False
        assert sum("Content-Encoding" in one.headers for one in posts(server)) == 1


def test_gzip_that_works_is_remembered_and_lost_when_it_is_no_longer_taken(make, lrs, server):
    store = make()
    make_results(store, 10)
    hand_in(store, server.address)
    assert store.endpoints.one("server").settings["gzip"] is True
    lrs.gzips = 415
    make_results(store, 10)
    assert hand_in(store, server.address).sent == 10
    assert store.endpoints.one("server").settings["gzip"] is False


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("count", [1, 4, 120])
def test_gzip_that_is_no_longer_taken_keeps_nothing_back_and_sets_nothing_aside(
    make, lrs, server, status, count
):
    """As when another server stands behind the same address."""
    store = make()
    make_results(store, 10)
    hand_in(store, server.address)
    lrs.gzips = status
    make_results(store, count, seed=2)
    if status == 500:
        assert reason(hand_in(store, server.address).fault) == "server"
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (count, 0, 0, None)
    assert store.endpoints.one("server").settings["gzip"] is False


def test_a_poison_does_not_look_like_gzip_that_is_refused(make, lrs, server):
    store = make()
    make_results(store, 10)
    lrs.poison = {json.loads(texts(store)[4])["id"]}
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused) == (9, 1)
    assert store.endpoints.one("server").settings["gzip"] is True


def test_the_version_is_asked_for_at_the_first_contact(make):
    with Server(RecordStore(about={"version": ["2.0.0"], "extensions": {}})) as server:
        store = make()
        store.endpoints.put(_without_version(server.address))
        make_results(store, 5)
        assert hand_in(store, server.address).sent == 5
        assert store.endpoints.one("server").settings["version"] == "2.0.0"
        assert posts(server)[-1].headers["X-Experience-API-Version"] == "2.0.0"
        make_results(store, 5)
        hand_in(store, server.address)
        assert [one.path for one in server.requests].count("/xapi/about") == 1


def _without_version(address):
    endpoint = server_endpoint(address)
    settings = {name: value for name, value in endpoint.settings.items() if name != "version"}
    return replace(endpoint, settings=settings)


def test_a_hub_says_that_it_takes_gzip(make):
    told = {"https://w3id.org/waypost/xapi/ext/gzip": False}
    with Server(RecordStore(about={"version": ["1.0.3"], "extensions": told})) as server:
        store = make()
        store.endpoints.put(_without_version(server.address))
        make_results(store, 5)
        assert hand_in(store, server.address).sent == 5
        assert not any("Content-Encoding" in one.headers for one in posts(server))


def test_a_server_without_about_is_spoken_to_all_the_same(make):
    with Server(RecordStore(about=None)) as server:
        store = make()
        store.endpoints.put(_without_version(server.address))
        make_results(store, 5)
        assert hand_in(store, server.address).sent == 5


# ---------------------------------------------------------------- what is refused


def refused(store):
    return [(one.row, one.code, one.reason) for one in store.outbox.refusals("server")]


def test_poison_is_halved_out_and_set_aside_with_the_servers_words(make, lrs, server):
    store = make()
    make_results(store, 300)
    bad = [json.loads(texts(store)[place])["id"] for place in (7, 180, 181)]
    lrs.poison = set(bad)
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.left) == (297, 3, 0)
    assert len(lrs.texts) == 297
    found = refused(store)
    assert [(row, code) for row, code, _ in found] == [(8, 400), (181, 400), (182, 400)]
    assert bad[0] in found[0][2]
    assert all(len(said) <= 200 for _, _, said in found)
    assert hand_in(store, server.address).sent == 0


def test_a_refused_one_that_was_mended_over_there_goes_again(make, lrs, server):
    store = make()
    make_results(store, 20)
    lrs.poison = {json.loads(texts(store)[3])["id"]}
    hand_in(store, server.address)
    lrs.poison = set()
    store.outbox.forgive("server", 4)
    store.append(answers(2))
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.left) == (3, 0)
    assert refused(store) == []
    assert len(lrs.texts) == 22


def test_many_that_are_refused_again_do_not_keep_the_others(make, lrs, server):
    store = make()
    make_results(store, 20)
    lrs.poison = {json.loads(text)["id"] for text in texts(store)[2:14]}
    assert hand_in(store, server.address).refused == 12
    for row, _code, _said in refused(store):
        store.outbox.forgive("server", row)
    store.append(answers(2))
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (2, 12, 0, None)


def test_one_that_is_refused_again_does_not_keep_the_others(make, lrs, server):
    store = make()
    make_results(store, 20)
    lrs.poison = {json.loads(texts(store)[3])["id"]}
    hand_in(store, server.address)
    store.outbox.forgive("server", 4)
    store.append(answers(2))
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.left) == (2, 1, 0)
    assert [row for row, _, _ in refused(store)] == [4]


def test_another_record_under_the_same_number_ends_in_the_list_and_not_in_a_loop(make, lrs, server):
    store = make()
    make_results(store, 30)
    other = json.loads(texts(store)[11])
    other["result"]["response"] = "another"
    lrs.kept[other["id"]] = other
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused) == (29, 1)
    assert [(row, code) for row, code, _ in refused(store)] == [(12, 409)]
    asked = len(server.requests)
    assert hand_in(store, server.address) == Pushed()
    assert len(server.requests) == asked


def test_a_server_that_takes_small_batches_only(make):
    lrs = RecordStore(batch_most=20)
    with Server(lrs) as server:
        store = make()
        make_results(store, 100)
        assert hand_in(store, server.address, gzip=False).sent == 100
        assert len([size for size in sizes(server) if size > 20]) <= 2


def test_a_gateway_that_finds_everything_too_large_is_a_fault_and_nothing_is_set_aside(make):
    def no(request):
        return Answer(413, b"too large") if request.method == "POST" else None

    with Server(RecordStore(before=no)) as server:
        store = make()
        make_results(store, 30)
        pushed = hand_in(store, server.address)
        assert (reason(pushed.fault), pushed.left) == ("refuses-all", 30)
        assert refused(store) == []


def test_one_that_is_too_large_is_set_aside(make, lrs, server):
    store = make()
    make_results(store, 30)
    large = json.loads(texts(store)[11])["id"].encode()
    lrs.before = lambda request: Answer(413) if large in plain(request) else None
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.fault) == (29, 1, None)
    assert [(row, code) for row, code, _ in refused(store)] == [(12, 413)]


def test_a_server_that_falls_silent_among_doubtful_ones_is_not_one_that_refuses_all(make, lrs):
    store = make()
    make_results(store, 60)
    known = [json.loads(text)["id"] for text in texts(store)]
    lrs.poison = set(known[:20])
    answered = []

    def busy_later(request):
        batch = json.loads(plain(request))
        answered.append(len(batch))
        return Answer(503) if batch and batch[0]["id"] == known[-1] else None

    lrs.before = lambda request: busy_later(request) if request.method == "POST" else None
    with Server(lrs) as server:
        pushed = hand_in(store, server.address, gzip=True)
    assert (reason(pushed.fault), pushed.refused, pushed.left) == ("busy", 0, 60)


def test_a_server_that_refuses_everything_is_a_fault_and_nothing_is_set_aside(make):
    def no(request):
        return Answer(400, b"I do not like you") if request.method == "POST" else None

    with Server(RecordStore(before=no)) as server:
        store = make()
        make_results(store, 300)
        pushed = hand_in(store, server.address)
        assert reason(pushed.fault) == "refuses-all"
        assert "do not like" in pushed.fault.sentence
        assert refused(store) == []
        assert pushed.left == 300


def test_many_poisoned_in_a_row_do_not_keep_the_others(make, lrs, server):
    store = make()
    make_results(store, 60)
    known = [json.loads(text)["id"] for text in texts(store)]
    lrs.poison = set(known[:12]) | set(known[30:42])
    pushed = hand_in(store, server.address, gzip=True)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (36, 24, 0, None)
    assert set(lrs.texts) == set(known) - lrs.poison


def test_poison_at_the_very_end_is_set_aside_when_others_were_taken(make, lrs, server):
    store = make()
    make_results(store, 20)
    lrs.poison = {json.loads(text)["id"] for text in texts(store)[-5:]}
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (15, 5, 0, None)


def test_a_server_that_turns_bad_in_between_keeps_its_results_waiting(make, lrs):
    def turns(request):
        if request.method == "POST" and len(lrs.texts) >= 50:
            return as_json({"error": "no more"}, 400)
        return None

    lrs.before = turns
    store = make()
    make_results(store, 200)
    with Server(lrs) as server:
        pushed = hand_in(store, server.address, gzip=False)
        assert (pushed.sent, pushed.refused, reason(pushed.fault)) == (50, 0, "refuses-all")
        lrs.before = lambda _request: None
        assert hand_in(store, server.address).sent == 150


def test_a_poison_that_is_alone_in_the_outbox_is_set_aside_by_a_good_server(make, lrs, server):
    store = make()
    make_results(store, 1)
    lrs.poison = {json.loads(texts(store)[0])["id"]}
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.refused, pushed.fault) == (0, 1, None)


# ---------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    "lie",
    [
        Answer(204),
        Answer(200, b""),
        Answer(200, b"thanks"),
        as_json({"ok": True}),
        as_json([]),
        as_json(["c0ffee00-0000-4000-8000-000000000000"]),
    ],
    ids=["204", "empty", "words", "object", "none", "strange"],
)
def test_an_answer_that_names_no_ids_is_none(make, lrs, lie):
    def lies(request):
        return lie if request.method == "POST" else None

    lrs.before = lies
    with Server(lrs) as server:
        store = make()
        make_results(store, 3)
        pushed = hand_in(store, server.address)
        assert pushed.sent == 3, "each by a PUT of its own"
        assert len(lrs.texts) == 3
        lrs.before = lambda request: lie if request.method == "POST" else Answer(200)
        make_results(store, 1)
        pushed = hand_in(store, server.address)
        assert (pushed.sent, pushed.left, reason(pushed.fault)) == (0, 1, "answer")


def test_no_status_but_200_with_its_list_ever_counts(make, lrs, server):
    store = make()
    make_results(store, 2)
    for status in (200, 201, 202, 203, 205, 206, 226, 300, 304, 308, 402, 406, 415, 418, 451, 499,
                   500, 503, 511, 599):  # fmt: skip
        lrs.before = lambda _request, status=status: Answer(status, headers={"Retry-After": "0"})
        pushed = hand_in(store, server.address)
        assert (pushed.sent, pushed.refused, pushed.left) == (0, 0, 2), status
        assert pushed.fault, status
    assert refused(store) == []
    assert store.endpoints.one("server").mark == 0


def test_only_what_is_named_counts_up_to_the_first_that_is_not(make, lrs):
    shares = [5, 3]

    def names_some(request):
        answer = lrs._post(request)
        named = json.loads(answer.body)
        count = shares.pop(0) if shares else 0
        return replace(answer, body=json.dumps(named[:count] + named[count + 1 :]).encode())

    lrs.before = lambda request: names_some(request) if request.method == "POST" else None
    with Server(lrs) as server:
        store = make()
        make_results(store, 10)
        marks = []
        pushed = hand_in(
            store, server.address, tell=lambda told: marks.append(told.sent), gzip=True
        )
        assert marks == [5, 8, 9, 10]
        assert (pushed.sent, pushed.left) == (10, 0)
        assert [one.method for one in server.requests] == ["POST"] * 3 + ["PUT"] * 2


# ---------------------------------------------------------------- bad lines


def complete(store, lrs, address, tries=4):
    pushed = None
    for _ in range(tries):
        pushed = hand_in(store, address)
        if not pushed.left:
            break
    assert pushed.left == 0, reason(pushed.fault)
    assert [lrs.texts[json.loads(text)["id"]] for text in texts(store)] == texts(store)
    assert len(lrs.texts) == len(texts(store))
    assert refused(store) == []


@pytest.mark.parametrize("how", ["fin", "rst", "truncate"])
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_breaks_at_some_byte_loses_nothing(make, lrs, server, how, way):
    farthest = {"up": 3000, "down": 600}[way]
    store = make()
    for at in (0, 40, farthest // 7, farthest // 2, farthest - 1):
        make_results(store, 8, seed=at)
        with FaultyLine(server.place, first(Harm(way, at, how))) as line:
            complete(store, lrs, f"http://localhost:{line.port}/xapi/", tries=1)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_turned_bit_never_makes_something_count_that_is_not_there(make, lrs, server, way):
    """Without TLS it may reach the server as another statement, or as no request at all."""
    store = make()
    for at in (5, 200, 900, 2100):
        make_results(store, 8, seed=at)
        with FaultyLine(server.place, first(Harm(way, at, "flip", bit=at % 8))) as line:
            hand_in(store, f"http://localhost:{line.port}/xapi/")
        hand_in(store, server.address)
    known = {one.row for one in store.outbox.refusals("server")}
    for row, text in store.statement_texts(limit=1000):
        assert row in known or json.loads(text)["id"] in lrs.kept


def test_a_mix_of_every_trouble_loses_nothing(make, lrs, server):
    store = make()
    plan = by_chance(3, share=0.7, farthest=2_000)

    def without_flips(number):
        trouble = plan(number)
        flips = isinstance(trouble, Harm) and trouble.how == "flip"
        return None if flips else trouble

    with FaultyLine(server.place, without_flips) as line:
        for round_ in range(12):
            make_results(store, 20, seed=round_)
            hand_in(store, f"http://localhost:{line.port}/xapi/")
        assert line.harmed > 5
    complete(store, lrs, server.address)


def test_a_request_that_arrives_twice_is_kept_once(make, lrs, server):
    store = make()
    make_results(store, 30)
    with FaultyLine(server.place, always(Twice())) as line:
        complete(store, lrs, f"http://localhost:{line.port}/xapi/", tries=1)
        assert line.harmed == 1


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_a_server_in_trouble_is_asked_again_and_then_told(make, lrs, server, status):
    store = make()
    make_results(store, 30)
    trouble = Answers(status, {"Retry-After": "0"})
    with FaultyLine(server.place, first(trouble, trouble)) as line:
        complete(store, lrs, f"http://localhost:{line.port}/xapi/", tries=1)
    make_results(store, 3)
    with FaultyLine(server.place, always(trouble)) as line:
        pushed = hand_in(store, f"http://localhost:{line.port}/xapi/")
        assert pushed.fault.kind in ("server", "busy", "timeout")
        assert line.connections == QUICK.patience.tries
        assert pushed.left == 3


def test_a_busy_server_that_asks_for_more_patience_than_we_have_is_left_alone(make, server):
    store = make()
    make_results(store, 3)
    with FaultyLine(server.place, always(Answers(503, {"Retry-After": "300"}))) as line:
        pushed = hand_in(store, f"http://localhost:{line.port}/xapi/")
        assert (pushed.fault.kind, pushed.fault.retry_after_s) == ("busy", 300)
        assert line.connections == 1


def test_a_key_that_is_no_longer_good_is_told_at_once(make, lrs, server):
    store = make()
    make_results(store, 3)
    lrs.secret = "another"
    pushed = hand_in(store, server.address)
    assert (reason(pushed.fault), len(posts(server))) == ("key", 1)
    assert refused(store) == []


def test_an_address_without_a_key_is_told_without_a_network(make):
    store = make()
    make_results(store, 3)
    pushed = hand_in(store, "https://results.example.org/", key="", secret="")
    assert (reason(pushed.fault), pushed.left) == ("no-key", 3)


def test_it_stops_between_two_batches_when_somebody_wants_it_to(make, lrs):
    stop = threading.Event()

    def then_stop(request):
        stop.set()

    lrs.before = then_stop
    store = make()
    make_results(store, 300)
    with Server(lrs) as server, pytest.raises(Stopped):
        hand_in(store, server.address, stop=stop)
    lrs.before = lambda _request: None
    with Server(lrs) as server:
        hand_in(store, server.address)
    assert list(lrs.texts.values()) == texts(store)


# ---------------------------------------------------------------- clocks


@pytest.mark.parametrize(
    "wall", [0, 315_532_800_000, NOON, 4_070_908_800_000], ids=["1970", "1980", "now", "2099"]
)
def test_a_wrong_clock_is_noted_and_never_keeps_anything_back(make, lrs, server, wall):
    clock = HandClock(utc_ms=wall)
    store = make(clock)
    make_results(store, 5)
    pushed = hand_in(store, server.address)
    assert (pushed.sent, pushed.fault) == (5, None)
    (seen,) = store.observations.of(store.device, store.epoch)
    assert seen.source == "server"
    assert abs(seen.wall_ms - wall) < 2_000
    assert seen.boot == store.boot
    assert pushed.contact_ms == seen.reference_ms
    assert store.endpoints.one("server").last_contact_ms == seen.reference_ms


def test_a_server_that_does_not_say_what_time_it_is_gives_no_observation(make, lrs):
    lrs.before = lambda request: replace(lrs._post(request), date=False)
    with Server(lrs) as server:
        store = make()
        make_results(store, 2)
        assert hand_in(store, server.address).sent == 2
        assert store.observations.of(store.device, store.epoch) == []


def test_waits_grow_and_are_never_the_same_for_a_room_of_computers():
    patience = Patience()
    waits = [patience.pause_s(failures) for failures in range(1, 12)]
    assert all(0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits[:4]))
    assert max(waits) <= patience.longest_wait_s
    assert len(set(waits)) == len(waits)
