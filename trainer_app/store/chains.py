"""Chains: one for each device and epoch. Their signed ends, their gaps, and whether they hold.

What arrives comes in any order and with gaps, so it is not chained here. Its chain is computed anew
from the first statement on, once nothing is missing, and compared with the end that its device has
signed. A sealed segment stands for the statements that went: the hash after it follows from the
hash before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, select, text, union_all
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.connection import changed_record
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.sealed import START, Link, Segments, own_hash, segments
from trainer_app.store.sealed_tables import sealed
from trainer_app.store.tables import chain_head, device, statement
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training import chain

ALONE = b"waypost received".ljust(32, b"\0")
"""Stands before each statement that was received: its own hash covers only itself."""

_PAGE = 500
_NEWEST_SEALED = text(
    """SELECT s.device, s.epoch, s.last, s.own, s.after, g.held FROM sealed s JOIN (
      SELECT device, epoch, max(last) AS newest, sum(last - first + 1) AS held
      FROM sealed GROUP BY device, epoch
    ) g ON s.device = g.device AND s.epoch = g.epoch AND s.last = g.newest"""
)
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

        def found(connection: Connection) -> bytes | None:
            there: bytes | None = connection.execute(question).scalar()
            return there or own_hash(connection, device_id, epoch, seq - 1)

        return self._transactions.ask(found)

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
        """First and last number of each run that is missing below the newest one held.

        What was here and went by its time is not missing.
        """
        spans = union_all(
            *(
                select(first.label("first"), last.label("last"))
                .join(device, first.table.c.device == device.c.row)
                .where(device.c.uuid == device_id.bytes, first.table.c.epoch == epoch)
                for first, last in (
                    (statement.c.seq, statement.c.seq),
                    (sealed.c.first, sealed.c.last),
                )
            )
        ).subquery()
        before = func.lag(spans.c.last, 1, 0).over(order_by=spans.c.first)
        held = select(spans.c.first, before.label("before")).subquery()
        question = (
            select(held.c.before + 1, held.c.first - 1)
            .where(held.c.first > held.c.before + 1)
            .order_by(held.c.first)
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
    uuids = {row.row: UUID(bytes=row.uuid) for row in connection.execute(select(device))}
    signed = {
        (row.device, row.epoch, row.seq): row.hash for row in connection.execute(select(chain_head))
    }
    heads = {
        (row.device, row.epoch): Held(row.seq, row.held, row.hash if row.origin is None else None)
        for row in connection.execute(_newest())
    }
    for row in connection.execute(_NEWEST_SEALED):
        here = heads.get((row.device, row.epoch), Held(0, 0, None))
        digest = here.hash if here.seq > row.last else row.after if row.own else None
        heads[row.device, row.epoch] = Held(max(here.seq, row.last), here.count + row.held, digest)
    return {
        (uuids[one], epoch): Held(
            held.seq, held.count, held.hash or signed.get((one, epoch, held.seq))
        )
        for (one, epoch), held in heads.items()
    }


def _newest() -> Select[Any]:
    """The newest statement of each chain, and how many of it are held."""
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
    return select(newest, statement.c.hash, statement.c.origin).join(statement, at_end)


def _tampered(connection: Connection) -> list[Tampered]:
    held = connection.execute(
        select(chain_head, device.c.uuid).join(device, chain_head.c.device == device.c.row)
    ).all()
    came = {
        tuple(row)
        for found, from_there in (
            (statement, statement.c.origin.is_not(None)),
            (sealed, sealed.c.own == 0),
        )
        for row in connection.execute(select(found.c.device, found.c.epoch).where(from_there))
    }
    gone = segments(connection)
    found = []
    for head in held:
        which = head.device, head.epoch
        if which not in came:
            continue
        end = _walked(connection, which, head.seq, gone.get(which, Segments(())))
        if end is None or (end.seq == head.seq and end.hash not in (None, head.hash)):
            found.append(Tampered(UUID(bytes=head.uuid), head.epoch, head.seq))
    return found


def _walked(
    connection: Connection, which: tuple[int, int], last: int, gone: Segments
) -> Link | None:
    """How far a chain is whole; None where a segment does not fit what stands before it."""
    end = gone.over(START)
    for one in in_order(connection, *which, last):
        if end is None or end.hash is None or one.stamp.seq != end.seq + 1:
            return end
        link = chain.link(end.hash, one.draft, one.stamp, one.renderer, one.text)
        end = gone.over(Link(one.stamp.seq, link))
    return end


def in_order(
    connection: Connection, row: int, epoch: int, last: int, after: int = 0
) -> Iterator[Record]:
    """The statements of a chain by their number, up to ``last``; read page by page."""
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
