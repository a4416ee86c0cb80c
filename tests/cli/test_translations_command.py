"""``waypost translations``: as translators and the release use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainer_app.__main__ import main


def test_extract(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = "modules/greeting-travellers/translations/es/LC_MESSAGES/greeting-travellers.po"
    assert main(["translations", "extract", str(example), "--language", "es"]) == 0
    assert capsys.readouterr().out == f"{made}\n"
    assert Path(made).is_file()
    assert main(["translations", "extract", str(example), "--language", "Spanish"]) == 1
    assert "no language code" in capsys.readouterr().err
    (example / "module.yaml").write_text("[", encoding="utf-8")
    assert main(["translations", "extract", str(example), "--language", "es"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_status_counts_every_catalog_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translations", "status", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["catalogs"]
    by_place = {(row["language"], row["domain"]): row for row in rows}
    for language in ("es", "fr", "ar"):
        interface = by_place[language, "interface"]
        assert interface["translated"] == interface["texts"] > 400
    spanish = by_place["es", "safe-terminals"]
    assert spanish["texts"] > 700
    assert spanish["words"] > 5000
    assert main(["translations", "status"]) == 0
    assert "safe-terminals" in capsys.readouterr().out
