"""The inbox: results of other computers, put into the same log once, whichever way they came.

The first copy of a statement stays, and one that went by its time is never taken anew. Another text
under the same id is kept aside with what the log has, for a person to look at. Which bundles were
read is kept here, too.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.chains import ALONE
from trainer_app.store.clock import Clock
from trainer_app.store.connection import changed_record
from trainer_app.store.endpoints import endpoint_row, settle
from trainer_app.store.log import settled
from trainer_app.store.progress import project_all
from trainer_app.store.report_tables import arrival
from trainer_app.store.rows import WHOLE, Record, Unreadable, record
from trainer_app.store.sealed import sealed_among
from trainer_app.store.tables import aside, collected, device, endpoint, statement
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training import chain
from trainer_app.training.statement import RENDERER, Draft, Stamp, render
from trainer_app.training.times import at

OTHER_TEXT = "another text under the same id"
OUT_OF_RANGE = "a number that cannot be"

_PAGE = 500
_LARGEST = 2**53
_INSERT = insert(statement)
_KEEP_ASIDE = upsert(aside).on_conflict_do_nothing()
_COLLECT = upsert(collected).on_conflict_do_nothing()


class Entry(Protocol):
    """A statement as it arrives. Its text is what ``render`` makes of these."""

    @property
    def draft(self) -> Draft: ...

    @property
    def stamp(self) -> Stamp: ...


@dataclass(frozen=True, slots=True)
class ReceivedCount:
    """What became of what arrived. ``conflicts`` are ids that were kept aside."""

    new: int = 0
    same: int = 0
    conflicts: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class AsideRow:
    """What did not fit into the log. ``held`` is the text that the log has under this id."""

    statement_id: UUID
    text: bytes
    held: bytes | None
    reason: str
    origin: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CollectedRow:
    """A bundle that was read. ``ranges`` are (epoch, first, last); ``at_ms`` is UTC since 1970."""

    digest: bytes
    bundle: str
    device: UUID
    count: int
    new: int
    at_ms: int
    ranges: tuple[tuple[int, int, int], ...] = ()


class Inbox:
    """What arrives. Each call is one transaction, but ``receive`` takes one for each page.

    ``arrived`` is told of what is not the same here, inside the transaction; what it returns is
    called when that is committed.
    """

    def __init__(
        self,
        transactions: Transactions,
        words: Words,
        clock: Clock,
        arrived: Callable[[Connection, Sequence[Stamp]], Callable[[], None]],
    ) -> None:
        self._transactions = transactions
        self._words = words
        self._clock = clock
        self._arrived = arrived

    def receive(self, entries: Sequence[Entry], origin: str) -> ReceivedCount:
        """Put into the log what it does not hold yet, in this order; all of it on the disk.

        ``origin`` is the endpoint it came from; it is never handed to it again. Raises ``KeyError``
        for an unknown endpoint, ``NotSaved`` (what was counted before is kept), ``StoreUnusable``
        where a damaged row stands under one of the ids.
        """
        new, same = 0, 0
        conflicts: list[UUID] = []
        for start in range(0, len(entries), _PAGE):
            page = [_Arrived.of(entry) for entry in entries[start : start + _PAGE]]
            with self._transactions.writing() as connection:
                row = endpoint_row(connection, origin)
                try:
                    made = self._take(connection, page, row)
                except Unreadable as error:
                    raise changed_record(error.row) from error
                settle(connection, row)
                unknown = [one.stamp for one in page if one.is_possible() and not one.same]
                committed = self._arrived(connection, unknown)
            committed()
            new += len(made)
            conflicts += [one.stamp.statement_id for one in page if one.conflict]
            same += sum(one.same for one in page)
        return ReceivedCount(new, same, tuple(conflicts))

    def keep_aside(self, statement_id: UUID, text: bytes, reason: str, origin: str | None) -> None:
        """Keep what cannot go into the log; the same text twice is kept once."""
        with self._transactions.writing() as connection:
            row = endpoint_row(connection, origin) if origin is not None else None
            self._keep_aside(connection, statement_id, text, None, reason, row)

    def set_aside(self) -> list[AsideRow]:
        """What did not fit, oldest first."""
        question = select(aside, endpoint.c.endpoint_id).outerjoin(
            endpoint, aside.c.origin == endpoint.c.row
        )
        return self._transactions.ask(
            lambda c: [_aside(row) for row in c.execute(question.order_by(aside.c.row))]
        )

    def collected(self, digest: bytes) -> CollectedRow | None:
        """The bundle with this digest, if it was read before."""
        found = self._collected(digest)
        return found[0] if found else None

    def collected_list(self) -> list[CollectedRow]:
        """Every bundle that was read, oldest first by this computer's clock."""
        return self._collected(None)

    def note_collected(self, bundle: CollectedRow) -> None:
        """Remember that a bundle was read; the first time stays."""
        with self._transactions.writing() as connection:
            connection.execute(
                _COLLECT,
                {
                    "digest": bundle.digest,
                    "bundle": bundle.bundle,
                    "device": self._words.device(connection, bundle.device),
                    "given": bundle.count,
                    "new": bundle.new,
                    "at": bundle.at_ms,
                    "ranges": json.dumps(bundle.ranges),
                },
            )

    def _collected(self, digest: bytes | None) -> list[CollectedRow]:
        question = select(collected, device.c.uuid).join(device, collected.c.device == device.c.row)
        if digest is not None:
            question = question.where(collected.c.digest == digest)
        question = question.order_by(collected.c.at, collected.c.bundle)
        return self._transactions.ask(lambda c: [_bundle(row) for row in c.execute(question)])

    def _take(
        self, connection: Connection, page: Sequence["_Arrived"], row: int
    ) -> list["_Arrived"]:
        """Those of a page that are new, now in the log; the others know what they are."""
        known, sealed = _held(connection, page), _sealed(connection, page)
        made: list[_Arrived] = []
        for one in page:
            held = known.get(one.key)
            if one.key in sealed:  # it was here, and went by its time
                one.same = True
                continue
            if one.is_possible() and held is None:
                known[one.key] = one
                made.append(one)
                continue
            text = None if held is None else held.text
            one.same = one.is_possible() and (one.is_like(held) or one.text == text)
            if not one.same:
                one.conflict = True
                reason = OTHER_TEXT if one.is_possible() else OUT_OF_RANGE
                which = one.stamp.statement_id
                self._keep_aside(connection, which, one.text, text, reason, row)
        if made:
            columns = [
                self._words.statement(connection, one.draft, one.stamp, one.text, one.hash())
                | {"origin": row}
                for one in made
            ]
            self._note_arrival(connection, row)
            connection.execute(_INSERT, columns)
            project_all(connection, self._words, [(one.draft, one.stamp.at) for one in made])
        return made

    def _note_arrival(self, connection: Connection, origin: int) -> None:
        """Say when, and from where, the rows of the log from here on came."""
        newest = connection.execute(select(func.max(statement.c.row))).scalar() or 0
        now_ms = self._clock().utc_ms
        connection.execute(insert(arrival).values(first=newest + 1, at=now_ms, origin=origin))

    def _keep_aside(
        self,
        connection: Connection,
        statement_id: UUID,
        text: bytes,
        held: bytes | None,
        reason: str,
        row: int | None,
    ) -> None:
        connection.execute(
            _KEEP_ASIDE,
            {
                "statement_id": statement_id.bytes,
                "digest": hashlib.sha256(text).digest(),
                "text": text,
                "held": held,
                "reason": reason,
                "origin": row,
                "at": self._clock().utc_ms,
            },
        )


@dataclass(slots=True)
class _Arrived:
    """A statement on its way into the log."""

    draft: Draft
    stamp: Stamp
    text: bytes
    same: bool = False
    conflict: bool = False

    @staticmethod
    def of(entry: Entry) -> "_Arrived":
        draft = settled(entry.draft)
        return _Arrived(draft, entry.stamp, render(draft, entry.stamp))

    @property
    def key(self) -> tuple[UUID, int, int]:
        return self.stamp.device, self.stamp.epoch, self.stamp.seq

    def hash(self) -> bytes:
        return chain.link(ALONE, self.draft, self.stamp, RENDERER, self.text)

    def is_like(self, held: "Record | _Arrived | None") -> bool:
        """Whether the same was said, so that the text is the same, too."""
        return held is not None and (self.draft, self.stamp) == (held.draft, held.stamp)

    def is_possible(self) -> bool:
        """Whether the numbers are such as a log counts."""
        stamp, draft = self.stamp, self.draft
        counted = (stamp.epoch, stamp.boot, stamp.mono_ms)
        told = (draft.attempt, draft.raw, draft.maximum, draft.duration_ms)
        return (
            1 <= stamp.seq <= _LARGEST
            and abs(stamp.offset_minutes) <= _LARGEST
            and all(0 <= number <= _LARGEST for number in (*counted, *told) if number is not None)
        )


def _held(
    connection: Connection, page: Sequence[_Arrived]
) -> dict[tuple[UUID, int, int], "Record | _Arrived"]:
    """What the log has of what a page brings."""
    found: dict[tuple[UUID, int, int], Record | _Arrived] = {}
    for (uuid, epoch), seqs in _asked(page).items():
        for held in _records(connection, uuid, epoch, seqs):
            found[uuid, epoch, held.stamp.seq] = held
    return found


def _sealed(connection: Connection, page: Sequence[_Arrived]) -> set[tuple[UUID, int, int]]:
    """What of a page was in the log and is no more."""
    return {
        (uuid, epoch, seq)
        for (uuid, epoch), seqs in _asked(page).items()
        for seq in sealed_among(connection, uuid, epoch, seqs)
    }


def _asked(page: Sequence[_Arrived]) -> dict[tuple[UUID, int], list[int]]:
    """The numbers that a page brings, chain by chain."""
    asked: dict[tuple[UUID, int], list[int]] = defaultdict(list)
    for one in page:
        if one.is_possible():
            asked[one.stamp.device, one.stamp.epoch].append(one.stamp.seq)
    return asked


def _records(
    connection: Connection, uuid: UUID, epoch: int, seqs: Sequence[int]
) -> Iterator[Record]:
    question = WHOLE.where(
        device.c.uuid == uuid.bytes, statement.c.epoch == epoch, statement.c.seq.in_(seqs)
    )
    return map(record, connection.execute(question))


def _aside(row: Row[Any]) -> AsideRow:
    return AsideRow(
        UUID(bytes=row.statement_id), row.text, row.held, row.reason, row.endpoint_id, at(row.at)
    )


def _bundle(row: Row[Any]) -> CollectedRow:
    return CollectedRow(
        digest=row.digest,
        bundle=row.bundle,
        device=UUID(bytes=row.uuid),
        count=row.given,
        new=row.new,
        at_ms=row.at,
        ranges=tuple((epoch, first, last) for epoch, first, last in json.loads(row.ranges)),
    )
