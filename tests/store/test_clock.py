"""When a clock cannot be right, the statement says so; it is saved all the same."""

import subprocess
import sys
import time

import pytest

from tests.store.conftest import NOON, HandClock, OpenStore, draft
from trainer_app.store import Store
from trainer_app.store.clock import read_clock
from trainer_app.training.times import at, milliseconds

HOUR = 3_600_000
DAY = 24 * HOUR


def suspect(store: Store) -> bool:
    (stamp,) = store.append([draft()])
    return stamp.suspect


def test_a_clock_that_runs_on_is_believed(store: Store, clock: HandClock) -> None:
    assert not suspect(store)
    clock.pass_time(90 * DAY)
    assert not suspect(store)


def test_a_clock_before_the_release_is_wrong(open_store: OpenStore, clock: HandClock) -> None:
    clock.utc_ms = milliseconds(at(NOON).replace(year=2026, month=11, day=21, hour=23))
    assert suspect(open_store())


def test_a_clock_behind_the_log_is_wrong(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    suspect(store)
    store.close()
    clock.utc_ms -= 1
    assert suspect(open_store())


def test_the_newest_moment_is_found_behind_suspect_ones(
    open_store: OpenStore, clock: HandClock
) -> None:
    store = open_store()
    assert not suspect(store)
    clock.utc_ms += 10 * DAY
    assert suspect(store)  # the wall clock jumped; the steady one did not
    clock.utc_ms -= 20 * DAY
    assert suspect(store)
    store.close()
    clock.utc_ms = NOON + 9 * DAY
    store = open_store()
    assert suspect(store)  # still before the newest in the log
    clock.pass_time(DAY + 1)
    assert not suspect(store)


@pytest.mark.parametrize(("apart_ms", "wrong"), [(119_000, False), (121_000, True)])
def test_the_two_clocks_must_agree(
    store: Store, clock: HandClock, apart_ms: int, wrong: bool
) -> None:
    suspect(store)
    clock.pass_time(HOUR)
    clock.utc_ms += apart_ms
    assert suspect(store) is wrong


def test_the_clocks_may_differ_between_two_runs(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    suspect(store)
    store.close()
    clock.utc_ms += 3 * DAY
    clock.steady_ms = 10
    assert not suspect(open_store())


@pytest.mark.parametrize("year", [1969, 2001, 2038, 2099])
def test_no_clock_stops_anybody(open_store: OpenStore, clock: HandClock, year: int) -> None:
    store = open_store()
    for moment in (NOON, milliseconds(at(NOON).replace(year=year)), NOON):
        clock.utc_ms = moment
        store.append([draft()])
    store.close()
    store = open_store()
    assert store.append([draft()])[0].seq == 4
    assert store.verify_chain() == 4
    assert store.progress("p-1")["m/grooming/q/who-to-tell"].tries == 4


@pytest.mark.parametrize(("zone", "offset"), [("UTC", 0), ("<-04>4", -240), ("<+0545>-5:45", 345)])
def test_the_offset_is_that_of_the_computer(zone: str, offset: int) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows does not take its zone from TZ")
    code = "from trainer_app.store.clock import read_clock; print(read_clock().offset_minutes)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"TZ": zone}, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == offset


def test_the_real_clock_moves_on() -> None:
    first, second = read_clock(), read_clock()
    assert second.steady_ms >= first.steady_ms
    assert first.utc_ms > NOON - 3650 * DAY


@pytest.mark.parametrize("utc_ms", [0, -1, NOON, NOON + 1, 4_102_444_800_123])
def test_moments_are_exact(utc_ms: int) -> None:
    assert milliseconds(at(utc_ms)) == utc_ms


def test_a_computer_that_says_1969_opens_its_data(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy's pool takes a connection that began before 1970 for one to be closed."""
    monkeypatch.setattr(time, "time", lambda: -30_000_000.0)
    store = open_store()
    store.append([draft("i1")])
    assert store.verify_chain() == 1
