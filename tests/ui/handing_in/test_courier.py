"""The courier: hands in by itself at the right moments, quietly, and stops politely."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.handing_in.states import CLOSED, HUB, SERVER, STATES, STICK
from trainer_app.errors import NotSaved
from trainer_app.operations import Changed
from trainer_app.operations.syncing import HandInStatus, RoadStatus
from trainer_app.ui.background import Background
from trainer_app.ui.drive_watch import DriveWatch
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in import works
from trainer_app.ui.handing_in.courier import AGAIN_MS, NEARBY_MS, QUIET_MS, SESSION_MS, Courier


class Outside:
    """What the courier meets: how results stand, what it handed in, what is nearby."""

    def __init__(self) -> None:
        self.status: HandInStatus = STATES["empty"]
        self.handed_in: list[str | None] = []
        self.nearby: frozenset[str] = frozenset()
        self.served: list[Path] = []
        self.drives: list[Path] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def stand(self, *roads: RoadStatus, to_send: int = 14) -> None:
        self.status = HandInStatus(to_send, None, roads, None)


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    made = Outside()

    def hand_in(endpoint_id: str | None) -> Any:
        def work(ask: Any, tell: Any, stop: threading.Event) -> str:
            made.handed_in.append(endpoint_id)
            while not stop.is_set() and not made.go_on.wait(0.01):
                pass
            return "stopped" if stop.is_set() else "done"

        return work

    def serve(drive: Path) -> Any:
        return lambda _ask, _tell, _stop: made.served.append(drive)

    monkeypatch.setattr(works, "hand_in", hand_in)
    monkeypatch.setattr(works, "status", lambda _store: made.status)
    monkeypatch.setattr(works, "nearby_endpoints", lambda _ask, _tell, _stop: made.nearby)
    monkeypatch.setattr(works, "serve_stick", serve)
    return made


@pytest.fixture
def courier(background: Background, outside: Outside, qtbot: QtBot) -> Iterator[Courier]:
    made = Courier(background, chance=lambda: 0.5, find_drives=lambda: outside.drives)
    yield made
    outside.go_on.set()
    made.errand.stop()
    qtbot.wait_until(lambda: not made.errand.is_running)
    made.deleteLater()


def begin(courier: Courier, qtbot: QtBot) -> None:
    with qtbot.wait_signal(courier.status_changed):
        courier.start()


def rest(courier: Courier, qtbot: QtBot) -> None:
    """Until nothing is under way and everything was counted."""
    qtbot.wait_until(lambda: not courier.errand.is_running)
    with qtbot.wait_signal(courier.status_changed):
        courier.soon.timeout.emit()


def test_it_hands_in_at_launch_where_there_is_a_road(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(SERVER, to_send=0)
    begin(courier, qtbot)
    rest(courier, qtbot)
    assert outside.handed_in == [None]


@pytest.mark.parametrize("state", ["empty", "kept"])
def test_it_does_nothing_where_there_is_none(
    courier: Courier, outside: Outside, qtbot: QtBot, state: str
) -> None:
    outside.status = STATES[state]
    begin(courier, qtbot)
    courier.module_finished()
    assert not courier.errand.is_running
    assert not courier.again.isActive()
    assert not courier.nearby.isActive()
    assert not courier.drives.timer.isActive()
    assert outside.handed_in == []


def test_it_tries_again_while_something_waits_and_only_then(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(CLOSED)
    begin(courier, qtbot)
    rest(courier, qtbot)
    assert courier.again.isActive()
    assert courier.again.interval() == AGAIN_MS
    courier.again.timeout.emit()
    rest(courier, qtbot)
    assert outside.handed_in == [None, None]
    outside.stand(SERVER, to_send=0)
    courier.again.timeout.emit()
    rest(courier, qtbot)
    assert not courier.again.isActive()


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.8), (1.0, 1.2)])
def test_a_room_of_computers_does_not_come_all_at_once(
    background: Background, outside: Outside, qtbot: QtBot, chance: float, share: float
) -> None:
    outside.stand(CLOSED)
    made = Courier(background, chance=lambda: chance, find_drives=list)
    begin(made, qtbot)
    rest(made, qtbot)
    assert made.again.interval() == round(AGAIN_MS * share)
    made.deleteLater()


def test_it_hands_in_after_a_finished_module(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(SERVER, to_send=0)
    begin(courier, qtbot)
    rest(courier, qtbot)
    courier.module_finished()
    rest(courier, qtbot)
    assert outside.handed_in == [None, None]


def test_what_is_finished_meanwhile_goes_right_after(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(SERVER)
    outside.go_on.clear()
    begin(courier, qtbot)
    qtbot.wait_until(lambda: outside.handed_in == [None])
    courier.module_finished()
    courier.module_finished()
    outside.go_on.set()
    qtbot.wait_until(lambda: len(outside.handed_in) == 2)
    rest(courier, qtbot)
    assert outside.handed_in == [None, None]


def test_it_stops_politely(courier: Courier, outside: Outside, qtbot: QtBot) -> None:
    outside.stand(CLOSED)
    outside.go_on.clear()
    begin(courier, qtbot)
    qtbot.wait_until(lambda: outside.handed_in == [None])
    courier.errand.stop()
    qtbot.wait_until(lambda: not courier.errand.is_running)
    assert courier.errand.result == "stopped"
    assert courier.errand.error is None


def test_a_paired_laptop_that_appears_is_handed_to_once(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(replace(HUB, to_send=14))
    begin(courier, qtbot)
    rest(courier, qtbot)
    outside.handed_in.clear()
    assert courier.nearby.isActive()
    assert courier.nearby.interval() == NEARBY_MS

    def look() -> None:
        with qtbot.wait_signal(courier._nearby_errand.ended):
            courier.nearby.timeout.emit()
        qtbot.wait_until(lambda: not courier.errand.is_running)

    look()
    assert outside.handed_in == []
    outside.nearby = frozenset({HUB.endpoint_id, "hub:somebody-else"})
    look()
    assert outside.handed_in == [HUB.endpoint_id]
    look()
    assert outside.handed_in == [HUB.endpoint_id]
    outside.nearby = frozenset()
    look()
    outside.nearby = frozenset({HUB.endpoint_id})
    look()
    assert outside.handed_in == [HUB.endpoint_id] * 2


def test_a_paired_laptop_is_asked_more_often_while_it_leads_a_session(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(replace(HUB, to_send=0), to_send=0)
    begin(courier, qtbot)
    rest(courier, qtbot)
    assert courier.nearby.interval() == QUIET_MS
    outside.handed_in.clear()
    outside.nearby = frozenset({HUB.endpoint_id})
    for _look in range(2):
        with qtbot.wait_signal(courier._nearby_errand.ended):
            courier.nearby.timeout.emit()
        rest(courier, qtbot)
    assert outside.handed_in == [HUB.endpoint_id] * 2
    outside.status = replace(outside.status, in_session=True)
    rest(courier, qtbot)
    assert courier.nearby.interval() == SESSION_MS


def test_sticks_are_looked_for_only_where_that_road_is_used(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.stand(SERVER, to_send=0)
    begin(courier, qtbot)
    rest(courier, qtbot)
    assert not courier.drives.timer.isActive()
    outside.stand(SERVER, STICK)
    rest(courier, qtbot)
    assert courier.drives.timer.isActive()
    outside.drives = [Path("/media/BLUE")]
    with qtbot.wait_signal(courier._stick_errand.ended):
        courier.drives.timer.timeout.emit()
    courier.drives.timer.timeout.emit()
    assert not courier._stick_errand.is_running
    assert outside.served == [Path("/media/BLUE")]


def test_two_sticks_at_once_are_both_served(
    courier: Courier, outside: Outside, qtbot: QtBot
) -> None:
    outside.drives = [Path("/media/BLUE"), Path("/media/RED")]
    outside.stand(SERVER, STICK)
    begin(courier, qtbot)
    rest(courier, qtbot)
    qtbot.wait_until(lambda: len(outside.served) == 2)
    assert outside.served == outside.drives


def test_several_answers_in_a_row_are_counted_once(
    courier: Courier, background: Background, outside: Outside, qtbot: QtBot
) -> None:
    begin(courier, qtbot)
    counted: list[HandInStatus] = []
    courier.status_changed.connect(counted.append)
    for _answer in range(20):
        background.changed.emit(Changed.ATTEMPTS)
    background.changed.emit(Changed.SITE)
    assert courier.soon.isActive()
    rest(courier, qtbot)
    assert len(counted) == 1


def test_a_drive_is_told_once_while_it_is_in(qtbot: QtBot) -> None:
    there: list[Path] = []
    watch = DriveWatch(lambda: list(there))
    told: list[Path] = []
    watch.put_in.connect(told.append)
    blue, red = Path("/media/BLUE"), Path("/media/RED")
    watch.set_on(True)
    for drives in ([blue], [blue], [blue, red], [red], [blue, red]):
        there[:] = drives
        watch.look()
    assert told == [blue, red, blue]
    watch.set_on(False)
    assert not watch.timer.isActive()


def test_an_errand_is_one_at_a_time_and_keeps_how_it_ended(
    background: Background, qtbot: QtBot
) -> None:
    errand = Errand(background)
    go_on = threading.Event()

    def work(ask: Any, tell: Any, stop: threading.Event) -> str:
        tell(1)
        assert go_on.wait(10)
        return "done"

    assert errand.start(work)
    assert not errand.start(work)
    qtbot.wait_until(lambda: errand.progress == 1)
    with qtbot.wait_signal(errand.ended):
        go_on.set()
    assert (errand.result, errand.error, errand.is_running) == ("done", None, False)

    def full(ask: Any, tell: Any, stop: threading.Event) -> None:
        raise NotSaved("The disk is full.")

    with qtbot.wait_signal(errand.ended):
        errand.start(full)
    assert str(errand.error) == "The disk is full."
    errand.forget()
    assert not errand.error

    def leave(ask: Any, tell: Any, stop: threading.Event) -> None:
        assert stop.wait(10)
        raise RuntimeError("left off")

    errand.start(leave)
    with qtbot.wait_signal(errand.ended):
        errand.stop()
    assert errand.error is None
    errand.deleteLater()
