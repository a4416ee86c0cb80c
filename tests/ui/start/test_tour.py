"""The first-run cards: by keyboard, with and without sound, and the recovery code."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.start.voices import Talker
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.recovery_cards import WriteDownCard
from trainer_app.ui.start.language_screen import LanguageScreen
from trainer_app.ui.start.tour_cards import SoundCard
from trainer_app.ui.start.tour_screen import TourScreen
from trainer_app.ui.start.trouble_screen import TroubleScreen
from trainer_app.ui.start.unlock_screen import UnlockScreen

CODE = "CDDJ-1VRT-XEPZ-J5PM-2229-WMRD-42"
LAST = 3


def press(window: MainWindow, key: Qt.Key, times: int = 1) -> None:
    for _time in range(times):
        QTest.keyClick(window.windowHandle(), key)


def shown(window: MainWindow, speaker: Talker, code: str | None = None) -> TourScreen:
    made = TourScreen(speaker, code)
    window.show_page(made)
    return made


def test_enter_leads_through_all_cards(window: MainWindow, talker: Talker, qtbot: QtBot) -> None:
    tour = shown(window, talker)
    press(window, Qt.Key.Key_Return, LAST)
    assert tour.here == LAST
    with qtbot.wait_signal(tour.finished):
        press(window, Qt.Key.Key_Return)


def test_arrows_turn_the_cards_and_end_nothing(window: MainWindow, talker: Talker) -> None:
    tour = shown(window, talker)
    ends: list[bool] = []
    tour.finished.connect(lambda: ends.append(True))
    press(window, Qt.Key.Key_Right, LAST + 3)
    assert tour.here == LAST
    assert ends == []
    press(window, Qt.Key.Key_Left, 2)
    assert tour.here == LAST - 2


def test_arrows_are_mirrored(
    window: MainWindow, talker: Talker, qapp: QApplication, qtbot: QtBot
) -> None:
    tour = shown(window, talker)
    translator.speak(qapp, "ar")
    press(window, Qt.Key.Key_Left)
    assert tour.here == 1
    press(window, Qt.Key.Key_Right)
    assert tour.here == 0


def test_it_says_what_this_is_not(window: MainWindow, talker: Talker) -> None:
    tour = shown(window, talker)
    words = " ".join(para.text() for para in tour.card.spoken())
    assert "not a place to report" in words
    assert "18 or older" in words
    assert "emergency number" in words


def test_the_sound_check_speaks(window: MainWindow, talker: Talker) -> None:
    tour = shown(window, talker)
    press(window, Qt.Key.Key_Return)
    tour.listen.button.click()
    assert "If you hear these words, the sound works" in " ".join(talker.said)


def test_without_a_voice_it_says_so(window: MainWindow) -> None:
    tour = TourScreen(window.speaker)  # the computer of the tests has none
    window.show_page(tour)
    press(window, Qt.Key.Key_Return)
    card = tour.card
    assert isinstance(card, SoundCard)
    assert card.note.isVisible()
    assert card.note.para.text() == "No sound found. You can go on; words stay on screen."
    assert not tour.listen.isVisible()


def test_the_code_must_be_typed_back(window: MainWindow, talker: Talker, qtbot: QtBot) -> None:
    tour = shown(window, talker, CODE)
    press(window, Qt.Key.Key_Return, 5)
    assert tour.type_back is not None
    assert tour.here == 5
    assert window.focusWidget() is tour.type_back.editor
    press(window, Qt.Key.Key_Return)
    assert tour.type_back._field.error == "Type the code first."
    QTest.keyClicks(tour.type_back.editor, "cddj 1vrt")
    with qtbot.wait_signal(tour.recovery_confirmed) as typed:
        press(window, Qt.Key.Key_Return)
    assert typed.args == ["cddj 1vrt"]
    tour.recovery_checked(False)
    assert "not the code yet" in tour.type_back._field.error
    assert tour.type_back.typed() == "cddj 1vrt"
    QTest.keyClicks(tour.type_back.editor, "xepz")
    assert tour.type_back._field.error == ""
    with qtbot.wait_signal(tour.recovery_confirmed):
        press(window, Qt.Key.Key_Return)
    tour.recovery_checked(True)
    with qtbot.wait_signal(tour.finished):
        press(window, Qt.Key.Key_Return)


def test_arrows_inside_the_code_move_in_the_code(window: MainWindow, talker: Talker) -> None:
    tour = shown(window, talker, CODE)
    press(window, Qt.Key.Key_Return, 5)
    assert tour.type_back is not None
    press(window, Qt.Key.Key_A)
    press(window, Qt.Key.Key_Left)
    assert tour.here == 5


def test_the_code_goes_on_paper(
    window: MainWindow, talker: Talker, tmp_path: Path, qtbot: QtBot
) -> None:
    tour = shown(window, talker, CODE)
    press(window, Qt.Key.Key_Return, 4)
    card = tour.card
    assert isinstance(card, WriteDownCard)
    assert card.groups.accessibleName() == CODE
    card.buttons.save_to(str(tmp_path / "nowhere" / "code.pdf"))
    assert "could not be saved" in card.buttons.note.para.text()
    card.buttons.save_to(str(tmp_path / "code.pdf"))
    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")
    assert card.buttons.note.para.text().startswith("Saved. Keep the file away")


# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ([Qt.Key.Key_2], "es"),
        ([Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return], "ar"),
    ],
)
def test_a_language_by_keys(
    keys: list[Qt.Key], code: str, window: MainWindow, talker: Talker, qtbot: QtBot
) -> None:
    screen = LanguageScreen(talker)
    window.show_page(screen)
    with qtbot.wait_signal(screen.chosen) as chosen:
        for key in keys:
            press(window, key)
    assert chosen.args == [code]


def test_a_language_can_be_heard(window: MainWindow, talker: Talker) -> None:
    screen = LanguageScreen(talker)
    window.show_page(screen)
    screen.cards[2].speaker.click()
    assert talker.said == ["Français. Apprendre en français."]


def test_a_language_without_a_voice_is_text_only(window: MainWindow) -> None:
    screen = LanguageScreen(window.speaker)
    window.show_page(screen)
    assert screen.cards[0].accessibleName() == "English, Text only"
    assert not screen.cards[0].speaker.isVisible()


# ---------------------------------------------------------------- locked, or not to be opened


def test_the_recovery_code_opens(window: MainWindow, qtbot: QtBot) -> None:
    screen = UnlockScreen("No key on this computer opens the data.")
    window.show_page(screen)
    press(window, Qt.Key.Key_Return)
    assert screen.field.error == "Type the recovery code first."
    QTest.keyClicks(screen.code, "abcd")
    with qtbot.wait_signal(screen.code_given) as given:
        press(window, Qt.Key.Key_Return)
    assert given.args == ["abcd"]
    assert not screen.open.isEnabled()
    screen.unlock_failed("That code does not open the data. Compare it with your paper.")
    assert screen.field.error.startswith("That code does not open")
    assert screen.code.text() == "abcd"
    assert screen.open.isEnabled()


def test_trouble_is_told_and_can_be_left(window: MainWindow, qtbot: QtBot) -> None:
    screen = TroubleScreen("The folder cannot be written.")
    window.show_page(screen)
    with qtbot.wait_signal(screen.closed):
        press(window, Qt.Key.Key_Return)
