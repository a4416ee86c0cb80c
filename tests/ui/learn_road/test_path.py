"""A path on home, what is due again, and the page that ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.road import OTHER, ROAD, plain, read, sit
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import LibraryCard, RolePath, Shelf, Stop, write_shelf
from trainer_app.operations import home as home_room
from trainer_app.operations.learning import today
from trainer_app.operations.people import SignedIn
from trainer_app.operations.site import Contact, SlotState
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.home_screen import HomeScreen
from trainer_app.ui.learn.path_screen import PathScreen
from trainer_app.ui.learn.result_screen import ResultScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.widgets.buttons import SecondaryButton

ENTER = Qt.Key.Key_Return
PATH = RolePath(
    id="ticket-office",
    roles=("ticket-office",),
    title="Ticket office",
    summary="What counts at the counter.",
    stops=(Stop(module="road"), Stop(module="gone")),
    do=("I greet everybody.", "I tell one person."),
    call=("emergency-number", "manager"),
)
CARD = LibraryCard(
    id="page", rows=(1,), kind="story", title="A page", body="A network", year="2023",
    topics=("words",), about="It tells.",
)  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Callable[[RolePath], Path]:
    """Writes a shelf with a path and one card."""

    def written(path: RolePath) -> Path:
        folder = tmp_path / "shelf"
        folder.mkdir(exist_ok=True)
        shelf = Shelf(language="en", paths=(path,), library=(CARD,))
        write_shelf(folder, shelf)
        return folder

    return written


@pytest.fixture
def open_home(
    window: MainWindow,
    background: Background,
    road_packs: Path,
    shelf: Callable[[RolePath], Path],
    signed_in: SignedIn,
    qtbot: QtBot,
) -> Callable[..., HomeScreen]:
    def opened(path: RolePath = PATH) -> HomeScreen:
        catalog = Catalog([road_packs], shelf(path))
        screen = HomeScreen(background, catalog, signed_in, window.speaker)
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._home is not None)
        return screen

    return opened


def test_the_path_comes_first_and_says_what_is_missing(
    open_home: Callable[..., HomeScreen],
) -> None:
    screen = open_home()
    assert plain(screen._modules.text()) == "Your path: Ticket office"
    assert "1 module of it is not on this computer yet" in plain(screen._about.text())
    assert plain(screen._next.heading.text()) == "On the road"
    assert screen._more.isVisible()
    assert [card.accessibleName() != "" for card in screen._cards] == [True, True]


def test_what_lies_beside_the_modules(open_home: Callable[..., HomeScreen], qtbot: QtBot) -> None:
    screen = open_home()
    for name in ("path", "library", "glossary", "print"):
        card = screen._ways.way(name)
        assert card is not None
        assert card.accessibleName()
        with qtbot.wait_signal(screen.way_asked) as asked:
            card.click()
        assert asked.args == [name]
    assert screen._ways.way("certificates") is None


def test_what_is_due_again_stands_under_the_next_thing(
    open_home: Callable[..., HomeScreen],
    window: MainWindow,
    on_store: Any,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def pass_other(store: Store) -> None:
        read(store, signed_in, OTHER)
        sit(store, signed_in, OTHER)

    on_store(pass_other)
    later: date = today() + timedelta(days=40)
    monkeypatch.setattr(home_room, "today", lambda: later)
    screen = open_home()
    assert screen._due.isVisible()

    def shown() -> list[Any]:
        found: Any = screen._due.findChildren(SecondaryButton)
        return [one for one in found if one.isVisible()]

    qtbot.wait_until(lambda: bool(shown()))
    (button,) = shown()
    assert plain(button.accessibleName()) == "Refresh Another module"
    with qtbot.wait_signal(screen.refresher_asked) as asked:
        button.click()
    assert asked.args == ["other"]


def test_a_finished_path_leads_to_its_last_page(
    open_home: Callable[..., HomeScreen],
    window: MainWindow,
    on_store: Any,
    signed_in: SignedIn,
    qtbot: QtBot,
) -> None:
    def pass_road(store: Store) -> None:
        read(store, signed_in, ROAD)
        sit(store, signed_in, ROAD)

    on_store(pass_road)
    screen = open_home(msgspec.structs.replace(PATH, stops=(Stop(module="road"),)))
    assert plain(screen._next.heading.text()) == "You have finished your path"
    with qtbot.wait_signal(screen.way_asked) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    assert asked.args == ["path"]


@pytest.fixture
def open_path(
    window: MainWindow,
    background: Background,
    road_packs: Path,
    shelf: Callable[[RolePath], Path],
    signed_in: SignedIn,
) -> Callable[..., PathScreen]:
    def opened(path: RolePath, chain: tuple[SlotState, ...] = ()) -> PathScreen:
        catalog = Catalog([road_packs], shelf(path))
        screen = PathScreen(background, catalog, signed_in, path, chain, window.speaker)
        window.show_page(screen)
        return screen

    return opened


def test_the_last_page_before_the_end(open_path: Callable[..., PathScreen], qtbot: QtBot) -> None:
    contact = Contact(name="Gate 2", number="000", verified_by="Ana", verified_on=today())
    there = SlotState("emergency-number", contact, callable=True, outdated=False)
    screen = open_path(PATH, (there,))
    assert [plain(line.text()) for line in screen._lines] == list(PATH.do)
    assert plain(screen._rows[0].number.text()) == "000"
    assert screen._rows[1].name.text() == "Manager"
    assert "1 number of your reporting chain is missing" in plain(screen._missing.para.text())
    assert screen.primary() is screen._print
    assert not screen._certificate.isVisible()
    with qtbot.wait_signal(screen.print_asked):
        screen._print.click()


def test_the_last_page_at_the_end_gives_the_certificate(
    open_path: Callable[..., PathScreen],
    on_store: Any,
    signed_in: SignedIn,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    def pass_road(store: Store) -> None:
        read(store, signed_in, ROAD)
        sit(store, signed_in, ROAD)

    on_store(pass_road)
    screen = open_path(msgspec.structs.replace(PATH, stops=(Stop(module="road"),)))
    qtbot.wait_until(screen._certificate.isVisible)
    assert "finished your path" in screen._well.para.text()
    with qtbot.wait_signal(screen.certificate_asked) as asked:
        screen._certificate.click()
    assert str(asked.args[0]).startswith("WP-")
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_a_refresher_has_no_verdict(
    window: MainWindow, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    finished = on_store(lambda store: sit(store, signed_in, ROAD, "refresher", miss="greet"))
    screen = ResultScreen(ROAD, "refresher", finished, signed_in, window.speaker)
    window.show_page(screen)
    assert screen._heading.text() == "Thank you"
    assert "read again" in screen._about.text()
    assert screen._lessons
    with qtbot.wait_signal(screen.back_asked):
        screen._go.click()


def test_passing_says_when_nobody_wrote_down_whom_to_call(
    window: MainWindow, on_store: Any, signed_in: SignedIn
) -> None:
    on_store(lambda store: read(store, signed_in, ROAD))
    finished = on_store(lambda store: sit(store, signed_in, ROAD))
    screen = ResultScreen(ROAD, "quiz", finished, signed_in, window.speaker, chain_filled=False)
    window.show_page(screen)
    assert screen._critical.isVisible()
    assert "whom to call" in screen._critical.para.text()
