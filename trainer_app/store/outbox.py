"""The outbox: what each endpoint has still to be handed, and what it would not take.

There is no list of what waits. The log is the list; an endpoint has a mark in it. What it refused
stands in a table of its own, and waits there for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.clock import Clock
from trainer_app.store.connection import changed_record
from trainer_app.store.endpoints import endpoint_row, have, mark_of, outstanding, settle
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.sealed import rows_after
from trainer_app.store.tables import device, endpoint, statement, sync_refusal
from trainer_app.store.transactions import Transactions
from trainer_app.training.statement import Draft, Stamp
from trainer_app.training.times import at

_HAS_IT = 0
"""Instead of a status: there is nothing to hand in, the endpoint has it under another id."""
_REFUSE = upsert(sync_refusal)
_REFUSE = _REFUSE.on_conflict_do_update(
    set_={name: _REFUSE.excluded[name] for name in ("code", "reason", "at", "again")}
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A statement to hand in. ``own``: made in this file, so that its ``hash`` is known here."""

    row: int
    draft: Draft
    stamp: Stamp
    text: bytes
    hash: bytes
    own: bool


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A statement that an endpoint would not take. ``code`` is an HTTP status."""

    endpoint_id: str
    row: int
    code: int
    reason: str
    at: datetime
    draft: Draft
    stamp: Stamp

    @property
    def statement_id(self) -> UUID:
        return self.stamp.statement_id


@dataclass(frozen=True, slots=True)
class HandIn:
    """How much waits for an endpoint, and when the first of it was made."""

    count: int
    oldest_at: datetime | None


class Outbox:
    """What is to be handed in. Each call is one transaction; all raise ``KeyError`` for an unknown
    endpoint."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    def outgoing(self, endpoint_id: str, limit: int, *, after: int | None = None) -> list[Outgoing]:
        """The next statements to hand in, in the order of the log.

        What a person had tried again comes alone, before the rest. What came from the endpoint
        itself, and what it refused, does not come. ``after`` leaves out what is to be tried again
        and goes on after this row, for what is not acknowledged page by page. Raises
        ``StoreUnusable`` for a damaged row.
        """
        with self._transactions.reading() as connection:
            row = endpoint_row(connection, endpoint_id)
            mark = mark_of(connection, row)
            again = _again(row, mark).order_by(sync_refusal.c.statement).limit(limit)
            rows = connection.execute(again).scalars().all() if after is None else []
            if rows:
                narrowed = WHOLE.where(statement.c.row.in_(rows))
            else:
                start = max(mark, after or 0)
                narrowed = WHOLE.where(statement.c.row > start, *outstanding(row)).limit(limit)
            try:
                return [_outgoing(record(found)) for found in connection.execute(narrowed)]
            except Unreadable as error:
                raise changed_record(error.row) from error

    def acknowledge(self, endpoint_id: str, rows: Sequence[int], contact_ms: int) -> None:
        """These rows were received, each by its id: they are never handed in again.

        The mark moves to the first row that was neither received nor refused, so nothing is passed
        over that was left out of ``rows``.
        """
        with self._transactions.writing() as connection:
            row = endpoint_row(connection, endpoint_id)
            mark = mark_of(connection, row)
            received = set(rows)
            _take_back(connection, row, received)
            reached = _reached(connection, row, mark, received)
            connection.execute(
                update(endpoint)
                .where(endpoint.c.row == row)
                .values(mark=reached, last_contact_ms=contact_ms, last_error=None)
            )
            settle(connection, row)

    def rows_between(self, device_id: UUID, epoch: int, first: int, last: int) -> list[int]:
        """The rows that hold the statements from ``first`` to ``last`` of a chain."""
        question = (
            select(statement.c.row)
            .join(device, statement.c.device == device.c.row)
            .where(
                device.c.uuid == device_id.bytes,
                statement.c.epoch == epoch,
                statement.c.seq.between(first, last),
            )
            .order_by(statement.c.row)
        )
        return self._transactions.ask(lambda c: list(c.execute(question).scalars()))

    def refuse(self, endpoint_id: str, row: int, code: int, reason: str) -> None:
        """The endpoint will never take this statement as it is; a person is to look at it."""
        with self._transactions.writing() as connection:
            whose = endpoint_row(connection, endpoint_id)
            _note(connection, whose, row, code, reason, self._clock().utc_ms)
            settle(connection, whose)

    def refusals(self, endpoint_id: str | None = None) -> list[RefusalRow]:
        """What was refused and is not being tried again; of one endpoint or of all."""
        with self._transactions.reading() as connection:
            refused = _refused(select(sync_refusal, endpoint.c.endpoint_id))
            if endpoint_id is not None:
                whose = endpoint_row(connection, endpoint_id)
                refused = refused.where(sync_refusal.c.endpoint == whose)
            found = connection.execute(refused.order_by(sync_refusal.c.statement)).all()
            rows = refused.with_only_columns(sync_refusal.c.statement)
            narrowed = WHOLE.where(statement.c.row.in_(rows))
            try:
                whole = {row.row: record(row) for row in connection.execute(narrowed)}
            except Unreadable as error:
                raise changed_record(error.row) from error
        return [
            RefusalRow(
                one.endpoint_id,
                one.statement,
                one.code,
                one.reason,
                at(one.at),
                whole[one.statement].draft,
                whole[one.statement].stamp,
            )
            for one in found
        ]

    def refused(self) -> dict[str, int]:
        """How many ``refusals`` each endpoint has; one without any is left out."""
        counted = _refused(select(endpoint.c.endpoint_id, func.count().label("refused")))
        question = counted.group_by(endpoint.c.endpoint_id)
        return self._transactions.ask(
            lambda c: {row.endpoint_id: row.refused for row in c.execute(question)}
        )

    def forgive(self, endpoint_id: str, *rows: int) -> None:
        """Have refused statements tried again; where one is not refused, nothing changes."""
        with self._transactions.writing() as connection:
            whose = endpoint_row(connection, endpoint_id)
            connection.execute(
                update(sync_refusal)
                .where(sync_refusal.c.endpoint == whose, sync_refusal.c.statement.in_(rows))
                .values(again=1)
            )

    def kept(self) -> int:
        """How many statements are in this log, whoever made them; what was said again counts once.

        Not counted one by one: the only gaps in the rows of the log are sealed segments.
        """
        newest = select(func.max(statement.c.row)).scalar_subquery()
        copies = select(func.count()).where(statement.c.copy_of.is_not(None)).scalar_subquery()
        question = select(func.coalesce(newest, 0) - copies)
        return self._transactions.ask(
            lambda c: int(c.execute(question).scalar_one()) - rows_after(c)
        )

    def to_hand_in(self, endpoint_id: str) -> HandIn:
        """How much waits. Counted without going through it, as ``kept`` does."""
        with self._transactions.reading() as connection:
            row = endpoint_row(connection, endpoint_id)
            mark = mark_of(connection, row)
            count = _waiting(connection, row, mark)
            again = connection.execute(
                select(statement.c.at)
                .where(statement.c.row.in_(_again(row, mark)))
                .order_by(statement.c.row)
            )
            moments = list(again.scalars())
            oldest = moments[0] if moments else _first_at(connection, row, mark) if count else None
        return HandIn(count + len(moments), None if oldest is None else at(oldest))


def without_copy(connection: Connection, rows: Sequence[int]) -> list[Record]:
    """What was made here in these rows and was not yet said once more. Raises ``Unreadable``."""
    copied = select(statement.c.copy_of).where(statement.c.copy_of.is_not(None))
    narrowed = WHOLE.where(
        statement.c.row.in_(rows), statement.c.origin.is_(None), statement.c.row.not_in(copied)
    )
    return [record(found) for found in connection.execute(narrowed)]


def spare(connection: Connection, first: int, copy: int, at_ms: int) -> None:
    """Keep a copy from the endpoints that took the first one."""
    for whose in have(connection, first):
        _note(connection, whose, copy, _HAS_IT, "", at_ms)


def _note(connection: Connection, whose: int, row: int, code: int, reason: str, at_ms: int) -> None:
    connection.execute(
        _REFUSE,
        {
            "endpoint": whose,
            "statement": row,
            "code": code,
            "reason": reason,
            "at": at_ms,
            "again": 0,
        },
    )


def _refused(question: Select[Any]) -> Select[Any]:
    """What waits for a person: refused for good, not to be tried again, not said once more."""
    copied = select(statement.c.copy_of).where(statement.c.copy_of.is_not(None))
    return (
        question.select_from(sync_refusal)
        .join(endpoint, sync_refusal.c.endpoint == endpoint.c.row)
        .where(
            sync_refusal.c.again == 0,
            sync_refusal.c.code != _HAS_IT,
            sync_refusal.c.statement.not_in(copied),
        )
    )


def _again(row: int, mark: int) -> Select[tuple[Any]]:
    """What was refused before the mark and is to be tried again."""
    return select(sync_refusal.c.statement).where(
        sync_refusal.c.endpoint == row,
        sync_refusal.c.again == 1,
        sync_refusal.c.statement <= mark,
    )


def _take_back(connection: Connection, row: int, received: set[int]) -> None:
    """What was refused once and is received now is refused no more."""
    whose = sync_refusal.c.endpoint == row
    again = select(sync_refusal.c.statement).where(whose, sync_refusal.c.again == 1)
    for one in received.intersection(connection.execute(again).scalars()):
        connection.execute(delete(sync_refusal).where(whose, sync_refusal.c.statement == one))


def _reached(connection: Connection, row: int, mark: int, received: set[int]) -> int:
    """The last row before the first that is left to hand in, as far as something was received."""
    last = max(received, default=0)
    waited = connection.execute(
        select(statement.c.row)
        .where(statement.c.row > mark, statement.c.row <= last, *outstanding(row))
        .order_by(statement.c.row)
    ).scalars()
    left = next((one for one in waited if one not in received), None)
    return max(mark, last if left is None else left - 1)


def _waiting(connection: Connection, row: int, mark: int) -> int:
    newest = connection.execute(select(func.max(statement.c.row))).scalar() or 0
    from_there = connection.execute(
        select(func.count()).where(statement.c.origin == row, statement.c.row > mark)
    ).scalar_one()
    copied = select(statement.c.copy_of).where(statement.c.copy_of > mark)
    refused = connection.execute(
        select(func.count()).where(
            sync_refusal.c.endpoint == row,
            sync_refusal.c.statement > mark,
            sync_refusal.c.statement.not_in(copied),
        )
    ).scalar_one()
    copies = connection.execute(select(func.count()).select_from(copied.subquery())).scalar_one()
    gone = rows_after(connection, mark)
    return max(0, newest - mark - gone - int(from_there) - int(refused) - int(copies))


def _first_at(connection: Connection, row: int, mark: int) -> int | None:
    return connection.execute(
        select(statement.c.at)
        .where(statement.c.row > mark, *outstanding(row))
        .order_by(statement.c.row)
        .limit(1)
    ).scalar()


def _outgoing(found: Record) -> Outgoing:
    own = found.origin is None
    return Outgoing(found.row, found.draft, found.stamp, found.text, found.hash, own)
