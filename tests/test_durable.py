"""Small files: whole or not at all, and patient with virus scanners."""

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from trainer_app import durable


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "slots"
    path.with_name("slots.part").write_bytes(b"left by a crash")
    durable.write(path, b"first")
    durable.write(path, b"2nd")
    assert path.read_bytes() == b"2nd"
    assert list(tmp_path.iterdir()) == [path]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_file_then_name_then_folder_reach_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        order.append("folder" if is_folder else "file")
        real_fsync(descriptor)

    def replace(source: Path, target: Path) -> Path:
        order.append("rename")
        return real_replace(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    durable.write(tmp_path / "slots", b"x")
    assert order == (
        ["file", "rename"] if sys.platform == "win32" else ["file", "rename", "folder"]
    )


@pytest.mark.parametrize(("refusals", "fine"), [(0, True), (4, True), (5, False)])
def test_on_windows_a_rename_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, fine: bool
) -> None:
    real_replace = Path.replace
    left = refusals

    def replace(source: Path, target: Path) -> Path:
        nonlocal left
        if left:
            left -= 1
            raise PermissionError("a virus scanner is looking at it")
        return real_replace(source, target)

    monkeypatch.setattr(durable, "_WINDOWS", True)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    if fine:
        durable.write(tmp_path / "slots", b"x")
        assert (tmp_path / "slots").read_bytes() == b"x"
    else:
        with pytest.raises(PermissionError):
            durable.write(tmp_path / "slots", b"x")


def test_elsewhere_a_refused_rename_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(_source: Path, _target: Path) -> Path:
        raise PermissionError("no")

    monkeypatch.setattr(durable, "_WINDOWS", False)
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(PermissionError):
        durable.write(tmp_path / "slots", b"x")


def test_a_folder_is_made_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    durable.make_folder(folder)
    durable.make_folder(folder)
    assert folder.is_dir()
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_wiped_was_written_over_before_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"secret" * 10)
    order: list[str] = []
    real_fsync, real_unlink = os.fsync, Path.unlink

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        order.append("folder" if is_folder else f"file of {os.fstat(descriptor).st_size}")
        real_fsync(descriptor)

    def unlink(gone: Path, missing_ok: bool = False) -> None:
        assert b"secret" not in gone.read_bytes()
        order.append("gone")
        real_unlink(gone, missing_ok=missing_ok)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "unlink", unlink)
    durable.wipe(path)
    assert order == ["file of 60", "gone"] + ([] if sys.platform == "win32" else ["folder"])
    assert list(tmp_path.iterdir()) == []
    durable.wipe(path)
