"""Lists of people as files: CSV as any spreadsheet writes it, and Excel workbooks.

A file from outside is taken for hostile: how large it is, how much it unpacks to and how many rows
and columns it has is looked at while it is read. Cells that a spreadsheet would run as a formula
are written as text; in CSV that is an apostrophe in front, which is taken away again on the way in.
"""

from __future__ import annotations

import csv
import io
import os
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from trainer_app.errors import NotSaved, TrainerError
from trainer_app.i18n import _, is_rtl, isolate, isolate_number, number
from trainer_app.training.roster import HEADER_WITHIN, Table, find_headers

MOST_ROWS, MOST_COLUMNS = 5_000, 50
_MOST_BYTES = 20 * 1024 * 1024
_MOST_UNPACKED = 16 * 1024 * 1024
_MOST_PARTS = 2_000
_EMPTY_ROWS = 20_000
"""Workbooks often have a great many rows with nothing but a border."""
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t", "|")
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class RosterUnreadable(TrainerError):
    """This file is no list of people; the text says what to do."""


# ---------------------------------------------------------------- reading


def read_file(path: Path) -> Table:
    """The cells of a file as text; of a workbook, the first sheet with a column of names.

    Raises ``RosterUnreadable``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RosterUnreadable(
            _("{name} could not be opened. Close it in other programs, then try again.").format(
                name=isolate(path.name)
            )
        ) from error
    if len(data) > _MOST_BYTES:
        raise too_large()
    if data.startswith(_OLD_OFFICE):
        raise RosterUnreadable(
            _("This is an old or locked Excel file. Save it as .xlsx without a password, or CSV.")
        )
    if data.startswith(b"PK"):
        return _read_workbook(data)
    return _read_text(data)


def _read_text(data: bytes) -> Table:
    """The table of a CSV file: the first way of reading it in which there are headers."""
    first: Table | None = None
    for text in _decoded(data):
        for delimiter in _DELIMITERS:
            table = _split(text, delimiter)
            if find_headers(table) is not None:
                return table
            first = first or table
    return first or []


def _decoded(data: bytes) -> Iterator[str]:
    """The text in each encoding it may have. Excel writes old ones where UTF-8 is not asked for."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif data[1:200:2].count(0) > 20:
        encodings = ("utf-16-le",)
    elif data[:200:2].count(0) > 20:
        encodings = ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252", "cp1256")
    found = False
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_binary(text):
            continue
        found = True
        yield text.removeprefix("\ufeff")
        if encoding == "utf-8-sig":
            return
    if not found:
        raise RosterUnreadable(
            _("This file is no list. Save it as Excel workbook (.xlsx) or as CSV.")
        )


def _is_binary(text: str) -> bool:
    return any(letter < " " and letter not in "\t\r\n\f\x0b" for letter in text)


def _split(text: str, delimiter: str) -> Table:
    rows = _Rows()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.add([_as_typed(cell) for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        raise RosterUnreadable(
            _("This list cannot be read. Open it in a spreadsheet and save it as CSV again.")
        ) from error
    return rows.table


def _as_typed(cell: str) -> str:
    """A cell without the apostrophe that only keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def _read_workbook(data: bytes) -> Table:
    import openpyxl

    _require_harmless(data)
    first: Table | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what it leaves out: pictures, styles
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            with closing(book):
                for sheet in book.worksheets:
                    table = _read_sheet(sheet)
                    if find_headers(table) is not None:
                        return table
                    first = first or table
    except TrainerError:
        raise
    except Exception as error:
        raise RosterUnreadable(
            _("This workbook is damaged. Open it in a spreadsheet and save it again.")
        ) from error
    return first or []


def _require_harmless(data: bytes) -> None:
    """Look at a workbook before it is unpacked: how many parts, how large, and no definitions."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = [one for one in parts.infolist() if one.filename.endswith((".xml", ".rels"))]
            if len(parts.infolist()) > _MOST_PARTS or not any(
                one.filename == "xl/workbook.xml" for one in listed
            ):
                raise RosterUnreadable(
                    _("This file is no list. Save it as Excel workbook (.xlsx) or as CSV.")
                )
            if sum(one.file_size for one in listed) > _MOST_UNPACKED:
                raise too_large()
            if any(_defines(parts.read(one)) for one in listed):
                raise RosterUnreadable(
                    _("This workbook is not safe to open. Save it again as CSV.")
                )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RosterUnreadable(
            _("This workbook is damaged. Open it in a spreadsheet and save it again.")
        ) from error


def _defines(part: bytes) -> bool:
    """Whether it defines words of its own, as no spreadsheet does, but who wants to harm."""
    return b"<!DOCTYPE" in part or "<!DOCTYPE".encode("utf-16-le") in part


def _read_sheet(sheet: Any) -> Table:
    rows = _Rows()
    for row in sheet.iter_rows(
        min_row=1, max_row=_EMPTY_ROWS, min_col=1, max_col=MOST_COLUMNS, values_only=True
    ):
        told = any(value is not None for value in row)
        rows.add([_cell(value) for value in row] if told else [])
    while rows.table and not any(rows.table[-1]):
        rows.table.pop()
    return rows.table


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case str() if value.startswith("#") and value.endswith(("!", "?", "/A")):
            return ""  # what a formula says that went wrong
        case _:
            return str(value)


class _Rows:
    """The rows read so far, and how many of them say something."""

    def __init__(self) -> None:
        self.table: Table = []
        self._told = 0

    def add(self, row: list[str]) -> None:
        """Keep one more. Raises ``RosterUnreadable`` for more than anybody could look through."""
        self._told += any(row)
        self.table.append(row)
        if self._told > MOST_ROWS + HEADER_WITHIN or len(self.table) > _EMPTY_ROWS:
            raise too_large()


def too_large() -> RosterUnreadable:
    """The error for a list nobody could look through."""
    words = _("This list is too large. Cut it into lists of {count} rows or fewer.")
    return RosterUnreadable(words.format(count=isolate_number(number(MOST_ROWS))))


# ---------------------------------------------------------------- writing


def write_file(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list, as a workbook where the name ends in ``.xlsx`` and as CSV otherwise.

    It is whole or not there. Raises ``NotSaved``.
    """
    table = [list(headers), *(list(row) for row in rows)]
    data = _workbook(table) if path.suffix.lower() == ".xlsx" else _csv(table)
    beside = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _rename(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        words = _("{name} could not be saved there. Choose another folder, or free up space.")
        raise NotSaved(words.format(name=isolate(path.name))) from error


def _csv(table: Table) -> bytes:
    """UTF-8 with its mark, so that Excel reads every alphabet."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Words as a cell of CSV: an apostrophe in front where a spreadsheet would run them."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _workbook(table: Table) -> bytes:
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "Waypost"})
    sheet = book.add_worksheet("Waypost")
    bold = book.add_format({"bold": True})
    if is_rtl():
        sheet.right_to_left()
    for at, row in enumerate(table):
        for place, cell in enumerate(row):
            sheet.write_string(at, place, cell, bold if at == 0 else None)
    for place, width in enumerate((38, 30, 24, 22, 12, 8)):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table) - 1), len(table[0]) - 1)
    book.close()
    return data.getvalue()


def _rename(source: Path, target: Path) -> None:
    from trainer_app import durable

    durable.rename(source, target)
