"""Over every page about handing in: names, keyboard, languages, and no word cut off."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import settle_layout
from tests.ui.handing_in.pages import PAGES, Stage
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from trainer_app.ui import theme
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow

SAME = ("F11-sync-new", "F11-sync-all", "F11-server", "F11-programme-found", "F11-stick-trouble")
"""States whose every widget another state has, too; they are for pictures."""
KEPT = (
    "results.example.org", "Waiting hall", "Office", "Ruta segura", "BLUE", "KINGSTON", "192.168.",
    "waybundle", "wayprogramme", "482", "/", "7F3A", "K7QX", "The clock of this", "Already",
    "This file is damaged", "The other side", "Forget", "Keep it", "·",
)  # fmt: skip
"""Names, numbers, and what operations say in the language of the moment they said it."""


def settle(background: Background, qapp: QApplication) -> None:
    """Wait until the network thread and the store have answered, and the page has drawn it."""
    for _round in range(3):
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
    assert untranslated(page, KEPT) == []
