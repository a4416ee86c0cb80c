"""How far results got that went to a hub: whoever made them, and whatever became of the file."""

import shutil
from contextlib import closing

import pytest

from tests.hub.devices import Device
from tests.store.conftest import HandClock
from tests.sync.computers import QUICK, computers, make_results
from tests.sync.real_hub import RealHub
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking
from trainer_app.store import EndpointRow, Store
from trainer_app.store.identity import _witness_file
from trainer_app.sync.frame import Entry
from trainer_app.sync.messages import Chain, Onward
from trainer_app.sync.on_the_way import asked, learnt
from trainer_app.training.parsing import read_statement


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def make(store_template, tmp_path):
    with computers(store_template, tmp_path) as make:
        yield make


def started(folder):
    return closing(Store.open(folder, use_keystore=False, clock=HandClock()))


def pair(store, hub):
    syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
    return store


def hand_in(store):
    (road,) = syncing.sync_all(asking(store), around=QUICK).roads
    assert (road.left, road.fault) == (0, None)
    return road


def pass_on(hub, store, epoch, seq, at_ms):
    """The desk says that it handed on what this computer counted so far."""
    mark = {"device": str(store.device), "epoch": epoch, "seq": seq, "at_ms": at_ms}
    hub.desk("PUT", "/waypost/desk/onward", {"endpoint": "server", "marks": [mark]})


def onward_ms(store):
    """When all that the hub was given is said to have been at the server."""
    (road,) = (one for one in syncing.hand_in_status(store).roads if one.kind == "hub")
    return None if road.onward_at is None else road.onward_at.timestamp() * 1000


def test_what_was_counted_before_a_new_epoch_is_told_of_too(hub, make):
    store = pair(make(), hub)
    make_results(store, 3)
    store.begin_epoch()
    hand_in(store)
    assert onward_ms(store) is None
    pass_on(hub, store, 1, 3, 1_800_000_000_000)
    hand_in(store)
    assert onward_ms(store) == 1_800_000_000_000


def test_what_others_made_is_on_the_way_until_it_is_passed_on(hub, make):
    other, store = make(), pair(make(), hub)
    make_results(store, 2)
    hand_in(store)
    pass_on(hub, store, 1, 2, 1_800_000_000_000)
    hand_in(store)
    assert onward_ms(store) == 1_800_000_000_000
    make_results(other, 4)
    store.endpoints.put(EndpointRow("usb", "usb", ""))
    texts = [text for _row, text in other.statement_texts()]
    store.inbox.receive([Entry(*read_statement(text)) for text in texts], "usb")
    (road, _usb) = syncing.hand_in_status(store).roads
    assert road.to_send == 4
    syncing.sync_one(asking(store), road.endpoint_id, around=QUICK)
    assert onward_ms(store) is None
    pass_on(hub, other, 1, 3, 1_800_000_000_001)
    syncing.sync_one(asking(store), road.endpoint_id, around=QUICK)
    assert onward_ms(store) is None
    pass_on(hub, other, 1, 4, 1_800_000_000_002)
    syncing.sync_one(asking(store), road.endpoint_id, around=QUICK)
    assert onward_ms(store) == 1_800_000_000_002


def test_a_copy_says_again_what_its_first_wrote_otherwise(hub, make, tmp_path):
    """The first was set back after it was copied, so that only the copy has these results."""
    store = make()
    device, folder = store.device, store._folder
    store.close()
    empty = shutil.copytree(folder, tmp_path / "empty")
    with started(folder) as first:
        make_results(first, 3)
    copied = shutil.copytree(folder, tmp_path / "copied")
    shutil.rmtree(folder)
    shutil.copytree(empty, folder)
    _witness_file(device).unlink(missing_ok=True)
    with started(folder) as first:
        assert (first.device, first.epoch) == (device, 1)
        make_results(pair(first, hub), 4, seed=5)
        hand_in(first)
    with started(copied) as copy:
        assert copy.identity_event == "copied"
        hand_in(pair(copy, hub))
        assert copy.outbox.refusals() == []
        there = hub.statements().values()
        assert sum(str(copy.device) in str(one) for one in there) == 3
        assert (copy.statement_count("p-1"), copy.verify_chain()) == (3, 6)


def test_a_copy_hands_in_nothing_that_is_there(hub, make, tmp_path):
    """And it still asks how far that got, which went in before it was a copy."""
    store = pair(make(), hub)
    make_results(store, 3)
    hand_in(store)
    store.close()
    with started(shutil.copytree(store._folder, tmp_path / "copied")) as copy:
        assert copy.identity_event == "copied"
        assert hand_in(pair(copy, hub)).sent == 0
        assert onward_ms(copy) is None
        pass_on(hub, store, 1, 3, 1_800_000_000_000)
        hand_in(copy)
        assert onward_ms(copy) == 1_800_000_000_000


def test_settings_say_what_is_left():
    device = Device("a").work(3)
    stamps = [one.stamp for one in device.entries]
    known = learnt({}, stamps[:2], [])
    assert asked(known) == [Chain(device.uuid, 1)]
    before = Onward("server", device.uuid, 1, 1, 7)
    assert learnt(known, [], [before]) == {}
    assert learnt(known, [], [Onward("server", device.uuid, 2, 9, 7)]) == {}
    there = learnt(known, [], [Onward("server", device.uuid, 1, 2, 8)])
    assert there == {"on_the_way": None, "onward_ms": 8}
    assert learnt(there, [], [before]) == {}
    known_there = Onward("server", device.uuid, 1, 2, 8)
    assert learnt({}, stamps[:2], [known_there]) == {"onward_ms": 8}, "handed in once more"
    assert asked(learnt(there, stamps[2:], [])) == [Chain(device.uuid, 1)]
