"""A damaged data file in the real program: put right by itself, or as somebody decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.store.conftest import draft, forget_second_copy, learner
from tests.store.test_second_copy import flip
from tests.ui import keys
from tests.walk import Walk, walking
from trainer_app.operations.computer import finish_set_up
from trainer_app.store import Store, rescue
from trainer_app.store.opening import FILE
from trainer_app.ui.screen import Screen
from trainer_app.ui.start.language_screen import LanguageScreen
from trainer_app.ui.start.learners_screen import LearnersScreen
from trainer_app.ui.start.rescue_screen import RescueScreen
from trainer_app.ui.start.rescued_sheet import RescuedSheet
from trainer_app.ui.widgets.ask_sheet import AskSheet

S = TypeVar("S", bound=Screen)


@pytest.fixture
def folder(data_folder: Path) -> Path:
    store = Store.open(data_folder, use_keystore=False)
    store.add_learner(learner(), "hash")
    finish_set_up(store)
    store.append([draft(f"i{number}") for number in range(30)])
    store.close()
    return data_folder


@contextmanager
def started(folder: Path) -> Iterator[Walk]:
    with walking(folder) as walk:
        yield walk


def on(walk: Walk, kind: type[S], qtbot: QtBot) -> S:
    qtbot.wait_until(lambda: isinstance(walk.window.page, kind))
    walk.settle()
    page = walk.window.page
    assert isinstance(page, kind)
    return page


def plain(words: str) -> str:
    return words.replace("\u2068", "").replace("\u2069", "")


def test_everything_is_back_and_that_is_said_once(folder: Path, qtbot: QtBot) -> None:
    flip(folder / FILE, -100)
    with started(folder) as walk:
        on(walk, LearnersScreen, qtbot)
        qtbot.wait_until(lambda: isinstance(walk.window.sheet, RescuedSheet))
        sheet = walk.window.sheet
        assert isinstance(sheet, RescuedSheet)
        assert "Everything that was saved is back: 30 results." in plain(sheet._words.text())
        keys.press(walk.window, Qt.Key.Key_Return)
        qtbot.wait_until(lambda: walk.window.sheet is None)
        assert walk.ask(lambda store: store.verify_chain()) == 30
    with started(folder) as again:
        on(again, LearnersScreen, qtbot)
        assert again.window.sheet is None


def test_what_can_be_read_is_put_back_by_keyboard(folder: Path, qtbot: QtBot) -> None:
    forget_second_copy(folder)
    flip(folder / FILE, -3 * 4096 - 100)  # a page of rows: without the tables nothing can be read
    with started(folder) as walk:
        page = on(walk, RescueScreen, qtbot)
        assert page.put_back.hasFocus()
        keys.press(walk.window, Qt.Key.Key_Return)
        assert not page.begin.isEnabled()
        assert "Please wait" in page.note.para.text()
        qtbot.wait_until(lambda: isinstance(walk.window.sheet, RescuedSheet), timeout=20_000)
        assert walk.ask(lambda store: store.verify_chain()) > 0


def test_beginning_with_nothing_is_asked_about(folder: Path, qtbot: QtBot) -> None:
    forget_second_copy(folder)
    flip(folder / FILE, -100)
    damaged = (folder / FILE).read_bytes()
    with started(folder) as walk:
        page = on(walk, RescueScreen, qtbot)
        page.begin.click()
        sheet = walk.window.sheet
        assert isinstance(sheet, AskSheet)
        assert sheet.keep.hasFocus()
        sheet.close_sheet()
        assert (folder / FILE).read_bytes() == damaged
        page.begin.click()
        again = walk.window.sheet
        assert isinstance(again, AskSheet)
        again.do_it.click()
        on(walk, LanguageScreen, qtbot)
    [aside] = (folder / rescue.DAMAGED).iterdir()
    assert (aside / FILE).read_bytes() == damaged


def test_closing_changes_nothing(folder: Path, qtbot: QtBot) -> None:
    forget_second_copy(folder)
    flip(folder / FILE, -100)
    damaged = (folder / FILE).read_bytes()
    with started(folder) as walk:
        page = on(walk, RescueScreen, qtbot)
        with qtbot.wait_signal(page.closed):
            page.close_button.click()
    assert (folder / FILE).read_bytes() == damaged
