"""What the hub knows of devices: whose key is whose, and how far their chains reach.

Moments are milliseconds since 1970. Functions with a ``connection`` are parts of somebody's
transaction (``Database.writing``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from trainer_app.hub import tables
from trainer_app.hub.chains import Run
from trainer_app.hub.device_tables import chain_head, chain_run, device, device_key, put
from trainer_app.hub.engine import Database
from trainer_app.hub.feed_records import next_number
from trainer_app.sync.messages import Hello


class NotThisDevice(Exception):
    """The credential, or the signing key, belongs to another computer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A computer as the desk sees it. ``seq`` is what it told of, ``known_seq`` what is here."""

    credential: str
    device: UUID
    name: str
    added: int
    site: str | None = None
    release: str = ""
    recipient: str = ""
    signing_key: bytes = b""
    epoch: int = 0
    seq: int = 0
    known_seq: int = 0
    met: int | None = None


# ---------------------------------------------------------------- who


def bind(
    connection: Connection, credential: str, who: UUID, name: str, now: int, *, paired: bool
) -> None:
    """From now on this credential is that device's."""
    unbind(connection, credential)
    row = {
        "credential": credential,
        "device": who.bytes,
        "name": name,
        "paired": paired,
        "used": False,
        "added": now,
    }
    connection.execute(insert(device_key).values(row))


def unbind(connection: Connection, credential: str) -> None:
    """The credential is no device's any more."""
    connection.execute(delete(device_key).where(device_key.c.credential == credential))


def admit(connection: Connection, credential: str, title: str, hello: Hello, now: int) -> None:
    """Notes that this device came, with its credential and the key that signed its hello.

    A credential without a device is this one's from now on. With the first use of one that came
    from pairing, the device's older ones from pairing end. Raises ``NotThisDevice``.
    """
    known = connection.execute(
        select(device_key).where(device_key.c.credential == credential)
    ).first()
    if known is not None and known.device != hello.device.bytes:
        raise NotThisDevice("this key belongs to another computer")
    pinned = connection.execute(
        select(device.c.signing_key).where(device.c.device == hello.device.bytes)
    ).scalar()
    if pinned is not None and pinned != hello.key:
        raise NotThisDevice("this computer signed with another key before")
    if known is None:
        bind(connection, credential, hello.device, title, now, paired=False)
    elif known.paired and not known.used:
        _end_older(connection, credential, hello.device, known.added)
    put(
        connection,
        device,
        {"device": hello.device.bytes},
        {
            "signing_key": hello.key,
            "recipient": hello.recipient,
            "release": hello.release,
            "site": hello.site,
            "epoch": hello.epoch,
            "seq": hello.seq,
            "met": now,
        },
    )


def _end_older(connection: Connection, credential: str, who: UUID, added: int) -> None:
    mine = device_key.c.credential == credential
    connection.execute(update(device_key).where(mine).values(used=True))
    older = and_(
        device_key.c.device == who.bytes, device_key.c.paired, device_key.c.added <= added, ~mine
    )
    keys = select(device_key.c.credential).where(older)
    connection.execute(delete(tables.credential).where(tables.credential.c.key.in_(keys)))
    connection.execute(delete(device_key).where(older))


def devices(database: Database) -> list[KnownDevice]:
    """All computers whose credential still opens the hub, in the order of pairing."""
    joined = (
        device_key.join(tables.credential, tables.credential.c.key == device_key.c.credential)
        .outerjoin(device, device.c.device == device_key.c.device)
        .outerjoin(
            chain_run,
            and_(
                chain_run.c.device == device.c.device,
                chain_run.c.epoch == device.c.epoch,
                chain_run.c.first == 1,
            ),
        )
    )
    question = select(
        device_key,
        device.c.recipient,
        device.c.release,
        device.c.site,
        device.c.epoch,
        device.c.seq,
        device.c.met,
        device.c.signing_key,
        chain_run.c.last,
    )
    question = question.select_from(joined).order_by(device_key.c.added)
    with database.reading() as connection:
        return [_known_device(row) for row in connection.execute(question)]


def _known_device(row: Any) -> KnownDevice:
    paired = KnownDevice(
        credential=row.credential, device=UUID(bytes=row.device), name=row.name, added=row.added
    )
    if row.met is None:
        return paired
    return KnownDevice(
        credential=paired.credential,
        device=paired.device,
        name=paired.name,
        added=paired.added,
        site=row.site,
        release=row.release,
        recipient=row.recipient,
        signing_key=row.signing_key,
        epoch=row.epoch,
        seq=row.seq,
        known_seq=row.last or 0,
        met=row.met,
    )


# ---------------------------------------------------------------- chains


def runs(connection: Connection, who: UUID, epoch: int) -> list[Run]:
    """The stretches of this chain that are here."""
    mine = and_(chain_run.c.device == who.bytes, chain_run.c.epoch == epoch)
    rows = connection.execute(select(chain_run).where(mine).order_by(chain_run.c.first))
    return [Run(first=row.first, last=row.last, before=row.before, head=row.head) for row in rows]


def put_runs(connection: Connection, who: UUID, epoch: int, now: Sequence[Run]) -> None:
    """From now on these are the stretches of this chain."""
    mine = and_(chain_run.c.device == who.bytes, chain_run.c.epoch == epoch)
    connection.execute(delete(chain_run).where(mine))
    rows = [
        {
            "device": who.bytes,
            "epoch": epoch,
            "first": run.first,
            "last": run.last,
            "before": run.before,
            "head": run.head,
        }
        for run in now
    ]
    connection.execute(insert(chain_run), rows)


def vouch(connection: Connection, hello: Hello) -> None:
    """Keeps the signed end of a chain; the caller knows that what is here ends the same."""
    mine = and_(chain_head.c.device == hello.device.bytes, chain_head.c.epoch == hello.epoch)
    known = connection.execute(select(chain_head.c.seq).where(mine)).scalar()
    if known is not None and known >= hello.seq:
        return
    put(
        connection,
        chain_head,
        {"device": hello.device.bytes, "epoch": hello.epoch},
        {
            "seq": hello.seq,
            "hash": hello.head,
            "signature": hello.signature,
            "number": next_number(connection),
        },
    )


def newest_stored_ms(connection: Connection) -> int:
    """When the newest statement was stored; 0 without one."""
    newest = connection.execute(select(func.max(tables.statement.c.stored))).scalar()
    return int(newest or 0) // 1000
