"""What is known of statements that went: the segments they stood in."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from trainer_app.store.sealed_tables import sealed
from trainer_app.store.tables import device
from trainer_app.training import chain

_ORDER = (sealed.c.device, sealed.c.epoch, sealed.c.first)


class Link(NamedTuple):
    """A place in a chain, and the hash there; None where it is not known."""

    seq: int
    hash: bytes | None


START = Link(0, chain.START)


class Segments:
    """The segments of one chain in their order, walked along once."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._rows = {row.first: row for row in rows}

    def over(self, link: Link) -> Link | None:
        """Where the chain goes on after the segments that follow this place.

        The hash is None once it is not known, and None stands for a segment that does not fit.
        """
        while (row := self._rows.get(link.seq + 1)) is not None:
            if row.before is not None and link.hash is not None and row.before != link.hash:
                return None
            del self._rows[row.first]
            link = Link(row.last, row.after)
        return link

    @property
    def left(self) -> Row[Any] | None:
        """The first of those that nothing led to."""
        return self._rows[min(self._rows)] if self._rows else None


def segments(connection: Connection, *where: Any) -> dict[tuple[int, int], Segments]:
    """The segments of every chain, by the row of its device, and epoch."""
    found: dict[tuple[int, int], list[Row[Any]]] = {}
    for row in connection.execute(select(sealed).where(*where).order_by(*_ORDER)):
        found.setdefault((row.device, row.epoch), []).append(row)
    return {which: Segments(rows) for which, rows in found.items()}


def row_ranges(connection: Connection) -> Iterator[tuple[int, int]]:
    """First and last row of the log of each segment, in the order of the log."""
    question = select(sealed.c.first_row, sealed.c.last_row).order_by(sealed.c.last_row)
    for row in connection.execute(question):
        yield row.first_row, row.last_row


def rows_after(connection: Connection, mark: int = 0) -> int:
    """How many rows of the log after a mark are no more."""
    first = func.max(sealed.c.first_row, mark + 1)
    question = select(func.coalesce(func.sum(sealed.c.last_row - first + 1), 0))
    return int(connection.execute(question.where(sealed.c.last_row > mark)).scalar_one())


def sealed_among(connection: Connection, uuid: UUID, epoch: int, seqs: Sequence[int]) -> set[int]:
    """Which of these statements of a chain were here and are no more."""
    question = (
        select(sealed.c.first, sealed.c.last)
        .join(device, sealed.c.device == device.c.row)
        .where(
            device.c.uuid == uuid.bytes,
            sealed.c.epoch == epoch,
            sealed.c.first <= max(seqs),
            sealed.c.last >= min(seqs),
        )
    )
    ranges = connection.execute(question).all()
    return {seq for seq in seqs if any(first <= seq <= last for first, last in ranges)}


def own_hash(connection: Connection, uuid: UUID, epoch: int, seq: int) -> bytes | None:
    """The hash of a statement that was made here and is no more, where it was the last of its
    segment."""
    question = (
        select(sealed.c.after)
        .join(device, sealed.c.device == device.c.row)
        .where(
            device.c.uuid == uuid.bytes,
            sealed.c.epoch == epoch,
            sealed.c.last == seq,
            sealed.c.own == 1,
        )
    )
    return connection.execute(question).scalar()


def own_end(connection: Connection, device_row: int, epoch: int) -> Link:
    """Where the last segment of a chain that was made here ends; its start where there is none."""
    question = (
        select(sealed.c.last, sealed.c.after)
        .where(sealed.c.device == device_row, sealed.c.epoch == epoch, sealed.c.own == 1)
        .order_by(sealed.c.last.desc())
        .limit(1)
    )
    found = connection.execute(question).first()
    return Link(found.last, found.after) if found else START


def newest_epoch(connection: Connection, device_row: int) -> int:
    """The highest epoch of a device with a segment; 0 without any."""
    question = select(func.max(sealed.c.epoch)).where(sealed.c.device == device_row)
    return int(connection.execute(question).scalar() or 0)
