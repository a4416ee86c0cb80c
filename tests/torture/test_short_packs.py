"""A seeded cut of the torture by hostile packs, for every check; and that it can fail."""

import sys

import pytest

from tests.torture import packs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="alarms and /proc are for Linux")
SEED = 20_261_123


def test_hostile_packs_are_refused_and_leave_nothing() -> None:
    judged = packs.torture(150, SEED, most=60)
    assert set(judged.found.verdicts) == {"ok", "ok, not installed"}, judged.found.bad
    assert judged.found.cases >= 60 * 2 + 150
    assert judged.slowest < packs.MOST_SECONDS
    assert judged.largest < packs.MOST_BYTES


def test_a_program_that_extracts_packs_is_seen_to_write() -> None:
    found = packs.torture(10, SEED, most=40, careless=True).found
    assert found.verdicts["wrote where it should not"] > 20
    assert found.wrong == found.cases
