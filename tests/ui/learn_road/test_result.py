"""The result: kind, plain, and with a way on."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.road import ROAD, plain, read, sit
from trainer_app.operations.attempts import AttemptFinished
from trainer_app.operations.people import SignedIn
from trainer_app.training.attempt import Kind
from trainer_app.ui import translator
from trainer_app.ui.learn.result_screen import ResultScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.para import Para

Open = Callable[..., ResultScreen]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def open_result(window: MainWindow, on_store: Any, signed_in: SignedIn) -> Open:
    """Sits an attempt and shows what it came to."""

    def opened(kind: Kind = "quiz", miss: str = "") -> ResultScreen:
        if kind == "quiz":
            on_store(lambda store: read(store, signed_in, ROAD))
        finished = on_store(lambda store: sit(store, signed_in, ROAD, kind, miss=miss))
        assert isinstance(finished, AttemptFinished)
        screen = ResultScreen(ROAD, kind, finished, signed_in, window.speaker)
        window.show_page(screen)
        return screen

    return opened


def said(screen: ResultScreen) -> str:
    paras = cast("list[Para]", screen.findChildren(Para))
    return plain(" ".join(para.text() for para in paras if para.isVisible()))


def test_passed_leads_to_the_certificate(
    open_result: Open, window: MainWindow, qtbot: QtBot
) -> None:
    screen = open_result()
    assert screen._heading.text() == "You have passed"
    assert screen._about.text() == "Every question was right."
    assert plain(screen._score.text()) == "10 of 10"
    assert screen._well.isVisible()
    with qtbot.wait_signal(screen.certificate_asked) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    assert asked.args[0].startswith("WP-")
    with qtbot.wait_signal(screen.back_asked):
        screen._other.click()


def test_not_yet_says_what_to_read_again(
    open_result: Open, window: MainWindow, qtbot: QtBot
) -> None:
    screen = open_result(miss="greet")
    assert screen._heading.text() == "Not yet"
    assert "important" in screen._critical.para.text()
    assert screen._critical.isVisible()
    assert [card._lesson.id for card in screen._lessons] == ["first"]
    for word in ("wrong", "fail", "%"):
        assert word not in said(screen).lower()
    with qtbot.wait_signal(screen.read_again) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    assert asked.args == ["first"]
    with qtbot.wait_signal(screen.retry_asked):
        screen._other.click()


def test_the_questions_before_are_only_thanked_for(
    open_result: Open, window: MainWindow, qtbot: QtBot
) -> None:
    screen = open_result("pre", miss="greet")
    assert said(screen).startswith("Thank you These were only to see where you start.")
    assert not screen._score.isVisible()
    assert not screen._critical.isVisible()
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(window.windowHandle(), ENTER)


def test_the_result_speaks_another_language_at_once(open_result: Open, qapp: QApplication) -> None:
    screen = open_result(miss="greet")
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert screen._lessons[0].accessibleName()
