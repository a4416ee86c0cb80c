"""A computer with modules, and a stick."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.packs.pages import Stage
from trainer_app.ui.background import Background


@pytest.fixture
def stage(background: Background, tmp_path: Path) -> Iterator[Stage]:
    """What pages about modules are made from."""
    made = Stage(background, tmp_path)
    yield made
    made.installing.deleteLater()
    made.writing.deleteLater()
    made.updating.deleteLater()
