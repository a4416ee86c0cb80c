"""The people tables: names live here, and where somebody was. Each call is inside a transaction."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from trainer_app.store.tables import bookmark, learner, setting
from trainer_app.training.people import Learner, Preferences

Place = tuple[str, str]
"""A learner's id and the name of a place."""

_KEEP = upsert(bookmark).values(
    learner_id=bindparam("who"), place=bindparam("where"), state=bindparam("what")
)
_KEEP = _KEEP.on_conflict_do_update(set_={"state": _KEEP.excluded.state})
_DROP = delete(bookmark).where(
    bookmark.c.learner_id == bindparam("who"), bookmark.c.place == bindparam("where")
)
_SET = upsert(setting).values(key=bindparam("name"), value=bindparam("word"))
_SET = _SET.on_conflict_do_update(set_={"value": _SET.excluded.value})


def add(connection: Connection, who: Learner, picture_hash: str, device: int) -> None:
    """A new learner. A second of that name in that team is an ``IntegrityError``."""
    connection.execute(
        insert(learner).values(
            learner_id=who.learner_id,
            actor=who.actor,
            name=who.name,
            name_key=_folded(who.name),
            role=who.role,
            team=who.team,
            team_key=_folded(who.team),
            picture=who.picture,
            picture_hash=picture_hash,
            **_preferences(who.preferences),
            **_change(connection, device),
        )
    )


def everybody(connection: Connection) -> list[Learner]:
    """All learners, by name."""
    rows = connection.execute(select(learner).order_by(learner.c.name_key, learner.c.learner_id))
    return [_learner(row) for row in rows]


def one(connection: Connection, learner_id: str) -> Learner:
    """Raises ``KeyError``."""
    return _learner(_row(connection, learner_id))


def picture_hash(connection: Connection, learner_id: str) -> str:
    """Raises ``KeyError``."""
    return str(_row(connection, learner_id).picture_hash)


def set_preferences(
    connection: Connection, learner_id: str, preferences: Preferences, device: int
) -> None:
    """Raises ``KeyError``."""
    changed = connection.execute(
        update(learner)
        .where(learner.c.learner_id == learner_id)
        .values(**_preferences(preferences), **_change(connection, device))
    )
    if not changed.rowcount:
        raise KeyError(learner_id)


def bookmarks(connection: Connection, learner_id: str) -> dict[str, bytes]:
    """Every place kept for a learner."""
    rows = connection.execute(
        select(bookmark.c.place, bookmark.c.state).where(bookmark.c.learner_id == learner_id)
    )
    return {row.place: row.state for row in rows}


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
        picture=row.picture,
        preferences=Preferences(
            language=row.language,
            text_size=row.text_size,
            theme=row.theme,
            slow_speech=bool(row.slow_speech),
        ),
    )


def _preferences(preferences: Preferences) -> dict[str, str | int]:
    return {
        "language": preferences.language,
        "text_size": preferences.text_size,
        "theme": preferences.theme,
        "slow_speech": int(preferences.slow_speech),
    }


def _change(connection: Connection, device: int) -> dict[str, int]:
    """The stamp of a change: one more than the highest known, so that it wins on every computer."""
    newest = connection.execute(select(func.max(learner.c.change))).scalar_one_or_none()
    return {"change": (newest or 0) + 1, "change_device": device}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
