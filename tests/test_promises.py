"""The table of promises names commands that exist, tests that exist, and what was reached."""

import re
from pathlib import Path

import pytest

import dev
from tests.torture.__main__ import LONGEST_FIRST, SUITES

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| P\d+ \|", line)
]


def test_every_promise_stands_there_once() -> None:
    assert [row[0] for row in ROWS] == [f"P{number}" for number in range(1, 16)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_what_holds_it_is_there(row: list[str]) -> None:
    held_by = re.findall(r"`([^`]+)`", row[2])
    assert held_by
    for one in held_by:
        if one.startswith("dev.py"):
            _program, task, *more = one.split()
            assert task in dev.TASKS
            assert not more or more[0] == "--only"
            assert not more or more[1] in SUITES
        else:
            path = ROOT / one
            assert path.is_file(), one
            assert "\ndef test_" in path.read_text(encoding="utf-8"), one


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_what_was_reached_is_said(row: list[str]) -> None:
    assert re.search(r"\d|in tests|at once", row[3])


def test_every_torture_is_a_promise_or_of_one() -> None:
    named = set(re.findall(r"--only (\w+)", TEXT))
    assert set(SUITES) - named <= {"lock", "backups"}  # of P12 and P4: keys and copies


def test_a_whole_torture_runs_every_suite_once() -> None:
    assert sorted(LONGEST_FIRST) == sorted(SUITES)
