"""The supervisor's pages over a made-up programme: for pictures, and to look at every page."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.operations.people_here import DUTY
from tests.sample import Plan, make
from tests.ui.oversight.pages import certificate
from trainer_app.operations.reports.scope import Scope
from trainer_app.store import Store
from trainer_app.store.clock import Reading
from trainer_app.ui import oversight
from trainer_app.ui.background import Background
from trainer_app.ui.oversight.check_screen import CheckScreen, WithdrawSheet
from trainer_app.ui.oversight.completion_screen import CompletionScreen
from trainer_app.ui.oversight.due_screen import DueScreen
from trainer_app.ui.oversight.overview_screen import OverviewScreen
from trainer_app.ui.oversight.person_screen import PersonReportScreen
from trainer_app.ui.oversight.site_screen import SiteScreen
from trainer_app.ui.oversight.sites_screen import SitesScreen
from trainer_app.ui.oversight.works_screen import WorksScreen

if TYPE_CHECKING:
    from tests.walk import Walk

_PLAN = Plan(people=90, sites=5)


def oversight_pages(walk: Walk) -> Iterator[str]:
    """Every page, over people enough and over none; yields the name of each."""
    with _thinking_it_is(_PLAN.today):
        with _background(walk, peopled=True) as background:
            learner_id, site_id = _somebody(background)
            yield from _each(walk, background, _pages(walk, background, learner_id, site_id))
        with _background(walk, peopled=False) as background:
            yield from _each(walk, background, _empty(walk, background))


def _pages(
    walk: Walk, background: Background, learner_id: str, site_id: str
) -> dict[str, Callable[[], Any]]:
    catalog = walk.program.catalog
    return {
        "V02-overview": lambda: OverviewScreen(background, catalog),
        "V03-completion": lambda: CompletionScreen(background, catalog),
        "V03-completion-overdue": lambda: CompletionScreen(
            background, catalog, Scope(overdue=True)
        ),
        "V03-completion-no-one": lambda: CompletionScreen(background, catalog, Scope(words="zzz")),
        "V04-person": lambda: PersonReportScreen(background, catalog, learner_id),
        "V05-sites": lambda: SitesScreen(background, catalog),
        "V05-site": lambda: SiteScreen(background, catalog, site_id),
        "V07-due": lambda: DueScreen(background, catalog),
        "V09-works": lambda: WorksScreen(background, catalog),
        "V08-check": lambda: CheckScreen(background, lambda: DUTY),
        "V08-check-unknown": lambda: _checked(background),
        "V08-withdraw": lambda: WithdrawSheet("WP-2026-7KQ2M4XW"),
    }


def _empty(walk: Walk, background: Background) -> dict[str, Callable[[], Any]]:
    catalog = walk.program.catalog
    return {
        "V02-overview-nothing": lambda: OverviewScreen(background, catalog),
        "V03-completion-nobody": lambda: CompletionScreen(background, catalog),
        "V07-due-nothing": lambda: DueScreen(background, catalog),
        "V09-works-nothing": lambda: WorksScreen(background, catalog),
    }


def _each(walk: Walk, background: Background, pages: dict[str, Callable[[], Any]]) -> Iterator[str]:
    for name, make_it in pages.items():
        made = make_it()
        if isinstance(made, WithdrawSheet):
            walk.window.open_sheet(made)
        else:
            walk.window.show_page(made)
        for _round in range(6):
            background.run(background, lambda _store: None).result()
            walk.settle()
        yield name
        walk.window.close_sheets()


def _checked(background: Background) -> CheckScreen:
    page = CheckScreen(background, lambda: DUTY)
    page.code.setPlainText(certificate())
    page.check.click()
    return page


def _somebody(background: Background) -> tuple[str, str]:
    """A person with much to tell, and their site."""

    def ask(store: Store) -> tuple[str, str]:
        while store.reports.take(now_ms=_PLAN.now_ms, zone_ms=0):
            pass
        known = range(1, _PLAN.people * 2)
        stood = store.reports.standings(list(known))
        people = store.reports.people(list(known))
        most = max(people, key=lambda one: (not people[one].has_left, len(stood[one])))
        return people[most].learner_id, people[most].site

    return background.run(background, ask).result()


@contextmanager
def _background(walk: Walk, *, peopled: bool) -> Iterator[Background]:
    with tempfile.TemporaryDirectory() as folder:

        def opened() -> Store:
            store = Store.open(Path(folder) / "data", use_keystore=False, clock=_clock)
            if peopled:
                make(store, walk.program.catalog, _PLAN)
            return store

        made = Background(opened)
        try:
            yield made
        finally:
            made.close()
            made.deleteLater()


def _clock() -> Reading:
    return Reading(_PLAN.now_ms, 0, time.monotonic_ns() // 1_000_000)


@contextmanager
def _thinking_it_is(day: date) -> Iterator[None]:
    """Every page of the supervisor takes that day for today."""
    changed = []
    for found in pkgutil.iter_modules(oversight.__path__):
        module: Any = importlib.import_module(f"{oversight.__name__}.{found.name}")
        if hasattr(module, "today"):
            changed.append((module, module.today))
            module.today = lambda: day
    try:
        yield
    finally:
        for module, usual in changed:
            module.today = usual
