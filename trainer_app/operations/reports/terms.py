"""On which terms reports count: the modules there are, what is asked of whom, what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, get_args

from trainer_app.content.module import Role
from trainer_app.errors import PackRejected
from trainer_app.operations.programme import rules_here
from trainer_app.training.people import name_key
from trainer_app.training.statement import role_path

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import RolePath, Stop
    from trainer_app.operations.reports.scope import Period, Scope
    from trainer_app.store import Store
    from trainer_app.store.reports import Question

USUAL_DAYS = (7, 30, 90, 365)
"""The refresher days of a module that is asked for and not installed here."""
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class ModuleTerm:
    """A module as reports know it. Who is asked for it and has it not installed sees its id."""

    module_id: str
    title: str
    days: tuple[int, ...]
    installed: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """``asked`` are the stops of each role's path, ``paths`` the titles of paths by activity path.
    ``zone`` is how far local time is ahead of UTC today; every day in a report is counted by it."""

    modules: tuple[ModuleTerm, ...]
    asked: Mapping[Role, tuple[Stop, ...]]
    paths: Mapping[str, str]
    today: date
    zone: timedelta

    def module(self, module_id: str) -> ModuleTerm:
        """Raises ``KeyError``."""
        return {one.module_id: one for one in self.modules}[module_id]

    def title_of(self, path: str) -> str:
        """The title of what is at an activity path, or what stands in its place there."""
        titles = {f"m/{one.module_id}": one.title for one in self.modules}
        return titles.get(path) or self.paths.get(path) or path.partition("/")[2]

    def day(self, at_ms: int) -> date:
        """The local day of a moment in UTC milliseconds since 1970."""
        return date.fromordinal(_EPOCH + (at_ms + self.zone_ms) // _DAY_MS)

    @property
    def zone_ms(self) -> int:
        return self.zone // timedelta(milliseconds=1)


def terms(store: Store, *, catalog: Catalog, language: str, on: date) -> Terms:
    """The terms of this computer on that day, with titles in a language."""
    offset = datetime(on.year, on.month, on.day, 12).astimezone().utcoffset()
    paths = _paths(store, catalog, language)
    asked = {role: tuple(path.stops) for role, path in paths.items()}
    modules = [
        ModuleTerm(
            manifest.id,
            manifest.titles.get(language) or manifest.titles[manifest.languages[0]],
            tuple(manifest.refresher_days),
            installed=True,
        )
        for manifest in catalog.manifests()
    ]
    known = {one.module_id for one in modules}
    missing = dict.fromkeys(
        stop.module for stops in asked.values() for stop in stops if stop.module not in known
    )
    modules += [ModuleTerm(one, one, USUAL_DAYS, installed=False) for one in missing]
    titles = {role_path(path.id): path.title for path in paths.values()}
    return Terms(tuple(modules), asked, titles, on, offset or timedelta())


def question(told: Terms, scope: Scope) -> Question:
    """What the store is asked about a scope."""
    from trainer_app.store.reports import Asked, Question

    return Question(
        asked=tuple(
            Asked(role, stop.module, stop.short)
            for role, stops in told.asked.items()
            for stop in stops
        ),
        days={one.module_id: one.days for one in told.modules},
        today=told.today,
        zone_ms=told.zone_ms,
        sites=scope.sites,
        teams=tuple(map(name_key, scope.teams)),
        roles=scope.roles,
        modules=scope.modules,
        states=scope.states,
        trained=scope.trained,
        overdue=scope.overdue,
        passed_ms=_span(told, scope.period),
        words=name_key(scope.words),
        with_left=scope.with_left,
    )


def teams_of(store: Store, sites: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The teams of people at these sites, or at all, by name."""
    return tuple(store.reports.teams(sites))


def _paths(store: Store, catalog: Catalog, language: str) -> dict[Role, RolePath]:
    try:
        shelf = catalog.shelf(language)
    except PackRejected:  # without its shelf nothing is asked, and the modules are still counted
        return {}
    rules = rules_here(store)
    paths = {role: rules.path(shelf, role) for role in get_args(Role)}
    return {role: path for role, path in paths.items() if path}


def _span(told: Terms, period: Period) -> tuple[int | None, int | None]:
    """From when until before when a period lasts, in UTC milliseconds."""
    first = None if period.first is None else _start_ms(told, period.first)
    last = None
    if period.last is not None:
        following = (period.last.replace(day=28) + timedelta(days=4)).replace(day=1)
        last = _start_ms(told, following)
    return first, last


def _start_ms(told: Terms, day: date) -> int:
    return (day.toordinal() - _EPOCH) * _DAY_MS - told.zone_ms
