"""F02: the desk's home: what is under way comes first, and everything has a key."""

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.operations.hall import hall, on_duty, planned
from trainer_app.content.catalog import Catalog
from trainer_app.store import Store
from trainer_app.training.staff import OnDuty, Staff
from trainer_app.ui.background import Background
from trainer_app.ui.desk.desk_ways import NAMES
from trainer_app.ui.desk.home_screen import DeskHomeScreen
from trainer_app.ui.main_window import MainWindow

ELENA = OnDuty(
    Staff(staff_id="s", actor="p-S", name="Elena Vargas", roles=("facilitator",)), uuid4()
)


def shown(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot
) -> DeskHomeScreen:
    page = DeskHomeScreen(background, catalog, ELENA)
    window.show_page(page)
    qtbot.wait_until(lambda: page._home is not None)
    return page


def ask(background: Background, window: MainWindow, question):
    return background.run(window, question).result()


def test_a_new_desk_says_what_to_do_first(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot
) -> None:
    page = shown(window, background, catalog, qtbot)
    assert page.steps.isVisible()
    assert not page.go.isVisible()
    with qtbot.wait_signal(page.new_session_asked):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    for name in ("people", "modules"):
        with qtbot.wait_signal(page.way_asked) as asked:
            page.steps.buttons[name].click()
        assert asked.args == [name]


def test_the_session_under_way_comes_before_planned_ones(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot
) -> None:
    def prepare(store: Store) -> None:
        planned(store, on_duty(store))
        hall(store, 2)

    ask(background, window, prepare)
    page = shown(window, background, catalog, qtbot)
    assert not page.steps.isVisible()
    assert page.go.text() == "Continue session"
    assert len(page.cards) == 1
    with qtbot.wait_signal(page.session_asked) as asked:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert asked.args[0].session.state == "running"
    with qtbot.wait_signal(page.session_asked) as other:
        page.cards[0].click()
    assert other.args[0].session.state == "planned"


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_each_way_has_a_key(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot, place: int
) -> None:
    page = shown(window, background, catalog, qtbot)
    with qtbot.wait_signal(page.way_asked) as asked:
        QTest.keyClick(window.windowHandle(), Qt.Key(Qt.Key.Key_1 + place))
    assert asked.args == [NAMES[place]]


def test_it_reads_again_when_somebody_else_changed_something(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot
) -> None:
    from trainer_app.operations import Changed

    page = shown(window, background, catalog, qtbot)
    ask(background, window, lambda store: planned(store, on_duty(store)))
    background.changed.emit(Changed.SESSION)
    qtbot.wait_until(lambda: page.go.text() == "Open session")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_cut_on_a_small_window(
    window: MainWindow, background: Background, catalog: Catalog, qtbot: QtBot, qapp, language: str
) -> None:
    from trainer_app.ui.translator import speak

    ask(background, window, lambda store: hall(store, 2))
    speak(qapp, language)
    window.resize(1024, 600)
    page = shown(window, background, catalog, qtbot)
    assert page.minimumSizeHint().width() <= 1024
