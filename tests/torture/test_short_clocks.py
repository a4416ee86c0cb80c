"""Seeded cuts of starts at the same moment and of wrong clocks, for every check."""

import sys

import pytest

from tests.torture import clocks, instances

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes fork on Linux")
SEED = 20_261_123


def test_of_starts_at_the_same_moment_one_wins() -> None:
    found = instances.torture(1)
    assert set(found.verdicts) == {"ok"}, found.bad
    assert found.cases == 2


def test_a_lock_that_is_looked_at_first_is_found_out() -> None:
    assert instances.torture(1, careless=True).wrong


@pytest.mark.skipif(clocks.library() is None, reason="libfaketime is not installed")
def test_no_clock_loses_or_reorders_anything() -> None:
    found = clocks.torture(1, SEED)
    assert set(found.verdicts) == {"ok"}, found.bad


@pytest.mark.skipif(clocks.library() is None, reason="libfaketime is not installed")
def test_an_order_by_the_clock_is_found_out() -> None:
    assert clocks.torture(1, SEED, by_clock=True).wrong
