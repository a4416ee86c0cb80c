"""Stacked bars: a name, what stands at the end of its row, and the parts of the whole below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from trainer_app.ui import theme
from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.data import Bar, Bars
from trainer_app.ui.charts.drawing import LEGEND_GAP, Drawing, Entry, Legend
from trainer_app.ui.charts.fills import fill_rect, swatch
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.words import bar_end, bar_sentence
from trainer_app.ui.enter_key import Pressable

_BAR, _ROW_GAP, _NAME_GAP, _WORD_GAP = 16, 18, 4, 12
_PART_GAP = 2.0
_LEAST_PART = 3.0
"""However small a share is, what is there can be seen."""
_SPREAD = 1.35
"""With room to spare, rows stand apart by this much more at the most."""
_END_SHARE = 0.6


class BarsDrawing:
    """Paints ``Bars``."""

    paper_width = 720.0

    def __init__(self, data: Bars) -> None:
        self.data = data
        self._ends = [bar_end(row) for row in data.drawn]
        self._laid: tuple[Ink, float, list[tuple[str, str, float]]] | None = None
        self.underlined: int | None = None
        """The row under the pointer, where rows can be pressed."""
        self.legend = Legend(
            [Entry(part.name, partial(swatch, fill=part.fill)) for part in data.parts]
        )

    # ------------------------------------------------------------ measures

    def least_width(self, ink: Ink) -> float:
        """Some letters of a name, and what stands at the end."""
        ends = max((ink.wide(end, "small") for end in self._ends), default=0.0)
        return min(ends, ink.px(140)) + ink.px(96)

    def _row_height(self, ink: Ink) -> float:
        return ink.line("label") + _NAME_GAP + ink.px(_BAR)

    def _below(self, ink: Ink, width: float) -> float:
        """What stands under the rows: how many more there are, and the legend."""
        more = ink.line("small") + _ROW_GAP if self.data.most and self.data.more else 0.0
        legend = self.legend.height(ink, width)
        return more + (legend + LEGEND_GAP if legend else 0.0)

    def height(self, ink: Ink, width: float) -> float:
        """All rows and the legend."""
        count = len(self.data.drawn)
        rows = count * self._row_height(ink) + (count - 1) * _ROW_GAP
        return rows + self._below(ink, width)

    def row_areas(self, area: QRectF, ink: Ink) -> list[QRectF]:
        """Where each row lies, name and bar."""
        high, count = self._row_height(ink), len(self.data.drawn)
        spare = max(0.0, area.height() - self.height(ink, area.width()))
        step = min(high + _ROW_GAP + spare / max(1, count), (high + _ROW_GAP) * _SPREAD)
        return [
            QRectF(area.left(), area.top() + n * step, area.width(), high) for n in range(count)
        ]

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """All rows that are in sight, then the legend."""
        clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF()
        rows = self.row_areas(area, ink)
        said = self._said(ink, area.width())
        for n, (row, place) in enumerate(zip(self.data.drawn, rows, strict=True)):
            if clip.isNull() or place.intersects(clip):
                self._paint_row(painter, row, place, said[n], ink, lit=n == self.underlined)
        y = (rows[-1].bottom() if rows else area.top()) + _ROW_GAP
        if self.data.most and self.data.more:
            line = QRectF(area.left(), y, area.width(), ink.line("small"))
            more = ink.elided(self.data.more, "small", line.width())
            ink.write(painter, line, more, "small", colour="text_muted")
            y = line.bottom() + _ROW_GAP
        place = QRectF(area.left(), y - _ROW_GAP + LEGEND_GAP, area.width(), area.height())
        self.legend.paint(painter, place, ink)

    def _said(self, ink: Ink, width: float) -> list[tuple[str, str, float]]:
        """Name, end and the width of the end for every row, as they have room."""
        if self._laid is None or self._laid[:2] != (ink, width):
            made = []
            for row, end in zip(self.data.drawn, self._ends, strict=True):
                whole = ink.wide(end, "small")
                wide = min(whole, width * _END_SHARE)
                shown = end if wide == whole else ink.elided(end, "small", wide)
                name = ink.elided(row.name, "label", width - wide - _WORD_GAP)
                made.append((name, shown, wide))
            self._laid = (ink, width, made)
        return self._laid[2]

    def _paint_row(
        self,
        painter: QPainter,
        row: Bar,
        place: QRectF,
        said: tuple[str, str, float],
        ink: Ink,
        *,
        lit: bool,
    ) -> None:
        name, end, wide = said
        line = QRectF(place.left(), place.top(), place.width(), ink.line("label"))
        words = QRectF(line)
        words.setWidth(line.width() - wide - _WORD_GAP)
        words = ink.placed(words, line)
        ink.write(painter, words, ink.kept(name), "label", colour="primary" if lit else "text")
        if lit:
            long = min(ink.wide(name, "label"), words.width())
            start = words.right() - long if ink.rtl else words.left()
            y = words.center().y() + ink.px(9)
            painter.setPen(QPen(ink.colour("primary"), 1.5))
            painter.drawLine(QPointF(start, y), QPointF(start + long, y))
        ink.write(painter, line, end, "small", colour="text_muted", at="end")
        high = ink.px(_BAR)
        bar = QRectF(place.left(), place.bottom() - high, place.width(), high)
        self._paint_bar(painter, row, bar, ink)

    def _paint_bar(self, painter: QPainter, row: Bar, bar: QRectF, ink: Ink) -> None:
        radius = 5.0
        if not row.total or row.parts is None:
            fill_rect(painter, bar, "open", ink, radii=(radius, radius))
            return
        shown = [
            (part.fill, count)
            for part, count in zip(self.data.parts, row.parts, strict=True)
            if count > 0
        ]
        widths = part_widths([count for _fill, count in shown], bar.width())
        x = bar.left()
        for n, ((fill, _count), wide) in enumerate(zip(shown, widths, strict=True)):
            first, last = n == 0, n == len(shown) - 1
            area = ink.placed(QRectF(x, bar.top(), wide, bar.height()), bar)
            radii = (radius if first else 0.0, radius if last else 0.0)
            fill_rect(painter, area, fill, ink, radii=radii[::-1] if ink.rtl else radii)
            x += wide + _PART_GAP

    def tip(self, at: QPointF, area: QRectF, ink: Ink) -> str:
        """The whole of a row of which something is cut."""
        said = self._said(ink, area.width())
        for n, place in enumerate(self.row_areas(area, ink)):
            row = self.data.drawn[n]
            if place.contains(at) and said[n][:2] != (row.name, self._ends[n]):
                return bar_sentence(self.data, row)
        return ""


def part_widths(counts: list[int], width: float) -> list[float]:
    """How wide the parts of a bar are: by their share, but none too small to be seen."""
    room = width - _PART_GAP * (len(counts) - 1)
    total = sum(counts)
    wanted = [room * count / total for count in counts]
    small = [wide < _LEAST_PART for wide in wanted]
    taken = _LEAST_PART * sum(small)
    large = sum(wide for wide, is_small in zip(wanted, small, strict=True) if not is_small)
    return [
        _LEAST_PART if is_small else wide * (room - taken) / large
        for wide, is_small in zip(wanted, small, strict=True)
    ]


class StackedBars(Chart):
    """Rows of stacked bars, any number. ``choosable`` rows are buttons: Up, Down, Enter.

    Signals: ``chosen(str)`` with the key of a row that was pressed, here or in the table.
    """

    chosen = Signal(str)

    def __init__(self, *, choosable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choosable = choosable
        self.rows: list[RowButton] = []
        self.settle()

    def show_data(self, data: Bars) -> None:
        """Show these rows; who had the focus keeps it if it is still there."""
        focused = next((row.key for row in self.rows if row.hasFocus()), None)
        self._show(data)
        if self._choosable:
            self._lay_rows(data, focused)

    def make_drawing(self) -> Drawing | None:
        return BarsDrawing(self._data) if isinstance(self._data, Bars) else None

    def open_row(self, row: int) -> bool:
        if not self._choosable or not isinstance(self._data, Bars):
            return False
        self.chosen.emit(self._data.rows[row].key)
        return True

    # ------------------------------------------------------------ rows to press

    def _lay_rows(self, data: Bars, focused: str | None) -> None:
        keys = [row.key for row in data.drawn]
        if keys != [row.key for row in self.rows]:
            for former in self.rows:
                former.hide()
                former.deleteLater()
            self.rows = [RowButton(key, self) for key in keys]
            for n, row in enumerate(self.rows):
                row.clicked.connect(self._on_row_clicked)
                row.setFocusPolicy(_TAB if n == 0 else _CLICK)
                row.show()
            if focused in keys:
                self._go(keys.index(focused))
        self._name_rows()
        self._place_rows()

    def _name_rows(self) -> None:
        if self.rows and isinstance(self._data, Bars):
            for button, row in zip(self.rows, self._data.drawn, strict=True):
                button.setAccessibleName(bar_sentence(self._data, row))

    def _place_rows(self) -> None:
        if self.rows and isinstance(self._drawing, BarsDrawing):
            areas = self._drawing.row_areas(self.area(), self.ink)
            for button, place in zip(self.rows, areas, strict=True):
                button.setGeometry(place.toAlignedRect().adjusted(-4, -3, 4, 3))

    def _go(self, place: int) -> None:
        """Stand on this row: Tab comes back to it."""
        for n, row in enumerate(self.rows):
            row.setFocusPolicy(_TAB if n == place else _CLICK)
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def take_step(self, row: RowButton, key: int) -> bool:
        """From one row to another by a key; False for other keys."""
        at, last = self.rows.index(row), len(self.rows) - 1
        steps: dict[int, int] = {
            Qt.Key.Key_Down: min(at + 1, last),
            Qt.Key.Key_Up: max(at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key not in steps:
            return False
        self._go(steps[key])
        return True

    def lit(self, row: RowButton | None) -> None:
        """Underline the name of the row under the pointer."""
        if isinstance(self._drawing, BarsDrawing):
            self._drawing.underlined = None if row is None else self.rows.index(row)
            self.update()

    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, RowButton):
            self.chosen.emit(row.key)

    # ------------------------------------------------------------ look and words

    def dress(self) -> None:
        super().dress()
        self._place_rows()

    def retranslate(self) -> None:
        super().retranslate()
        self._name_rows()
        self._place_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_rows()


class RowButton(Pressable, QAbstractButton):
    """A row one can press. It shows nothing itself; the chart under it does."""

    ring_radius: float = theme.CONTROL_RADIUS

    def __init__(self, key: str, chart: StackedBars) -> None:
        super().__init__(chart)
        self.key = key
        self._chart = chart
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setGeometry(QRect())
        self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._chart.take_step(self, event.key()):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._chart.lit(self)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._chart.lit(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: what is under it is seen."""


_TAB, _CLICK = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
