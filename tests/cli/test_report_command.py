"""``waypost report``: the file that was asked for, whom it names, and what is said."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.store.conftest import NOON, draft, from_elsewhere, learner, passed
from trainer_app.__main__ import main
from trainer_app.store import EndpointRow, Store


@pytest.fixture
def folder(data_folder: Path) -> Path:
    """Two drivers, one of whom passed a module."""
    store = Store.open(data_folder, use_keystore=False)
    store.endpoints.put(EndpointRow("stick", "stick", "Sticks"))
    store.add_learner(learner(1, "Rosa Mamani"), "hash")
    store.add_learner(learner(2, "Julio Quispe"), "hash")
    store.inbox.receive(from_elsewhere(passed(), draft(), at_ms=NOON), "stick")
    store.close()
    return data_folder


def run(capsys: Any, folder: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--data-dir", str(folder), "report", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_without_names_is_what_one_gets(capsys: Any, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    code, out, _err = run(capsys, folder, "completion", "--output", str(target))
    assert code == 0
    assert "Without names." in out
    text = target.read_text("utf-8")
    assert "Rosa" not in text
    told = json.loads(text)
    assert next(len(table["rows"]) for table in told["tables"]) == 2


def test_names_want_a_reason_from_the_list(capsys: Any, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    words = ("completion", "--output", str(target), "--with-names")
    code, out, _err = run(capsys, folder, *words, "to-remind-people", "--json")
    files = [Path(one) for one in json.loads(out)["files"]]
    assert code == 0
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == {"Rosa Mamani", "Julio Quispe"}
    with pytest.raises(SystemExit) as refused:
        run(capsys, folder, *words, "because I want to")
    assert refused.value.code == 2


def test_excel(capsys: Any, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    assert run(capsys, folder, "overdue", "--output", str(target))[0] == 0
    assert openpyxl.load_workbook(target).sheetnames


def test_paper(folder: Path, tmp_path: Path) -> None:
    """In a process of its own: Qt without a window is another Qt than that of the tests."""
    target = tmp_path / "report.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "trainer_app", "--data-dir", str(folder), "report", "overdue",
         "--output", str(target)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Without names." in done.stdout
    assert target.read_bytes().startswith(b"%PDF")


def test_an_unknown_site_is_named_with_those_there_are(
    capsys: Any, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.csv"
    code, _out, err = run(
        capsys, folder, "completion", "--output", str(target), "--site", "nowhere"
    )
    assert code != 0
    assert "nowhere" in err
    assert not target.exists()


def test_a_name_that_says_no_kind_of_file_asks_for_one(
    capsys: Any, folder: Path, tmp_path: Path
) -> None:
    code, _out, err = run(capsys, folder, "completion", "--output", str(tmp_path / "report"))
    assert code != 0
    assert "xlsx" in err


def test_questions_want_a_module_and_readiness_none(
    capsys: Any, folder: Path, tmp_path: Path
) -> None:
    code, _out, err = run(capsys, folder, "items", "--output", str(tmp_path / "items.json"))
    assert code != 0
    assert "--module" in err
    words = ("items", "--module", "grooming", "--output", str(tmp_path / "items.json"))
    assert run(capsys, folder, *words)[0] == 0
    told = json.loads((tmp_path / "items.json").read_text("utf-8"))
    assert told["tables"]
    target = tmp_path / "ready.json"
    assert run(capsys, folder, "readiness", "--output", str(target))[0] == 0
    tables = json.loads(target.read_text("utf-8"))["tables"]
    assert len(tables[1]["rows"]) >= 8
