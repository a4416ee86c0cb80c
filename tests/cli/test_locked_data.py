"""Commands where a passphrase opens the data: it is typed, or comes from the environment."""

from __future__ import annotations

import getpass
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer_app.__main__ import main
from trainer_app.cli.data_folder import PASSPHRASE
from trainer_app.store import Store, passphrase_slot

PHRASE = "river lantern copper window sparrow"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def locked(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    weak = passphrase_slot.Strength(memory_kib=64, passes=1, lanes=1)
    monkeypatch.setattr(passphrase_slot, "STRENGTH", weak)
    monkeypatch.delenv(PASSPHRASE, raising=False)
    store = Store.open(data_folder, use_keystore=False)
    store.passphrase.put(PHRASE)
    store.close()
    return data_folder


@pytest.fixture
def run(locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command while somebody types these words, one at each question."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def run_it(*typed: str) -> tuple[int, str, str]:
        answers = iter(typed)
        monkeypatch.setattr(getpass, "getpass", lambda _question: next(answers))
        result = main(["--data-dir", str(locked), "site", "show"])
        assert next(answers, None) is None
        said = capsys.readouterr()
        return result, said.out, said.err

    return run_it


def test_it_is_typed(run: Run) -> None:
    assert run(PHRASE.title())[0] == 0


def test_it_may_be_typed_again(run: Run) -> None:
    result, out, err = run("not this", PHRASE)
    assert (result, bool(out)) == (0, True)
    assert err.count("does not open it yet") == 1


def test_three_misses_are_enough(run: Run) -> None:
    result, _out, err = run("not this", "nor this", "nor that")
    assert result == 6
    assert err.count("does not open it yet") == 3


def test_a_script_hands_it_over_in_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, PHRASE)
    assert run()[0] == 0
    monkeypatch.setenv(PASSPHRASE, "not this")
    result, _out, err = run()
    assert result == 6
    assert "does not open it yet" in err


def test_with_nobody_to_ask_it_says_what_to_set(locked: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trainer_app", "--data-dir", str(locked), "staff", "list"],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 6
    assert done.stderr.count("\n") == 1
    assert PASSPHRASE in done.stderr


def test_where_no_passphrase_is_set_none_is_asked(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSPHRASE, "left over")
    assert main(["--data-dir", str(data_folder), "site", "show"]) == 0
    (data_folder / "waypost.key").unlink()
    monkeypatch.delenv(PASSPHRASE)
    assert main(["--data-dir", str(data_folder), "site", "show"]) == 6
    assert "recovery code" in capsys.readouterr().err
