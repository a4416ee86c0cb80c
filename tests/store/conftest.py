"""A store in a fresh folder, its clock set by hand, and drafts to put into it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest

from trainer_app.store import EndpointRow, Store, backups, key_homes, second_copy
from trainer_app.store.clock import Reading
from trainer_app.training.people import Learner
from trainer_app.training.statement import ActivityType, Draft, Stamp, Verb, registration
from trainer_app.training.times import at

NOON = 1_796_126_400_000
"""1 December 2026, 12:00 UTC, in milliseconds."""


@dataclass
class HandClock:
    """A clock that only moves when told to."""

    utc_ms: int = NOON
    offset_minutes: int = -240
    steady_ms: int = 5_000

    def __call__(self) -> Reading:
        return Reading(self.utc_ms, self.offset_minutes, self.steady_ms)

    def pass_time(self, ms: int) -> None:
        self.utc_ms += ms
        self.steady_ms += ms


OpenStore = Callable[[], Store]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_store(store_template: Path, tmp_path: Path, clock: HandClock) -> Iterator[OpenStore]:
    """Opens the store in ``tmp_path``; whatever is open at the end is closed."""
    shutil.copytree(store_template, tmp_path, dirs_exist_ok=True)
    opened: list[Store] = []

    def open_it() -> Store:
        store = Store.open(tmp_path, use_keystore=False, clock=clock)
        opened.append(store)
        return store

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()


@dataclass
class MemoryKeystore:
    """A keystore as an operating system has it; ``broken`` makes it refuse."""

    secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: bool = False

    def get_password(self, service: str, username: str) -> str | None:
        self._try()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._try()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._try()
        del self.secrets[service, username]

    def _try(self) -> None:
        if self.broken:
            raise RuntimeError("the keystore is locked")


@pytest.fixture
def keystore(monkeypatch: pytest.MonkeyPatch) -> MemoryKeystore:
    found = MemoryKeystore()
    monkeypatch.setattr(key_homes, "find_keystore", lambda: found)
    return found


@pytest.fixture
def no_keystore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_homes, "find_keystore", lambda: None)


def filled(folder: Path, *, use_keystore: bool = True) -> str:
    """A new store with one statement, closed; its recovery code."""
    store = Store.open(folder, use_keystore=use_keystore)
    code = store.new_recovery_code
    assert code is not None
    store.append([draft()])
    store.close()
    return code


def opened(folder: Path, code: str | None = None, *, passphrase: str | None = None) -> Store:
    store = Store.open(folder, recovery_code=code, passphrase=passphrase)
    assert store.verify_chain() == 1
    store.close()
    return store


OTHER = UUID(int=0xB0B)
"""A computer elsewhere."""


@dataclass(frozen=True)
class Entry:
    """A statement as it arrives."""

    draft: Draft
    stamp: Stamp


def from_elsewhere(
    *drafts: Draft, device: UUID = OTHER, epoch: int = 1, first: int = 1, at_ms: int = NOON
) -> list[Entry]:
    """What another computer made of these drafts, one second after the other."""
    return [
        Entry(
            one,
            Stamp(
                device=device,
                epoch=epoch,
                seq=first + place,
                at=at(at_ms + place * 1000),
                offset_minutes=0,
                boot=1,
                mono_ms=place * 1000,
                suspect=False,
                release="0.1.0",
            ),
        )
        for place, one in enumerate(drafts)
    ]


def everything(store: Store) -> list[Entry]:
    """All that a store would hand to somebody who has nothing yet."""
    store.endpoints.put(EndpointRow("probe", "probe", ""))
    found = store.outbox.outgoing("probe", 1_000_000)
    store.endpoints.drop("probe")
    return [Entry(one.draft, one.stamp) for one in found]


def learner(number: int = 1, name: str = "Ama", team: str = "Night buses") -> Learner:
    return Learner(
        learner_id=f"learner-{number}",
        actor=f"p-{number}",
        name=name,
        role="driver",
        team=team,
        picture="tree",
    )


def draft(item: str = "who-to-tell", **facts: object) -> Draft:
    """An answer, unless the facts say otherwise."""
    known: dict[str, object] = {
        "actor": "p-1",
        "verb": Verb.ANSWERED,
        "activity": f"m/grooming/q/{item}",
        "activity_type": ActivityType.ITEM,
        "registration": registration("p-1", "grooming"),
        "session": UUID(int=7),
        "revision": "grooming@1.0",
        "language": "en",
        "parent": "m/grooming/test/post",
        "attempt": 1,
        "interaction": "choice",
        "pattern": "a",
        "response": "a",
        "success": True,
        "scaled": 1.0,
        "duration_ms": 12_400,
    }
    return Draft(**(known | facts))  # type: ignore[arg-type]


def passed(**facts: object) -> Draft:
    """A module passed."""
    known: dict[str, object] = {
        "actor": "p-1",
        "verb": Verb.PASSED,
        "activity": "m/grooming",
        "activity_type": ActivityType.MODULE,
        "registration": registration("p-1", "grooming"),
        "session": UUID(int=7),
        "revision": "grooming@1.0",
        "language": "es",
        "name": "Captación: “lo que es”",
        "success": True,
        "scaled": 0.9,
        "raw": 9,
        "maximum": 10,
        "pass_mark": 0.8,
    }
    return Draft(**(known | facts))  # type: ignore[arg-type]


def earned(**facts: object) -> Draft:
    """The certificate of the draft before."""
    known: dict[str, object] = {
        "actor": "p-1",
        "verb": Verb.EARNED,
        "activity": "m/grooming/cert/WP-2026-7KQ2M4XW",
        "activity_type": ActivityType.CERTIFICATE,
        "registration": registration("p-1", "grooming"),
        "session": UUID(int=7),
        "revision": "grooming@1.0",
        "language": "es",
        "parent": "m/grooming",
        "serial": "WP-2026-7KQ2M4XW",
        "valid_until": "2027-12-01",
        "refers_back": 1,
    }
    return Draft(**(known | facts))  # type: ignore[arg-type]


def forget_second_copy(folder: Path) -> None:
    """Take away backups and journal, as if there had never been any."""
    for name in (backups.FOLDER, second_copy.FOLDER):
        shutil.rmtree(folder / name, ignore_errors=True)
