"""Every page of ``dev.py screens``, gone through with nothing but keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.keyboard_check import by_keyboard, way_back
from tests.walk import Walk, pages
from tests.walk_desk import desk_pages
from tests.walk_exports import export_pages
from tests.walk_handing_in import handing_in_pages
from tests.walk_oversight import oversight_pages
from tests.walk_readiness import readiness_pages
from trainer_app.ui import translator
from trainer_app.ui.desk.home_screen import DeskHomeScreen
from trainer_app.ui.items.spotting import RegionButton
from trainer_app.ui.items.view import ItemView
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.matrix_view import MatrixView
from trainer_app.ui.oversight.side_bar import SideBar
from trainer_app.ui.shelf.library_card import AddressText

BEGINNINGS = ("S01-language", "A01-tour", "S02-learners", "A04-", "S14-hidden", "F01-offer")
"""Nothing lies before these."""


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Walk]:
    made = Walk(tmp_path / "data")
    made.window.activateWindow()
    qtbot.wait_until(made.window.isActiveWindow)
    yield made
    made.close()
    translator.speak(qapp, "en")


def test_tab_goes_through_every_page(walk: Walk) -> None:
    assert not (found := amiss(walk, pages(walk, "en"))), "\n".join(found)


def test_tab_goes_through_the_rooms_of_staff_from_right_to_left(walk: Walk) -> None:
    walk.program._speak("ar")
    walk.fill_site()
    walk.enrol_people("ar")
    desk = chain(handing_in_pages(walk), desk_pages(walk, "ar"))
    rooms = chain(desk, export_pages(walk), oversight_pages(walk), readiness_pages(walk))
    assert not (found := amiss(walk, rooms, both_ways=False)), "\n".join(found)


def amiss(walk: Walk, shown: Iterator[str], *, both_ways: bool = True) -> list[str]:
    """What is amiss with each page while it is shown."""
    found = []
    for name in shown:
        found += [
            f"{name}: {words}"
            for words in by_keyboard(walk.window, beside=beside, both_ways=both_ways)
        ]
        if not name.startswith(BEGINNINGS) and not (way_back(walk.window) or way_out(walk.window)):
            found.append(f"{name}: no way back")
    return found


def beside(one: QWidget) -> bool:
    """What the keyboard does in another way, or what is only there to be read."""
    parent = one.parentWidget()
    if isinstance(one, RegionButton | AddressText):
        return True  # the list of the places, and the button that copies
    if isinstance(parent, MatrixView):
        return True  # the keys go to the table beside the names
    while parent is not None and not isinstance(parent, ItemView):
        parent = parent.parentWidget()
    return parent is not None and parent.shown is not None and not one.focusPolicy()


def way_out(window: MainWindow) -> bool:
    """Whether a button of a room leads out of it."""
    page, bar = window.page, window.frame.bar
    places: list[SideBar] = list(page.findChildren(SideBar)) if page is not None else []
    leaves = page.out.isVisible() if isinstance(page, DeskHomeScreen) else False
    return bool(places) or leaves or bar.profile.isVisible()
