"""How ready each site is, as rows: every item of the self-check, the chain, the drill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import N_, _
from trainer_app.operations.readiness import Readiness, readiness_of_sites
from trainer_app.operations.reports.completion import about_lines
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.hand_out import REPORTS
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.table import Column, Report, Table
from trainer_app.training.checks import CheckState

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store

CHECK_WORDS: dict[CheckState, str] = {
    "in-place": N_("In place"),
    "partly": N_("Partly"),
    "not-yet": N_("Not yet"),
    "not-known": N_("Not known"),
}
"""What was said of an item of a self-check."""


def readiness_report(
    store: Store, *, told: Terms, catalog: Catalog, scope: Scope = EVERYBODY
) -> Report:
    """The self-check of every site of a scope, or of all that are open. Names nobody."""
    sites = readiness_of_sites(
        store,
        catalog=catalog,
        language=i18n.language(),
        on=told.today,
        site_ids=scope.sites or None,
    )
    covered = coverage(store, told=told)
    return Report(
        "readiness",
        _(REPORTS["readiness"]),
        about_lines(told, covered, with_names=False),
        (_sites_table(sites), _items_table(sites)),
    )


def _sites_table(sites: list[Readiness]) -> Table:
    columns = (
        Column("site", _("Site")),
        Column("in_place", _("In place"), "count"),
        Column("items", _("Items"), "count"),
        Column("not_known", _("Not known"), "count"),
        Column("reviews_overdue", _("Reviews overdue"), "count"),
        Column("chain_filled", _("Numbers written"), "count"),
        Column("chain_tried", _("Numbers tried"), "count"),
        Column("rehearsed_on", _("Reporting chain tried out"), "day"),
        Column("drill_on", _("Drill"), "day"),
        Column("works_here", _("People who work here"), "count"),
    )
    rows = [
        (
            one.site_name,
            one.score,
            len(one.items),
            one.unknown,
            one.overdue,
            one.chain.filled if one.chain else None,
            one.chain.verified if one.chain else None,
            one.rehearsed_on,
            one.drill_on,
            one.headcount.everybody,
        )
        for one in sites
    ]
    return Table("sites", _("Sites"), columns, rows)


def _items_table(sites: list[Readiness]) -> Table:
    columns = (
        Column("site", _("Site")),
        Column("item", _("Item")),
        Column("state", _("Where it stands")),
        Column("evidence_on", _("Evidence seen on"), "day"),
        Column("review_on", _("Next review"), "day"),
        Column("said_on", _("Written down on"), "day"),
    )
    rows = [
        (
            one.site_name,
            item.item.title,
            _(CHECK_WORDS[item.answer.state if item.answer else "not-known"]),
            item.answer.evidence_on if item.answer else None,
            item.answer.review_on if item.answer else None,
            item.said_on,
        )
        for one in sites
        for item in (*one.items, *one.beside)
    ]
    return Table("items", _("Self-check"), columns, rows)
