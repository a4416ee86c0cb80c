"""A seeded cut of killed updates, for every check; and that it can fail."""

import sys

import pytest

from tests.torture import updating

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes fork on Linux")
SEED = 20_261_123


def test_an_update_that_is_killed_leaves_the_old_or_the_new() -> None:
    found = updating.torture(24, SEED)
    assert set(found.verdicts) == {"ok"}, found.bad
    assert found.cases == 24


def test_files_written_over_the_old_ones_are_found() -> None:
    found = updating.torture(40, SEED, careless=True)
    assert found.wrong
