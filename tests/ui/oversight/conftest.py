"""A stage with people on it, and one without."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.conftest import HandClock
from tests.ui.oversight.pages import NOW_MS, TODAY, Stage, crowd, fill
from trainer_app.content.catalog import Catalog
from trainer_app.store import Store
from trainer_app.ui import oversight
from trainer_app.ui.background import Background
from trainer_app.ui.theme import Theme


@pytest.fixture
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page thinks it is ``TODAY``."""
    for found in pkgutil.iter_modules(oversight.__path__):
        module = importlib.import_module(f"{oversight.__name__}.{found.name}")
        if hasattr(module, "today"):
            monkeypatch.setattr(module, "today", lambda: TODAY)


@pytest.fixture
def made_stage(
    data_folder: Path, catalog: Catalog, look: Theme, on_that_day: None
) -> Iterator[Callable[..., Stage]]:
    made: list[Background] = []

    def make(fill: Callable[[Store], None] | None) -> Stage:
        def opened() -> Store:
            clock = HandClock(utc_ms=NOW_MS, offset_minutes=0)
            store = Store.open(data_folder, use_keystore=False, clock=clock)
            if fill is not None:
                fill(store)
            return store

        made.append(Background(opened))
        return Stage(made[0], catalog)

    yield make
    for one in made:
        one.close()
        one.deleteLater()


@pytest.fixture
def overseen(made_stage: Callable[..., Stage]) -> Stage:
    """People at two of three sites."""
    return made_stage(fill)


@pytest.fixture
def crowded(made_stage: Callable[..., Stage]) -> Stage:
    """More sites and longer names than fit."""
    return made_stage(crowd)


@pytest.fixture
def nothing(made_stage: Callable[..., Stage]) -> Stage:
    """Nothing was ever collected."""
    return made_stage(None)
