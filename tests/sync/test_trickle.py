"""An update of the program comes from a hub, a piece at each contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.releases import made_up
from tests.sync.computers import QUICK, computers
from tests.sync.real_hub import RealHub
from trainer_app.hub import updates as handed_out
from trainer_app.hub.http import Call, Refused
from trainer_app.hub.updates import Updates
from trainer_app.operations import module_files, syncing, updates
from trainer_app.operations.asking import asking
from trainer_app.operations.module_files import SPARE
from trainer_app.operations.updates import prepare_update, updates_here
from trainer_app.releases import switching
from trainer_app.releases.place import Place, platform_here
from trainer_app.sync import trickle
from trainer_app.sync.road import Line

HERE = platform_here()
PIECE = 500
"""Bytes that the hub gives at a time here."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    with RealHub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def shelf(hub: RealHub) -> Iterator[Path]:
    """The hub's folder of updates, empty again afterwards."""
    folder = hub._options.data_folder / "hub" / handed_out.FOLDER
    folder.mkdir(exist_ok=True)
    yield folder
    for path in folder.iterdir():
        path.unlink()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = made_up.place(made_up.release(tmp_path / "program", "1.0.0"), "1.0.0")
    monkeypatch.setattr(updates, "here", lambda: found)
    monkeypatch.setattr(updates, "release_key", lambda: made_up.KEY)
    monkeypatch.setattr(handed_out, "LARGEST_PIECE", PIECE)
    return found


@pytest.fixture
def store(store_template: Path, tmp_path: Path, hub: RealHub) -> Iterator[Any]:
    with computers(store_template, tmp_path) as make:
        store = make(None)
        syncing.pair_with(asking(store), hub.address, hub.code(), around=QUICK)
        yield store


def contact(store: Any) -> None:
    (road,) = syncing.sync_all(asking(store), around=QUICK).roads
    assert road.fault is None


def lay(shelf: Path, tmp_path: Path, place: Place, version: str = "1.0.1") -> bytes:
    newer = made_up.release(tmp_path / f"newer-{version}", version, note="one line more")
    data = made_up.update_bytes(place.folder, newer)
    (shelf / f"waypost-{version}-from-1.0.0-{HERE}.wayupdate").write_bytes(data)
    return data


def fetched(place: Place) -> list[Path]:
    return sorted(place.fetched.glob("*"))


def test_an_update_is_fetched_and_made_ready(
    store: Any, shelf: Path, place: Place, tmp_path: Path
) -> None:
    data = lay(shelf, tmp_path, place)
    assert len(data) > 3 * handed_out.LARGEST_PIECE
    contact(store)
    (path,) = fetched(place)
    assert path.read_bytes() == data
    (found,) = updates_here(None).found
    assert (found.version, found.reason) == ("1.0.1", "")
    prepare_update(store, found.path, by=None)
    plan = switching.read_plan(place)
    assert plan is not None
    assert plan.to == "1.0.1"


def test_what_came_before_is_not_sent_again(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lay(shelf, tmp_path, place)
    monkeypatch.setattr(trickle, "SECONDS", 0.0)
    asked: list[int] = []
    send = Line.send

    def heard(self: Line, method: str, target: str, **more: Any) -> Any:
        if target == trickle.TARGET:
            asked.append(int(more["query"]["at"]))
        return send(self, method, target, **more)

    monkeypatch.setattr(Line, "send", heard)
    for _time in range(-(-len(data) // PIECE)):
        assert not list(place.fetched.glob("*.wayupdate"))
        contact(store)
    assert asked == list(range(0, len(data), PIECE))
    (path,) = fetched(place)
    assert path.read_bytes() == data


def test_another_update_begins_anew(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(shelf, tmp_path, place)
    with monkeypatch.context() as at_once:
        at_once.setattr(trickle, "SECONDS", 0.0)
        contact(store)
    data = lay(shelf, tmp_path, place, "1.0.2")
    contact(store)
    (path,) = fetched(place)
    assert path.name.startswith("waypost-1.0.2-")
    assert path.read_bytes() == data


def test_what_came_damaged_is_fetched_again(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lay(shelf, tmp_path, place)
    with monkeypatch.context() as at_once:
        at_once.setattr(trickle, "SECONDS", 0.0)
        contact(store)
    part = place.fetched / "coming.part"
    part.write_bytes(bytes(part.stat().st_size))
    contact(store)
    assert fetched(place) == []
    contact(store)
    (path,) = fetched(place)
    assert path.read_bytes() == data


def test_what_a_hub_had_but_half_of_is_fetched_again(
    store: Any, shelf: Path, place: Place, tmp_path: Path
) -> None:
    """It was being copied to the hub just then."""
    data = lay(shelf, tmp_path, place)
    (there,) = shelf.iterdir()
    there.write_bytes(data[: len(data) // 2])
    contact(store)
    (half,) = fetched(place)
    assert half.stat().st_size < len(data)
    there.write_bytes(data)
    contact(store)
    (path,) = fetched(place)
    assert path.read_bytes() == data
    written = path.stat().st_mtime_ns
    contact(store)
    assert path.stat().st_mtime_ns == written


@pytest.mark.parametrize("told", [b"", b"{", b"[]", b"\xff", b'{"name": "x"}'])
def test_facts_that_nobody_can_read_are_written_anew(
    store: Any, shelf: Path, place: Place, tmp_path: Path, told: bytes
) -> None:
    data = lay(shelf, tmp_path, place)
    place.fetched.mkdir()
    (place.fetched / "coming.json").write_bytes(told)
    (place.fetched / "coming.part").write_bytes(b"of something else")
    contact(store)
    (path,) = fetched(place)
    assert path.read_bytes() == data


def test_without_room_nothing_is_fetched(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lay(shelf, tmp_path, place)
    with monkeypatch.context() as full:
        full.setattr(module_files, "free_bytes", lambda _folder: len(data) - 1 + SPARE)
        contact(store)
    assert fetched(place) == []
    contact(store)
    assert len(fetched(place)) == 1


def test_what_is_of_no_use_any_more_is_forgotten(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new version came by stick before all of it had come from the hub."""
    lay(shelf, tmp_path, place)
    monkeypatch.setattr(trickle, "SECONDS", 0.0)
    contact(store)
    assert len(fetched(place)) == 2
    monkeypatch.setattr(updates, "here", lambda: replace(place, version="1.0.1"))
    contact(store)
    assert fetched(place) == []


def test_a_hub_without_updates_says_so(store: Any, shelf: Path, place: Place) -> None:
    for name in (
        "waypost-0.9-linux-x86_64.wayupdate", "waypost-1.0.1-plan9-mips.wayupdate",
        f"waypost-1.0.1-from-0.9-{HERE}.wayupdate", "notes.txt",
    ):  # fmt: skip
        (shelf / name).write_bytes(b"not for this one")
    contact(store)
    assert fetched(place) == []


def test_from_source_nothing_is_fetched(
    store: Any, shelf: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(shelf, tmp_path, place)
    monkeypatch.setattr(updates, "here", lambda: None)
    contact(store)
    assert fetched(place) == []


@pytest.mark.parametrize(
    "query",
    [
        {}, {"platform": HERE}, {"platform": "../..", "version": "1.0"},
        {"platform": HERE, "version": "x"}, {"platform": HERE, "version": "1.0", "at": "-1"},
        {"platform": HERE, "version": "1.0", "at": "1e9"},
        {"platform": HERE, "version": "1.0", "more": "1"},
    ],
)  # fmt: skip
def test_an_odd_question_is_refused(tmp_path: Path, query: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        Updates(tmp_path).answer(Call("GET", handed_out.PATH, query, {}))
    assert refused.value.status == 400
