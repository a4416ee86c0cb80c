"""What the log tells of training sessions, of self-checks of sites, and of what staff did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from trainer_app.store.rows import JOINED, WHOLE, record
from trainer_app.store.tables import statement, topic, visit
from trainer_app.store.transactions import Transactions
from trainer_app.training.statement import ActivityType, Draft, Stamp, Verb


@dataclass(frozen=True, slots=True)
class Told:
    """One statement: what happened, and when the clock of its computer said it did."""

    draft: Draft
    stamp: Stamp

    @property
    def at(self) -> datetime:
        return self.stamp.at


class Sittings:
    """Questions about training sessions, self-checks and staff. Each is one transaction."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, meeting: UUID) -> list[Told]:
        """Everything done in a training session, in the order of the log, each thing once."""
        question = WHOLE.where(visit.c.meeting == meeting.bytes, statement.c.copy_of.is_(None))
        rows = self._transactions.ask(lambda c: c.execute(question).all())
        found = (record(row) for row in rows)
        return [Told(one.draft, one.stamp) for one in found]

    def checks(self, registrations: Collection[UUID]) -> list[Told]:
        """Every answer to the self-checks of these registrations (``check_registration``), in the
        order of the log, each once."""
        question = WHOLE.where(
            visit.c.registration.in_([one.bytes for one in registrations]),
            topic.c.activity_type == ActivityType.SITE_CHECK.value,
            statement.c.copy_of.is_(None),
        )
        rows = self._transactions.ask(lambda c: c.execute(question).all())
        found = (record(row) for row in rows)
        return [Told(one.draft, one.stamp) for one in found]

    def acts(self, limit: int = 500, before: int | None = None) -> list[tuple[int, Told]]:
        """What staff did, the newest first, with its row of the log; ``before`` a row."""
        newest = (
            select(statement.c.row)
            .select_from(JOINED)
            .where(statement.c.verb == Verb.INTERACTED.value, statement.c.copy_of.is_(None))
            .order_by(statement.c.row.desc())
            .limit(limit)
        )
        if before is not None:
            newest = newest.where(statement.c.row < before)
        question = WHOLE.where(statement.c.row.in_(newest.scalar_subquery()))
        rows = self._transactions.ask(lambda c: c.execute(question).all())
        found = [record(row) for row in reversed(rows)]
        return [(one.row, Told(one.draft, one.stamp)) for one in found]
