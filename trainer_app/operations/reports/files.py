"""A report as files for other programs: Excel, CSV, JSON. Paper is painted by the window.

In all of them the figures are those of the report. CSV and JSON keep them as they are, under stable
English keys: shares and results 0..1 with a dot, days as ISO 8601, states by their keys, nothing
where nobody knows. CSV is UTF-8 with its mark and CRLF, one header row, one table a file; words
that a spreadsheet would run as a formula have an apostrophe in front, which is no part of them.
"""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Literal

from trainer_app import i18n
from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.module_files import Stopped
from trainer_app.operations.reports.table import Cell, Kind, Report, Table
from trainer_app.operations.roster_files import guarded
from trainer_app.operations.whole_files import whole_file, whole_files

FileFormat = Literal["xlsx", "csv", "json"]
Progress = Callable[[int, int], None]
"""Hears how many rows of how many are written, on the thread that writes."""
Rows = Callable[[Table], Iterator[tuple[Cell, ...]]]
"""The rows of a table, counted while they are read."""
MOST_EXCEL_ROWS = 1_048_575
"""Below the header, on one sheet."""
_EACH = 250
_SHAPE = 1
"""Of the JSON; it rises when a key changes its meaning."""


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """The files that are on the disk now, and how many rows are in them."""

    paths: tuple[Path, ...]
    count: int
    changed: Changed = Changed.NOTHING


def write_report(
    report: Report,
    path: Path,
    *,
    format: FileFormat,
    language: str = "",
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    replace: bool = True,
) -> ReportWritten:
    """Write a report; each file is whole or not there. Needs no store; runs on any thread.

    ``language`` is that of the report's words, the current one unless named. A report of several
    tables becomes several CSV files beside each other, ``<name>-<table>.csv``; without ``replace``
    they go over none that is there already, as no dialog asked about those names. Raises
    ``NotSaved``, and ``Stopped`` once ``stop`` is set; then nothing is there.
    """
    pace = _Pace(sum(len(table.rows) for table in report.tables), progress, stop)
    language = language or i18n.language()
    match format:
        case "xlsx":
            _write_workbook(report, path, language, pace)
            paths = [path]
        case "json":
            with whole_file(path) as file:
                _write_json(report, file, language, pace)
            paths = [path]
        case "csv":
            paths = csv_paths(report, path)
            _require_free(path, paths, replace=replace)
            with whole_files(paths) as files:
                for table, file in zip(report.tables, files, strict=True):
                    _write_csv(table, file, pace)
                pace.end()
    return ReportWritten(tuple(paths), pace.total)


def csv_paths(report: Report, path: Path) -> list[Path]:
    """Where the tables of a report go as CSV: one to the path itself, several beside each other."""
    if len(report.tables) == 1:
        return [path]
    ending = path.suffix or ".csv"
    return [path.with_name(f"{path.stem}-{table.key}{ending}") for table in report.tables]


class _Pace:
    """Counts rows on their way, says how far it is, and leaves off when it is asked to."""

    def __init__(self, total: int, progress: Progress | None, stop: threading.Event | None) -> None:
        self.total, self._done = total, 0
        self._progress, self._stop = progress, stop

    def rows(self, table: Table) -> Iterator[tuple[Cell, ...]]:
        for row in table.rows:
            if self._done % _EACH == 0:
                self.look()
            yield row
            self._done += 1

    def look(self) -> None:
        """Say how far it is. Raises ``Stopped``."""
        if self._stop is not None and self._stop.is_set():
            raise Stopped
        if self._progress is not None:
            self._progress(self._done, self.total)

    def end(self) -> None:
        """All rows are written; the last moment to leave off."""
        self._done = self.total
        self.look()


def _require_free(asked: Path, paths: Sequence[Path], *, replace: bool) -> None:
    taken = next((one for one in paths if one != asked and not replace and one.exists()), None)
    if taken is not None:
        words = _("There is a file {name} already. Choose another name.")
        raise NotSaved(words.format(name=isolate(taken.name)))


def _write_workbook(report: Report, path: Path, language: str, pace: _Pace) -> None:
    from trainer_app.operations.reports.workbook import workbook

    for table in report.tables:
        if len(table.rows) > MOST_EXCEL_ROWS:
            raise NotSaved(_("This report is too long for Excel. Save it as CSV."))
    with whole_file(path) as file:
        file.write(workbook(report, language, pace.rows))
        pace.end()


# ---------------------------------------------------------------- CSV


def _write_csv(table: Table, file: BinaryIO, pace: _Pace) -> None:
    kinds = [column.kind for column in table.columns]
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([guarded(column.key) for column in table.columns])
    for row in pace.rows(table):
        write([_as_csv(cell, kind) for cell, kind in zip(row, kinds, strict=True)])
    text.flush()
    text.detach()


def _as_csv(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if kind == "yes":
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else repr(cell)


# ---------------------------------------------------------------- JSON


def _write_json(report: Report, file: BinaryIO, language: str, pace: _Pace) -> None:
    """One object; each row of a table on a line of its own."""
    head = {
        "waypost_report": _SHAPE,
        "report": report.key,
        "title": report.title,
        "language": language,
        "with_names": report.with_names,
        "about": list(report.about),
    }
    file.write(_dumped(head)[:-1] + b',"tables":[')
    for place, table in enumerate(report.tables):
        file.write(b"," if place else b"")
        _write_table(table, file, pace)
    file.write(b"]}\n")
    pace.end()


def _write_table(table: Table, file: BinaryIO, pace: _Pace) -> None:
    head = {
        "key": table.key,
        "title": table.title,
        "columns": [
            {"key": one.key, "title": one.title, "kind": one.kind, "named": one.named}
            for one in table.columns
        ],
        "notes": list(table.notes),
    }
    file.write(b"\n" + _dumped(head)[:-1] + b',"rows":[')
    keys = [column.key for column in table.columns]
    for place, row in enumerate(pace.rows(table)):
        file.write(b",\n" if place else b"\n")
        file.write(_dumped(dict(zip(keys, map(_as_json, row), strict=True))))
    file.write(b"]}")


def _as_json(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell


def _dumped(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()
