"""What the clocks of a device said at each statement of its log, and what speaks about them now."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, select

from trainer_app.store.observations import observation_of
from trainer_app.store.sealed_tables import sealed_visit
from trainer_app.store.tables import device, observation, statement, visit
from trainer_app.store.transactions import Transactions
from trainer_app.training.clocks import Event, Observation

_READING = (
    select(statement.c.seq, statement.c.at, statement.c.mono_ms, visit.c.boot)
    .join(visit, statement.c.visit == visit.c.row)
    .join(device, statement.c.device == device.c.row)
)
_ENDS = (  # the columns beside a smallest or largest: SQLite takes them from that row
    select(statement.c.seq, statement.c.at, visit.c.boot)
    .join(visit, statement.c.visit == visit.c.row)
    .join(device, statement.c.device == device.c.row)
    .group_by(visit.c.boot)
)
_GONE = (  # of statements that went by their time
    select(literal(0).label("seq"), visit.c.boot)
    .select_from(sealed_visit)
    .join(visit, sealed_visit.c.visit == visit.c.row)
    .join(device, sealed_visit.c.device == device.c.row)
    .group_by(visit.c.boot)
)
_SEEN = select(observation, device.c.uuid).join(device, observation.c.device == device.c.row)


class Readings:
    """Clocks, as the log has them. Each call is one question."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, device_id: UUID, epoch: int) -> list[Event]:
        """Every statement's, in the order of its chain."""
        question = _READING.where(device.c.uuid == device_id.bytes, statement.c.epoch == epoch)
        return self._transactions.ask(lambda c: _events(c, question.order_by(statement.c.seq)))

    def runs(self, device_id: UUID, epoch: int) -> list[Event]:
        """The first and the last of each run of the program, which tell as much about its start as
        all of them do."""
        mine = (device.c.uuid == device_id.bytes, statement.c.epoch == epoch)
        questions = [
            _ENDS.add_columns(end.label("mono_ms")).where(*mine)
            for end in (func.min(statement.c.mono_ms), func.max(statement.c.mono_ms))
        ]
        gone = [
            _GONE.add_columns(end.label("mono_ms"), wall.label("at")).where(
                device.c.uuid == device_id.bytes, sealed_visit.c.epoch == epoch
            )
            for end, wall in (
                (func.min(sealed_visit.c.first_mono), sealed_visit.c.first_at),
                (func.max(sealed_visit.c.last_mono), sealed_visit.c.last_at),
            )
        ]
        return self._transactions.ask(
            lambda c: [event for one in (*questions, *gone) for event in _events(c, one)]
        )

    def last(self, device_id: UUID) -> Event | None:
        """That of the newest statement of a device; None while it has none."""
        question = _READING.where(device.c.uuid == device_id.bytes)
        newest = question.order_by(statement.c.epoch.desc(), statement.c.seq.desc()).limit(1)
        return next(iter(self._transactions.ask(lambda c: _events(c, newest))), None)

    def contact(self, device_id: UUID) -> Observation | None:
        """The newest observation, which tells whether a clock is right now; None before the first.

        An earlier one with a later reference met a clock that was ahead, for time never goes back.
        """
        mine = _SEEN.where(device.c.uuid == device_id.bytes).limit(1)
        newest = mine.order_by(observation.c.boot.desc(), observation.c.mono_ms.desc())
        found = self._transactions.ask(lambda c: c.execute(newest).first())
        return None if found is None else observation_of(found)


def _events(connection: Connection, question: Select[Any]) -> list[Event]:
    return [
        Event(seq=row.seq, boot=row.boot, mono_ms=row.mono_ms, wall_ms=row.at)
        for row in connection.execute(question)
    ]
