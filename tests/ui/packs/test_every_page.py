"""Over the page and every sheet about modules: names, keyboard, languages, no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.handing_in.test_every_page import settle
from tests.ui.packs.pages import PAGES, Stage
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow

KEPT = (
    "MZUH",
    "CA4P",  # numbers to compare
    "Notice the signs",
    "Respond and pass on",
    "Talk with travellers",
    ".waypack",
    "OGCX",
    "BLUE",
)
"""Titles of modules, names of files and sticks, numbers."""


@pytest.fixture(params=list(PAGES))
def page(
    request: pytest.FixtureRequest,
    stage: Stage,
    window: MainWindow,
    flashes: list[str],
    qapp: QApplication,
) -> QWidget:
    made = PAGES[request.param](stage)
    present(window, made)
    settle(stage.background, qapp)
    return made


def test_a_page_is_whole(
    page: QWidget,
    stage: Stage,
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert flashes == []
    can_be_reached(page, window)
    can_be_read(page, window, look, qapp, monkeypatch, lambda: settle(stage.background, qapp))
    assert untranslated(page, KEPT) == []
    stage.installing._job = None
    stage.updating._job = None
