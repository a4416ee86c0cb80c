"""The desk of a hub of one's own, paired hubs that move, and what is looked for on sticks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.sync.computers import answers
from tests.sync.real_hub import RealHub
from trainer_app.operations import desk, drives, hand_in, nearby
from trainer_app.operations.asking import asking
from trainer_app.operations.desk import OwnHub
from trainer_app.store import EndpointRow, Store
from trainer_app.sync import stick
from trainer_app.sync.faults import RoadClosed
from trainer_app.sync.lan import FoundHub

PIN = "0123456789abcdef" * 4
HUB = EndpointRow(
    f"hub:{PIN[:16]}", "hub", "The hall", {"address": "https://10.0.0.2:8443/", "pin": PIN}
)
OWN = OwnHub("Office", 8443, ("10.0.0.2:8443",), PIN, "desk", "s")


def found(monkeypatch: pytest.MonkeyPatch, *hubs: FoundHub) -> None:
    def look(_seconds: float, _found: Any, *, stop: Any = None) -> list[FoundHub]:
        return list(hubs)

    monkeypatch.setattr(nearby, "hubs_nearby", look)


def test_a_paired_hub_that_moved_is_found_where_it_is_now(store: Store, monkeypatch):
    store.endpoints.put(HUB)
    found(monkeypatch, FoundHub("x", "10.0.0.9:8443", PIN[:16]), FoundHub("y", "10.0.0.3:1", "ff"))
    assert nearby.paired_nearby(asking(store), 0) == {HUB.endpoint_id}
    assert store.endpoints.one(HUB.endpoint_id).settings["address"] == "https://10.0.0.9:8443/"


def test_an_announcement_somebody_else_makes_too_moves_nothing(store: Store, monkeypatch):
    store.endpoints.put(HUB)
    found(monkeypatch, *(FoundHub("x", f"10.0.0.{last}:8443", PIN[:16]) for last in (8, 9)))
    assert nearby.paired_nearby(asking(store), 0) == {HUB.endpoint_id}
    assert store.endpoints.one(HUB.endpoint_id).settings == HUB.settings


def test_nobody_nearby(store: Store, monkeypatch):
    store.endpoints.put(HUB)
    store.endpoints.put(EndpointRow("server", "server", "s", {"address": "https://s/"}))
    found(monkeypatch)
    assert nearby.paired_nearby(asking(store), 0) == frozenset()


def test_a_hub_of_ones_own_is_no_place_results_are_handed_in_to(store: Store):
    store.append(answers(5))
    desk.sit_down(asking(store), OWN)
    row = store.endpoints.one(OWN.endpoint_id)
    assert row.settings["address"] == "https://127.0.0.1:8443/"
    assert not hand_in.is_road(row)
    status = hand_in.hand_in_status(store)
    assert status.roads == ()
    assert status.to_send == 5
    desk.sit_down(asking(store), replace(OWN, port=9, secret="t"))
    again = store.endpoints.one(OWN.endpoint_id)
    assert (again.settings["address"], again.settings["secret"]) == ("https://127.0.0.1:9/", "t")


def test_only_what_is_all_at_the_server_is_said_to_be_there(store: Store):
    store.append(answers(5))
    assert desk._marks(store) == []
    store.endpoints.put(EndpointRow("server", "server", "s", {"address": "https://s/"}))
    assert desk._marks(store) == []
    rows = [one.row for one in store.outbox.outgoing("server", 10)]
    store.outbox.acknowledge("server", rows[:4], 1_800_000_000_000)
    assert desk._marks(store) == []
    store.outbox.refuse("server", rows[4], 400, "no")
    assert desk._marks(store) == []
    store.outbox.forgive("server", rows[4])
    store.outbox.acknowledge("server", rows, 1_800_000_000_000)
    assert desk._marks(store) == [
        {"device": str(store.device), "epoch": store.epoch, "seq": 5, "at_ms": 1_800_000_000_000}
    ]


def test_a_hub_of_ones_own_stays_on_this_computer_for_it(store: Store, monkeypatch):
    """It announces itself, too."""
    desk.sit_down(asking(store), OWN)
    found(monkeypatch, FoundHub("Office", "10.0.0.2:8443", PIN[:16]))
    assert nearby.paired_nearby(asking(store), 0) == frozenset()
    settings = store.endpoints.one(OWN.endpoint_id).settings
    assert settings["address"] == "https://127.0.0.1:8443/"


def test_what_is_at_the_server_is_told_once_and_again_when_there_is_more(
    store: Store, tmp_path: Path, monkeypatch
):
    with RealHub(tmp_path / "hub") as hub:
        secret = hub.opened.desk_secret
        assert secret
        own = replace(OWN, port=hub.opened.port, pin=hub.pin.hex(), secret=secret)
        ask = asking(store)
        desk.sit_down(ask, own)
        store.endpoints.put(EndpointRow("server", "server", "s", {"address": "https://s/"}))
        counted: list[int] = []
        marks = desk._marks

        def counting(one: Store) -> Any:
            counted.append(1)
            return marks(one)

        monkeypatch.setattr(desk, "_marks", counting)

        def all_there(count: int) -> None:
            store.append(answers(count))
            rows = [one.row for one in store.outbox.outgoing("server", 100)]
            store.outbox.acknowledge("server", rows, 1_800_000_000_000)

        all_there(5)
        for _look in range(3):
            desk._tell_onward(ask, own, None)
        assert len(counted) == 1
        all_there(2)
        desk._tell_onward(ask, replace(own, secret="another"), None)
        for _look in range(2):
            desk._tell_onward(ask, own, None)
        assert len(counted) == 3  # what was not heard is told again


def test_programme_files_are_found_on_every_stick_and_nowhere_else(tmp_path: Path, monkeypatch):
    blue, red = tmp_path / "BLUE", tmp_path / "RED"
    (blue / "Waypost").mkdir(parents=True)
    red.mkdir()
    wanted = [blue / "Waypost" / "a.wayprogramme", red / "b.wayprogramme"]
    for file in (*wanted, red / "c.txt", red / ".d.wayprogramme"):
        file.write_bytes(b"{}")
    monkeypatch.setattr(stick, "drives", lambda: [blue, tmp_path / "gone", red])
    assert drives.drives() == [blue, tmp_path / "gone", red]
    assert drives.programme_files() == wanted


def test_a_hub_that_does_not_let_a_computer_go_is_told(tmp_path: Path):
    with RealHub(tmp_path / "hub") as hub:
        secret = hub.opened.desk_secret
        assert secret
        own = replace(OWN, port=hub.opened.port, pin=hub.pin.hex(), secret=secret)
        desk.end_device(own, "device-nobody")  # who is not known comes no more anyway
        with pytest.raises(RoadClosed):
            desk.end_device(replace(own, secret="another"), "device-nobody")
