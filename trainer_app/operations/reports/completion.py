"""The matrix of people and modules: ids are held, rows are asked for as they come into view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from trainer_app import i18n
from trainer_app.content.module import Role
from trainer_app.i18n import _, isolate
from trainer_app.operations.reports.coverage import Coverage, coverage
from trainer_app.operations.reports.hand_out import REPORTS, names_line
from trainer_app.operations.reports.scope import EVERYBODY, Scope
from trainer_app.operations.reports.table import Cell as TableCell
from trainer_app.operations.reports.table import Column, Report, Table
from trainer_app.operations.reports.terms import question
from trainer_app.operations.role_words import ROLES
from trainer_app.training.clocks import Quality
from trainer_app.training.standing import State, is_overdue, is_trained, standing

if TYPE_CHECKING:
    from trainer_app.content.shelf import Stop
    from trainer_app.operations.reports.terms import ModuleTerm, Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import PersonRow, StandingRow
    from trainer_app.training.clocks import Moment

SortKey = Literal["name", "team", "site", "role", "module"]
_DOUBTED: frozenset[Quality] = frozenset(("doubtful", "bounded"))
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Sorting:
    """By what rows are sorted; by a module: by where people stand with it."""

    by: SortKey = "name"
    module_id: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and one module. ``state`` is None where it is not asked and nothing was begun.

    ``about`` says that the day of the pass is uncertain. ``short``: passed in short form only.
    """

    state: State | None
    asked: bool = False
    passed_on: date | None = None
    about: bool = False
    due_on: date | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Somebody and their cells by module id. ``before`` and ``after`` are means over the modules of
    which both tests were written, 0..1; None for none."""

    person: int
    learner_id: str
    name: str
    team: str
    site: str
    role: Role
    walk_in: bool
    has_left: bool
    cells: dict[str, Cell]
    trained: bool
    overdue: bool
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who is in it, in order; ``modules`` are its columns."""

    ids: tuple[int, ...]
    modules: tuple[ModuleTerm, ...]


def matrix(
    store: Store, *, told: Terms, scope: Scope = EVERYBODY, sorting: Sorting | None = None
) -> Matrix:
    """Whom a scope is about, in order. Its columns are the modules of the scope, or all."""
    by = sorting or Sorting()
    ids = store.reports.person_ids(
        question(told, scope), by.by, by.module_id, descending=by.descending
    )
    shown = [one for one in told.modules if not scope.modules or one.module_id in scope.modules]
    return Matrix(tuple(ids), tuple(shown))


def matrix_rows(store: Store, *, told: Terms, ids: Sequence[int]) -> list[MatrixRow]:
    """The rows of these people, in this order; who was erased meanwhile is left out."""
    people = store.reports.people(ids)
    stood = store.reports.standings(ids)
    return [_row(people[one], stood[one], told) for one in ids if one in people]


def completion_report(
    store: Store, *, told: Terms, scope: Scope = EVERYBODY, sorting: Sorting | None = None
) -> Report:
    """Everybody of a scope with every module, as the matrix shows it, and each pass with its day.

    With names; ``hand_out.narrowed`` leaves them out.
    """
    shown = matrix(store, told=told, scope=scope, sorting=sorting)
    rows: list[MatrixRow] = []
    for start in range(0, len(shown.ids), _PAGE):
        rows += matrix_rows(store, told=told, ids=shown.ids[start : start + _PAGE])
    covered = coverage(store, told=told)
    return Report(
        "completion",
        _(REPORTS["completion"]),
        about_lines(told, covered),
        (_people_table(rows, shown, covered), _passes_table(rows, shown, covered)),
        with_names=True,
    )


def about_lines(told: Terms, covered: Coverage, *, with_names: bool = True) -> tuple[str, ...]:
    """The head of every report: the day, which sites are in, and whether it has names."""
    sites = _("{heard} of {known} sites are in.").format(
        heard=isolate(i18n.number(covered.heard)), known=isolate(i18n.number(covered.known))
    )
    made = _("Made on {day}.").format(day=isolate(i18n.day(told.today)))
    return made, sites, names_line(with_names=with_names)


def _row(who: PersonRow, stood: dict[str, StandingRow], told: Terms) -> MatrixRow:
    stops = {stop.module: stop for stop in told.asked.get(who.role, ())}  # type: ignore[call-overload]
    cells = {
        one.module_id: _cell(stood.get(one.module_id), stops.get(one.module_id), one, told)
        for one in told.modules
    }
    states = {module_id: cell.state for module_id, cell in cells.items() if cell.state}
    both = [one for one in stood.values() if one.before and one.after]
    return MatrixRow(
        person=who.person,
        learner_id=who.learner_id,
        name=who.name,
        team=who.team,
        site=who.site,
        role=who.role,  # type: ignore[arg-type]
        walk_in=who.walk_in,
        has_left=who.has_left,
        cells=cells,
        trained=is_trained(states, stops),
        overdue=is_overdue(states, stops),
        before=_mean([one.before.scaled for one in both if one.before]),
        after=_mean([one.after.scaled for one in both if one.after]),
    )


def _cell(row: StandingRow | None, stop: Stop | None, module: ModuleTerm, told: Terms) -> Cell:
    asked = stop is not None
    if row is None:
        return Cell("not-started" if asked else None, asked)
    passed = _counted(row, short=stop.short if stop else True)
    stands = standing(
        started=True,
        passed_on=told.day(passed.at_ms) if passed else None,
        refreshed_on=told.day(row.refreshed.at_ms) if row.refreshed else None,
        offsets=module.days,
        today=told.today,
    )
    return Cell(
        stands.state,
        asked,
        passed_on=told.day(passed.at_ms) if passed else None,
        about=passed is not None and passed.quality in _DOUBTED,
        due_on=stands.due_on,
        short=row.whole is None and row.short is not None,
    )


def _counted(row: StandingRow, *, short: bool) -> Moment | None:
    """The pass that counts: the last of the whole, or of either form where a short one will do."""
    passes = [row.whole, row.short] if short else [row.whole]
    known = [one for one in passes if one is not None]
    return max(known, key=lambda one: one.at_ms, default=None)


def _mean(shares: Sequence[float]) -> float | None:
    return round(sum(shares) / len(shares), 4) if shares else None


# ---------------------------------------------------------------- as tables


def _people_table(rows: Sequence[MatrixRow], shown: Matrix, covered: Coverage) -> Table:
    columns = (
        Column("name", _("Name"), named=True),
        Column("site", _("Site")),
        Column("team", _("Team"), named=True),
        Column("role", _("Work")),
        *(Column(f"state_{_key(one)}", one.title, "state") for one in shown.modules),
        Column("trained", _("Trained"), "yes"),
        Column("before", _("Test before"), "score"),
        Column("after", _("Test after"), "score"),
        Column("left", _("Has left"), "yes"),
    )
    names = {one.site_id: one.name for one in covered.sites}
    cells: list[tuple[TableCell, ...]] = [
        (
            row.name,
            names.get(row.site, row.site),
            row.team,
            _(ROLES[row.role]),
            *(row.cells[one.module_id].state for one in shown.modules),
            row.trained,
            row.before,
            row.after,
            row.has_left,
        )
        for row in rows
    ]
    return Table("people", _("People and modules"), columns, cells)


def _passes_table(rows: Sequence[MatrixRow], shown: Matrix, covered: Coverage) -> Table:
    columns = (
        Column("name", _("Name"), named=True),
        Column("site", _("Site")),
        Column("role", _("Work")),
        Column("module", _("Module")),
        Column("state", _("Where they stand"), "state"),
        Column("passed_on", _("Passed on"), "day"),
        Column("day_is_uncertain", _("Day is uncertain"), "yes"),
        Column("refresher_on", _("Next refresher"), "day"),
    )
    names = {one.site_id: one.name for one in covered.sites}
    cells: list[tuple[TableCell, ...]] = [
        (
            row.name,
            names.get(row.site, row.site),
            _(ROLES[row.role]),
            one.title,
            cell.state,
            cell.passed_on,
            cell.about,
            cell.due_on,
        )
        for row in rows
        for one in shown.modules
        if (cell := row.cells[one.module_id]).passed_on is not None
    ]
    return Table("passes", _("Passes and refreshers"), columns, cells)


def _key(module: ModuleTerm) -> str:
    return module.module_id.replace("-", "_")
