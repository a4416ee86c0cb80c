"""Who is to be reminded, and which certificates end soon; by site and week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from trainer_app.i18n import _
from trainer_app.operations.reports.completion import MatrixRow, about_lines, matrix_rows
from trainer_app.operations.reports.coverage import Coverage, coverage
from trainer_app.operations.reports.hand_out import REPORTS
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.table import Column, Report, Table
from trainer_app.operations.reports.terms import question
from trainer_app.operations.role_words import ROLES

if TYPE_CHECKING:
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import PersonRow
    from trainer_app.training.standing import State

WEEKS = 4
"""So far ahead refreshers are listed before they are due."""
EXPIRY_DAYS = 60
"""So long before its end a certificate is listed."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class DueLine:
    """A refresher of somebody: of which module, on which day. ``late`` says since when it is."""

    row: MatrixRow
    module_id: str
    title: str
    on: date
    state: State

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return self.on - timedelta(days=self.on.weekday())


@dataclass(frozen=True, slots=True)
class ExpiryLine:
    """A certificate that ends soon or ended just now."""

    row: PersonRow
    title: str
    until: date


@dataclass(frozen=True, slots=True)
class Due:
    """``lines`` by day, then by name; ``expiring`` by day."""

    lines: tuple[DueLine, ...]
    expiring: tuple[ExpiryLine, ...]
    coverage: Coverage

    def weeks(self, today: date) -> dict[date | None, list[DueLine]]:
        """The lines by the Monday of their week; None before them all for what is late."""
        this = today - timedelta(days=today.weekday())
        found: dict[date | None, list[DueLine]] = {}
        for line in self.lines:
            found.setdefault(line.week if line.week >= this else None, []).append(line)
        return found


def refreshers(store: Store, *, told: Terms, scope: Scope = EVERYBODY, weeks: int = WEEKS) -> Due:
    """The refreshers of modules that are asked which are due now or within so many weeks."""
    until = told.today + timedelta(weeks=weeks)
    later = replace(question(told, scope), today=until, states=("due", "overdue"))
    lines = [
        DueLine(row, module.module_id, module.title, cell.due_on, cell.state)
        for row in _rows(store, told, store.reports.person_ids(later))
        for module in told.modules
        if (cell := row.cells[module.module_id]).asked
        and cell.state is not None
        and cell.due_on is not None
        and cell.due_on <= until
    ]
    lines.sort(key=lambda one: (one.on, one.row.name.casefold(), one.module_id))
    return Due(tuple(lines), _expiring(store, told, scope), coverage(store, told=told))


def overdue_report(store: Store, *, told: Terms, scope: Scope = EVERYBODY) -> Report:
    """Refreshers due and certificates that end soon: the reminder sheet, with names."""
    found = refreshers(store, told=told, scope=scope)
    return Report(
        "overdue",
        _(REPORTS["overdue"]),
        about_lines(told, found.coverage),
        (_due_table(found), _expiry_table(found)),
        with_names=True,
    )


def _rows(store: Store, told: Terms, ids: Sequence[int]) -> list[MatrixRow]:
    found: list[MatrixRow] = []
    for start in range(0, len(ids), _PAGE):
        found += matrix_rows(store, told=told, ids=ids[start : start + _PAGE])
    return found


def _expiring(store: Store, told: Terms, scope: Scope) -> tuple[ExpiryLine, ...]:
    span = timedelta(days=EXPIRY_DAYS)
    found = store.reports.expiring(question(told, scope), told.today - span, told.today + span)
    ids = sorted({one.person for one in found})
    rows: dict[int, PersonRow] = {}
    for start in range(0, len(ids), _PAGE):
        rows |= store.reports.people(ids[start : start + _PAGE])
    return tuple(
        ExpiryLine(rows[one.person], told.title_of(one.path), one.until)
        for one in found
        if one.person in rows
    )


def _who(row: MatrixRow | PersonRow, names: dict[str, str]) -> tuple[str, str, str, str]:
    role = ROLES[row.role]  # type: ignore[index]
    return row.name, names.get(row.site, row.site), row.team, _(role)


def _who_columns() -> tuple[Column, ...]:
    return (
        Column("name", _("Name"), named=True),
        Column("site", _("Site")),
        Column("team", _("Team"), named=True),
        Column("role", _("Work")),
    )


def _due_table(found: Due) -> Table:
    names = {one.site_id: one.name for one in found.coverage.sites}
    columns = (
        *_who_columns(),
        Column("module", _("Module")),
        Column("refresher_on", _("Refresher due on"), "day"),
        Column("state", _("Where they stand"), "state"),
    )
    rows = [(*_who(one.row, names), one.title, one.on, one.state) for one in found.lines]
    return Table("refreshers", _("Refreshers"), columns, rows)


def _expiry_table(found: Due) -> Table:
    names = {one.site_id: one.name for one in found.coverage.sites}
    columns = (
        *_who_columns(),
        Column("certificate", _("Certificate")),
        Column("valid_until", _("Valid until"), "day"),
    )
    rows = [(*_who(one.row, names), one.title, one.until) for one in found.expiring]
    return Table("certificates", _("Certificates that end soon"), columns, rows)
