"""``waypost statements export``: results for other programs, and every answer only with the key."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.operations.sticks import answer, texts
from trainer_app.__main__ import main
from trainer_app.operations import organisation
from trainer_app.operations.organisation import OrganisationKeys, make_keys
from trainer_app.operations.programme import apply_programme
from trainer_app.store import Store
from trainer_app.training.programme import Programme, Site, sign
from trainer_app.training.statement import ActivityType, Verb


@pytest.fixture(scope="module")
def keys() -> OrganisationKeys:
    return make_keys()


@pytest.fixture
def folder(data_folder: Path, keys: OrganisationKeys) -> Path:
    """A computer of a programme: two answers, a scene, a test, a module passed."""
    programme = Programme(
        programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d11",
        version=1,
        name="Ruta segura",
        organisation_recipient=keys.recipient,
        sites=(Site(site_id="bo-lpz-001", name="La Paz"),),
    )
    plain = {"interaction": None, "pattern": None, "response": None}
    store = Store.open(data_folder, use_keystore=False)
    apply_programme(store, sign(programme, keys.seed))
    store.append(
        [
            answer(1),
            answer(2),
            answer(
                3, verb=Verb.COMPLETED, activity_type=ActivityType.SCENARIO,
                activity="m/grooming/s/night-bus", **plain,
            ),
            answer(
                4, verb=Verb.PASSED, activity_type=ActivityType.TEST,
                activity="m/grooming/test/post", **plain,
            ),
            answer(
                5, verb=Verb.PASSED, activity_type=ActivityType.MODULE, activity="m/grooming",
                **plain,
            ),
        ]
    )  # fmt: skip
    store.close()
    return data_folder


@pytest.fixture
def say(capsys, folder, monkeypatch, keys):
    monkeypatch.setenv("WAYPOST_PROGRAMME_PASSPHRASE", "five plain words are enough")
    monkeypatch.setattr(organisation, "open_keys", lambda _file, _passphrase: keys)

    def run(*words: str | Path) -> tuple[int, str]:
        code = main(["--data-dir", str(folder), "statements", "export", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def opened(folder: Path) -> Store:
    return Store.open(folder, use_keystore=False)


def test_results_are_written_as_they_are_one_a_line(say, folder, tmp_path):
    file = tmp_path / "results.ndjson"
    code, text = say(file)
    assert code == 0
    assert "2 statements" in text
    lines = file.read_bytes().splitlines()
    store = opened(folder)
    assert set(lines) < set(texts(store))
    assert store.directory.records("audit") == []
    store.close()
    told = [json.loads(line) for line in lines]
    assert [one["verb"]["display"]["en"] for one in told] == ["passed", "passed"]
    assert b"simulation" not in file.read_bytes()
    assert b"response" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [file.name]


def test_refreshers_are_handed_out_without_their_answers(say, folder, tmp_path):
    store = opened(folder)
    plain = {"interaction": None, "pattern": None, "response": None}
    refresher = "m/grooming/test/refresher"
    store.append(
        [
            answer(6, parent=refresher),
            answer(7, parent=refresher, verb=Verb.COMPLETED, **plain),  # a question, however told
            answer(
                8, verb=Verb.COMPLETED, activity_type=ActivityType.TEST, activity=refresher,
                **plain,
            ),
        ]
    )  # fmt: skip
    store.close()
    file = tmp_path / "results.ndjson"
    assert "3 statements" in say(file)[1]
    told = [json.loads(line) for line in file.read_bytes().splitlines()]
    assert told[-1]["object"]["id"].endswith(refresher)
    assert not any("response" in one.get("result", {}) for one in told)
    assert not any("/q/" in one["object"]["id"] for one in told)


def test_one_site_alone(say, folder, tmp_path):
    store = opened(folder)
    plain = {"interaction": None, "pattern": None, "response": None}
    store.append(
        [answer(6, verb=Verb.PASSED, activity_type=ActivityType.TEST, site="bo-alt-002", **plain)]
    )
    store.close()
    for site, count in (("bo-alt-002", 1), ("bo-lpz-001", 2), ("nowhere", 0)):
        file = tmp_path / f"{site}.ndjson"
        assert json.loads(say(file, "--site", site, "--json")[1])["count"] == count
        for line in file.read_text().splitlines():
            assert json.loads(line)["context"]["team"]["account"]["name"] == site


def test_it_says_how_far_it_is_and_stops_without_a_trace(folder, tmp_path):
    from threading import Event

    from trainer_app.operations.module_files import Stopped
    from trainer_app.operations.records_export import export_statements

    store = opened(folder)
    asked: list[int] = []

    def ask(operation):
        asked.append(1)
        return operation(store)

    heard: list[tuple[int, int]] = []
    file = tmp_path / "results.ndjson"
    export_statements(ask, file, progress=lambda *far: heard.append(far))
    assert heard == [(5, 5)]
    assert len(asked) == 3  # how many, a page, and that there is no other
    stop = Event()
    stop.set()
    file.write_text("old\n")
    with pytest.raises(Stopped):
        export_statements(store, file, stop=stop)
    store.close()
    assert file.read_text() == "old\n"
    assert not list(tmp_path.glob("*.part"))


def test_with_times_says_when_it_really_was_and_how_sure(say, tmp_path):
    file = tmp_path / "results.ndjson"
    assert json.loads(say(file, "--with-times", "--json")[1])["count"] == 2
    for line in file.read_text().splitlines():
        told = json.loads(line)
        assert told["quality"] == "unverified"
        assert told["corrected"] == told["statement"]["timestamp"]


def test_every_answer_needs_the_key_and_is_noted(say, folder, tmp_path):
    file = tmp_path / "all.ndjson"
    code, text = say(file, "--all")
    assert code == 1
    assert "--key" in text
    assert not file.exists()
    code, text = say(file, "--all", "--key", "organisation.waykey")
    assert code == 0
    store = opened(folder)
    assert sorted(file.read_bytes().splitlines()) == texts(store)
    (noted,) = store.directory.records("audit")
    assert noted.body["what"] == "statements-all"
    assert noted.body["with_times"] is False
    store.close()


def test_another_organisations_key_opens_nothing(say, folder, tmp_path, monkeypatch):
    other = make_keys()
    monkeypatch.setattr(organisation, "open_keys", lambda _file, _passphrase: other)
    code, text = say(tmp_path / "all.ndjson", "--all", "--key", "other.waykey")
    assert code == 1
    assert "not the one of the programme" in text
    assert not (tmp_path / "all.ndjson").exists()
    store = opened(folder)
    assert store.directory.records("audit") == []
    store.close()


def test_without_a_programme_no_key_counts(store, tmp_path, keys):
    from trainer_app.errors import TrainerError
    from trainer_app.operations.records_export import export_statements

    with pytest.raises(TrainerError, match="No programme"):
        export_statements(store, tmp_path / "all.ndjson", everything=keys)


def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing(say, tmp_path):
    code, text = say(tmp_path / "gone" / "results.ndjson")
    assert code == 3
    assert "folder is not there" in text


def test_what_was_there_stays_when_writing_fails(say, tmp_path, monkeypatch):
    file = tmp_path / "results.ndjson"
    file.write_text("old\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    code, _text = say(file)
    assert code == 3
    assert file.read_text() == "old\n"
    assert not list(tmp_path.glob("*.part"))
