"""What can be asked of the columns of the reports about people and modules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, func, select, text

from trainer_app.store.report_tables import QUALITIES, module, person, site_news, standing
from trainer_app.store.reports.rules_sql import PASSED, state_sql
from trainer_app.store.tables import endpoint
from trainer_app.training.clocks import Moment
from trainer_app.training.standing import STATES, State

SortKey = Literal["name", "team", "site", "role", "module"]
_EPOCH = date(1970, 1, 1).toordinal()
_TRAINED = (STATES.index("in-date"), STATES.index("due"))
_OVERDUE = STATES.index("overdue")
_UNTOUCHED = STATES.index("not-started")


@dataclass(frozen=True, slots=True)
class Asked:
    """A module that a role goes through."""

    role: str
    module_id: str
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whom a question is about, and by which rules; see ``operations.reports.scope.Scope``.

    ``days`` are the refresher days of each module. ``zone_ms`` is how far local time is ahead of
    UTC. ``teams`` are team keys; ``passed_ms`` is from when until before when something was passed,
    in UTC milliseconds.
    """

    asked: tuple[Asked, ...]
    days: Mapping[str, Sequence[int]]
    today: date
    zone_ms: int = 0
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    trained: bool | None = None
    overdue: bool | None = None
    passed_ms: tuple[int | None, int | None] = (None, None)
    words: str = ""
    with_left: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody as the reports know them; ``person`` counts in this file only."""

    person: int
    learner_id: str
    name: str
    team: str
    site: str
    role: str
    walk_in: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class Score:
    """A test: when it was taken (UTC milliseconds) and the share right, 0..1."""

    at_ms: int
    scaled: float


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What one person did of one module. Scores are of the first test before, the last after."""

    began: Moment
    whole: Moment | None
    short: Moment | None
    refreshed: Moment | None
    before: Score | None
    after: Score | None


@dataclass(frozen=True, slots=True)
class SiteCount:
    """How many people of a site there are, and how many of them are trained, overdue, or have begun
    anything that is asked of them."""

    site: str
    people: int
    trained: int
    overdue: int
    begun: int


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many people of a site stand so with a module that is asked of them."""

    site: str
    module_id: str
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class ScoreSum:
    """Tests before and after of ``people``, ``pairs`` of them: sums of shares right."""

    site: str
    module_id: str
    people: int
    pairs: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class NewsRow:
    """The latest of a site: when it happened, when it came (UTC milliseconds; None: made here), and
    by which kind of endpoint."""

    site: str
    happened: Moment
    arrived_ms: int | None
    road: str | None


@dataclass(slots=True)
class _Sql:
    """A question as SQL: what stands before it, and the values of its names."""

    head: str
    values: dict[str, Any] = field(default_factory=dict)


def person_ids(
    connection: Connection, question: Question, sort: SortKey, of_module: str, *, descending: bool
) -> list[int]:
    """The people it is about, in order: who has left last, then as asked, then by name."""
    sql = _sql(connection, question)
    order = {
        "name": "p.name_key",
        "team": "p.team_key",
        "site": "p.site",
        "role": "p.role",
        "module": "(SELECT min(c.state) FROM cell c WHERE c.person = b.person "
        "AND c.module = :sorted)",
    }[sort]
    sql.values["sorted"] = _numbers(connection, (of_module,))[of_module] if of_module else 0
    down = " DESC" if descending else ""
    nulls = " NULLS LAST" if sort == "module" else ""
    rows = connection.execute(
        text(
            f"{sql.head} SELECT b.person FROM body b JOIN report_person p ON p.person = b.person "
            f"ORDER BY p.has_left, {order}{down}{nulls}, p.name_key, p.person"
        ),
        sql.values,
    )
    return list(rows.scalars())


def site_counts(connection: Connection, question: Question) -> list[SiteCount]:
    """Counts of each site with somebody, by site id."""
    sql = _sql(connection, question)
    rows = connection.execute(
        text(
            f"{sql.head} SELECT site, count(*), sum(trained), sum(overdue), sum(begun) FROM body "
            "GROUP BY site ORDER BY site"
        ),
        sql.values,
    )
    return [SiteCount(*row) for row in rows]


def state_counts(connection: Connection, question: Question) -> list[StateCount]:
    """Counts of what is asked, by site, module and state; those of nobody are left out."""
    sql = _sql(connection, question)
    names = {row.row: row.module_id for row in connection.execute(select(module))}
    names |= {number: one for one, number in _numbers(connection, _asked_ids(question)).items()}
    rows = connection.execute(
        text(
            f"{sql.head} SELECT b.site, c.module, c.state, count(*) FROM body b "
            "JOIN cell c ON c.person = b.person GROUP BY b.site, c.module, c.state"
        ),
        sql.values,
    )
    found = [StateCount(row[0], names[row[1]], STATES[row[2]], row[3]) for row in rows]
    return sorted(found, key=lambda one: (one.site, one.module_id, STATES.index(one.state)))


def score_sums(connection: Connection, question: Question) -> list[ScoreSum]:
    """Tests before and after of people who wrote both, by site and module."""
    sql = _sql(connection, question)
    names = {row.row: row.module_id for row in connection.execute(select(module))}
    rows = connection.execute(
        text(
            f"{sql.head} SELECT b.site, s.module, count(DISTINCT b.person), count(*), "
            "sum(s.pre % 1024) / 1000.0, sum(s.post % 1024) / 1000.0 "
            "FROM body b JOIN report_standing s ON s.person = b.person "
            "WHERE s.pre IS NOT NULL AND s.post IS NOT NULL GROUP BY b.site, s.module"
        ),
        sql.values,
    )
    found = [ScoreSum(row[0], names[row[1]], *row[2:]) for row in rows]
    return sorted(found, key=lambda one: (one.site, one.module_id))


def people(connection: Connection, ids: Sequence[int]) -> dict[int, PersonRow]:
    """The people of these numbers."""
    rows = connection.execute(select(person).where(person.c.person.in_(ids)))
    return {
        row.person: PersonRow(
            row.person,
            row.learner_id,
            row.name,
            row.team,
            row.site,
            row.role,
            walk_in=bool(row.walk_in),
            has_left=bool(row.has_left),
        )
        for row in rows
    }


def person_of(connection: Connection, learner_id: str) -> int | None:
    """The number of a registration that stands for somebody; None for any other."""
    question = select(person.c.person).where(person.c.learner_id == learner_id)
    return connection.execute(question).scalar()


def standings(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, StandingRow]]:
    """What these people did, by person and module."""
    rows = connection.execute(
        select(standing, module.c.module_id)
        .join(module, standing.c.module == module.c.row)
        .where(standing.c.person.in_(ids))
    )
    found: dict[int, dict[str, StandingRow]] = {one: {} for one in ids}
    for row in rows:
        found[row.person][row.module_id] = StandingRow(
            began=moment(row.began),
            whole=_maybe(row.whole),
            short=_maybe(row.short),
            refreshed=_maybe(row.refreshed),
            before=_score(row.pre),
            after=_score(row.post),
        )
    return found


def sites(connection: Connection) -> list[str]:
    """The ids of sites that people are of."""
    return list(connection.execute(select(person.c.site).distinct()).scalars())


def teams(connection: Connection, sites: Sequence[str]) -> list[str]:
    """Teams of people who are here, each in the spelling that comes first, by name."""
    found = select(func.min(person.c.team)).where(person.c.team != "", person.c.has_left == 0)
    if sites:
        found = found.where(person.c.site.in_(sites))
    rows = connection.execute(found.group_by(person.c.team_key).order_by(person.c.team_key))
    return list(rows.scalars())


def news(connection: Connection) -> list[NewsRow]:
    """The latest of each site that anything is known of, by site id; the empty id is no site."""
    rows = connection.execute(
        select(site_news, endpoint.c.kind)
        .outerjoin(endpoint, site_news.c.origin == endpoint.c.row)
        .order_by(site_news.c.site)
    )
    return [NewsRow(row.site, moment(row.happened), row.arrived, row.kind) for row in rows]


def moment(kept: int) -> Moment:
    """A moment as the tables keep it."""
    return Moment(kept // 8, QUALITIES[kept % 8])


def _maybe(kept: int | None) -> Moment | None:
    return None if kept is None else moment(kept)


def _score(kept: int | None) -> Score | None:
    return None if kept is None else Score(kept // 1024, kept % 1024 / 1000)


# ---------------------------------------------------------------- as SQL


def _sql(connection: Connection, question: Question) -> _Sql:
    """Two tables for what follows: ``cell`` for each person and module that is asked of them, and
    ``body`` for each person the question is about."""
    numbers = _numbers(connection, (*_asked_ids(question), *question.modules))
    values: dict[str, Any] = {
        "today": question.today.toordinal() - _EPOCH,
        "zone": question.zone_ms,
    }
    asked = []
    for place, one in enumerate(question.asked):
        values[f"role{place}"] = one.role
        asked.append(f"(:role{place}, {numbers[one.module_id]}, {int(one.short)})")
    days = {
        numbers[one]: tuple(map(int, question.days[one]))
        for one in _asked_ids(question)
        if one in question.days
    }
    head = f"""
    WITH asked(role, module, short) AS (
      {"VALUES " + ", ".join(asked) if asked else "SELECT '', 0, 0 WHERE false"}
    ), raw AS (
      SELECT p.person, a.module, {PASSED} AS passed, s.began AS began, s.refreshed AS refreshed
      FROM report_person p JOIN asked a ON a.role = p.role
      LEFT JOIN report_standing s ON s.person = p.person AND s.module = a.module
      WHERE {_whom(question, values)}
    ), cell AS MATERIALIZED (
      SELECT person, module, passed, {state_sql(days)} AS state FROM raw
    ), body AS (
      SELECT p.person AS person, p.site AS site,
        coalesce(min(c.state IN {_TRAINED}), 0) AS trained,
        coalesce(max(c.state = {_OVERDUE}), 0) AS overdue,
        coalesce(max(c.state <> {_UNTOUCHED}), 0) AS begun
      FROM report_person p LEFT JOIN cell c ON c.person = p.person
      WHERE {_whom(question, values)}
      GROUP BY p.person {_having(question, values, numbers)}
    )"""
    return _Sql(head, values)


def _asked_ids(question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.module_id for one in question.asked))


def _numbers(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of modules; those that nobody began have one below zero."""
    known = {row.module_id: row.row for row in connection.execute(select(module))}
    return {one: known.get(one, -place - 1) for place, one in enumerate(dict.fromkeys(ids))}


def _whom(question: Question, values: dict[str, Any]) -> str:
    """Which people, by what is known of them."""
    parts = [] if question.with_left else ["NOT p.has_left"]
    for column, wanted in (
        ("site", question.sites),
        ("team_key", question.teams),
        ("role", question.roles),
    ):
        if wanted:
            names = [f"{column}{place}" for place in range(len(wanted))]
            values |= dict(zip((f"w_{name}" for name in names), wanted, strict=True))
            parts.append(f"p.{column} IN ({', '.join(f':w_{name}' for name in names)})")
    if question.words:
        values["words"] = question.words
        parts.append("(instr(p.name_key, :words) OR instr(p.team_key, :words))")
    return " AND ".join(parts) or "true"


def _having(question: Question, values: dict[str, Any], numbers: Mapping[str, int]) -> str:
    """Which people, by where they stand."""
    parts = []
    of = f" AND c.module IN ({', '.join(str(numbers[one]) for one in question.modules)})"
    of = of if question.modules else ""
    if question.states:
        codes = ", ".join(str(STATES.index(one)) for one in question.states)
        parts.append(f"max(c.state IN ({codes}){of})")
    elif of:
        parts.append(f"max(true{of})")
    if question.trained is not None:
        parts.append("trained" if question.trained else "NOT trained")
    if question.overdue is not None:
        parts.append("overdue" if question.overdue else "NOT overdue")
    first, last = question.passed_ms
    if first is not None or last is not None:
        values["first"], values["last"] = first or 1, last or 2**52
        parts.append(f"max(c.passed / 8 >= :first AND c.passed / 8 < :last{of})")
    return f"HAVING {' AND '.join(parts)}" if parts else ""
