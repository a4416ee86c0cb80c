"""Keeping statements: each once, stamped in the order of commits, found again by what it mentions.

Everything here happens inside one write transaction; see ``Records.keeping``.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, select, text, update

from trainer_app.hub import tables
from trainer_app.hub.engine import Database
from trainer_app.hub.mentions import (
    VOIDED,
    Place,
    Role,
    Statement,
    agent_term,
    definitions,
    digest,
    id_bytes,
    mentions,
    merged,
    place,
    target,
)
from trainer_app.hub.texts import Packers, plain_json, settle, stamped, timestamp
from trainer_app.training.xapi import fingerprint

_CHUNK = 1000
"""Values in one question to the database; more of them are asked in turns."""
_MOST_HOPS = 100
"""Of a chain of statements about statements; nobody means a longer one."""
_MOST_PAIRS = 100_000
"""Of statements and what they speak about by others, noted at a time; nor is the rest meant."""

_LARGEST_DEFINITION = 2**18
"""Bytes of what is remembered about an activity; nothing is added beyond."""


class Conflict(Exception):
    """Another statement with this id is kept already. Nothing of the batch was."""

    def __init__(self, statement_id: str) -> None:
        super().__init__(statement_id)
        self.statement_id = statement_id


class Verdict(StrEnum):
    """What became of one statement that was brought."""

    STORED = "stored"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An attachment that came with a statement; ``sha2`` is its digest."""

    sha2: bytes
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A statement that passed ``check_statement`` and has an id.

    ``text`` is its exact text, None where it has none; ``version`` is written into a statement that
    names none. Keeping may change ``statement``.
    """

    statement: Statement
    text: bytes | None = None
    version: str = "1.0.0"
    enclosed: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of each statement, in the order they were brought; ids in lower case."""

    verdicts: tuple[tuple[str, Verdict], ...]

    def ids(self, verdict: Verdict) -> tuple[str, ...]:
        """The ids with this verdict."""
        return tuple(name for name, found in self.verdicts if found is verdict)

    @property
    def stored(self) -> tuple[str, ...]:
        """The ids that were new."""
        return self.ids(Verdict.STORED)

    @property
    def same(self) -> tuple[str, ...]:
        """The ids under which the same was kept before."""
        return self.ids(Verdict.SAME)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The ids under which something else is kept."""
        return self.ids(Verdict.CONFLICT)


@dataclass(slots=True)
class Prepared:
    """All that can be made of a statement before the database is asked.

    ``packed`` is None where the text still lacks the moment at which it is stored.
    """

    incoming: Incoming
    name: str
    id: bytes
    text: bytes
    packed: bytes | None
    terms: dict[int, int]
    place: Place | None
    target: bytes | None
    voids: bool
    definitions: list[tuple[str, dict[str, Any]]]
    stored: int = 0
    voided: bool = False


def prepare(incoming: Incoming, packers: Packers) -> Prepared:
    """Makes ready what is brought; no database is asked."""
    statement = incoming.statement
    settled = settle(statement, incoming.text, incoming.version)
    name = statement["id"].lower()
    return Prepared(
        incoming=incoming,
        name=name,
        id=id_bytes(name),
        text=settled,
        packed=packers.pack(settled) if "timestamp" in statement else None,
        terms=mentions(statement),
        place=place(statement),
        target=target(statement),
        voids=statement["verb"]["id"] == VOIDED,
        definitions=list(definitions(statement)),
    )


@dataclass
class Keeping:
    """One write transaction's work."""

    database: Database
    connection: Connection
    packers: Packers
    agent: Mapping[str, Any]
    _fresh: dict[bytes, Prepared] = field(default_factory=dict)

    def keep(self, brought: Sequence[Prepared], *, each: bool) -> Kept:
        """Keeps what is new. Raises ``Conflict``, unless ``each`` is to have its own verdict."""
        known = {
            row.id: row
            for row in self._among(
                select(
                    tables.statement.c.id,
                    tables.statement.c.stored,
                    tables.statement.c.dictionary,
                    tables.statement.c.text,
                ),
                tables.statement.c.id,
                [one.id for one in brought],
            )
        }
        verdicts = []
        for one in brought:
            verdict = self._judge(one, known.get(one.id))
            if verdict is Verdict.CONFLICT and not each:
                raise Conflict(one.name)
            verdicts.append((one.name, verdict))
        if self._fresh:
            self._add(list(self._fresh.values()))
        return Kept(tuple(verdicts))

    def _judge(self, one: Prepared, known: Row[Any] | None) -> Verdict:
        if known is not None:
            return self._compare(one, self.packers.unpack(known.dictionary, known.text), known)
        if (twin := self._fresh.get(one.id)) is not None:
            return self._compare(one, twin.text, None)
        self._fresh[one.id] = one
        return Verdict.STORED

    def _compare(self, one: Prepared, kept: bytes, known: Row[Any] | None) -> Verdict:
        if one.text == kept:
            return Verdict.SAME
        ours, theirs = json.loads(kept), one.incoming.statement
        filled_in = known is not None and ours["timestamp"] == timestamp(known.stored)
        if filled_in and "timestamp" not in theirs:
            del ours["timestamp"]
        same = fingerprint(ours) == fingerprint(theirs)
        return Verdict.SAME if same else Verdict.CONFLICT

    def _add(self, fresh: list[Prepared]) -> None:
        self._stamp(fresh)
        edges = self._edges(fresh)
        number = self._authority()
        term = agent_term(self.agent)
        for one in fresh:
            if term is not None:
                one.terms[term] = one.terms.get(term, 0) | Role.AUTHORITY
            if one.packed is None:
                one.packed = self.packers.pack(stamped(one.text, one.stored))
        insert_rows = self.database.insert
        insert_rows(
            self.connection,
            tables.statement,
            [_statement_row(one, number, self.packers.newest) for one in fresh],
        )
        insert_rows(
            self.connection,
            tables.mention,
            [(key, one.stored, role) for one in fresh for key, role in one.terms.items()],
        )
        insert_rows(
            self.connection,
            tables.reference,
            [(one.stored, one.target, one.voids) for one in fresh if one.target is not None],
        )
        self._enclose(fresh)
        self._follow(edges)
        self._learn(fresh)

    def _stamp(self, fresh: list[Prepared]) -> None:
        newest = self.connection.execute(select(func.max(tables.statement.c.stored))).scalar() or 0
        first = max(self.database.now(self.connection), newest + 1)
        for place_in_batch, one in enumerate(fresh):
            one.stored = first + place_in_batch

    def _authority(self) -> int:
        agent = plain_json(dict(self.agent))
        known = select(tables.authority.c.number).where(
            tables.authority.c.digest == digest(agent.decode())
        )
        number = self.connection.execute(known).scalar()
        if number is None:
            row = {"digest": digest(agent.decode()), "agent": agent}
            number = self.connection.execute(
                insert(tables.authority).values(row).returning(tables.authority.c.number)
            ).scalar_one()
        return int(number)

    # ------------------------------------------------------------ statements about statements

    def _edges(self, fresh: list[Prepared]) -> list[tuple[int, int]]:
        """Which statement now speaks about which, and what is voided by it."""
        edges = []
        for row in self._among(select(tables.reference), tables.reference.c.target, self._fresh):
            one = self._fresh[row.target]
            edges.append((row.stored, one.stored))
            one.voided |= row.voids and not one.voids
        told = {one.target for one in fresh if one.target is not None}
        if not told:
            return edges
        earlier = {row.id: row for row in self._known_targets(told - self._fresh.keys())}
        voided = []
        for one in fresh:
            if one.target in self._fresh:
                about = self._fresh[one.target]
                about.voided |= one.voids and not about.voids
                edges.append((one.stored, about.stored))
            elif one.target in earlier:
                row = earlier[one.target]
                edges.append((one.stored, row.stored))
                if one.voids and not row.voids:
                    voided.append({"at": row.stored})
        if voided:
            stored = tables.statement.c.stored
            void = update(tables.statement).where(stored == bindparam("at")).values(voided=True)
            self.connection.execute(void, voided)
        return edges

    def _known_targets(self, ids: Collection[bytes]) -> Iterator[Row[Any]]:
        joined = tables.statement.outerjoin(
            tables.reference, tables.reference.c.stored == tables.statement.c.stored
        )
        columns = (
            tables.statement.c.id,
            tables.statement.c.stored,
            func.coalesce(tables.reference.c.voids, False).label("voids"),
        )
        return self._among(select(*columns).select_from(joined), tables.statement.c.id, ids)

    def _follow(self, edges: Collection[tuple[int, int]]) -> None:
        """Notes for all that speak about something, directly or not, that they do."""
        if not edges:
            return
        above: dict[int, set[int]] = {about: set() for _, about in edges}
        below: dict[int, set[int]] = {speaker: set() for speaker, _ in edges}
        for row in self._among(select(tables.echo), tables.echo.c.stored, above):
            above[row.stored].add(row.target)
        for row in self._among(select(tables.echo), tables.echo.c.target, below):
            below[row.target].add(row.stored)
        pairs: set[tuple[int, int]] = set()
        for speaker, about in edges:
            upwards = ({about} | above[about]) - {speaker}
            downwards = {speaker} | below[speaker]
            few = len(pairs) + len(upwards) * len(downwards) <= _MOST_PAIRS
            for lower in downwards if few and len(upwards) <= _MOST_HOPS else ():
                above.setdefault(lower, set()).update(upwards - {lower})
                pairs |= {(lower, upper) for upper in upwards if upper != lower}
            for upper in upwards:
                below.setdefault(upper, set()).update(downwards - {upper})
        if pairs:
            keep = "INSERT INTO echo (stored, target) VALUES (:s, :t) ON CONFLICT DO NOTHING"
            self.connection.execute(
                text(keep), [{"s": lower, "t": upper} for lower, upper in pairs]
            )

    # ------------------------------------------------------------ attachments and activities

    def _enclose(self, fresh: Iterable[Prepared]) -> None:
        enclosed = {}
        rows = {}
        for one in fresh:
            for part in one.incoming.enclosed:
                enclosed[part.sha2] = part
                rows[one.stored, part.sha2] = (one.stored, part.sha2, part.content_type)
        if not enclosed:
            return
        known = self._among(
            select(tables.attachment.c.digest), tables.attachment.c.digest, enclosed
        )
        for row in list(known):
            del enclosed[row.digest]
        bodies = [(part.sha2, part.body) for part in enclosed.values()]
        self.database.insert(self.connection, tables.attachment, bodies)
        self.database.insert(self.connection, tables.enclosure, list(rows.values()))

    def _learn(self, fresh: Iterable[Prepared]) -> None:
        """Adds to what is known about activities."""
        told: dict[bytes, dict[str, Any]] = {}
        for one in fresh:
            for iri, definition in one.definitions:
                key = digest(iri)
                told[key] = merged(told[key], definition) if key in told else definition
        if not told:
            return
        changed = []
        for row in list(self._among(select(tables.activity), tables.activity.c.digest, told)):
            old = json.loads(row.definition)
            new = merged(old, told.pop(row.digest))
            if new != old:
                changed.append({"which": row.digest, "now": plain_json(new)})
        rows = [(key, plain_json(definition)) for key, definition in told.items()]
        rows = [row for row in rows if len(row[1]) <= _LARGEST_DEFINITION]
        changed = [change for change in changed if len(change["now"]) <= _LARGEST_DEFINITION]
        self.database.insert(self.connection, tables.activity, rows)
        if changed:
            which = tables.activity.c.digest == bindparam("which")
            now = update(tables.activity).where(which).values(definition=bindparam("now"))
            self.connection.execute(now, changed)

    def _among(
        self, question: Any, column: ColumnElement[Any], values: Collection[Any]
    ) -> Iterator[Row[Any]]:
        """The rows whose column has one of the values."""
        waiting = list(values)
        for start in range(0, len(waiting), _CHUNK):
            some = waiting[start : start + _CHUNK]
            yield from self.connection.execute(question.where(column.in_(some))).all()


def _statement_row(one: Prepared, authority: int, dictionary: int) -> tuple[Any, ...]:
    where = one.place
    own = (where.device, where.epoch, where.seq, where.site) if where else (None,) * 4
    return (one.stored, one.id, authority, one.voided, dictionary, one.packed, *own)
