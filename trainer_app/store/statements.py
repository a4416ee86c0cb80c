"""What can be asked of the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from trainer_app.store.chains import ALONE
from trainer_app.store.rows import JOINED, WHOLE, Record, Unreadable, parent_activity, records
from trainer_app.store.rows import record as read_record
from trainer_app.store.sealed import START, Link, Segments, row_ranges, segments
from trainer_app.store.sealed_tables import sealed
from trainer_app.store.tables import activity, actor, device, statement, topic, visit
from trainer_app.training import chain
from trainer_app.training.statement import ActivityType, Verb, statement_id
from trainer_app.training.times import at

_ONCE = statement.c.copy_of.is_(None)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate earned. ``scaled`` is that of the pass it stands on, None when unknown.

    ``meeting`` is the training session it was earned in; what was learnt alone has none.
    """

    serial: str
    module: str
    revision: str
    at: datetime
    valid_until: date
    scaled: float | None
    meeting: UUID | None = None


def answers(
    connection: Connection, registration: UUID, test: str, attempt: int
) -> dict[str, tuple[str, bool]]:
    """The answers given in one attempt, by item path; the last one stands."""
    rows = connection.execute(
        select(activity.c.path, statement.c.response, statement.c.success)
        .select_from(JOINED)
        .where(
            visit.c.registration == registration.bytes,
            parent_activity.c.path == test,
            statement.c.attempt == attempt,
            statement.c.verb == Verb.ANSWERED.value,
            statement.c.origin.is_(None),
            _ONCE,
        )
        .order_by(statement.c.row)
    )
    return {row.path: (row.response or "", bool(row.success)) for row in rows}


def certificates(connection: Connection, names: Sequence[str]) -> list[CertificateRow]:
    """The certificates of one person under these pseudonyms, oldest first."""
    rows = connection.execute(
        select(
            statement.c.serial,
            statement.c.at,
            statement.c.valid_until,
            statement.c.subject,
            activity.c.path,
            topic.c.revision,
            visit.c.meeting,
        )
        .select_from(JOINED)
        .where(
            statement.c.serial.is_not(None),
            statement.c.verb == Verb.EARNED.value,
            actor.c.name.in_(names),
            _ONCE,
        )
        .order_by(statement.c.at, statement.c.row)
    ).all()
    passes = _passes(connection, names) if rows else {}
    return [
        CertificateRow(
            serial=row.serial,
            module="/".join(row.path.split("/")[:2]),
            revision=row.revision,
            at=at(row.at),
            valid_until=date.fromisoformat(row.valid_until),
            scaled=passes.get(row.subject),
            meeting=UUID(bytes=row.meeting) if row.meeting else None,
        )
        for row in rows
    ]


def passes(connection: Connection, names: Sequence[str]) -> dict[str, datetime]:
    """When one person last passed each module, by activity path: the latest time of all, because
    what other computers made may stand anywhere in the log."""
    rows = connection.execute(
        select(activity.c.path, func.max(statement.c.at).label("latest"))
        .select_from(JOINED)
        .where(
            actor.c.name.in_(names),
            statement.c.verb == Verb.PASSED.value,
            topic.c.activity_type == ActivityType.MODULE.value,
            _ONCE,
        )
        .group_by(activity.c.path)
    )
    return {row.path: at(row.latest) for row in rows}


def count_of(connection: Connection, names: Sequence[str]) -> int:
    """How many statements one person has under these pseudonyms."""
    query = (
        select(func.count())
        .select_from(statement.join(visit, statement.c.visit == visit.c.row))
        .join(actor, visit.c.actor == actor.c.row)
        .where(actor.c.name.in_(names), _ONCE)
    )
    return int(connection.execute(query).scalar_one())


def _passes(connection: Connection, names: Sequence[str]) -> dict[bytes, float | None]:
    """The scores of a person's passes, by statement id."""
    rows = connection.execute(
        select(device.c.uuid, statement.c.epoch, statement.c.seq, statement.c.scaled)
        .select_from(JOINED)
        .where(actor.c.name.in_(names), statement.c.verb == Verb.PASSED.value)
    )
    return {
        statement_id(UUID(bytes=row.uuid), row.epoch, row.seq).bytes: row.scaled for row in rows
    }


def first_broken(connection: Connection) -> tuple[int, int | None]:
    """How many statements hold, and the row of the first that does not; None when all do.

    What was made here stands in one chain for each device and epoch; what was received, each for
    itself. Rows and numbers that are missing must be those of sealed segments, no more and no less.
    """
    chains = _Own(connection)
    gone = list(reversed(list(row_ranges(connection))))
    count, expected = 0, _over(gone, 1)
    try:
        for record in records(connection):
            holds = record.row == expected
            holds = holds and (chains.fits(record) if record.origin is None else _alone(record))
            if not holds or not _copies(connection, record):
                return count, expected
            count, expected = count + 1, _over(gone, expected + 1)
    except Unreadable as error:
        return count, error.row
    given = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'statement'"
    ).scalar()
    if gone or (given or 0) != expected - 1:
        return count, expected
    return count, chains.first_left()


def _over(gone: list[tuple[int, int]], row: int) -> int:
    """The next row there must be, after the segments that begin here."""
    while gone and gone[-1][0] == row:
        row = gone.pop()[1] + 1
    return row


class _Own:
    """The chains of what was made here, each as far as it was looked at."""

    def __init__(self, connection: Connection) -> None:
        uuids = {row.row: UUID(bytes=row.uuid) for row in connection.execute(select(device))}
        found = segments(connection, sealed.c.own == 1)
        self._gone = {(uuids[one], epoch): gone for (one, epoch), gone in found.items()}
        self._ends: dict[tuple[UUID, int], Link] = {}

    def fits(self, record: Record) -> bool:
        """Whether it goes on where its chain was; which then ends here."""
        stamp = record.stamp
        which = stamp.device, stamp.epoch
        end = self._gone.get(which, Segments(())).over(self._ends.get(which, START))
        if end is None or end.hash is None:
            return False
        link = chain.link(end.hash, record.draft, stamp, record.renderer, record.text)
        self._ends[which] = Link(stamp.seq, link)
        return stamp.seq == end.seq + 1 and link == record.hash

    def first_left(self) -> int | None:
        """The row of a segment that no chain leads to; None where there is none."""
        for which, gone in self._gone.items():
            gone.over(self._ends.get(which, START))
            if gone.left is not None:
                return int(gone.left.first_row)
        return None


def _copies(connection: Connection, record: Record) -> bool:
    """Whether a copy says what its first says, but for its number and what it refers to."""
    if record.copy_of is None:
        return True
    found = connection.execute(WHOLE.where(statement.c.row == record.copy_of)).first()
    if found is None:
        return False
    first = read_record(found)
    stamp = replace(
        record.stamp, device=first.stamp.device, epoch=first.stamp.epoch, seq=first.stamp.seq
    )
    draft = replace(record.draft, subject=first.draft.subject)
    return (draft, stamp) == (first.draft, first.stamp)


def _alone(record: Record) -> bool:
    """Whether a received statement is what it was when it came."""
    stands = chain.link(ALONE, record.draft, record.stamp, record.renderer, record.text)
    return stands == record.hash
