"""Several pages: broken where parts end, with head, foot and number, and bound into one file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.ui.gallery import settle_layout
from tests.ui.paper.test_job_aids import assert_inside, every_line, painted
from trainer_app import i18n
from trainer_app.errors import NotSaved
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.flow import Column, Flow
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper
from trainer_app.ui.paper.pages_of_paper import (
    Part,
    bound,
    pdf_of_pages,
    print_pages,
    save_pages,
    set_in_pages,
)
from trainer_app.ui.paper.pages_view import PagesView
from trainer_app.ui.paper.text import Ink
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.pages import ScrollPage

pytestmark = pytest.mark.usefixtures("look")


def line(words: str, size: float = 5.0) -> Part:
    return lambda flow, column, y: flow.lines(column, y, words, Ink(size))


def head(flow: Flow, column: Column, y: float) -> float:
    return flow.lines(column, y, "Head", Ink(8))


def foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
    return flow.lines(column, y, f"{page}/{pages}", Ink(4))


def words_of(page: Paper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with every_line(monkeypatch) as lines:
        painted(page, 300)
    assert_inside(lines, page)
    return [words for words, _area in lines]


def test_parts_go_on_on_the_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [line(f"Part {number}") for number in range(60)]
    pages = set_in_pages(parts, head=head, foot=foot)
    seen = [words_of(page, monkeypatch) for page in pages]
    assert len(pages) == 3
    assert [page[0] for page in seen] == ["Head"] * 3
    assert [page[-1] for page in seen] == ["1/3", "2/3", "3/3"]
    assert [words for page in seen for words in page[1:-1]] == [f"Part {n}" for n in range(60)]


def test_one_page_stays_one_and_nothing_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = set_in_pages([], head=head, foot=foot)
    assert words_of(page, monkeypatch) == ["Head", "1/1"]


def test_a_part_higher_than_a_page_is_set_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "A sentence that goes on for a while and then comes to its end. " * 70
    pages = set_in_pages([line("Before"), line(long), line("After")], head=head, foot=foot)
    assert len(pages) == 3
    for page in pages:
        words_of(page, monkeypatch)


def test_language_and_size_are_those_of_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    (page,) = set_in_pages([line("مرحبا")], head=head, foot=foot, language="ar", size=A4_LANDSCAPE)
    with every_line(monkeypatch) as lines:
        painted(page, 300)
    assert page.size == A4_LANDSCAPE
    assert next(area for words, area in lines if words == "مرحبا").right() > 270
    assert i18n.language() == "en"


def black(painter: QPainter) -> None:
    painter.fillRect(QRectF(0, 0, 10, 10), QColor("black"))


PAGES = tuple(Paper(f"P{number}", A4, black) for number in range(3))


def test_pages_are_bound_once_however_they_came() -> None:
    twice = bound([bound(PAGES[:2]), PAGES[2]])
    assert [page.title for page in (twice, *twice.more)] == ["P0", "P1", "P2"]
    assert all(not page.more for page in twice.more)


def test_all_pages_are_saved_in_one_file_or_none(tmp_path: Path) -> None:
    save_pages(PAGES, tmp_path / "all.pdf")
    assert (tmp_path / "all.pdf").read_bytes().count(b"/Type /Page\n") == 3
    assert pdf_of_pages(PAGES).count(b"/Type /Page\n") == 3
    with pytest.raises(NotSaved):
        save_pages(PAGES, tmp_path / "nowhere" / "all.pdf")


def test_all_pages_are_printed(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert print_pages(PAGES, printer)
    assert (tmp_path / "printed.pdf").read_bytes().count(b"/Type /Page\n") == 3


def test_on_screen_only_the_pages_in_sight_are_painted(
    window: MainWindow, qapp: QApplication
) -> None:
    painted_pages: list[int] = []

    def page(number: int) -> Paper:
        return Paper("P", A4, lambda _painter: painted_pages.append(number))

    view, screen, scroll = PagesView(), Screen(), ScrollPage(width=600)
    view.show_pages([page(number) for number in range(30)], "30 pages")
    scroll.column.addWidget(view)
    screen.set_content(scroll)
    screen.settle()
    window.show_page(screen)
    settle_layout(qapp)
    assert set(painted_pages) <= {0, 1, 2}
    bar = scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle_layout(qapp)
    assert max(painted_pages) == 29
    assert len(set(painted_pages)) < 8
    assert view.accessibleName() == "30 pages"
    bar.setValue(0)
    settle_layout(qapp)
    assert len(view._drawn) <= 4
