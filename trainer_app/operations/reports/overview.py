"""At a glance: how many people, how many of them trained, overdue, and what the tests say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app.operations.reports.coverage import Coverage, SiteNews, coverage
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.terms import question
from trainer_app.operations.site_facts import Headcount, headcounts
from trainer_app.training.meeting import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import ScoreSum


@dataclass(frozen=True, slots=True)
class Change:
    """Mean shares right before and after, 0..1, of ``people`` who wrote both; None for fewer than
    five people."""

    people: int
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SiteLine:
    """The people of a site, each in one of the four: trained, overdue, under way, nothing begun.

    ``working`` are all who work there, registered or not; None where nobody counted them.
    """

    site: SiteNews
    people: int
    trained: int
    overdue: int
    under_way: int
    untouched: int
    working: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The sites where somebody counted who works there: how many sites, how many people there, how
    many of them at most are registered; and how many open sites nobody counted."""

    sites: int
    working: int
    registered: int
    uncounted: int


@dataclass(frozen=True, slots=True)
class Overview:
    """``sites`` has every site that is open, also those nothing is known of. ``nameless`` are
    pseudonyms with results that count in no figure: their names were erased, or did not come."""

    people: int
    trained: int
    overdue: int
    change: Change
    sites: tuple[SiteLine, ...]
    coverage: Coverage
    nameless: int = 0

    @property
    def counted(self) -> Counted:
        """What is known of how many people there are to train."""
        told = [line for line in self.sites if line.working is not None]
        return Counted(
            sites=len(told),
            working=sum(line.working or 0 for line in told),
            registered=sum(min(line.people, line.working or 0) for line in told),
            uncounted=len(self.sites) - len(told),
        )


def overview(store: Store, *, told: Terms, scope: Scope = EVERYBODY) -> Overview:
    """The numbers of a scope, as of the last time the reports were brought up to date."""
    asked = question(told, scope)
    counts = {one.site: one for one in store.reports.site_counts(asked)}
    covered, working = coverage(store, told=told), headcounts(store)
    lines = []
    for site in covered.sites:
        one = counts.get(site.site_id)
        wanted = not scope.sites or site.site_id in scope.sites
        if one is None and (site.closed or not wanted or not site.site_id):
            continue
        people, trained, overdue, begun = (
            (one.people, one.trained, one.overdue, one.begun) if one else (0, 0, 0, 0)
        )
        lines.append(
            SiteLine(
                site=site,
                people=people,
                trained=trained,
                overdue=overdue,
                under_way=begun - trained - overdue,
                untouched=people - begun,
                working=working.get(site.site_id, Headcount()).everybody,
            )
        )
    return Overview(
        people=sum(one.people for one in lines),
        trained=sum(one.trained for one in lines),
        overdue=sum(one.overdue for one in lines),
        change=change_of(store.reports.score_sums(asked)),
        sites=tuple(lines),
        coverage=covered,
        nameless=store.reports.nameless(),
    )


def change_of(sums: Iterable[ScoreSum]) -> Change:
    """Several sums as one. People of several modules count as the most that any module has: so
    fewer than five people are never shown for being counted twice."""
    people: dict[str, int] = defaultdict(int)
    pairs, before, after = 0, 0.0, 0.0
    for one in sums:
        people[one.module_id] += one.people
        pairs, before, after = pairs + one.pairs, before + one.before, after + one.after
    most = max(people.values(), default=0)
    if most < FEWEST:
        return Change(most, None, None)
    return Change(most, round(before / pairs, 4), round(after / pairs, 4))
