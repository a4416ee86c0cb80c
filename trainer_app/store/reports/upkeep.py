"""Bringing the columns of the reports up to the log: each row is read once, in windows.

Everything that is added takes the first, the last or the greatest, so adding a row twice changes
nothing; only where a moment moved or people were put together or apart is something taken away.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.report_tables import (
    QUALITIES,
    REPORTS,
    answer,
    arrival,
    mark,
    module,
    part,
    site_news,
    standing,
)
from trainer_app.store.reports.clocks import by_chain, place_runs
from trainer_app.store.reports.parts import AFTER, BEFORE, LATER, LATER_DAYS, part_of
from trainer_app.store.reports.people import newest_actor, refresh_people
from trainer_app.store.reports.rules_sql import month_of
from trainer_app.store.tables import activity, directory, statement
from trainer_app.training.clocks import FIRST_RELEASE_MS
from trainer_app.training.confidence import LIKERT, SURE

WINDOW = 40_000
"""Rows of the log read in one transaction; about a third of a second."""
NAMED = 1_000
"""Pseudonyms made somebody's in one transaction; where all their results came before their names,
about half a second."""

_AT = """CASE WHEN r.start_ms IS NULL THEN s.at WHEN r.quality = 0 THEN r.start_ms + s.mono_ms
  ELSE max(:earliest, min(:latest, r.start_ms + s.mono_ms)) END"""
_MOMENT = f"(({_AT}) * 8 + coalesce(r.quality, {QUALITIES.index('unverified')}))"
_SCORE = f"(({_AT}) * 1024 + CAST(round(s.scaled * 1000) AS INTEGER))"
_RUN = """LEFT JOIN report_run r
  ON r.device = s.device AND r.epoch = s.epoch AND r.boot = v.boot"""
_OF_WINDOW = f"""FROM statement s CROSS JOIN visit v ON v."row" = s.visit
  CROSS JOIN report_alias a ON a.actor = v.actor CROSS JOIN topic t ON t."row" = s.topic {_RUN}"""
_OF_PEOPLE = f"""FROM temp.report_affected f CROSS JOIN report_alias a ON a.person = f.person
  CROSS JOIN visit v ON v.actor = a.actor CROSS JOIN statement s ON s.visit = v."row"
  CROSS JOIN topic t ON t."row" = s.topic {_RUN}"""
_IN_WINDOW = 's."row" > :after AND s."row" <= :through AND s.copy_of IS NULL'

_STANDING = """
INSERT INTO report_standing (person, module, began, first, whole, short, refreshed, pre, post)
SELECT a.person, p.module, min({moment}),
  min(CASE WHEN s.verb = 'passed' AND p.kind = 'module' THEN {moment} END),
  max(CASE WHEN s.verb = 'passed' AND p.kind = 'module' AND NOT p.short THEN {moment} END),
  max(CASE WHEN s.verb = 'passed' AND p.kind = 'module' AND p.short THEN {moment} END),
  max(CASE WHEN p.kind = 'refresher' AND s.verb <> 'initialized' THEN {moment} END),
  min(CASE WHEN p.kind = 'before' AND s.scaled IS NOT NULL THEN {score} END),
  max(CASE WHEN p.kind = 'after' AND s.scaled IS NOT NULL THEN {score} END)
{source} CROSS JOIN report_part p ON p.activity = t.activity
WHERE {which}
GROUP BY a.person, p.module
ON CONFLICT (person, module) DO UPDATE SET
  began = min(began, excluded.began),
  first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
  whole = max(coalesce(whole, excluded.whole), coalesce(excluded.whole, whole)),
  short = max(coalesce(short, excluded.short), coalesce(excluded.short, short)),
  refreshed = max(coalesce(refreshed, excluded.refreshed), coalesce(excluded.refreshed, refreshed)),
  pre = min(coalesce(pre, excluded.pre), coalesce(excluded.pre, pre)),
  post = max(coalesce(post, excluded.post), coalesce(excluded.post, post))
"""
_ANSWERS = """
INSERT INTO report_answer (item, test, person, rank, choice, correct, month)
SELECT item, test, person, min(rank), choice, correct, {month}
FROM (
  SELECT t.activity AS item,
    CASE p.kind WHEN 'before' THEN {before} WHEN 'after' THEN {after} ELSE {later} END AS test,
    a.person AS person, {at} AS rank, coalesce(s.response, '') AS choice,
    coalesce(s.success, s.response IN ({sure})) AS correct,
    p.kind AS kind, s.attempt AS attempt, p.module AS module
  {source} CROSS JOIN report_part p ON p.activity = t.parent
  WHERE s.verb = 'answered' AND (s.success IS NOT NULL OR t.interaction = '{likert}') AND {which}
    AND p.kind IN ('before', 'after', 'refresher')
) AS given
WHERE CASE WHEN kind <> 'refresher' THEN coalesce(attempt, 1) = 1 ELSE rank >= {later_ms} + (
    SELECT max(coalesce(whole, short), coalesce(short, whole)) / 8 FROM report_standing g
    WHERE g.person = given.person AND g.module = given.module) END
GROUP BY item, test, person
ON CONFLICT (item, test, person) DO UPDATE SET
  rank = excluded.rank, choice = excluded.choice, correct = excluded.correct,
  month = excluded.month
WHERE excluded.rank < rank
"""  # the choice beside the smallest rank: SQLite takes it from that row
_SITES = f"""
SELECT coalesce(v.site, '') AS site, max({_MOMENT}) AS happened,
  max(CASE WHEN s.origin IS NOT NULL THEN s."row" END) AS newest
FROM statement s CROSS JOIN visit v ON v."row" = s.visit {_RUN}
WHERE {_IN_WINDOW}
GROUP BY 1
"""
_PUT_NEWS = upsert(site_news)
_PUT_NEWS = _PUT_NEWS.on_conflict_do_update(
    set_={
        "happened": func.max(site_news.c.happened, _PUT_NEWS.excluded.happened),
        "arrived": func.coalesce(_PUT_NEWS.excluded.arrived, site_news.c.arrived),
        "origin": func.coalesce(_PUT_NEWS.excluded.origin, site_news.c.origin),
    }
)
_BEGAN_SEALED = """
INSERT INTO report_standing (person, module, began)
SELECT a.person, p.module, min({moment})
FROM sealed_visit z CROSS JOIN visit v ON v."row" = z.visit
  CROSS JOIN report_alias a ON a.actor = v.actor CROSS JOIN report_part p ON p.activity = z.module
  {run}
WHERE {which}
GROUP BY a.person, p.module
ON CONFLICT (person, module) DO UPDATE SET began = min(began, excluded.began)
"""
"""Who began a module with answers that went by their time has begun it."""
_SITES_SEALED = """
SELECT coalesce(v.site, '') AS site, max({moment}) AS happened, max(z.came) AS newest
FROM sealed_visit z CROSS JOIN visit v ON v."row" = z.visit {run}
GROUP BY 1
"""
_MOVED = """
INSERT OR IGNORE INTO temp.report_affected
SELECT a.person FROM statement s CROSS JOIN visit v ON v."row" = s.visit
  CROSS JOIN report_alias a ON a.actor = v.actor
WHERE s.device = :device AND s.epoch = :epoch AND v.boot IN ({boots})
UNION SELECT a.person FROM sealed_visit z CROSS JOIN visit v ON v."row" = z.visit
  CROSS JOIN report_alias a ON a.actor = v.actor
WHERE z.device = :device AND z.epoch = :epoch AND v.boot IN ({boots})
"""


def _filled(sql: str, source: str, which: str) -> str:
    return sql.format(
        moment=_MOMENT,
        score=_SCORE,
        at=_AT,
        source=source,
        which=which,
        before=BEFORE,
        after=AFTER,
        later=LATER,
        month=month_of("rank"),
        later_ms=LATER_DAYS * 24 * 60 * 60 * 1000,
        sure=", ".join(f"'{level}'" for level in SURE),
        likert=LIKERT,
    )


_ADDS = [text(_filled(sql, _OF_WINDOW, _IN_WINDOW)) for sql in (_STANDING, _ANSWERS)]
_ADDS_OF_PEOPLE = [
    text(_filled(sql, _OF_PEOPLE, 's."row" <= :through AND s.copy_of IS NULL'))
    for sql in (_STANDING, _ANSWERS)
]


def _of_sealed(sql: str, clock: str, which: str = "true") -> str:
    """The same moment, of the first or the last answer of a visit that went."""
    moment = _MOMENT.replace("s.at", f"z.{clock}_at").replace("s.mono_ms", f"z.{clock}_mono")
    return sql.format(moment=moment, run=_RUN.replace("s.", "z."), which=which)


_ADD_SEALED = text(_of_sealed(_BEGAN_SEALED, "first"))
_ADD_SEALED_OF_PEOPLE = text(
    _of_sealed(_BEGAN_SEALED, "first", "a.person IN (SELECT person FROM temp.report_affected)")
)
_NEWS_SEALED = _of_sealed(_SITES_SEALED, "last")


def rows_behind(connection: Connection) -> int:
    """How many rows of the log are not in the reports yet."""
    newest = connection.execute(select(func.max(statement.c.row))).scalar() or 0
    done = connection.execute(select(mark.c.statement)).scalar() or 0
    return int(newest) - int(done)


def take_window(
    connection: Connection,
    *,
    now_ms: int,
    zone_ms: int,
    limit: int = WINDOW,
    named: int = NAMED,
) -> int:
    """Take in what is new: so many people, then clocks and so many rows of the log. How many rows
    are left, or pseudonyms where there are no rows.

    ``now_ms`` is UTC since 1970; ``zone_ms`` is how far local time is ahead of it.
    """
    connection.execute(text("INSERT OR IGNORE INTO report_mark VALUES (1, 0, 0, 0, 0)"))
    done = connection.execute(select(mark)).one()
    newest = int(connection.execute(select(func.max(statement.c.row))).scalar() or 0)
    _take_activities(connection, done.activity)
    affected, unnamed = _take_people(connection, done.feed, done.actor, named)
    through = done.statement if unnamed else min(newest, done.statement + limit)
    window = {"after": done.statement, "through": through}
    moved = place_runs(connection, now_ms=now_ms, **window)
    clock = {"earliest": FIRST_RELEASE_MS, "latest": max(now_ms, FIRST_RELEASE_MS)}
    values = window | clock | {"zone": zone_ms}
    if affected or moved:
        _take_again(connection, affected, moved, values)
    if not done.statement:
        connection.execute(_ADD_SEALED, values)
        _take_sites(connection, values, _NEWS_SEALED)
    for statement_text in _ADDS:
        connection.execute(statement_text, values)
    _take_sites(connection, values)
    connection.execute(
        text('UPDATE report_mark SET statement = :through WHERE "row" = 1'), {"through": through}
    )
    return max(newest - int(through), unnamed)


def drop_all(connection: Connection) -> None:
    """Forget everything; the next windows make it anew."""
    for table in reversed(REPORTS):
        connection.execute(delete(table))


def _take_activities(connection: Connection, after: int) -> None:
    rows = connection.execute(
        select(activity).where(activity.c.row > after).order_by(activity.c.row)
    ).all()
    modules = {one.module_id: one.row for one in connection.execute(select(module))}
    for row in rows:
        made = part_of(row.path)
        if made is None:
            continue
        if made.module_id not in modules:
            new = connection.execute(insert(module).values(module_id=made.module_id))
            modules[made.module_id] = int(new.lastrowid)
        connection.execute(
            insert(part).values(
                activity=row.row,
                module=modules[made.module_id],
                kind=made.kind,
                short=int(made.short),
            )
        )
    if rows:
        connection.execute(text("UPDATE report_mark SET activity = :last"), {"last": rows[-1].row})


def _take_people(connection: Connection, feed: int, actors: int, most: int) -> tuple[set[int], int]:
    """Know who is who now; whose pseudonyms changed, and how many pseudonyms are left."""
    newest = int(connection.execute(select(func.max(directory.c.feed))).scalar() or 0)
    now = newest_actor(connection)
    if (newest, now) == (feed, actors):
        return set(), 0
    affected, left = refresh_people(connection, most)
    if not left:
        connection.execute(
            text("UPDATE report_mark SET feed = :feed, actor = :actor"),
            {"feed": newest, "actor": now},
        )
    return affected, left


def _take_again(
    connection: Connection,
    people: Iterable[int],
    moved: Sequence[tuple[int, int, int]],
    values: dict[str, int],
) -> None:
    """Make anew what is known of these people, and of those whose clocks were placed elsewhere."""
    connection.execute(
        text("CREATE TEMP TABLE IF NOT EXISTS report_affected (person INTEGER PRIMARY KEY)")
    )
    connection.execute(text("DELETE FROM temp.report_affected"))
    add = text("INSERT OR IGNORE INTO temp.report_affected VALUES (:person)")
    if rows := [{"person": one} for one in people]:
        connection.execute(add, rows)
    for (device_row, epoch), boots in by_chain(moved).items():
        which = text(_MOVED.format(boots=", ".join(map(str, boots))))
        connection.execute(which, {"device": device_row, "epoch": epoch})
    for table in (standing, answer):
        connection.execute(
            text(
                f"DELETE FROM {table.name} WHERE person IN "
                "(SELECT person FROM temp.report_affected)"
            )
        )
    for statement_text in (_ADD_SEALED_OF_PEOPLE, *_ADDS_OF_PEOPLE):
        connection.execute(statement_text, values)


def _take_sites(connection: Connection, values: dict[str, int], sites: str = _SITES) -> None:
    for row in connection.execute(text(sites), values).all():
        came = None
        if row.newest is not None:
            came = connection.execute(
                select(arrival)
                .where(arrival.c.first <= row.newest)
                .order_by(arrival.c.first.desc())
                .limit(1)
            ).first()
        connection.execute(
            _PUT_NEWS,
            {
                "site": row.site,
                "happened": row.happened,
                "arrived": came.at if came else None,
                "origin": came.origin if came else None,
            },
        )
