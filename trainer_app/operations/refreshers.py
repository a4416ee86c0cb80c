"""Refreshers: five minutes of questions again, at fixed days after a module was passed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app.operations.learning import activity_path, in_form, is_passed
from trainer_app.training.refresher import Due, Known, due
from trainer_app.training.statement import module_path

if TYPE_CHECKING:
    from datetime import date, datetime

    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Progress, Store

REFRESHER = "test/refresher"
_FORMS = ("full", "short")


@dataclass(frozen=True, slots=True)
class RefresherDue:
    """A module that wants a few minutes again."""

    module_id: str
    title: str
    due: Due


def refreshers_due(
    store: Store,
    *,
    catalog: Catalog,
    signed_in: SignedIn,
    on: date,
    early: Collection[str] = (),
) -> tuple[RefresherDue, ...]:
    """The refreshers to take on that day, the longest overdue first.

    Those of ``early`` modules are due whatever their dates say: a certificate waits for them.
    """
    actor = signed_in.learner.actor
    passes = store.passes(actor)
    if not passes:
        return ()
    progress = store.progress(actor)
    language = signed_in.learner.preferences.language
    found = []
    for manifest in catalog.manifests():
        passed = [passes[p] for p in _paths(manifest.id) if p in passes]
        if not passed:
            continue
        last = _refreshed_on(manifest.id, progress)
        next_one = due(_day(max(passed)), manifest.refresher_days, last, on)
        if next_one.state == "later" and manifest.id in early:
            next_one = Due(next_one.number, on, "due")
        if next_one.state != "later":
            title = manifest.titles.get(language) or manifest.titles[manifest.languages[0]]
            found.append(RefresherDue(manifest.id, title, next_one))
    return tuple(sorted(found, key=lambda one: (one.due.on, one.module_id)))


def refresher_module(
    store: Store, *, catalog: Catalog, signed_in: SignedIn, module_id: str
) -> Module:
    """The module in the form that was passed, for a refresher. Raises ``PackRejected``."""
    module = catalog.pack(module_id).module(signed_in.learner.preferences.language)
    progress = store.progress(signed_in.learner.actor)
    whole = is_passed(progress, module_id, short=False)
    return in_form(module, "full" if whole else "short")


def known_items(module: Module, progress: dict[str, Progress]) -> dict[str, Known]:
    """How each item went last, by item id."""
    known = {}
    for item in module.bank:
        made = progress.get(activity_path(module, f"q/{item.id}"))
        if made is not None and made.success is not None:
            known[item.id] = Known(made.success, _day(made.last_at))
    return known


def _paths(module_id: str) -> list[str]:
    return [module_path(module_id, form) for form in _FORMS]


def _refreshed_on(module_id: str, progress: dict[str, Progress]) -> date | None:
    done = [progress.get(f"{base}/{REFRESHER}") for base in _paths(module_id)]
    return max((_day(one.last_at) for one in done if one is not None), default=None)


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
