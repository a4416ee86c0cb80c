"""Over every state of the self-check: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from tests.ui.readiness.pages import PAGES, Stage
from trainer_app.content.texts import texts
from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow

NAMES = (
    "La Paz", "San Ignacio", "Fatou Ndiaye", "A list of everybody", "A drill at the port",
    "Go through it with the crews.", "river port",
)  # fmt: skip


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
    settle(stage, qapp)
    return window.sheet or made


def settle(stage: Stage, qapp: QApplication) -> None:
    """Wait until the store has answered everything, and the page has drawn it."""
    for _round in range(5):
        stage.ask(lambda _store: None)
        settle_layout(qapp)


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
    can_be_read(page, window, look, qapp, monkeypatch, lambda: settle(stage, qapp))
    ours = [text for _key, text in texts(stage.catalog.shelf("en"))]
    assert untranslated(page, [*NAMES, *ours]) == []
