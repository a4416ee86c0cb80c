"""Showing three pictures: by mouse and keys, matching and not."""

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.start.voices import Talker
from trainer_app.errors import NotSaved
from trainer_app.operations.people import Enrolled, SignedIn
from trainer_app.training.people import PICTURES
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.start import picture_panel
from trainer_app.ui.start.picture_panel import KEYS, PicturePanel, ReturnSheet
from trainer_app.ui.start.pictures_screen import PicturesScreen


def type_keys(window: MainWindow, keys: str) -> None:
    for letter in keys:
        QTest.keyClick(window.windowHandle(), Qt.Key(ord(letter)))


def keys_for(pictures: tuple[str, ...]) -> str:
    return "".join(KEYS[PICTURES.index(picture)] for picture in pictures)


def others(enrolled: Enrolled) -> str:
    return keys_for(tuple(one for one in PICTURES if one not in enrolled.pictures)[:3])


def miss(window: MainWindow, panel: PicturePanel, enrolled: Enrolled, qtbot: QtBot) -> None:
    """Show three other pictures and wait for the answer."""
    panel.note.clear()
    type_keys(window, others(enrolled))
    qtbot.wait_until(panel.note.isVisible)


@pytest.fixture
def screen(
    background: Background, rosa_enrolled: Enrolled, talker: Talker, window: MainWindow
) -> PicturesScreen:
    made = PicturesScreen(background, rosa_enrolled.learner, talker)
    window.show_page(made)
    return made


def test_the_third_picture_signs_in_by_keys(
    screen: PicturesScreen, window: MainWindow, rosa_enrolled: Enrolled, qtbot: QtBot
) -> None:
    with qtbot.wait_signal(screen.signed_in) as signed_in:
        type_keys(window, keys_for(rosa_enrolled.pictures))
    found = signed_in.args[0]
    assert isinstance(found, SignedIn)
    assert found.learner == rosa_enrolled.learner


def test_the_third_picture_signs_in_by_mouse(
    screen: PicturesScreen, rosa_enrolled: Enrolled, qtbot: QtBot
) -> None:
    buttons = {button.picture: button for button in screen.panel.buttons}
    with qtbot.wait_signal(screen.signed_in):
        for picture in rosa_enrolled.pictures:
            QTest.mouseClick(buttons[picture], Qt.MouseButton.LeftButton)


def test_arrows_walk_through_the_grid_and_enter_chooses(
    screen: PicturesScreen, window: MainWindow, qtbot: QtBot
) -> None:
    handle = window.windowHandle()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(handle, key)
    assert screen.panel.chosen == (PICTURES[5],)
    assert window.focusWidget() is screen.panel.buttons[5]


def test_backspace_takes_the_last_one_back(screen: PicturesScreen, window: MainWindow) -> None:
    type_keys(window, "12")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Backspace)
    assert screen.panel.chosen == (PICTURES[0],)
    assert "1 of 3" in screen.panel.slots.accessibleName()


def test_a_second_press_on_a_picture_is_no_second_choice(
    screen: PicturesScreen, window: MainWindow
) -> None:
    type_keys(window, "11")
    assert screen.panel.chosen == (PICTURES[0],)


def test_other_pictures_are_answered_in_words(
    screen: PicturesScreen, window: MainWindow, rosa_enrolled: Enrolled, qtbot: QtBot
) -> None:
    panel = screen.panel
    miss(window, panel, rosa_enrolled, qtbot)
    assert panel.note.para.text() == (
        "Those pictures do not match. Try again, or ask your facilitator."
    )
    assert panel.chosen == ()
    assert window.focusWidget() is panel.buttons[0]


def test_the_answer_is_spoken_to_those_who_listen_here(
    screen: PicturesScreen,
    window: MainWindow,
    rosa_enrolled: Enrolled,
    talker: Talker,
    qtbot: QtBot,
) -> None:
    miss(window, screen.panel, rosa_enrolled, qtbot)
    assert talker.said == []
    screen.panel.listen.button.click()
    miss(window, screen.panel, rosa_enrolled, qtbot)
    assert talker.said[-1] == screen.panel.note.para.text()


def test_after_five_tries_the_facilitator_is_named_and_nobody_is_locked_out(
    screen: PicturesScreen, window: MainWindow, rosa_enrolled: Enrolled, qtbot: QtBot
) -> None:
    for _try in range(picture_panel.TRIES):
        miss(window, screen.panel, rosa_enrolled, qtbot)
    assert screen.panel.note.para.text().endswith("Ask your facilitator to help you.")
    with qtbot.wait_signal(screen.signed_in):
        type_keys(window, keys_for(rosa_enrolled.pictures))


def test_who_forgot_is_told_what_to_do(screen: PicturesScreen) -> None:
    screen.panel.forgot.click()
    assert screen.panel.advice.isVisible()
    assert "ask your facilitator" in screen.panel.advice.para.text()


def test_what_was_chosen_stays_when_the_store_does_not_answer(
    screen: PicturesScreen,
    window: MainWindow,
    rosa_enrolled: Enrolled,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object, **_known: object) -> None:
        raise NotSaved("The disk is full.")

    panel = screen.panel
    with monkeypatch.context() as patched:
        patched.setattr(picture_panel, "sign_in", broken)
        type_keys(window, keys_for(rosa_enrolled.pictures))
        qtbot.wait_until(panel.retry.isVisible)
    assert panel.retry.note.para.text() == "The disk is full."
    assert panel.chosen == rosa_enrolled.pictures
    with qtbot.wait_signal(screen.signed_in):
        panel.retry.button.click()


def test_the_way_back_from_hide(
    background: Background,
    rosa_enrolled: Enrolled,
    talker: Talker,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    window.hide_now()
    sheet = ReturnSheet(background, rosa_enrolled.learner, talker)
    sheet.signed_in.connect(window.return_now)
    window.open_sheet(sheet)
    assert window.focusWidget() is sheet.panel.buttons[0]
    with qtbot.wait_signal(window.returned):
        type_keys(window, keys_for(rosa_enrolled.pictures))
    assert not window.is_hidden_away


def test_the_grid_is_mirrored_for_the_arrows_too(
    screen: PicturesScreen, window: MainWindow
) -> None:
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Left)
    assert window.focusWidget() is cast("QWidget", screen.panel.buttons[1])
