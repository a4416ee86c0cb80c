"""Computers with results to hand in, on real data files."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.store.conftest import HandClock, draft
from trainer_app.operations.asking import asking
from trainer_app.store import EndpointRow, Store
from trainer_app.sync.ask import Ask, SyncProgress
from trainer_app.sync.faults import Fault
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.training.statement import Draft

QUICK = Surroundings(
    patience=Patience(
        connect_s=5, read_s=10, bytes_per_s=1e6, first_wait_s=0.005, longest_wait_s=0.02
    )
)
"""Short waits between tries, so that a test of many failures takes no time."""


def computer(template: Path, folder: Path, clock: HandClock | None = None) -> Store:
    """A new computer: a data file of its own identity."""
    shutil.copytree(template, folder)
    return Store.open(folder, use_keystore=False, clock=clock or HandClock())


@contextmanager
def computers(template: Path, folder: Path) -> Iterator[Callable[..., Store]]:
    """Makes computers; whatever is open at the end is closed."""
    made: list[Store] = []

    def make(clock: HandClock | None = None) -> Store:
        made.append(computer(template, folder / f"pc{len(made)}", clock))
        return made[-1]

    yield make
    for store in made:
        store.close()


def answers(count: int, *, actor: str = "p-1", seed: int = 1) -> list[Draft]:
    """What somebody may well have answered, in that order."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        right = chance.random() < 0.7
        found.append(
            draft(
                f"item-{number % 20}",
                actor=actor,
                session=UUID(int=1 + number // 40),
                attempt=1 + number // 200,
                response="a" if right else chance.choice("bcd"),
                success=right,
                scaled=float(right),
                duration_ms=chance.randrange(3_000, 60_000, 10),
            )
        )
    return found


def make_results(
    store: Store, count: int, *, clock: HandClock | None = None, seed: int = 1
) -> None:
    """Append answers, each a while after the one before where a clock is given."""
    chance = random.Random(seed)
    for start in range(0, count, 25):
        if clock is not None:
            clock.pass_time(chance.randrange(200_000, 900_000))
        store.append(answers(min(25, count - start), seed=seed + start))


def server_endpoint(address: str, **settings: Any) -> EndpointRow:
    """A server, as it was made known."""
    known = {"address": address, "key": "key-1", "secret": "secret-1", "version": "1.0.3"}
    return EndpointRow("server", "server", "example", known | settings)


def ids(store: Store) -> set[str]:
    """The id of each statement of the log."""
    return {json.loads(text)["id"] for _row, text in store.statement_texts(limit=100_000)}


def fetch_endpoint(store: Store, endpoint: EndpointRow) -> tuple[Ask, EndpointRow]:
    """Make an endpoint known, and give what push and pull want of it."""
    store.endpoints.put(endpoint)
    return asking(store), store.endpoints.one(endpoint.endpoint_id)


class Heard:
    """Keeps what was told."""

    def __init__(self) -> None:
        self.all: list[SyncProgress] = []

    def __call__(self, progress: SyncProgress) -> None:
        self.all.append(progress)


def reason(fault: Fault | None) -> str:
    """Why, in one word; empty for no fault."""
    return fault.reason if fault else ""
