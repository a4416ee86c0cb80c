"""Observations of clocks: what a computer's clocks said beside one that is right."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.tables import device, observation
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training.clocks import Observation

_KEEP = upsert(observation).on_conflict_do_nothing()


class Observations:
    """What was observed of this and other computers' clocks. Each call is one transaction."""

    def __init__(
        self, transactions: Transactions, words: Words, after_change: Callable[[], None]
    ) -> None:
        self._transactions = transactions
        self._words = words
        self._after_change = after_change

    def observe(self, seen: Observation) -> None:
        """Keep an observation. Of one run only the first and the newest are kept: between them the
        steady clock counts."""
        with self._transactions.writing() as connection:
            row = self._words.device(connection, seen.device)
            run = (
                observation.c.device == row,
                observation.c.epoch == seen.epoch,
                observation.c.boot == seen.boot,
            )
            connection.execute(
                _KEEP,
                {
                    "device": row,
                    "epoch": seen.epoch,
                    "boot": seen.boot,
                    "mono_ms": seen.mono_ms,
                    "source": seen.source,
                    "wall_ms": seen.wall_ms,
                    "reference_ms": seen.reference_ms,
                },
            )
            ends = connection.execute(
                select(func.min(observation.c.mono_ms), func.max(observation.c.mono_ms)).where(*run)
            ).one()
            connection.execute(
                delete(observation).where(*run, observation.c.mono_ms.not_in(tuple(ends)))
            )
        self._after_change()

    def of(self, device_id: UUID, epoch: int) -> list[Observation]:
        """What was observed of one device in one epoch, in the order of its runs."""
        return self._found(
            _QUESTION.where(device.c.uuid == device_id.bytes, observation.c.epoch == epoch)
        )

    def every(self) -> list[Observation]:
        """Everything that was observed, device by device."""
        return self._found(_QUESTION)

    def _found(self, question: Select[tuple[object, ...]]) -> list[Observation]:
        return self._transactions.ask(
            lambda c: [observation_of(row) for row in c.execute(question)]
        )


def observation_of(row: Row[Any]) -> Observation:
    """A row of the table, with the ``uuid`` of its device."""
    return Observation(
        device=UUID(bytes=row.uuid),
        epoch=row.epoch,
        boot=row.boot,
        mono_ms=row.mono_ms,
        wall_ms=row.wall_ms,
        reference_ms=row.reference_ms,
        source=row.source,
    )


def newest_reference(connection: Connection, device_row: int) -> int | None:
    """What the clock said that this device met last, which is believed more than those before."""
    mine = select(observation.c.reference_ms).where(observation.c.device == device_row)
    newest = mine.order_by(observation.c.boot.desc(), observation.c.mono_ms.desc()).limit(1)
    return connection.execute(newest).scalar()


_QUESTION = (
    select(observation, device.c.uuid)
    .join(device, observation.c.device == device.c.row)
    .order_by(observation.c.device, observation.c.epoch, observation.c.boot, observation.c.mono_ms)
)
