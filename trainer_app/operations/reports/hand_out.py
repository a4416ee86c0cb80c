"""A report that leaves this computer: with names only for a reason, and noted before it is written.

Whoever builds a report builds it with all its columns; what is left out is decided here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace as changed
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _
from trainer_app.operations.computer_lock import needs_passphrase
from trainer_app.operations.module_files import Stopped
from trainer_app.operations.people_desk import drafts_of
from trainer_app.operations.reports.files import (
    FileFormat,
    Progress,
    ReportWritten,
    write_report,
)
from trainer_app.operations.reports.table import Cell, Report, Table, chosen_columns
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

ReportFormat = Literal["xlsx", "csv", "json", "pdf"]
FORMATS: tuple[ReportFormat, ...] = ("xlsx", "pdf", "csv", "json")
KINDS: dict[str, str] = {
    "xlsx": N_("Excel"), "csv": N_("CSV"), "pdf": N_("PDF"), "json": N_("JSON"),
}  # fmt: skip
"""What each kind of file is called."""
WITHOUT_NAMES = "without-names"
"""Stands in the note of an export where else the reason stands."""
_WITH, _WITHOUT = N_("With names."), N_("Without names.")


class Why(StrEnum):
    """Why names are handed out: a fixed list, as no free text about people is kept."""

    EMPLOYER = "for-the-employer"
    PROGRAMME = "for-the-programme"
    REMIND = "to-remind-people"
    INSPECTION = "for-an-inspection"


WHYS: dict[Why, str] = {
    Why.EMPLOYER: N_("The employer asked for it."),
    Why.PROGRAMME: N_("The programme needs it."),
    Why.REMIND: N_("To remind people of their training."),
    Why.INSPECTION: N_("For an inspection."),
}
REPORTS: dict[str, str] = {
    "completion": N_("Completion"),
    "overdue": N_("Who is overdue"),
    "items": N_("Questions"),
    "change": N_("Before and after"),
    "readiness": N_("Readiness of sites"),
    "sites": N_("Sites"),
    "sessions": N_("Training sessions"),
}
"""What each report is called where it is spoken of."""


class WhyMissing(TrainerError):
    """Names are handed out only for a reason."""


def names_line(*, with_names: bool) -> str:
    """The line in a report's head that says whether it names people."""
    return _(_WITH if with_names else _WITHOUT)


def has_names(report: Report) -> bool:
    """Whether any column tells who somebody is."""
    return any(column.named for table in report.tables for column in table.columns)


def narrowed(
    report: Report,
    columns: Mapping[str, Sequence[str]] | None = None,
    *,
    with_names: bool = False,
) -> Report:
    """The report as it is handed out: with these columns, by table; without names unless asked for.

    A table that ``columns`` does not name keeps all of its own; one that no column is left of goes.
    The head says whether there are names, once. Rows that lose their names stand in the order of
    what is left, as a list of staff laid beside them would tell the names again. Raises
    ``KeyError`` for a column there is not.
    """
    chosen = columns or {}
    tables = [
        _narrowed(table, chosen.get(table.key), with_names=with_names) for table in report.tables
    ]
    made = changed(report, tables=tuple(table for table in tables if table.columns))
    named = has_names(made)
    said = {names_line(with_names=truth) for truth in (True, False)}
    about = (*(one for one in report.about if one not in said), names_line(with_names=named))
    return changed(made, about=about, with_names=named)


def _narrowed(table: Table, columns: Sequence[str] | None, *, with_names: bool) -> Table:
    made = chosen_columns(table, columns, with_names=with_names)
    names = {column.key for column in table.columns if column.named}
    if names <= {column.key for column in made.columns}:
        return made
    return changed(made, rows=sorted(made.rows, key=lambda row: [_place(cell) for cell in row]))


def _place(cell: Cell) -> tuple[bool, Cell]:
    """What a cell is sorted by; nothing comes last."""
    return cell is None, 0 if cell is None else cell


def note_export(
    store: Store, *, by: OnDuty | None, report: Report, format: ReportFormat, why: str | None
) -> None:
    """Write down who takes which report away, as what, why if it names people, and how many rows.

    To be called before anything is written. Nothing is noted where nobody is staff. Raises
    ``WhyMissing`` for names without a reason of ``Why``, ``TrainerError`` for names from a computer
    that ``needs_passphrase``, ``NotSaved``.
    """
    if has_names(report) and why not in tuple(Why):
        raise WhyMissing(_("This report names people. Choose why the names are needed."))
    if has_names(report) and needs_passphrase(store):
        raise TrainerError(
            _("Set a passphrase for this computer first. Until then no list with names leaves it.")
        )
    reason = str(why) if has_names(report) else WITHOUT_NAMES
    count = sum(len(table.rows) for table in report.tables)
    if drafts := drafts_of(by, Act.EXPORTED, f"{report.key} {format} {reason} {count}"):
        store.append(drafts)


def take_report(
    store: Store,
    *,
    by: OnDuty | None,
    make: Callable[[Store], Report],
    format: ReportFormat,
    columns: Mapping[str, Sequence[str]] | None = None,
    with_names: bool = False,
    why: str | None = None,
    stop: threading.Event | None = None,
) -> Report:
    """Make a report, narrow it, and note that it is taken away; its rows are read already.

    From then on it needs no store, so that ``write_report`` or paper can take their time elsewhere.
    ``make`` gives all columns. Raises as ``narrowed`` and ``note_export``, and ``Stopped`` before
    it is noted.
    """
    _leave_off(stop)
    report = narrowed(make(store), columns, with_names=with_names)
    read = tuple(changed(table, rows=list(table.rows)) for table in report.tables)
    report = changed(report, tables=read)
    _leave_off(stop)
    note_export(store, by=by, report=report, format=format, why=why)
    return report


def export_report(
    store: Store,
    *,
    by: OnDuty | None,
    report: Report,
    path: Path,
    format: FileFormat,
    why: str | None = None,
    language: str = "",
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    replace: bool = True,
) -> ReportWritten:
    """Note it, then write it, exactly as it is given; ``narrowed`` leaves out names and columns.

    The rest is as in ``write_report``. Raises ``WhyMissing``, ``NotSaved``, ``Stopped``.
    """
    _leave_off(stop)
    note_export(store, by=by, report=report, format=format, why=why)
    return write_report(
        report,
        path,
        format=format,
        language=language,
        progress=progress,
        stop=stop,
        replace=replace,
    )


def _leave_off(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped
