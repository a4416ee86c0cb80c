"""Whether this account may put a release where the program lies."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.releases import made_up
from trainer_app.releases.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return made_up.place(made_up.release(tmp_path / "program", "1.0.0"), "1.0.0")


def refusing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The system says yes when it is asked, and refuses then."""
    open_file = os.open

    def refuse(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, "refused")
        return open_file(path, flags, *more, **named)

    monkeypatch.setattr(os, "access", lambda *_told: True)
    monkeypatch.setattr(os, "open", refuse)


def test_a_folder_of_ones_own_can_be_changed(place: Place) -> None:
    before = made_up.content(place.folder)
    assert place.can_change()
    assert made_up.content(place.folder) == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_what_says_yes_and_refuses_then_is_found_out(
    place: Place, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    refusing(monkeypatch, number)
    assert not place.can_change()


def test_a_full_disk_is_another_trouble(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, errno.ENOSPC)
    assert place.can_change()


def test_what_was_tried_and_cut_off_is_tidied_away(place: Place) -> None:
    for name in ("write-12-34.part", "write-me.part", "write-12-34"):
        (place.folder / name).touch()
    assert [path.name for path in place.others()] == ["write-12-34.part"]
