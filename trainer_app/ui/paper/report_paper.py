"""A report as pages: title, what it is about, charts, tables whose heads stand on every page.

Setting thousands of rows takes seconds, so it is done in slices. All of it on the GUI thread, as
words on paper are in the language of the moment, and there is only one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.cell_words import SCORES_MEAN, UNKNOWN_MEANS
from trainer_app.operations.reports.table import Report, Table
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.foot import numbered_foot
from trainer_app.ui.paper.page import A4, A4_LANDSCAPE, Paper, speaking
from trainer_app.ui.paper.pages_of_paper import MARGIN, TITLE, Part
from trainer_app.ui.paper.report_table import PaperTable, Row
from trainer_app.ui.paper.table_columns import Band
from trainer_app.ui.paper.text import Ink, PaperText

LONG = 2_000
"""Tables of more rows say that they are long, and propose Excel."""
_SLICE = 0.012
"""Seconds of work between two chances for others."""
_PX = 25.4 / 96
"""Millimetres to a pixel of a chart."""
_SMALL, _GAP = 3.3, 5.0
_EACH = 200
_FEWEST_TOGETHER = 3
"""So many rows stay with the head of their table."""


@dataclass(frozen=True, slots=True)
class PaperChart:
    """A picture before a table. Both work in pixels, 96 to the inch: ``paint`` draws into the place
    it is given, ``height`` says how high that has to be in a width."""

    paint: Callable[[QPainter, QRectF], None]
    height: Callable[[float], float]


@dataclass(slots=True)
class _Page:
    """What stands on a page: parts, and where each begins."""

    blocks: list[tuple[Part, float]] = field(default_factory=list)


class ReportSetter:
    """Sets the pages, a slice at a time. ``rows_done`` of ``rows`` are set."""

    def __init__(
        self, report: Report, *, language: str = "", charts: Mapping[str, PaperChart] | None = None
    ) -> None:
        self._report, self._charts = report, charts or {}
        self._language = language or i18n.language()
        self._size, self._column = A4, Column(MARGIN, A4[0] - 2 * MARGIN)
        self._pages: list[_Page] = []
        self._y = self._bottom = 0.0
        self.rows = sum(len(table.rows) for table in report.tables)
        self.rows_done = 0
        self._foot = numbered_foot()
        self._work = self._setting()

    def advance(self) -> bool:
        """Set some more; false once everything is set."""
        with speaking(self._language):
            end = perf_counter() + _SLICE
            for _step in self._work:
                if perf_counter() >= end:
                    return True
        return False

    def pages(self) -> tuple[Paper, ...]:
        """The pages, once everything is set."""
        count = len(self._pages)
        return tuple(
            Paper(TITLE, self._size, self._painting(page, number, count), self._language)
            for number, page in enumerate(self._pages, 1)
        )

    def _painting(self, page: _Page, number: int, count: int) -> Callable[[QPainter], None]:
        def paint(painter: QPainter) -> None:
            flow = self._flow(painter)
            high = self._foot(flow, self._column, 0.0, number, count)
            flow.draws = True
            for part, y in page.blocks:
                flow.scale = 1.0
                part(flow, self._column, y)
            flow.scale = 1.0
            self._foot(flow, self._column, self._size[1] - MARGIN - high, number, count)

        return paint

    def _flow(self, painter: QPainter) -> Flow:
        return Flow(PaperText(painter, self._size[0]), painter, {})

    # ------------------------------------------------------------ setting

    def _setting(self) -> Iterator[None]:
        flow = self._flow(QPainter())
        tables: list[PaperTable] = []
        for table in self._report.tables:
            rows: list[Row] = []
            for row in table.rows:
                rows.append(row)
                if len(rows) % _EACH == 0:
                    yield
            tables.append(PaperTable(table, rows, flow))
            yield
        if not all(table.fits(self._column.width) for table in tables):
            self._size, self._column = A4_LANDSCAPE, Column(MARGIN, A4_LANDSCAPE[0] - 2 * MARGIN)
            flow = self._flow(QPainter())
        foot = self._foot(flow, self._column, 0.0, 1, 1)
        self._bottom = self._size[1] - MARGIN - foot - 3
        self._next_page(flow)
        self._put(flow, self._title)
        yield
        for paper in tables:
            paper.place(self._column)
            yield from self._set_table(flow, paper)

    def _next_page(self, flow: Flow) -> None:
        """Every page but the first begins with the name of the report."""
        self._pages.append(_Page())
        self._y = MARGIN
        if len(self._pages) > 1:
            self._put(flow, self._running_head)

    def _put(self, flow: Flow, part: Part, more: float = 0.0) -> None:
        """A part on this page, or on the next one where it and ``more`` do not fit any more."""
        flow.scale = 1.0
        high = part(flow, self._column, 0.0)
        if self._y + high + more > self._bottom and len(self._pages[-1].blocks) > 1:
            self._next_page(flow)
        self._pages[-1].blocks.append((part, self._y))
        self._y += high

    def _set_table(self, flow: Flow, paper: PaperTable) -> Iterator[None]:
        table, rows = paper.table, paper.rows
        chart = self._charts.get(table.key)
        some = rows[:_FEWEST_TOGETHER]
        together = 12 + sum(paper.row_height(flow, paper.bands[0], row) for row in some)
        has_title = len(self._report.tables) > 1
        self._put(flow, _heading(table, len(rows), has_title=has_title), together)
        if chart is not None:
            self._put(flow, self._chart_part(chart))
        for number, band in enumerate(paper.bands):
            if number:
                self._put(flow, _space(_GAP), together)
            yield from self._set_rows(flow, paper, band)
        paper.forget()
        self._put(flow, _notes(self._told(paper)))

    def _set_rows(self, flow: Flow, paper: PaperTable, band: Band) -> Iterator[None]:
        """Rows of one band, as many on each page as fit, under the titles of their columns."""
        block = self._open_block(flow, paper, band)
        for row in paper.rows:
            high = paper.row_height(flow, band, row)
            if self._y + high > self._bottom and block:
                self._next_page(flow)
                block = self._open_block(flow, paper, band)
            block.append((row, high))
            self._y += high
            if band is paper.bands[0]:
                self.rows_done += 1
            yield

    def _open_block(self, flow: Flow, paper: PaperTable, band: Band) -> list[tuple[Row, float]]:
        """The titles of the columns, and below them a place for rows that are added to it."""
        block: list[tuple[Row, float]] = []

        def draw(flow: Flow, column: Column, y: float) -> float:
            y = paper.head(flow, band, y)
            if flow.draws:
                paper.draw_rows(flow, band, y, block)
            return y

        self._put(flow, draw)
        return block

    # ------------------------------------------------------------ parts

    def _title(self, flow: Flow, column: Column, y: float) -> float:
        y = flow.lines(column, y, self._report.title, Ink(6.4, 600, step=1.2)) + 1
        for line in self._report.about:
            y = flow.lines(column, y, line, Ink(_SMALL, colour=GREY))
        flow.rule(column, y + 2, 0.7, BLACK)
        return y + 2

    def _running_head(self, flow: Flow, column: Column, y: float) -> float:
        return flow.lines(column, y, self._report.title, Ink(_SMALL, 600, GREY)) + 2

    def _chart_part(self, chart: PaperChart) -> Part:
        """As wide as the page, smaller only where it would be higher than the page."""
        wide = self._column.width / _PX
        high = chart.height(wide) * _PX
        room = self._bottom - MARGIN - 12
        scale = min(1.0, room / high)

        def draw(flow: Flow, column: Column, y: float) -> float:
            if flow.draws:
                area = flow.text.place(QRectF(column.x, y + 2, column.width * scale, high * scale))
                flow.painter.save()
                flow.painter.translate(area.topLeft())
                flow.painter.scale(_PX * scale, _PX * scale)
                chart.paint(flow.painter, QRectF(0, 0, wide, high / _PX))
                flow.painter.restore()
            return y + high * scale + 4

        return draw

    def _told(self, paper: PaperTable) -> list[str]:
        """What stands below a table: its notes, and what signs in it mean."""
        told = list(paper.table.notes)
        if paper.has_unknown:
            told.append(_(UNKNOWN_MEANS))
        if any(column.kind == "score" for column in paper.table.columns):
            told.append(_(SCORES_MEAN))
        return told


def _heading(table: Table, rows: int, *, has_title: bool) -> Part:
    def draw(flow: Flow, column: Column, y: float) -> float:
        y += _GAP
        if has_title:
            y = flow.lines(column, y, table.title, Ink(4.6, 600)) + 1.2
        if rows == 0:
            y = flow.lines(column, y, _("There is nothing in this table."), Ink(_SMALL)) + 1.2
        if rows > LONG:
            y = flow.lines(column, y, long_words(rows), Ink(_SMALL, colour=GREY)) + 1.2
        return y

    return draw


def _notes(told: Sequence[str]) -> Part:
    def draw(flow: Flow, column: Column, y: float) -> float:
        y += 1.5
        for line in told:
            y = flow.lines(column, y, line, Ink(3.0, colour=GREY))
        return y

    return draw


def _space(high: float) -> Part:
    return lambda _flow, _column, y: y + high


def long_words(rows: int) -> str:
    """That a table is long, and where it is better looked at."""
    words = ngettext(
        "This table is long: {count} row. In Excel you can search and filter it.",
        "This table is long: {count} rows. In Excel you can search and filter it.",
        rows,
    )
    return words.format(count=isolate(i18n.number(rows)))


def report_pages(
    report: Report, *, language: str = "", charts: Mapping[str, PaperChart] | None = None
) -> tuple[Paper, ...]:
    """All pages at once: for commands, and where the report is known to be short.

    ``language`` is that of the report's words, the current one unless named; ``charts`` stand
    before the tables of these keys.
    """
    setter = ReportSetter(report, language=language, charts=charts)
    while setter.advance():
        pass
    return setter.pages()
