"""Everything is kept twice: whichever of the two is damaged, nothing that was saved is lost."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.store.conftest import (
    HandClock,
    OpenStore,
    draft,
    filled,
    forget_second_copy,
    learner,
)
from trainer_app import durable
from trainer_app.errors import DataDamaged, NotSaved, StoreUnusable
from trainer_app.store import Store, backups, journal, keys, migrate, rescue, second_copy
from trainer_app.store.connection import connect
from trainer_app.store.opening import FILE

DAY = 24 * 60 * 60 * 1000
Damage = Callable[[Path], object]


def flip(path: Path, place: int) -> None:
    """One bit of a file is another; a place below 0 counts from its end."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


DAMAGES: dict[str, Damage] = {
    "first page": lambda path: flip(path, 100),
    "middle": lambda path: flip(path, path.stat().st_size // 2),
    "last page": lambda path: flip(path, -100),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "other": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(path.stat().st_size)),
    "gone": lambda path: path.unlink(),
}


@pytest.fixture
def folder(open_store: OpenStore, tmp_path: Path) -> Path:
    """A folder in which people, answers and places were saved, some of them after the backup."""
    store = open_store()
    store.add_learner(learner(), "hash")
    store.append([draft(f"i{number}") for number in range(5)])
    store.second_copy.back_up()
    for number in range(5, 20):
        store.append([draft(f"i{number}")], bookmarks={("learner-1", "quiz"): b"%d" % number})
    store.set_setting("site.name", "Terminal Norte")
    store.close()
    return tmp_path


class PowerFailed(BaseException):
    """Nothing that follows is done."""


def cut_short(*_of_anything: object) -> None:
    """The power fails here."""
    raise PowerFailed


def key_of(folder: Path) -> bytes:
    return keys.unlock(folder, use_keystore=False).key


def journal_of(folder: Path) -> Path:
    return journal.journals(folder / second_copy.FOLDER)[-1]


def holds_everything(store: Store) -> bool:
    return (
        store.verify_chain() == 20
        and store.bookmark("learner-1", "quiz") == b"19"
        and store.setting("site.name") == "Terminal Norte"
        and [one.name for one in store.learners()] == [learner().name]
    )


# ---------------------------------------------------------------- the data file is damaged


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_put_back_whole(folder: Path, open_store: OpenStore, damage: str) -> None:
    DAMAGES[damage](folder / FILE)
    left = (folder / FILE).read_bytes() if (folder / FILE).exists() else None
    store = open_store()
    assert holds_everything(store)
    assert store.rescued is not None
    assert (store.rescued.kind, store.rescued.statements) == ("restored", 20)
    assert store.rescued.changes >= 16
    assert store.rescued.aside is not None
    aside = store.rescued.aside / FILE
    assert (aside.read_bytes() if aside.exists() else None) == left  # nothing is deleted
    store.append([draft("after")])
    assert not store.second_copy.is_missing
    store.close()
    again = open_store()
    assert again.rescued is None
    assert again.verify_chain() == 21


def test_every_flipped_bit_is_put_right(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(8)
    size = (folder / FILE).stat().st_size
    for _flip in range(12):
        again = tmp_path_factory.mktemp("again") / "data"
        shutil.copytree(folder, again)
        flip(again / FILE, chance.randrange(size))
        store = Store.open(again, use_keystore=False, clock=HandClock())
        assert holds_everything(store)
        assert store.rescued is not None
        store.close()


def test_a_file_that_lost_its_end_catches_up(folder: Path, open_store: OpenStore) -> None:
    """A disk that said it had written and had not; or somebody put an older copy back."""
    older = folder / "older.db"
    shutil.copyfile(folder / FILE, older)
    store = open_store()
    store.append([draft("late"), draft("later")])
    store.close()
    shutil.copyfile(older, folder / FILE)
    store = open_store()
    assert store.rescued is not None
    assert store.rescued.kind == "caught-up"
    assert store.verify_chain() == 22


def test_an_older_file_without_its_journal_is_put_right_from_the_backup(
    folder: Path, open_store: OpenStore
) -> None:
    older = folder / "older.db"
    shutil.copyfile(folder / FILE, older)
    store = open_store()
    store.append([draft("late")])
    store.second_copy.back_up()
    store.close()
    shutil.copyfile(older, folder / FILE)
    for path in journal.journals(folder / second_copy.FOLDER)[:-1]:
        path.unlink()
    store = open_store()
    assert store.rescued is not None
    assert store.rescued.kind == "restored"
    assert store.verify_chain() == 21


def test_a_backup_of_another_history_is_taken_for_nothing_newer(
    folder: Path, open_store: OpenStore
) -> None:
    newest = backups.copies(folder / backups.FOLDER)[-1].path
    ahead = newest.with_name(newest.name.replace(newest.name[13:22], "000009999"))
    ahead.write_bytes(b"nothing that can be read")
    journal_of(folder).unlink()
    store = open_store()
    assert store.rescued is None
    assert holds_everything(store)
    store.close()
    assert backups.copies(folder / backups.FOLDER)[-1].count < 9999
    assert ahead.with_name(f"{ahead.name}.aside").exists()
    (folder / FILE).unlink()
    assert holds_everything(open_store())


def test_a_crash_while_things_are_put_aside_begins_nothing_anew(
    folder: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage_both(folder)
    renamed = durable.rename

    def dies(source: Path, target: Path) -> None:
        if source.name == backups.FOLDER:
            raise SystemExit
        renamed(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "rename", dies)
        with pytest.raises(SystemExit):
            Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    store = Store.open(folder, use_keystore=False, clock=clock)
    assert store.verify_chain() >= 5
    assert not store.created
    store.close()


def test_a_backup_without_its_journal_is_no_gap(
    folder: Path, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power failed between the two; what is saved after that is put back whole, too."""
    with monkeypatch.context() as patch:
        patch.setattr(journal.Writer, "begin", cut_short)
        store = open_store()
        with pytest.raises(PowerFailed):
            store.second_copy.back_up()
    store.close()
    store = open_store()
    store.append([draft("after")])
    store.close()
    flip(folder / FILE, -100)
    store = open_store()
    assert store.rescued is not None
    assert store.rescued.kind == "restored"
    assert store.verify_chain() == 21


def of_an_older_release(folder: Path) -> backups.Copy:
    """The newest backup, as if it had been made before the tables were changed."""
    newest = backups.copies(folder / backups.FOLDER)[-1]
    older = newest.path.with_name(newest.path.name.replace(f"-{migrate.HEAD}-", "-0005-"))
    newest.path.rename(older)
    return backups.copies(folder / backups.FOLDER)[-1]


def test_after_an_update_the_journal_begins_at_a_backup_of_its_own(
    folder: Path, open_store: OpenStore
) -> None:
    before = of_an_older_release(folder)
    store = open_store()
    newest = backups.copies(folder / backups.FOLDER)[-1]
    assert newest.revision == migrate.HEAD
    assert int(journal_of(folder).stem) == newest.count > before.count
    store.append([draft("after")])
    store.close()
    flip(folder / FILE, -100)
    store = open_store()
    assert store.rescued is not None
    assert store.rescued.kind == "restored"
    assert store.verify_chain() == 21


def test_no_change_of_after_an_update_is_put_into_a_backup_of_before(
    folder: Path, open_store: OpenStore, clock: HandClock
) -> None:
    of_an_older_release(folder)
    store = open_store()
    store.append([draft("after")])
    store.close()
    newest = backups.copies(folder / backups.FOLDER)[-1].path
    flip(newest, newest.stat().st_size // 2)
    flip(folder / FILE, -100)
    with pytest.raises(DataDamaged) as asked:
        open_store()
    assert asked.value.statements == 5
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    assert store.verify_chain() >= 20
    store.close()


def test_an_older_file_in_the_place_of_an_updated_one_is_put_right(
    folder: Path, open_store: OpenStore
) -> None:
    older = (folder / FILE).read_bytes()
    with closing(connect(folder / FILE, key_of(folder))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        older = (folder / FILE).read_bytes()
        connection.execute(f"UPDATE alembic_version SET version_num = '{migrate.HEAD}'")
    of_an_older_release(folder)
    store = open_store()
    store.append([draft("after")])
    store.close()
    (folder / FILE).write_bytes(older)
    store = open_store()
    assert store.rescued is not None
    assert store.verify_chain() == 21


def test_an_older_backup_will_do(folder: Path, open_store: OpenStore) -> None:
    newest = backups.copies(folder / backups.FOLDER)[-1].path
    flip(newest, newest.stat().st_size // 2)
    flip(folder / FILE, -100)
    assert holds_everything(open_store())


# ---------------------------------------------------------------- the second copy is damaged


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_is_begun_anew(folder: Path, open_store: OpenStore, damage: str) -> None:
    DAMAGES[damage](journal_of(folder))
    store = open_store()
    assert store.rescued is None
    assert holds_everything(store)
    assert not store.second_copy.is_missing
    store.close()
    flip(folder / FILE, -100)
    assert holds_everything(open_store())


def test_a_folder_without_a_second_copy_gets_one(folder: Path, open_store: OpenStore) -> None:
    forget_second_copy(folder)
    open_store().close()
    (folder / FILE).unlink()
    assert holds_everything(open_store())


def leave_half_a_record(folder: Path) -> journal.Journal:
    """As a power cut does while the journal is written; the journal before that."""
    path = journal_of(folder)
    found = journal.read(path, keys.unlock(folder, use_keystore=False).key)
    assert found is not None
    content = bytearray(path.read_bytes())
    half = b"\x9dWPR" + (found.end.number + 1).to_bytes(8, "big") + b"\0\0\0\x80" + bytes(range(9))
    content[found.size : found.size + len(half)] = half
    path.write_bytes(content)
    return found


def test_half_a_record_that_was_never_promised_is_passed_over(
    folder: Path, open_store: OpenStore
) -> None:
    before = leave_half_a_record(folder)
    torn = journal.read(before.path, keys.unlock(folder, use_keystore=False).key)
    assert torn is not None
    assert (torn.is_clean, torn.end) == (False, before.end)
    store = open_store()
    assert store.rescued is None
    assert holds_everything(store)
    assert not store.second_copy.is_missing


def test_where_the_end_of_the_journal_is_in_doubt_a_person_is_asked(
    folder: Path, clock: HandClock
) -> None:
    leave_half_a_record(folder)
    (folder / FILE).unlink()
    with pytest.raises(DataDamaged):
        Store.open(folder, use_keystore=False, clock=clock)
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    assert holds_everything(store)
    store.close()


# ---------------------------------------------------------------- both are damaged


def damage_both(folder: Path) -> None:
    """The last page but one of the data file (the last says what the tables are), and the journal
    from its third record on."""
    flip(folder / FILE, -100 - 4096)
    path = journal_of(folder)
    content = path.read_bytes()
    marks = [at for at in range(len(content)) if content[at : at + 4] == b"\x9dWPR"]
    flip(path, marks[2] + 20)


def test_where_both_are_damaged_a_person_is_asked(folder: Path, open_store: OpenStore) -> None:
    damage_both(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(DataDamaged) as asked:
        open_store()
    assert asked.value.statements == 5
    assert {path: path.read_bytes() for path in before} == before


def test_what_can_be_read_is_put_back(folder: Path, tmp_path: Path, clock: HandClock) -> None:
    damage_both(folder)
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    assert store.rescued is not None
    assert store.rescued.kind == "partly"
    assert store.verify_chain() >= 18  # the page that is damaged may hold the last of them
    assert store.identity_event == "restored"
    assert [one.endpoint_id for one in store.endpoints.all()] == []
    store.append([draft("after")])
    store.close()
    again = Store.open(folder, use_keystore=False, clock=clock)
    assert again.rescued is None
    again.close()


def test_one_may_begin_with_nothing(folder: Path, clock: HandClock) -> None:
    damage_both(folder)
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="begin-anew")
    assert store.created
    assert store.verify_chain() == 0
    store.close()
    [aside] = (folder / rescue.DAMAGED).iterdir()
    assert {path.name for path in aside.iterdir()} >= {FILE, backups.FOLDER, second_copy.FOLDER}


def test_without_room_for_a_new_file_the_damaged_one_stays(
    folder: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage_both(folder)
    before = {path: path.read_bytes() for path in folder.rglob("waypost*.db")}

    def full(_path: Path, _key: bytes) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "create", full)
        with pytest.raises(StoreUnusable):
            Store.open(folder, use_keystore=False, clock=clock, rescue="begin-anew")
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("with_backup", [True, False])
def test_salvaging_goes_on_where_it_was_cut_short(
    folder: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch, with_backup: bool
) -> None:
    if with_backup:
        damage_both(folder)
    else:
        forget_second_copy(folder)
        flip(folder / FILE, -100 - 4096)
    with monkeypatch.context() as patch:
        patch.setattr(rescue, "_take_salvaged", cut_short)
        with pytest.raises(PowerFailed):
            Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    store = Store.open(folder, use_keystore=False, clock=clock)
    assert store.rescued is not None
    assert store.rescued.kind == "partly"
    assert store.rescued.aside == folder / rescue.DAMAGED / "0001"
    assert store.verify_chain() >= (18 if with_backup else 10)
    assert [one.endpoint_id for one in store.endpoints.all()] == []
    store.close()
    again = Store.open(folder, use_keystore=False, clock=clock)
    assert again.rescued is None
    again.close()


def test_what_cannot_be_salvaged_for_want_of_room_waits(
    folder: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_of_anything: object) -> None:
        raise NotSaved("no room")

    damage_both(folder)
    with monkeypatch.context() as patch:
        patch.setattr(rescue, "_take_salvaged", full)
        store = Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
        assert store.verify_chain() < 18
        store.close()
    store = Store.open(folder, use_keystore=False, clock=clock)
    assert store.verify_chain() >= 18
    store.close()


def test_a_damaged_file_never_takes_the_place_of_another(folder: Path) -> None:
    first, second = rescue.set_aside(folder / FILE), rescue.set_aside(folder / FILE)
    shutil.rmtree(first)
    assert rescue.set_aside(folder / FILE).name == "0003"
    assert second.name == "0002"


def test_a_file_that_is_whole_is_never_begun_anew(folder: Path, clock: HandClock) -> None:
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="begin-anew")
    assert holds_everything(store)
    store.close()


def test_without_any_copy_what_can_be_read_is_not_lost(folder: Path, clock: HandClock) -> None:
    """Every copy is gone: the results that can be read go into a new file."""
    forget_second_copy(folder)
    flip(folder / FILE, -100 - 4096)  # the last page says what the tables are
    with pytest.raises(DataDamaged) as asked:
        Store.open(folder, use_keystore=False, clock=clock)
    assert asked.value.statements is None
    store = Store.open(folder, use_keystore=False, clock=clock, rescue="put-back")
    assert store.rescued is not None
    assert store.rescued.kind == "partly"
    assert store.rescued.statements == store.verify_chain() >= 10
    assert store.rescued.aside is not None
    assert (store.rescued.aside / FILE).exists()
    store.close()


# ---------------------------------------------------------------- the disk is full


def test_without_room_for_the_second_copy_nothing_is_saved(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    written = journal._write_at

    def full(path: Path, offset: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    big = "x" * journal.ROOM * 3
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_write_at", full)
        with pytest.raises(NotSaved, match="the disk is full"):
            store.set_setting("big", random.Random(1).randbytes(len(big)).hex())
    assert journal._write_at is written
    assert store.setting("big") is None
    store.append([draft("after")])
    assert not store.second_copy.is_missing


def test_a_record_that_cannot_be_written_after_the_commit_is_saved_once(
    open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_write_at", lambda *_a: (_ for _ in ()).throw(OSError(errno.EIO)))
        store.append([draft("one")])
    assert store.second_copy.is_missing
    store.append([draft("two")])
    assert store.verify_chain() == 2
    store.close()  # which makes a backup, and begins the journal anew
    (tmp_path / FILE).unlink()
    assert open_store().verify_chain() == 2


def test_what_was_saved_once_is_not_undone_by_an_old_journal(
    open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal could not go on and no backup was made: the data file alone is right."""
    store = open_store()
    store.append([draft("zero")])
    store.second_copy._writer = None
    store.append([draft("one")])
    with monkeypatch.context() as patch:
        patch.setattr(second_copy.SecondCopy, "is_due", property(lambda _self: False))
        store.close()
    again = open_store()
    assert again.rescued is None
    assert again.verify_chain() == 2
    assert not again.second_copy.is_missing


# ---------------------------------------------------------------- backups


def on(store: Store, clock: HandClock, days: int) -> None:
    clock.pass_time(days * DAY)
    store.append([draft(f"day-{clock.utc_ms}")])
    assert store.second_copy.back_up_if_due()


def test_seven_days_and_four_weeks_are_kept(
    open_store: OpenStore, clock: HandClock, tmp_path: Path
) -> None:
    store = open_store()
    for _day in range(50):
        on(store, clock, 1)
    days = [one.day for one in backups.copies(tmp_path / backups.FOLDER)]
    newest = days[-1]
    assert days[-7:] == list(range(newest - 6, newest + 1))
    assert len(days) == 11
    assert newest - days[0] <= 35


def test_a_clock_that_jumps_loses_no_backup(
    open_store: OpenStore, clock: HandClock, tmp_path: Path
) -> None:
    store = open_store()
    for jump in (1, -3000, 9000, -6000, 1, 1):
        on(store, clock, jump)
    kept = backups.copies(tmp_path / backups.FOLDER)
    assert [one.count for one in kept] == sorted(one.count for one in kept)
    assert len(kept) == 7


def test_of_one_day_the_newest_is_kept_and_the_one_before(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store = open_store()
    made_elsewhere = backups.copies(tmp_path / backups.FOLDER)
    for number in range(6):
        store.append([draft(f"i{number}")])
        store.second_copy.back_up()
    kept = [one for one in backups.copies(tmp_path / backups.FOLDER) if one not in made_elsewhere]
    assert len(kept) == 2
    assert not store.second_copy.is_due


def test_many_large_copies_leave_room_for_others(
    open_store: OpenStore, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "LARGEST", 1)
    store = open_store()
    for _day in range(5):
        on(store, clock, 1)
    assert len(backups.copies(tmp_path / backups.FOLDER)) == backups.ALWAYS


def test_a_large_journal_becomes_a_backup_at_once(
    open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_copy, "LARGEST_JOURNAL", 1)
    store = open_store()
    for number in range(40):
        store.set_setting(f"big-{number}", random.Random(number).randbytes(20_000).hex())
    assert len(backups.copies(tmp_path / backups.FOLDER)) > 1
    assert journal_of(tmp_path).stat().st_size < 400_000
    (tmp_path / FILE).write_bytes(b"")
    store.close()
    again = open_store()
    assert again.setting("big-39") is not None


def test_a_copy_that_does_not_read_back_is_not_counted(
    open_store: OpenStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    store.append([draft("one")])
    before = backups.copies(tmp_path / backups.FOLDER)
    monkeypatch.setattr(durable, "sync_file", lambda path: flip(path, -100))
    with pytest.raises(OSError, match="does not read back"):
        store.second_copy.back_up()
    assert backups.copies(tmp_path / backups.FOLDER) == before
    store.append([draft("two")])
    assert not store.second_copy.is_missing


def test_who_was_erased_is_not_in_the_wal_of_a_program_that_goes_on(
    open_store: OpenStore, tmp_path: Path
) -> None:
    store = open_store()
    store.append([draft()])
    (wal,) = tmp_path.rglob("waypost.db-wal")
    assert wal.stat().st_size > 0
    store.directory.erase("learner", "learner-1")
    assert wal.stat().st_size == 0


def test_who_was_erased_is_in_no_backup(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.add_learner(learner(name="ZZQ-CANARY"), "hash")
    store.second_copy.back_up()
    store.append([draft("one")])
    store.second_copy.back_up()
    store.directory.erase("learner", "learner-1")
    key = keys.unlock(tmp_path, use_keystore=False).key
    for copy in backups.copies(tmp_path / backups.FOLDER):
        with closing(connect(copy.path, key)) as db:
            assert db.execute("SELECT count(*) FROM learner").fetchone() == (0,)
            tables = [
                one for (one,) in db.execute("SELECT name FROM sqlite_schema WHERE type='table'")
            ]
            held = [db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables]
            assert "ZZQ" not in repr(held)
    for path in journal.journals(tmp_path / second_copy.FOLDER):
        found = journal.read(path, key)
        assert found is not None
        assert "ZZQ" not in repr(found.changes)


def test_who_was_erased_goes_from_backups_where_that_was_cut_short(
    open_store: OpenStore,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = open_store()
    store.add_learner(learner(), "hash")
    store.second_copy.back_up()
    before = backups.copies(tmp_path / backups.FOLDER)[-1].path
    aside = before.with_name(f"{before.name}.aside")
    aside.write_bytes(before.read_bytes())
    beside = before.with_suffix(".part")
    beside.write_bytes(before.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(second_copy.SecondCopy, "_prune", cut_short)
        with pytest.raises(PowerFailed):
            store.directory.erase("learner", "learner-1")
    assert not beside.exists()
    left = shutil.copytree(tmp_path, tmp_path_factory.mktemp("left") / "data")
    again = Store.open(left, use_keystore=False, clock=HandClock())
    assert before.name not in [one.path.name for one in backups.copies(left / backups.FOLDER)]
    assert not list(left.rglob("*.aside"))
    again.close()


def test_copies_are_told_by_their_names(tmp_path: Path) -> None:
    for name in ("waypost-0001-000002.db", "waypost-0005-000000012-00003-20261201.db", "else.db"):
        (tmp_path / name).touch()
    first, second = backups.copies(tmp_path)
    assert (first.count, first.revision) == (-1, "0001")
    assert replace(second, path=tmp_path) == backups.Copy(12, 0, 3, "20261201", "0005", tmp_path)


def test_a_day_is_that_of_this_computer(open_store: OpenStore, clock: HandClock) -> None:
    clock.offset_minutes = 14 * 60
    store = open_store()
    assert store.second_copy.today() == date(2026, 12, 2)


def test_a_new_folder_is_kept_twice_from_the_start(tmp_path: Path, no_keystore: None) -> None:
    filled(tmp_path)
    assert len(backups.copies(tmp_path / backups.FOLDER)) == 1
    (tmp_path / FILE).unlink()
    store = Store.open(tmp_path)
    assert store.verify_chain() == 1
    store.close()
