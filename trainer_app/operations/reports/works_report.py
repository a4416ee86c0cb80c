"""What works, as tables: before and after, and every question with its choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import N_, _, isolate, ngettext
from trainer_app.operations.confidence import LINE_WORDS
from trainer_app.operations.reports.completion import about_lines
from trainer_app.operations.reports.coverage import Coverage, coverage
from trainer_app.operations.reports.table import Cell, Column, Report, Table
from trainer_app.operations.reports.works import WhatWorks, what_works
from trainer_app.training.meeting import FEWEST

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.reports.choices import ChoiceTable
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.operations.reports.works import Group, Remark
    from trainer_app.store import Store
    from trainer_app.store.reports import TestKind

REMARKS: dict[Remark, tuple[str, str]] = {
    "hard": (N_("Hardly anybody has it right yet."), N_("Talk about this in the next session.")),
    "missed": (N_("Many do not have it right yet."), N_("Talk about this in the next session.")),
    "backwards": (
        N_("Those who know more have it right less."),
        N_("Ask the authors to look at its words."),
    ),
    "known": (N_("Nearly everybody knows it before."), N_("You can be brief here.")),
    "flat": (N_("It does not tell people apart."), N_("Ask the authors to look at it.")),
}
"""What is to be noticed about a question, and what to do about it."""
TESTS: dict[TestKind, str] = {
    "before": N_("Test before"),
    "after": N_("Test after"),
    "later": N_("Three months later"),
}
LATER_LEANS = N_("Three months later people are asked first what they missed.")
SURE_IS = N_("The share that said they are fairly sure or very sure.")
WHOLE_ONLY = N_(
    "How well a question tells people apart, and which answers people choose, is counted over all "
    "sites and all time."
)


def fewest_line() -> str:
    """Why some figures are not shown."""
    words = _("We show nothing about fewer than {count} people.")
    return words.format(count=isolate(i18n.number(FEWEST)))


def withheld_line(found: WhatWorks) -> str:
    """The same, with how much it leaves out."""
    kept = kept_line(found.kept_months)
    if not found.withheld:
        return " ".join(filter(None, (fewest_line(), kept)))
    words = ngettext(
        "{count} answer is of a group too small to show.",
        "{count} answers are of groups too small to show.",
        found.withheld,
    )
    said = words.format(count=isolate(i18n.number(found.withheld)))
    return " ".join(filter(None, (fewest_line(), said, kept)))


def kept_line(months: int) -> str:
    """That older answers are gone; empty where none went."""
    if not months:
        return ""
    words = ngettext(
        "Single answers are kept for {count} month. Older ones are in no figure here.",
        "Single answers are kept for {count} months. Older ones are in no figure here.",
        months,
    )
    return words.format(count=isolate(i18n.number(months)))


def half_words(first: date) -> str:
    """A half-year, from its first day."""
    words = _("January to June {year}") if first.month == 1 else _("July to December {year}")
    return words.format(year=isolate(i18n.day(first, "y")))


def change_report(
    store: Store,
    *,
    told: Terms,
    catalog: Catalog,
    module_id: str,
    language: str,
    sites: Sequence[str] = (),
    halves: Sequence[date] = (),
) -> Report:
    """Before, after and three months later: by objective, half-year and session. Raises as
    ``what_works`` does."""
    found = what_works(
        store, told=told, catalog=catalog, module_id=module_id, language=language,
        sites=sites, halves=halves,
    )  # fmt: skip
    return Report(
        "change",
        _("Before and after"),
        _about(store, told, found, sites, halves),
        (
            _objectives_table(found),
            _confidence_table(found),
            _halves_table(found),
            _sessions_table(found),
        ),
    )


def items_report(
    store: Store,
    *,
    told: Terms,
    catalog: Catalog,
    module_id: str,
    language: str,
    sites: Sequence[str] = (),
    halves: Sequence[date] = (),
) -> Report:
    """Every question of a module, and which answers people chose. Raises as ``what_works`` does."""
    found = what_works(
        store, told=told, catalog=catalog, module_id=module_id, language=language,
        sites=sites, halves=halves,
    )  # fmt: skip
    return Report(
        "items",
        _("Questions"),
        _about(store, told, found, sites, halves),
        (_items_table(found), _choices_table(found)),
    )


# ---------------------------------------------------------------- the head


def _about(
    store: Store,
    told: Terms,
    found: WhatWorks,
    sites: Sequence[str],
    halves: Sequence[date],
) -> tuple[str, ...]:
    covered = coverage(store, told=told)
    module = _("Module: {title}").format(title=isolate(found.title))
    head = about_lines(told, covered, with_names=False)
    return module, _sites_line(covered, sites), _halves_line(halves), *head


def _sites_line(covered: Coverage, sites: Sequence[str]) -> str:
    names = [covered.site(one).name or _("No site") for one in sites]
    return _("Sites: {names}").format(names=isolate(i18n.listing(names) or _("All sites")))


def _halves_line(halves: Sequence[date]) -> str:
    names = [half_words(one) for one in sorted(halves)]
    return _("When: {times}").format(times=isolate(i18n.listing(names) or _("All time")))


# ---------------------------------------------------------------- before and after


def _people(group: Group | None) -> int | None:
    return None if group is None else group.people


def _share(group: Group | None) -> float | None:
    return None if group is None else group.share


def _objectives_table(found: WhatWorks) -> Table:
    columns = (
        Column("objective_id", _("Id of the goal")),
        Column("objective", _("Goal")),
        Column("people_before", _("People before"), "count"),
        Column("before", _("Right before"), "share"),
        Column("people_after", _("People after"), "count"),
        Column("after", _("Right after"), "share"),
        Column("people_later", _("People three months later"), "count"),
        Column("later", _("Right three months later"), "share"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.objective_id,
            one.text,
            *(
                figure(group)
                for group in (one.before, one.after, one.later)
                for figure in (_people, _share)
            ),
        )
        for one in found.objectives
    ]
    notes = (withheld_line(found), _(LATER_LEANS))
    return Table("objectives", _("By goal"), columns, rows, notes)


def _confidence_table(found: WhatWorks) -> Table:
    columns = (
        Column("line", _("Id of the line")),
        Column("words", _("How sure people are")),
        Column("people_before", _("People before"), "count"),
        Column("before", _("Sure before"), "share"),
        Column("people_after", _("People after"), "count"),
        Column("after", _("Sure after"), "share"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.line,
            _(LINE_WORDS[one.line]),
            *(figure(group) for group in (one.before, one.after) for figure in (_people, _share)),
        )
        for one in found.confidence
    ]
    notes = (withheld_line(found), _(SURE_IS))
    return Table("confidence", _("How sure people are"), columns, rows, notes)


def _halves_table(found: WhatWorks) -> Table:
    columns = (
        Column("from", _("From"), "day"),
        Column("before", _("Right before"), "share"),
        Column("after", _("Right after"), "share"),
    )
    rows = [(one.first, one.before, one.after) for one in found.halves]
    return Table("halves", _("By half-year"), columns, rows, (fewest_line(),))


def _sessions_table(found: WhatWorks) -> Table:
    columns = (
        Column("held_on", _("Held on"), "day"),
        Column("session", _("Session")),
        Column("site", _("Site")),
        Column("people", _("Wrote both tests"), "count"),
        Column("before", _("Test before"), "score"),
        Column("after", _("Test after"), "score"),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.held_on, one.title, one.site, one.people, one.before, one.after)
        for one in found.sessions
    ]
    return Table("sessions", _("Latest sessions"), columns, rows, (sessions_line(found),))


def sessions_line(found: WhatWorks) -> str:
    """Which sessions are told, and how many of the latest are not."""
    words = _("Sessions with {count} people or more who wrote both tests.")
    said = words.format(count=isolate(i18n.number(FEWEST)))
    if not found.sessions_withheld:
        return said
    more = ngettext(
        "{count} session had fewer.", "{count} sessions had fewer.", found.sessions_withheld
    )
    return f"{said} {more.format(count=isolate(i18n.number(found.sessions_withheld)))}"


# ---------------------------------------------------------------- questions


def _items_table(found: WhatWorks) -> Table:
    columns = (
        Column("item_id", _("Id of the question")),
        Column("question", _("Question")),
        Column("objective", _("Goal")),
        Column("critical", _("Must be right to pass"), "yes"),
        Column("people_before", _("People before"), "count"),
        Column("before", _("Right before"), "share"),
        Column("people_after", _("People after"), "count"),
        Column("after", _("Right after"), "share"),
        Column("upper_lower", _("Best 27 % less weakest 27 %"), "share"),
        Column("item_rest", _("Goes along with the rest"), "share"),
        Column("remark", _("What we see")),
        Column("to_do", _("What to do")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.item_id,
            one.prompt,
            one.objective,
            one.critical,
            _people(one.before),
            _share(one.before),
            _people(one.after),
            _share(one.after),
            one.upper_lower,
            one.point_biserial,
            *(map(_, REMARKS[one.remark]) if one.remark else (None, None)),
        )
        for one in found.items
    ]
    notes = (withheld_line(found), _(WHOLE_ONLY))
    return Table("questions", _("Questions"), columns, rows, notes)


def _choices_table(found: WhatWorks) -> Table:
    columns = (
        Column("item_id", _("Id of the question")),
        Column("question", _("Question")),
        Column("test", _("Test")),
        Column("choice", _("Answer")),
        Column("right", _("Is right"), "yes"),
        Column("people", _("People"), "count"),
        Column("share", _("Share"), "share"),
    )
    rows = [
        (one.item_id, one.prompt, _(TESTS[table.test]), *row)
        for one in found.items
        for table in one.choices
        for row in _choice_rows(table)
    ]
    notes = (fewest_line(), _(WHOLE_ONLY))
    return Table("answers", _("Which answers people choose"), columns, rows, notes)


def _choice_rows(table: ChoiceTable) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (one.text, one.right, one.people, one.share) for one in table.choices
    ]
    if table.others is not None:
        share = round(table.others / table.people, 4)
        rows.append((_("All that have no number here"), None, table.others, share))
    return rows
