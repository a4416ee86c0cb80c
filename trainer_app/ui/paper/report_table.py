"""A table of a report on paper: its columns, its head, its rows, measured and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import islice
from typing import cast

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtSvg import QSvgRenderer

from trainer_app.i18n import isolate
from trainer_app.operations.reports.cell_words import cell_words
from trainer_app.operations.reports.table import Cell, Kind, Table
from trainer_app.training.standing import State
from trainer_app.ui import icons
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.table_columns import Band, Need, bands, fits
from trainer_app.ui.paper.text import Ink, Laid

CELL, HEAD = Ink(3.1), Ink(2.9, 600, GREY)
_END, _HEAD_END = Ink(3.1, at="end"), Ink(2.9, 600, GREY, "end")
_PAD, _GAP, _SIDE = 1.1, 3.0, 3.2
"""Room above and below words, between columns, and the side of an icon; millimetres."""
_READS_WELL = 0.88
"""Type is not set smaller than this before the page lies on its side."""
_MOST = 300
"""Letters of a cell that are printed: the narrowest column has room for them on a page."""
_LOOKED_AT = 100
_KEPT = 1_000
"""Words that are kept set, while rows are drawn."""
_WIDEST_WORD, _WIDEST = 34.0, 70.0
_NUMBERS: frozenset[Kind] = frozenset(("count", "share", "score"))
_ICONS: dict[State, str] = {
    "in-date": "circle-check",
    "due": "clock",
    "overdue": "alert-circle",
    "in-progress": "circle-dashed",
    "not-started": "circle",
}

Row = tuple[Cell, ...]


class PaperTable:
    """Measures and draws the parts of one table. In the language that is spoken meanwhile.

    ``rows`` are those of the table, read already.
    """

    def __init__(self, table: Table, rows: Sequence[Row], flow: Flow) -> None:
        self.table, self.rows = table, rows
        self._column = Column(0.0, 0.0)
        self.bands: list[Band] = []
        self._said: dict[tuple[Cell, Kind], str] = {}
        self._high: dict[tuple[Band, int, str], float] = {}
        self._laid: dict[tuple[int, int, str], Laid] = {}
        self._renderers: dict[str, QSvgRenderer] = {}
        self.has_unknown = False
        self._needs = list(self._all_needs(flow))

    def fits(self, width: float) -> bool:
        """Whether all columns stand side by side in that width, in type that reads well."""
        return fits(self._needs, width, _GAP, _READS_WELL)

    def place(self, column: Column) -> None:
        """Where it stands on the page from now on."""
        self._column = column
        self.bands = bands(self._needs, column.width, _GAP)

    # ------------------------------------------------------------ measuring

    def _all_needs(self, flow: Flow) -> Iterator[Need]:
        """What each column needs, by its title and by the longest of what stands in it."""
        flow.scale = 1.0
        for place, column in enumerate(self.table.columns):
            kind = column.kind
            words = self._longest(place, kind)
            lines = _widest(flow, words, CELL)
            title = _widest(flow, column.title.split(), HEAD)
            if kind == "text":
                parts = {part for one in words for part in one.split()}
                least = min(max(title, _widest(flow, parts, CELL)), _WIDEST_WORD)
            else:
                lines += _SIDE * 1.4 if kind == "state" else 0.0
                least = max(title, lines)
            yield Need(least, min(max(lines, least), _WIDEST))

    def _longest(self, place: int, kind: Kind) -> list[str]:
        """Some of the longest cells, by letters; of what is no text, cells from all over it."""
        cells = dict.fromkeys(row[place] for row in self.rows)
        if kind != "text":
            some = islice(cells, 0, None, max(1, len(cells) // _LOOKED_AT))
            return [self._words(cell, kind) for cell in some]
        words = [self._words(cell, kind) for cell in cells]
        return nlargest(_LOOKED_AT, words, key=len)

    def row_height(self, flow: Flow, band: Band, row: Row) -> float:
        """How high a row is in this band."""
        flow.scale = band.scale
        tallest = 0.0
        for at, place in enumerate(band.places):
            words = self._words(row[place], self.table.columns[place].kind)
            known = (band, at, words)
            if known not in self._high:
                cell = self._inside(Column(0.0, band.widths[at]), place, flow)
                self._high[known] = flow.lines(cell, 0.0, words, CELL)
            tallest = max(tallest, self._high[known])
        return tallest + 2 * flow.mm(_PAD)

    def forget(self) -> None:
        """Let go of what is known of heights, once all rows were measured."""
        self._high.clear()

    # ------------------------------------------------------------ drawing

    def head(self, flow: Flow, band: Band, y: float) -> float:
        """Measure or draw the titles of the columns; returns where the first row begins."""
        flow.scale = band.scale
        low = y
        for cell, place in self._cells(band):
            column = self.table.columns[place]
            ink = _HEAD_END if column.kind in _NUMBERS else HEAD
            low = max(low, flow.lines(cell, y, column.title, ink))
        low += flow.mm(_PAD)
        flow.rule(self._column, low, 0.5, BLACK)
        return low

    def draw_rows(
        self, flow: Flow, band: Band, y: float, rows: Sequence[tuple[Row, float]]
    ) -> None:
        """Draw rows with their heights one under the other, a line below each."""
        flow.scale = band.scale
        cells = self._cells(band)
        for row, high in rows:
            for cell, place in cells:
                self._draw_cell(flow, cell, y + flow.mm(_PAD), place, row[place])
            y += high
            flow.rule(self._column, y, 0.15)

    def _draw_cell(self, flow: Flow, cell: Column, y: float, place: int, told: Cell) -> None:
        kind = self.table.columns[place].kind
        if kind == "state" and told is not None:
            side = flow.mm(_SIDE)
            lift = (flow.line_height(CELL.size) - side) / 2
            area = flow.text.place(QRectF(cell.x, y + lift, side, side))
            self._icon(_ICONS[cast(State, told)]).render(flow.painter, area)
        inside = self._inside(cell, place, flow)
        laid = self._laid_words(flow, inside.width, place, self._words(told, kind))
        flow.text.again(QRectF(inside.x, y, inside.width, 0), laid)

    def _laid_words(self, flow: Flow, width: float, place: int, words: str) -> Laid:
        """Most words stand in many cells, and setting them costs more than drawing them."""
        key = (place, round(width * 100), words)
        if key not in self._laid:
            if len(self._laid) >= _KEPT:
                self._laid.clear()
            ink = _END if self.table.columns[place].kind in _NUMBERS else CELL
            self._laid[key] = flow.laid(width, words, ink)
        return self._laid[key]

    def _inside(self, cell: Column, place: int, flow: Flow) -> Column:
        """Where the words of a cell go: beside the icon, if there is one."""
        is_state = self.table.columns[place].kind == "state"
        return cell.inset(flow.mm(_SIDE * 1.4)) if is_state else cell

    def _cells(self, band: Band) -> list[tuple[Column, int]]:
        found, x = [], self._column.x
        for place, width in zip(band.places, band.widths, strict=True):
            found.append((Column(x, width), place))
            x += width + _GAP
        return found

    def _icon(self, name: str) -> QSvgRenderer:
        if name not in self._renderers:
            drawn = icons.source(name).replace("currentColor", BLACK)
            self._renderers[name] = QSvgRenderer(QByteArray(drawn.encode()))
        return self._renderers[name]

    def _words(self, cell: Cell, kind: Kind) -> str:
        if cell is None:
            self.has_unknown = True
        if isinstance(cell, str) and kind == "text":
            return isolate(cell if len(cell) <= _MOST else cell[: _MOST - 1] + "…")
        if (cell, kind) not in self._said:
            self._said[cell, kind] = cell_words(cell, kind)
        return self._said[cell, kind]


def _widest(flow: Flow, words: Iterable[str], ink: Ink) -> float:
    return max((flow.width_of(one, ink) for one in words), default=0.0)
