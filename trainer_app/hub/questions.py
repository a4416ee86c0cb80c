"""Reading statements: by id, by what they mention, in the order they were stored.

A statement about another one is found by what the other mentions too, however long the chain of
references. What a credential may not see is not there.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, func, or_, select

from trainer_app.hub import tables
from trainer_app.hub.credentials import Credential
from trainer_app.hub.mentions import Role, activity_term, agent_term, digest, id_bytes, site_term
from trainer_app.hub.records import Enclosed, Records
from trainer_app.hub.texts import given_out

LONGEST_PAGE = 500
"""Statements."""
LARGEST_PAGE = 8 * 2**20
"""Bytes after which a page ends, though it has at least one statement."""

Sought = tuple[int, int]
"""A term, and the roles of which a mention needs one; ``Role.RELATED`` stands for any."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: statements with one of these mentions; None is everything."""

    any_of: tuple[Sought, ...] | None

    @classmethod
    def of(cls, credential: Credential) -> "Sight":
        """What this credential may read."""
        if "all" in credential.scopes:
            return cls(None)
        seen: list[Sought] = []
        if "read-mine" in credential.scopes and (mine := agent_term(credential.agent)) is not None:
            seen.append((mine, Role.AUTHORITY))
        if "read-sites" in credential.scopes:
            seen += [(site_term(site), Role.TEAM) for site in sorted(credential.sites)]
        return cls(tuple(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Statements that mention all of ``sought``; ``since`` < stored <= ``until``, microseconds.

    ``after`` is where an earlier page ended, in the order of reading.
    """

    sought: tuple[Sought, ...] = ()
    since: int | None = None
    until: int | None = None
    after: int | None = None
    ascending: bool = False
    limit: int = LONGEST_PAGE
    attachments: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as it is given out."""

    stored: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Statements in the order of reading, what came with them, and where to go on."""

    found: tuple[Found, ...]
    enclosed: tuple[Enclosed, ...]
    after: int | None


def one_statement(
    records: Records, statement_id: str, sight: Sight, *, voided: bool, attachments: bool = False
) -> Page:
    """The statement with this id, if it may be seen and is voided or not, as wanted."""
    stored = tables.statement.c.stored
    wanted = _texts().where(
        tables.statement.c.id == id_bytes(statement_id),
        tables.statement.c.voided.is_(voided),
        *_seen(sight, stored),
    )
    with records.database.reading() as connection:
        found = tuple(_found(records, row) for row in connection.execute(wanted))
        return Page(found, _enclosed(connection, found) if attachments else (), None)


def statements(records: Records, question: Question, sight: Sight) -> Page:
    """One page of the answer."""
    with records.database.reading() as connection:
        some, more = _candidates(connection, question, sight)
        rows = connection.execute(_texts().where(tables.statement.c.stored.in_(some))).all()
        found: list[Found] = []
        size = 0
        for row in sorted(rows, key=lambda row: row.stored, reverse=not question.ascending):
            found.append(_found(records, row))
            size += len(found[-1].text)
            if size > LARGEST_PAGE:
                break
        more = more or len(some) > len(found)
        return Page(
            tuple(found),
            _enclosed(connection, found) if question.attachments else (),
            found[-1].stored if found and more else None,
        )


def definitions(records: Records, activities: Collection[str]) -> dict[str, dict[str, Any]]:
    """What is known about these activities; those nothing is known about are left out."""
    known: dict[str, dict[str, Any]] = {}
    keys = {digest(iri): iri for iri in activities}
    with records.database.reading() as connection:
        for some in _in_turns(list(keys)):
            wanted = select(tables.activity).where(tables.activity.c.digest.in_(some))
            for row in connection.execute(wanted):
                known[keys[row.digest]] = json.loads(row.definition)
    return known


def may_know(records: Records, activity: str, sight: Sight) -> bool:
    """Whether a statement that mentions this activity may be seen."""
    mention = tables.mention.alias("mentioned")
    wanted = select(mention.c.stored).where(
        mention.c.term == activity_term(activity), *_seen(sight, mention.c.stored)
    )
    with records.database.reading() as connection:
        return connection.execute(wanted.limit(1)).first() is not None


# ---------------------------------------------------------------- which


def _candidates(connection: Connection, question: Question, sight: Sight) -> tuple[list[int], bool]:
    """When those of the page were stored, in the order of reading, and whether more follow."""
    alternatives = [()] if sight.any_of is None else [(seen,) for seen in sight.any_of]
    about_others = question.sought and _any_references(connection, question)
    sizes: dict[int, int] = {}
    for seen in alternatives:
        asked = [_mentioning(question, seen)]
        if about_others:
            asked.append(_echoing(question, seen, sight))
        for wanted in asked:
            sizes.update((row.stored, row.size) for row in connection.execute(wanted))
    ordered = sorted(sizes, reverse=not question.ascending)
    total = 0
    for place, stored in enumerate(ordered):
        if place == question.limit or total > LARGEST_PAGE:
            return ordered[:place], True
        total += sizes[stored]
    return ordered, False


def _mentioning(question: Question, seen: tuple[Sought, ...]) -> Select[Any]:
    """Statements that themselves mention it all."""
    stored = tables.statement.c.stored
    wanted = select(stored, _size(question))
    order: ColumnElement[int] = stored
    for place, sought in enumerate((*question.sought, *seen)):
        mention = tables.mention.alias(f"mention_{place}")
        wanted = wanted.join(mention, mention.c.stored == stored).where(_is(mention, sought))
        if not place:
            order = mention.c.stored
    return _in_window(wanted, order, question)


def _echoing(question: Question, seen: tuple[Sought, ...], sight: Sight) -> Select[Any]:
    """Statements that speak about one which mentions it all, and may be seen itself."""
    stored = tables.reference.c.stored
    target = tables.echo.c.target
    about = select(target).where(tables.echo.c.stored == stored, *_seen(sight, target))
    for place, sought in enumerate(question.sought):
        mention = tables.mention.alias(f"mention_{place}")
        about = about.join(mention, mention.c.stored == target)
        about = about.where(_is(mention, sought))
    wanted = (
        select(stored, _size(question))
        .join(tables.statement, tables.statement.c.stored == stored)
        .where(about.correlate(tables.reference).exists())
        .where(*_seen(Sight(seen or None), stored))
    )
    return _in_window(wanted, stored, question)


def _any_references(connection: Connection, question: Question) -> bool:
    """Whether any statement of that time is about another one."""
    moment = tables.reference.c.stored
    wanted = select(moment).where(*_window(moment, question)).limit(1)
    return connection.execute(wanted).first() is not None


def _in_window(wanted: Select[Any], moment: ColumnElement[int], question: Question) -> Select[Any]:
    return (
        wanted.where(tables.statement.c.voided.is_(False), *_window(moment, question))
        .order_by(moment.asc() if question.ascending else moment.desc())
        .limit(question.limit + 1)
    )


def _window(moment: ColumnElement[int], question: Question) -> Iterator[ColumnElement[bool]]:
    if question.since is not None:
        yield moment > question.since
    if question.until is not None:
        yield moment <= question.until
    if question.after is not None:
        yield moment > question.after if question.ascending else moment < question.after


def _seen(sight: Sight, moment: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    if sight.any_of is None:
        return
    mention = tables.mention.alias("sight")
    mentioned = [_is(mention, sought) for sought in sight.any_of]
    wanted = select(mention.c.term).where(mention.c.stored == moment, or_(False, *mentioned))
    yield wanted.correlate_except(mention).exists()


def _is(mention: FromClause, sought: Sought) -> ColumnElement[bool]:
    term, roles = sought
    if roles == Role.RELATED:
        return mention.c.term == term
    return and_(mention.c.term == term, mention.c.roles.bitwise_and(roles) != 0)


# ---------------------------------------------------------------- what is given out


def _texts() -> Select[Any]:
    return select(
        tables.statement.c.stored,
        tables.statement.c.dictionary,
        tables.statement.c.text,
        tables.authority.c.agent,
    ).join(tables.authority, tables.authority.c.number == tables.statement.c.authority)


def _found(records: Records, row: Row[Any]) -> Found:
    text = records.packers.unpack(row.dictionary, row.text)
    return Found(row.stored, given_out(text, row.stored, row.agent))


def _size(question: Question) -> ColumnElement[int]:
    size: ColumnElement[int] = func.length(tables.statement.c.text)
    if question.attachments:
        bodies = (
            select(func.coalesce(func.sum(func.length(tables.attachment.c.body)), 0))
            .join(tables.enclosure, tables.enclosure.c.digest == tables.attachment.c.digest)
            .where(tables.enclosure.c.stored == tables.statement.c.stored)
        )
        size += bodies.scalar_subquery()
    return size.label("size")


def _enclosed(connection: Connection, found: Sequence[Found]) -> tuple[Enclosed, ...]:
    wanted = (
        select(tables.enclosure.c.digest, tables.enclosure.c.content_type, tables.attachment.c.body)
        .join(tables.attachment, tables.attachment.c.digest == tables.enclosure.c.digest)
        .where(tables.enclosure.c.stored.in_([one.stored for one in found]))
        .order_by(tables.enclosure.c.stored)
    )
    rows = connection.execute(wanted)
    once = {row.digest: Enclosed(row.digest, row.content_type, row.body) for row in rows}
    return tuple(once.values())


def _in_turns(values: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(values), 1000):
        yield values[start : start + 1000]
