"""Sheets to print: chosen, looked at, saved; what the site has not filled in is said."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.gallery import settle_layout
from tests.ui.paper.aids import LONG, PHRASES, shelf
from trainer_app import i18n
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import write_shelf
from trainer_app.errors import NotSaved
from trainer_app.operations.learning import today
from trainer_app.operations.site import SLOTS, Contact, fill_slot, name_site
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.shelf import job_aid_screen, job_aids_screen
from trainer_app.ui.shelf.job_aid_screen import JobAidScreen
from trainer_app.ui.shelf.job_aids_screen import JobAidsScreen
from trainer_app.ui.theme import Theme
from trainer_app.ui.widgets.para import Para

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
List = Callable[..., JobAidsScreen]
One = Callable[..., JobAidScreen]


@pytest.fixture
def stocked(tmp_path: Path) -> Catalog:
    """A catalog whose shelf has six job aids in four languages."""
    for language in PHRASES:
        write_shelf(tmp_path, shelf(language))
    return Catalog([], tmp_path)


@pytest.fixture
def to_list(background: Background, stocked: Catalog, window: MainWindow, qtbot: QtBot) -> List:
    """Shows all sheets and waits until their pictures are drawn."""

    def opened(language: str = "en", chosen: str = "") -> JobAidsScreen:
        made = JobAidsScreen(background, stocked, language, chosen)
        window.show_page(made)
        qtbot.wait_until(lambda: bool(made.cards))
        qtbot.wait_until(lambda: all(card.thumb.is_drawn for card in made.cards.values()))
        return made

    return opened


@pytest.fixture
def to_one(background: Background, stocked: Catalog, window: MainWindow, qtbot: QtBot) -> One:
    """Shows a sheet and waits until it is there."""

    def opened(aid_id: str = "counter-card", language: str = "en") -> JobAidScreen:
        made = JobAidScreen(background, stocked, language, aid_id)
        window.show_page(made)
        qtbot.wait_until(lambda: made.primary() is not None)
        return made

    return opened


def fill(background: Background, *slots: str, days_ago: int = 3) -> None:
    """Fill these places of the reporting chain."""

    def filled(store: Store) -> None:
        name_site(store, name="Terminal Norte")
        for slot_id in slots:
            name, number, hours = LONG[slot_id]
            contact = Contact(
                name=name, number=number, hours=hours, verified_by="Elena Choque",
                verified_on=today() - timedelta(days=days_ago),
            )  # fmt: skip
            fill_slot(store, slot_id=slot_id, contact=contact)

    background.run(background, filled).result()


def plain(text: str) -> str:
    for mark in "\u2066\u2068\u2069":
        text = text.replace(mark, "")
    return text


def test_each_sheet_has_a_card_with_its_paper(to_list: List) -> None:
    screen = to_list()
    assert list(screen.cards) == [aid.id for aid in shelf().job_aids]
    names = [card.accessibleName() for card in screen.cards.values()]
    assert names[0].endswith("A4 paper")
    assert names[1].endswith("A4 paper, sideways")
    assert names[2].endswith("A3 paper, twice as large as A4")
    assert all(card.accessibleDescription() for card in screen.cards.values())


def test_a_sheet_is_chosen_by_keyboard(to_list: List, window: MainWindow, qtbot: QtBot) -> None:
    screen = to_list()
    cards = list(screen.cards.values())
    assert screen.focusWidget() is cards[0]
    QTest.keyClick(window.windowHandle(), KEY.Key_Tab)
    assert screen.focusWidget() is cards[1]
    with qtbot.wait_signal(screen.aid_asked) as asked:
        QTest.keyClick(window.windowHandle(), KEY.Key_Return)
    assert asked.args == ["counter-card"]
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(window.windowHandle(), KEY.Key_Escape)


def test_one_comes_back_to_the_sheet_one_looked_at(to_list: List) -> None:
    screen = to_list(chosen="poster")
    assert screen.focusWidget() is screen.cards["poster"]


@pytest.mark.parametrize(
    ("filled", "old", "words"),
    [
        ((), (), "8 places of your reporting chain are still empty"),
        (list(SLOTS)[:7], (), "1 place of your reporting chain is still empty"),
        (list(SLOTS)[:6], ["manager", "content-hotline"], "1 number of your reporting chain has"),
        (list(SLOTS)[:4], ["manager"], "4 places of your reporting chain are empty or have"),
    ],
)
def test_what_the_site_has_not_filled_in_is_said(
    background: Background, to_list: List, filled: list[str], old: list[str], words: str,
    qtbot: QtBot,
) -> None:  # fmt: skip
    fill(background, *filled)
    fill(background, *old, days_ago=300)
    screen = to_list()
    assert plain(screen.site_note.para.text()).startswith(words)
    assert "fill in by hand" in screen.site_note.para.text()
    with qtbot.wait_signal(screen.site_asked):
        screen.site_note.site.click()


def test_a_full_chain_needs_no_words(background: Background, to_list: List) -> None:
    fill(background, *SLOTS)
    assert to_list().site_note.isHidden()


def test_a_sheet_names_only_places_it_has(background: Background, to_one: One) -> None:
    fill(background, "emergency-number", "focal-point", "focal-point-night")
    words = plain(to_one("wallet-card").site_note.para.text())
    assert words.startswith("1 place of your reporting chain is still empty")
    assert to_one("terminal-check").site_note.isHidden()


def test_a_sheet_is_shown_and_told(background: Background, to_one: One) -> None:
    fill(background, "focal-point")
    screen = to_one()
    assert screen.view.accessibleName() == "A sheet to print (counter-card)"
    assert "555\u00a00101" in screen.view.accessibleDescription()
    assert screen.heading.text() == screen.view.accessibleName()


def test_save_with_ctrl_s(to_one: One, window: MainWindow, tmp_path: Path) -> None:
    screen = to_one("poster")
    assert screen.focusWidget() is screen.buttons.save
    QTest.keyClick(window.windowHandle(), KEY.Key_S, CONTROL)
    dialog = screen.buttons._dialog
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "waypost-poster-en.pdf"
    dialog.fileSelected.emit(str(tmp_path / "mine.pdf"))
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF-")
    assert plain(screen.buttons.note.para.text()) == "Saved: mine.pdf"
    dialog.reject()


def test_a_save_that_does_not_work_is_said(to_one: One, tmp_path: Path) -> None:
    screen = to_one()
    screen.buttons.save_to(str(tmp_path / "nowhere" / "mine.pdf"))
    assert "Choose another folder" in screen.buttons.note.para.text()


def test_no_printer_is_no_dead_end(
    to_one: One, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6 import QtPrintSupport

    monkeypatch.setattr(QtPrintSupport.QPrinterInfo, "availablePrinterNames", list)
    screen = to_one()
    QTest.keyClick(window.windowHandle(), KEY.Key_P, CONTROL)
    said = screen.buttons.note.para.text()
    assert said == "Saved on this computer. Your facilitator can print it."


def test_the_sheet_is_read_by_keyboard(to_one: One, window: MainWindow, qtbot: QtBot) -> None:
    screen = to_one("reporting-chain")
    bar = screen._sheet.verticalScrollBar()
    qtbot.wait_until(lambda: bar.maximum() > 0)
    QTest.keyClick(window.windowHandle(), KEY.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(window.windowHandle(), KEY.Key_PageUp)
    assert bar.value() == 0
    with qtbot.wait_signal(screen.back_asked):
        QTest.keyClick(window.windowHandle(), KEY.Key_Escape)


@pytest.mark.parametrize("module", [job_aids_screen, job_aid_screen])
def test_what_cannot_be_read_is_tried_again(
    background: Background, stocked: Catalog, window: MainWindow, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch, module: object,
) -> None:  # fmt: skip
    def broken(_store: Store, _catalog: Catalog) -> None:
        raise NotSaved("The disk does not answer. Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_site", broken)
        screen: JobAidsScreen | JobAidScreen = (
            JobAidsScreen(background, stocked, "en")
            if module is job_aids_screen
            else JobAidScreen(background, stocked, "en", "poster")
        )
        window.show_page(screen)
        qtbot.wait_until(lambda: not screen.notice.isHidden())
    assert screen.notice.para.text() == "The disk does not answer. Try again."
    screen.notice.again.click()
    qtbot.wait_until(screen.notice.isHidden)


@pytest.mark.parametrize("damaged", [False, True])
def test_without_sheets_the_page_says_what_to_do(
    background: Background, window: MainWindow, tmp_path: Path, damaged: bool
) -> None:
    if damaged:
        (tmp_path / "en.shelf").write_text("{")
    catalog = Catalog([], tmp_path)
    several, one = (
        JobAidsScreen(background, catalog, "en"),
        JobAidScreen(background, catalog, "en", "poster"),
    )
    for screen in (several, one):
        window.show_page(screen)
        assert not screen.notice.isHidden()
        assert "facilitator" in said(screen)
        assert screen.notice.again.isHidden()


def said(screen: Screen) -> str:
    paras: list[Para] = list(screen.findChildren(Para))
    return " ".join(para.text() for para in paras if para.isVisible())


def test_another_language_at_once(to_one: One, qapp: QApplication, qtbot: QtBot) -> None:
    screen = to_one("poster")
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert screen.heading.layoutDirection() == Qt.LayoutDirection.LeftToRight
    qtbot.wait_until(lambda: screen.buttons.save.text() != "Save as PDF")


@pytest.mark.parametrize("language", ["en", "ar", i18n.PSEUDO])
@pytest.mark.parametrize("zoom", [1.0, 1.3])
def test_nothing_is_cut_in_a_small_window(
    to_list: List, to_one: One, look: Theme, window: MainWindow, qapp: QApplication,
    language: str, zoom: float,
) -> None:  # fmt: skip
    look.choose(zoom=zoom)
    translator.speak(qapp, language)
    window.resize(1024, 600)
    ways: list[Callable[[], Screen]] = [
        lambda: to_list(language),
        lambda: to_one("wallet-card", language),
    ]
    for way in ways:
        screen = way()
        settle_layout(qapp)
        hint = window.minimumSizeHint()
        assert hint.width() <= 1024
        assert hint.height() <= 600
        paras: list[Para] = list(screen.findChildren(Para))
        for para in paras:
            if para.isVisible() and para.text():
                assert not para.is_cut(), para.text()
                assert para.width() >= para.minimumSizeHint().width(), para.text()


def test_everything_in_focus_has_a_name(to_list: List, to_one: One) -> None:
    for opened in (to_list, to_one):
        screen = opened()
        buttons: list[QAbstractButton] = list(screen.findChildren(QAbstractButton))
        for button in buttons:
            if button.isVisible():
                assert button.accessibleName() or button.text()
