"""A seeded cut of the torture of the hub's doors, for every check; and that it can fail."""

import pytest

from tests.torture import broken_doors, doors, guesses, wire

SEED = 20_261_123
ALL = tuple(doors.TABLE)
AT = {
    "forgetful": "/xapi/activities/state",
    "boundless": "/waypost/exchange",
    "all-seeing": "/xapi/statements",
    "unlisted": "/xapi/about",
}


def test_everybody_is_answered_as_is_meant_at_every_door() -> None:
    found = doors.play(doors.Job(6, SEED, ALL))
    assert found.verdicts == {"ok": found.cases}, found.bad
    assert found.cases > 2_000


@pytest.mark.parametrize("mistake", broken_doors.SABOTAGE)
def test_a_hub_with_a_mistake_is_found_out(mistake: str) -> None:
    found = doors.play(doors.Job(60, SEED, (AT[mistake],), mistake))
    assert found.verdicts[broken_doors.FOUND_AS[mistake]] > 0


def test_guessing_leads_nowhere() -> None:
    found = guesses.torture(1).found
    assert found.verdicts == {"ok": 5}, found.bad


def test_raw_bytes_do_no_harm() -> None:
    found = wire.torture(60, SEED)
    assert found.verdicts == {"ok": 60}, found.bad
