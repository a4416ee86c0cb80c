"""A seeded cut of the torture for every check: some of each, and the proof that loss is seen."""

import random
import sys
from pathlib import Path

import pytest

from tests.releases import make
from tests.torture import disk, kill, locking, migration, power, trace
from tests.torture.trace import Create, Rename, Said, Sync, Truncate, Unlink, Write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="strace and fork are for Linux")
SEED = 20_261_122


def test_kill_9_loses_nothing() -> None:
    killed = kill.torture(24, SEED)
    assert killed.found.verdicts == {"ok": 24}
    assert killed.acknowledged > 24  # some were waited for, on any machine


def test_a_power_cut_loses_nothing() -> None:
    found = power.torture(500, SEED, count=160)
    assert found.verdicts == {"ok": 500}


def test_a_power_cut_during_the_first_start_loses_nothing() -> None:
    found = power.torture(24, SEED, count=2, fully=1)
    assert found.verdicts == {"ok": 24}


def test_a_weaker_store_is_seen_to_lose_answers() -> None:
    found = power.torture(200, SEED, count=40, synchronous=1)
    assert found.verdicts["lost: answers"] > 20


def test_a_power_cut_leaves_no_half_migration() -> None:
    found = migration.torture(90, SEED)
    assert set(found.verdicts) == {"ok, old", "ok, new"}
    assert found.cases == 90


@pytest.mark.parametrize("release", make.RELEASES, ids=lambda release: str(release.name))
def test_a_power_cut_leaves_no_half_migration_of_a_release(release: Path) -> None:
    found = migration.torture(80, SEED, release=release)
    assert set(found.verdicts) == {"ok, old", "ok, new"}
    assert found.cases == 80


def test_a_migration_without_a_transaction_is_seen_to_stop_half_way() -> None:
    found = migration.torture(60, SEED, careless=True)
    assert found.verdicts["half migrated"] > 5


def test_a_power_cut_at_a_passphrase_leaves_a_way_in_and_no_key_behind() -> None:
    found = locking.torture(120, SEED)
    assert set(found.verdicts) == {"ok"}
    assert found.cases > 100


def test_slots_that_are_not_synced_are_seen_to_lose_the_key() -> None:
    found = locking.torture(120, SEED, careless=True)
    assert found.verdicts["lost: every way in"] > 0


# ---------------------------------------------------------------- the model of the disk


def states(calls: list[trace.Call], draws: int = 200) -> set[tuple[tuple[str, bytes], ...]]:
    """Every state seen in many crashes after these calls."""
    model = disk.Disk("/d")
    for call in calls:
        model.apply(call)
    chance = random.Random(1)
    images = (image for _draw in range(draws) for image in model.crash(chance, disk.EVERY_WAY))
    return {tuple(sorted(image.files.items())) for image in images}


NAMED: list[trace.Call] = [Create("/d/a"), Sync("/d")]


def test_what_was_never_synced_may_be_there_or_not() -> None:
    calls: list[trace.Call] = [*NAMED, Write("/d/a", 0, b"x"), Write("/d/a", 1, b"y")]
    expected = [b"", b"x", b"xy", b"\0y"]
    assert states(calls) == {(("a", content),) for content in expected}


def test_what_was_synced_is_there() -> None:
    calls: list[trace.Call] = [
        *NAMED,
        Write("/d/a", None, b"x"),
        Write("/d/a", None, b"y"),
        Sync("/d/a"),
    ]
    assert states(calls) == {(("a", b"xy"),)}


def test_a_write_may_be_torn_between_sectors() -> None:
    contents = {dict(state)["a"] for state in states([*NAMED, Write("/d/a", 0, b"x" * 1024)])}
    assert {b"x" * 512, bytes(512) + b"x" * 512} < contents


def test_a_synced_file_may_have_lost_its_name() -> None:
    calls: list[trace.Call] = [Create("/d/a"), Write("/d/a", 0, b"x"), Sync("/d/a")]
    assert states(calls) == {(), (("a", b"x"),)}


def test_a_rename_shows_the_old_or_the_new() -> None:
    calls: list[trace.Call] = [
        *NAMED,
        Write("/d/a", 0, b"old"),
        Sync("/d/a"),
        Create("/d/b"),
        Sync("/d"),
    ]
    calls += [Write("/d/b", 0, b"new"), Sync("/d/b"), Rename("/d/b", "/d/a")]
    old, new = (("a", b"old"), ("b", b"new")), (("a", b"new"),)
    assert states(calls) == {old, new}
    assert states([*calls, Sync("/d")]) == {new}


def test_a_removal_and_a_cut_wait_for_their_sync() -> None:
    calls: list[trace.Call] = [*NAMED, Write("/d/a", 0, b"xyz"), Sync("/d/a"), Truncate("/d/a", 1)]
    assert states(calls) == {(("a", b"xyz"),), (("a", b"x"),)}
    assert states([*calls, Sync("/d/a"), Unlink("/d/a")]) == {(("a", b"x"),), ()}


def test_strace_shows_what_a_process_asks_of_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    calls = power.record("answers", folder, "--count", "1")
    assert calls[0] == trace.MakeFolder(str(folder))
    said = [call.line for call in calls if isinstance(call, Said)]
    assert said[0].startswith("READY ")
    assert said[1:] == ["SAVED 1"]
    names = {call.target for call in calls if isinstance(call, Rename)}
    assert f"{folder}/waypost.db" in names
    assert Sync(str(folder)) in calls
