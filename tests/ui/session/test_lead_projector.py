"""F06: what the room sees follows, goes blank, hides, and survives a cable that is pulled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall, hall
from tests.ui.session.lead_room import Ask, FakeScreen, Key, at, idle, number, opened, press
from trainer_app.content.catalog import Catalog
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session.lead_projector import Projector, RoomWindow
from trainer_app.ui.session.lead_safety import SafetySheet
from trainer_app.ui.session.lead_screen import LeadScreen


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Ask:
    return lambda question: background.run(window, question).result()


@pytest.fixture
def room(ask: Ask) -> Hall:
    made: Hall = ask(lambda store: hall(store, 4))
    return made


@pytest.fixture
def screens() -> list[FakeScreen]:
    return [FakeScreen(0, 1366, 768), FakeScreen(1366, 1024, 768)]


@pytest.fixture
def projector(window: MainWindow, screens: list[FakeScreen]) -> Iterator[Projector]:
    made = Projector(window, find_screens=lambda: screens)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def page(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> LeadScreen:  # fmt: skip
    return opened(window, background, catalog, room, projector, qtbot)


def wall(projector: Projector) -> RoomWindow:
    assert projector.room is not None
    return projector.room


def is_blank(projector: Projector) -> bool:
    return projector.is_blank and wall(projector).view.is_blank


def one_colour(widget: RoomWindow) -> QColor | None:
    """The colour of the whole wall, if it has only one."""
    image = widget.grab().toImage().scaled(40, 30)
    found = {image.pixel(x, y) for x in range(40) for y in range(30)}
    return QColor(found.pop()) if len(found) == 1 else None


def test_it_follows_and_goes_blank_from_either_window(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen],
    qtbot: QtBot,
) -> None:  # fmt: skip
    assert not page.blank.isEnabled()
    assert page.room.text() == "Projector"
    press(window, Key.Key_P)
    shown = wall(projector)
    assert shown.isWindow()
    assert shown.view.shown == page.view.shown
    assert projector._screen is screens[1]
    assert abs(projector.ratio - 1024 / 768) < 0.01
    press(window, Key.Key_B)
    assert is_blank(projector)
    assert one_colour(shown) == theme.colour("ink")
    assert page.blank.text() == "Show again"
    QTest.keyClick(shown, Key.Key_Period)
    assert not is_blank(projector)
    QTest.keyClick(shown, Key.Key_PageDown)
    assert number(page) == 1
    assert wall(projector).view.shown == page.view.shown
    QTest.keyClick(shown, Key.Key_B)
    QTest.keyClick(shown, Key.Key_PageDown)  # the next slide is made ready behind it
    qtbot.wait_until(lambda: idle(page) and at(page) != "welcome")
    assert is_blank(projector)
    QTest.keyClick(shown, Key.Key_Escape)
    assert not projector.is_open
    assert not page.view.is_blank
    left = QSignalSpy(page.back_asked)
    press(window, Key.Key_F5, Key.Key_Escape)
    assert not projector.is_open
    assert left.count() == 0


def test_the_program_never_flashes_where_people_look(
    window: MainWindow, page: LeadScreen, projector: Projector, flashes: list[str]
) -> None:
    projector.open(page._module, page._pack)
    assert set(flashes) <= {"RoomWindow"}
    assert wall(projector).view.shown is not None


def test_hiding_blanks_the_wall_at_once_and_it_comes_back_blank(
    window: MainWindow, page: LeadScreen, projector: Projector
) -> None:
    projector.open(page._module, page._pack)
    press(window, *[Key.Key_Shift] * 3)
    assert window.is_hidden_away
    assert is_blank(projector)
    QTest.keyClick(wall(projector), Key.Key_B)  # a clicker in a bag
    QTest.keyClick(wall(projector), Key.Key_PageDown)
    assert is_blank(projector)
    assert number(page) == 0
    window.return_now()
    assert is_blank(projector)
    assert not wall(projector).isHidden()
    press(window, Key.Key_B)
    assert not is_blank(projector)


def test_hiding_works_while_the_wall_has_the_keys(
    window: MainWindow, page: LeadScreen, projector: Projector
) -> None:
    projector.open(page._module, page._pack)
    handle = wall(projector).windowHandle()
    for _press in range(3):
        QTest.keyClick(handle, Key.Key_Shift)
    assert window.is_hidden_away
    assert is_blank(projector)


def test_an_unplugged_projector_is_said_and_the_session_goes_on(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen],
) -> None:  # fmt: skip
    projector.open(page._module, page._pack)
    projector._on_screen_removed(FakeScreen(1600))
    assert wall(projector).isVisible()
    gone = screens.pop()
    projector._on_screen_removed(gone)
    assert not projector.is_open
    assert page.note.isVisible()
    assert page.room.text() == "Full screen"
    press(window, Key.Key_Right)
    assert number(page) == 1
    screens.append(gone)
    projector.changed.emit()  # plugged in again
    assert page.room.text() == "Projector"


def test_with_one_screen_the_slide_covers_the_window_until_esc(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen],
    qtbot: QtBot,
) -> None:  # fmt: skip
    screens.pop()
    projector.changed.emit()
    assert page.room.text() == "Full screen"
    page.room.click()
    cover = wall(projector)
    assert not cover.isWindow()
    assert cover.geometry() == window.rect()
    assert cover.hasFocus()
    press(window, Key.Key_PageDown, Key.Key_B)
    assert number(page) == 1
    assert is_blank(projector)
    press(window, Key.Key_Tab, Key.Key_B)
    assert not is_blank(projector)
    window.resize(1024, 600)
    assert cover.geometry() == window.rect()
    press(window, Key.Key_Escape)
    assert projector.room is None
    assert not window.isFullScreen()
    assert page.go.hasFocus()


def test_hiding_takes_the_cover_away(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen]
) -> None:
    screens.pop()
    projector.open(page._module, page._pack)
    press(window, *[Key.Key_Shift] * 3)
    assert window.is_hidden_away
    assert projector.room is None
    assert window.hidden_screen.isVisible()


def test_what_opens_beneath_takes_the_cover_away(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen]
) -> None:
    from trainer_app.ui.widgets.sheet import Sheet

    screens.pop()
    projector.open(page._module, page._pack)
    window.open_sheet(Sheet())  # the helpline card, by F1
    assert not projector.is_open
    assert not window.isFullScreen()
    projector.open(page._module, page._pack)
    projector.blank()  # the desk asks for the number
    assert not projector.is_open


def test_the_program_can_be_left_while_the_wall_is_on(
    window: MainWindow, page: LeadScreen, projector: Projector, qapp: QApplication
) -> None:
    projector.open(page._module, page._pack)
    qapp.closeAllWindows()
    assert not window.isVisible()
    assert not projector.is_open


def test_the_safety_script_comes_out_from_under_the_cover(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen]
) -> None:
    screens.pop()
    projector.open(page._module, page._pack)
    press(window, Key.Key_S)
    assert projector.room is None
    assert isinstance(window.sheet, SafetySheet)
    assert window.sheet.waits  # the room sees this screen


def test_with_one_screen_the_script_waits_while_the_screen_is_turned_away(
    window: MainWindow, page: LeadScreen, projector: Projector, screens: list[FakeScreen]
) -> None:
    second = screens.pop()
    press(window, Key.Key_S, Key.Key_B)
    assert sheet_state(window) == "none"
    assert projector.is_cover
    assert is_blank(projector)
    assert one_colour(wall(projector)) == theme.colour("ink")
    press(window, Key.Key_S)
    assert not projector.is_open
    assert sheet_state(window) == "script"
    press(window, Key.Key_Escape, Key.Key_S)  # it may have been turned back
    assert sheet_state(window) == "waits"
    press(window, Key.Key_B, Key.Key_Escape, Key.Key_S)
    assert sheet_state(window) == "waits"
    press(window, Key.Key_S)
    assert sheet_state(window) == "script"
    press(window, Key.Key_Escape)
    screens.append(second)
    press(window, Key.Key_S)
    assert sheet_state(window) == "script"


def sheet_state(window: MainWindow) -> str:
    """What is open over the page: nothing, the script, or what is said before it."""
    sheet = window.sheet
    if sheet is None:
        return "none"
    assert isinstance(sheet, SafetySheet)
    return "waits" if sheet.waits else "script"


def test_other_pages_come_and_the_wall_stays(
    window: MainWindow, background: Background, catalog: Catalog, page: LeadScreen, room: Hall,
    projector: Projector, qtbot: QtBot,
) -> None:  # fmt: skip
    from trainer_app.ui.session.roll_screen import RollScreen

    projector.open(page._module, page._pack)
    page.road.walk(1)
    shown = wall(projector).view.shown
    window.show_page(RollScreen(background, room.by, room.meeting))
    assert wall(projector).view.shown == shown
    QTest.keyClick(wall(projector), Key.Key_B)
    assert is_blank(projector)
    again = opened(window, background, catalog, room, projector, qtbot)
    assert wall(projector).view.shown == again.view.shown
    assert is_blank(projector)
    assert again.blank.text() == "Show again"


def test_it_has_no_button_and_closes_with_the_program(
    window: MainWindow, page: LeadScreen, projector: Projector
) -> None:
    from PySide6.QtWidgets import QAbstractButton

    projector.open(page._module, page._pack)
    room = wall(projector)
    assert not room.findChildren(QAbstractButton)
    assert not room.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    assert "Waypost" in room.windowTitle()
