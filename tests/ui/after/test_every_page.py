"""Over every page after a session: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.after.pages import PAGES, Stage
from tests.ui.gallery import settle_layout
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from trainer_app.ui import theme
from trainer_app.ui.after.votes_card import VoteBlock
from trainer_app.ui.main_window import MainWindow

OURS = ("Understanding grooming", "December", "Say what", "Tell several", "Listen", "Pass on")
"""Words of the module, and a day: they stand in their own language."""


def settle(stage: Stage, qapp: QApplication) -> None:
    """Wait until the store has answered, and the page has drawn it."""
    for _round in range(4):
        stage.background.run(stage.background, lambda _store: None).result()
        settle_layout(qapp)


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
    can_be_read(page, window, look, qapp, monkeypatch, lambda: settle(stage, qapp))
    assert untranslated(page, OURS, but_in=page.findChildren(VoteBlock)) == []
