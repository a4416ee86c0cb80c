"""Who plays in the tests of results that travel: computers with clocks of their own.

A computer is a real data folder and a real store; its operations run on whatever thread the test
has, one at a time.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec

from trainer_app.operations.people import enrol_learner
from trainer_app.store import Store
from trainer_app.store.clock import Reading
from trainer_app.training.statement import (
    EXTENSIONS,
    ActivityType,
    Draft,
    Verb,
    module_path,
    registration,
)

T = TypeVar("T")

YEAR_MS = 365 * 24 * 3600 * 1000


class Clock:
    """The clocks of one computer: the wall is ``off_ms`` from the truth, the steady one runs."""

    def __init__(self, off_ms: int = 0) -> None:
        self.off_ms = off_ms

    def __call__(self) -> Reading:
        true_ms = time.time_ns() // 1_000_000
        return Reading(true_ms + self.off_ms, -240, time.monotonic_ns() // 1_000_000)


class Computer:
    """One installation. ``made`` are the texts of all that was said to be saved here, by id."""

    def __init__(self, folder: Path, *, off_ms: int = 0, template: Path | None = None) -> None:
        if template is not None:
            shutil.copytree(template, folder, dirs_exist_ok=True)
        self.folder = folder
        self.clock = Clock(off_ms)
        self.made: dict[UUID, bytes] = {}
        self._chance = random.Random(folder.name)
        self.open()

    def open(self) -> None:
        """Start the program here."""
        self.store = Store.open(self.folder, use_keystore=False, clock=self.clock)

    def close(self) -> None:
        """End the program here."""
        self.store.close()

    def ask(self, operation: Callable[[Store], T], /) -> T:
        """The store's thread is the test's."""
        return operation(self.store)

    def answer(self, count: int, *, name: str = "Rosa Mamani", module: str = "grooming") -> None:
        """Somebody answers so many questions."""
        actor = self._actor(name)
        base = module_path(module)
        for number in range(count):
            right = self._chance.random() < 0.7
            draft = Draft(
                actor=actor, verb=Verb.ANSWERED, activity=f"{base}/q/q{number % 15:02}",
                activity_type=ActivityType.ITEM, registration=registration(actor, module),
                session=UUID(int=self._chance.getrandbits(128), version=4),
                revision=f"{module}@1.0", language="es", parent=f"{base}/test/post", attempt=1,
                interaction="choice", pattern="b", response="b" if right else "c", success=right,
                scaled=float(right), duration_ms=self._chance.randrange(3_000, 90_000),
            )  # fmt: skip
            self.store.append([draft])
        self.made |= self.own_texts()

    def own_texts(self) -> dict[UUID, bytes]:
        """Everything made here, as its frozen text."""
        found = self.store.statement_texts(limit=1_000_000)
        texts = {_id(text): text for _row, text in found}
        return {which: text for which, text in texts.items() if _device(text) == self.store.device}

    def texts(self) -> dict[UUID, bytes]:
        """Everything in the log."""
        return {_id(text): text for _row, text in self.store.statement_texts(limit=1_000_000)}

    def left(self, endpoint_id: str) -> int:
        """How much waits for this endpoint."""
        return self.store.outbox.to_hand_in(endpoint_id).count

    def _actor(self, name: str) -> str:
        for learner in self.store.learners():
            if learner.name == name:
                return learner.actor
        enrolled = enrol_learner(
            self.store, name=name, role="ticket-office", team="Tickets", language="es"
        )
        return enrolled.learner.actor


def _id(text: bytes) -> UUID:
    return UUID(msgspec.json.decode(text)["id"])


def _device(text: bytes) -> UUID:
    return UUID(msgspec.json.decode(text)["context"]["extensions"][EXTENSIONS + "device"])
