"""The one open pairing code: five tries, two minutes by the steady clock, one use.

It stands in the database, so that all workers of one machine share it.
"""

import platform
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from trainer_app.hub.device_tables import pairing, pairing_try

TRIES = 5
SECONDS = 120
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_SLEEPLESS: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""The steady clock that goes on while a laptop sleeps; Windows' ordinary one does."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The steady clock, in milliseconds, of a machine since it was started."""

    machine: str
    steady_ms: int


@dataclass(frozen=True, slots=True)
class Code:
    """An open code, and whom devices seal names to and believe; both empty without a desk."""

    code: str
    desk_recipient: str
    desk_key: str


@dataclass(frozen=True, slots=True)
class Try:
    """A device half-way through pairing."""

    shared_key: bytes
    device: UUID
    name: str


def now() -> Moment:
    """This machine's steady clock."""
    machine = _BOOT.read_text().strip() if _BOOT.exists() else platform.node()
    ns = time.monotonic_ns() if _SLEEPLESS is None else time.clock_gettime_ns(_SLEEPLESS)
    return Moment(machine, ns // 1_000_000)


def open_code(connection: Connection, code: Code, at: Moment) -> None:
    """From now on this is the code; an earlier one is no more."""
    close_code(connection)
    row = {
        "code": code.code,
        "machine": at.machine,
        "steady": at.steady_ms,
        "tries_left": TRIES,
        "desk_recipient": code.desk_recipient,
        "desk_key": code.desk_key,
    }
    connection.execute(insert(pairing).values(row))


def close_code(connection: Connection) -> None:
    """No code is open, and nobody is half-way through."""
    connection.execute(delete(pairing))
    connection.execute(delete(pairing_try))


def take_try(connection: Connection, at: Moment) -> Code | None:
    """The open code, for one of its tries; None when there is none (left)."""
    code = open_now(connection, at)
    row = connection.execute(select(pairing.c.tries_left)).scalar()
    if code is None or not row:
        return None
    connection.execute(update(pairing).values(tries_left=pairing.c.tries_left - 1))
    return code


def open_now(connection: Connection, at: Moment) -> Code | None:
    """The open code, if its two minutes are not over."""
    row = connection.execute(select(pairing)).first()
    if row is None or row.machine != at.machine:
        return None
    if not 0 <= at.steady_ms - row.steady <= SECONDS * 1000:
        return None
    return Code(row.code, row.desk_recipient, row.desk_key)


def begin(connection: Connection, name: str, one: Try) -> None:
    """Remembers a device half-way under this name."""
    row = {
        "id": name,
        "shared_key": one.shared_key,
        "device": one.device.bytes,
        "name": one.name,
    }
    connection.execute(insert(pairing_try).values(row))


def end(connection: Connection, name: str) -> Try | None:
    """The device half-way under this name, which it is no more."""
    mine = pairing_try.c.id == name
    row = connection.execute(select(pairing_try).where(mine)).first()
    if row is None:
        return None
    connection.execute(delete(pairing_try).where(mine))
    return Try(row.shared_key, UUID(bytes=row.device), row.name)
