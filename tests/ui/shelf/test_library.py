"""The library: found by words, topic and language; read by keyboard; nothing opens by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shelf.shelves import CARDS, catalog_with
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.shelf.library_card import LibraryCardView
from trainer_app.ui.shelf.library_screen import LibraryScreen

KEY = Qt.Key


@pytest.fixture
def stocked(small_packs: Path, tmp_path: Path) -> Catalog:
    """A catalog with a shelf."""
    return catalog_with(small_packs, tmp_path)


@pytest.fixture
def screen(stocked: Catalog, window: MainWindow, qtbot: QtBot) -> LibraryScreen:
    """The library, every card built."""
    made = LibraryScreen(stocked, "en")
    window.show_page(made)
    qtbot.wait_until(lambda: made.list.is_complete)
    return made


def shown(screen: LibraryScreen) -> list[str]:
    views = screen.list.shown()
    return [view.card.id for view in views if isinstance(view, LibraryCardView)]


def view(screen: LibraryScreen, card_id: str) -> LibraryCardView:
    found = screen.list.shown()[shown(screen).index(card_id)]
    assert isinstance(found, LibraryCardView)
    return found


def plain(text: str) -> str:
    for mark in "\u2066\u2068\u2069":
        text = text.replace(mark, "")
    return text


def test_every_card_is_there_in_the_order_of_the_shelf(screen: LibraryScreen) -> None:
    assert shown(screen) == [card.id for card in CARDS]
    assert plain(screen.count.text()) == "15 of 15"
    assert screen.clear.isHidden()
    assert screen.none.isHidden()
    assert screen.first_focus() is screen.search


def test_the_first_cards_do_not_wait_for_the_rest(stocked: Catalog, qtbot: QtBot) -> None:
    made = LibraryScreen(stocked, "en")
    qtbot.addWidget(made)
    assert 0 < len(made.list.shown()) < len(CARDS)
    with qtbot.wait_signal(made.list.completed):
        made.show()
    made.left()


def test_a_card_says_what_it_is(screen: LibraryScreen) -> None:
    model = view(screen, "model")
    assert plain(model._facts.text()) == "Tool · A network · 2023 · English · Spanish"
    assert [plain(link.accessibleName()) for link in model.links] == [
        "Open the module A small module"
    ]
    assert not view(screen, "roads").links
    assert view(screen, "roads").address is None


def test_a_module_that_uses_it_can_be_opened(screen: LibraryScreen, qtbot: QtBot) -> None:
    with qtbot.wait_signal(screen.module_asked) as asked:
        view(screen, "model").links[0].click()
    assert asked.args == ["small"]


def test_words_narrow_it_down_and_titles_come_first(
    screen: LibraryScreen, window: MainWindow
) -> None:
    QTest.keyClicks(screen.search, "terminal")
    assert shown(screen) == ["model", "roads"]
    assert plain(screen.count.text()) == "2 of 15"
    screen.search.setText("ninez")
    assert shown(screen) == ["listen"]
    screen.search.setText("story 1")
    assert shown(screen)[0] == "story-10"
    screen.clear.click()
    assert len(shown(screen)) == len(CARDS)
    assert screen.search.hasFocus()


def test_topic_and_language_narrow_it_down_too(screen: LibraryScreen, qtbot: QtBot) -> None:
    assert list(screen.chips) == [
        "", "travel-and-transport", "safe-terminals", "online", "listening",
    ]  # fmt: skip
    screen.chips["safe-terminals"].click()
    assert shown(screen) == ["model", "roads"]
    codes = [screen.language.itemText(row) for row in range(screen.language.count())]
    assert codes == ["Any language", "English", "Spanish", "French"]
    screen.language.setCurrentIndex(2)
    assert shown(screen) == ["model"]
    screen.chips["listening"].click()
    assert shown(screen) == ["listen"]
    screen.clear.click()
    qtbot.wait_until(lambda: screen.list.is_complete)
    assert len(shown(screen)) == len(CARDS)
    assert screen.chips[""].isChecked()
    assert screen.language.currentIndex() == 0


def test_topics_by_keyboard(screen: LibraryScreen, window: MainWindow) -> None:
    screen.chips[""].setFocus()
    QTest.keyClick(window.windowHandle(), KEY.Key_Right)
    assert screen.chips["travel-and-transport"].isChecked()
    assert shown(screen) == ["roads"]


def test_nothing_fits(screen: LibraryScreen) -> None:
    screen.search.setText("nothing like it")
    assert shown(screen) == []
    assert screen.none.para.text() == "Nothing fits. Clear the search."
    assert plain(screen.count.text()) == "0 of 15"
    screen.clear.click()
    assert screen.none.isHidden()


def test_keys_find_scroll_and_leave(
    screen: LibraryScreen, window: MainWindow, qtbot: QtBot
) -> None:
    bar = screen.page.verticalScrollBar()
    qtbot.wait_until(lambda: bar.maximum() > 0)
    handle = window.windowHandle()
    QTest.keyClick(handle, KEY.Key_PageDown)
    assert bar.value() > 0
    screen.language.setFocus()
    QTest.keyClick(handle, KEY.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0
    assert screen.search.hasFocus()
    QTest.keyClicks(screen.search, "roads")
    with qtbot.assert_not_emitted(screen.back_asked):
        QTest.keyClick(handle, KEY.Key_Escape)
    assert screen.search.text() == ""
    QTest.keyClick(handle, KEY.Key_A)  # twice Esc would hide the window
    screen.search.clear()
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(handle, KEY.Key_Escape)


def test_an_address_is_copied_and_never_opened(screen: LibraryScreen) -> None:
    address = view(screen, "model").address
    assert address is not None
    assert address.text.toPlainText() == CARDS[0].address
    assert address.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    address.copy.click()
    assert QGuiApplication.clipboard().text() == f"https://{CARDS[0].address}"
    assert address.copy.text() == "Copied"
    other = view(screen, "listen").address
    assert other is not None
    other.copy.click()
    assert QGuiApplication.clipboard().text() == "https://example.org/"


def test_no_code_of_the_shelf_opens_an_address() -> None:
    folder = paths.resources() / "trainer_app" / "ui" / "shelf"
    for file in folder.glob("*.py"):
        text = file.read_text()
        assert "openUrl" not in text, file.name
        assert "OpenExternalLinks" not in text, file.name


def test_a_long_address_breaks_and_is_not_cut(screen: LibraryScreen, window: MainWindow) -> None:
    window.resize(1024, 600)
    address = view(screen, "model").address
    assert address is not None
    text = address.text
    assert text.height() >= text.heightForWidth(text.width())
    assert text.document().size().height() <= text.height()


def test_the_language_changes_at_once(
    screen: LibraryScreen, qapp: QApplication, qtbot: QtBot
) -> None:
    translator.speak(qapp, "es")
    model = view(screen, "model")
    qtbot.wait_until(lambda: "español" in model._facts.text())
    assert screen.language.itemText(1) == "Inglés"
    translator.speak(qapp, "ar")
    assert screen.isRightToLeft()
    assert not model.isRightToLeft()  # the cards were told in English


def test_an_arabic_shelf_runs_from_right_to_left(
    stocked: Catalog, window: MainWindow, qapp: QApplication
) -> None:
    translator.speak(qapp, "ar")
    made = LibraryScreen(stocked, "ar")
    window.show_page(made)
    model = view(made, "model")
    assert model.isRightToLeft()
    assert model.address is not None
    option = model.address.text._option()
    assert option.textDirection() == Qt.LayoutDirection.LeftToRight


def test_without_a_library_the_page_says_what_to_do(small_packs: Path, window: MainWindow) -> None:
    made = LibraryScreen(Catalog([small_packs]), "en")
    window.show_page(made)
    assert made.notice.para.text() == "The library is not on this computer yet."
    assert made.search_field.isHidden()
    assert made.first_focus() is None


def test_a_damaged_library_says_so(small_packs: Path, tmp_path: Path, window: MainWindow) -> None:
    (tmp_path / "en.shelf").write_text('{"library": 3}')
    made = LibraryScreen(Catalog([small_packs], tmp_path), "en")
    window.show_page(made)
    assert made.notice.para.text() == "The library cannot open. Your progress is safe."
