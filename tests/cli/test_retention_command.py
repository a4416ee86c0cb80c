"""``waypost retention``: counted first, and gone only when somebody says yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.conftest import draft, passed
from trainer_app.__main__ import main
from trainer_app.operations import retention
from trainer_app.operations.backup_folder import choose_backup_folder
from trainer_app.store import EndpointRow, Store
from trainer_app.training.clocks import FIRST_RELEASE_MS, Observation

DAY = 24 * 60 * 60 * 1000
Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], data_folder: Path) -> Say:
    def run(*words: str) -> tuple[int, str]:
        code = main(["--data-dir", str(data_folder), "retention", *words])
        said = capsys.readouterr()
        return code, (said.out + said.err).replace("\u2068", "").replace("\u2069", "")

    return run


def fill(folder: Path) -> None:
    """Two answers and a pass, made in a run that was over before a right clock said so."""
    store = Store.open(folder, use_keystore=False)
    store.append([draft("a"), draft("b"), passed()])
    store.close()


def meet(folder: Path, day: int) -> None:
    """A right clock says that it is so many days after the first release."""
    store = Store.open(folder, use_keystore=False)
    wall_ms, mono_ms = store.clocks()
    store.observations.observe(
        Observation(
            device=store.device, epoch=store.epoch, boot=store.boot, mono_ms=mono_ms,
            wall_ms=wall_ms, reference_ms=FIRST_RELEASE_MS + day * DAY, source="hub",
        )
    )  # fmt: skip
    store.close()


def test_nothing_is_deleted_while_nobody_knows_the_time(say: Say, data_folder: Path) -> None:
    fill(data_folder)
    code, said = say("show")
    assert code == 0
    assert said.startswith("Single answers are kept for 12 months")
    assert "not met a clock yet" in said
    code, said = say("apply", "--yes")
    assert code == 1
    assert "nothing is deleted" in said


def test_it_is_counted_then_asked_then_done(say: Say, data_folder: Path) -> None:
    fill(data_folder)
    meet(data_folder, 10)
    meet(data_folder, 400)
    told = json.loads(say("show", "--json")[1])
    assert (told["items"], told["waiting"], told["gone"], told["months"]) == (2, 0, 0, 12)
    code, said = say("apply")
    assert code == 1
    assert "2 single answers are past the time limit" in said
    assert "--yes" in said
    assert json.loads(say("show", "--json")[1])["items"] == 2
    assert say("apply", "--yes") == (
        0, "2 single answers are deleted, here and in every safety copy.\n",
    )  # fmt: skip
    code, said = say("show")
    assert "No single answer is past the time limit." in said
    assert "2 single answers were deleted so far." in said
    assert json.loads(say("apply", "--yes", "--json")[1])["deleted"] == 0


def test_a_second_place_that_is_not_at_hand_is_told(
    say: Say, data_folder: Path, tmp_path: Path
) -> None:
    fill(data_folder)
    meet(data_folder, 10)
    stick = tmp_path / "stick"
    stick.mkdir()
    store = Store.open(data_folder, use_keystore=False)
    choose_backup_folder(store, stick, by=None)
    store.close()
    meet(data_folder, 400)
    stick.rename(tmp_path / "elsewhere")
    code, said = say("apply", "--yes")
    assert code == 0
    assert "An older safety copy still holds them" in said


def test_a_second_place_at_hand_holds_no_older_copy(
    say: Say, data_folder: Path, tmp_path: Path
) -> None:
    fill(data_folder)
    meet(data_folder, 10)
    stick = tmp_path / "stick"
    stick.mkdir()
    store = Store.open(data_folder, use_keystore=False)
    choose_backup_folder(store, stick, by=None)
    store.close()
    [before] = stick.glob("*/*.db")
    meet(data_folder, 400)
    told = json.loads(say("apply", "--yes", "--json")[1])
    assert (told["deleted"], told["copies_left"]) == (2, False)
    assert not before.exists()
    assert list(stick.glob("*/*.db"))


def test_what_is_not_handed_in_is_no_success(say: Say, data_folder: Path) -> None:
    fill(data_folder)
    meet(data_folder, 10)
    meet(data_folder, 400)
    store = Store.open(data_folder, use_keystore=False)
    store.endpoints.put(EndpointRow("server", "server", "Records"))
    store.close()
    code, said = say("apply", "--yes")
    assert code == 1
    assert "2 answers are as old and are not handed in everywhere yet: Records." in said
    assert json.loads(say("show", "--json")[1])["roads"] == ["Records"]


def test_a_disk_that_takes_nothing_is_told(
    say: Say, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer_app.errors import NotSaved

    fill(data_folder)
    meet(data_folder, 10)
    meet(data_folder, 400)

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(retention, "apply_limit", full)
    code, said = say("apply", "--yes")
    assert (code, "The disk is full." in said) == (3, True)
