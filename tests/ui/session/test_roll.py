"""F04: the roll, by keyboard and mouse; a tick is shown when it is on the disk."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall, hall
from tests.ui import keys
from trainer_app.errors import NotSaved
from trainer_app.operations.session_record import session
from trainer_app.operations.training_sessions import mark_here
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session import roll_screen
from trainer_app.ui.session.roll_screen import RollScreen
from trainer_app.ui.session.walk_in_sheet import WalkInSheet

Key = Qt.Key


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Callable[[Callable[[Store], Any]], Any]:
    return lambda question: background.run(window, question).result()


def empty_room(store: Store, count: int) -> Hall:
    """A session in which nobody is ticked yet."""
    room = hall(store, count)
    for learner_id in room.people:
        mark_here(store, meeting=room.meeting, learner_id=learner_id, here=False)
    return room


def opened(window: MainWindow, background: Background, room: Hall, qtbot: QtBot) -> RollScreen:
    page = RollScreen(background, room.by, room.meeting)
    page.sheet_asked.connect(window.open_sheet)
    window.show_page(page)
    qtbot.wait_until(lambda: page._told is not None)
    return page


def press(window: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(window.windowHandle(), key)


def write(window: MainWindow, letters: str) -> None:
    keys.write(window, letters)


def here(ask: Any, meeting: UUID) -> tuple[str, ...]:
    found: tuple[str, ...] = ask(lambda store: session(store, meeting=meeting)).here
    return found


def test_thirty_people_are_ticked_by_two_keys_each(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 30))
    page = opened(window, background, room, qtbot)
    keys = 0
    for _person in range(30):
        press(window, Key.Key_Space, Key.Key_Down)
        keys += 2
    qtbot.wait_until(lambda: page._told is not None and len(page._told.here) == 30)
    assert set(here(ask, room.meeting)) == set(room.people)
    assert keys / 4 < 5 * 60  # seconds at four keys a second
    assert page.count.text() == "\u206830\u2069 here"


def test_a_key_pressed_twice_before_the_disk_answers_counts_twice(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 2))
    page = opened(window, background, room, qtbot)
    press(window, Key.Key_Space, Key.Key_Space, Key.Key_Space)
    qtbot.wait_until(lambda: not page._under_way)
    assert len(here(ask, room.meeting)) == 1
    press(window, Key.Key_Space, Key.Key_Space)
    qtbot.wait_until(lambda: not page._under_way)
    assert len(here(ask, room.meeting)) == 1


def test_a_name_is_found_by_its_letters_and_ticked_by_enter(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 10))
    page = opened(window, background, room, qtbot)
    for name in ("fatou", "juan"):
        write(window, name)
        assert [row.learner.name.split()[0].casefold() for row in page.list.roll.rows] == [name]
        press(window, Key.Key_Return)
        assert page.search.text() == ""
    qtbot.wait_until(lambda: not page._under_way)
    assert len(here(ask, room.meeting)) == 2
    assert len(page.list.roll.rows) == 10


def test_a_tick_that_is_not_saved_is_taken_back_and_said(
    window: MainWindow,
    background: Background,
    ask: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = ask(lambda store: empty_room(store, 2))
    page = opened(window, background, room, qtbot)

    def full(*_args: object, **_facts: object) -> None:
        raise NotSaved("The disk is full.")

    monkeypatch.setattr(roll_screen, "mark_here", full)
    press(window, Key.Key_Space)
    qtbot.wait_until(page.retry.isVisible)
    assert not page.list.roll.rows[0].here
    assert not page.list.roll.is_waiting(page.list.roll.rows[0].learner.learner_id)


def test_somebody_walks_in(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 1))
    page = opened(window, background, room, qtbot)
    write(window, "Awa Sow")
    page.add.click()
    sheet = window.sheet
    assert isinstance(sheet, WalkInSheet)
    assert sheet.name.text() == "Awa Sow"
    press(window, Key.Key_Return)
    sheet.add.click()
    assert sheet._fields[sheet.role].error
    sheet.role.setCurrentIndex(2)
    with qtbot.wait_signal(sheet.welcomed):
        sheet.add.click()
    qtbot.wait_until(lambda: len(page.list.roll.rows) == 2)
    assert page.list.roll.rows[1].learner.walk_in
    write(window, "awa sow")
    sheet.role.setCurrentIndex(1)
    sheet.add.click()
    qtbot.wait_until(lambda: "another" in sheet._fields[sheet.name].error)
    assert len(here(ask, room.meeting)) == 1


def test_people_without_a_name_are_counted(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 1))
    page = opened(window, background, room, qtbot)
    page.unnamed.more.click()
    page.unnamed.more.click()
    qtbot.wait_until(lambda: page._told is not None and page._told.unnamed == 2)
    assert ask(lambda store: session(store, meeting=room.meeting)).unnamed == 2
    assert "with a name" in page.count.text()


def test_nobody_ticked_is_asked_once(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: empty_room(store, 1))
    page = opened(window, background, room, qtbot)
    page.go.click()
    assert page._empty.isVisible()
    with qtbot.wait_signal(page.done) as done:
        page.go.click()
    assert done.args == [room.meeting]


def test_a_screen_reader_hears_who_is_here(
    window: MainWindow, background: Background, ask: Any, qtbot: QtBot
) -> None:
    room = ask(lambda store: hall(store, 1))
    page = opened(window, background, room, qtbot)
    said = page.list.roll.data(page.list.roll.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Rosa Mamani, Night buses, here"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_a_small_window(
    window: MainWindow,
    background: Background,
    ask: Any,
    qtbot: QtBot,
    qapp: QApplication,
    language: str,
) -> None:
    from trainer_app.ui.translator import speak

    room = ask(lambda store: hall(store, 3))
    speak(qapp, language)
    window.resize(1024, 600)
    page = opened(window, background, room, qtbot)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1024
    assert hint.height() <= 536
    assert len(list(islice(page.list.roll.rows, 3))) == 3
