"""The self-check as it comes with Waypost, and supervisors who answer it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

from tests.conftest import ROOT
from tests.store.conftest import HandClock
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.shelf_reader import read_shelf
from trainer_app.content.catalog import Catalog
from trainer_app.content.shelf import Shelf, write_shelf
from trainer_app.operations.readiness import Readiness, record_check, site_readiness
from trainer_app.operations.site_checks import CheckKept, listed_check
from trainer_app.store import Store
from trainer_app.training.checks import CheckState, ItemAnswer, review_after
from trainer_app.training.staff import OnDuty, Staff

TODAY = date(2026, 12, 1)
"""The day of ``NOON``."""
DAY_MS = 24 * 3_600_000


def shelf_catalog(folder: Path) -> Catalog:
    """A catalog without modules, whose shelf is ours, in English."""
    part = read_shelf(ROOT / "assets", Findings()).part
    assert isinstance(part, Shelf)
    folder.mkdir(parents=True)
    write_shelf(folder, part)
    return Catalog([], folder)


def supervisor(name: str = "Fatou Ndiaye", actor: str = "p-SUPER") -> OnDuty:
    """Somebody who oversees, at the desk."""
    staff = Staff(staff_id=f"s-{actor}", actor=actor, name=name, roles=("supervisor",))
    return OnDuty(staff, UUID(int=9))


def known_to(store: Store, by: OnDuty) -> None:
    """The directory has their name."""
    body = {"actor": by.staff.actor, "name": by.staff.name, "roles": list(by.staff.roles)}
    store.directory.put("staff", by.staff.staff_id, body)


def answer(state: CheckState = "in-place", seen: date = TODAY) -> ItemAnswer:
    """An answer of that day, to be looked at again in three months."""
    return ItemAnswer(state, seen if state in ("in-place", "partly") else None, review_after(seen))


def say(
    store: Store, catalog: Catalog, answers: dict[str, ItemAnswer], *, site_id: str = "bo-lpz-001",
    by: OnDuty | None = None, on: date | None = None,
) -> CheckKept:  # fmt: skip
    """Write answers down, as if on the screen."""
    listed = listed_check(store, catalog=catalog, language="en")
    return record_check(
        store, by=by or supervisor(), site_id=site_id, listed=listed, answers=answers, on=on
    )


def stands(
    store: Store, catalog: Catalog, site_id: str = "bo-lpz-001", on: date = TODAY
) -> Readiness:
    """How the site stands."""
    return site_readiness(store, catalog=catalog, site_id=site_id, language="en", on=on)


def states(readiness: Readiness) -> dict[str, CheckState]:
    """The state of each item that was answered."""
    every = (*readiness.items, *readiness.beside)
    return {one.item.id: one.answer.state for one in every if one.answer}


def open_computer(template: Path, folder: Path, clock: HandClock) -> Store:
    """A computer with nothing on it yet."""
    shutil.copytree(template, folder)
    return Store.open(folder, use_keystore=False, clock=clock)
