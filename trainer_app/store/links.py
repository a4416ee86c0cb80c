"""The hashes around a run of statements in their chain, for when the run goes."""

from sqlalchemy import Connection, Row, select

from trainer_app.store.chains import ALONE, in_order
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.sealed import START, Link, Segments, segments
from trainer_app.store.sealed_tables import sealed
from trainer_app.store.tables import statement
from trainer_app.training import chain

Around = tuple[bytes | None, bytes | None]


class Links:
    """Asked for runs in the order of their chains; what is between was read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone: dict[tuple[int, int], Segments] = segments(connection)
        self._chain: tuple[int, int] | None = None
        self._end: Link = START

    def around(self, first: Row[object], last: Row[object]) -> Around:
        """The hash before the first, and that of the last; None for both where it is not known,
        because something of the chain never came. Raises ``Unreadable`` for a statement that is not
        as it was written."""
        if first.origin is None:
            return self._around_own(first, last)
        return self._around_received(first, last)

    def _around_own(self, first: Row[object], last: Row[object]) -> Around:
        before = link = self._own_before(first)
        rows = self._connection.execute(
            WHOLE.where(statement.c.row.between(first.row, last.row))
        ).all()
        for one in map(record, rows):
            link = _linked(link, one)
            if link != one.hash:
                raise Unreadable(one.row)
        return before, link

    def _own_before(self, first: Row[object]) -> bytes:
        if first.seq == 1:
            return chain.START
        mine = (statement.c.device == first.device, statement.c.epoch == first.epoch)
        there = select(statement.c.hash).where(*mine, statement.c.seq == first.seq - 1)
        gone = select(sealed.c.after).where(
            sealed.c.device == first.device,
            sealed.c.epoch == first.epoch,
            sealed.c.last == first.seq - 1,
        )
        found = self._connection.execute(there).scalar() or self._connection.execute(gone).scalar()
        if found is None:
            raise Unreadable(first.row)
        return bytes(found)

    def _around_received(self, first: Row[object], last: Row[object]) -> Around:
        """Walks on from the run before. The chain of what was received is nowhere written down."""
        which = first.device, first.epoch
        if which != self._chain:
            self._chain, self._end = which, START
        gone = self._gone.get(which, Segments(()))
        self._step_over(gone)
        before: bytes | None = None
        for one in in_order(self._connection, *which, last.seq, after=self._end.seq):
            seq = one.stamp.seq
            if seq >= first.seq and one.origin is not None and _linked(ALONE, one) != one.hash:
                raise Unreadable(one.row)
            if seq == first.seq:
                before = self._end.hash if self._end.seq == seq - 1 else None
            follows = self._end.seq == seq - 1 and self._end.hash is not None
            self._end = Link(seq, _linked(self._end.hash or b"", one) if follows else None)
            if seq < last.seq:
                self._step_over(gone)
        return (None, None) if before is None else (before, self._end.hash)

    def _step_over(self, gone: Segments) -> None:
        end = gone.over(self._end)
        self._end = Link(self._end.seq, None) if end is None else end


def _linked(before: bytes, one: Record) -> bytes:
    return chain.link(before, one.draft, one.stamp, one.renderer, one.text)
