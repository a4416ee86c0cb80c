"""Chains: one for each device and epoch. Their signed ends, their gaps, and whether they hold.

What arrives comes in any order and with gaps, so it is not chained here. Its chain is computed anew
from the first statement on, once nothing is missing, and compared with the end that its device has
signed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.connection import changed_record
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.tables import chain_head, device, statement
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training import chain

ALONE = b"waypost received".ljust(32, b"\0")
"""Stands before each statement that was received: its own hash covers only itself."""

_PAGE = 500
_HOLD = upsert(chain_head)
_HOLD = _HOLD.on_conflict_do_update(
    set_={name: _HOLD.excluded[name] for name in ("seq", "hash", "signature")}
)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a chain: its newest number, how many there are, the hash at the newest.

    The hash is None where it is not known without computing the chain.
    """

    seq: int
    count: int
    hash: bytes | None


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The end of a chain at ``seq`` as its device signed it, to be passed on."""

    device: UUID
    epoch: int
    seq: int
    hash: bytes
    signature: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Tampered:
    """A chain that is complete, and is not the one that its device signed at ``seq``."""

    device: UUID
    epoch: int
    seq: int


class Chains:
    """What is held of every chain. Each call is one transaction."""

    def __init__(self, transactions: Transactions, words: Words) -> None:
        self._transactions = transactions
        self._words = words

    def before(self, device_id: UUID, epoch: int, seq: int) -> bytes | None:
        """The hash before statement ``seq``; None where it is not known here."""
        if seq == 1:
            return chain.START
        question = (
            select(statement.c.hash)
            .join(device, statement.c.device == device.c.row)
            .where(
                device.c.uuid == device_id.bytes,
                statement.c.epoch == epoch,
                statement.c.seq == seq - 1,
                statement.c.origin.is_(None),
            )
        )
        return self._transactions.ask(lambda c: c.execute(question).scalar())

    def hold_head(
        self, device_id: UUID, epoch: int, seq: int, digest: bytes, signature: bytes, key: bytes
    ) -> bool:
        """Keep the end of a chain whose signature the caller has checked, if it is the newest.

        False where the device has signed with another key before, or another hash at this number:
        the first stays.
        """
        with self._transactions.writing() as connection:
            row = self._words.device(connection, device_id)
            held = connection.execute(
                select(chain_head).where(chain_head.c.device == row, chain_head.c.epoch == epoch)
            ).first()
            if held is not None:
                if held.key != key or (held.seq == seq and held.hash != digest):
                    return False
                if held.seq >= seq:
                    return True
            connection.execute(
                _HOLD,
                {
                    "device": row,
                    "epoch": epoch,
                    "seq": seq,
                    "hash": digest,
                    "signature": signature,
                    "key": key,
                },
            )
            return True

    def signed(self) -> list[SignedHead]:
        """Every signed end that is held."""
        question = (
            select(chain_head, device.c.uuid)
            .join(device, chain_head.c.device == device.c.row)
            .order_by(chain_head.c.device, chain_head.c.epoch)
        )
        return self._transactions.ask(
            lambda c: [
                SignedHead(
                    UUID(bytes=row.uuid), row.epoch, row.seq, row.hash, row.signature, row.key
                )
                for row in c.execute(question)
            ]
        )

    def heads(self) -> dict[tuple[UUID, int], Held]:
        """What is held of every chain there is a statement of."""
        return self._transactions.ask(_heads)

    def gaps(self, device_id: UUID, epoch: int) -> list[tuple[int, int]]:
        """First and last number of each run that is missing below the newest one held."""
        before = func.lag(statement.c.seq, 1, 0).over(order_by=statement.c.seq)
        held = (
            select(statement.c.seq, before.label("before"))
            .join(device, statement.c.device == device.c.row)
            .where(device.c.uuid == device_id.bytes, statement.c.epoch == epoch)
            .subquery()
        )
        question = (
            select(held.c.before + 1, held.c.seq - 1)
            .where(held.c.seq > held.c.before + 1)
            .order_by(held.c.seq)
        )
        return self._transactions.ask(
            lambda c: [(first, last) for first, last in c.execute(question)]
        )

    def verify_received(self) -> list[Tampered]:
        """The chains from elsewhere that are not what their devices signed.

        Only a chain with nothing missing below its signed end can be judged. Raises
        ``StoreUnusable`` for a damaged row.
        """
        try:
            return self._transactions.ask(_tampered)
        except Unreadable as error:
            raise changed_record(error.row) from error


def _heads(connection: Connection) -> dict[tuple[UUID, int], Held]:
    newest = (
        select(
            statement.c.device,
            statement.c.epoch,
            func.max(statement.c.seq).label("seq"),
            func.count().label("held"),
        )
        .group_by(statement.c.device, statement.c.epoch)
        .subquery()
    )
    at_end = (
        (statement.c.device == newest.c.device)
        & (statement.c.epoch == newest.c.epoch)
        & (statement.c.seq == newest.c.seq)
    )
    signed = (
        (chain_head.c.device == newest.c.device)
        & (chain_head.c.epoch == newest.c.epoch)
        & (chain_head.c.seq == newest.c.seq)
    )
    rows = connection.execute(
        select(
            newest,
            device.c.uuid,
            statement.c.hash,
            statement.c.origin,
            chain_head.c.hash.label("signed"),
        )
        .join(device, newest.c.device == device.c.row)
        .join(statement, at_end)
        .outerjoin(chain_head, signed)
    )
    return {
        (UUID(bytes=row.uuid), row.epoch): Held(
            row.seq, row.held, row.hash if row.origin is None else row.signed
        )
        for row in rows
    }


def _tampered(connection: Connection) -> list[Tampered]:
    came = select(statement.c.device, statement.c.epoch).where(statement.c.origin.is_not(None))
    held = connection.execute(
        select(chain_head, device.c.uuid).join(device, chain_head.c.device == device.c.row)
    ).all()
    elsewhere = {tuple(row) for row in connection.execute(came.distinct())}
    found = []
    for head in held:
        if (head.device, head.epoch) not in elsewhere:
            continue
        reached, link = 0, chain.START
        for one in _in_order(connection, head.device, head.epoch, head.seq):
            if one.stamp.seq != reached + 1:
                break
            reached += 1
            link = chain.link(link, one.draft, one.stamp, one.renderer, one.text)
        if reached == head.seq and link != head.hash:
            found.append(Tampered(UUID(bytes=head.uuid), head.epoch, head.seq))
    return found


def _in_order(connection: Connection, row: int, epoch: int, last: int) -> Iterator[Record]:
    """The statements of a chain by their number, up to ``last``; read page by page."""
    after = 0
    while after < last:
        page = connection.execute(
            WHOLE.where(
                statement.c.device == row,
                statement.c.epoch == epoch,
                statement.c.seq > after,
                statement.c.seq <= last,
            )
            .order_by(None)
            .order_by(statement.c.seq)
            .limit(_PAGE)
        ).all()
        if not page:
            return
        yield from map(record, page)
        after = page[-1].seq
