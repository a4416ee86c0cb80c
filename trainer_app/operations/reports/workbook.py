"""A report as an Excel workbook: a sheet for each table, and one that says what it is about.

Numbers and days are numbers and days, so that they can be counted and sorted; words are words,
never formulas or addresses. All of it is made in memory: nothing of it lies anywhere else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from trainer_app.i18n import N_, is_rtl, said_in
from trainer_app.operations.reports.cell_words import (
    SCORES_MEAN,
    STATE_SIGNS,
    UNKNOWN,
    UNKNOWN_MEANS,
    out_of_100,
    state_words,
    yes_words,
)
from trainer_app.operations.reports.table import Cell, Column, Kind, Report, Table
from trainer_app.training.standing import STATES

if TYPE_CHECKING:
    from trainer_app.operations.reports.files import Rows

LONGEST_NAME = 31
"""Letters in the name of a sheet."""
_LONGEST_CELL = 32_767
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\u200e\u200f\u2066-\u2069]")
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
"""Old Excel draws them as boxes; where everything runs from left to right they change little."""
_SHAPES: dict[Kind, dict[str, Any]] = {
    "text": {},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0%"},
    "score": {"num_format": "0"},
    "day": {"num_format": "d mmm yyyy", "align": "left"},
    "state": {},
    "yes": {},
}
_WIDTHS: dict[Kind, int] = {
    "text": 12, "count": 10, "share": 9, "score": 9, "day": 13, "state": 0, "yes": 8,
}  # fmt: skip
_WIDEST, _LOOKED_AT = 44, 500
_A4 = 9
_ABOUT = N_("About this report")


def workbook(report: Report, language: str, rows: Rows) -> bytes:
    """The whole file. Raises whatever ``rows`` raises."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Waypost", "author": "", "company": "", "comments": ""})
    names = _Names()
    unknown = False
    for table in report.tables:
        sheet = _Sheet(book, names.of(table.title, table.key), language)
        unknown |= sheet.fill(table, rows)
    _about(book, names.of(said_in(language, _ABOUT), "about"), language, report, unknown=unknown)
    book.close()
    return data.getvalue()


class _Names:
    """Names of sheets as Excel takes them: short, without its own signs, each once."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps this one for itself

    def of(self, title: str, key: str) -> str:
        """The title as far as it may be one; ``key`` where nothing of it is left."""
        plain = _cut(" ".join(_FORBIDDEN.sub(" ", title).split()).strip("'"), LONGEST_NAME) or key
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            more = f" {number}"
            name = _cut(plain, LONGEST_NAME - len(more)) + more
        self._taken.add(name.casefold())
        return name


class _Sheet:
    """One table: a header that stays, filters, and a column for each of its own."""

    def __init__(self, book: Any, name: str, language: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "align": "left"}
        )
        self._formats = {kind: book.add_format(shape) for kind, shape in _SHAPES.items()}
        self._dash = book.add_format({"align": "center"})
        self._states: dict[Cell, str] = {
            state: f"{STATE_SIGNS[state]} {state_words(state, language)}" for state in STATES
        }
        self._widths = _WIDTHS | {"state": max(map(len, self._states.values())) + 3}
        self._yes = {truth: yes_words(truth, language) for truth in (True, False)}
        self._has_unknown = False
        self._set_up(language)

    def _set_up(self, language: str) -> None:
        if is_rtl(language):
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&C&P / &N")

    def fill(self, table: Table, rows: Rows) -> bool:
        """Write header and rows; whether any cell is unknown."""
        for place, column in enumerate(table.columns):
            self._write_words(0, place, column.title, self._head)
        writers = [self._writer(column) for column in table.columns]
        longest = [max(map(len, column.title.split()), default=0) for column in table.columns]
        at = 0
        for at, row in enumerate(rows(table), 1):
            for place, cell in enumerate(row):
                writers[place](at, place, cell)
                if at <= _LOOKED_AT and isinstance(cell, str):
                    longest[place] = max(longest[place], len(cell))
        for place, column in enumerate(table.columns):
            width = min(_WIDEST, max(self._widths[column.kind], longest[place] + 3))
            self._sheet.set_column(place, place, width)
        if table.columns:
            self._sheet.autofilter(0, 0, max(1, at), len(table.columns) - 1)
        return self._has_unknown

    def _writer(self, column: Column) -> Callable[[int, int, Cell], None]:
        shape, sheet = self._formats[column.kind], self._sheet
        kind = column.kind

        def write(at: int, place: int, cell: Cell) -> None:
            if cell is None:
                self._has_unknown = True
                sheet.write_string(at, place, UNKNOWN, self._dash)
            elif kind in ("count", "share"):
                sheet.write_number(at, place, cell, shape)
            elif kind == "score":
                sheet.write_number(at, place, float(out_of_100(cast(float, cell))), shape)
            elif kind == "day":
                sheet.write_datetime(at, place, cast(date, cell), shape)
            else:
                self._write_words(at, place, self._words(cell, kind), shape)

        return write

    def _words(self, cell: Cell, kind: Kind) -> str:
        if kind == "state":
            return self._states[cell]
        return self._yes[bool(cell)] if kind == "yes" else str(cell)

    def _write_words(self, at: int, place: int, words: str, shape: Any) -> None:
        self._sheet.write_string(at, place, _cut(words, _LONGEST_CELL), shape)


def _about(book: Any, name: str, language: str, report: Report, *, unknown: bool) -> None:
    """What the report is about, and the notes of its tables."""
    sheet = book.add_worksheet(name)
    title = book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    if is_rtl(language):
        sheet.right_to_left()
    sheet.set_column(0, 0, 100)
    lines = [(report.title, title), *((line, plain) for line in report.about)]
    for table in report.tables:
        if table.notes:
            lines += [("", plain), (table.title, bold), *((note, plain) for note in table.notes)]
    kinds = {column.kind for table in report.tables for column in table.columns}
    told = [UNKNOWN_MEANS] if unknown else []
    told += [SCORES_MEAN] if "score" in kinds else []
    lines += [("", plain)] if told else []
    lines += [(said_in(language, words), plain) for words in told]
    for at, (words, shape) in enumerate(lines):
        words = words if is_rtl(language) else words.translate(_ISOLATES)
        sheet.write_string(at, 0, _cut(words, _LONGEST_CELL), shape)


def _cut(words: str, longest: int) -> str:
    """At most so many letters, as Excel counts them: what lies beyond the first plane is two."""
    whole = words.encode("utf-16-le")
    if len(whole) <= 2 * longest:
        return words
    return whole[: 2 * (longest - 1)].decode("utf-16-le", "ignore").rstrip() + "…"
