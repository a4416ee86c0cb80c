"""A computer, a desk it was paired with, and a stick that goes between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.sticks import NewStore, Stick, learn, new_store, pair
from trainer_app.store import Store


@pytest.fixture
def make(store_template: Path, tmp_path: Path) -> Iterator[NewStore]:
    """Makes a computer; what is open at the end is closed."""
    made: list[Store] = []

    def computer(name: str) -> Store:
        made.append(new_store(store_template, tmp_path / name))
        return made[-1]

    yield computer
    for one in made:
        one.close()


@pytest.fixture
def desk(make: NewStore) -> Store:
    return make("desk")


@pytest.fixture
def pc(make: NewStore, desk: Store) -> Store:
    """A computer with twenty results, paired once with the desk."""
    made = make("pc")
    pair(made, desk)
    learn(made, 20)
    return made


@pytest.fixture
def usb(tmp_path: Path) -> Stick:
    (tmp_path / "stick").mkdir()
    return Stick(tmp_path / "stick")
