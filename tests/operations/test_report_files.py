"""A report as files: the same figures in all of them, nothing that runs, whole or not there."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import threading
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.operations.sample_report import NAMES, PEOPLE, REPORT, ROWS, alone, long_report
from trainer_app import i18n
from trainer_app.errors import NotSaved
from trainer_app.operations.module_files import Stopped
from trainer_app.operations.reports.cell_words import STATE_SIGNS, STATE_WORDS, cell_words
from trainer_app.operations.reports.files import csv_paths, write_report
from trainer_app.operations.reports.table import Column, Report, Table
from trainer_app.operations.reports.workbook import LONGEST_NAME

FORMATS = ("xlsx", "csv", "json")
_SAID = {f"{STATE_SIGNS[one]} {words}": one for one, words in STATE_WORDS.items()}


def from_excel(path: Path, place: int = 0, report: Report = REPORT) -> list[tuple[object, ...]]:
    """The rows of a sheet as the report had them."""
    book = openpyxl.load_workbook(path)
    rows = list(book.worksheets[place].iter_rows(min_row=2, values_only=True))
    kinds = [column.kind for column in report.tables[place].columns]
    return [tuple(map(_from_excel, row, kinds)) for row in rows]


def _from_excel(cell: object, kind: str) -> object:
    if cell == "–":
        return None
    if kind == "state":
        return _SAID[str(cell)]
    if kind == "yes":
        return cell == "Yes"
    if isinstance(cell, datetime):
        return cell.date()
    return pytest.approx(cell / 100) if kind == "score" else cell  # type: ignore[operator]


def from_csv(path: Path, columns: tuple[Column, ...]) -> list[tuple[object, ...]]:
    """The rows of a file as the report had them; text loses the apostrophe that guards it."""
    head, *rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    assert head == [column.key for column in columns]
    kinds = [column.kind for column in columns]
    return [tuple(map(_from_csv, row, kinds)) for row in rows]


def _from_csv(cell: str, kind: str) -> object:
    if cell == "":
        return None
    if kind == "text":
        return cell[1:] if cell[0] == "'" else cell
    if kind == "day":
        return date.fromisoformat(cell)
    if kind == "yes":
        return {"yes": True, "no": False}[cell]
    return int(cell) if kind == "count" else float(cell) if kind in ("share", "score") else cell


def from_json(path: Path) -> dict[str, list[tuple[object, ...]]]:
    told = json.loads(path.read_text("utf-8"))
    found = {}
    for table in told["tables"]:
        kinds = {one["key"]: one["kind"] for one in table["columns"]}
        found[table["key"]] = [
            tuple(
                date.fromisoformat(cell) if cell and kinds[key] == "day" else cell
                for key, cell in row.items()
            )
            for row in table["rows"]
        ]
    return found


def test_the_same_figures_come_back_from_every_file(tmp_path: Path) -> None:
    excel, plain, lines = (tmp_path / f"report.{ending}" for ending in FORMATS)
    for path, name in zip((excel, plain, lines), FORMATS, strict=True):
        assert write_report(REPORT, path, format=name).count == 14  # type: ignore[arg-type]
    assert from_json(lines)["people"] == list(ROWS)
    people, sites = csv_paths(REPORT, plain)
    assert from_csv(people, PEOPLE.columns) == list(ROWS)
    assert from_csv(sites, REPORT.tables[1].columns) == list(REPORT.tables[1].rows)
    for place, table in enumerate(REPORT.tables):
        back = from_excel(excel, place)
        assert back == list(table.rows)


def test_what_excel_shows_is_what_everything_else_shows(tmp_path: Path) -> None:
    """Rounded by its number format, as Excel and LibreOffice do: a half goes up."""
    path = tmp_path / "report.xlsx"
    write_report(REPORT, path, format="xlsx")
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for row, told in zip(ROWS, sheet.iter_rows(min_row=2), strict=True):
        for cell, column, shown in zip(row, PEOPLE.columns, told, strict=True):
            if column.kind not in ("share", "score") or cell is None:
                continue
            per_cent = shown.value * (100 if column.kind == "share" else 1)
            assert shown.number_format == ("0%" if column.kind == "share" else "0")
            digits = str(int(float(f"{per_cent:.12g}") + 0.5))
            assert cell_words(cell, column.kind).rstrip("%") == digits


# ---------------------------------------------------------------- Excel


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    path = tmp_path / "report.xlsx"
    write_report(REPORT, path, format="xlsx")
    return openpyxl.load_workbook(path)


def test_a_workbook_has_a_sheet_for_each_table_and_one_about_it(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["People who what", "Sites", "About this report"]
    about = [cell.value for (cell,) in book.worksheets[2].iter_rows()]
    assert about[:4] == ["Completion", "All sites", "Made on 2 March 2026", "=cmd()"]
    assert "Two people have left." in about
    assert "El Alto: too few to show." in about
    assert any(words and words.startswith("– stands for") for words in about)
    assert any(words and "out of 100" in words for words in about)


def test_header_and_first_column_stay_and_everything_can_be_filtered(
    book: openpyxl.Workbook,
) -> None:
    people = book.worksheets[0]
    assert people.freeze_panes == "B2"
    assert people.auto_filter.ref == f"A1:H{len(ROWS) + 1}"
    assert people.print_title_rows == "$1:$1"
    assert not people.sheet_view.rightToLeft
    assert [cell.value for cell in people[1]] == [column.title for column in PEOPLE.columns]
    assert people.column_dimensions["A"].width > 40
    assert people.column_dimensions["C"].width > len("✔ Refresher due")


def test_numbers_and_days_are_numbers_and_days(book: openpyxl.Workbook) -> None:
    kinds = [type(cell.value) for cell in book.worksheets[0][2]]
    assert kinds == [str, str, str, int, int, float, datetime, str]
    assert book.worksheets[0]["D8"].number_format == "#,##0"
    assert book.worksheets[0]["G2"].number_format == "d mmm yyyy"


def test_nothing_in_a_workbook_runs_or_links(book: openpyxl.Workbook, tmp_path: Path) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as parts:
        whole = b"".join(parts.read(one) for one in parts.namelist())
    assert b"<f>" not in whole
    assert b"<hyperlink" not in whole
    assert b"relationships/hyperlink" not in whole
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == list(NAMES)


def test_a_workbook_names_no_author_and_no_machine(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(REPORT, path, format="xlsx")
    with zipfile.ZipFile(path) as parts:
        core = parts.read("docProps/core.xml").decode()
        app = parts.read("docProps/app.xml").decode()
    assert "<dc:title>Waypost</dc:title>" in core
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", core) in ([], [""])
    assert re.findall(r"<cp:lastModifiedBy>(.*?)</cp:lastModifiedBy>", core) in ([], [""])
    assert re.findall(r"<Company>(.*?)</Company>", app) in ([], [""])
    assert os.uname().nodename not in core + app


def test_in_arabic_sheets_run_from_right_to_left_and_states_are_arabic(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    write_report(REPORT, path, format="xlsx", language="ar")
    book = openpyxl.load_workbook(path)
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    assert book.worksheets[0]["H2"].value == i18n.said_in("ar", "Yes")
    assert book.worksheets[2]["A3"].value == REPORT.about[1]
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    "titles",
    [
        ("Sites", "sites", "SITES"),
        ("History", "A" * 60, "A" * 60),
        ("[]:*?/\\", "''", " \u2068\u2069 "),
        ("😀" * 40, "😀" * 40, "'Gate 2'"),
    ],
)
def test_names_of_sheets_are_short_plain_and_different(
    titles: tuple[str, ...], tmp_path: Path
) -> None:
    columns = (Column("one", "One"),)
    tables = tuple(Table(f"t{n}", title, columns, [("x",)]) for n, title in enumerate(titles))
    path = tmp_path / "report.xlsx"
    write_report(Report("sites", "Sites", (), tables), path, format="xlsx")
    names = openpyxl.load_workbook(path).sheetnames
    assert len({name.casefold() for name in names}) == len(titles) + 1
    for name in names:
        assert name
        assert len(name.encode("utf-16-le")) <= 2 * LONGEST_NAME
        assert not set("[]:*?/\\") & set(name)
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_an_empty_table_is_a_header_and_a_cell_too_long_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    long = Table("one", "One", (Column("one", "One"),), [("x" * 40_000,)])
    empty = Table("two", "Two", (Column("two", "Two"),), [])
    write_report(Report("sites", "Sites", (), (long, empty)), path, format="xlsx")
    book = openpyxl.load_workbook(path)
    assert len(str(book["One"]["A2"].value)) == 32_767
    assert [cell.value for cell in book["Two"][1]] == ["Two"]


def test_more_rows_than_excel_has_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer_app.operations.reports.files.MOST_EXCEL_ROWS", 5)
    with pytest.raises(NotSaved, match="too long for Excel"):
        write_report(REPORT, tmp_path / "report.xlsx", format="xlsx")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- CSV and JSON


def test_csv_is_what_spreadsheets_open_and_programs_read(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    assert write_report(alone(), path, format="csv").paths == (path,)
    data = path.read_bytes()
    assert data.startswith(
        b"\xef\xbb\xbfname,site,state,answers,trained,after,due_on,certified\r\n"
    )
    assert data.count(b"\r\n") == len(ROWS) + 1
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[1] == "'=HYPERLINK(1),La Paz,in-date,7,1.0,0.785,2027-03-12,yes"
    assert lines[6] == "''Elena Choque,Lomé,,,,,,"
    for line in lines[1:]:
        assert not line.startswith(("=", "+", "-", "@", "\t"))


def test_several_tables_are_several_files_that_go_over_nothing_unasked(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    taken = tmp_path / "report-sites.csv"
    taken.write_text("mine")
    with pytest.raises(NotSaved, match="report-sites"):
        write_report(REPORT, path, format="csv", replace=False)
    assert taken.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == [taken.name]
    written = write_report(REPORT, path, format="csv")
    assert [one.name for one in written.paths] == ["report-people.csv", "report-sites.csv"]
    assert not path.exists()


def test_json_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_report(REPORT, path, format="json", language="ar")
    told = json.loads(path.read_bytes())
    assert {key: told[key] for key in ("waypost_report", "report", "language", "with_names")} == {
        "waypost_report": 1, "report": "completion", "language": "ar", "with_names": True,
    }  # fmt: skip
    assert told["about"] == list(REPORT.about)
    assert told["tables"][0]["columns"][0] == {
        "key": "name", "title": "Name", "kind": "text", "named": True,
    }  # fmt: skip
    assert told["tables"][1]["notes"] == ["El Alto: too few to show."]


# ---------------------------------------------------------------- whole, or not there


@pytest.mark.parametrize("name", FORMATS)
def test_stopping_leaves_nothing_and_the_old_file(name: str, tmp_path: Path) -> None:
    report = long_report(2_000)
    path = tmp_path / f"report.{name}"
    path.write_text("old")
    stop, heard = threading.Event(), []

    def progress(done: int, total: int) -> None:
        heard.append((done, total))
        if done >= 1_000:
            stop.set()

    with pytest.raises(Stopped):
        write_report(report, path, format=name, progress=progress, stop=stop)  # type: ignore[arg-type]
    assert heard == [(done, 2_000) for done in range(0, 1_001, 250)]
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", FORMATS)
def test_the_last_word_is_that_all_is_written(name: str, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    write_report(
        long_report(500), tmp_path / "r", format=name,  # type: ignore[arg-type]
        progress=lambda done, total: heard.append((done, total)),
    )  # fmt: skip
    assert heard == [(0, 500), (250, 500), (500, 500)]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room"),
        (errno.EROFS, "Nothing can be written there"),
        (errno.EIO, "put the stick back"),
        (errno.EINVAL, "Choose another folder"),
    ],
)
def test_what_a_disk_can_do_is_said_and_leaves_nothing(
    name: str, number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(NotSaved, match=words):
        write_report(REPORT, tmp_path / "report", format=name)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_open_elsewhere_is_to_be_closed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where the second of two CSV files is open in Excel."""
    real = Path.replace
    first, second = csv_paths(REPORT, tmp_path / "report.csv")
    second.write_text("old")

    def locked(self: Path, target: Path) -> Path:
        if target != first:
            raise PermissionError(errno.EACCES, "used by another process")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(NotSaved, match="Close it there, then try again"):
        write_report(REPORT, tmp_path / f"report.{name}", format=name)  # type: ignore[arg-type]
    assert [one.name for one in tmp_path.iterdir()] == [second.name]
    assert second.read_text() == "old"


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="folder is not there"):
        write_report(REPORT, tmp_path / "stick" / "report.xlsx", format="xlsx")
