"""What the page of a self-check asks the store, and what it has written down; on its thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.operations import Changed
from trainer_app.operations.readiness import (
    CheckKept,
    checklists_here,
    record_check,
    set_headcount,
    site_readiness,
)
from trainer_app.operations.training_sessions import day_is_doubtful

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.readiness import ItemAnswer, Readiness
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty


@dataclass(frozen=True, slots=True)
class Found:
    """One self-check of the site, and the titles of all by id. No ``readiness``: there is none.

    ``doubtful``: this computer may not know which day it is.
    """

    lists: dict[str, str]
    readiness: Readiness | None
    today: date
    doubtful: bool
    changed: Changed = Changed.NOTHING


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people somebody counted; None for nobody knows."""

    count: int | None


def read_check(
    store: Store, catalog: Catalog, site_id: str, language: str, checklist_id: str, today: date
) -> Found:
    """The list of that id, or the first there is. Raises ``PackRejected``."""
    doubtful = day_is_doubtful(store)
    listed = checklists_here(store, catalog=catalog, language=language)
    titles = {one.checklist.id: one.checklist.title for one in listed}
    if not titles:
        return Found({}, None, today, doubtful)
    wanted = checklist_id if checklist_id in titles else next(iter(titles))
    readiness = site_readiness(
        store, catalog=catalog, site_id=site_id, language=language, on=today, checklist_id=wanted
    )
    return Found(titles, readiness, today, doubtful)


def keep_check(
    store: Store,
    catalog: Catalog,
    by: OnDuty,
    site_id: str,
    language: str,
    sent: Mapping[str, Mapping[str, ItemAnswer]],
    counted: Counted | None,
    before: Found,
) -> Found:
    """Write down what was answered, and read the page again. Raises ``TrainerError``."""
    assert before.readiness is not None
    on = None if before.doubtful else before.today
    listed = {
        one.checklist.id: one for one in checklists_here(store, catalog=catalog, language=language)
    }
    changed = Changed.NOTHING
    for checklist_id, answers in sent.items():
        kept: CheckKept = record_check(
            store, by=by, site_id=site_id, listed=listed[checklist_id], answers=answers, on=on
        )
        changed |= kept.changed
    if counted is not None:
        changed |= set_headcount(store, by=by, site_id=site_id, count=counted.count).changed
    shown = before.readiness.listed.checklist.id
    found = read_check(store, catalog, site_id, language, shown, before.today)
    return replace(found, changed=changed)
