"""Over every page about people: names, keyboard, languages, and no word cut off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from tests.ui.people.pages import PAGES, Stage
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

SAME = (
    "F12-people", "F12-people-nobody", "F12-person", "F12-person-left", "F12-new",
    "F12-erase-sure", "F12-import-refused",
)  # fmt: skip
"""States whose every widget another state has, too; they are for pictures."""
KEPT = (
    "Rosa Mamani", "Gate 2", "Amadou Diallo", "Night buses", "Fatou Ndiaye", "N’Diaye",
    "Elena Choque", "Kossi Mensah", "Hotel Sol", "أمل الحسن", "Tickets",
    "This list has", "Write the name", "Choose the work",
)  # fmt: skip
"""Names, and what operations say in the language of the moment they said it."""


def settle(background: Background, qapp: QApplication) -> None:
    """Wait until both threads have answered, and the page has drawn it."""
    for _round in range(4):
        background._network.submit(lambda: None).result()
        background.run(background, lambda _store: None).result()
        settle_layout(qapp)


@pytest.fixture(params=[name for name in PAGES if name not in SAME])
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
    settle(stage.background, qapp)
    assert untranslated(page, KEPT) == []
