"""What pages about people are made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.people.pages import Stage
from trainer_app.ui.background import Background


@pytest.fixture
def stage(background: Background, tmp_path: Path) -> Stage:
    """An empty store, and a folder for lists."""
    folder = tmp_path / "lists"
    folder.mkdir()
    return Stage(background, folder)
