"""Backups in a second place: kept there, let go of there, and put back on a new computer."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import draft, learner
from trainer_app import __main__ as doors
from trainer_app import durable
from trainer_app.errors import StoreLocked, StoreUnusable
from trainer_app.operations.backup_folder import (
    BackupRefused,
    backup_place,
    choose_backup_folder,
    copy_elsewhere,
    forget_backup_folder,
    put_back_from,
)
from trainer_app.operations.computer import keep_safe
from trainer_app.operations.learning import today
from trainer_app.operations.publishers import DutyNeeded
from trainer_app.operations.staff import add_first_staff
from trainer_app.store import Store, backups


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    made = Store.open(data, use_keystore=False)
    made.add_learner(learner(), "hash")
    made.append([draft(f"i{number}") for number in range(5)])
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def kept_in(stick: Path) -> list[backups.Copy]:
    (home,) = stick.iterdir()
    assert not list(home.glob("*.part"))
    return backups.copies(home)


def test_a_backup_lies_in_the_second_place_at_once(store: Store, stick: Path) -> None:
    assert backup_place(store) is None
    choose_backup_folder(store, stick, by=None)
    (copy,) = kept_in(stick)
    told = backups.facts(copy.path, store._key)
    assert told is not None
    assert told[0] == 5  # what was saved today, too
    place = backup_place(store)
    assert place is not None
    assert (place.folder, place.is_there, place.last) == (stick, True, today())


def test_nothing_in_it_opens_it(store: Store, stick: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    (home,) = stick.iterdir()
    assert {path.suffix for path in home.iterdir()} == {".db", ".json"}
    raw = b"".join(path.read_bytes() for path in home.iterdir())
    assert store._key not in raw
    assert store._key.hex().encode() not in raw.lower()
    assert learner().name.encode() not in raw


def test_a_new_computer_begins_with_it(store: Store, stick: Path, tmp_path: Path) -> None:
    code = store.new_recovery_code
    assert code is not None
    choose_backup_folder(store, stick, by=None)
    store.append([draft("later")])
    store.second_copy.back_up()
    keep_safe(store)
    store.close()
    shutil.rmtree(tmp_path / "data")
    new = tmp_path / "new"
    assert put_back_from(stick, new) is not None
    with pytest.raises(StoreLocked):
        Store.open(new, use_keystore=False)
    again = Store.open(new, use_keystore=False, recovery_code=code)
    assert again.verify_chain() == 6
    assert [one.name for one in again.learners()] == [learner().name]
    again.append([draft("on")])
    again.close()


def test_what_is_let_go_here_is_let_go_there(store: Store, stick: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    for number in range(backups.ALWAYS + 2):
        store.append([draft(f"more{number}")])
        store.second_copy.back_up()
        copy_elsewhere(store)
    store.directory.erase("learner", "learner-1")
    copy_elsewhere(store)
    own = backups.copies(store._folder / backups.FOLDER)
    assert [one.path.name for one in kept_in(stick)] == [one.path.name for one in own]
    assert len(own) == 1


def test_what_is_of_another_history_stays(store: Store, stick: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    (home,) = stick.iterdir()
    ahead = home / "waypost-0005-000900000-00001-20260101.db"
    ahead.write_bytes(b"of before somebody began anew")
    store.append([draft("more")])
    store.second_copy.back_up()
    copy_elsewhere(store)
    assert ahead.exists()


def test_who_begins_anew_keeps_what_lies_there_of_before(
    store: Store, stick: Path, data: Path
) -> None:
    store.second_copy.back_up()
    choose_backup_folder(store, stick, by=None)
    before = kept_in(stick)
    store.close()
    (data / "waypost.db").write_bytes(b"damaged")
    shutil.rmtree(data / "backups")
    anew = Store.open(data, use_keystore=False, rescue="begin-anew")
    choose_backup_folder(anew, stick, by=None)
    for number in range(backups.ALWAYS + before[-1].count):
        anew.append([draft(f"anew{number}")])
    for number in range(backups.ALWAYS):
        anew.append([draft(f"more{number}")])
        anew.second_copy.back_up()
        copy_elsewhere(anew)
    anew.close()
    assert all(one.path.exists() for one in before)
    assert len(list(stick.iterdir())) == 2


def test_the_newest_is_that_of_most_changes_whatever_the_calendar_said(
    store: Store, stick: Path
) -> None:
    from trainer_app.store import elsewhere

    choose_backup_folder(store, stick, by=None)
    (copy,) = kept_in(stick)
    older = copy.path.with_name("waypost-0006-000000001-00001-20990101.db")
    older.write_bytes(b"made when the clock was wrong")
    found = elsewhere.newest_in(stick)
    assert found is not None
    assert found[1].path == copy.path


def test_a_backup_that_does_not_read_back_is_none(store: Store, stick: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    before = kept_in(stick)
    store.append([draft("more")])
    store.second_copy.back_up()
    own = backups.copies(store._folder / backups.FOLDER)[-1].path
    content = bytearray(own.read_bytes())
    content[len(content) // 2] ^= 1
    own.write_bytes(content)
    with pytest.raises(BackupRefused, match="read back"):
        copy_elsewhere(store)
    assert kept_in(stick) == before


def test_putting_back_that_was_cut_short_is_done_again(
    store: Store, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_backup_folder(store, stick, by=None)
    new = tmp_path / "new"

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "rename", full)
        with pytest.raises(BackupRefused):
            put_back_from(stick, new)
    (stick_home,) = stick.iterdir()
    shutil.copyfile(stick_home / "keyslots.json", new / "keyslots.json")
    assert put_back_from(stick, new) is not None
    with pytest.raises(BackupRefused, match="already"):
        put_back_from(stick, new)


def test_a_stick_that_is_out_is_no_trouble(store: Store, stick: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    shutil.rmtree(stick)
    assert keep_safe(store) is None
    assert not stick.exists()
    place = backup_place(store)
    assert place is not None
    assert not place.is_there


def test_a_copy_that_was_damaged_on_the_way_does_not_count(
    store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer_app.store import elsewhere

    def copied_badly(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-4096] + bytes(4096))

    monkeypatch.setattr(elsewhere, "_copy", copied_badly)
    with pytest.raises(BackupRefused, match="read back differently"):
        choose_backup_folder(store, stick, by=None)
    assert backup_place(store) is None
    assert kept_in(stick) == []


def test_a_full_stick_is_told(store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_told: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(BackupRefused, match="No space left"):
        choose_backup_folder(store, stick, by=None)
    assert backup_place(store) is None


def test_the_data_folder_is_no_second_place(store: Store, data: Path) -> None:
    for folder in (data, data / "backups"):
        with pytest.raises(StoreUnusable, match="another disk"):
            choose_backup_folder(store, folder, by=None)


def test_staff_choose_where_there_is_staff(store: Store, stick: Path) -> None:
    code = store.new_recovery_code
    duty = add_first_staff(
        store, name="Ana", roles=("facilitator",), pin="493817", recovery_code=code
    )
    with pytest.raises(DutyNeeded):
        choose_backup_folder(store, stick, by=None)
    choose_backup_folder(store, stick, by=duty)
    with pytest.raises(DutyNeeded):
        forget_backup_folder(store, by=None)
    forget_backup_folder(store, by=duty)
    assert backup_place(store) is None
    assert kept_in(stick)


def test_nothing_is_put_over_data(store: Store, stick: Path, data: Path, tmp_path: Path) -> None:
    choose_backup_folder(store, stick, by=None)
    with pytest.raises(BackupRefused, match="already"):
        put_back_from(stick, data)
    with pytest.raises(BackupRefused, match="no safety copy"):
        put_back_from(tmp_path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_by_command(
    store: Store, stick: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    call = ["--data-dir", str(data), "backup"]
    assert doors.main([*call, "show"]) == 0
    assert doors.main([*call, "folder", str(stick)]) == 0
    assert doors.main([*call, "show"]) == 0
    assert "The last one was copied on" in capsys.readouterr().out
    assert doors.main([*call, "put-back", str(stick)]) == 4
    new = ["--data-dir", str(tmp_path / "new"), "backup"]
    assert doors.main([*new, "put-back", str(stick)]) == 0
    assert "it asks for the recovery code" in capsys.readouterr().out
    assert doors.main([*new, "show"]) == 6
    assert doors.main([*call, "folder", str(tmp_path / "not-there")]) == 4
    assert doors.main([*call, "end"]) == 0
