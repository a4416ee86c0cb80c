"""Every page of ``dev.py screens``, gone through with nothing but keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.keyboard_check import by_keyboard, way_back
from tests.walk import Walk, pages
from trainer_app.ui import translator


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Walk]:
    made = Walk(tmp_path / "data")
    made.window.activateWindow()
    qtbot.wait_until(made.window.isActiveWindow)
    yield made
    made.close()
    translator.speak(qapp, "en")


def test_tab_goes_through_every_page(walk: Walk) -> None:
    found = []
    for name in pages(walk, "en"):
        found += [f"{name}: {words}" for words in by_keyboard(walk.window)]
        if not way_back(walk.window):
            found.append(f"{name}: no way back")
    assert not found, "\n".join(found)
