"""Retention: single answers that are past their time leave the log. Nothing else does, and this is
the only way out of it.

What stands next to each other goes as one segment. Of a segment is kept where it stood, the hashes
before and after it and how many answers of which kind it held, so that chains still hold and what
went is never taken in anew; of each visit, how many answers went and from when to when they were
given, so that clocks are placed as before and nobody who began a module has begun nothing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.clock import Clock
from trainer_app.store.connection import changed_record
from trainer_app.store.links import Links
from trainer_app.store.log import Log
from trainer_app.store.progress import rebuild_some
from trainer_app.store.reports.upkeep import drop_all
from trainer_app.store.rows import Unreadable
from trainer_app.store.sealed_tables import sealed, sealed_visit, sealing
from trainer_app.store.tables import aside, endpoint, statement, sync_refusal
from trainer_app.store.transactions import ERASED, Transactions
from trainer_app.store.words import Words
from trainer_app.training.confidence import LIKERT
from trainer_app.training.statement import ActivityType, Draft, Verb, statement_id

Chain = tuple[UUID, int]
"""A device and an epoch of it."""

_ANSWERS = text(
    f"""SELECT s."row", s.device, d.uuid, s.epoch, s.seq, s.visit, s.at, s.mono_ms, s.origin,
      s.copy_of, v.boot, v.actor, t.activity, a.path, t.interaction = '{LIKERT}' AS is_line
    FROM statement s CROSS JOIN device d ON d."row" = s.device
      CROSS JOIN visit v ON v."row" = s.visit CROSS JOIN topic t ON t."row" = s.topic
      CROSS JOIN activity a ON a."row" = t.activity
    WHERE s.verb = '{Verb.ANSWERED.value}' AND t.activity_type = '{ActivityType.ITEM.value}'
    ORDER BY s.device, s.epoch, s.seq"""
)
_HAS_IT = 0
_OPEN = insert(sealing).values(row=1, never=0)
_VISIT = upsert(sealed_visit)
_EARLIER = _VISIT.excluded.first_mono < sealed_visit.c.first_mono
_LATER = _VISIT.excluded.last_mono > sealed_visit.c.last_mono
_VISIT = _VISIT.on_conflict_do_update(
    set_={
        "answers": sealed_visit.c.answers + _VISIT.excluded.answers,
        "first_at": func.iif(_EARLIER, _VISIT.excluded.first_at, sealed_visit.c.first_at),
        "last_at": func.iif(_LATER, _VISIT.excluded.last_at, sealed_visit.c.last_at),
        "first_mono": func.min(sealed_visit.c.first_mono, _VISIT.excluded.first_mono),
        "last_mono": func.max(sealed_visit.c.last_mono, _VISIT.excluded.last_mono),
        "came": func.coalesce(
            func.max(sealed_visit.c.came, _VISIT.excluded.came),
            sealed_visit.c.came,
            _VISIT.excluded.came,
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What is past its time: given before ``before_ms``, UTC since 1970, which is ``months`` ago.

    ``starts`` says of each chain when each run of its program began at the latest; what it does not
    name is not old. ``roads`` are endpoints that must have a statement before it goes.
    """

    before_ms: int
    months: int
    starts: Mapping[Chain, Mapping[int, int]]
    roads: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Old:
    """How many answers to questions, and ``lines`` about confidence, are past their time; what was
    said again counts once.

    ``waiting`` of the old ones are not handed in, and stay; ``unsure`` look old by their own clock
    only, and stay, too.
    """

    items: int = 0
    lines: int = 0
    waiting: int = 0
    unsure: int = 0

    @property
    def count(self) -> int:
        """How many go."""
        return self.items + self.lines


@dataclass(slots=True)
class Segment:
    """Answers next to each other, in their chain and in the log."""

    answers: list[Row[Any]]

    @property
    def first(self) -> Row[Any]:
        return self.answers[0]

    @property
    def last(self) -> Row[Any]:
        return self.answers[-1]

    def takes(self, row: Row[Any]) -> bool:
        """Whether this one is next; then it is in."""
        end = self.last
        follows = (row.device, row.epoch, row.seq - 1, row.row - 1) == (
            end.device,
            end.epoch,
            end.seq,
            end.row,
        )
        if follows and (row.origin is None) == (end.origin is None):
            self.answers.append(row)
            return True
        return False


@dataclass(slots=True)
class _Found:
    """What goes, and what of the rest is to be told."""

    going: list[Row[Any]] = field(default_factory=list)
    waiting: int = 0
    unsure: int = 0

    @property
    def told(self) -> Old:
        once = [bool(row.is_line) for row in self.going if row.copy_of is None]
        return Old(len(once) - sum(once), sum(once), self.waiting, self.unsure)


class Retention:
    """What is past its time. Each call is one transaction."""

    def __init__(
        self,
        transactions: Transactions,
        words: Words,
        log: Log,
        clock: Clock,
        clocks: Callable[[], tuple[int, int]],
    ) -> None:
        self._transactions = transactions
        self._words, self._log = words, log
        self._clock, self._clocks = clock, clocks

    def old(self, limit: Limit) -> Old:
        """How much there is; nothing is changed."""
        return self._transactions.ask(lambda c: _find(c, limit).told)

    def seal(self, limit: Limit, act: Callable[[Old], Draft]) -> Old:
        """Have what is past its time gone, here and from every copy; and write down that it is.

        ``act`` makes the statement that says so. Where there is nothing, nothing is written. Raises
        ``NotSaved``; ``StoreUnusable`` where a row is not as it was written, and all of it stays.
        """
        now, since_ms = self._clock(), self._clocks()[1]
        with self._transactions.writing() as connection:
            found = _find(connection, limit)
            told = found.told
            if not told.count:
                return told
            draft = act(told)
            # what is overwritten is gone from the pages of the file, too
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(_OPEN)
            try:
                parts = list(_segments(found.going))
                values = {"at": now.utc_ms, "by": draft.actor, "months": limit.months}
                _seal(connection, parts, values)
            except Unreadable as error:
                raise changed_record(error.row) from error
            _keep_visits(connection, self._words, found.going)
            _drop(connection, parts)
            rebuild_some(connection, {(row.actor, row.activity) for row in found.going})
            drop_all(connection)
            connection.execute(delete(sealing))
            self._log.append(connection, [draft], now, since_ms)
            connection.info[ERASED] = True
        self._transactions.empty_wal()
        return told

    def sealed_in(self, meeting: UUID) -> int:
        """How many answers given in a training session went."""
        question = text(
            "SELECT coalesce(sum(z.answers), 0) FROM visit v "
            'JOIN sealed_visit z ON z.visit = v."row" WHERE v.meeting = :meeting'
        )
        found = self._transactions.ask(
            lambda c: c.execute(question, {"meeting": meeting.bytes}).scalar_one()
        )
        return int(found)

    def sealed_count(self) -> int:
        """How many answers went so far."""
        question = select(func.coalesce(func.sum(sealed_visit.c.answers), 0))
        return int(self._transactions.ask(lambda c: c.execute(question).scalar_one()))


# ---------------------------------------------------------------- what goes


def _find(connection: Connection, limit: Limit) -> _Found:
    mark = _least_mark(connection, limit.roads)
    refused = _refused(connection)
    found = _Found()
    copies: dict[int, int] = {}
    old: dict[int, Row[Any]] = {}
    for row in connection.execute(_ANSWERS):
        if row.copy_of is not None:
            copies[row.row] = row.copy_of
            old[row.row] = row
        elif _is_old(row, limit):
            old[row.row] = row
        elif row.at < limit.before_ms:
            found.unsure += 1
    held = {one for one in old if one > mark or one in refused}
    going = set(old)
    for copy, first in sorted(copies.items()):  # a copy is as old as what it says once more
        if first not in going:
            going.discard(copy)
            held.discard(copy)
    held = _with_copies(held & going, copies)
    found.waiting = len(held - copies.keys())
    going -= held
    found.going = [row for number, row in old.items() if number in going]
    return found


def _is_old(row: Row[Any], limit: Limit) -> bool:
    start = limit.starts.get((UUID(bytes=row.uuid), row.epoch), {}).get(row.boot)
    return start is not None and start + row.mono_ms < limit.before_ms


def _with_copies(held: set[int], copies: Mapping[int, int]) -> set[int]:
    """Where one of them stays, what it says once more stays, and so do all that say it again."""
    while True:
        more = {copies[one] for one in held if one in copies}
        more |= {copy for copy, first in copies.items() if first in held}
        if more <= held:
            return held
        held = held | more


def _least_mark(connection: Connection, roads: Collection[str]) -> int:
    """The row up to which every one of these endpoints was handed everything."""
    if not roads:
        return 2**62
    question = select(func.min(endpoint.c.mark)).where(endpoint.c.endpoint_id.in_(roads))
    return int(connection.execute(question).scalar() or 0)


def _refused(connection: Connection) -> set[int]:
    """What waits for a person, or to be tried again, because somebody would not take it."""
    copied = select(statement.c.copy_of).where(statement.c.copy_of.is_not(None))
    question = select(sync_refusal.c.statement).where(
        sync_refusal.c.code != _HAS_IT, sync_refusal.c.statement.not_in(copied)
    )
    return set(connection.execute(question).scalars())


def _segments(going: Iterable[Row[Any]]) -> Iterable[Segment]:
    """In the order of their chains."""
    part: Segment | None = None
    for row in going:
        if part is None or not part.takes(row):
            if part is not None:
                yield part
            part = Segment([row])
    if part is not None:
        yield part


# ---------------------------------------------------------------- how it goes


def _seal(connection: Connection, parts: list[Segment], values: dict[str, Any]) -> None:
    """Write the segments down, each with its hashes. Raises ``Unreadable``."""
    links = Links(connection)
    rows = []
    for part in parts:
        first, last = part.first, part.last
        before, after = links.around(part.first, part.last)
        lines = sum(bool(row.is_line) for row in part.answers)
        rows.append(
            values
            | {
                "device": first.device,
                "epoch": first.epoch,
                "first": first.seq,
                "last": last.seq,
                "first_row": first.row,
                "last_row": last.row,
                "own": int(first.origin is None),
                "items": len(part.answers) - lines,
                "lines": lines,
                "before": before,
                "after": after,
            }
        )
    connection.execute(insert(sealed), rows)


def _keep_visits(connection: Connection, words: Words, going: Iterable[Row[Any]]) -> None:
    kept: dict[tuple[int, int, int, int], dict[str, Any]] = {}
    for row in going:
        if row.copy_of is not None:
            continue  # what it says was counted when it was said first
        module = words.activity(connection, "/".join(row.path.split("/")[:2]))
        one = kept.setdefault(
            (row.visit, row.device, row.epoch, module),
            {
                "answers": 0,
                "first_mono": row.mono_ms,
                "first_at": row.at,
                "last_mono": row.mono_ms,
                "last_at": row.at,
                "came": None,
            },
        )
        one["answers"] += 1
        if row.mono_ms < one["first_mono"]:
            one["first_mono"], one["first_at"] = row.mono_ms, row.at
        if row.mono_ms > one["last_mono"]:
            one["last_mono"], one["last_at"] = row.mono_ms, row.at
        if row.origin is not None:
            one["came"] = max(row.row, one["came"] or 0)
    names = ("visit", "device", "epoch", "module")
    rows = [dict(zip(names, key, strict=True)) | one for key, one in kept.items()]
    if rows:
        connection.execute(_VISIT, rows)


def _drop(connection: Connection, parts: Iterable[Segment]) -> None:
    """Take the rows out, the newest first: what says something once more stands after it."""
    ranges = sorted(((part.first.row, part.last.row) for part in parts), reverse=True)
    values = [{"a": first, "b": last} for first, last in ranges]
    refusals = "DELETE FROM sync_refusal WHERE statement BETWEEN :a AND :b"
    connection.execute(text(refusals), values)
    ids = [
        {"which": statement_id(UUID(bytes=row.uuid), row.epoch, row.seq).bytes}
        for part in parts
        for row in part.answers
    ]
    if connection.execute(select(aside.c.row).limit(1)).first() is not None:
        connection.execute(text("DELETE FROM aside WHERE statement_id = :which"), ids)
    connection.execute(text('DELETE FROM statement WHERE "row" BETWEEN :a AND :b'), values)
