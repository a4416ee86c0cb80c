"""The folder on a stick: whole files or the old state, and nothing read that is not ours."""

import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from trainer_app import durable
from trainer_app.sync import stick
from trainer_app.sync.stick import StickTrouble

NAME = "waypost-0000d1-1-20.waybundle"
OLD, NEW = b"old " * 500, b"new " * 700
STEPS = ["make_folder", "disk_usage", "open", "write", "fsync", "read_back", "replace"]


def spoiled(monkeypatch: pytest.MonkeyPatch, step: str, number: int) -> None:
    """The stick is pulled, or gives up, at this step."""

    def gone(*_words: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number))

    match step:
        case "make_folder":
            monkeypatch.setattr(durable, "make_folder", gone)
        case "disk_usage":
            monkeypatch.setattr(shutil, "disk_usage", gone)
        case "replace":
            monkeypatch.setattr(Path, "replace", gone)
        case "read_back":
            monkeypatch.setattr(stick, "_opened", gone)
        case "write":
            real = os.fdopen
            monkeypatch.setattr(os, "fdopen", lambda *words: _Worn(real(*words), gone))
        case _:
            monkeypatch.setattr(os, step, gone)


class _Worn:
    """A file that cannot be written."""

    def __init__(self, file, write) -> None:
        self._file, self.write = file, write

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Our folder on a stick that has been used."""
    made = tmp_path / "stick" / "Waypost"
    made.parent.mkdir()
    stick.put(made / NAME, OLD)
    return made


def test_what_is_put_there_is_there_and_nothing_else(home):
    stick.put(home / NAME, NEW)
    assert stick.read(home / NAME, 10_000) == NEW
    assert [path.name for path in home.iterdir()] == [NAME]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENOSPC, errno.EROFS])
def test_a_stick_pulled_at_any_step_leaves_the_old_state(home, monkeypatch, step, number):
    with monkeypatch.context() as patch:
        spoiled(patch, step, number)
        with pytest.raises(StickTrouble) as caught:
            stick.put(home / NAME, NEW)
    assert len(str(caught.value)) > 20
    assert stick.read(home / NAME, 10_000) == OLD
    stick.put(home / NAME, NEW)
    assert stick.read(home / NAME, 10_000) == NEW
    assert [path.name for path in home.iterdir()] == [NAME]


def test_a_power_cut_leaves_a_part_that_is_cleared_away_later(home):
    for name in (NAME, "waypost-0000d2-1-9.waybundle"):
        (home / f"{name}.part").write_bytes(NEW[:100])
    stick.drop_parts(home.parent, "waypost-0000d1-")
    left = {path.name for path in home.iterdir()}
    assert left == {NAME, "waypost-0000d2-1-9.waybundle.part"}
    assert stick.files(home.parent, ".waybundle") == [home / NAME]


def test_a_stick_that_reads_back_something_else_is_found_out(home, monkeypatch):
    real = stick._write
    monkeypatch.setattr(stick, "_write", lambda path, data: real(path, data[:-1] + b"?"))
    with pytest.raises(StickTrouble, match="another one"):
        stick.put(home / NAME, NEW)
    assert stick.read(home / NAME, 10_000) == OLD


def test_a_share_that_cannot_sync_a_folder_is_still_used(home, monkeypatch):
    def unsupported(_folder: Path) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.setattr(durable, "sync_folder", unsupported)
    stick.put(home / NAME, NEW)
    stick.put(home / "deeper" / NAME, NEW)
    assert stick.read(home / NAME, 10_000) == NEW
    assert stick.read(home / "deeper" / NAME, 10_000) == NEW


def test_a_full_stick_says_how_much_is_needed(home, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**9, 10**9, 100_000))
    with pytest.raises(StickTrouble, match=r"2\.3.* MB are needed, .*0\.1.* MB are free"):
        stick.put(home / NAME, bytes(2_000_000))
    assert stick.read(home / NAME, 10_000) == OLD


def test_only_regular_files_with_our_ending_are_seen(home):
    top = home.parent
    secret = top.parent / "secret"
    secret.write_bytes(b"not yours")
    (home / "link.waybundle").symlink_to(secret)
    os.mkfifo(home / "pipe.waybundle")
    (home / "folder.waybundle").mkdir()
    (home / "._shadow.waybundle").write_bytes(b"x")
    (home / "setup.exe").write_bytes(b"MZ")
    (top / "carried.WAYBUNDLE").write_bytes(b"x")
    (top / "private").mkdir()
    (top / "private" / "deep.waybundle").write_bytes(b"x")
    assert stick.files(top, ".waybundle") == [top / "carried.WAYBUNDLE", home / NAME]
    assert stick.files(home, ".waybundle") == [home / NAME]
    for name in ("link.waybundle", "pipe.waybundle", "folder.waybundle"):
        with pytest.raises(OSError, match=r"regular|symbolic|device"):
            stick.read(home / name, 10_000)


def test_more_bytes_than_allowed_are_not_read(home):
    with pytest.raises(OSError, match="too large"):
        stick.read(home / NAME, len(OLD) - 1)
    assert stick.read(home / NAME, len(OLD)) == OLD
    assert stick.read_start(home / NAME, 4) == (b"old ", len(OLD))


def test_a_stick_without_our_folder_has_nothing(tmp_path):
    assert stick.files(tmp_path, ".waybundle") == []
    assert stick.stick_id(tmp_path) is None
    stick.drop_parts(tmp_path, "waypost-")
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_is_gone_is_a_system_error_or_a_sentence(tmp_path):
    with pytest.raises(OSError, match="No such"):
        stick.read(tmp_path / "gone" / NAME, 10)
    assert stick.files(tmp_path / "gone", ".waybundle") == []
    assert stick.stick_id(tmp_path / "gone") is None
    with pytest.raises(StickTrouble, match="Put the stick back"):
        stick.put(tmp_path / "gone" / "Waypost" / NAME, NEW)
    assert not (tmp_path / "gone").exists()


def test_a_stick_is_known_again_by_its_number(tmp_path):
    named = stick.name_stick(tmp_path)
    assert len(named) == 32
    assert stick.name_stick(tmp_path) == stick.stick_id(tmp_path) == named
    (tmp_path / "Waypost" / "stick-id").write_bytes(b"../../etc/passwd")
    assert stick.stick_id(tmp_path) is None
    assert stick.name_stick(tmp_path) not in (named, None)


def test_our_folder_may_be_chosen_itself(tmp_path):
    assert stick.home(tmp_path) == tmp_path / "Waypost"
    assert stick.home(tmp_path / "WAYPOST") == tmp_path / "WAYPOST"


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """Disks as Linux shows them: one built in, one in a slot, one on USB that says it is fixed."""
    devices, names = tmp_path / "devices", tmp_path / "block"
    names.mkdir()
    for disk, removable in (("pci/sda", 0), ("pci/mmcblk0", 1), ("pci/usb2/2-1/sdb", 0)):
        (devices / disk).mkdir(parents=True)
        (devices / disk / "removable").write_text(f"{removable}\n")
        part = devices / disk / f"{Path(disk).name}1"
        part.mkdir()
        (part / "partition").write_text("1\n")
        for made in (devices / disk, part):
            (names / made.name).symlink_to(made)
    return names


def test_drives_that_can_be_taken_out_are_found(tmp_path, blocks):
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "proc /proc proc rw 0 0\n"
        "/dev/sda1 / ext4 rw 0 0\n"
        "/dev/mmcblk01 /media/card vfat rw 0 0\n"
        "/dev/sdb1 /media/ana/My\\040stick vfat rw 0 0\n"
        "/dev/sdb /media/whole vfat rw 0 0\n"
        "/dev/sdz9 /media/unknown vfat rw 0 0\n"
        "odd\n"
    )
    found = stick.linux_drives(mounts, blocks)
    assert found == [Path("/media/card"), Path("/media/ana/My stick"), Path("/media/whole")]
    assert stick.linux_drives(tmp_path / "gone", blocks) == []


def test_drives_of_this_computer_can_always_be_asked_for():
    assert isinstance(stick.drives(), list)
