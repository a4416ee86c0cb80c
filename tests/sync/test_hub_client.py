"""Handing in to a hub: the real one, over TLS, with real data files on both sides."""

import json
import shutil
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from tests.store.conftest import HandClock
from tests.sync.computers import QUICK, computers, ids, make_results, reason
from tests.sync.faulty_line import (
    HOWS,
    Answers,
    FaultyLine,
    Harm,
    Twice,
    always,
    by_chance,
    first,
)
from tests.sync.real_hub import RealHub, any_certificate
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking
from trainer_app.store import EndpointRow, Store
from trainer_app.store.identity import _witness_file
from trainer_app.sync import messages
from trainer_app.sync.contact import remember
from trainer_app.sync.frame import Entry
from trainer_app.sync.push import push
from trainer_app.training.parsing import read_statement


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def make(store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        yield make


@pytest.fixture
def paired(make, hub):
    """Makes a computer that is paired with the hub."""

    def paired(clock=None):
        store = make(clock)
        syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
        return store

    return paired


def hub_of(store):
    (endpoint,) = [one for one in store.endpoints.all() if one.kind == "hub"]
    return endpoint


def over(line, store):
    """The same hub, at the end of another line."""
    endpoint = hub_of(store)
    settings = endpoint.settings | {"address": f"https://127.0.0.1:{line.port}/"}
    return replace(endpoint, settings=settings)


def hand_in(store, line=None, **settings):
    endpoint = hub_of(store) if line is None else over(line, store)
    endpoint = replace(endpoint, settings=endpoint.settings | settings)
    return push(asking(store), endpoint, around=QUICK)


def texts(store):
    return {
        json.loads(text)["id"]: json.loads(text)
        for _row, text in store.statement_texts(limit=100_000)
    }


def at_hub(hub, store):
    """What the hub has of this computer's, without what it adds."""
    mine = texts(store)
    found = {}
    for statement_id, one in hub.statements().items():
        if statement_id in mine:
            found[statement_id] = {k: v for k, v in one.items() if k in mine[statement_id]}
    return found


def test_results_arrive_whole_and_once(hub, paired):
    store = paired()
    make_results(store, 530)
    pushed = hand_in(store)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (530, 0, 0, None)
    assert at_hub(hub, store) == texts(store)
    assert hand_in(store).sent == 0


def test_a_contact_tells_both_what_time_it_is(hub, paired):
    clock = HandClock(utc_ms=315_532_800_000)
    store = paired(clock)
    make_results(store, 5)
    pushed = hand_in(store)
    (seen,) = store.observations.of(store.device, store.epoch)
    assert seen.source == "hub"
    assert abs(seen.wall_ms - 315_532_800_000) < 2000
    assert pushed.contact_ms == seen.reference_ms > 1_790_000_000_000
    known = hub.desk("GET", "/waypost/desk/devices")["devices"]
    assert str(store.device) in {one["device"] for one in known}


def test_500_results_take_no_more_than_12_kilobytes_and_nothing_new_no_more_than_4(hub, paired):
    clock = HandClock()
    store = paired(clock)
    make_results(store, 500, clock=clock)
    with FaultyLine(hub.place) as line:
        assert hand_in(store, line).sent == 500
        many = line.up + line.down
        assert line.connections == 1
        line.reset()
        assert hand_in(store, line).sent == 0
        nothing = line.up + line.down
    assert many <= 12_000
    assert nothing <= 4_000


# ---------------------------------------------------------------- bad lines


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_breaks_at_some_byte_repeats_one_exchange_at_most(hub, paired, way, how):
    store = paired()
    farthest = {"up": 2500, "down": 1300}[way]
    for number, at in enumerate((0, farthest // 3, farthest - 1)):
        make_results(store, 10, seed=number)
        with FaultyLine(hub.place, first(Harm(way, at, how, bit=number))) as line:
            pushed = hand_in(store, line)
            assert line.connections <= 2
        assert (pushed.sent, pushed.left, pushed.fault) == (10, 0, None)
    assert at_hub(hub, store) == texts(store)
    assert store.outbox.refusals() == []


def test_trouble_inside_the_line_loses_nothing(hub, paired):
    """A gateway that looks inside, with the hub's own certificate: worse than any real line."""
    store = paired()
    plan = by_chance(11, share=0.8, farthest=1500)

    def without_flips(number):
        trouble = plan(number)
        flips = isinstance(trouble, Harm) and trouble.how == "flip"
        return None if flips else trouble

    with FaultyLine(hub.place, without_flips, door=hub.door(), beyond=any_certificate()) as line:
        for number in range(6):
            make_results(store, 10, seed=number)
            hand_in(store, line)
        assert line.harmed > 2
    hand_in(store)
    assert at_hub(hub, store) == texts(store)


def test_what_a_hub_can_answer_otherwise(hub, paired):
    store = paired()
    make_results(store, 3)
    for trouble, kind in (
        (Answers(500), "server"),
        (Answers(503, {"Retry-After": "0"}), "busy"),
        (Answers(401), "rights"),
        (Answers(404), "path"),
        (Answers(400), "version"),
        (Answers(200, {}, b"nonsense"), "version"),
        (Answers(200, {}, b"\x93\x01\xff\xc0"), "version"),
        (Answers(413), "server"),
    ):
        plan = always(trouble)
        with FaultyLine(hub.place, plan, door=hub.door(), beyond=any_certificate()) as line:
            pushed = hand_in(store, line)
        assert pushed.fault.kind == kind
        assert (pushed.sent, pushed.left) == (0, 3)
    assert hand_in(store).sent == 3


def test_an_answer_that_does_not_account_for_everything_counts_for_nothing(hub, paired):
    store = paired()
    make_results(store, 4)
    stamp = store.outbox.outgoing(hub_of(store).endpoint_id, 1)[0].stamp
    honest = messages.Receipt(stamp.device, stamp.epoch, 1, 4, 4, 0)
    lies = (
        [],
        [honest, honest],
        [msgspec.structs.replace(honest, last=3)],
        [msgspec.structs.replace(honest, stored=3)],
        [msgspec.structs.replace(honest, epoch=2)],
        [
            msgspec.structs.replace(
                honest, stored=3, conflicts=[messages.Conflict(UUID(int=1), "other")]
            )
        ],
    )
    for receipts in lies:
        body = messages.write(messages.Answer(now_ms=1, clock_known=False, receipts=receipts))
        plan = always(Answers(200, {}, body))
        with FaultyLine(hub.place, plan, door=hub.door(), beyond=any_certificate()) as line:
            pushed = hand_in(store, line)
        assert (reason(pushed.fault), pushed.sent, pushed.left) == ("answer", 0, 4)
    assert hand_in(store).sent == 4


def test_an_exchange_that_arrives_twice_is_kept_once(hub, paired):
    store = paired()
    make_results(store, 20)
    with FaultyLine(hub.place, always(Twice()), door=hub.door(), beyond=any_certificate()) as line:
        assert hand_in(store, line).sent == 20
        assert line.harmed
    assert at_hub(hub, store) == texts(store)


def test_another_hub_is_told_nothing(paired, tmp_path):
    store = paired()
    make_results(store, 3)
    with RealHub(tmp_path / "other") as other:
        endpoint = hub_of(store)
        settings = endpoint.settings | {"address": f"https://{other.address}/"}
        pushed = push(asking(store), replace(endpoint, settings=settings), around=QUICK)
        assert reason(pushed.fault) == "certificate-hub"
        assert other.statements() == {}


# ---------------------------------------------------------------- who this computer is


def test_a_hub_that_knows_more_of_this_chain_begins_a_new_epoch(hub, paired, tmp_path):
    """As after a backup was put back that the witness did not notice."""
    store = paired()
    make_results(store, 20)
    hand_in(store)
    folder = store._folder
    store.close()
    backup = shutil.copytree(folder, tmp_path / "backup")
    store = Store.open(folder, use_keystore=False, clock=HandClock())
    make_results(store, 10, seed=3)
    hand_in(store)
    device = store.device
    store.close()
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    _witness_file(device).unlink(missing_ok=True)
    again = Store.open(folder, use_keystore=False, clock=HandClock())
    try:
        assert (again.device, again.epoch) == (device, 1)
        make_results(again, 4, seed=4)
        pushed = hand_in(again)
        assert (pushed.sent, pushed.refused, pushed.left) == (4, 0, 0), "said again, under free ids"
        assert again.outbox.refusals() == []
        assert again.epoch == 2
        make_results(again, 5, seed=5)
        assert hand_in(again).sent == 5
        assert again.epoch == 2
    finally:
        again.close()


def test_a_hub_that_was_put_back_gets_everything_once_more(make, tmp_path):
    store, folder, key = make(None), tmp_path / "hub", bytes(range(32))

    def opened() -> RealHub:
        return RealHub(folder, key=key)

    def move_to(hub: RealHub) -> None:
        known = store.endpoints.all()[0]
        there = known.settings | {"address": f"https://{hub.address}/"}
        store.endpoints.put(replace(known, settings=there))

    with opened() as hub:
        syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
        make_results(store, 20)
        assert hand_in(store).sent == 20
    backup = shutil.copytree(folder, tmp_path / "backup")
    with opened() as hub:
        move_to(hub)
        make_results(store, 10, seed=3)
        assert hand_in(store).sent == 10
    shutil.rmtree(folder)
    shutil.copytree(backup, folder)
    with opened() as hub:
        move_to(hub)
        pushed = hand_in(store)
        assert (pushed.sent, pushed.left, pushed.fault) == (30, 0, None)
        assert at_hub(hub, store).keys() == texts(store).keys()
        assert hand_in(store).sent == 0
    assert store.epoch == 1


def test_what_others_made_is_forwarded_as_it_is(hub, make, paired):
    other, store = make(), paired()
    make_results(other, 12)
    make_results(store, 3)
    store.endpoints.put(EndpointRow("stick", "stick", "stick"))
    entries = [Entry(*read_statement(text)) for _row, text in other.statement_texts()]
    store.inbox.receive(entries, "stick")
    pushed = hand_in(store)
    assert (pushed.sent, pushed.left) == (15, 0)
    assert at_hub(hub, other) == texts(other)


def test_results_come_back_out_of_the_hub_for_a_supervisor(hub, make, paired):
    store = paired()
    make_results(store, 30)
    hand_in(store)
    supervisor = make()
    syncing.pair_with(asking(supervisor), hub.address, hub.code(), around=QUICK, collects=True)
    remember(
        asking(supervisor), hub_of(supervisor).endpoint_id,
        key="desk", secret=hub.opened.desk_secret,
    )  # fmt: skip
    synced = syncing.sync_all(asking(supervisor), around=QUICK)
    assert synced.roads[0].fault is None
    assert ids(store) <= ids(supervisor)
    assert supervisor.verify_chain()


def test_how_far_results_went_on_from_the_hub(hub, paired):
    store = paired()
    make_results(store, 8)
    syncing.sync_all(asking(store), around=QUICK)
    (road,) = syncing.hand_in_status(store).roads
    assert (road.to_send, road.onward_at) == (0, None)
    mark = {"device": str(store.device), "epoch": 1, "seq": 8, "at_ms": 1_800_000_000_000}
    hub.desk("PUT", "/waypost/desk/onward", {"endpoint": "server", "marks": [mark]})
    syncing.sync_all(asking(store), around=QUICK)
    (road,) = syncing.hand_in_status(store).roads
    assert road.onward_at.timestamp() == 1_800_000_000
    make_results(store, 1)
    assert syncing.hand_in_status(store).roads[0].onward_at is None
