"""Endpoints: whom results are handed to and fetched from, and how far that got."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from trainer_app.store.tables import endpoint, statement, sync_refusal
from trainer_app.store.transactions import Transactions

copy = statement.alias("copy")


@dataclass(frozen=True, slots=True)
class EndpointRow:
    """One road. ``endpoint_id`` is ``server``, ``stick`` or ``hub:`` with the start of its pin.

    ``settings`` are what the kind needs (address, key, secret, pin …). ``mark`` is the row of the
    log up to which everything was received or refused. ``last_contact_ms`` is UTC since 1970 by
    this computer's clock; ``last_error`` is a sentence for a person.
    """

    endpoint_id: str
    kind: str
    title: str
    settings: dict[str, Any] = field(default_factory=dict)
    mark: int = 0
    last_contact_ms: int | None = None
    last_error: str | None = None


class Endpoints:
    """What is known of the roads. Each call is one transaction."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def all(self) -> list[EndpointRow]:
        """Every endpoint, the oldest first."""
        question = select(endpoint).where(endpoint.c.endpoint_id.is_not(None))
        return self._transactions.ask(
            lambda c: [_endpoint(row) for row in c.execute(question.order_by(endpoint.c.row))]
        )

    def one(self, endpoint_id: str) -> EndpointRow:
        """Raises ``KeyError``."""
        return self._transactions.ask(lambda c: _endpoint(_row(c, endpoint_id)))

    def put(self, made: EndpointRow) -> None:
        """Keep a new endpoint; of one that is there, kind, title and settings are set anew.

        Its mark, cursor and contact stay as they are. For another server at the same id, drop the
        old one first, so that everything is handed in there, too.
        """
        words = {
            "kind": made.kind,
            "title": made.title,
            "settings": json.dumps(made.settings, ensure_ascii=False, sort_keys=True),
        }
        with self._transactions.writing() as connection:
            same = endpoint.c.endpoint_id == made.endpoint_id
            if connection.execute(update(endpoint).where(same).values(**words)).rowcount:
                return
            connection.execute(
                insert(endpoint).values(
                    endpoint_id=made.endpoint_id,
                    mark=made.mark,
                    last_contact_ms=made.last_contact_ms,
                    last_error=made.last_error,
                    **words,
                )
            )

    def drop(self, endpoint_id: str) -> None:
        """Forget an endpoint with its settings and refusals. Raises ``KeyError``.

        Statements that came from there stay, and count as made elsewhere.
        """
        with self._transactions.writing() as connection:
            row = endpoint_row(connection, endpoint_id)
            connection.execute(delete(sync_refusal).where(sync_refusal.c.endpoint == row))
            connection.execute(
                update(endpoint)
                .where(endpoint.c.row == row)
                .values(
                    endpoint_id=None,
                    title="",
                    settings="{}",
                    cursor=None,
                    last_contact_ms=None,
                    last_error=None,
                )
            )

    def start_over(self, endpoint_id: str) -> None:
        """Hand everything in once more, and fetch from the beginning: it has lost what it had.

        What came from there is still not handed back. Raises ``KeyError``.
        """
        self._set(endpoint_id, {"mark": 0, "cursor": None})

    def note_contact(
        self, endpoint_id: str, contact_ms: int | None = None, error: str | None = None
    ) -> None:
        """When there was contact, None for no contact; and what went wrong. Raises ``KeyError``."""
        values: dict[str, Any] = {"last_error": error}
        if contact_ms is not None:
            values["last_contact_ms"] = contact_ms
        self._set(endpoint_id, values)

    def cursor(self, endpoint_id: str) -> str | None:
        """Up to where everything was fetched, in the endpoint's own words. Raises ``KeyError``."""
        found = self._transactions.ask(lambda c: _row(c, endpoint_id).cursor)
        return None if found is None else str(found)

    def set_cursor(self, endpoint_id: str, cursor: str | None) -> None:
        """Raises ``KeyError``."""
        self._set(endpoint_id, {"cursor": cursor})

    def _set(self, endpoint_id: str, values: dict[str, Any]) -> None:
        with self._transactions.writing() as connection:
            changed = connection.execute(
                update(endpoint).where(endpoint.c.endpoint_id == endpoint_id).values(**values)
            )
            if not changed.rowcount:
                raise KeyError(endpoint_id)


def endpoint_row(connection: Connection, endpoint_id: str) -> int:
    """The row of an endpoint. Raises ``KeyError``."""
    return int(_row(connection, endpoint_id).row)


def have(connection: Connection, row: int) -> list[int]:
    """The endpoints that were handed this statement and did not refuse it."""
    refused = select(sync_refusal.c.endpoint).where(sync_refusal.c.statement == row)
    question = select(endpoint.c.row).where(
        endpoint.c.mark >= row, endpoint.c.endpoint_id.is_not(None), endpoint.c.row.not_in(refused)
    )
    return list(connection.execute(question).scalars())


def mark_of(connection: Connection, row: int) -> int:
    """The mark of the endpoint in this row."""
    question = select(endpoint.c.mark).where(endpoint.c.row == row)
    return int(connection.execute(question).scalar_one())


def settle(connection: Connection, row: int) -> None:
    """Move the mark over what needs no handing in: what came from there, and what is refused.

    So nobody ever goes through these rows again to find the next one.
    """
    mark = mark_of(connection, row)
    waiting = connection.execute(
        select(statement.c.row)
        .where(statement.c.row > mark, *outstanding(row))
        .order_by(statement.c.row)
        .limit(1)
    ).scalar()
    if waiting is None:
        settled = connection.execute(select(func.max(statement.c.row))).scalar() or mark
    else:
        settled = waiting - 1
    if settled > mark:
        connection.execute(update(endpoint).where(endpoint.c.row == row).values(mark=settled))


def outstanding(row: int) -> tuple[Any, ...]:
    """What has to be true of a statement after the mark for the endpoint to be sent it."""
    refused = select(sync_refusal.c.statement).where(
        sync_refusal.c.endpoint == row, sync_refusal.c.statement == statement.c.row
    )
    copied = select(copy.c.row).where(copy.c.copy_of == statement.c.row)
    return (statement.c.origin.is_distinct_from(row), ~refused.exists(), ~copied.exists())


def _row(connection: Connection, endpoint_id: str) -> Row[Any]:
    question = select(endpoint).where(endpoint.c.endpoint_id == endpoint_id)
    found = connection.execute(question).first()
    if found is None:
        raise KeyError(endpoint_id)
    return found


def _endpoint(row: Row[Any]) -> EndpointRow:
    return EndpointRow(
        endpoint_id=row.endpoint_id,
        kind=row.kind,
        title=row.title,
        settings=json.loads(row.settings),
        mark=row.mark,
        last_contact_ms=row.last_contact_ms,
        last_error=row.last_error,
    )
