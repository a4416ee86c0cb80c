"""Who this data file is: still itself, an older copy of itself, or a copy on another computer.

Two files that think they are the same device would give different results the same id. Three
facts tell them apart: which computer this is, where the file lies, and a witness, a small file
outside the data folder that knows how far the device had got. The witness is a help and never
needed: whatever is missing or cannot be read decides nothing. What escapes (a cloned disk with all
that is on it) is noticed by whoever receives the results, and ``begin_epoch`` follows.
"""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Connection, func, select, update

from trainer_app import durable, paths
from trainer_app.store import staff
from trainer_app.store.machine import Machine, fingerprint, this_machine
from trainer_app.store.sealed import newest_epoch
from trainer_app.store.tables import device, here, statement
from trainer_app.store.words import Words

IdentityEvent = Literal["none", "restored", "copied", "created"]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a data file is opened: the computer, and fingerprints of the path and the file itself.

    An empty one says nothing.
    """

    machine: Machine
    path: str
    file: str

    @property
    def place(self) -> str:
        return f"{self.path}/{self.file}"


@dataclass(frozen=True, slots=True)
class Witness:
    """How far a device had got when it was last seen on this computer."""

    epoch: int = 0
    boot: int = 0
    seq: int = 0

    def newest(self, other: "Witness") -> "Witness":
        """What both know together."""
        later = max(self, other, key=lambda one: (one.epoch, one.seq))
        return Witness(later.epoch, max(self.boot, other.boot), later.seq)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the file is for this run of the program, and whether that is new."""

    device_row: int
    device: UUID
    epoch: int
    boot: int
    signing_seed: bytes
    event: IdentityEvent


def settle(
    connection: Connection, words: Words, whereabouts: Whereabouts, *, created: bool
) -> Identity:
    """Find out who the file is, begin its next run, and write both down."""
    row = connection.execute(select(here)).one()
    uuid = UUID(bytes=connection.execute(_UUID.where(device.c.row == row.device)).scalar_one())
    known = Witness(row.epoch, row.boot, _newest_seq(connection, row.device, row.epoch))
    witness = read_witness(uuid)
    machine = Machine.read(row.machine)
    event = _event(machine, row.place, whereabouts, known, witness)
    found = Identity(
        row.device, uuid, row.epoch, row.boot + 1, row.signing_seed, "created" if created else event
    )
    if event == "copied":
        uuid = uuid4()
        made, seed = words.device(connection, uuid), secrets.token_bytes(32)
        found = Identity(made, uuid, 1, 1, seed, event)
    elif event == "restored":
        epoch = _next_epoch(connection, row.device, max(row.epoch, witness.epoch))
        boot = max(row.boot, witness.boot) + 1
        found = Identity(row.device, uuid, epoch, boot, row.signing_seed, event)
    if event != "none":
        staff.distrust(connection)
    connection.execute(
        update(here).values(
            device=found.device_row,
            epoch=found.epoch,
            boot=found.boot,
            signing_seed=found.signing_seed,
            machine=machine.updated(whereabouts.machine).text(),
            place=whereabouts.place,
        )
    )
    return found


def begin_epoch(connection: Connection, above: int) -> int:
    """Begin an epoch that no statement of this device has, and that is higher than ``above``."""
    mine = connection.execute(select(here.c.device)).scalar_one()
    epoch = _next_epoch(connection, mine, above)
    connection.execute(update(here).values(epoch=epoch))
    return epoch


def look_around(file: Path) -> Whereabouts:
    """Where this data file is. What cannot be found out is empty."""
    path = number = ""
    with suppress(OSError):
        path = fingerprint(str(file.resolve(strict=True)))
        number = str(file.stat().st_ino or "")
    return Whereabouts(this_machine(), path, number)


def read_witness(uuid: UUID) -> Witness:
    """What the witness says; nothing where there is none to be read."""
    try:
        said = json.loads(_witness_file(uuid).read_bytes())
        return Witness(*(int(said[name]) for name in ("epoch", "boot", "seq")))
    except (OSError, ValueError, KeyError, TypeError):
        return Witness()


def write_witness(uuid: UUID, witness: Witness) -> None:
    """Have it remembered, on the disk, that the device has got so far; never less than before."""
    file = _witness_file(uuid)
    before = read_witness(uuid)
    said = witness.newest(before)
    if said == before:
        return
    with suppress(OSError):
        durable.make_folder(file.parent)
        durable.write(file, json.dumps(asdict(said)).encode())


def _event(
    machine: Machine, place: str, now: Whereabouts, known: Witness, witness: Witness
) -> IdentityEvent:
    if machine.differs(now.machine):
        return "copied"
    path, _slash, number = place.partition("/")
    if _differ(path, now.path) and _differ(number, now.file):
        return "copied"
    if (
        witness.boot > known.boot
        or witness.epoch > known.epoch
        or (witness.epoch == known.epoch and witness.seq > known.seq)
    ):
        return "restored"
    return "none"


def _differ(before: str, now: str) -> bool:
    return bool(before and now and before != now)


def _newest_seq(connection: Connection, device_row: int, epoch: int) -> int:
    newest = connection.execute(
        select(func.max(statement.c.seq)).where(
            statement.c.device == device_row, statement.c.epoch == epoch
        )
    ).scalar()
    return newest or 0


def _next_epoch(connection: Connection, device_row: int, above: int) -> int:
    newest = connection.execute(
        select(func.max(statement.c.epoch)).where(statement.c.device == device_row)
    ).scalar()
    return max(above, newest or 0, newest_epoch(connection, device_row)) + 1


def _witness_file(uuid: UUID) -> Path:
    return paths.state_home() / "devices" / f"{uuid}.json"


_UUID = select(device.c.uuid)
