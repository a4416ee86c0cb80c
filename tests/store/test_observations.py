"""What was seen of clocks is kept, and a clock behind it is not believed."""

import pytest

from tests.store.conftest import NOON, OTHER, HandClock, OpenStore, draft
from trainer_app.store import Store
from trainer_app.training.clocks import STEADY_MS, Observation

HOUR = 3_600_000


def seen(store: Store, reference_ms: int, **facts: object) -> Observation:
    """An observation of the store's own clocks now."""
    wall_ms, mono_ms = store.clocks()
    known: dict[str, object] = {
        "device": store.device,
        "epoch": store.epoch,
        "boot": store.boot,
        "mono_ms": mono_ms,
        "wall_ms": wall_ms,
        "reference_ms": reference_ms,
        "source": "hub",
    }
    return Observation(**(known | facts))  # type: ignore[arg-type]


def suspect(store: Store) -> bool:
    (stamp,) = store.append([draft()])
    return stamp.suspect


def test_an_observation_comes_back(open_store: OpenStore) -> None:
    store = open_store()
    own = seen(store, NOON + 5)
    other = seen(store, NOON + 7, device=OTHER, epoch=3, source="server")
    for one in (own, other, own):
        store.observations.observe(one)
    device = store.device
    store.close()
    store = open_store()
    assert store.observations.of(device, 1) == [own]
    assert store.observations.of(OTHER, 3) == [other]
    assert store.observations.every() == [own, other]
    assert store.observations.of(OTHER, 1) == []


def test_of_one_run_the_first_and_the_newest_are_kept(store: Store, clock: HandClock) -> None:
    kept = []
    for _contact in range(5):
        clock.pass_time(HOUR)
        kept.append(seen(store, clock.utc_ms + 9))
        store.observations.observe(kept[-1])
    again = seen(store, NOON, boot=99)
    store.observations.observe(again)
    assert store.observations.of(store.device, 1) == [kept[0], kept[4], again]


def test_a_clock_behind_the_last_contact_is_wrong(store: Store, clock: HandClock) -> None:
    assert not suspect(store)
    store.observations.observe(seen(store, clock.utc_ms + 30 * 24 * HOUR))
    assert suspect(store)


def test_who_was_years_ahead_at_a_contact_is_not_believed_after_the_next(
    store: Store, clock: HandClock
) -> None:
    store.observations.observe(seen(store, clock.utc_ms + 10 * 365 * 24 * HOUR))
    assert suspect(store)
    clock.pass_time(HOUR)
    store.observations.observe(seen(store, clock.utc_ms))
    assert not suspect(store)


def test_it_is_remembered_over_a_restart(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    store.observations.observe(seen(store, clock.utc_ms + 24 * HOUR))
    store.close()
    clock.pass_time(HOUR)
    store = open_store()
    assert suspect(store)
    store.close()
    clock.pass_time(24 * HOUR)
    assert not suspect(open_store())


@pytest.mark.parametrize(("ahead_ms", "wrong"), [(STEADY_MS, False), (STEADY_MS + 1, True)])
def test_a_little_ahead_is_no_reason(
    store: Store, clock: HandClock, ahead_ms: int, wrong: bool
) -> None:
    store.observations.observe(seen(store, clock.utc_ms + ahead_ms))
    assert suspect(store) is wrong


def test_what_others_met_says_nothing_of_this_clock(store: Store, clock: HandClock) -> None:
    store.observations.observe(seen(store, clock.utc_ms + 365 * 24 * HOUR, device=OTHER))
    assert not suspect(store)
