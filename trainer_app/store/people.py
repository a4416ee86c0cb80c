"""The people tables: names live here, and where somebody was. Each call is inside a transaction."""

from collections.abc import Mapping
from typing import Any, get_args

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from trainer_app.content.module import Role
from trainer_app.store import report_tables
from trainer_app.store.tables import bookmark, learner, setting
from trainer_app.training.people import (
    PICTURES,
    TEXT_SIZES,
    THEMES,
    Learner,
    Preferences,
    name_key,
)

Place = tuple[str, str]
"""A learner's id and the name of a place."""

_KEEP = upsert(bookmark).values(
    learner_id=bindparam("who"), place=bindparam("where"), state=bindparam("what")
)
_KEEP = _KEEP.on_conflict_do_update(set_={"state": _KEEP.excluded.state})
_DROP = delete(bookmark).where(
    bookmark.c.learner_id == bindparam("who"), bookmark.c.place == bindparam("where")
)
_ROLES = get_args(Role)
_LISTED = (learner.c.has_left == 0) & (learner.c.merged_into == "")
_FACTS = {
    "actor": str,
    "name": str,
    "role": str,
    "team": str,
    "site": str,
    "picture": str,
    "picture_hash": str,
    "language": str,
    "text_size": int,
    "theme": str,
    "slow_speech": bool,
}
_NAMELESS = dict.fromkeys(("name", "name_key", "team", "team_key", "role"), "")
SINCE_0003 = {"walk_in": False, "has_left": False, "merged_into": ""}
"""Facts that are written only where they are not the usual ones, as older releases had none."""
_APPLY = upsert(learner)
_APPLY = _APPLY.on_conflict_do_update(
    set_={c.name: _APPLY.excluded[c.name] for c in learner.c if not c.primary_key}
)
_SET = upsert(setting).values(key=bindparam("name"), value=bindparam("word"))
_SET = _SET.on_conflict_do_update(set_={"value": _SET.excluded.value})


def facts(who: Learner, picture_hash: str) -> dict[str, Any]:
    """A learner as a record of the directory."""
    return {
        "actor": who.actor,
        "name": who.name,
        "role": who.role,
        "team": who.team,
        "site": who.site,
        "picture": who.picture,
        "picture_hash": picture_hash,
        **preferred(who.preferences),
        **{
            name: told
            for name, usual in SINCE_0003.items()
            if (told := getattr(who, name)) != usual
        },
    }


def preferred(preferences: Preferences) -> dict[str, Any]:
    """The part of these facts that learners set for themselves."""
    return {
        "language": preferences.language,
        "text_size": preferences.text_size,
        "theme": preferences.theme,
        "slow_speech": preferences.slow_speech,
    }


def is_whole(facts: Mapping[str, Any]) -> bool:
    """Whether a record has what a learner needs, and of the right kind."""
    return all(type(facts.get(name)) is kind for name, kind in _FACTS.items()) and all(
        type(facts.get(name, usual)) is type(usual) for name, usual in SINCE_0003.items()
    )


def is_taken(connection: Connection, who: Learner) -> bool:
    """Whether somebody here has the id or the pseudonym, or the name in the team."""
    same = (learner.c.learner_id == who.learner_id) | (learner.c.actor == who.actor)
    found = connection.execute(select(learner.c.learner_id).where(same)).first()
    return found is not None or is_name_taken(connection, who)


def is_name_taken(connection: Connection, who: Learner) -> bool:
    """Whether somebody else of today's lists has the name in the team."""
    named = (learner.c.team_key == name_key(who.team)) & (learner.c.name_key == name_key(who.name))
    other = _LISTED & (learner.c.learner_id != who.learner_id)
    return connection.execute(select(learner.c.learner_id).where(named, other)).first() is not None


def apply(connection: Connection, learner_id: str, facts: Mapping[str, Any]) -> None:
    """Make the learner what the whole facts say, as far as this release understands them.

    Anything more in the facts is for other releases; somebody with a role that only these know
    cannot learn here.
    """
    if facts["role"] not in _ROLES:
        remove(connection, learner_id)
        return
    known = {name: facts[name] for name in _FACTS}
    known |= {name: facts.get(name, usual) for name, usual in SINCE_0003.items()}
    usual = Preferences()
    for name, words, otherwise in (
        ("picture", PICTURES, PICTURES[0]),
        ("text_size", range(len(TEXT_SIZES)), usual.text_size),
        ("theme", THEMES, usual.theme),
    ):
        if known[name] not in words:
            known[name] = otherwise
    connection.execute(
        _APPLY,
        known
        | {
            "learner_id": learner_id,
            "name_key": name_key(known["name"]),
            "team_key": name_key(known["team"]),
            "slow_speech": int(known["slow_speech"]),
            "walk_in": int(known["walk_in"]),
            "has_left": int(known["has_left"]),
        },
    )


def remove(connection: Connection, learner_id: str) -> None:
    """Have a learner gone, with every place kept; the reports name them no more, either."""
    connection.execute(delete(learner).where(learner.c.learner_id == learner_id))
    reported = report_tables.person
    connection.execute(
        update(reported).where(reported.c.learner_id == learner_id).values(_NAMELESS)
    )


def doubles(connection: Connection) -> set[str]:
    """The ids of those who share their name with another in their team, or their pseudonym."""
    named = func.count().over(partition_by=(learner.c.team_key, learner.c.name_key))
    known = func.count().over(partition_by=learner.c.actor)
    everyone = select(learner.c.learner_id, named.label("named"), known.label("known"))
    counted = everyone.where(_LISTED).subquery()
    shared = (counted.c.named > 1) | (counted.c.known > 1)
    return set(connection.execute(select(counted.c.learner_id).where(shared)).scalars())


def actors_of(connection: Connection, name: str) -> list[str]:
    """The pseudonyms of one person: this one, and those of registrations merged into theirs."""
    whole = select(learner.c.learner_id).where(learner.c.actor == name).cte("whole", recursive=True)
    whole = whole.union(
        select(learner.c.learner_id).join(whole, learner.c.merged_into == whole.c.learner_id)
    )
    found = select(learner.c.actor).where(learner.c.learner_id.in_(select(whole.c.learner_id)))
    others = set(connection.execute(found).scalars()) - {name}
    return [name, *sorted(others)]


def everybody(connection: Connection) -> list[Learner]:
    """All learners, by name."""
    rows = connection.execute(select(learner).order_by(learner.c.name_key, learner.c.learner_id))
    return [_learner(row) for row in rows]


def count(connection: Connection) -> int:
    """How many learners there are, merged registrations counted each."""
    return connection.execute(select(func.count()).select_from(learner)).scalar_one()


def without_pictures(connection: Connection) -> set[str]:
    """The ids of those whom no pictures let in."""
    question = select(learner.c.learner_id).where(learner.c.picture_hash == "")
    return set(connection.execute(question).scalars())


def one(connection: Connection, learner_id: str) -> Learner:
    """Raises ``KeyError``."""
    return _learner(_row(connection, learner_id))


def picture_hash(connection: Connection, learner_id: str) -> str:
    """Raises ``KeyError``."""
    return str(_row(connection, learner_id).picture_hash)


def bookmarks(connection: Connection, learner_id: str) -> dict[str, bytes]:
    """Every place kept for a learner."""
    rows = connection.execute(
        select(bookmark.c.place, bookmark.c.state).where(bookmark.c.learner_id == learner_id)
    )
    return {row.place: row.state for row in rows}


def places(connection: Connection, prefix: str) -> set[str]:
    """The places that begin so, whoever keeps them."""
    found = select(bookmark.c.place).where(bookmark.c.place.startswith(prefix, autoescape=True))
    return set(connection.execute(found.distinct()).scalars())


def keep(connection: Connection, places: Mapping[Place, bytes | None]) -> None:
    """Keep or, for None, drop each place. Raises ``KeyError`` for an unknown learner."""
    for (learner_id, place), state in places.items():
        if state is None:
            connection.execute(_DROP, {"who": learner_id, "where": place})
            continue
        try:
            connection.execute(_KEEP, {"who": learner_id, "where": place, "what": state})
        except IntegrityError as error:
            raise KeyError(learner_id) from error


def settings(connection: Connection) -> dict[str, str]:
    """Everything set on this computer."""
    return {row.key: row.value for row in connection.execute(select(setting))}


def set_setting(connection: Connection, key: str, value: str | None) -> None:
    """Set, or for None forget."""
    if value is None:
        connection.execute(delete(setting).where(setting.c.key == key))
    else:
        connection.execute(_SET, {"name": key, "word": value})


def _row(connection: Connection, learner_id: str) -> Row[Any]:
    row = connection.execute(select(learner).where(learner.c.learner_id == learner_id)).first()
    if row is None:
        raise KeyError(learner_id)
    return row


def _learner(row: Row[Any]) -> Learner:
    return Learner(
        learner_id=row.learner_id,
        actor=row.actor,
        name=row.name,
        role=row.role,
        team=row.team,
        site=row.site,
        walk_in=bool(row.walk_in),
        has_left=bool(row.has_left),
        merged_into=row.merged_into,
        picture=row.picture,
        preferences=Preferences(
            language=row.language,
            text_size=row.text_size,
            theme=row.theme,
            slow_speech=bool(row.slow_speech),
        ),
    )
