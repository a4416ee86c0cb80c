"""The example module, as its folder, in a place to change it, and as a pack."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.compiler import build

EXAMPLE = Path(__file__).parent / "example" / "greeting-travellers"

Edit = Callable[[str, str, str], None]
"""File in the module, what stands there, what shall stand there."""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example module, to change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / EXAMPLE.name))


@pytest.fixture
def edit(example: Path) -> Edit:
    """Changes one text in the copy; the text has to be there."""

    def change(file: str, old: str, new: str) -> None:
        path = example / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has changed; mend the test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.fixture(scope="session")
def example_report() -> Report:
    """What the check says about the example as it is."""
    return check_folder(EXAMPLE)


@pytest.fixture(scope="session")
def example_pack(example_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a pack; not to be changed."""
    return build(example_report, tmp_path_factory.mktemp("packs"))
