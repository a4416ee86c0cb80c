"""A background over a store in which a session was held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.after.pages import Stage
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow


@pytest.fixture
def stage(background: Background, tmp_path: Path) -> Stage:
    return Stage(background, tmp_path)


@pytest.fixture
def ask(background: Background, window: MainWindow) -> Callable[[Callable[[Store], Any]], Any]:
    """Asks the store on its thread, and waits."""
    return lambda question: background.run(window, question).result()
