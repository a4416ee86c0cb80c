"""A store to answer in, our shelf, and a folder for files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.site_checks import shelf_catalog
from tests.ui.readiness.pages import Stage
from trainer_app.content.catalog import Catalog
from trainer_app.ui.background import Background


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog with our shelf, in English."""
    return shelf_catalog(tmp_path_factory.mktemp("ours") / "shelf")


@pytest.fixture
def stage(background: Background, ours: Catalog, tmp_path: Path) -> Stage:
    return Stage(background, ours, tmp_path)
