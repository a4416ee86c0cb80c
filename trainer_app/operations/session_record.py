"""The record of a training session in the directory: read, listed, written anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.hand_in import SESSION as SESSION
from trainer_app.training.meeting import TrainingSession

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.people import Learner


class NotRunning(TrainerError):
    """The session is not under way: it was closed, or has not begun."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session as it is now on disk."""

    meeting: UUID
    session: TrainingSession
    changed: Changed = field(default=Changed.SESSION)


@dataclass(frozen=True, slots=True)
class RollRow:
    """One row of the roll. ``letter`` is the form somebody has in the test before."""

    learner: Learner
    here: bool
    letter: str | None = None


def session(store: Store, *, meeting: UUID) -> TrainingSession:
    """The session. Raises ``KeyError`` where there is none that can be read."""
    found = store.directory.record(SESSION, str(meeting))
    if found is None or found.gone:
        raise KeyError(str(meeting))
    return _read(found.body, str(meeting))


def list_sessions(store: Store) -> list[Kept]:
    """Every session: those under way first, then planned ones by day, then closed ones, newest
    first. A record that a newer release wrote otherwise is passed over."""
    found = []
    for one in store.directory.records(SESSION):
        try:
            found.append(Kept(UUID(one.record_id), _read(one.body, one.record_id)))
        except (KeyError, ValueError):
            continue
    found.sort(key=lambda kept: kept.session.day, reverse=True)
    planned = [kept for kept in reversed(found) if kept.session.state == "planned"]
    running = [kept for kept in found if kept.session.state == "running"]
    return running + planned + [kept for kept in found if kept.session.state == "closed"]


def roll(store: Store, *, meeting: UUID) -> list[RollRow]:
    """The people of the session's teams and everybody ticked, by name; walk-ins at the end."""
    told = session(store, meeting=meeting)
    here = set(told.here)
    teams = {team.casefold() for team in told.teams}
    rows = [
        RollRow(one, one.learner_id in here, told.first_forms.get(one.learner_id))
        for one in store.learners()
        if one.learner_id in here
        or (one.is_listed and not one.walk_in and (not teams or one.team.casefold() in teams))
    ]
    return sorted(rows, key=lambda row: (row.learner.walk_in, row.learner.name.casefold()))


def running_session(store: Store, meeting: UUID) -> TrainingSession:
    """The session, which is under way. Raises ``NotRunning``, ``KeyError``."""
    told = session(store, meeting=meeting)
    if told.state != "running":
        raise NotRunning(_("This session is closed.") if told.state == "closed" else
                         _("This session has not begun."))  # fmt: skip
    return told


def keep_session(store: Store, meeting: UUID, told: TrainingSession) -> Kept:
    """Write the session as it is now."""
    store.directory.put(SESSION, str(meeting), written(told))
    return Kept(meeting, told)


def with_facts(told: TrainingSession, **facts: Any) -> TrainingSession:
    """The session with some facts changed."""
    return msgspec.structs.replace(told, **facts)


def written(told: TrainingSession) -> dict[str, Any]:
    """The body of its record."""
    written: dict[str, Any] = msgspec.to_builtins(told)
    return written


def _read(body: Mapping[str, Any], name: str) -> TrainingSession:
    try:
        return msgspec.convert(body, TrainingSession)
    except msgspec.ValidationError as error:
        raise KeyError(name) from error
