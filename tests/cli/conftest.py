"""A module to work on, as its author has it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.content.conftest import EXAMPLE


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example in ``modules/``, with its parent as the current folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(EXAMPLE, tmp_path / "modules" / EXAMPLE.name))
