"""The directory: people, sites and teams as records that travel, and the rule by which they merge.

A record is what its last change made of it: the highest count wins, then the device. What is gone
stays gone, whatever was changed elsewhere meanwhile, so that nobody who was erased comes back. The
rule gives the same result in every order. Records of kinds that this release does not know are kept
and passed on. ``learner`` is the one kind with a table of its own, made from its records here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store import people
from trainer_app.store.endpoints import endpoint_row
from trainer_app.store.tables import device, directory, here
from trainer_app.store.transactions import ERASED, Transactions
from trainer_app.store.words import Words
from trainer_app.training.people import Learner, Preferences

LEARNER = "learner"

_LARGEST = 2**53
_PEOPLE = (LEARNER, "staff")
"""The kinds that name somebody."""
_LARGEST_BODY = 256 * 1024
_PUT = upsert(directory)
_PUT = _PUT.on_conflict_do_update(
    set_={c.name: _PUT.excluded[c.name] for c in directory.c if not c.primary_key}
)
_QUESTION = select(directory, device.c.uuid).join(device, directory.c.device == device.c.row)


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """One person, site, team …: what its change number ``change``, made on ``device``, left of it.

    Where it is ``gone`` the body is empty. ``feed`` counts the changes in this file; it does not
    travel.
    """

    kind: str
    record_id: str
    change: int
    device: UUID
    gone: bool
    body: dict[str, Any]
    feed: int = field(default=0, compare=False)

    def beats(self, other: "FeedRecord") -> bool:
        """Whether this is what stays of the two."""
        return self.rank > other.rank

    @property
    def rank(self) -> tuple[bool, int, bytes, str]:
        return self.gone, self.change, self.device.bytes, _text(self.body)


@dataclass(frozen=True, slots=True)
class MergedPeople:
    """What a merge did: how many records changed, which learners have the name of another in their
    team (ids), and which records made no sense (kind and id)."""

    changed: int = 0
    doubles: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


class Directory:
    """The records. Each call is one transaction."""

    def __init__(self, transactions: Transactions, words: Words) -> None:
        self._transactions = transactions
        self._words = words

    def put(self, kind: str, record_id: str, body: Mapping[str, Any]) -> None:
        """Set a record here and now. Raises ``ValueError`` for one that is gone, or a learner
        without the facts of one."""
        with self._transactions.writing() as connection:
            change(connection, kind, record_id, body)

    def erase(self, kind: str, record_id: str) -> None:
        """Have a record gone, here and wherever it goes; nothing brings it back."""
        with self._transactions.writing() as connection:
            change(connection, kind, record_id, None)

    def record(self, kind: str, record_id: str) -> FeedRecord | None:
        """The record, also when it is gone; None when it was never there."""
        return self._transactions.ask(lambda c: _one(c, kind, record_id))

    def records(self, kind: str) -> list[FeedRecord]:
        """The records of a kind that are not gone, by id."""
        question = _QUESTION.where(directory.c.kind == kind, directory.c.gone == 0)
        return self._found(question.order_by(directory.c.record_id))

    def changes(self, after: int, *, without: str | None = None) -> list[FeedRecord]:
        """What changed after ``after``, in the order of ``feed``; the last one's is the next
        ``after``. ``without``: but for what came from this endpoint."""
        question = _QUESTION.where(directory.c.feed > after).order_by(directory.c.feed)
        if without is None:
            return self._found(question)
        return self._transactions.ask(
            lambda c: _records(
                c,
                question.where(directory.c.origin.is_distinct_from(endpoint_row(c, without))),
            )
        )

    def merge(self, records: Iterable[FeedRecord], origin: str | None = None) -> MergedPeople:
        """Take in records from elsewhere, all in one transaction; what lost changes nothing.

        One record that makes no sense does not keep out the others. Raises ``KeyError`` for an
        unknown endpoint.
        """
        changed = 0
        learners: list[str] = []
        refused: list[tuple[str, str]] = []
        with self._transactions.writing() as connection:
            row = endpoint_row(connection, origin) if origin is not None else None
            for record in records:
                if not _makes_sense(record):
                    refused.append((record.kind, record.record_id))
                    continue
                now = _one(connection, record.kind, record.record_id)
                if now is not None and not record.beats(now):
                    continue
                maker = self._words.device(connection, record.device)
                _keep(connection, record, maker, row)
                changed += 1
                if record.kind == LEARNER and not record.gone:
                    learners.append(record.record_id)
            doubles = people.doubles(connection).intersection(learners) if learners else ()
        return MergedPeople(changed, tuple(sorted(doubles)), tuple(refused))

    def doubles(self) -> set[str]:
        """The ids of learners who share their name with another in their team, or the pseudonym;
        they were registered on different computers."""
        return self._transactions.ask(people.doubles)

    def _found(self, question: Select[Any]) -> list[FeedRecord]:
        return self._transactions.ask(lambda c: _records(c, question))


def register(connection: Connection, who: Learner, picture_hash: str) -> None:
    """A new learner. Raises ``ValueError`` when name and team, id or pseudonym are taken."""
    if people.is_taken(connection, who):
        raise ValueError(f"already registered: {who.learner_id}")
    change(connection, LEARNER, who.learner_id, people.facts(who, picture_hash))


def correct(connection: Connection, who: Learner, picture_hash: str | None) -> None:
    """Write a learner's facts anew; without a hash their pictures stay.

    Raises ``KeyError``, and ``ValueError`` when the name is taken in the team.
    """
    now = _one(connection, LEARNER, who.learner_id)
    if now is None or now.gone:
        raise KeyError(who.learner_id)
    if who.is_listed and people.is_name_taken(connection, who):
        raise ValueError(f"the name is taken: {who.learner_id}")
    kept = str(now.body["picture_hash"]) if picture_hash is None else picture_hash
    others = {name: told for name, told in now.body.items() if name not in people.SINCE_0003}
    change(connection, LEARNER, who.learner_id, others | people.facts(who, kept))


def set_preferences(connection: Connection, learner_id: str, preferences: Preferences) -> None:
    """Raises ``KeyError``."""
    now = _one(connection, LEARNER, learner_id)
    if now is None or now.gone:
        raise KeyError(learner_id)
    change(connection, LEARNER, learner_id, now.body | people.preferred(preferences))


def change(
    connection: Connection, kind: str, record_id: str, body: Mapping[str, Any] | None
) -> None:
    """A change made here: one more than the highest known, so that it wins on every computer.

    Without a body the record is gone. Raises ``ValueError`` for a record that is gone already, or a
    body that makes no sense.
    """
    now = _one(connection, kind, record_id)
    if now is not None and now.gone:
        if body is None:
            return
        raise ValueError(f"{kind} {record_id} is gone")
    newest = connection.execute(select(func.max(directory.c.change))).scalar() or 0
    mine = connection.execute(
        select(here.c.device, device.c.uuid).join(device, here.c.device == device.c.row)
    ).one()
    made = FeedRecord(
        kind, record_id, newest + 1, UUID(bytes=mine.uuid), body is None, dict(body or {})
    )
    if not _makes_sense(made):
        raise ValueError(f"{kind} {record_id} lacks what it needs")
    _keep(connection, made, mine.device, None)


def _keep(connection: Connection, record: FeedRecord, maker: int, origin: int | None) -> None:
    newest = connection.execute(select(func.max(directory.c.feed))).scalar() or 0
    connection.execute(
        _PUT,
        {
            "kind": record.kind,
            "record_id": record.record_id,
            "change": record.change,
            "device": maker,
            "gone": int(record.gone),
            "body": "{}" if record.gone else _text(record.body),
            "feed": newest + 1,
            "origin": origin,
        },
    )
    if record.gone and record.kind in _PEOPLE:
        connection.info[ERASED] = True
    if record.kind != LEARNER:
        return
    if record.gone:
        people.remove(connection, record.record_id)
    else:
        people.apply(connection, record.record_id, record.body)


def _makes_sense(record: FeedRecord) -> bool:
    try:
        size = len(f"{record.kind} {record.record_id} {_text(record.body)}".encode())
    except ValueError:
        return False
    if not record.kind or not record.record_id or size > _LARGEST_BODY:
        return False
    if not 1 <= record.change <= _LARGEST:
        return False
    return record.gone or record.kind != LEARNER or people.is_whole(record.body)


def _one(connection: Connection, kind: str, record_id: str) -> FeedRecord | None:
    found = connection.execute(
        _QUESTION.where(directory.c.kind == kind, directory.c.record_id == record_id)
    ).first()
    return None if found is None else _record(found)


def _records(connection: Connection, question: Select[Any]) -> list[FeedRecord]:
    return [_record(row) for row in connection.execute(question)]


def _record(row: Row[Any]) -> FeedRecord:
    return FeedRecord(
        kind=row.kind,
        record_id=row.record_id,
        change=row.change,
        device=UUID(bytes=row.uuid),
        gone=bool(row.gone),
        body=json.loads(row.body),
        feed=row.feed,
    )


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(
        body, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
