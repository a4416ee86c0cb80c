"""What staff did: written into the log with what they did, and read from it again.

Nothing here names anybody: who did it and whom it touched stand as pseudonyms and ids, which the
directory turns into names for as long as there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from trainer_app import __version__
from trainer_app.i18n import listing
from trainer_app.training.staff import Act, OnDuty, Staff
from trainer_app.training.statement import ActivityType, Draft, Verb, registration, staff_path

if TYPE_CHECKING:
    from datetime import datetime

    from trainer_app.store import Store

STAFF = "staff"
"""The kind of a member of staff in the directory."""
BY_ITSELF = "device-"
"""How the code begins under which a computer writes down what it did by itself."""


@dataclass(frozen=True, slots=True)
class ActDone:
    """One act, newest first in lists. ``by`` and ``about`` are names where they are known, and
    pseudonyms or ids otherwise; ``row`` is its place in this file's log."""

    row: int
    act: str
    by: str
    about: str
    at: datetime


def act_draft(by: OnDuty, act: Act, about: str = "") -> Draft:
    """The statement of an act, to be appended with whatever it did.

    ``about`` is a pseudonym, an id, a count, or words of a fixed list with blanks between them;
    never a name or anything typed.
    """
    path = staff_path(act.value)
    return Draft(
        actor=by.staff.actor,
        verb=Verb.INTERACTED,
        activity=path,
        activity_type=ActivityType.STAFF_ACT,
        registration=registration(by.staff.actor, path),
        session=by.sitting,
        revision=f"waypost@{__version__}",
        language="en",
        about=about or None,
    )


def by_itself(store: Store) -> OnDuty:
    """Whoever is on duty where a computer does by itself what was set: it stands in the log under a
    code of its own."""
    return OnDuty(
        Staff(staff_id="", actor=f"{BY_ITSELF}{store.device}", name="", roles=()), uuid4()
    )


def list_acts(store: Store, *, limit: int = 200, before: int | None = None) -> list[ActDone]:
    """What staff did, the newest first; ``before`` a row, to read on."""
    names = {one.body.get("actor"): one.body.get("name") for one in store.directory.records(STAFF)}
    learners = {one.actor: one.name for one in store.learners()}
    return [
        ActDone(
            row=row,
            act=told.draft.activity.rpartition("/")[2],
            by=str(names.get(told.draft.actor) or told.draft.actor),
            about=_named(told.draft.about or "", names, learners),
            at=told.at,
        )
        for row, told in store.sittings.acts(limit, before)
    ]


def _named(about: str, staff: dict[object, object], learners: dict[str, str]) -> str:
    """The names of who is meant; several stand with a blank between them."""
    return listing(str(staff.get(one) or learners.get(one) or one) for one in about.split())
