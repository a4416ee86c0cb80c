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
    assert "cannot be written" in text


def test_what_was_there_stays_when_writing_fails(say, tmp_path, monkeypatch):
    file = tmp_path / "results.ndjson"
    file.write_text("old\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trainer_app.operations.records_export.os.fsync", full)
    code, _text = say(file)
    assert code == 3
    assert file.read_text() == "old\n"
    assert not list(tmp_path.glob("*.part"))
