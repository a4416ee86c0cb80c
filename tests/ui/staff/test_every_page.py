"""Over every page for staff: names, keyboard, languages, and no word cut off."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from tests.ui.staff.conftest import Stage
from tests.ui.staff.pages import NAMES, PAGES
from trainer_app.ui import theme
from trainer_app.ui.main_window import MainWindow

WORDS = (
    "river", "lantern", "copper", "window", "sparrow",
    "CDDJ", "1VRT", "XEPZ", "J5PM", "2229", "WMRD", "42",
)  # fmt: skip
KEPT = ("Elena", "Amadou", "Terminal Norte", *NAMES, "12:30", "2026", "·", *WORDS)
"""Names, dates and times of day, words of a passphrase, groups of a code."""
SAID_BEFORE = (
    "This is not the code yet", "These digits follow", "does not match", "Write", "Type",
    "Choose what this", "Many people know these", "This does not open it yet")  # fmt: skip
"""Answers stay in the language in which they were given."""


def settle(stage: Stage, qapp: QApplication) -> None:
    for _round in range(2):
        stage.do(lambda _store: None)
        settle_layout(qapp)


@pytest.fixture(params=PAGES)
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
    for go_on in stage.later:
        go_on()
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
    assert untranslated(page, (*KEPT, *SAID_BEFORE)) == []
