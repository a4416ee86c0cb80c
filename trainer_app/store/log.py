"""Appending to the log: drafts are stamped, frozen, chained and projected, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, select

from trainer_app import RELEASED, __version__
from trainer_app.store.clock import Reading
from trainer_app.store.observations import newest_reference
from trainer_app.store.progress import project
from trainer_app.store.rows import Record
from trainer_app.store.sealed import START, Link, own_end
from trainer_app.store.tables import device, here, statement, visit
from trainer_app.store.words import Words
from trainer_app.training import chain
from trainer_app.training.clocks import STEADY_MS
from trainer_app.training.statement import RENDERER, Draft, Stamp, render
from trainer_app.training.times import at, milliseconds

_DISAGREE_MS = 2 * 60 * 1000
"""How far the wall clock and the steady one may part between two statements of one run."""
_RELEASED_MS = milliseconds(datetime.fromisoformat(f"{RELEASED}T00:00:00+00:00"))
_INSERT = insert(statement)
_LATEST = (statement.c.epoch.desc(), statement.c.seq.desc())
"""The log of one device from its end, in the order of its index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of this computer's own chain, and what the clocks said there.

    ``newest_ms`` is the latest wall clock in the log, ``reference_ms`` what a clock that is right
    said at the last contact; ``last`` the wall and steady clock of the last statement of this
    run. All in milliseconds.
    """

    device_row: int
    device: UUID
    epoch: int
    boot: int
    seq: int
    hash: bytes
    newest_ms: int | None
    reference_ms: int | None
    last: tuple[int, int] | None = None


class Log:
    """Appends to the log, and holds its head between transactions.

    After a transaction that was not committed, ``forget`` must be called.
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._head: Head | None = None

    def forget(self) -> None:
        """Ask the file again for what was known."""
        self._head = None

    def append(
        self, connection: Connection, drafts: Sequence[Draft], reading: Reading, mono_ms: int
    ) -> tuple[Stamp, ...]:
        """Stamp and write the drafts in order, and bring the projection up to date."""
        stamps: list[Stamp] = []
        for draft in drafts:
            head = self._head or read_head(connection)
            stamp = _stamp(head, reading, mono_ms)
            frozen = replace(settled(draft, stamps), duration_ms=_hundredths(draft.duration_ms))
            link = self._write(connection, head, frozen, stamp)
            project(connection, self._words, frozen, stamp.at)
            stamps.append(stamp)
            self._head = replace(
                head,
                seq=stamp.seq,
                hash=link,
                newest_ms=max(reading.utc_ms, head.newest_ms or reading.utc_ms),
                last=(reading.utc_ms, mono_ms),
            )
        return tuple(stamps)

    def say_again(self, connection: Connection, records: Sequence[Record]) -> list[int]:
        """Write what these say once more, at the end of the chain; the rows of the copies.

        Time and clocks stay those of the first; so does the projection. What refers to another of
        them refers to its copy.
        """
        renamed: dict[UUID, UUID] = {}
        rows = []
        for record in records:
            head = self._head or read_head(connection)
            stamp = replace(record.stamp, device=head.device, epoch=head.epoch, seq=head.seq + 1)
            renamed[record.stamp.statement_id] = stamp.statement_id
            subject = record.draft.subject
            draft = replace(
                record.draft, subject=renamed.get(subject, subject) if subject else None
            )
            link = self._write(connection, head, draft, stamp, copy_of=record.row)
            self._head = replace(head, seq=stamp.seq, hash=link)
            newest = select(func.max(statement.c.row))
            rows.append(int(connection.execute(newest).scalar_one()))
        return rows

    def _write(
        self,
        connection: Connection,
        head: Head,
        draft: Draft,
        stamp: Stamp,
        copy_of: int | None = None,
    ) -> bytes:
        rendered = render(draft, stamp)
        link = chain.link(head.hash, draft, stamp, RENDERER, rendered)
        row = self._words.statement(connection, draft, stamp, rendered, link)
        if copy_of is not None:
            row["copy_of"] = copy_of
        connection.execute(_INSERT, row)
        return link


def read_head(connection: Connection) -> Head:
    """The head as the file has it."""
    mine = connection.execute(
        select(here.c.device, device.c.uuid, here.c.epoch, here.c.boot).join(
            device, here.c.device == device.c.row
        )
    ).one()
    last = connection.execute(
        select(statement.c.seq, statement.c.hash)
        .where(*_made_here(mine.device), statement.c.epoch == mine.epoch)
        .order_by(statement.c.seq.desc())
        .limit(1)
    ).first()
    end = Link(last.seq, last.hash) if last else START
    end = max(end, own_end(connection, mine.device, mine.epoch))
    return Head(
        device_row=mine.device,
        device=UUID(bytes=mine.uuid),
        epoch=mine.epoch,
        boot=mine.boot,
        seq=end.seq,
        hash=end.hash or chain.START,
        newest_ms=_newest(connection, mine.device),
        reference_ms=newest_reference(connection, mine.device),
        last=_last_of_boot(connection, mine.device, mine.boot),
    )


def _stamp(head: Head, reading: Reading, mono_ms: int) -> Stamp:
    now = reading.utc_ms
    suspect = (
        now < _RELEASED_MS
        or (head.newest_ms is not None and now < head.newest_ms)
        or (head.reference_ms is not None and now < head.reference_ms - STEADY_MS)
    )
    if head.last is not None:
        wall, steady = now - head.last[0], mono_ms - head.last[1]
        suspect = suspect or abs(wall - steady) > _DISAGREE_MS
    return Stamp(
        device=head.device,
        epoch=head.epoch,
        seq=head.seq + 1,
        at=at(now),
        offset_minutes=reading.offset_minutes,
        boot=head.boot,
        mono_ms=mono_ms,
        suspect=suspect,
        release=__version__,
    )


def settled(draft: Draft, stamps: Sequence[Stamp] = ()) -> Draft:
    """The draft as its columns will give it back, so that text and columns cannot differ.

    ``stamps`` are those of the drafts before it. Raises ``ValueError`` where it refers further.
    """
    if not draft.refers_back and _is_float(draft.scaled) and _is_float(draft.pass_mark):
        return draft
    subject = draft.subject
    if draft.refers_back:
        if draft.refers_back > len(stamps):
            raise ValueError(f"no draft stands {draft.refers_back} places before {draft.activity}")
        subject = stamps[-draft.refers_back].statement_id
    return replace(
        draft,
        subject=subject,
        refers_back=0,
        scaled=None if draft.scaled is None else float(draft.scaled),
        pass_mark=None if draft.pass_mark is None else float(draft.pass_mark),
    )


def _is_float(number: float | None) -> bool:
    return number is None or type(number) is float


def _hundredths(duration_ms: int | None) -> int | None:
    """As much of a duration as the text tells, so that a chain can be computed from texts alone."""
    return None if duration_ms is None else duration_ms // 10 * 10


def _made_here(mine: int) -> tuple[ColumnElement[bool], ...]:
    return statement.c.device == mine, statement.c.origin.is_(None)


def _newest(connection: Connection, mine: int) -> int | None:
    """The latest wall clock in the log.

    A statement that is not suspect is later than all before it, so only the suspect ones after the
    last such one have to be looked at.
    """
    newest: int | None = None
    rows = connection.execute(
        select(statement.c.at, statement.c.suspect).where(*_made_here(mine)).order_by(*_LATEST)
    )
    for row in rows:
        newest = max(row.at, newest if newest is not None else row.at)
        if not row.suspect:
            rows.close()
            break
    return newest


def _last_of_boot(connection: Connection, mine: int, boot: int) -> tuple[int, int] | None:
    row = connection.execute(
        select(statement.c.at, statement.c.mono_ms, visit.c.boot)
        .join(visit, statement.c.visit == visit.c.row)
        .where(*_made_here(mine))
        .order_by(*_LATEST)
        .limit(1)
    ).first()
    return (row.at, row.mono_ms) if row and row.boot == boot else None
