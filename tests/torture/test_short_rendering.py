"""A cut of what is made to freeze whoever draws it, for every check; and that it can fail."""

import shutil

import pytest

from tests.torture import rendering

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is for Linux")


def test_what_is_drawn_is_quick_and_opens_nothing() -> None:
    judged = rendering.torture(1, most=26)
    assert judged.found.wrong == 0, judged.found.bad
    assert judged.refused > 8
    assert judged.found.cases == 26


def test_drawn_without_guards_something_is_opened() -> None:
    found = rendering.torture(1, careless=True).found
    assert found.verdicts["opened something"] == 1
    assert found.verdicts["froze"] == 1
