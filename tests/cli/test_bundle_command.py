"""``waypost bundle`` as a person meets it: a stick goes to the office and comes back."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.operations.programmes import MAIN
from tests.operations.sticks import hub_of, learn
from trainer_app.__main__ import main
from trainer_app.operations import bundles, organisation
from trainer_app.operations.organisation import make_keys
from trainer_app.operations.programme import apply_programme
from trainer_app.store import Store
from trainer_app.sync import stick as stick_files
from trainer_app.training.programme import Programme, Site, sign


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def pc(data_folder: Path, office: Path) -> Path:
    """A computer with seven results that knows the office."""
    desk = Store.open(office, use_keystore=False)
    road = hub_of(desk)
    desk.close()
    store = Store.open(data_folder, use_keystore=False)
    store.endpoints.put(road)
    learn(store, 7)
    store.close()
    return data_folder


@pytest.fixture
def say(capsys):
    """Runs a command; gives its exit code and what it printed, as JSON where that was asked for."""

    def run(folder: Path, *words: str | Path) -> tuple[int, object]:
        code = main(["--data-dir", str(folder), "bundle", *map(str, words)])
        said = capsys.readouterr()
        text = said.out + said.err
        return code, json.loads(text) if "--json" in words else text

    return run


def test_the_road_there_and_back_in_words(say, pc, office, stick):
    code, text = say(pc, "export", stick)
    assert code == 0
    assert "7 results are on the stick:" in text
    assert ".waybundle" in text
    number = text.strip().splitlines()[-1].partition(": ")[2]

    code, text = say(office, "import", stick)
    assert code == 1
    assert "not known here yet" in text
    assert number in text
    code, text = say(office, "import", stick, "--accept", number)
    assert code == 0
    assert "7 results collected, 7 new." in text
    code, text = say(office, "import", stick)
    assert code == 0
    assert "Already collected on" in text

    code, text = say(pc, "export", stick)
    assert code == 0
    assert "7 results were collected since." in text
    assert "Nothing is waiting" in text


def test_the_road_there_and_back_for_a_script(say, pc, office, stick):
    code, handed = say(pc, "export", stick, "--json")
    assert (code, handed["count"], handed["first"], handed["last"]) == (0, 7, 1, 7)
    (file,) = handed["files"]
    code, found = say(office, "import", file, "--json")
    assert (code, found["bundles"][0]["state"]) == (1, "stranger")
    code, found = say(office, "import", file, "--accept", handed["number"], "--json")
    (taken,) = found["bundles"]
    assert code == 0
    assert (taken["state"], taken["new"], taken["receipt"]) == ("collected", 7, True)
    code, shown = say(office, "inventory", stick, "--json")
    (entry,) = shown["entries"]
    assert (entry["first"], entry["last"], entry["missing"]) == (1, 7, [])
    assert (entry["state"], entry["device"]) == ("collected", taken["device"])
    code, handed = say(pc, "export", stick, "--json")
    assert handed["receipts"] == {"count": 7, "refused": 0, "unproven": []}
    assert handed["files"] == []


def test_a_file_is_inspected_without_any_data_folder(say, pc, stick, tmp_path):
    say(pc, "export", stick)
    (file,) = stick.rglob("*.waybundle")
    nowhere = tmp_path / "nowhere"
    code, text = say(nowhere, "inspect", file)
    assert code == 0
    assert "7 results of" in text
    assert "whole" in text
    assert not nowhere.exists()
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    code, found = say(nowhere, "inspect", file, "--json")
    assert (code, found["whole"], found["count"]) == (1, False, 7)
    file.write_bytes(b"rubbish")
    code, text = say(nowhere, "inspect", file)
    assert code == 1
    assert text.startswith("waypost: ")


def test_the_inventory_in_words(say, pc, office, stick):
    code, text = say(office, "inventory", stick)
    assert (code, text) == (0, "There is nothing of Waypost on this stick.\n")
    say(pc, "export", stick)
    (stick / "Waypost" / "noise.waybundle").write_bytes(b"noise")
    code, text = say(office, "inventory", stick)
    assert code == 0
    assert "1–7 (7), not collected yet" in text
    assert "noise.waybundle: damaged" in text


def test_a_damaged_file_is_said_and_makes_a_1(say, pc, office, stick):
    (stick / "noise.waybundle").write_bytes(b"noise")
    code, text = say(office, "import", stick)
    assert code == 1
    assert "noise.waybundle: This is no hand-over file" in text


def test_a_stick_that_goes_is_no_stick_with_nothing_on_it(say, pc, office, stick, monkeypatch):
    say(pc, "export", stick)
    read = stick_files.read

    def pulled(path, most):
        if path.suffix == ".waybundle":
            path.unlink()
        return read(path, most)

    monkeypatch.setattr(stick_files, "read", pulled)
    code, text = say(office, "import", stick)
    assert (code, text) == (1, "Stopped safely. Nothing is lost. Collect again to go on.\n")
    say(pc, "export", stick)
    code, told = say(office, "import", stick, "--json")
    assert (code, told) == (1, {"bundles": [], "stopped": True})


def test_control_c_stops_collecting_where_nothing_is_lost(say, pc, office, stick, monkeypatch):
    say(pc, "export", stick)
    accepting = ("import", stick, "--json", "--accept", _number(stick))
    read = stick_files.read

    def interrupted(path, most):
        os.kill(os.getpid(), signal.SIGINT)
        return read(path, most)

    monkeypatch.setattr(stick_files, "read", interrupted)
    code, told = say(office, *accepting)
    assert (code, told["stopped"]) == (1, True)
    monkeypatch.undo()
    code, told = say(office, *accepting)
    assert (code, told["stopped"], told["bundles"][0]["count"]) == (0, False, 7)


def _number(stick: Path) -> str:
    (path,) = stick.rglob("*.waybundle")
    return bundles.inspect(path).fingerprint


def test_nothing_to_collect_is_said(say, office, stick):
    assert say(office, "import", stick) == (0, "There is nothing to collect here.\n")


def test_head_office_collects_with_its_key_file(say, data_folder, office, stick, monkeypatch):
    keys = make_keys()
    programme = Programme(
        programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
        version=1,
        name="Ruta segura",
        organisation_recipient=keys.recipient,
        sites=(Site(site_id=MAIN, name="La Paz"),),
    )
    store = Store.open(data_folder, use_keystore=False)
    apply_programme(store, sign(programme, keys.seed))
    learn(store, 2)
    store.close()
    _code, handed = say(data_folder, "export", stick, "--json")
    monkeypatch.setenv("WAYPOST_PROGRAMME_PASSPHRASE", "five plain words are enough")
    monkeypatch.setattr(organisation, "open_keys", lambda _file, _passphrase: keys)
    accepting = ("import", stick, "--accept", handed["number"])
    code, text = say(office, *accepting)
    assert code == 1
    assert "another office" in text
    code, text = say(office, *accepting, "--key", "organisation.waykey")
    assert code == 0
    assert f"({MAIN}): 2 results collected" in text


@pytest.mark.parametrize("task", ["export", "inventory", "import"])
def test_a_stick_that_is_not_there_is_said_in_one_line(say, pc, tmp_path, task):
    code, text = say(pc, task, tmp_path / "gone")
    assert code == 1
    assert text.startswith("waypost: ")
    assert text.count("\n") == 1
    assert not (tmp_path / "gone").exists()


def test_who_knows_nobody_is_told_what_to_do(say, data_folder, stick):
    code, text = say(data_folder, "export", stick)
    assert code == 1
    assert "Apply the programme file" in text
