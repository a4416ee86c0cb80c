"""``waypost update``: the same, by a command."""

import json
from pathlib import Path

import pytest

from tests.releases import made_up
from trainer_app import __main__ as doors
from trainer_app.operations import module_files, updates
from trainer_app.releases import switching, update_file
from trainer_app.releases.place import Place


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = made_up.place(made_up.release(tmp_path / "program", "1.0.0"), "1.0.0")
    monkeypatch.setattr(updates, "here", lambda: found)
    monkeypatch.setattr(updates, "release_key", lambda: made_up.KEY)
    return found


@pytest.fixture
def stick(tmp_path: Path, place: Place) -> Path:
    newer = made_up.release(tmp_path / "newer", "1.0.1")
    folder = tmp_path / "stick"
    folder.mkdir()
    data = made_up.update_bytes(place.folder, newer)
    (folder / "one.wayupdate").write_bytes(data)
    (folder / "two.wayupdate").write_bytes(data[:-9])
    return folder


def call(tmp_path: Path, *words: str) -> int:
    return doors.main(["--data-dir", str(tmp_path / "data"), "update", *words])


def test_a_stick_is_shown(tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path, "show", str(stick)) == 0
    said = capsys.readouterr().out
    assert "This is version 1.0.0." in said
    assert "one.wayupdate: version 1.0.1, for this computer" in said
    assert "two.wayupdate: This update file is damaged" in said
    assert call(tmp_path, "show", str(stick), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["version"] for one in told["found"]] == ["1.0.1", ""]
    (stick / "one.wayupdate").unlink()
    assert call(tmp_path, "show", str(stick)) == 7
    assert call(tmp_path, "show", str(tmp_path)) == 0
    assert "There is no update" in capsys.readouterr().out


def test_an_update_is_made_ready(
    tmp_path: Path, place: Place, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(tmp_path, "install", str(stick / "two.wayupdate")) == 7
    assert switching.read_plan(place) is None
    assert call(tmp_path, "install", str(stick / "nothing.wayupdate")) == 3
    assert call(tmp_path, "install", str(stick / "one.wayupdate")) == 0
    assert "Version 1.0.1 begins with the next start." in capsys.readouterr().out
    assert switching.read_plan(place) is not None


def test_a_copy_without_a_key_takes_none(
    tmp_path: Path, place: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "release_key", lambda: None)
    assert call(tmp_path, "install", str(stick / "one.wayupdate")) == 7
    assert switching.read_plan(place) is None


def test_an_update_may_be_larger_than_a_module(
    tmp_path: Path, place: Place, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has one limit of its own, wherever it is read."""
    monkeypatch.setattr(module_files.copy, "__defaults__", (100,))
    with monkeypatch.context() as small:
        small.setattr(update_file, "MOST_BYTES", 100)
        assert call(tmp_path, "install", str(stick / "one.wayupdate")) == 3
    assert call(tmp_path, "install", str(stick / "one.wayupdate")) == 0
