"""Over every page after a session: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.after.pages import PAGES, Stage
from tests.ui.gallery import settle_layout
from tests.ui.handing_in.test_every_page import _can_be_reached, _can_be_read
from trainer_app.ui import theme
from trainer_app.ui.after.votes_card import VoteBlock
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.buttons import Button
from trainer_app.ui.widgets.para import Para

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
    assert isinstance(made, Screen)
    window.show_page(made)
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
    _can_be_reached(page, window)
    _can_be_read(page, window, look, qapp, monkeypatch)
    assert _untranslated(page) == []


def _untranslated(page: QWidget) -> list[str]:
    votes = cast("list[VoteBlock]", page.findChildren(VoteBlock))
    said = [
        one
        for one in cast("list[Para]", page.findChildren(Para))
        if not any(block.isAncestorOf(one) for block in votes)
    ]
    words = [one.text() for one in said if one.isVisible() and one.text()]
    buttons = cast("list[Button]", page.findChildren(Button))
    words += [one.text() for one in buttons if one.isVisible() and one.text()]
    return [
        one
        for one in words
        if "[" not in one and not one.isdecimal() and not any(k in one for k in OURS)
    ]
