"""How far somebody came with an activity: the one projection of the log, and its one rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from trainer_app.store.rows import WHOLE, number, records, truth
from trainer_app.store.rows import record as read_record
from trainer_app.store.tables import activity, actor, progress, statement, topic, visit
from trainer_app.store.words import Words
from trainer_app.training.statement import ActivityType, Draft, Verb
from trainer_app.training.times import at, milliseconds

_SOME = select(progress).where(
    progress.c.actor == bindparam("who"),
    progress.c.activity.in_(bindparam("what", expanding=True)),
)
_PUT = upsert(progress)
_PUT = _PUT.on_conflict_do_update(
    set_={c.name: _PUT.excluded[c.name] for c in progress.c if not c.primary_key}
)

_FORGET = delete(progress).where(
    progress.c.actor == bindparam("who"), progress.c.activity == bindparam("about")
)
_OF_SOME = WHOLE.add_columns(topic.c.activity.label("about_activity")).where(
    visit.c.actor == bindparam("who"),
    topic.c.activity.in_(bindparam("what", expanding=True)),
    statement.c.copy_of.is_(None),
)

_Told = tuple[int, int, Draft, datetime]
"""Row of the person, row of the activity, what happened, when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one person made of one activity, in the order of the log, never by the clock.

    ``completed``: it was said to be complete. ``success``: for an item the last answer; for
    anything else once passed stays passed; None while nobody judged. ``tries`` counts answers of an
    item, verdicts on a test or module, completions of anything else. What came from other computers
    stands in the log where it arrived, so ``first_at`` and ``last_at`` are the earliest and latest
    time that any clock showed.
    """

    activity: str
    completed: bool = False
    success: bool | None = None
    best_scaled: float | None = None
    last_scaled: float | None = None
    tries: int = 0
    first_at: datetime
    last_at: datetime


def advance(before: Progress | None, draft: Draft, when: datetime) -> Progress:
    """The progress after one more statement about the same activity of the same person."""
    made = before or Progress(activity=draft.activity, first_at=when, last_at=when)
    return replace(
        made,
        completed=made.completed or draft.verb is Verb.COMPLETED or draft.completion is True,
        success=_success(made.success, draft),
        best_scaled=_best(made.best_scaled, draft.scaled),
        last_scaled=made.last_scaled if draft.scaled is None else draft.scaled,
        tries=made.tries + _counts(draft),
        first_at=min(made.first_at, when),
        last_at=max(made.last_at, when),
    )


def project(connection: Connection, words: Words, draft: Draft, when: datetime) -> None:
    """Bring the projection up to date with one more statement."""
    project_all(connection, words, [(draft, when)])


def project_all(
    connection: Connection, words: Words, made: Iterable[tuple[Draft, datetime]]
) -> None:
    """Bring the projection up to date with more statements, in the order of the log."""
    told: list[_Told] = [
        (
            words.actor(connection, draft.actor),
            words.activity(connection, draft.activity),
            draft,
            when,
        )
        for draft, when in made
    ]
    now = _so_far(connection, told)
    for who, about, draft, when in told:
        now[who, about] = advance(now.get((who, about)), draft, when)
    if now:
        connection.execute(
            _PUT, [_columns(*which, progressed) for which, progressed in now.items()]
        )


def rebuild(connection: Connection) -> None:
    """Make the projection anew from the log."""
    made: dict[tuple[str, str], Progress] = {}
    for record in records(connection):
        if record.copy_of is not None:
            continue
        key = (record.draft.actor, record.draft.activity)
        made[key] = advance(made.get(key), record.draft, record.stamp.at)
    actors = {row.name: row.row for row in connection.execute(select(actor))}
    activities = {row.path: row.row for row in connection.execute(select(activity))}
    connection.execute(delete(progress))
    for (who, about), progressed in made.items():
        connection.execute(_PUT, _columns(actors[who], activities[about], progressed))


def rebuild_some(connection: Connection, pairs: Collection[tuple[int, int]]) -> None:
    """Make what these people made of these activities anew from the log; both are given as rows."""
    asked: dict[int, set[int]] = defaultdict(set)
    for who, about in pairs:
        asked[who].add(about)
    gone = [{"who": who, "about": about} for who, about in pairs]
    if gone:
        connection.execute(_FORGET, gone)
    for who, what in asked.items():
        made: dict[int, Progress] = {}
        for row in connection.execute(_OF_SOME, {"who": who, "what": list(what)}):
            about, one = row.about_activity, read_record(row)
            made[about] = advance(made.get(about), one.draft, one.stamp.at)
        for about, progressed in made.items():
            connection.execute(_PUT, _columns(who, about, progressed))


def progress_of(connection: Connection, names: Sequence[str]) -> dict[str, Progress]:
    """Everything one person made progress with under these pseudonyms, by activity path."""
    rows = connection.execute(
        select(progress, activity.c.path)
        .join(actor, progress.c.actor == actor.c.row)
        .join(activity, progress.c.activity == activity.c.row)
        .where(actor.c.name.in_(names))
        .order_by(progress.c.last_at)
    )
    made: dict[str, Progress] = {}
    for row in rows:
        now = _progress(row, row.path)
        made[row.path] = _together(made[row.path], now) if row.path in made else now
    return made


def _so_far(connection: Connection, told: Iterable[_Told]) -> dict[tuple[int, int], Progress]:
    """What the projection has of these people and activities: one question for each person."""
    asked: dict[int, dict[int, str]] = defaultdict(dict)
    for who, about, draft, _when in told:
        asked[who][about] = draft.activity
    return {
        (who, row.activity): _progress(row, paths[row.activity])
        for who, paths in asked.items()
        for row in connection.execute(_SOME, {"who": who, "what": list(paths)})
    }


def _together(earlier: Progress, later: Progress) -> Progress:
    """What two registrations of one person made of an activity; of an item the later answer."""
    verdicts = [one for one in (earlier.success, later.success) if one is not None]
    success = any(verdicts) if verdicts else None
    if "/q/" in later.activity and later.success is not None:
        success = later.success
    return Progress(
        activity=later.activity,
        completed=earlier.completed or later.completed,
        success=success,
        best_scaled=_best(earlier.best_scaled, later.best_scaled),
        last_scaled=earlier.last_scaled if later.last_scaled is None else later.last_scaled,
        tries=earlier.tries + later.tries,
        first_at=min(earlier.first_at, later.first_at),
        last_at=max(earlier.last_at, later.last_at),
    )


def _success(before: bool | None, draft: Draft) -> bool | None:
    if draft.success is None:
        return before
    if draft.activity_type is ActivityType.ITEM:
        return draft.success
    return bool(before) or draft.success


def _best(before: float | None, now: float | None) -> float | None:
    known = [scaled for scaled in (before, now) if scaled is not None]
    return max(known, default=None)


def _counts(draft: Draft) -> bool:
    if draft.verb is Verb.COMPLETED:
        return draft.activity_type is not ActivityType.MODULE
    return draft.verb in (Verb.ANSWERED, Verb.PASSED, Verb.FAILED)


def _columns(who: int, about: int, made: Progress) -> dict[str, Any]:
    return {
        "actor": who,
        "activity": about,
        "completed": int(made.completed),
        "success": number(made.success),
        "best_scaled": made.best_scaled,
        "last_scaled": made.last_scaled,
        "tries": made.tries,
        "first_at": milliseconds(made.first_at),
        "last_at": milliseconds(made.last_at),
    }


def _progress(row: Row[Any], path: str) -> Progress:
    return Progress(
        activity=path,
        completed=bool(row.completed),
        success=truth(row.success),
        best_scaled=row.best_scaled,
        last_scaled=row.last_scaled,
        tries=row.tries,
        first_at=at(row.first_at),
        last_at=at(row.last_at),
    )
