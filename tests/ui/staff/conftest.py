"""A computer with staff: Elena, who leads, and Amadou, who has a number for once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from tests.store.conftest import HandClock
from trainer_app.operations import staff_pins
from trainer_app.operations.staff import PinGiven, add_first_staff, add_staff
from trainer_app.store import Store
from trainer_app.training.staff import OnDuty
from trainer_app.ui.background import Background
from trainer_app.ui.theme import Theme

PIN, OTHER = "482913", "739264"
T = TypeVar("T")


@dataclass
class Stage:
    """What pages are made from."""

    background: Background
    clock: HandClock
    code: str
    folder: Path
    elena: OnDuty | None = None
    amadou: PinGiven | None = None
    later: list[Callable[[], object]] = field(default_factory=list)
    """What a page goes through once it has loaded what it asks for."""

    def do(self, operation: Callable[[Store], T]) -> T:
        """What the store's thread answers."""
        return self.background.run(self.background, operation).result()


@pytest.fixture
def nobody(
    data_folder: Path, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """A computer without staff, its clock set by hand."""
    monkeypatch.setattr(staff_pins, "_bears_strong", lambda _seconds: False)
    clock = HandClock()
    made = Background(lambda: Store.open(data_folder, use_keystore=False, clock=clock))
    code = made.run(made, lambda store: store.renew_recovery_code()).result()
    yield Stage(made, clock, code, tmp_path)
    made.close()
    made.deleteLater()


@pytest.fixture
def alone(nobody: Stage) -> Stage:
    """Elena is the only one."""
    nobody.elena = nobody.do(
        lambda store: add_first_staff(
            store,
            name="Elena Choque",
            roles=("facilitator", "supervisor"),
            pin=PIN,
            recovery_code=nobody.code,
        )
    )
    return nobody


@pytest.fixture
def stage(alone: Stage) -> Stage:
    """Amadou was added and did not sign in yet."""
    elena = alone.elena
    assert elena is not None
    alone.amadou = alone.do(
        lambda store: add_staff(store, by=elena, name="Amadou Diallo", roles=("facilitator",))
    )
    return alone
