"""What the tests of a session under way need: screens that are not there, the page, its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.operations.hall import Hall
from trainer_app.content.catalog import Catalog
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.session.lead_projector import Projector
from trainer_app.ui.session.lead_screen import LeadScreen

Key = Qt.Key
Ask = Callable[[Callable[[Store], Any]], Any]


class FakeScreen:
    """A screen beside another."""

    def __init__(self, x: int, width: int = 800, height: int = 600) -> None:
        self._area = QRect(x, 0, width, height)

    def geometry(self) -> QRect:
        return self._area


def opened(
    window: MainWindow, background: Background, catalog: Catalog, room: Hall,
    projector: Projector, qtbot: QtBot, language: str = "en",
    values: Mapping[str, str] | None = None,
) -> LeadScreen:  # fmt: skip
    """The page, read and shown."""
    pack = catalog.pack(room.module.id)
    made = LeadScreen(
        background, pack.module(language), pack, room.by, room.meeting, values or {}, projector
    )
    made.sheet_asked.connect(window.open_sheet)
    window.show_page(made)
    qtbot.wait_until(lambda: made.slide is not None and made._is_read)
    return made


def press(window: MainWindow, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    """These keys, one after the other, wherever the focus is."""
    for key in keys:
        QTest.keyClick(window.windowHandle(), key, held or Qt.KeyboardModifier.NoModifier)


def at(page: LeadScreen) -> str:
    """The step the session is in."""
    return page.road.step.step_id


def number(page: LeadScreen) -> int:
    """The slide of the step, from 0."""
    assert page.road.place is not None
    return page.road.place.slide


def idle(page: LeadScreen) -> bool:
    """Whether everything asked for is on the disk."""
    return not page.road.is_saving


def go(page: LeadScreen, step_id: str, qtbot: QtBot) -> None:
    """To a step."""
    page.road.go_to(step_id)
    qtbot.wait_until(lambda: idle(page) and at(page) == step_id)
