"""``waypost narration``: as somebody who records uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.content.test_narration import SOUND
from trainer_app.__main__ import main


def test_status_list_and_import(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["narration", "status", str(example), "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "title\tGreeting travellers" in lines
    voice = tmp_path / "voice"
    voice.mkdir()
    (voice / "title.opus").write_bytes(SOUND)
    words = ["narration", "import", str(voice), "--module", str(example), "--language", "en"]
    assert main(words) == 0
    assert capsys.readouterr().out == "1 recordings taken in, 0 left out.\n"
    assert main(["narration", "status", str(example), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["narration"]
    assert (row["recorded"], row["stale"], row["missing"]) == (1, 0, len(lines) - 1)
    (voice / "titel.opus").write_bytes(SOUND)
    assert main(words) == 1
    assert "no text has this name" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["es", "xx"])
def test_a_language_that_is_not_there(
    example: Path, tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["narration", "import", str(tmp_path), "--module", str(example)]
    assert main([*words, "--language", language]) == 1
    assert "is not in" in capsys.readouterr().err


def test_a_folder_that_is_not_there(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["narration", "import", "nowhere", "--module", str(example), "--language", "en"]
    assert main(words) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_status_of_our_own_modules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["narration", "status"]) == 0
    assert "safe-terminals" in capsys.readouterr().out
