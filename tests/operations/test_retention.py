"""The limit of single answers: counted by right clocks, applied by somebody or by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.operations.hall import hall, write_both
from tests.operations.people_here import DUTY
from tests.operations.sticks import Stick, knowing, learn, pair, waiting
from tests.store.conftest import NOON, HandClock, draft, earned, everything, passed
from trainer_app.errors import StoreUnusable
from trainer_app.operations import bundles
from trainer_app.operations.act_words import act_sentence
from trainer_app.operations.audit import list_acts
from trainer_app.operations.clock import tell_time
from trainer_app.operations.computer import keep_safe
from trainer_app.operations.people_desk import Reason, erase_person, merge_people, register_person
from trainer_app.operations.programme import apply_programme
from trainer_app.operations.retention import apply_limit, apply_limit_by_itself, what_would_go
from trainer_app.operations.session_results import session_results
from trainer_app.store import EndpointRow, Store
from trainer_app.training.clocks import Observation
from trainer_app.training.programme import Programme, Retention, sign
from trainer_app.training.times import at

DAY = 24 * 60 * 60 * 1000
OpenIt = Callable[[], Store]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_it(store_template: Path, tmp_path: Path, clock: HandClock) -> Iterator[OpenIt]:
    folder = tmp_path / "here"
    shutil.copytree(store_template, folder)
    opened: list[Store] = []

    def open_one() -> Store:
        for one in opened:
            one.close()
        opened[:] = [Store.open(folder, use_keystore=False, clock=clock)]
        return opened[0]

    yield open_one
    for one in opened:
        one.close()


def meet(store: Store, clock: HandClock, ahead_ms: int = 0) -> None:
    """A hub told the time; this computer's clock is so much ahead of it."""
    wall_ms, mono_ms = store.clocks()
    store.observations.observe(
        Observation(
            device=store.device, epoch=store.epoch, boot=store.boot, mono_ms=mono_ms,
            wall_ms=wall_ms, reference_ms=wall_ms - ahead_ms, source="hub",
        )
    )  # fmt: skip


def later(open_it: OpenIt, clock: HandClock, days: int) -> Store:
    """The program is started again so many days later."""
    clock.utc_ms += days * DAY
    return open_it()


@pytest.fixture
def aged(open_it: OpenIt, clock: HandClock) -> Store:
    """Three answers, a pass and its certificate of thirteen months ago, one answer of today."""
    store = open_it()
    store.append([draft("a"), draft("b"), draft("c"), passed(), earned()])
    meet(store, clock)
    store = later(open_it, clock, 396)
    meet(store, clock)
    store.append([draft("d")])
    return store


# ---------------------------------------------------------------- what would go


def test_what_is_older_than_the_programme_says_would_go(aged: Store) -> None:
    told = what_would_go(aged)
    assert (told.months, told.items, told.lines, told.waiting, told.gone) == (12, 3, 0, 0, 0)
    assert told.before == at(NOON + 396 * DAY).astimezone().date() - timedelta(days=365)
    assert aged.outbox.kept() == 6


def test_the_programme_says_for_how_long(aged: Store, ruta: Programme, keys: object) -> None:
    longer = replace_retention(ruta, months=14)
    apply_programme(aged, sign(longer, keys.seed), site_id="bo-lpz-002")  # type: ignore[attr-defined]
    assert (what_would_go(aged).months, what_would_go(aged).count) == (14, 0)
    shorter = replace_retention(ruta, months=1, version=9)
    apply_programme(aged, sign(shorter, keys.seed))  # type: ignore[attr-defined]
    assert what_would_go(aged).waiting == 3  # its server has nothing yet


def replace_retention(programme: Programme, *, months: int, version: int = 4) -> Programme:
    kept = Retention(answers_months=months)
    return msgspec.structs.replace(programme, retention=kept, version=version)


def test_without_a_right_clock_nobody_knows(open_it: OpenIt, clock: HandClock) -> None:
    open_it().append([draft("a")])
    store = later(open_it, clock, 500)
    told = what_would_go(store)
    assert (told.knows_time, told.count) == (False, 0)
    assert apply_limit(store, by=DUTY).count == 0
    tell_time(store, now=at(clock.utc_ms))
    told = what_would_go(store)
    assert (told.knows_time, told.count, told.unsure) == (True, 0, 1)
    store = later(open_it, clock, 366)  # what was there when somebody told the time is old now
    tell_time(store, now=at(clock.utc_ms))
    assert what_would_go(store).items == 1


def test_a_year_that_somebody_mistyped_drops_nothing(open_it: OpenIt, clock: HandClock) -> None:
    open_it().append([draft("a")])
    store = later(open_it, clock, 30)
    meet(store, clock)
    store = later(open_it, clock, 1)
    tell_time(store, now=at(clock.utc_ms + 2 * 365 * DAY))
    assert apply_limit(store, by=DUTY).count == 0
    assert what_would_go(store).knows_time


@pytest.mark.parametrize("wrong_days", [-700, -40, 40, 3000])
def test_a_wrong_clock_drops_nothing_early(
    open_it: OpenIt, clock: HandClock, wrong_days: int
) -> None:
    """The clock is wrong all the time; a hub knows better. Eleven months are not twelve."""
    clock.utc_ms += wrong_days * DAY
    store = open_it()
    store.append([draft("a")])
    meet(store, clock, wrong_days * DAY)
    store = later(open_it, clock, 330)
    assert what_would_go(store).count == 0
    meet(store, clock, wrong_days * DAY)
    assert what_would_go(store).count == 0
    store = later(open_it, clock, 40)
    assert what_would_go(store).count == 0  # nobody has said yet that it is so late
    meet(store, clock, wrong_days * DAY)
    assert what_would_go(store).items == 1


def test_before_the_first_release_nothing_can_be_old(open_it: OpenIt, clock: HandClock) -> None:
    store = open_it()
    store.append([draft("a")])
    meet(store, clock)
    assert what_would_go(store).count == apply_limit(store, by=None).count == 0
    assert store.outbox.kept() == 1


# ---------------------------------------------------------------- applied


def test_somebody_has_it_gone_and_it_is_written_down(aged: Store) -> None:
    certificates = aged.certificates("p-1")
    applied = apply_limit(aged, by=DUTY)
    assert (applied.count, applied.past.gone) == (3, 3)
    assert aged.certificates("p-1") == certificates
    (act,) = list_acts(aged)
    assert (act.act, act.about) == ("limit-applied", "3")
    said = act_sentence(replace(act, by="Amina")).replace("\u2068", "").replace("\u2069", "")
    assert said == "Amina deleted 3 single answers that were past the time limit."
    assert what_would_go(aged).count == 0
    assert apply_limit(aged, by=DUTY).count == 0
    assert len(list_acts(aged)) == 1


def test_when_a_backup_is_due_it_goes_by_itself(aged: Store, clock: HandClock) -> None:
    clock.pass_time(DAY)
    keep_safe(aged)
    assert what_would_go(aged).gone == 3
    (act,) = list_acts(aged)
    assert act.by == f"device-{aged.device}"
    said = act_sentence(act).replace("\u2068", "").replace("\u2069", "")
    assert said == "Waypost deleted 3 single answers that were past the time limit."
    assert not aged.second_copy.is_due
    keep_safe(aged)
    assert len(list_acts(aged)) == 1


def test_an_answer_that_was_altered_holds_up_no_backup(
    aged: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(*_args: object) -> None:
        raise StoreUnusable("changed")

    monkeypatch.setattr(type(aged.retention), "seal", altered)
    assert apply_limit_by_itself(aged) == 0
    keep_safe(aged)
    assert not aged.second_copy.is_due


def test_who_was_put_together_and_who_was_erased(aged: Store) -> None:
    made = [
        register_person(aged, by=None, name=name, role="driver", team="T", language="en").learners[
            0
        ]
        for name in ("Rosa", "Rosa M")
    ]
    merge_people(aged, by=None, kept=made[0].learner_id, other=made[1].learner_id)
    apply_limit(aged, by=None)
    assert aged.learner(made[1].learner_id).merged_into == made[0].learner_id
    erase_person(aged, by=None, learner_id=made[0].learner_id, reason=Reason.ASKED)
    assert aged.learners() == []
    assert aged.verify_chain() == 4


def test_of_a_session_whose_answers_went_the_verdicts_stay(
    open_it: OpenIt, clock: HandClock
) -> None:
    store = open_it()
    room = hall(store, 6)
    write_both(store, room, 2)
    before = session_results(store, meeting=room.meeting, module=room.module)
    assert before.before is not None
    assert before.objectives
    meet(store, clock)
    store = later(open_it, clock, 396)
    meet(store, clock)
    assert apply_limit(store, by=None).count > 6
    after = session_results(store, meeting=room.meeting, module=room.module)
    assert (after.before, after.after, after.objectives) == (None, None, ())
    assert (after.answers_gone, before.answers_gone) == (True, False)
    assert (after.people, after.wrote, after.both) == (before.people, before.wrote, before.both)


# ---------------------------------------------------------------- handed in


def test_every_server_and_hub_has_to_have_it_but_no_stick_beside_them(aged: Store) -> None:
    aged.endpoints.put(EndpointRow("stick", "stick", "USB stick"))
    assert what_would_go(aged).waiting == 3
    assert what_would_go(aged).roads == ("USB stick",)
    aged.endpoints.put(EndpointRow("server", "server", "Records"))
    aged.endpoints.put(EndpointRow("hub:1", "hub", "The hall"))
    aged.endpoints.put(EndpointRow("hub:2", "hub", "Ours", {"desk": True}))
    assert what_would_go(aged).roads == ("Records", "The hall")
    aged.outbox.acknowledge("server", range(1, 7), 0)
    assert (what_would_go(aged).count, what_would_go(aged).roads) == (0, ("The hall",))
    aged.outbox.acknowledge("hub:1", range(1, 7), 0)
    told = what_would_go(aged)
    assert (told.items, told.waiting, told.roads) == (3, 0, ())


def test_by_stick_nothing_goes_over_twice(
    store_template: Path, tmp_path: Path, clock: HandClock
) -> None:
    stores = []
    for name in ("pc", "desk"):
        shutil.copytree(store_template, tmp_path / name)
        stores.append(Store.open(tmp_path / name, use_keystore=False, clock=clock))
    pc, desk = stores
    (tmp_path / "stick").mkdir()
    usb = Stick(tmp_path / "stick")
    pair(pc, desk)
    knowing(desk, pc)
    learn(pc, 20)
    pc.append([passed()])
    meet(pc, clock)
    usb.hand_over(pc)
    usb.collect(desk)
    bundles.read_receipts(pc, usb.folder)
    pc.outbox.acknowledge("hub:0123456789abcdef", range(1, 22), 0)
    pc.close()
    desk.close()
    clock.utc_ms += 400 * DAY
    pc, desk = (
        Store.open(tmp_path / name, use_keystore=False, clock=clock) for name in ("pc", "desk")
    )
    for one in (pc, desk):
        meet(one, clock)
    assert apply_limit(pc, by=None).count == 20
    assert pc.verify_chain() == 2
    assert waiting(pc) == 1
    handed = usb.hand_over(pc)
    assert handed.count == 1
    found = {one.state: one for one in usb.collect(desk)}
    assert found["collected"].new == 1
    assert desk.chains.verify_received() == []
    assert desk.chains.heads()[pc.device, 1].hash == pc.head().hash
    # the desk has what went at the computer; then it goes there, too, and comes back from nobody
    assert len(everything(desk)) == 22
    bundles.read_receipts(pc, usb.folder)
    assert waiting(pc) == 0
    pc.close()
    desk.close()
