"""The quiet line: true, plain, with the right plural, in every state results can be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.ui.handing_in.states import BEFORE, CLOSED, HUB, NOW, SERVER, STATES, STICK, UNUSED
from trainer_app import i18n
from trainer_app.operations.collecting import CollectProgress
from trainer_app.operations.syncing import Fault, HandInStatus, RoadStatus
from trainer_app.ui.handing_in.road_card import is_passing, road_title
from trainer_app.ui.handing_in.words import (
    day_said,
    road_said,
    so_far,
    status_said,
    stick_progress,
)


def plain(words: str) -> str:
    return words.translate({ord(sign): None for sign in "\u2066\u2067\u2068\u2069"})


def said(to_send: int, *roads: RoadStatus, oldest: datetime | None = None) -> str:
    return plain(status_said(HandInStatus(to_send, oldest, roads, None)).line)


def test_without_a_road_results_are_kept_and_nothing_is_asked():
    assert said(0) == "No results on this computer yet"
    assert said(1) == "1 result kept on this computer"
    assert said(14) == "14 results kept on this computer"


def test_nothing_to_hand_in_is_no_claim_that_something_was_handed_in():
    assert said(0, UNUSED) == "Nothing to hand in yet"


def test_what_waits_is_said_with_since_when_and_by_which_way():
    waiting = replace(SERVER, to_send=1)
    assert said(1, waiting, oldest=NOW) == "1 result to hand in · since today · over the internet"
    yesterday = NOW - timedelta(days=1)
    hub = replace(HUB, to_send=14)
    assert said(14, hub, oldest=yesterday) == (
        "14 results to hand in · since yesterday · by the laptop Waiting hall"
    )
    assert said(14, STICK, oldest=BEFORE) == (
        f"14 results to hand in · since {i18n.day(BEFORE)} · on a stick"
    )
    assert said(14, waiting, STICK, hub).endswith("by the way that opens first")
    assert said(14, hub, replace(hub, endpoint_id="hub:1")).endswith("by a laptop nearby")


def test_with_a_hub_is_not_at_the_server():
    assert said(0, HUB) == "With the laptop Waiting hall, not yet at the server"
    onward = replace(HUB, onward_at=NOW)
    assert said(0, onward) == "All handed in · today"
    assert said(0, SERVER) == "All handed in · today"
    assert said(0, SERVER, HUB) == "All handed in · today"
    assert said(0, CLOSED, HUB) == "With the laptop Waiting hall, not yet at the server"


def test_what_was_not_taken_is_never_said_to_be_handed_in():
    refusing = replace(SERVER, refused=2)
    assert said(0, refusing) == "2 results were not taken · All others are handed in"
    assert said(0, replace(HUB, refused=1)) == (
        "1 result was not taken · With the laptop Waiting hall, not yet at the server"
    )
    assert said(0, refusing, replace(HUB, onward_at=NOW)) == "All handed in · today"
    assert said(0, refusing, HUB) == "With the laptop Waiting hall, not yet at the server"
    assert plain(road_said(refusing, 120)) == "118 are there · last contact today"


def test_a_receipt_from_a_stick_counts():
    assert said(0, replace(STICK, to_send=0, last_contact_at=NOW)) == "All handed in · today"


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "en_XA"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_said_in_every_language(state, language):
    i18n.set_language(language)
    try:
        status = STATES[state]
        assert status_said(status).words
        for road in status.roads:
            assert road_said(road)
            assert road_title(road)
    finally:
        i18n.set_language("en")


def test_a_road_says_what_it_has_and_when_it_was_met():
    assert plain(road_said(UNUSED)) == "Nothing to hand in yet"
    assert plain(road_said(SERVER)) == "All handed in · last contact today"
    assert plain(road_said(replace(CLOSED, to_send=1))).startswith("1 result to hand in · last")
    assert plain(road_said(SERVER, 120)) == "All handed in · 120 are there · last contact today"
    waiting = replace(SERVER, to_send=14, refused=2)
    assert plain(road_said(waiting, 17)) == (
        "14 results to hand in · 1 is there · last contact today"
    )


def test_only_what_somebody_has_to_mend_asks_to_be_looked_at():
    assert is_passing(SERVER)
    for reason in ("network", "timeout", "busy"):
        assert is_passing(replace(SERVER, last_error=Fault(reason))), reason
    for reason in ("key", "certificate-unknown", "path", "clock"):
        assert not is_passing(replace(SERVER, last_error=Fault(reason))), reason


def test_how_far_it_is():
    assert plain(so_far(9, 5)) == "9 of 14 results"
    assert plain(so_far(0, 1)) == "0 of 1 result"
    words, share = stick_progress(CollectProgress("a", 2, 3, 100, 400))
    assert plain(words) == "File 2 of 3"
    assert share == pytest.approx((1 + 0.25) / 3)
    assert stick_progress(None)[1] == 0.0


def test_a_day_is_said_as_people_say_it():
    assert day_said(datetime.now(UTC)) == "today"
    assert day_said(datetime(2026, 3, 12, 12, tzinfo=UTC)) == i18n.day(datetime(2026, 3, 12))
