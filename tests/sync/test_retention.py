"""After answers past their time went, a hub finds the chain of a computer unbroken."""

from __future__ import annotations

import pytest

from tests.store.conftest import NOON, HandClock, draft, passed
from tests.store.test_retention import seal
from tests.sync.computers import QUICK, answers, computers
from tests.sync.real_hub import RealHub
from trainer_app.operations import syncing
from trainer_app.operations.asking import asking
from trainer_app.sync.push import push


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


def hand_in(store):
    (endpoint,) = [one for one in store.endpoints.all() if one.kind == "hub"]
    return push(asking(store), endpoint, around=QUICK)


@pytest.fixture
def paired(store_template, tmp_path, hub):
    with computers(store_template, tmp_path) as make:
        clock = HandClock()
        store = make(clock)
        syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
        store.append([*answers(30), passed(), draft("late")])
        clock.pass_time(9 * 24 * 60 * 60 * 1000)
        yield store


def at_hub(hub, store):
    return sum(
        f'"{store.device}"' in str(one).replace("'", '"') for one in hub.statements().values()
    )


def test_a_hub_that_has_everything_is_sent_nothing_twice(hub, paired):
    (road,) = [one.endpoint_id for one in paired.endpoints.all() if one.kind == "hub"]
    assert seal(paired, NOON + 9_000, road).count == 0  # not handed in
    assert hand_in(paired).sent == 32
    before = at_hub(hub, paired)
    assert seal(paired, NOON + 9_000, road).count == 31
    paired.append([draft("new")])
    pushed = hand_in(paired)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (2, 0, 0, None)
    assert at_hub(hub, paired) == before + 2
    assert (paired.epoch, paired.verify_chain()) == (1, 3)
    assert hand_in(paired).sent == 0


def test_a_hub_that_is_new_takes_what_is_left(hub, paired):
    (road,) = [one.endpoint_id for one in paired.endpoints.all() if one.kind == "hub"]
    assert hand_in(paired).sent == 32
    seal(paired, NOON + 9_000, road)
    paired.endpoints.start_over(road)  # it was put back to a state of before
    pushed = hand_in(paired)
    assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (2, 0, 0, None)
    assert paired.epoch == 1


def test_a_hub_that_never_heard_of_this_computer_takes_what_is_left(store_template, tmp_path, hub):
    with computers(store_template, tmp_path) as make:
        clock = HandClock()
        store = make(clock)
        store.append([*answers(30), passed(), draft("late"), passed()])
        clock.pass_time(9 * 24 * 60 * 60 * 1000)
        assert seal(store, NOON + 9_000).count == 31
        syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
        assert store.outbox.to_hand_in(store.endpoints.all()[0].endpoint_id).count == 3
        pushed = hand_in(store)
        assert (pushed.sent, pushed.refused, pushed.left, pushed.fault) == (3, 0, 0, None)
        assert hand_in(store).sent == 0
        assert store.epoch == 1
