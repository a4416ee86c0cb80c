"""``waypost staff``: the PIN is typed, never given as a word of the command."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trainer_app.__main__ import main
from trainer_app.operations import staff_pins
from trainer_app.store import Store

PIN, OTHER = "482913", "739264"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def code(data_folder: Path) -> str:
    store = Store.open(data_folder, use_keystore=False)
    made = store.renew_recovery_code()
    store.close()
    return made


@pytest.fixture
def run(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command while somebody types these words, one at each question."""
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def run_it(*words: str, typed: tuple[str, ...] = ()) -> tuple[int, str, str]:
        answers = iter(typed)
        monkeypatch.setattr(getpass, "getpass", lambda _question: next(answers))
        result = main(["--data-dir", str(data_folder), "staff", *words])
        assert next(answers, None) is None
        said = capsys.readouterr()
        return result, said.out, said.err

    return run_it


@pytest.fixture
def elena(run: Run, code: str) -> str:
    assert run("add", "Elena Choque", typed=(code, PIN, PIN))[0] == 0
    return "Elena Choque"


def answer(run: Run, *words: str, typed: tuple[str, ...] = ()) -> Any:
    result, out, _err = run(*words, "--json", typed=typed)
    assert result == 0
    return json.loads(out)


def test_the_first_takes_the_recovery_code(run: Run, code: str) -> None:
    assert run("list")[:2] == (0, "Nobody is staff on this computer yet.\n")
    assert run("add", "Elena", typed=("nothing", PIN, PIN))[0] == 1
    assert run("add", "Elena", typed=(code, PIN, OTHER))[0] == 1
    assert run("add", "Elena", typed=(code, "123456", "123456"))[0] == 1
    made = answer(run, "add", "Elena Choque", "--role", "supervisor", typed=(code, PIN, PIN))
    assert made["staff"]["roles"] == ["supervisor"]
    (listed,) = answer(run, "list")["staff"]
    assert listed == made["staff"] | {
        "signs_in_here": True, "must_change": False, "has_left": False,
    }  # fmt: skip


def test_one_adds_and_resets_another(run: Run, elena: str) -> None:
    given = answer(run, "add", "Amadou Diallo", typed=(PIN,))
    assert len(given["number"]) == 6
    result, out, _err = run("reset", "amadou diallo", "--by", elena, typed=(PIN,))
    assert result == 0
    assert "Amadou Diallo" in out
    assert given["number"] not in out
    said = run("list")[1]
    assert "good for once" in said
    acts = answer(run, "audit", "--by", elena, typed=(PIN,))["acts"]
    assert [one["act"] for one in acts] == ["pin-reset", "staff-added", "staff-added"]
    out = run("audit", "--by", elena, "--limit", "1", typed=(PIN,))[1]
    assert "number to sign in" in out
    assert len(out.splitlines()) == 1


def test_who_has_to_change_the_number_does_it_in_the_window(run: Run, elena: str) -> None:
    number = answer(run, "add", "Amadou Diallo", typed=(PIN,))["number"]
    result, _out, err = run("audit", "--by", "Amadou Diallo", typed=(number,))
    assert result == 1
    assert "a number of your own" in err


def test_misses_are_counted_here_too(run: Run, elena: str) -> None:
    said = [run("audit", typed=(OTHER,))[2] for _miss in range(8)]
    assert "4 tries left" in said[0]
    assert "wait 30 seconds" in said[4]
    assert "wait 30 seconds" in said[7]
    assert run("audit", typed=(PIN,))[0] == 1


@pytest.mark.parametrize(
    ("words", "typed", "say"),
    [
        (("reset", "Nobody Here"), (PIN,), "this name"),
        (("audit", "--by", "Nobody Here"), (), "this name"),
        (("add", "elena choque"), (PIN,), "second name"),
    ],
)
def test_what_does_not_fit_is_said(
    run: Run, elena: str, words: tuple[str, ...], typed: tuple[str, ...], say: str
) -> None:
    result, _out, err = run(*words, typed=typed)
    assert result == 1
    assert say in err


def test_who_several_are_says_who_they_are(run: Run, elena: str) -> None:
    run("add", "Amadou Diallo", typed=(PIN,))
    assert "--by" in run("audit")[2]


def test_without_staff_and_without_a_terminal(
    run: Run, elena: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert run("audit")[0] == 1


def test_nobody_to_reset_where_nobody_is_staff(run: Run) -> None:
    assert "Nobody is staff" in run("reset", "Elena")[2]
