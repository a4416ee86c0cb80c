"""Computers that share a stick: each has a store of its own, and knows a desk or head office."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from trainer_app.operations import bundles, directory
from trainer_app.operations.people import enrol_learner
from trainer_app.store import EndpointRow, Store
from trainer_app.sync import people
from trainer_app.training.certificate import public_key
from trainer_app.training.statement import ActivityType, Draft, Verb, registration


@dataclass
class Stick:
    """A stick, and what computers do with it."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "Waypost"

    def names(self, suffix: str = ".waybundle") -> list[str]:
        return sorted(path.name for path in self.folder.rglob(f"*{suffix}"))

    def only(self, suffix: str = ".waybundle") -> Path:
        (found,) = self.folder.rglob(f"*{suffix}")
        return found

    def hand_over(self, pc: Store) -> bundles.HandedOver:
        return bundles.hand_over(pc, self.folder)

    def collect(self, desk: Store, **more: object) -> list[bundles.CollectedBundle]:
        return list(bundles.collect(desk, self.folder, **more).bundles)  # type: ignore[arg-type]

    def accept_all(self, desk: Store, **more: object) -> list[bundles.CollectedBundle]:
        """Collect, as somebody who has compared every number."""
        found = bundles.collect(desk, self.folder, **more)  # type: ignore[arg-type]
        return self.collect(desk, accept={one.fingerprint for one in found.bundles}, **more)


NewStore = Callable[[str], Store]


def new_store(template: Path, folder: Path) -> Store:
    """A computer with nothing on it yet."""
    shutil.copytree(template, folder)
    return Store.open(folder, use_keystore=False)


def pair(pc: Store, desk: Store) -> None:
    """As if the computer had been paired with the desk's hub."""
    pc.endpoints.put(hub_of(desk))


def hub_of(desk: Store) -> EndpointRow:
    """What pairing leaves on a computer: whom to seal to, and whose receipts count."""
    settings = {
        "desk_recipient": people.device_recipient(desk),
        "desk_key": public_key(desk.signing_seed()).hex(),
    }
    return EndpointRow("hub:0123456789abcdef", "hub", "The laptop", settings)


def learn(pc: Store, count: int, *, begin: int = 0, **facts: object) -> None:
    """So many answers."""
    pc.append([answer(begin + number, **facts) for number in range(count)])


def answer(number: int, **facts: object) -> Draft:
    known: dict[str, object] = {
        "actor": f"p-{number % 3}",
        "verb": Verb.ANSWERED,
        "activity": f"m/grooming/q/item-{number % 12}",
        "activity_type": ActivityType.ITEM,
        "registration": registration(f"p-{number % 3}", "grooming"),
        "session": UUID(int=7),
        "revision": "grooming@1.0",
        "language": "es_BO",
        "interaction": "choice",
        "pattern": "a",
        "response": "b",
        "success": False,
        "scaled": 0.0,
        "duration_ms": 12_345 + number,
    }
    return Draft(**(known | facts))  # type: ignore[arg-type]


def texts(store: Store) -> list[bytes]:
    return sorted(text for _row, text in store.statement_texts(limit=100_000))


def waiting(pc: Store) -> int:
    return pc.outbox.to_hand_in("stick").count


def knowing(desk: Store, pc: Store) -> None:
    """As if somebody had compared the number of this computer before."""
    directory.pin_device(desk, pc.device, public_key(pc.signing_seed()).hex())


def identity_of(store: Store) -> str:
    return people.device_identity(store)


def recipient_of(store: Store) -> str:
    return people.device_recipient(store)


def enrol(pc: Store, name: str, team: str = "Night buses") -> str:
    made = enrol_learner(pc, name=name, role="driver", team=team, language="es")
    return made.learner.learner_id
