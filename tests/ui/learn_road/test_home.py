"""Home: one next thing, the modules, the certificates."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import keys
from tests.ui.learn_road.road import OTHER, ROAD, plain, read, sit
from trainer_app.content.catalog import Catalog
from trainer_app.errors import StoreUnusable
from trainer_app.operations.learning import Part
from trainer_app.operations.people import SignedIn
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.home_screen import HomeScreen
from trainer_app.ui.main_window import MainWindow

Open = Callable[..., HomeScreen]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def open_home(
    window: MainWindow,
    background: Background,
    catalog: Catalog,
    signed_in: SignedIn,
    qtbot: QtBot,
) -> Open:
    """Shows home and waits until it is read."""

    def opened(from_catalog: Catalog = catalog) -> HomeScreen:
        screen = HomeScreen(background, from_catalog, signed_in, window.speaker)
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._home is not None or screen._error is not None)
        return screen

    return opened


def words(screen: HomeScreen) -> list[str]:
    card = screen._next
    return [plain(para.text()) for para in (card._over, card.heading, card._about)]


def test_somebody_new_is_led_to_a_module_page(
    open_home: Open, window: MainWindow, qtbot: QtBot
) -> None:
    screen = open_home()
    assert plain(screen._hello.text()) == "Hello, Rosa"
    assert words(screen)[1] == "Another module"
    assert [plain(card.chip.text()) for card in screen._cards] == ["Not started"] * 2
    with qtbot.wait_signal(screen.module_asked) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    assert asked.args == ["other"]


def test_enter_goes_on_with_the_next_lesson(
    open_home: Open, window: MainWindow, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    on_store(lambda store: read(store, signed_in, ROAD, lessons=1))
    screen = open_home()
    assert words(screen) == [
        "Your next scene", "A scene", "On the road · Scene 1 of 2 · about 3 minutes",
    ]  # fmt: skip
    assert screen._next.bar.value() == 20
    assert screen._next.bar.accessibleName()
    with qtbot.wait_signal(screen.part_asked) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    module, part = asked.args
    assert module.id == "road"
    assert isinstance(part, Part)
    assert part.part_id == "opening"
    assert [plain(card.chip.text()) for card in screen._cards] == ["Not started", "1 of 2 lessons"]


def test_numbers_open_modules(open_home: Open, window: MainWindow, qtbot: QtBot) -> None:
    screen = open_home()
    with qtbot.wait_signal(screen.module_asked) as asked:
        keys.write(window, "2")
    assert asked.args == ["road"]


def test_no_picture_is_shown_twice_where_another_is_there(
    open_home: Open, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    on_store(lambda store: read(store, signed_in, ROAD, lessons=1))
    screen = open_home()
    qtbot.wait_until(lambda: bool(screen._next.picture._key))
    assert screen._next.picture._key == "pack/road-1.0/scenes/waiting-hall.svg"


def test_when_all_is_done_one_may_review(
    open_home: Open, window: MainWindow, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    def all_done(store: Store) -> None:
        for module in (ROAD, OTHER):
            read(store, signed_in, module)
            sit(store, signed_in, module)

    on_store(all_done)
    screen = open_home()
    assert "Review any time" in words(screen)[2]
    assert plain(screen._done.text()) == "You have finished 2 of 2 modules. Well done."
    card = screen._ways.way("certificates")
    assert card
    assert plain(card.accessibleName()) == "My certificates. 2 certificates"
    with qtbot.wait_signal(screen.way_asked) as asked:
        QTest.keyClick(window.windowHandle(), ENTER)
    assert asked.args == ["certificates"]
    with qtbot.wait_signal(screen.way_asked):
        card.click()


def test_a_computer_without_modules_says_what_to_do(open_home: Open) -> None:
    screen = open_home(Catalog([]))
    assert screen._empty.isVisible()
    assert screen._empty.para.text().startswith("No lessons on this computer yet.")
    assert not screen._next.isVisible()


def test_a_damaged_module_is_said_calmly(open_home: Open, road_packs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "other-1.0.waypack").write_bytes((road_packs / "other-1.0.waypack").read_bytes())
    (folder / "road-1.0.waypack").write_bytes(b"not a pack")
    screen = open_home(Catalog([folder]))
    assert plain(screen._trouble.para.text()) == (
        "1 module cannot open. Your progress is safe. Please tell your facilitator."
    )
    assert len(screen._cards) == 1
    assert words(screen)[1] == "Another module"


def test_trouble_can_be_tried_again(
    open_home: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def refuse(*_given: object) -> None:
        raise StoreUnusable("The data file cannot be read. Start Waypost again.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "progress", refuse)
        screen = open_home()
        assert screen._trouble.para.text() == "The data file cannot be read. Start Waypost again."
    screen._trouble.again.click()
    qtbot.wait_until(lambda: screen._home is not None)
    assert not screen._trouble.isVisible()
    assert screen._next.isVisible()


def test_home_speaks_another_language_at_once(
    open_home: Open, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = open_home()
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert "Rosa" in screen._hello.text()
    assert screen._next.listen._language in ("en", "ar")
