"""Over every page of the supervisor: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.oversight.pages import (
    CROWDED,
    EMPTY,
    LONG_NAME,
    LONG_SITE,
    LONG_TEAM,
    PAGES,
    PEOPLE,
    SITES,
    Stage,
)
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

KEPT = (
    *(name for name, *_rest in PEOPLE), *(name for _id, name in SITES),
    "Tickets", "Drivers", "Market", "Guards", "Small", "A small module", "WP-2026", "34", "→", "–",
    "This certificate was altered", LONG_NAME, LONG_SITE, LONG_TEAM,
)  # fmt: skip


def settle(background: Background, qapp: QApplication) -> None:
    """Wait until the store has answered everything, and the page has drawn it."""
    for _round in range(6):
        background.run(background, lambda _store: None).result()
        settle_layout(qapp)


STATES = {"overseen": PAGES, "nothing": EMPTY, "crowded": CROWDED}
"""The pages over each stage."""


@pytest.fixture(
    params=[(stage, name) for stage, pages in STATES.items() for name in pages], ids=str
)
def page(
    request: pytest.FixtureRequest,
    window: MainWindow,
    flashes: list[str],
    qapp: QApplication,
) -> tuple[QWidget, Stage]:
    on, name = request.param
    stage: Stage = request.getfixturevalue(on)
    made = STATES[on][name](stage)
    present(window, made)
    settle(stage.background, qapp)
    return made, stage


def test_a_page_is_whole(
    page: tuple[QWidget, Stage],
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, stage = page
    assert flashes == []
    can_be_reached(made, window)
    can_be_read(made, window, look, qapp, monkeypatch, lambda: settle(stage.background, qapp))
    settle(stage.background, qapp)
    assert untranslated(made, KEPT) == []
