"""Roads as a person has them: made known, used, and told about truthfully."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.store.conftest import NOON, HandClock
from tests.sync.computers import QUICK, answers, computer, computers, make_results
from tests.sync.real_hub import RealHub
from tests.sync.small_servers import Answer, RecordStore, Server
from trainer_app import i18n
from trainer_app.errors import TrainerError
from trainer_app.operations import Changed, syncing
from trainer_app.operations.asking import asking
from trainer_app.store import EndpointRow
from trainer_app.sync.faults import Fault
from trainer_app.sync.pairing import PairingRefused
from trainer_app.training.clocks import Observation
from trainer_app.training.times import at


@pytest.fixture
def make(store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        yield make


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def pc(make, clock):
    return make(clock)


@pytest.fixture
def lrs():
    return RecordStore()


@pytest.fixture
def server(lrs):
    with Server(lrs) as server:
        yield server


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


def sync(store, **how):
    return syncing.sync_all(asking(store), around=QUICK, **how)


# ---------------------------------------------------------------- what everybody sees


def test_without_a_road_results_are_kept_here(pc):
    assert syncing.hand_in_status(pc) == syncing.HandInStatus(0, None, (), None)
    make_results(pc, 7)
    status = syncing.hand_in_status(pc)
    assert (status.to_send, status.roads) == (7, ())


def test_a_road_is_told_about_before_and_after_it_was_used(pc, clock, server):
    make_results(pc, 14)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    status = syncing.hand_in_status(pc)
    (road,) = status.roads
    assert (status.to_send, status.oldest_at) == (14, at(NOON))
    assert (road.endpoint_id, road.kind, road.title) == ("server", "server", "localhost")
    assert (road.to_send, road.refused, road.last_contact_at, road.last_error) == (
        14,
        0,
        None,
        None,
    )
    synced = sync(pc)
    assert synced.changed & Changed.SYNC
    (result,) = synced.roads
    assert (result.sent, result.left, result.fault) == (14, 0, None)
    status = syncing.hand_in_status(pc)
    assert (status.to_send, status.oldest_at) == (0, None)
    contact = status.roads[0].last_contact_at
    assert abs((contact - datetime.now(UTC)).total_seconds()) < 10, "the right time, not ours"


def test_what_one_road_has_taken_is_not_still_to_be_handed_in(pc, server):
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    pc.endpoints.put(EndpointRow("stick", "stick", "stick"))
    make_results(pc, 5)
    sync(pc)
    pc.append(answers(2))
    status = syncing.hand_in_status(pc)
    assert status.to_send == 2
    assert [(road.kind, road.to_send) for road in status.roads] == [("server", 2), ("stick", 7)]


def test_why_a_road_is_closed_is_told_in_the_language_of_now(pc, server, lrs):
    lrs.secret = "another"
    make_results(pc, 1)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    (result,) = sync(pc).roads
    assert result.fault.kind == "rights"
    (road,) = syncing.hand_in_status(pc).roads
    assert isinstance(road.last_error, Fault)
    assert str(road.last_error) == result.fault.sentence
    i18n.set_language("en_XA")
    try:
        assert str(road.last_error)
    finally:
        i18n.set_language("en")
    lrs.secret = "secret-1"
    sync(pc)
    assert syncing.hand_in_status(pc).roads[0].last_error is None


def test_a_closed_road_keeps_no_other_from_being_tried(pc, server):
    make_results(pc, 3)
    pc.endpoints.put(
        EndpointRow(
            "hub:0011", "hub", "Gone",
            {"address": "https://127.0.0.1:9/", "pin": "00" * 32, "key": "k", "secret": "s"},
        )
    )  # fmt: skip
    pc.endpoints.put(EndpointRow("server-2", "server", "no key", {"address": "https://a.example/"}))
    pc.endpoints.put(EndpointRow("hub:22", "hub", "odd", {"key": "k", "secret": "s"}))
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    results = {one.endpoint_id: one for one in sync(pc).roads}
    assert results["hub:0011"].fault.kind == "no-road"
    assert results["server-2"].fault.reason == "no-key"
    assert results["hub:22"].fault.kind == "path"
    assert results["server"].sent == 3
    assert all(one.left == 3 for name, one in results.items() if name != "server")


# ---------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("off_ms", "words"),
    [(-3 * 3_600_000, "about 3 hours behind"), (180_000, "about 3 minutes ahead"), (60_000, None)],
)
def test_everybody_is_told_when_the_clock_is_off_and_no_longer_when_it_was_set(
    pc, clock, off_ms, words
):
    wall_ms, mono_ms = pc.clocks()
    pc.observations.observe(
        Observation(
            device=pc.device, epoch=pc.epoch, boot=pc.boot, mono_ms=mono_ms, wall_ms=wall_ms,
            reference_ms=wall_ms - off_ms, source="hub",
        )
    )  # fmt: skip
    clock.pass_time(3_600_000)
    note = syncing.hand_in_status(pc).clock_note
    if words is None:
        assert note is None
    else:
        assert words in note.sentence
        clock.utc_ms -= off_ms
        assert syncing.hand_in_status(pc).clock_note is None


def test_a_clock_before_the_release_is_told_without_any_contact(make):
    pc = make(HandClock(utc_ms=315_532_800_000))
    assert "1980" in syncing.hand_in_status(pc).clock_note.sentence


# ---------------------------------------------------------------- roads


def test_another_address_is_another_server_and_gets_everything(pc, server):
    make_results(pc, 4)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    sync(pc)
    with Server(RecordStore()) as other:
        syncing.set_server(pc, other.address, "key-1", "secret-1")
        assert syncing.hand_in_status(pc).roads[0].to_send == 4
        assert sync(pc).roads[0].sent == 4


def test_another_secret_is_the_same_server(pc, server, lrs):
    make_results(pc, 4)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    sync(pc)
    lrs.secret = "new"
    syncing.set_server(pc, server.address, "key-1", "new")
    assert sync(pc).roads[0] == syncing.RoadResult("server", "localhost")


def test_another_secret_changes_nothing_else_of_a_server(pc, server):
    """As a supervisor types it on the page, which does not ask about fetching."""
    syncing.set_server(pc, server.address, "key-1", "old", collects=True, sites=["bo-1"])
    known = pc.endpoints.one("server")
    pc.endpoints.put(replace(known, title="National record store"))
    assert syncing.set_server(pc, server.address, "key-1", "new").title == "National record store"
    row = pc.endpoints.one("server")
    assert row.settings == known.settings | {"secret": "new"}
    assert row.title == "National record store"
    syncing.set_server(pc, server.address, "key-1", "new", collects=False)
    assert pc.endpoints.one("server").settings["collects"] is False
    syncing.set_server(pc, "https://elsewhere.example.org/xapi", "key-1", "new")
    assert pc.endpoints.one("server").title == "elsewhere.example.org"


@pytest.mark.parametrize(
    ("address", "key", "secret"),
    [("", "k", "s"), ("http://example.org/", "k", "s"), ("https://example.org", "", "s"),
     ("https://example.org", "k", " "), ("https://example.org", "k:k", "s")],
)  # fmt: skip
def test_what_makes_no_server_is_said(pc, address, key, secret):
    with pytest.raises(TrainerError):
        syncing.set_server(pc, address, key, secret)
    assert pc.endpoints.all() == []


def test_a_road_is_forgotten_and_results_stay(pc, server):
    make_results(pc, 2)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    assert syncing.forget_endpoint(pc, "server").title == "localhost"
    assert syncing.hand_in_status(pc).roads == ()
    assert pc.verify_chain() == 2
    for nothing in ("server", "hub:1"):
        with pytest.raises(TrainerError):
            syncing.forget_endpoint(pc, nothing)
        with pytest.raises(TrainerError):
            syncing.sync_one(asking(pc), nothing)


def test_a_supervisor_fetches_what_was_handed_in(make, server):
    learner, supervisor = make(), make()
    for one, collects in ((learner, False), (supervisor, True)):
        syncing.set_server(one, server.address, "key-1", "secret-1", collects=collects)
    make_results(learner, 6)
    sync(learner)
    (result,) = syncing.sync_one(asking(supervisor), "server", around=QUICK).roads
    assert (result.received, result.left) == (6, 0)


def test_somebody_can_stop_it(pc, server, lrs):
    stop = threading.Event()

    def then_stop(_request):
        stop.set()

    lrs.before = then_stop
    make_results(pc, 200)
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    assert sync(pc, stop=stop).stopped
    assert syncing.hand_in_status(pc).to_send in (150, 200)


def test_an_address_is_tested_and_nothing_is_kept(server):
    assert syncing.test_address(server.address, "key-1", "secret-1", around=QUICK).reads
    assert syncing.test_address(server.address, "key-1", "no", around=QUICK).kind == "rights"


# ---------------------------------------------------------------- what was not taken


def test_what_was_refused_is_listed_with_plain_words_and_tried_again(pc, server, lrs):
    make_results(pc, 10)
    (_row, first), (_row2, second) = pc.statement_texts()[:2]
    lrs.poison = {json.loads(first)["id"]}
    other = json.loads(second)
    other["result"]["response"] = "other"
    lrs.kept[other["id"]] = other
    syncing.set_server(pc, server.address, "key-1", "secret-1")
    (result,) = sync(pc).roads
    assert (result.sent, result.refused) == (8, 2)
    poison, conflict = syncing.refusals(pc)
    assert "is not valid" in poison.reason
    assert conflict.reason.startswith("The other side has another record under this number.")
    assert syncing.hand_in_status(pc).roads[0].refused == 2
    lrs.poison = set()
    syncing.try_again(pc, "server", poison.row)
    assert [one.row for one in syncing.refusals(pc, "server")] == [conflict.row]
    assert sync(pc).roads[0].sent == 1
    syncing.try_again(pc, "server")
    assert sync(pc).roads[0].refused == 1
    with pytest.raises(TrainerError):
        syncing.refusals(pc, "hub:1")


# ---------------------------------------------------------------- hubs


def test_a_hub_is_paired_with_and_takes_results(pc, hub):
    make_results(pc, 9)
    paired = syncing.pair_with(asking(pc), hub.address, _spaced(hub.code()), around=QUICK)
    assert paired.title == "Terminal Norte"
    assert paired.endpoint_id == f"hub:{hub.pin.hex()[:16]}"
    (result,) = sync(pc).roads
    assert (result.sent, result.fault) == (9, None)
    (road,) = syncing.hand_in_status(pc).roads
    assert (road.kind, road.to_send, road.onward_at) == ("hub", 0, None)
    settings = pc.endpoints.one(paired.endpoint_id).settings
    assert set(settings) >= {"address", "pin", "key", "secret", "desk_recipient", "desk_key"}
    devices = hub.desk("GET", "/waypost/desk/devices")["devices"]
    (known,) = [one for one in devices if one["device"] == str(pc.device)]
    assert known["name"] == f"{pc.device.hex[:4]}-{pc.device.hex[4:8]}".upper()
    assert known["recipient"].startswith("age1")


def _spaced(code):
    return f" {code[:3]} {code[3:]} "


def test_pairing_again_keeps_how_far_results_have_got(pc, hub):
    make_results(pc, 3)
    syncing.pair_with(asking(pc), hub.address, hub.code(), collects=True, around=QUICK)
    sync(pc)
    syncing.pair_with(asking(pc), hub.address, hub.code(), name="Counter 2", around=QUICK)
    (road,) = pc.endpoints.all()
    assert road.settings["collects"] is True
    assert sync(pc).roads[0] == syncing.RoadResult(f"hub:{hub.pin.hex()[:16]}", "Terminal Norte")
    devices = hub.desk("GET", "/waypost/desk/devices")["devices"]
    assert [one["name"] for one in devices if one["device"] == str(pc.device)] == ["Counter 2"]


def test_a_code_that_does_not_fit_makes_no_road(pc, hub):
    wrong = f"{(int(hub.code()) + 1) % 1_000_000:06}"
    with pytest.raises(PairingRefused):
        syncing.pair_with(asking(pc), hub.address, wrong, around=QUICK)
    with pytest.raises(TrainerError, match="six digits"):
        syncing.pair_with(asking(pc), hub.address, "123", around=QUICK)
    assert pc.endpoints.all() == []


def test_a_computer_the_hub_no_longer_knows_is_told_to_pair_again(pc, hub):
    paired = syncing.pair_with(asking(pc), hub.address, hub.code(), around=QUICK)
    key = pc.endpoints.one(paired.endpoint_id).settings["key"]
    hub.desk("DELETE", f"/waypost/desk/devices/{key}")
    make_results(pc, 1)
    (result,) = sync(pc).roads
    assert result.fault.reason == "hub-key"
    assert (result.left, "Pair again" in result.fault.sentence) == (1, True)


def test_the_network_waits_for_the_store_and_the_store_never_for_the_network(
    store_template, tmp_path, hub, lrs, server
):
    """As in the window: the store lives on a thread of its own, which takes one thing at a time."""
    busy = threading.Event()
    with ThreadPoolExecutor(1) as thread:

        def ask(operation):
            assert not busy.is_set(), "an operation asks the store again"
            return thread.submit(during, operation).result(timeout=10)

        def during(operation):
            busy.set()
            try:
                return operation(opened[0])
            finally:
                busy.clear()

        opened = [thread.submit(computer, store_template, tmp_path / "pc").result()]
        ask(lambda store: make_results(store, 30))
        ask(lambda store: syncing.set_server(store, server.address, "key-1", "secret-1"))
        syncing.pair_with(ask, hub.address, hub.code(), collects=True, around=QUICK)
        heard = []
        synced = syncing.sync_all(ask, tell=heard.append, around=QUICK)
        assert [(one.sent, one.left) for one in synced.roads] == [(30, 0), (30, 0)]
        assert heard
        ask(lambda store: store.close())


# ---------------------------------------------------------------- the house


@pytest.mark.parametrize("module", ["operations.syncing", "cli.sync", "cli.pair"])
def test_nothing_slow_is_imported_for_the_names(module):
    slow = ("httpx", "httpcore", "zeroconf", "sqlalchemy", "pyrage", "cryptography", "spake2")
    code = (
        f"import sys, trainer_app.{module}\n"
        f"print([name for name in {slow!r} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_server_in_trouble_leaves_everything_for_later(pc):
    make_results(pc, 2)
    with Server(lambda _request: Answer(503, headers={"Retry-After": "900"})) as server:
        syncing.set_server(pc, server.address, "key-1", "secret-1")
        (result,) = sync(pc).roads
    assert (result.fault.kind, result.fault.retry_after_s, result.left) == ("busy", 900, 2)
