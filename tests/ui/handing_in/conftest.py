"""A courier over an empty store, that does nothing by itself until it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.handing_in.pages import Stage
from trainer_app.ui.background import Background
from trainer_app.ui.errand import Errand
from trainer_app.ui.handing_in.courier import Courier
from trainer_app.ui.handing_in.open_hub import OpenHub


@pytest.fixture
def courier(background: Background) -> Iterator[Courier]:
    """Not started; no stick is ever put in."""
    made = Courier(background, chance=lambda: 0.5, find_drives=list)
    yield made
    made.deleteLater()


@pytest.fixture
def stage(background: Background, courier: Courier, tmp_path: Path) -> Iterator[Stage]:
    """What pages are made from."""
    folder = tmp_path / "sticks"
    folder.mkdir()
    made = Stage(background, courier, Errand(background), OpenHub(background, tmp_path), folder)
    yield made
    made.stick.deleteLater()
    made.hub.deleteLater()
