"""Over every page about a test of the room: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from tests.ui.room_test.pages import PAGES, Ground
from trainer_app.content.catalog import Catalog
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

KEPT = (
    "Mamani", "Diallo", "Quispe", "Condori", "Ndiaye", "Sow", "Night buses", "A small module",
    "What helps?", "Do ", "Which?", "Is it so?", "In which order?", "greet", "listen", "tell",
    "What belongs", "Left ", "Right ", "Concern", "Ordinary", "Papers", "A big bag", "A hat",
    "A phone", "Where do you go?", "The desk", "The door", "What was",
)  # fmt: skip
"""Names, and words of the module."""


def settle(background: Background, qapp: QApplication) -> None:
    """Wait until the store has answered, and the page has drawn it."""
    for _round in range(4):
        background.run(background, lambda _store: None).result()
        settle_layout(qapp)


@pytest.fixture(params=list(PAGES))
def page(
    request: pytest.FixtureRequest,
    catalog: Catalog,
    background: Background,
    window: MainWindow,
    flashes: list[str],
    qapp: QApplication,
) -> QWidget:
    made = PAGES[request.param](Ground(window, background, catalog.pack("small")))
    present(window, made)
    settle(background, qapp)
    return made


def test_a_page_is_whole(
    page: QWidget,
    background: Background,
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert flashes == []
    can_be_reached(page, window)
    can_be_read(page, window, look, qapp, monkeypatch, lambda: settle(background, qapp))
    settle(background, qapp)
    assert untranslated(page, KEPT) == []
