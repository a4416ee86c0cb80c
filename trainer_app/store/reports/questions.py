"""What can be asked of the columns of the reports about people and modules."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, func, select, text

from trainer_app.store.report_tables import QUALITIES, module, person, site_news, standing
from trainer_app.store.reports.asking import Question, asked_ids, numbers_of, sql_of, whom_of
from trainer_app.store.reports.rows import (
    ExpiringRow,
    NewsRow,
    PersonRow,
    Score,
    ScoreSum,
    SiteCount,
    StandingRow,
    StateCount,
)
from trainer_app.store.reports.rules_sql import month_of
from trainer_app.store.tables import endpoint
from trainer_app.training.clocks import Moment
from trainer_app.training.standing import STATES

SortKey = Literal["name", "team", "site", "role", "module"]


def person_ids(
    connection: Connection, question: Question, sort: SortKey, of_module: str, *, descending: bool
) -> list[int]:
    """The people it is about, in order: who has left last, then as asked, then by name."""
    sql = sql_of(connection, question)
    order = {
        "name": "p.name_key",
        "team": "p.team_key",
        "site": "p.site",
        "role": "p.role",
        "module": "(SELECT min(c.state) FROM cell c WHERE c.person = b.person "
        "AND c.module = :sorted)",
    }[sort]
    sql.values["sorted"] = numbers_of(connection, (of_module,))[of_module] if of_module else 0
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
    sql = sql_of(connection, question)
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
    sql = sql_of(connection, question)
    names = {row.row: row.module_id for row in connection.execute(select(module))}
    names |= {number: one for one, number in numbers_of(connection, asked_ids(question)).items()}
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
    sql = whom_of(question) if not question.needs_standing else sql_of(connection, question)
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


def trained_by_month(connection: Connection, question: Question) -> list[tuple[int, int]]:
    """How many people had passed all that is asked of them for the first time, by month.

    Months count from year 0: years times 12 plus months from 0.
    """
    sql = sql_of(connection, question)
    rows = connection.execute(
        text(
            f"{sql.head}, ever AS (SELECT b.person, max(s.first / 8) AS at_ms FROM body b "
            "JOIN cell c ON c.person = b.person LEFT JOIN report_standing s "
            "ON s.person = b.person AND s.module = c.module "
            "GROUP BY b.person HAVING count(*) = count(s.first)) "
            f"SELECT {month_of('at_ms')} AS month, count(*) FROM ever GROUP BY month ORDER BY month"
        ),
        sql.values,
    )
    return [(row[0], row[1]) for row in rows]


def group_counts(
    connection: Connection, question: Question, by: Literal["team", "role"]
) -> list[tuple[str, SiteCount]]:
    """Counts of each team or role, by site; the team's or role's name beside each."""
    sql = sql_of(connection, question)
    column = {"team": "min(p.team)", "role": "p.role"}[by]
    group = {"team": "p.team_key", "role": "p.role"}[by]
    rows = connection.execute(
        text(
            f"{sql.head} SELECT {column}, b.site, count(*), sum(b.trained), sum(b.overdue), "
            "sum(b.begun) FROM body b JOIN report_person p ON p.person = b.person "
            f"GROUP BY b.site, {group} ORDER BY b.site, {group}"
        ),
        sql.values,
    )
    return [(row[0], SiteCount(*row[1:])) for row in rows]


def expiring(
    connection: Connection, question: Question, first: date, last: date
) -> list[ExpiringRow]:
    """Certificates whose last day lies between these, both included, and that no later one of the
    same person for the same thing has replaced; by day."""
    sql = sql_of(connection, question)
    rows = connection.execute(
        text(
            f"""{sql.head}, earned AS (
              SELECT b.person, t.parent AS parent, max(s.valid_until) AS until
              FROM statement s JOIN visit v ON v."row" = s.visit
              JOIN report_alias a ON a.actor = v.actor JOIN body b ON b.person = a.person
              JOIN topic t ON t."row" = s.topic
              WHERE s.verb = 'earned' AND s.serial IS NOT NULL AND s.copy_of IS NULL
              GROUP BY b.person, t.parent
            )
            SELECT e.person, c.path, e.until FROM earned e JOIN activity c ON c."row" = e.parent
            WHERE e.until BETWEEN :from_day AND :to_day ORDER BY e.until, e.person, c.path"""
        ),
        sql.values | {"from_day": first.isoformat(), "to_day": last.isoformat()},
    )
    return [ExpiringRow(row[0], row[1], date.fromisoformat(row[2])) for row in rows]


def certificate(connection: Connection, serial: str) -> ExpiringRow | None:
    """What was earned under a serial, whoever by; ``person`` is 0 for who is not known by name."""
    row = connection.execute(
        text(
            """SELECT coalesce(a.person, 0), c.path, s.valid_until FROM statement s
            JOIN visit v ON v."row" = s.visit JOIN topic t ON t."row" = s.topic
            JOIN activity c ON c."row" = t.parent LEFT JOIN report_alias a ON a.actor = v.actor
            WHERE s.verb = 'earned' AND s.serial = :serial AND s.copy_of IS NULL LIMIT 1"""
        ),
        {"serial": serial},
    ).first()
    return None if row is None else ExpiringRow(row[0], row[1], date.fromisoformat(row[2]))


def attended(connection: Connection, number: int) -> list[tuple[UUID, int]]:
    """The training sessions somebody was at, with when that was noted (UTC milliseconds)."""
    rows = connection.execute(
        text(
            """SELECT v.meeting, min(s.at) FROM report_alias a JOIN visit v ON v.actor = a.actor
            JOIN statement s ON s.visit = v."row"
            WHERE a.person = :person AND s.verb = 'attended' AND v.meeting IS NOT NULL
            GROUP BY v.meeting ORDER BY 2 DESC"""
        ),
        {"person": number},
    )
    return [(UUID(bytes=row[0]), row[1]) for row in rows]


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


def nameless(connection: Connection) -> int:
    """How many pseudonyms learnt something and are nobody's name here."""
    rows = connection.execute(
        text(
            """SELECT count(*) FROM actor n
            WHERE NOT EXISTS (SELECT 1 FROM report_alias a WHERE a.actor = n."row")
            AND (EXISTS (SELECT 1 FROM visit v CROSS JOIN statement s ON s.visit = v."row"
              CROSS JOIN topic t ON t."row" = s.topic
              CROSS JOIN report_part p ON p.activity = t.activity WHERE v.actor = n."row")
            OR EXISTS (SELECT 1 FROM visit v CROSS JOIN sealed_visit z ON z.visit = v."row"
              CROSS JOIN report_part p ON p.activity = z.module WHERE v.actor = n."row"))"""
        )
    )
    return int(rows.scalar_one())


def moment(kept: int) -> Moment:
    """A moment as the tables keep it."""
    return Moment(kept // 8, QUALITIES[kept % 8])


def _maybe(kept: int | None) -> Moment | None:
    return None if kept is None else moment(kept)


def _score(kept: int | None) -> Score | None:
    return None if kept is None else Score(kept // 1024, kept % 1024 / 1000)
