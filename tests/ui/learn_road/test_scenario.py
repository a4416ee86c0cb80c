"""The scene player on a real store."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.conftest import DISK_FULL
from tests.ui.learn_road.road import ROAD, plain
from trainer_app.content.pack import Pack
from trainer_app.operations.learning import place_kept
from trainer_app.operations.people import SignedIn
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.scenario_screen import ScenarioScreen
from trainer_app.ui.main_window import MainWindow

Open = Callable[..., ScenarioScreen]
ENTER = Qt.Key.Key_Return
PLACE = "scenario/road/late-bus"


@pytest.fixture
def open_scene(
    window: MainWindow, background: Background, pack: Pack, signed_in: SignedIn, qtbot: QtBot
) -> Open:
    """Shows the scene and waits until it has begun."""

    def opened(values: dict[str, str] | None = None) -> ScenarioScreen:
        screen = ScenarioScreen(
            background, signed_in, ROAD, pack, "late-bus", values or {}, window.speaker
        )
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._story is not None)
        return screen

    return opened


@pytest.fixture
def press(window: MainWindow) -> Callable[..., None]:
    """Presses a key in the window."""
    return lambda key: QTest.keyClick(window.windowHandle(), key)


def choose(screen: ScenarioScreen, press: Callable[..., None], choice_id: str) -> None:
    press(f"{list(screen._page.choices.cards).index(choice_id) + 1}")


def verbs(on_store: Any, signed_in: SignedIn) -> dict[str, Any]:
    return dict(on_store(lambda store: store.progress(signed_in.learner.actor)))


def test_a_scene_is_played_by_keyboard_alone(
    open_scene: Open, press: Any, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    screen = open_scene()
    page = screen._page
    choose(screen, press, "wait")
    assert page.consequence.isVisible()
    assert page.consequence.tint == "caution"  # amber, never red
    assert "does not help yet" in page.consequence._word.text()
    assert screen._go.text() == "Go back and try another way"
    press(ENTER)
    card = page.choices.cards["wait"]
    assert card.verdict == "not-yet"
    choose(screen, press, "ask")
    assert screen._go.text() == "Go on"
    press(ENTER)
    choose(screen, press, "call")
    press(ENTER)
    assert page.tell.isVisible()
    assert plain(page.tell.tell.text()) == "Tell your focal point today."
    assert "Focal point" in plain(page.tell._missing.text())
    assert plain(page._general.text()) == "General: your employer and the law come first."
    assert plain(page._made_up.text()) == "This story is made up."
    with qtbot.wait_signal(screen.finished):
        press(ENTER)
    assert verbs(on_store, signed_in)["m/road/s/late-bus"].completed


def test_backspace_takes_the_last_step_back(open_scene: Open, press: Any) -> None:
    screen = open_scene()
    choose(screen, press, "ask")
    press(ENTER)
    assert screen._story is not None
    assert screen._story.node.id == "near"
    press(Qt.Key.Key_Backspace)
    assert screen._story.node.id == "start"
    assert screen._page.choices.cards["ask"].verdict == "right"


def test_a_summary_completes_just_the_same(
    open_scene: Open, press: Any, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    screen = open_scene({"focal-point": "Elena Choque"})
    screen._page.rather.click()
    assert screen._page._summary.text() == "Stay near and tell Elena Choque."
    with qtbot.wait_signal(screen.finished):
        press(ENTER)
    assert verbs(on_store, signed_in)["m/road/s/late-bus"].completed


def test_it_goes_on_where_it_was_left(
    open_scene: Open, press: Any, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    screen = open_scene()
    choose(screen, press, "ask")
    press(ENTER)
    learner_id = signed_in.learner.learner_id
    assert on_store(lambda store: place_kept(store, learner_id=learner_id, place=PLACE))
    again = open_scene()
    assert again._story is not None
    assert again._story.node.id == "near"
    again._page.rather.click()
    with qtbot.wait_signal(again.finished):
        press(ENTER)
    assert on_store(lambda store: place_kept(store, learner_id=learner_id, place=PLACE)) is None


def test_which_way_somebody_went_is_not_in_the_log(
    open_scene: Open, press: Any, on_store: Any, qtbot: QtBot
) -> None:
    screen = open_scene()
    for choice in ("wait", "ask", "go"):
        choose(screen, press, choice)
        press(ENTER)
    with qtbot.wait_signal(screen.finished):
        press(ENTER)
    texts = on_store(lambda store: store.statement_texts())
    log = b"".join(text for _seq, text in texts)
    assert b"late-bus" in log
    for word in (b"wait", b"near", b"consequence", b"I ask"):
        assert word not in log


def test_a_full_disk_is_said_and_tried_again(
    open_scene: Open, press: Any, full_disk: Any, qtbot: QtBot
) -> None:
    screen = open_scene()
    screen._page.rather.click()
    qtbot.wait_until(lambda: screen._page._summary.isVisible())
    free = full_disk()
    finished: list[bool] = []
    screen.finished.connect(lambda: finished.append(True))
    screen._go.click()
    qtbot.wait_until(screen._page.retry.isVisible)
    assert screen._page.retry.note.para.text() == DISK_FULL
    assert not finished
    assert screen._page._summary.isVisible()
    free()
    with qtbot.wait_signal(screen.finished):
        screen._page.retry.button.click()


def test_a_place_that_is_not_kept_is_said(
    open_scene: Open, press: Any, full_disk: Any, qtbot: QtBot
) -> None:
    screen = open_scene()
    full_disk()
    choose(screen, press, "ask")
    qtbot.wait_until(screen._page.retry.isVisible)
    assert screen._page.consequence.isVisible()  # what was chosen stays


def test_the_scene_stays_in_its_language_and_the_rest_speaks_mine(
    open_scene: Open, press: Any, qapp: QApplication
) -> None:
    screen = open_scene()
    choose(screen, press, "nod")
    translator.speak(qapp, "ar")
    assert screen._page.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert screen._bar.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert screen._page.consequence.isVisible()
    assert screen._story is not None
    assert screen._story.chosen is not None
