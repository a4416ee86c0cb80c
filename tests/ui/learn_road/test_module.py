"""The page of a module: the notice first, its parts, where to go on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.learn_road.road import ROAD, plain, read, sit
from trainer_app.content.catalog import Catalog
from trainer_app.operations.people import SignedIn
from trainer_app.store import Store
from trainer_app.ui import translator
from trainer_app.ui.background import Background
from trainer_app.ui.learn.module_screen import ModuleScreen
from trainer_app.ui.learn.sources_sheet import SourcesSheet
from trainer_app.ui.main_window import MainWindow

Open = Callable[..., ModuleScreen]


@pytest.fixture
def open_module(
    window: MainWindow,
    background: Background,
    catalog: Catalog,
    signed_in: SignedIn,
    qtbot: QtBot,
) -> Open:
    """Shows the page of a module and waits until it is read."""

    def opened(from_catalog: Catalog = catalog) -> ModuleScreen:
        screen = ModuleScreen(
            background, from_catalog, signed_in, "road", window.speaker,
            {"focal-point": "Elena Choque"},
        )  # fmt: skip
        window.show_page(screen)
        qtbot.wait_until(lambda: screen._found is not None or screen._error is not None)
        return screen

    return opened


def states(screen: ModuleScreen) -> list[str]:
    return [card.state for card in screen._cards]


def test_the_notice_comes_first(open_module: Open, window: MainWindow, qtbot: QtBot) -> None:
    screen = open_module()
    assert screen._notice.isVisible()
    assert "Elena Choque" in screen._notice.para.text()
    assert screen._chips[1].isVisible()  # a draft says so
    assert not screen._chips[2].isVisible()
    assert states(screen) == ["next", "open", "open", "open", "open", "locked"]
    assert "Opens when all lessons and scenes are done" in screen._cards[-1].accessibleName()
    assert not screen._cards[-1].isEnabled()
    with qtbot.wait_signal(screen.part_asked) as asked:
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    module, part = asked.args
    assert module.id == "road"
    assert part.kind == "pre"


def test_the_questions_before_may_be_left_out(open_module: Open, qtbot: QtBot) -> None:
    screen = open_module()
    with qtbot.wait_signal(screen.part_asked) as asked:
        screen._without.click()
    assert asked.args[1].part_id == "opening"


def test_parts_show_how_far_one_is(
    open_module: Open, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    on_store(lambda store: read(store, signed_in, ROAD, lessons=1))
    screen = open_module()
    assert states(screen) == ["left-out", "next", "done", "open", "open", "locked"]
    assert not screen._notice.isVisible()
    assert plain(screen._progress.text()).startswith("1 of 5 parts done.")
    with qtbot.wait_signal(screen.part_asked) as asked:
        screen._cards[2].click()  # what is done may be read again
    assert asked.args[1].part_id == "first"


def test_a_finished_module_can_be_read_again(
    open_module: Open, on_store: Any, signed_in: SignedIn, qtbot: QtBot
) -> None:
    def passed(store: Store) -> None:
        read(store, signed_in, ROAD)
        sit(store, signed_in, ROAD)

    on_store(passed)
    screen = open_module()
    assert screen._go.text() == "Read again"
    with qtbot.wait_signal(screen.part_asked) as asked:
        screen._go.click()
    assert asked.args[1].kind == "lesson"


def test_card_moment_and_sources_on_demand(
    open_module: Open, window: MainWindow, qtbot: QtBot
) -> None:
    screen = open_module()
    with qtbot.wait_signal(screen.card_asked):
        screen._my_card.click()
    with qtbot.wait_signal(screen.grounding_asked):
        screen._moment.click()
    screen._sources.click()
    sheet = window.sheet
    assert isinstance(sheet, SourcesSheet)
    head, about, sure = sheet._lines[0]
    assert head.text() == "A network"
    assert plain(about.text()) == "A page, 2023"  # its title ends in a full stop
    assert plain(sure.text()) == "checked in the project's own documents"


def test_another_language_than_mine_is_said(open_module: Open, signed_in: SignedIn) -> None:
    preferences = replace(signed_in.learner.preferences, language="es")
    somebody = replace(signed_in, learner=replace(signed_in.learner, preferences=preferences))
    screen = open_module()
    screen._signed_in = somebody
    screen.retranslate()
    assert plain(screen._chips[2].text()) == "This module is in English only"
    assert screen._chips[2].isVisible()


def test_a_damaged_module_does_not_frighten(
    open_module: Open, road_packs: Path, tmp_path: Path
) -> None:
    data = bytearray((road_packs / "road-1.0.waypack").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "road-1.0.waypack").write_bytes(data)
    screen = open_module(Catalog([tmp_path / "packs"]))
    assert screen._trouble.para.text() == "This module cannot open. Your progress is safe."
    assert screen._trouble._what.text() == "Please tell your facilitator."
    assert not screen._head.isVisible()


def test_the_page_speaks_another_language_at_once(open_module: Open, qapp: QApplication) -> None:
    screen = open_module()
    translator.speak(qapp, "ar")
    assert screen.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert plain(screen._heading.text()) == "On the road"
    assert len(screen._cards) == 6
