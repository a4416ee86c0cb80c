"""Over the page and every sheet about modules: names, keyboard, languages, no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.handing_in import test_every_page as every
from tests.ui.packs.pages import PAGES, Stage
from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.sheet import Sheet

KEPT = (
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
    if isinstance(made, Sheet):
        window.open_sheet(made)
    else:
        assert isinstance(made, Screen)
        window.show_page(made)
    every.settle(stage.background, qapp)
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
    every._can_be_reached(page, window)
    every._can_be_read(page, window, look, qapp, monkeypatch)
    monkeypatch.setattr(every, "KEPT", KEPT)
    assert every._untranslated(page) == []
    stage.installing._job = None
