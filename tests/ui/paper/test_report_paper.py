"""A report on paper: the figures of every other file, each page with its head, nothing frozen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPainter
from pytestqt.qtbot import QtBot

from tests.operations.sample_report import NAMES, PEOPLE, REPORT, alone, long_report
from tests.operations.test_report_files import from_csv, from_excel, from_json
from tests.ui.paper.test_job_aids import assert_inside, every_line, painted
from trainer_app import i18n
from trainer_app.operations.reports.cell_words import cell_words
from trainer_app.operations.reports.files import csv_paths, write_report
from trainer_app.operations.reports.table import Cell, Column, Report, Table
from trainer_app.ui.paper import report_paper
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages, save_pages
from trainer_app.ui.paper.report_paper import PaperChart, ReportSetter, report_pages
from trainer_app.ui.paper.report_press import ReportPress
from trainer_app.ui.paper.table_columns import Need, bands
from trainer_app.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("look")
_MARKS = "\u2066\u2068\u2069\u200f\u00a0"


def text_of(path: Path) -> str:
    """All words of a PDF, without blanks and marks of direction."""
    qtpdf = pytest.importorskip("PySide6.QtPdf")
    document = qtpdf.QPdfDocument()
    document.load(str(path))
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    document.close()
    return squeezed(text)


def squeezed(words: str) -> str:
    return "".join(words.translate(dict.fromkeys(map(ord, _MARKS))).split()).replace("\ufffe", "-")


def lines_of(page: Paper, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, QRectF]]:
    with every_line(monkeypatch) as lines:
        painted(page, 300)
    assert_inside(lines, page)
    return [(words.strip("\u2068\u2069"), area) for words, area in lines]


def words_of(page: Paper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return [words for words, _area in lines_of(page, monkeypatch)]


def test_one_report_has_the_same_figures_in_every_file(tmp_path: Path) -> None:
    """What Excel, CSV, JSON and paper hold, read back by other programs than wrote it."""
    excel, plain, lines = (tmp_path / f"r.{ending}" for ending in ("xlsx", "csv", "json"))
    for path in (excel, plain, lines):
        write_report(REPORT, path, format=path.suffix[1:])  # type: ignore[arg-type]
    paper = tmp_path / "r.pdf"
    save_pages(report_pages(REPORT), paper)
    text = text_of(paper)
    files = csv_paths(REPORT, plain)
    for place, table in enumerate(REPORT.tables):
        rows = list(table.rows)
        assert from_json(lines)[table.key] == rows
        assert from_csv(files[place], table.columns) == rows
        assert from_excel(excel, place) == rows
        for row in rows:
            assert on_paper(table, row) in text


def on_paper(table: Table, row: tuple[Cell, ...]) -> str:
    """A row as it is read from the PDF. Letters from right to left may come in another order."""
    cells = [cell_words(cell, one.kind) for cell, one in zip(row, table.columns, strict=True)]
    return squeezed("".join(words for words in cells if words != "أمل الحسن"))


# ---------------------------------------------------------------- pages


def test_the_head_stands_on_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = report_pages(long_report(90))
    assert len(pages) == 3
    names = []
    for number, page in enumerate(pages, 1):
        words = words_of(page, monkeypatch)
        assert words[0] == "Completion"
        assert "Next refresher" in words
        assert words[-1].translate({0x2068: None, 0x2069: None}) == f"Page {number} of 3"
        names += [one for one in words if one.startswith("Rosa")]
    assert names == [f"Rosa Mamani {number}" for number in range(90)]


def test_no_word_stands_on_another_and_all_are_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    for page in report_pages(REPORT):
        lines_of(page, monkeypatch)


def test_in_arabic_it_begins_at_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = report_pages(REPORT, language="ar")
    places = dict(lines_of(page, monkeypatch))
    assert places["Name"].right() > 190
    assert places["Certificate"].left() < 20
    assert i18n.said_in("ar", "Yes") in places
    assert i18n.language() == "en"


def test_many_columns_lie_on_their_side_and_too_many_go_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {page.size for page in report_pages(long_report(5, 8))} == {A4}
    assert {page.size for page in report_pages(long_report(5, 12))} == {A4_LANDSCAPE}
    (page,) = report_pages(long_report(5, 30))
    words = words_of(page, monkeypatch)
    assert [words.count(f"Module {number}") for number in range(25)] == [1] * 25
    assert words.count("Name") == words.count("Rosa Mamani 3") == 3


def test_long_words_and_long_texts_stay_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = (Column("a", "Question"), *(Column(f"c{n}", f"C{n}", "state") for n in range(12)))
    text = "What do you do first when somebody tells you that they are worried? " * 9
    rows = [(text, *["not-started"] * 12), ("Kinderschutzmeldestelle" * 12, *["due"] * 12)]
    table = Table("items", "Questions", columns, rows)
    for page in report_pages(Report("items", "Questions", (), (table,))):
        lines_of(page, monkeypatch)


def test_an_empty_table_says_so_and_unknown_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = report_pages(Report("sites", "Sites", (), (Table("t", "T", PEOPLE.columns, ()),)))
    words = words_of(page, monkeypatch)
    assert "There is nothing in this table." in words
    assert not any(one.startswith("–") for one in words)
    (page,) = report_pages(alone())
    assert any(one.startswith("– stands for") for one in words_of(page, monkeypatch))


def test_a_long_table_says_so_and_proposes_excel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_paper, "LONG", 50)
    assert "In Excel" not in "".join(words_of(report_pages(long_report(50))[0], monkeypatch))
    assert "In Excel" in "".join(words_of(report_pages(long_report(51))[0], monkeypatch))


def test_a_chart_stands_before_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[QRectF] = []

    def paint(painter: QPainter, area: QRectF) -> None:
        drawn.append(painter.worldTransform().mapRect(area))
        painter.fillRect(area, QColor("red"))

    charts = {"sites": PaperChart(paint, lambda width: width / 2)}
    pages = report_pages(REPORT, charts=charts)
    images = [painted(page, 2970) for page in pages]
    assert len(drawn) == 1
    assert drawn[0].width() / 10 == pytest.approx(180, abs=1)
    assert drawn[0].height() / 10 == pytest.approx(90, abs=1)
    assert any(
        image.pixelColor(drawn[0].center().toPoint()).name() == "#ff0000" for image in images
    )
    tall = {"sites": PaperChart(paint, lambda width: width * 9)}
    drawn.clear()
    for page in report_pages(REPORT, charts=tall):
        painted(page, 2970)
        lines_of(page, monkeypatch)
    assert drawn[0].height() / 10 < 267


def test_it_tells_nothing_by_its_properties() -> None:
    data = pdf_of_pages(report_pages(REPORT))
    assert "Waypost".encode("utf-16-be") in data
    for name in NAMES:
        assert name.encode("utf-16-be") not in data
        assert len(name) < 4 or name.encode() not in data


@pytest.mark.parametrize("count", [1, 2, 7, 25])
@pytest.mark.parametrize("room", [60.0, 180.0, 267.0])
def test_columns_use_all_of_the_room_and_none_is_lost(count: int, room: float) -> None:
    needs = [Need(8.0 + n % 5, 12.0 + 3 * (n % 7)) for n in range(count)]
    found = bands(needs, room, 3.0)
    assert sorted({place for band in found for place in band.places}) == list(range(count))
    for band in found:
        assert band.places[0] == 0
        assert sum(band.widths) + 3.0 * (len(band.widths) - 1) == pytest.approx(room)
        assert all(width > 0 for width in band.widths)


# ---------------------------------------------------------------- a little at a time


@pytest.fixture
def press(look: Theme) -> ReportPress:
    return ReportPress()


def test_the_window_lives_while_it_is_made(
    press: ReportPress, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "r.pdf"
    between: list[str] = []
    ticking = QTimer()
    ticking.setInterval(0)
    ticking.timeout.connect(lambda: between.append(i18n.language()))
    ticking.start()
    moved: list[int] = []
    press.moved.connect(moved.append)
    with qtbot.wait_signal(press.saved, timeout=20_000) as saved:
        press.save(long_report(600), path, language="ar")
        assert press.is_running
        with pytest.raises(RuntimeError):
            press.save(long_report(1), path)
    ticking.stop()
    assert saved.args == [path]
    assert moved == sorted(moved)
    assert (moved[0], moved[-1]) == (0, 100)
    assert len(between) > len(report_pages(long_report(600), language="ar"))
    assert set(between) == {"en"}
    assert not press.is_running


@pytest.mark.parametrize("at", [0, 1, 60])
def test_stopping_leaves_nothing_and_the_old_file(
    press: ReportPress, tmp_path: Path, qtbot: QtBot, at: int
) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(b"older")
    press.moved.connect(lambda done: press.stop() if done >= at else None)
    with qtbot.wait_signal(press.stopped):
        press.save(long_report(400), path)
        if at == 0:
            assert not press.is_running
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("r.pdf", b"older")]
    press.moved.disconnect()
    with qtbot.wait_signal(press.saved):
        press.save(REPORT, path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_folder_that_is_gone_is_said(press: ReportPress, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.wait_signal(press.not_saved) as told:
        press.save(REPORT, tmp_path / "stick" / "r.pdf")
    assert "put the stick back" in str(told.args[0])
    assert list(tmp_path.iterdir()) == []


def test_setting_goes_on_where_it_left_off() -> None:
    setter = ReportSetter(long_report(300))
    steps = 1
    while setter.advance():
        steps += 1
    assert steps > 1
    assert setter.rows_done == setter.rows == 300
