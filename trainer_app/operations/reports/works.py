"""What works: before and after by objective, over time and by session, and every question.

Everything about answers here is over whole cells of five people or more: ``store.reports.figures``
says what that is, and why no two of these figures tell of one person.

Before and after are of all who answered then, so not quite of the same people; pairs of tests of
the same people are compared by training session. A session is told with five people or more who
wrote both tests, and with the means over whole tests only. It is one group that nothing narrows,
and each test result in it is one a supervisor may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from trainer_app.content import inline
from trainer_app.errors import PackRejected
from trainer_app.operations.programme import retention_here
from trainer_app.operations.reports.choices import ChoiceTable, choice_table
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.session_record import Kept, list_sessions
from trainer_app.operations.session_results import session_change
from trainer_app.training.confidence import LINES

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Item, Module
    from trainer_app.operations.reports.terms import ModuleTerm, Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import Discrimination, ItemSum, TestKind
    from trainer_app.training.confidence import Line

Remark = Literal["hard", "missed", "backwards", "known", "flat"]
"""What is to be noticed about a question; see ``remark_of``."""
SESSIONS = 12
"""So many sessions are looked at, the latest."""
KNOWN_BEFORE = 0.9
HARD = 0.3
MISSED, CRITICAL_MISSED = 0.6, 0.8
FLAT = 0.2
"""Below this an upper-lower index is poor (Ebel and Frisbie 1991, *Essentials of Educational
Measurement*)."""
_CAN_TELL = (0.2, 0.9)
"""Outside of these shares right the index is small whatever the question is like."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many people answered, and the share of their answers that was right, 0..1."""

    people: int
    share: float


@dataclass(frozen=True, slots=True)
class ObjectiveFigures:
    """One objective; None is withheld, or nobody answered. ``later`` are refreshers 75 days or more
    after the pass: they ask first what somebody missed, and so lean low."""

    objective_id: str
    text: str
    before: Group | None
    after: Group | None
    later: Group | None


@dataclass(frozen=True, slots=True)
class ConfidenceFigures:
    """One line about confidence: the share that was fairly or very sure; None is withheld."""

    line: Line
    before: Group | None
    after: Group | None


@dataclass(frozen=True, slots=True)
class HalfFigures:
    """The whole module in the half-year that begins on ``first``: shares right."""

    first: date
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """A session with five ``people`` or more who wrote both tests, and the means of those. ``site``
    is a name."""

    title: str
    held_on: date
    site: str
    people: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ItemFigure:
    """One question. ``before`` and ``after`` are of the scope. What follows is of all sites and all
    time: how well it tells people apart by two measures of ``training.item_analysis``, and which
    choices people took in which kind of test.
    """

    item_id: str
    prompt: str
    reason: str
    objective: str
    critical: bool
    before: Group | None
    after: Group | None
    upper_lower: float | None
    point_biserial: float | None
    choices: tuple[ChoiceTable, ...]
    remark: Remark | None


@dataclass(frozen=True, slots=True)
class WholeFigures:
    """What no scope changes: by question, how well it tells people apart, and its choices."""

    apart: Mapping[str, Discrimination]
    choices: Mapping[str, tuple[ChoiceTable, ...]]


@dataclass(frozen=True, slots=True)
class WhatWorks:
    """A module in a scope. ``language`` is that of its words. ``withheld`` answers are of groups
    too small to show; ``sessions_withheld`` of the latest sessions had too few who wrote both.
    ``known_halves`` are all that can be asked for. Questions that the module does not ask any more
    are left out of objectives and items. ``kept_months``: older answers are in no figure, as they
    are gone; 0 where none went.
    """

    module_id: str
    title: str
    language: str
    objectives: tuple[ObjectiveFigures, ...]
    confidence: tuple[ConfidenceFigures, ...]
    halves: tuple[HalfFigures, ...]
    sessions: tuple[SessionFigures, ...]
    sessions_withheld: int
    items: tuple[ItemFigure, ...]
    withheld: int
    known_halves: tuple[date, ...]
    whole: WholeFigures
    kept_months: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is not one figure."""
        figures = [(one.before, one.after, one.later) for one in self.objectives]
        return not any(map(any, figures)) and not self.sessions


def kept_months(store: Store) -> int:
    """For how long answers are kept; 0 where none went yet."""
    return retention_here(store).answers_months if store.retention.sealed_count() else 0


def half_number(first: date) -> int:
    """How the store counts the half-year that begins on this day. Raises ``ValueError``."""
    if first.day != 1 or first.month not in (1, 7):
        raise ValueError(f"no half-year begins on {first}")
    return first.year * 2 + first.month // 7


def half_of(day: date) -> date:
    """The first day of the half-year of a day."""
    return date(day.year, 7 if day.month > 6 else 1, 1)


def what_works(
    store: Store,
    *,
    told: Terms,
    catalog: Catalog,
    module_id: str,
    language: str,
    sites: Sequence[str] = (),
    halves: Sequence[date] = (),
    whole: WholeFigures | None = None,
) -> WhatWorks:
    """The figures of a module at some sites (ids) in some half-years (first days), or in all.

    ``whole`` are those of another scope of the same module and language, as of the same moment;
    they take longest. Raises ``KeyError`` and ``PackRejected`` for a module that is not here.
    """
    module = catalog.pack(module_id).module(language)
    numbers = [half_number(one) for one in halves]
    sums = store.reports.item_figures(module_id, sites, numbers)
    sureness = store.reports.confidence_figures(module_id, sites, numbers)
    known = whole or whole_figures(store, module=module)
    kept = [
        one
        for one in list_sessions(store)
        if one.session.module_id == module_id
        and one.session.state != "planned"
        and (not sites or one.session.site in sites)
        and (not halves or half_of(date.fromisoformat(one.session.day)) in halves)
        and not store.retention.sealed_in(one.meeting)
    ]
    sessions = _sessions(store, told, catalog, kept)
    return WhatWorks(
        module_id=module_id,
        title=module.title,
        language=module.language,
        objectives=_objectives(store, module, sites, numbers),
        confidence=tuple(_confidence(line, sureness) for line in LINES),
        halves=_halves(sums),
        sessions=tuple(sessions),
        sessions_withheld=len(kept[:SESSIONS]) - len(sessions),
        items=tuple(_item(one, module, sums, known) for one in module.bank),
        withheld=sum(one.withheld for one in (*sums, *sureness)),
        known_halves=tuple(map(_first_day, store.reports.answered_halves(module_id))),
        whole=known,
        kept_months=kept_months(store),
    )


def whole_figures(store: Store, *, module: Module) -> WholeFigures:
    """What no scope changes; see ``WholeFigures``."""
    counts: dict[str, dict[TestKind, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for one in store.reports.response_counts(module.id):
        counts[one.item_id][one.test][one.response] = one.people
    values = inline.slot_values(module, {})
    choices = {
        item.id: tuple(
            table
            for test in ("before", "after")
            if (
                table := choice_table(
                    item, test, counts[item.id][test], language=module.language, values=values
                )
            )
        )
        for item in module.bank
    }
    apart = {one.item_id: one for one in store.reports.discrimination(module.id)}
    return WholeFigures(apart, choices)


def first_answered(store: Store, modules: Iterable[ModuleTerm]) -> str:
    """The first of these modules that anybody answered, or else the first; empty for none."""
    ids = [one.module_id for one in modules]
    return next((one for one in ids if store.reports.answered_halves(one)), ids[0] if ids else "")


def remark_of(
    item: Item, before: Group | None, after: Group | None, apart: float | None
) -> Remark | None:
    """What is to be noticed first about a question; None for nothing.

    ``hard``: 30 % or fewer have it right after. ``missed``: fewer than 60 %, and of a critical
    question fewer than 80 %. ``backwards``: those who know the rest have it right less often.
    ``known``: 90 % or more have it right before. ``flat``: those who know the rest have it right
    hardly more often, an upper-lower index below 0.2, though 20 to 90 % have it right.
    """
    if after is not None and after.share <= HARD:
        return "hard"
    if after is not None and after.share < (CRITICAL_MISSED if item.critical else MISSED):
        return "missed"
    if apart is not None and apart < 0:
        return "backwards"
    if before is not None and before.share >= KNOWN_BEFORE:
        return "known"
    least, most = _CAN_TELL
    if apart is not None and apart < FLAT and after is not None and least <= after.share <= most:
        return "flat"
    return None


# ---------------------------------------------------------------- inside


def _first_day(number: int) -> date:
    return date(number // 2, 7 if number % 2 else 1, 1)


def _share(right: int, answers: int) -> float:
    return round(right / answers, 4)


def _group(sums: Iterable[ItemSum]) -> Group | None:
    """Sums of one question and kind of test; one person has one answer in all of them."""
    found = list(sums)
    people = sum(one.people for one in found)
    return Group(people, _share(sum(one.right for one in found), people)) if people else None


def _confidence(line: Line, sums: Iterable[ItemSum]) -> ConfidenceFigures:
    mine = [one for one in sums if one.item_id == line]
    before, after = (
        _group(one for one in mine if one.test == test) for test in ("before", "after")
    )
    return ConfidenceFigures(line, before, after)


def _objectives(
    store: Store, module: Module, sites: Sequence[str], halves: Sequence[int]
) -> tuple[ObjectiveFigures, ...]:
    belongs = {item.id: item.objective for item in module.bank}
    found = {
        (one.objective, one.test): Group(one.people, _share(one.right, one.answers))
        for one in store.reports.objective_sums(module.id, belongs, sites, halves)
    }
    values = inline.slot_values(module, {})
    return tuple(
        ObjectiveFigures(
            one.id,
            inline.plain(one.text, values),
            found.get((one.id, "before")),
            found.get((one.id, "after")),
            found.get((one.id, "later")),
        )
        for one in module.objectives
    )


def _halves(sums: Sequence[ItemSum]) -> tuple[HalfFigures, ...]:
    """Every half-year from the first to the last of the scope, those without figures too."""
    if not sums:
        return ()
    first, last = min(one.half for one in sums), max(one.half for one in sums)

    def share(half: int, test: TestKind) -> float | None:
        group = _group(one for one in sums if one.half == half and one.test == test)
        return group.share if group else None

    return tuple(
        HalfFigures(_first_day(half), share(half, "before"), share(half, "after"))
        for half in range(first, last + 1)
    )


def _sessions(
    store: Store, told: Terms, catalog: Catalog, kept: Sequence[Kept]
) -> list[SessionFigures]:
    """The latest of these sessions, newest first, of which there is something to tell."""
    covered = coverage(store, told=told)
    found = []
    for one in sorted(kept, key=lambda one: one.session.day, reverse=True)[:SESSIONS]:
        session = one.session
        with suppress(PackRejected, KeyError):
            module = catalog.pack(session.module_id).module(session.language)
            change = session_change(store, told=session, meeting=one.meeting, module=module)
            if change.before is not None and change.after is not None:
                held_on, site = date.fromisoformat(session.day), covered.site(session.site)
                found.append(
                    SessionFigures(
                        session.title, held_on, site.name, change.people, change.before,
                        change.after,
                    )
                )  # fmt: skip
    return found


def _item(item: Item, module: Module, sums: Sequence[ItemSum], whole: WholeFigures) -> ItemFigure:
    values = inline.slot_values(module, {})
    objectives = {one.id: inline.plain(one.text, values) for one in module.objectives}
    mine = [one for one in sums if one.item_id == item.id]
    before = _group(one for one in mine if one.test == "before")
    after = _group(one for one in mine if one.test == "after")
    apart = whole.apart.get(item.id)
    upper_lower = None if apart is None or apart.upper_lower is None else apart.upper_lower
    correlation = None if apart is None else apart.point_biserial
    return ItemFigure(
        item_id=item.id,
        prompt=inline.plain(item.prompt, values),
        reason=inline.plain(item.reason, values),
        objective=objectives[item.objective],
        critical=item.critical,
        before=before,
        after=after,
        upper_lower=None if upper_lower is None else round(upper_lower, 2),
        point_biserial=None if correlation is None else round(correlation, 2),
        choices=whole.choices.get(item.id, ()),
        remark=remark_of(item, before, after, upper_lower),
    )
