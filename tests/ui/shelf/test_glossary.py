"""Words we use: in their order, found while typing, opened in place."""

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.shelf.shelves import ARABIC, SPANISH, TERMS, catalog_with, term
from tests.ui.start.voices import Talker
from trainer_app.content.catalog import Catalog
from trainer_app.ui import translator
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.shelf.glossary_screen import GlossaryScreen, in_order
from trainer_app.ui.widgets.para import Para

KEY = Qt.Key


@pytest.fixture
def stocked(small_packs: Path, tmp_path: Path) -> Catalog:
    """A catalog with a shelf."""
    return catalog_with(small_packs, tmp_path)


@pytest.fixture
def talker(look: object) -> Talker:
    """A voice that reads everything in no time."""
    return Talker()


@pytest.fixture
def screen(stocked: Catalog, window: MainWindow, talker: Talker) -> GlossaryScreen:
    """The glossary."""
    made = GlossaryScreen(stocked, "en", talker)
    window.show_page(made)
    return made


def shown(screen: GlossaryScreen) -> list[str]:
    return [entry.term.id for entry in screen.shown()]


def opened(screen: GlossaryScreen) -> list[str]:
    return [entry.term.id for entry in screen.entries if entry.is_open]


def test_words_stand_in_the_order_of_their_language() -> None:
    assert [one.id for one in in_order(TERMS, "en")] == [
        "calm", "focal-point", "kind", "staff", "zeal",
    ]  # fmt: skip
    assert [one.id for one in in_order(SPANISH, "es")] == ["arbol", "bus", "nino", "nota", "nube"]
    enye = (term("n", "ñandú"), term("o", "oso"), term("z", "nz"))
    assert [one.id for one in in_order(enye, "es")] == ["z", "n", "o"]
    assert [one.id for one in in_order(ARABIC, "ar")] == ["a", "door", "way", "child"]


def test_one_word_opens_in_place_at_a_time(screen: GlossaryScreen) -> None:
    assert opened(screen) == []
    calm, kind = screen.entries[0], screen.entries[2]
    calm.header.click()
    assert opened(screen) == ["calm"]
    words = [
        para.text() for para in cast("list[Para]", calm.findChildren(Para)) if para.isVisible()
    ]
    assert "calm has a meaning." in words
    assert "Why this word" in words
    assert "You may also hear" in words
    assert calm.header.accessibleDescription() == "Explained below"
    kind.header.click()
    assert opened(screen) == ["kind"]
    assert "You may also hear" not in [
        para.text() for para in cast("list[Para]", kind.findChildren(Para)) if para.isVisible()
    ]
    kind.header.click()
    assert opened(screen) == []
    assert kind.header.accessibleDescription() == "Closed"


def test_searching_while_typing(screen: GlossaryScreen, window: MainWindow) -> None:
    QTest.keyClicks(screen.search, "qui")
    assert shown(screen) == ["calm"]  # by what one may also hear
    screen.search.setText("focal points")
    assert shown(screen) == ["focal-point"]
    screen.search.setText("kind")
    assert shown(screen) == ["kind"]
    screen.search.setText("meaning")
    assert shown(screen) == ["calm", "focal-point", "kind", "staff", "zeal"]
    screen.search.setText("has")
    assert len(shown(screen)) == 5
    screen.search.setText("zzz")
    assert shown(screen) == []
    assert screen.none.para.text() == "Nothing fits. Clear the search."
    screen.clear.click()
    assert len(shown(screen)) == 5


def test_names_come_before_meanings(
    small_packs: Path, tmp_path: Path, talker: Talker, window: MainWindow
) -> None:
    catalog = catalog_with(small_packs, tmp_path)
    made = GlossaryScreen(catalog, "en", talker)
    window.show_page(made)
    made.search.setText("s")
    assert shown(made) == ["calm", "staff"]  # "stay calm" is a form of it
    made.search.setText("st")
    assert shown(made) == ["calm", "staff"]
    made.search.setText("m")
    assert shown(made) == ["calm", "focal-point", "kind", "staff", "zeal"]


def test_enter_opens_the_first(screen: GlossaryScreen, window: MainWindow) -> None:
    QTest.keyClicks(screen.search, "foc")
    QTest.keyClick(window.windowHandle(), KEY.Key_Return)
    assert opened(screen) == ["focal-point"]
    assert screen.entries[1].header.hasFocus()
    QTest.keyClick(window.windowHandle(), KEY.Key_Return)
    assert opened(screen) == []


def test_a_way_straight_to_one_word(
    stocked: Catalog, window: MainWindow, talker: Talker, qapp: QApplication
) -> None:
    window.resize(1024, 600)
    made = GlossaryScreen(stocked, "en", talker, "zeal")
    window.show_page(made)
    assert opened(made) == ["zeal"]
    entry = made.entries[-1]
    assert made.first_focus() is entry.header
    settle_layout(qapp)
    assert entry.header.hasFocus()
    assert entry.visibleRegion().boundingRect().height() == entry.height()
    unknown = GlossaryScreen(stocked, "en", talker, "not-a-word")
    window.show_page(unknown)
    assert opened(unknown) == []
    assert unknown.first_focus() is unknown.search


def test_a_word_is_read_aloud(screen: GlossaryScreen, talker: Talker) -> None:
    entry = screen.entries[0]
    entry.header.click()
    assert entry._about is not None
    entry._about.listen.button.click()
    assert talker.said == ["calm", "calm has a meaning.", "It is a kind word."]


def test_without_a_voice_there_is_no_button(stocked: Catalog, window: MainWindow) -> None:
    made = GlossaryScreen(stocked, "en", window.speaker, "calm")
    window.show_page(made)
    assert made.entries[0]._about is not None
    assert made.entries[0]._about.listen.isHidden()


def test_the_language_changes_at_once(
    screen: GlossaryScreen, qapp: QApplication, qtbot: QtBot
) -> None:
    screen.entries[0].header.click()
    translator.speak(qapp, "ar")
    assert screen.isRightToLeft()
    assert not screen.entries[0].isRightToLeft()  # the words themselves were told in English


def test_an_arabic_glossary(stocked: Catalog, window: MainWindow, talker: Talker) -> None:
    made = GlossaryScreen(stocked, "ar", talker, "child")
    window.show_page(made)
    assert made.entries[0].isRightToLeft()
    made.search.setText("طفل")
    assert shown(made) == ["child"]


def test_without_words_the_page_says_what_to_do(
    small_packs: Path, tmp_path: Path, window: MainWindow, talker: Talker
) -> None:
    made = GlossaryScreen(Catalog([small_packs]), "en", talker)
    window.show_page(made)
    assert made.notice.para.text() == "The words are not on this computer yet."
    (tmp_path / "en.shelf").write_text("{")
    damaged = GlossaryScreen(Catalog([small_packs], tmp_path), "en", talker)
    window.show_page(damaged)
    assert damaged.notice.para.text() == "The library cannot open. Your progress is safe."
