"""A seeded cut of the torture of damage, full disks and backups."""

from tests.torture import backing, damage, full

SEED = 2026


def test_damage_is_found_and_put_right() -> None:
    hurt = damage.torture(16, SEED)
    assert hurt.found.cases == 16
    assert not hurt.found.wrong, hurt.found.bad
    assert hurt.kept


def test_damage_that_nobody_looks_for_is_seen() -> None:
    assert damage.torture(6, SEED, blind=True).found.wrong


def test_a_full_disk_loses_nothing() -> None:
    found = full.torture(4, SEED)
    assert found.cases == 4
    assert not found.wrong, found.bad


def test_what_is_said_to_be_saved_too_early_is_seen() -> None:
    assert full.torture(2, SEED, careless=True).wrong


def test_a_power_cut_leaves_a_backup_that_reads_back() -> None:
    found = backing.torture(200, SEED)
    assert found.cases >= 200
    assert not found.wrong, found.bad


def test_a_backup_that_the_disk_does_not_know_of_is_seen() -> None:
    assert backing.torture(300, SEED, careless=True).wrong
