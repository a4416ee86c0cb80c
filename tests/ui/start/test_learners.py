"""The names of everybody: to choose, to find, or none yet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.start.conftest import Enrol
from trainer_app.errors import StoreUnusable
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.start import learners_screen
from trainer_app.ui.start.learners_screen import LearnersScreen, matches, plain_letters

NAMES = ("Rosa Mamani", "Amadou Diallo", "María Flores", "Kossi Mensah")


def shown(window: MainWindow, background: Background, qtbot: QtBot) -> LearnersScreen:
    made = LearnersScreen(background)
    window.show_page(made)
    qtbot.wait_until(lambda: made._learners is not None)
    return made


def names(screen: LearnersScreen) -> list[str]:
    return [card.name.text() for card in screen._cards if card.isVisible()]


def many(enrol: Enrol) -> None:
    for number in range(8):
        enrol(f"Rosa Quispe {number}", team="Tickets")
        enrol(f"Éloi Mensah {number}", team="Drivers")


def test_nobody_yet(window: MainWindow, background: Background, qtbot: QtBot) -> None:
    screen = shown(window, background, qtbot)
    assert screen._empty_title.text() == "Nobody is registered on this computer yet"
    assert screen._empty.isVisible()
    assert window.focusWidget() is screen.first_button
    with qtbot.wait_signal(screen.new_learner_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)


def test_a_name_is_chosen_by_arrows_and_enter(
    window: MainWindow, background: Background, enrol: Enrol, qtbot: QtBot
) -> None:
    for name in NAMES:
        enrol(name)
    screen = shown(window, background, qtbot)
    assert names(screen) == sorted(NAMES)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    with qtbot.wait_signal(screen.learner_chosen) as chosen:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert chosen.args[0].name == "Kossi Mensah"


def test_typing_goes_to_the_name(
    window: MainWindow, background: Background, enrol: Enrol, qtbot: QtBot
) -> None:
    for name in NAMES:
        enrol(name)
    screen = shown(window, background, qtbot)
    for letter in "mar":
        QTest.keyClick(window.windowHandle(), Qt.Key(ord(letter.upper())))
    assert window.focusWidget() is screen._cards[2]  # María, without typing the accent


def test_new_learner_and_site_can_be_asked_for(
    window: MainWindow, background: Background, enrol: Enrol, qtbot: QtBot
) -> None:
    enrol()
    screen = shown(window, background, qtbot)
    with qtbot.wait_signals([screen.new_learner_asked, screen.site_asked]):
        screen.new_card.click()
        screen.site.click()


def test_many_people_are_found_by_team_and_letters(
    window: MainWindow, background: Background, enrol: Enrol, qtbot: QtBot
) -> None:
    many(enrol)
    screen = shown(window, background, qtbot)
    assert len(names(screen)) == 16
    assert screen.new_button.isVisible()
    assert [chip.team for chip in screen._teams.chips] == ["All teams", "Drivers", "Tickets"]
    screen._teams.chips[1].click()
    assert len(names(screen)) == 8
    screen._teams.chips[0].click()
    screen._cards[3].setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_E)  # typed on a card, it goes into the search
    assert screen.search.text() == "e"
    assert all(name.startswith("Éloi") for name in names(screen))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert window.focusWidget() is screen._cards[0]
    screen.search.setText("nobody")
    assert names(screen) == []
    assert screen._nobody.isVisible()


def test_no_more_cards_than_a_page_can_bear(
    window: MainWindow,
    background: Background,
    enrol: Enrol,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learners_screen, "MOST", 10)
    many(enrol)
    screen = shown(window, background, qtbot)
    assert len(names(screen)) == 10
    assert screen._more.isVisible()


def test_somebody_new_appears_by_themselves(
    window: MainWindow, background: Background, enrol: Enrol, qtbot: QtBot
) -> None:
    screen = shown(window, background, qtbot)
    enrol("Fatou Ndiaye")
    qtbot.wait_until(lambda: names(screen) == ["Fatou Ndiaye"])


def test_names_that_cannot_be_read_can_be_asked_for_again(
    window: MainWindow,
    background: Background,
    enrol: Enrol,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrol()

    def broken(_store: object) -> None:
        raise StoreUnusable("The data file cannot be read.")

    with monkeypatch.context() as patched:
        patched.setattr(learners_screen, "list_learners", broken)
        screen = LearnersScreen(background)
        window.show_page(screen)
        qtbot.wait_until(screen._retry.isVisible)
    assert screen._retry.note.para.text() == "The data file cannot be read."
    screen._retry.button.click()
    qtbot.wait_until(lambda: names(screen) == ["Rosa Mamani"])


def test_letters_are_compared_without_accents() -> None:
    assert plain_letters(" Éloi ") == "eloi"
    assert matches("María Flores", "flo")
    assert matches("María del Carmen", "del c")
    assert not matches("María Flores", "lor")
    assert matches("أمل حسن", "حس")
