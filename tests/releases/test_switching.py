"""Which release starts, whatever happens in between."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.releases import made_up
from trainer_app import __main__ as doors
from trainer_app import durable
from trainer_app.locks import WINDOW, FileLock
from trainer_app.releases import place as places
from trainer_app.releases import staging, switching
from trainer_app.releases.place import Place
from trainer_app.releases.switching import MOST_TRIES, Plan


class Began(Exception):
    """Another program takes over here."""

    def __init__(self, program: str, arguments: Sequence[str]) -> None:
        super().__init__(program)
        self.program, self.arguments = Path(program).name, list(arguments)


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def become(program: str, arguments: Sequence[str], _environment: object) -> None:
        raise Began(program, arguments)

    monkeypatch.setattr(os, "execve", become)


@pytest.fixture
def ready(tmp_path: Path) -> Place:
    """1.0.0 runs, 1.0.1 is to be next."""
    folder = made_up.release(tmp_path / "installed", "1.0.0")
    newer = made_up.release(tmp_path / "newer", "1.0.1", note="one line more")
    before = made_up.place(folder, "1.0.0")
    data = made_up.update_bytes(folder, newer)
    staging.make_ready(before, made_up.opened(data), made_up.KEY)
    return before


def start(place: Place, *arguments: str) -> str:
    """Start what people start, and all it hands on to; the version that goes on."""
    program, words = place.program, list(arguments)
    for _time in range(4):
        version = made_up.starts(place.folder) if program == place.program else program[8:]
        running = replace(place, version=version)
        try:
            switching.at_start(running, words, place.folder / program)
        except Began as began:
            program, words = began.program, began.arguments[1:]
        else:
            assert words == list(arguments)
            return version
    raise AssertionError("they hand on to each other for ever")


def test_the_next_start_is_the_new_release(ready: Place) -> None:
    assert start(ready, "--language", "es") == "1.0.1"
    assert made_up.starts(ready.folder) == "1.0.1"
    assert ready.release("1.0.0").exists()


def test_the_one_before_goes_once_the_new_one_is_confirmed(ready: Place) -> None:
    new = replace(ready, version="1.0.1")
    start(ready)
    switching.tidy(new)
    assert ready.release("1.0.0").exists()
    switching.confirm(new)
    switching.tidy(new)
    assert {path.name for path in ready.folder.iterdir()} == {"waypost", "release-1.0.1"}
    assert start(ready) == "1.0.1"


def test_a_release_that_never_gets_there_gives_way(ready: Place) -> None:
    versions = [start(ready) for _time in range(MOST_TRIES + 2)]
    assert versions == ["1.0.1"] * MOST_TRIES + ["1.0.0"] * 2
    assert made_up.starts(ready.folder) == "1.0.0"
    plan = switching.read_plan(ready)
    assert plan is not None
    assert plan.undone
    switching.tidy(ready)
    assert not ready.release("1.0.1").exists()
    assert start(ready) == "1.0.0"


def test_a_release_that_ends_before_it_has_the_name_gives_way(ready: Place) -> None:
    """It is started under its own name, and dies there each time."""
    for _time in range(MOST_TRIES):
        with pytest.raises(Began) as began:
            switching.at_start(ready, [], ready.main)
        assert began.value.program == "waypost-1.0.1"
    switching.at_start(ready, [], ready.main)
    assert made_up.starts(ready.folder) == "1.0.0"


def test_a_program_that_cannot_be_started_leaves_the_one_before(
    ready: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_told: object) -> None:
        raise PermissionError("not allowed")

    monkeypatch.setattr(os, "execve", refuse)
    switching.at_start(ready, [], ready.main)
    ready.program_of("1.0.1").unlink()
    switching.at_start(ready, [], ready.main)
    plan = switching.read_plan(ready)
    assert plan is not None
    assert plan.undone


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"before": 1}', b"\xff", b"null"])
def test_a_plan_that_nobody_can_read_changes_nothing(ready: Place, held: bytes) -> None:
    ready.plan_file.write_bytes(held)
    assert start(ready) == "1.0.0"


def test_who_could_not_take_the_name_is_not_confirmed(
    ready: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a program that still runs keeps its name; so the one before is kept, too."""

    def refuse(*_told: object) -> None:
        raise PermissionError("in use")

    new = replace(ready, version="1.0.1")
    with monkeypatch.context() as held:
        held.setattr(durable, "rename", refuse)
        switching.at_start(new, [], ready.program_of("1.0.1"))
        with pytest.raises(PermissionError):
            switching.confirm(new)
        switching.tidy(new)
    assert made_up.starts(ready.folder) == "1.0.0"
    switching.confirm(new)
    assert made_up.starts(ready.folder) == "1.0.1"


def test_a_plan_of_other_releases_is_forgotten(ready: Place) -> None:
    switching.write_plan(ready, Plan("3.0", "3.1"))
    assert start(ready) == "1.0.0"
    assert not ready.plan_file.exists()


def test_nobody_confirms_for_another(ready: Place) -> None:
    switching.confirm(ready)
    assert ready.plan_file.exists()
    switching.tidy(ready)
    assert ready.program_of("1.0.1").exists()


def test_what_the_loader_left_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "/opt/waypost/waypost")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/waypost/release-1.0.0")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    told = switching.fresh_environment()
    assert "_PYI_ARCHIVE_FILE" not in told
    assert told["LD_LIBRARY_PATH"] == "/opt/own"
    assert told["PYINSTALLER_RESET_ENVIRONMENT"] == "1"


def test_from_source_there_is_no_place() -> None:
    assert places.here() is None


def test_only_the_window_hands_on(ready: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command in a script is not where a new release is tried."""
    monkeypatch.setattr(sys, "_MEIPASS", str(ready.release("1.0.0")), raising=False)
    monkeypatch.setattr(sys, "executable", str(ready.main))
    assert places.here() == ready
    with pytest.raises(SystemExit):
        doors.main(["--version"])
    with pytest.raises(Began):
        doors.main(["--data-dir", str(ready.folder / "data")])


@pytest.fixture
def clicked(ready: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of whoever clicks; the program is frozen, a window is only begun."""
    monkeypatch.setattr(sys, "_MEIPASS", str(ready.release("1.0.0")), raising=False)
    monkeypatch.setattr(sys, "executable", str(ready.main))
    folder = ready.folder.parent / "data"
    folder.mkdir()
    return folder


def test_a_click_beside_an_open_window_is_no_try(ready: Place, clicked: Path) -> None:
    """Nor does it give the name of the open window's program to another one."""
    window = FileLock(clicked / WINDOW)
    assert window.take()
    before = made_up.content(ready.folder)
    for _click in range(MOST_TRIES + 1):
        second = doors._begin_right_release(clicked)
        assert not second.take()
    assert made_up.content(ready.folder) == before
    window.release()
    with pytest.raises(Began):
        doors._begin_right_release(clicked)


def test_who_hands_on_lets_the_window_go(
    ready: Place, clicked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next program takes it; where that cannot be started, this one does."""

    def refuse(*_told: object) -> None:
        next_one = FileLock(clicked / WINDOW)
        assert next_one.take()
        next_one.release()
        raise PermissionError("not allowed")

    monkeypatch.setattr(os, "execve", refuse)
    lock = doors._begin_right_release(clicked)
    assert lock.take()
    lock.release()


def test_a_folder_that_cannot_be_written_is_no_try(ready: Place, clicked: Path) -> None:
    (clicked / WINDOW).mkdir()
    doors._begin_right_release(clicked)
    assert switching.read_plan(ready) == Plan("1.0.0", "1.0.1")
