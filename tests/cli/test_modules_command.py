"""``waypost modules`` as authors type it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.content.test_twenty_mistakes import FOLDER as MISTAKES
from trainer_app.__main__ import main


def test_check_of_a_good_module(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modules", "check", str(example)]) == 0
    assert capsys.readouterr().out == "modules/greeting-travellers: all good\n"


def test_check_names_file_and_line(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (example / "module.yaml").read_text(encoding="utf-8")
    text = text.replace("draw: 6", "draw: 16").replace("three times", "like a hero")
    (example / "module.yaml").write_text(text, encoding="utf-8")
    assert main(["modules", "check", "modules"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert "modules/greeting-travellers/module.yaml:24: The quiz draws 16 items" in said[0]
    assert ": notice: “hero”" in said[1]
    assert said[2] == "modules/greeting-travellers: 1 problem and 1 notice"


def test_check_against_an_earlier_pack(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["modules", "build", "modules", "--output", "out"])
    pack = "out/greeting-travellers-2026.1.waypack"
    assert main(["modules", "check", str(example), "--since", pack]) == 0
    text = (example / "module.yaml").read_text(encoding="utf-8")
    (example / "module.yaml").write_text(text.replace("moment", "minute"), encoding="utf-8")
    assert main(["modules", "check", str(example), "--since", pack]) == 1
    assert "raise the version" in capsys.readouterr().out
    assert main(["modules", "check", str(example), "--since", "gone.waypack"]) == 7


def test_check_as_json(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modules", "check", "--json", str(example), str(MISTAKES)]) == 1
    answer = json.loads(capsys.readouterr().out)
    good, bad = answer["modules"]
    assert answer["ok"] is False
    assert (good["id"], good["problems"], good["notices"]) == ("greeting-travellers", [], [])
    assert len(bad["problems"]) >= 20
    assert bad["problems"][0].keys() == {"file", "line", "rule", "sentence"}
    assert Path(bad["problems"][0]["file"]).exists()


@pytest.mark.parametrize("path", ["nowhere", "."])
def test_check_without_a_module(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["modules", "check", path]) == 1
    assert "There is no module in" in capsys.readouterr().err


def test_build_every_good_module(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(MISTAKES, example.parent / MISTAKES.name)
    assert main(["modules", "build", "--output", "out"]) == 1
    assert [path.name for path in Path("out").iterdir()] == ["greeting-travellers-2026.1.waypack"]
    said = capsys.readouterr().out
    assert "out/greeting-travellers-2026.1.waypack  " in said
    assert "modules/twenty-mistakes: 2" in said
    assert main(["modules", "build", str(example), "--output", "out"]) == 0


def test_list_of_what_is_installed(
    example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer_app.paths.bundled_packs", lambda: Path("bundled"))
    assert main(["--data-dir", "data", "modules", "list"]) == 0
    assert capsys.readouterr().out == "No modules are installed.\n"
    main(["modules", "build", str(example), "--output", "data/packs"])
    Path("data/packs/bad.waypack").write_bytes(b"bad")
    capsys.readouterr()
    assert main(["--data-dir", "data", "modules", "list"]) == 7
    said = capsys.readouterr()
    expected = "Greeting travellers: 1 lessons, 2 scenarios, 11 items (10 in the bank), in en"
    assert said.out == f"greeting-travellers 2026.1  {expected}\n"
    assert "bad.waypack: This copy of the module is damaged." in said.err
    assert main(["--data-dir", "data", "modules", "list", "--json"]) == 7
    answer = json.loads(capsys.readouterr().out)
    assert answer["modules"] == [
        {
            "id": "greeting-travellers",
            "version": "2026.1",
            "title": "Greeting travellers",
            "lessons": 1,
            "scenarios": 2,
            "items": 11,
            "bank": 10,
            "languages": ["en"],
            "reviewed": False,
        }
    ]
    assert [Path(found["file"]).name for found in answer["rejected"]] == ["bad.waypack"]


def test_an_unwritable_folder_is_one_line(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("taken").write_text("a file, no folder")
    for words in (["build", str(example), "--output", "taken"], ["schema", "--output", "taken"]):
        assert main(["modules", *words]) == 3
        assert "waypost: taken cannot be written: " in capsys.readouterr().err


def test_schema(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modules", "schema", "--output", "schema"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(list(Path("schema").iterdir())) == 5


def test_the_words_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["modules"], ["modules", "mend"], ["modules", "build"], ["modules", "check"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
