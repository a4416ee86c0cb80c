"""A release that somebody runs is neither taken away nor put under another program."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.releases import made_up
from trainer_app import __main__ as doors
from trainer_app import durable
from trainer_app.releases import running, staging, switching
from trainer_app.releases.place import Place
from trainer_app.releases.switching import MOST_TRIES, Plan
from trainer_app.releases.update_file import UpdateRejected

RUNS = """
import sys
from pathlib import Path
from trainer_app.releases import running
running.hold(Path(sys.argv[1]))
print("runs", flush=True)
sys.stdin.read()
"""
LOOKS = """
import sys
from pathlib import Path
from trainer_app.releases import running
sys.exit(running.is_held(Path(sys.argv[1])))
"""


class Began(Exception):
    """Another program takes over here."""

    def __init__(self, program: str) -> None:
        super().__init__(program)
        self.program = Path(program).name


@contextmanager
def somebody_runs(release: Path) -> Iterator[None]:
    """Another process runs a release, until it is killed."""
    command = [sys.executable, "-c", RUNS, str(release)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == b"runs"
        try:
            yield
        finally:
            other.kill()


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def become(program: str, _arguments: Sequence[str], _environment: object) -> None:
        raise Began(program)

    monkeypatch.setattr(os, "execve", become)


@pytest.fixture
def old(tmp_path: Path) -> Place:
    """1.0.0 runs, 1.0.1 is to be next."""
    place = made_up.place(made_up.release(tmp_path / "installed", "1.0.0"), "1.0.0")
    update(place, tmp_path, "1.0.1")
    return place


@pytest.fixture
def new(old: Place) -> Place:
    """1.0.1 was begun by the one before, and runs under its own name."""
    return begin(old)


def update(place: Place, tmp_path: Path, version: str) -> None:
    folder = tmp_path / version
    if not folder.exists():
        made_up.release(folder, version, note=f"{version}, one line more")
    data = made_up.update_bytes(None, folder)
    staging.make_ready(place, made_up.opened(data), made_up.KEY)


def begin(old: Place) -> Place:
    with pytest.raises(Began) as began:
        switching.at_start(old, [], old.main)
    assert began.value.program == "waypost-1.0.1"
    place = replace(old, version="1.0.1")
    switching.at_start(place, [], place.program_of("1.0.1"))
    return place


def names(place: Place) -> set[str]:
    return {path.name for path in place.folder.iterdir()}


def test_a_second_update_keeps_the_program_that_runs(new: Place, tmp_path: Path) -> None:
    """It reads from the program of its own name, in its first session."""
    switching.confirm(new)
    update(new, tmp_path, "1.0.2")
    assert new.program_of("1.0.1").exists()
    assert not new.release("1.0.0").exists()
    assert switching.read_plan(new) == Plan("1.0.1", "1.0.2")


def test_the_program_that_runs_is_not_tidied_away(
    new: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    switching.confirm(new)
    with monkeypatch.context() as first:
        first.setattr(sys, "executable", str(new.program_of("1.0.1")))
        switching.tidy(new)
    assert names(new) == {"waypost", "waypost-1.0.1", "release-1.0.1"}
    with somebody_runs(new.release("1.0.1")):
        switching.tidy(new)
    assert new.program_of("1.0.1").exists()
    switching.tidy(new)
    assert names(new) == {"waypost", "release-1.0.1"}


def test_a_release_on_trial_takes_no_update(new: Place, tmp_path: Path) -> None:
    """The one before may still be needed."""
    before = made_up.content(new.folder)
    with pytest.raises(UpdateRejected, match="last update is not finished"):
        update(new, tmp_path, "1.0.2")
    assert made_up.content(new.folder) == before


def test_nor_does_the_one_before_meanwhile(old: Place, tmp_path: Path) -> None:
    with (
        somebody_runs(old.release("1.0.1")),
        pytest.raises(UpdateRejected, match="last update is not finished"),
    ):
        update(old, tmp_path, "1.0.2")
    update(old, tmp_path, "1.0.2")
    assert switching.read_plan(old) == Plan("1.0.0", "1.0.2")


def test_what_cannot_be_taken_away_hinders_no_update(
    old: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "waypost-1.0.1":
            raise PermissionError("in use")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    update(old, tmp_path, "1.0.2")
    assert switching.read_plan(old) == Plan("1.0.0", "1.0.2")


def test_what_somebody_runs_stays(new: Place) -> None:
    switching.confirm(new)
    with somebody_runs(new.release("1.0.0")):
        switching.tidy(new)
        assert names(new) >= {"waypost-1.0.0", "release-1.0.0"}
        assert made_up.starts(new.folder) == "1.0.1"
    switching.tidy(new)
    assert names(new) == {"waypost", "release-1.0.1"}


def test_a_folder_goes_as_a_whole_or_stays_whole(
    new: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows keeps the name of a folder in which a file is in use."""

    def refuse(_path: Path, _target: object) -> None:
        raise PermissionError("in use")

    switching.confirm(new)
    before = made_up.content(new.release("1.0.0"))
    with monkeypatch.context() as windows:
        windows.setattr(Path, "rename", refuse)
        switching.tidy(new)
    assert made_up.content(new.release("1.0.0")) == before


def test_the_name_is_taken_once_nobody_runs_under_it(old: Place) -> None:
    """A hub of the release before runs for days; the new one is tried, and none of it counts."""
    with somebody_runs(old.release("1.0.0")):
        for _time in range(MOST_TRIES + 1):
            new = begin(old)
            assert made_up.starts(old.folder) == "1.0.0"
            switching.confirm(new)
            switching.tidy(new)
            assert switching.read_plan(old) == Plan("1.0.0", "1.0.1")
    new = begin(old)
    assert made_up.starts(old.folder) == "1.0.1"
    switching.confirm(new)
    assert switching.read_plan(new) is None


def test_a_program_that_keeps_its_name_gives_way_all_the_same(
    new: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no waypost.exe that runs; the one before does it, once that has ended."""

    def refuse(*_told: object) -> None:
        raise PermissionError("in use")

    switching.write_plan(new, Plan("1.0.0", "1.0.1", MOST_TRIES))
    before = replace(new, version="1.0.0")
    with monkeypatch.context() as windows:
        rename = durable.rename
        windows.setattr(durable, "rename", lambda a, b: refuse() if b == new.main else rename(a, b))
        for _time in range(2):  # also where the one before was killed at once
            with pytest.raises(Began) as began:
                switching.at_start(new, [], new.main)
            assert began.value.program == "waypost-1.0.0"
        switching.at_start(before, [], new.program_of("1.0.0"))
        switching.tidy(before)
    assert made_up.starts(new.folder) == "1.0.1"
    switching.at_start(before, [], new.program_of("1.0.0"))
    assert made_up.starts(new.folder) == "1.0.0"
    switching.tidy(before)
    assert names(new) == {"waypost", "release-1.0.0", "update.json"}


def test_nobody_gives_way_under_another_who_runs(new: Place) -> None:
    """The name stays with the program that is read from; the one before runs under its own."""
    switching.write_plan(new, Plan("1.0.0", "1.0.1", MOST_TRIES))
    with somebody_runs(new.release("1.0.1")), pytest.raises(Began) as began:
        switching.at_start(new, [], new.main)
    assert began.value.program == "waypost-1.0.0"
    assert made_up.starts(new.folder) == "1.0.1"


def test_who_has_not_the_name_takes_nothing_away(new: Place) -> None:
    switching.confirm(new)
    before = made_up.content(new.folder)
    switching.tidy(replace(new, version="1.0.0"))
    assert made_up.content(new.folder) == before


def test_an_update_begins_with_the_name(new: Place, tmp_path: Path) -> None:
    """Where a release gave way and Windows kept the name, it is still what people start."""
    switching.write_plan(new, Plan("1.0.0", "1.0.1", MOST_TRIES, undone=True))
    before = replace(new, version="1.0.0")
    assert made_up.starts(new.folder) == "1.0.1"
    update(before, tmp_path, "1.0.2")
    assert made_up.starts(new.folder) == "1.0.0"
    assert not new.release("1.0.1").exists()


def test_a_release_that_could_not_give_way_takes_an_update(new: Place, tmp_path: Path) -> None:
    switching.write_plan(new, Plan("1.0.0", "1.0.1", MOST_TRIES, undone=True))
    update(new, tmp_path, "1.0.2")
    assert switching.read_plan(new) == Plan("1.0.1", "1.0.2")


def test_every_door_holds_its_release(old: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    release = old.release("1.0.0")
    monkeypatch.setattr(sys, "_MEIPASS", str(release), raising=False)
    assert doors.main(["update", "show"]) == 0
    looked = subprocess.run([sys.executable, "-c", LOOKS, str(release)], check=False)
    assert looked.returncode == 1
    assert not running.is_held(release)  # by another


def test_what_is_gone_is_run_by_nobody(tmp_path: Path) -> None:
    running.hold(tmp_path / "release-0.9")
    assert not running.is_held(tmp_path / "release-0.9")
    shutil.rmtree(tmp_path)


def test_a_fetched_update_goes_once_it_is_of_no_use(new: Place) -> None:
    new.fetched.mkdir()
    for version in ("1.0.1-from-1.0.0", "1.0.2", "1.0"):
        (new.fetched / f"waypost-{version}-linux-x86_64.wayupdate").write_bytes(b"x")
    (new.fetched / "coming.part").write_bytes(b"x")
    switching.confirm(new)
    left = {"coming.part", "waypost-1.0.2-linux-x86_64.wayupdate"}
    assert {path.name for path in new.fetched.iterdir()} == left
    switching.tidy(replace(new, version="1.0.2"))
    assert {path.name for path in new.fetched.iterdir()} == {"coming.part"}
