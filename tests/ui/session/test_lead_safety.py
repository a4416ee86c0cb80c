"""The safety script: one key away, this site's people in it, and nothing that harms."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.session.lead_room import Key, press
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session.lead_safety import SafetySheet

SITE = {"emergency-number": "911", "focal-point": "Awa Sow, office 3"}


def opened(window: MainWindow, values: dict[str, str], *, seen: bool = False) -> SafetySheet:
    sheet = SafetySheet(values, seen=seen)
    window.open_sheet(sheet)
    return sheet


def all_words(sheet: SafetySheet) -> list[str]:
    words = []
    for card in sheet.cards:
        card.setChecked(True)
        words.append(" ".join(para.text() for para in sheet.lines))
    return words


@pytest.mark.parametrize("values", [{}, SITE], ids=["no-site", "site"])
def test_whom_to_call_is_named_and_no_place_is_left_open(
    window: MainWindow, values: dict[str, str]
) -> None:
    sheet = opened(window, values)
    words = all_words(sheet)
    danger = words[2]
    assert "{" not in "".join(words)
    assert values.get("emergency-number", "the emergency number") in danger
    assert values.get("focal-point", "the focal point") in danger
    assert danger.index("emergency" if not values else "911") < danger.index("in this shift")


def test_it_says_what_content_safety_asks_for(window: MainWindow) -> None:
    sheet = opened(window, {})
    said = " ".join(all_words(sheet)) + sheet._first.text()
    for needed in (
        "Nobody has to share",
        "It was not your fault",
        "A suspicion is enough",
        "Promise no secret",
        "never into this program",
        "Nobody plays a child",
        "each of these is all right",
    ):
        assert needed.casefold() in said.casefold()


def test_numbers_and_esc(window: MainWindow, qtbot: QtBot) -> None:
    sheet = opened(window, {})
    assert sheet.cards[0].isChecked()
    press(window, Key.Key_3)
    assert sheet.cards[2].isChecked()
    assert sheet.cards[2].hasFocus()
    assert "danger" in sheet.heading_of.text()
    press(window, Key.Key_Down)
    assert sheet.cards[3].isChecked()
    press(window, Key.Key_Escape)
    assert window.sheet is None


def test_where_the_room_sees_the_screen_nothing_of_it_is_shown_before_it_is_turned(
    window: MainWindow, qtbot: QtBot
) -> None:
    sheet = opened(window, {}, seen=True)
    assert "The room can see this screen. Turn it away first." in sheet._turn.para.text()
    assert sheet.blank.hasFocus()
    assert not any(one.isVisible() for one in (*sheet.cards, *sheet.lines, sheet.done))
    press(window, Key.Key_3)
    assert sheet.cards[0].isChecked()
    for key in (Key.Key_B, Key.Key_Period, Key.Key_Return):
        with qtbot.wait_signal(sheet.blank_asked):
            press(window, key)
    press(window, Key.Key_S)
    assert sheet.cards[0].hasFocus()
    assert all(one.isVisible() for one in (*sheet.cards, *sheet.lines, sheet.done))
    assert not sheet._turn.isVisible()
    assert not sheet.blank.isVisible()
    press(window, Key.Key_Escape)
    assert window.sheet is None
