"""What is said about a wrong clock, and when things really happened."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID

import pytest

from tests.store.conftest import NOON, HandClock, draft
from trainer_app import i18n
from trainer_app.errors import TrainerError
from trainer_app.operations.clock import clock_note, moments, tell_time
from trainer_app.store import Store
from trainer_app.training.clocks import FIRST_RELEASE_MS, Moment, Observation
from trainer_app.training.times import at, milliseconds

HOUR = 3_600_000
DAY = 24 * HOUR
YEAR = 365 * DAY
Y2010 = milliseconds(datetime(2010, 1, 3, 12, tzinfo=UTC))

OpenStore = Callable[[], Store]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_store(store_template: Path, tmp_path: Path, clock: HandClock) -> Iterator[OpenStore]:
    """Starts the program; what ran before has ended."""
    folder = Path(shutil.copytree(store_template, tmp_path / "data"))
    running: list[Store] = []

    def open_it() -> Store:
        for store in running:
            store.close()
        running[:] = [Store.open(folder, use_keystore=False, clock=clock)]
        return running[0]

    yield open_it
    for store in running:
        store.close()


def meet(store: Store, reference_ms: int, **others: object) -> None:
    """A contact with a clock that is right."""
    wall, mono = store.clocks()
    known: dict[str, object] = {
        "device": store.device,
        "epoch": store.epoch,
        "boot": store.boot,
        "mono_ms": mono,
        "wall_ms": wall,
        "reference_ms": reference_ms,
        "source": "hub",
    }
    store.observations.observe(Observation(**(known | others)))  # type: ignore[arg-type]


def reason(store: Store) -> str | None:
    note = clock_note(store)
    return note.reason if note else None


# ---------------------------------------------------------------- what is said


def test_a_clock_that_may_be_right_is_not_mentioned(open_store: OpenStore) -> None:
    store = open_store()
    assert clock_note(store) is None
    store.append([draft()])
    meet(store, NOON)
    assert clock_note(store) is None
    assert clock_note(open_store()) is None


def test_an_empty_battery_is_told_calmly(open_store: OpenStore, clock: HandClock) -> None:
    clock.utc_ms = Y2010
    note = clock_note(open_store())
    assert note is not None
    assert note.sentence == (
        "The clock of this computer is wrong: it says January 3, 2010. "
        "You can go on learning; results are kept in the right order."
    )
    assert note.says == at(Y2010)


def test_a_wrong_hour_is_told_with_the_hour(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    meet(store, NOON - 3 * HOUR)
    note = clock_note(store)
    assert note is not None
    assert note.reason == "ahead"
    assert "December 1, 2026, " in note.sentence
    assert f"{at(NOON).astimezone():%H:%M}" in note.sentence


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", i18n.PSEUDO])
@pytest.mark.parametrize("year", [1969, 2001, 2010])
def test_it_is_told_in_every_language(
    open_store: OpenStore, clock: HandClock, language: str, year: int
) -> None:
    clock.utc_ms = milliseconds(datetime(year, 1, 3, 12, tzinfo=UTC))
    i18n.set_language(language)
    try:
        note = clock_note(open_store())
    finally:
        i18n.set_language("en")
    assert note is not None
    assert "{" not in note.sentence


def test_a_clock_two_years_ahead_is_known_after_a_restart(
    open_store: OpenStore, clock: HandClock
) -> None:
    clock.utc_ms += 2 * YEAR
    store = open_store()
    assert reason(store) is None  # nobody can know yet
    meet(store, NOON)
    assert reason(store) == "ahead"
    clock.pass_time(DAY)
    assert reason(open_store()) == "ahead"
    clock.utc_ms -= 2 * YEAR
    assert reason(open_store()) is None


def test_a_clock_behind_a_contact_is_known_after_a_restart(
    open_store: OpenStore, clock: HandClock
) -> None:
    meet(open_store(), NOON + 30 * DAY)
    clock.pass_time(DAY)
    assert reason(open_store()) == "before-reference"
    clock.pass_time(40 * DAY)
    assert reason(open_store()) is None


def test_a_laptop_that_was_years_ahead_is_not_believed_for_ever(
    open_store: OpenStore, clock: HandClock
) -> None:
    """The next contact tells otherwise; so does the next date that a person says."""
    meet(open_store(), NOON + 10 * YEAR)
    clock.pass_time(DAY)
    store = open_store()
    assert reason(store) == "before-reference"
    meet(store, NOON + DAY)
    assert reason(store) is None
    clock.pass_time(DAY)
    assert reason(open_store()) is None


def test_a_clock_that_went_back_is_mentioned_until_work_goes_on(
    open_store: OpenStore, clock: HandClock
) -> None:
    store = open_store()
    store.append([draft()])
    clock.utc_ms -= DAY // 2
    assert reason(store) == "went-back"
    assert reason(open_store()) == "went-back"
    store = open_store()
    store.append([draft()])
    assert reason(store) is None


def test_the_note_is_quick_after_years(open_store: OpenStore, clock: HandClock) -> None:
    store = open_store()
    for run in range(1, 401):
        meet(store, NOON + run * HOUR, boot=run, mono_ms=0, wall_ms=NOON + run * HOUR)
    clock.pass_time(500 * HOUR)
    store = open_store()
    store.append([draft()])
    clock_note(store)
    began = perf_counter()
    for _again in range(20):
        assert clock_note(store) is None
    assert (perf_counter() - began) / 20 < 0.02


# ---------------------------------------------------------------- the facilitator's date


def test_a_facilitator_may_say_what_time_it_is(open_store: OpenStore, clock: HandClock) -> None:
    clock.utc_ms = Y2010
    store = open_store()
    store.append([draft()])
    clock.pass_time(HOUR)
    tell_time(store, now=at(NOON).astimezone())
    assert reason(store) == "before-reference"  # the computer's clock is still wrong
    (seen,) = store.observations.of(store.device, store.epoch)
    assert (seen.source, seen.reference_ms, seen.wall_ms) == ("person", NOON, Y2010 + HOUR)
    assert moments(store, store.device, store.epoch) == {1: Moment(NOON - HOUR, "exact")}


@pytest.mark.parametrize("year", [1970, 2025, 2199])
def test_an_impossible_date_is_not_taken(open_store: OpenStore, year: int) -> None:
    store = open_store()
    with pytest.raises(TrainerError, match="cannot be the date"):
        tell_time(store, now=datetime(year, 1, 1, tzinfo=UTC))
    assert store.observations.every() == []


# ---------------------------------------------------------------- when it really was


def test_moments_of_a_week_with_a_wrong_clock(open_store: OpenStore, clock: HandClock) -> None:
    """Three runs two years ahead; a contact in the first and in the last one."""
    clock.utc_ms += 2 * YEAR
    for day in range(3):
        store = open_store()
        clock.pass_time(HOUR)
        store.append([draft()])
        if day != 1:
            meet(store, NOON + day * DAY + HOUR)
        clock.pass_time(23 * HOUR)
    found = moments(store, store.device, store.epoch)
    assert [one.quality for one in found.values()] == ["exact", "offset", "exact"]
    assert [one.at_ms for one in found.values()] == [NOON + n * DAY + HOUR for n in range(3)]
    texts = [text for _row, text in store.statement_texts()]
    assert all(b'"timestamp":"2028-' in text for text in texts)  # what was written stays


def test_without_a_contact_the_clock_is_taken_as_it_is(
    open_store: OpenStore, clock: HandClock
) -> None:
    store = open_store()
    store.append([draft(), draft("next")])
    assert set(moments(store, store.device, store.epoch).values()) == {Moment(NOON, "unverified")}
    assert moments(store, UUID(int=5), 1) == {}


def test_an_impossible_time_is_bounded(open_store: OpenStore, clock: HandClock) -> None:
    clock.utc_ms = Y2010
    store = open_store()
    store.append([draft()])
    clock.utc_ms = NOON
    clock.steady_ms += HOUR
    (moment,) = moments(store, store.device, store.epoch).values()
    assert moment.quality == "bounded"
    assert FIRST_RELEASE_MS <= moment.at_ms <= NOON


def test_a_wrong_clock_here_spoils_nothing_from_elsewhere(
    open_store: OpenStore, clock: HandClock
) -> None:
    """A supervisor's computer at 2010 does not push what it reads back to 2010."""
    store = open_store()
    store.append([draft()])
    clock.utc_ms = Y2010
    store = open_store()
    (moment,) = moments(store, store.device, store.epoch).values()
    assert moment == Moment(NOON, "unverified")
    met = at(NOON) + timedelta(days=1)
    tell_time(store, now=met)
    (moment,) = moments(store, store.device, store.epoch).values()
    assert moment.at_ms == NOON


@pytest.mark.parametrize("year", [1969, 2001, 2038, 2099])
def test_no_clock_is_too_wrong(open_store: OpenStore, clock: HandClock, year: int) -> None:
    for utc_ms in (NOON, milliseconds(at(NOON).replace(year=year)), NOON + DAY):
        clock.utc_ms = utc_ms
        store = open_store()
        store.append([draft()])
        clock_note(store)
    meet(store, NOON + DAY)
    found = moments(store, store.device, store.epoch)
    assert [one.at_ms for one in found.values()] == sorted(one.at_ms for one in found.values())
    assert found[3] == Moment(NOON + DAY, "exact")
    assert all(FIRST_RELEASE_MS <= one.at_ms <= NOON + DAY for one in found.values())
