"""A row of the log and what it points to, put together again as draft and stamp."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from trainer_app.store import text
from trainer_app.store.tables import activity, actor, device, statement, topic, visit
from trainer_app.training.statement import ActivityType, Draft, Stamp, Taken, Verb
from trainer_app.training.times import at

_PAGE = 500

parent_activity = activity.alias("parent_activity")
_instructor = actor.alias("instructor")
JOINED = (
    statement.join(device, statement.c.device == device.c.row)
    .join(visit, statement.c.visit == visit.c.row)
    .join(actor, visit.c.actor == actor.c.row)
    .join(topic, statement.c.topic == topic.c.row)
    .join(activity, topic.c.activity == activity.c.row)
    .outerjoin(parent_activity, topic.c.parent == parent_activity.c.row)
    .outerjoin(_instructor, visit.c.instructor == _instructor.c.row)
)
WHOLE = (
    select(
        statement,
        device.c.uuid,
        actor.c.name.label("actor_name"),
        activity.c.path,
        parent_activity.c.path.label("parent_path"),
        _instructor.c.name.label("instructor_name"),
        *(column for column in visit.c if column.name not in ("row", "actor", "instructor")),
        *(column for column in topic.c if column.name not in ("row", "activity", "parent")),
    )
    .select_from(JOINED)
    .order_by(statement.c.row)
)
"""Rows for ``record``, in the order of the log; to be narrowed by whoever asks."""
_PAGE_AFTER = WHOLE.where(statement.c.row > bindparam("after")).limit(bindparam("at_most"))


class Unreadable(ValueError):
    """The row of the log that does not make sense any more."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row} cannot be read")
        self.row = row


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the log. ``origin`` is the row of an endpoint; None for what was made here.

    ``copy_of`` is the row that this one says once more under an id that is free; None for all else.
    """

    row: int
    draft: Draft
    stamp: Stamp
    renderer: int
    codec: int
    packed: bytes
    hash: bytes
    origin: int | None
    copy_of: int | None

    @property
    def text(self) -> bytes:
        """The frozen text. Raises ``Unreadable``."""
        try:
            return text.unpack(self.packed, self.codec, self.draft, self.stamp)
        except ValueError as error:
            raise Unreadable(self.row) from error


def records(connection: Connection, after: int = 0, limit: int | None = None) -> Iterator[Record]:
    """The log after a row, in its order; read page by page. Raises ``Unreadable``."""
    left = limit
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        page = connection.execute(_PAGE_AFTER, {"after": after, "at_most": size}).all()
        yield from map(record, page)
        if len(page) < size:
            return
        after = page[-1].row
        left = None if left is None else left - size


def number(truth: bool | None) -> int | None:
    """Yes, no or unknown as a column has it."""
    return None if truth is None else int(truth)


def truth(number: int | None) -> bool | None:
    """The inverse of ``number``."""
    return None if number is None else bool(number)


def record(row: Row[Any]) -> Record:
    """The record of a row of ``WHOLE``. Raises ``Unreadable``."""
    try:
        return _record(row)
    except ValueError as error:
        raise Unreadable(row.row) from error


def _record(row: Row[Any]) -> Record:
    draft = Draft(
        actor=row.actor_name,
        verb=Verb(row.verb),
        activity=row.path,
        activity_type=ActivityType(row.activity_type),
        registration=UUID(bytes=row.registration),
        session=UUID(bytes=row.session),
        revision=row.revision,
        language=row.language,
        site=row.site,
        name=row.name,
        parent=row.parent_path,
        attempt=row.attempt,
        test_role=row.test_role,
        interaction=row.interaction,
        pattern=row.pattern,
        response=row.response,
        success=truth(row.success),
        completion=truth(row.completion),
        scaled=row.scaled,
        raw=row.raw,
        maximum=row.maximum,
        duration_ms=row.duration_ms,
        pass_mark=row.pass_mark,
        subject=UUID(bytes=row.subject) if row.subject else None,
        serial=row.serial,
        valid_until=row.valid_until,
        instructor=row.instructor_name,
        meeting=UUID(bytes=row.meeting) if row.meeting else None,
        taken=Taken(row.taken) if row.taken else None,
        planned=row.planned,
        about=row.about,
    )
    return Record(
        row=row.row,
        draft=draft,
        stamp=_stamp(row),
        renderer=row.renderer,
        codec=row.codec,
        packed=row.text,
        hash=row.hash,
        origin=row.origin,
        copy_of=row.copy_of,
    )


def _stamp(row: Row[Any]) -> Stamp:
    return Stamp(
        device=UUID(bytes=row.uuid),
        epoch=row.epoch,
        seq=row.seq,
        at=at(row.at),
        offset_minutes=row.offset_minutes,
        boot=row.boot,
        mono_ms=row.mono_ms,
        suspect=bool(row.suspect),
        release=row.release,
    )
