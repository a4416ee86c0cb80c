"""Over library, glossary and the sheet of terms: names, keyboard, and no word cut in any size."""

from itertools import product
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.shelf.shelves import TERMS, catalog_with
from tests.ui.start.voices import Talker
from trainer_app.ui import translator
from trainer_app.ui.flow_row import TeamChip
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.shelf.glossary_screen import GlossaryScreen
from trainer_app.ui.shelf.library_screen import LibraryScreen
from trainer_app.ui.shelf.search_screen import SearchScreen
from trainer_app.ui.terms_sheet import TermsSheet
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para

SIZES = ((1366, 768), (1024, 600))


@pytest.fixture
def window(look: Theme, qtbot: QtBot) -> MainWindow:
    """The window with a voice, so that every Listen button is there."""
    made = MainWindow(look, Talker())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.wait_until(made.isActiveWindow)
    return made


@pytest.fixture(params=["library", "found", "glossary", "word"])
def page(
    request: pytest.FixtureRequest,
    flashes: list[str],
    window: MainWindow,
    small_packs: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> SearchScreen:
    """A page of the shelf, complete."""
    catalog, name = catalog_with(small_packs, tmp_path), request.param
    made: SearchScreen
    if name in ("library", "found"):
        made = LibraryScreen(catalog, "en")
        if name == "found":
            made.search.setText("story 4")
            made.search.setText("safe")
    else:
        made = GlossaryScreen(catalog, "en", window.speaker, "staff" if name == "word" else "")
        if name == "word":
            made.search.setText("mea")
            made.search.setText("a")
    window.show_page(made)
    if isinstance(made, LibraryScreen):
        qtbot.wait_until(lambda: made.list.is_complete)
    settle_layout(cast(QApplication, QApplication.instance()))
    return made


def focusable(root: QWidget) -> list[QWidget]:
    children = cast("list[QWidget]", root.findChildren(QWidget))
    return [
        one
        for one in children
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    ]


def test_nothing_flashes_up_as_a_window(page: SearchScreen, flashes: list[str]) -> None:
    assert flashes == []


def test_everything_one_can_reach_has_a_name_and_a_role(
    page: SearchScreen, window: MainWindow
) -> None:
    reached = focusable(window)
    assert page.first_focus() in reached
    for widget in reached:
        found = QAccessible.queryAccessibleInterface(widget)
        assert found.text(QAccessible.Text.Name), widget
        assert found.role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), widget


def test_tab_reaches_everything_in_the_order_it_stands(
    page: SearchScreen, window: MainWindow
) -> None:
    wanted = focusable(window)
    seen: list[QWidget] = []
    for _step in range(len(wanted) + 4):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            break
        seen.append(now)
    missed = [one for one in wanted if one not in seen]
    # in a group of radio buttons Tab reaches one, the arrow keys the others
    assert [one for one in missed if not isinstance(one, QAbstractButton)] == []
    assert all(isinstance(one, TeamChip) for one in missed)
    inside = [one for one in seen if page.isAncestorOf(one)]
    first = inside.index(page.search)
    lines = [_line(one, page) for one in (*inside[first:], *inside[:first])]
    assert lines == sorted(lines)


def _line(widget: QWidget, page: QWidget) -> int:
    """Where the middle of a widget stands, unless it is scrolled."""
    return widget.mapTo(page, widget.rect().center()).y()


@pytest.mark.parametrize("language", ["en", "en_XA", "ar"])
def test_no_word_is_cut(
    page: SearchScreen, window: MainWindow, look: Theme, qapp: QApplication, language: str
) -> None:
    translator.speak(qapp, language)
    for size, zoom in product(SIZES, (1.0, 1.3, 1.5)):
        look.choose(zoom=zoom)
        window.resize(*size)
        settle_layout(qapp)
        settle_layout(qapp)
        where = f"{size} at {zoom}"
        paras = [one for one in cast("list[Para]", page.findChildren(Para)) if one.isVisible()]
        assert [one.text() for one in paras if one.is_cut()] == [], where
        buttons = cast("list[Button]", page.findChildren(Button))
        shown = [one for one in buttons if one.isVisible()]
        assert [one for one in shown if one.width() < one.minimumSizeHint().width()] == [], where
        if zoom <= 1.3:
            assert page.minimumSizeHint().width() <= size[0], where
            assert window.minimumSizeHint().height() <= size[1], where
            for one in (*paras, *shown):
                left = one.mapTo(page, one.rect().topLeft()).x()
                assert 0 <= left <= page.width() - one.width(), where


@pytest.mark.parametrize("language", ["en", "en_XA", "ar"])
def test_no_word_of_the_sheet_is_cut(
    window: MainWindow, look: Theme, qapp: QApplication, language: str, flashes: list[str]
) -> None:
    translator.speak(qapp, language)
    window.resize(1024, 600)
    for zoom in (1.0, 1.3, 1.5):
        look.choose(zoom=zoom)
        sheet = TermsSheet(TERMS, window.speaker, "en", "calm")
        window.open_sheet(sheet)
        settle_layout(qapp)
        settle_layout(qapp)
        for widget in focusable(sheet):
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        paras = cast("list[Para]", sheet.findChildren(Para))
        assert [one.text() for one in paras if one.isVisible() and one.is_cut()] == []
        window.close_sheets()
    assert flashes == []
