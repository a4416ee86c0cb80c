"""The self-check of a site, in its states: for pictures, and to look at every page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from trainer_app.operations.learning import today
from trainer_app.operations.programme import site_id_here
from trainer_app.operations.readiness import ItemAnswer, record_check
from trainer_app.operations.site_checks import listed_check
from trainer_app.operations.staff import list_staff
from trainer_app.training.checks import SEEN, CheckState, review_after
from trainer_app.training.staff import OnDuty
from trainer_app.ui.readiness.readiness_screen import ReadinessScreen

if TYPE_CHECKING:
    from tests.walk import Walk
    from trainer_app.store import Store

_DAYS_AGO = 12
ANSWERED: dict[str, CheckState] = {
    "commitment": "in-place",
    "operators-map": "partly",
    "training": "in-place",
    "permit-first": "in-place",
    "protection-point": "not-yet",
    "alert-path": "in-place",
    "information": "not-known",
    "chain-rehearsed": "in-place",
}
_OVERDUE = ("training", "alert-path")


def readiness_pages(walk: Walk) -> Iterator[str]:
    """Nobody answered; most is answered; one is open; two changed; leaving; on paper."""
    by = walk.ask(_supervisor)
    _show(walk, by)
    yield _shown(walk, "V05-readiness-empty")
    walk.ask(lambda store: _answer(store, walk, by))
    page = _show(walk, by)
    yield _shown(walk, "V05-readiness")
    page.blocks.open("training")
    yield _shown(walk, "V05-readiness-open")
    page.blocks.rows["training"].choose("partly")
    page.blocks.rows["review"].choose("not-yet")
    yield _shown(walk, "V05-readiness-changed")
    page.go_back()
    yield _shown(walk, "V05-readiness-leaving")
    walk.window.close_sheets()
    page.print.click()
    yield _shown(walk, "V05-readiness-paper")
    walk.window.close_sheets()


def _show(walk: Walk, by: OnDuty) -> ReadinessScreen:
    site_id = walk.ask(site_id_here)
    page = ReadinessScreen(walk.background, walk.program.catalog, by, site_id)
    page.sheet_asked.connect(walk.window.open_sheet)
    walk.window.show_page(page)
    walk.settle()
    return page


def _shown(walk: Walk, name: str) -> str:
    walk.settle()
    return name


def _supervisor(store: Store) -> OnDuty:
    member = next(one.staff for one in list_staff(store) if one.staff.oversees)
    return OnDuty(member, uuid4())


def _answer(store: Store, walk: Walk, by: OnDuty) -> None:
    listed = listed_check(store, catalog=walk.program.catalog, language="en")
    answers = {}
    for item_id, state in ANSWERED.items():
        seen = today() - timedelta(days=120 if item_id in _OVERDUE else _DAYS_AGO)
        evidence = seen if state in SEEN else None
        answers[item_id] = ItemAnswer(state, evidence, review_after(seen))
    record_check(store, by=by, site_id=site_id_here(store), listed=listed, answers=answers)
