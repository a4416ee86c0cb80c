"""Appending to the log: drafts are stamped, frozen, chained and projected, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select

from trainer_app import RELEASED, __version__
from trainer_app.store import text
from trainer_app.store.clock import Reading
from trainer_app.store.progress import project
from trainer_app.store.rows import number
from trainer_app.store.tables import activity, actor, device, here, statement, topic, visit
from trainer_app.training import chain
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

    ``newest_ms`` is the latest wall clock in the log; ``last`` the wall and steady clock of the
    last statement of this run, in milliseconds.
    """

    device_row: int
    device: UUID
    epoch: int
    boot: int
    seq: int
    hash: bytes
    newest_ms: int | None
    last: tuple[int, int] | None = None


class Log:
    """Appends to the log. Holds its head and the rows of words already seen between transactions.

    After a transaction that was not committed, ``forget`` must be called.
    """

    def __init__(self) -> None:
        self._head: Head | None = None
        self._rows: dict[tuple[object, ...], int] = {}

    def forget(self) -> None:
        """Ask the file again for what was known."""
        self._head = None
        self._rows.clear()

    def append(
        self, connection: Connection, drafts: Sequence[Draft], reading: Reading, mono_ms: int
    ) -> tuple[Stamp, ...]:
        """Stamp and write the drafts in order, and bring the projection up to date."""
        stamps: list[Stamp] = []
        for draft in drafts:
            head = self._head or read_head(connection)
            stamp = _stamp(head, reading, mono_ms)
            frozen = _settled(draft, stamps)
            link = self._write(connection, head, frozen, stamp)
            stamps.append(stamp)
            self._head = replace(
                head,
                seq=stamp.seq,
                hash=link,
                newest_ms=max(reading.utc_ms, head.newest_ms or reading.utc_ms),
                last=(reading.utc_ms, mono_ms),
            )
        return tuple(stamps)

    def _write(self, connection: Connection, head: Head, draft: Draft, stamp: Stamp) -> bytes:
        rendered = render(draft, stamp)
        link = chain.link(head.hash, draft, stamp, RENDERER, rendered)
        who = self._row(connection, actor, name=draft.actor)
        about = self._row(connection, activity, path=draft.activity)
        connection.execute(
            _INSERT,
            {
                "device": head.device_row,
                "epoch": stamp.epoch,
                "seq": stamp.seq,
                "visit": self._visit(connection, draft, stamp, who),
                "verb": draft.verb.value,
                "topic": self._topic(connection, draft, about),
                "attempt": draft.attempt,
                "response": draft.response,
                "success": number(draft.success),
                "completion": number(draft.completion),
                "scaled": draft.scaled,
                "raw": draft.raw,
                "maximum": draft.maximum,
                "duration_ms": draft.duration_ms,
                "subject": draft.subject.bytes if draft.subject else None,
                "serial": draft.serial,
                "valid_until": draft.valid_until,
                "at": milliseconds(stamp.at),
                "offset_minutes": stamp.offset_minutes,
                "mono_ms": stamp.mono_ms,
                "suspect": int(stamp.suspect),
                "renderer": RENDERER,
                "codec": text.CODEC,
                "text": text.pack(rendered, draft, stamp),
                "hash": link,
            },
        )
        project(connection, who, about, draft, stamp.at)
        return link

    def _visit(self, connection: Connection, draft: Draft, stamp: Stamp, who: int) -> int:
        return self._row(
            connection,
            visit,
            actor=who,
            registration=draft.registration.bytes,
            session=draft.session.bytes,
            site=draft.site,
            boot=stamp.boot,
            release=stamp.release,
        )

    def _topic(self, connection: Connection, draft: Draft, about: int) -> int:
        parent = draft.parent
        return self._row(
            connection,
            topic,
            activity=about,
            activity_type=draft.activity_type.value,
            parent=self._row(connection, activity, path=parent) if parent is not None else None,
            revision=draft.revision,
            language=draft.language,
            name=draft.name,
            test_role=draft.test_role,
            interaction=draft.interaction,
            pattern=draft.pattern,
            pass_mark=draft.pass_mark,
        )

    def _row(self, connection: Connection, table: Table, **words: Any) -> int:
        """The row that holds exactly these words, made if there is none."""
        key = (table.name, *words.values())
        found = self._rows.get(key)
        if found is None:
            same = [table.c[name].is_not_distinct_from(word) for name, word in words.items()]
            found = connection.execute(select(table.c.row).where(*same)).scalar()
            if found is None:
                made = connection.execute(insert(table).values(**words)).inserted_primary_key
                assert made is not None
                found = made[0]
            self._rows[key] = int(found)
        return int(found)


def read_head(connection: Connection) -> Head:
    """The head as the file has it."""
    mine = connection.execute(
        select(here.c.device, device.c.uuid, here.c.epoch, here.c.boot).join(
            device, here.c.device == device.c.row
        )
    ).one()
    own = (statement.c.device == mine.device, statement.c.epoch == mine.epoch)
    last = connection.execute(
        select(statement.c.seq, statement.c.hash)
        .where(*own)
        .order_by(statement.c.seq.desc())
        .limit(1)
    ).first()
    return Head(
        device_row=mine.device,
        device=UUID(bytes=mine.uuid),
        epoch=mine.epoch,
        boot=mine.boot,
        seq=last.seq if last else 0,
        hash=last.hash if last else chain.START,
        newest_ms=_newest(connection, mine.device),
        last=_last_of_boot(connection, mine.device, mine.boot),
    )


def _stamp(head: Head, reading: Reading, mono_ms: int) -> Stamp:
    now = reading.utc_ms
    suspect = now < _RELEASED_MS or (head.newest_ms is not None and now < head.newest_ms)
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


def _settled(draft: Draft, stamps: Sequence[Stamp]) -> Draft:
    """The draft as its columns will give it back, so that text and columns cannot differ."""
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


def _newest(connection: Connection, mine: int) -> int | None:
    """The latest wall clock in the log.

    A statement that is not suspect is later than all before it, so only the suspect ones after the
    last such one have to be looked at.
    """
    newest: int | None = None
    rows = connection.execute(
        select(statement.c.at, statement.c.suspect)
        .where(statement.c.device == mine)
        .order_by(*_LATEST)
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
        .where(statement.c.device == mine)
        .order_by(*_LATEST)
        .limit(1)
    ).first()
    return (row.at, row.mono_ms) if row and row.boot == boot else None
