"""Who is who in the reports: one row for a person, and all the pseudonyms they have."""

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.report_tables import alias, person
from trainer_app.store.tables import actor, learner

_FACTS = ("name", "name_key", "team", "team_key", "site", "role", "walk_in", "has_left")
_PUT = upsert(person)
_PUT = _PUT.on_conflict_do_update(
    index_elements=[person.c.learner_id], set_={name: _PUT.excluded[name] for name in _FACTS}
)
_LEARNERS = select(
    learner.c.learner_id,
    learner.c.merged_into,
    *(learner.c[name] for name in _FACTS),
    actor.c.row.label("actor_row"),
).outerjoin(actor, actor.c.name == learner.c.actor)


def newest_actor(connection: Connection) -> int:
    """How many pseudonyms the log knows."""
    return int(connection.execute(select(func.max(actor.c.row))).scalar() or 0)


def refresh_people(connection: Connection, most: int) -> tuple[set[int], int]:
    """Make people what the directory says now; those whose pseudonyms are others than before.

    Of so many pseudonyms at most; how many are left is said, too.
    """
    rows: dict[str, Any] = {row.learner_id: row for row in connection.execute(_LEARNERS)}
    _put_people(connection, rows)
    numbers = _numbers(connection)
    wanted = {
        row.actor_row: numbers[_first_of(rows, learner_id)]
        for learner_id, row in rows.items()
        if row.actor_row is not None
    }
    found = {row.actor: row.person for row in connection.execute(select(alias))}
    others = [one for one in wanted if wanted[one] != found.get(one)]
    others += [one for one in found if one not in wanted]
    now, left = others[:most], others[most:]
    for one in now:
        connection.execute(delete(alias).where(alias.c.actor == one))
    changed = [one for one in now if one in wanted]
    if changed:
        connection.execute(
            insert(alias), [{"actor": one, "person": wanted[one]} for one in changed]
        )
    return {names[one] for names in (wanted, found) for one in now if one in names}, len(left)


def _put_people(connection: Connection, rows: dict[str, Any]) -> None:
    """One row for everybody who is not another registration of somebody."""
    stay = {one: row for one, row in rows.items() if _first_of(rows, one) == one}
    known = {
        row.learner_id: tuple(getattr(row, name) for name in _FACTS)
        for row in connection.execute(select(person))
    }
    new = [
        {"learner_id": one} | {name: getattr(row, name) for name in _FACTS}
        for one, row in stay.items()
        if known.get(one) != tuple(getattr(row, name) for name in _FACTS)
    ]
    if new:
        connection.execute(_PUT, new)
    for one in known.keys() - stay.keys():
        connection.execute(delete(person).where(person.c.learner_id == one))


def _first_of(rows: dict[str, Any], learner_id: str) -> str:
    """The registration that somebody goes by; whoever was put together in a ring, by the first."""
    passed = [learner_id]
    while (following := rows[passed[-1]].merged_into) in rows:
        if following in passed:
            return min(passed[passed.index(following) :])
        passed.append(following)
    return passed[-1]


def _numbers(connection: Connection) -> dict[str, int]:
    return {
        row.learner_id: row.person
        for row in connection.execute(select(person.c.learner_id, person.c.person))
    }
