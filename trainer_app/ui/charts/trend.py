"""A trend by month: lines that break where nothing is known, and the last value in words."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from math import ceil, floor, log10

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.data import Trend, TrendKind
from trainer_app.ui.charts.drawing import LEGEND_GAP, Drawing, Entry, Legend
from trainer_app.ui.charts.fills import Mark, mark
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.words import month_short, month_words, value_words, year

_HEIGHT, _MOST_HEIGHT = 176, 300
_GAP, _POINT_GAP = 8.0, 12.0
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
_MARKS: tuple[Mark, Mark] = ("dot", "square")
_COLOURS = ("chart1", "chart2")
_DASHES: tuple[list[float], list[float]] = ([], [3.0, 2.5])
_TICKS = 4


def ticks(kind: TrendKind, most: float) -> list[float]:
    """A few round values from nothing to ``most`` or a little more."""
    if kind == "share":
        return [0.0, 0.5, 1.0]
    if most <= 0:
        return [0.0, 1.0]
    rough = most / _TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * n for n in (1, 2, 5, 10) if unit * n >= rough)
    step = max(1.0, step)
    return [step * n for n in range(ceil(most / step) + 1)]


class TrendDrawing:
    """Paints a ``Trend``."""

    paper_width = 860.0

    def __init__(self, data: Trend) -> None:
        self.data = data
        known = [value for one in data.series for value in one.values if value is not None]
        self._ticks = ticks(data.kind, max(known, default=0.0))
        self._tick_words = [value_words(tick, data.kind) for tick in self._ticks]
        self._months = [month_short(month) for month in data.months]
        self._years = [year(month) for month in data.months]
        self._last = [
            next((n for n in reversed(range(len(one.values))) if one.values[n] is not None), None)
            for one in data.series
        ]
        self.legend = Legend(
            [Entry(one.name, partial(_sample, n=n), 2.2) for n, one in enumerate(data.series)]
            if len(data.series) > 1
            else []
        )

    # ------------------------------------------------------------ measures

    def least_width(self, ink: Ink) -> float:
        """Axis, last value and a few months."""
        return self._before(ink) + self._after(ink) + ink.px(150)

    def height(self, ink: Ink, width: float) -> float:
        """The lines, the months under them, and the legend."""
        legend = self.legend.height(ink, width)
        return ink.px(_HEIGHT) + self._under(ink) + (legend + LEGEND_GAP if legend else 0.0)

    def _before(self, ink: Ink) -> float:
        return max(ink.wide(words, "small") for words in self._tick_words) + _GAP

    def _after(self, ink: Ink) -> float:
        """What the last value needs beside the last month."""
        return max(
            (ink.wide(self._said(n), "label") + _POINT_GAP for n in range(len(self.data.series))),
            default=0.0,
        )

    def _under(self, ink: Ink) -> float:
        return 2 * ink.line("small") + 4

    def _said(self, n: int) -> str:
        at = self._last[n]
        return "" if at is None else value_words(self.data.series[n].values[at], self.data.kind)

    def plot(self, area: QRectF, ink: Ink) -> QRectF:
        """Where the lines run, as from left to right."""
        legend = self.legend.height(ink, area.width())
        below = self._under(ink) + (legend + LEGEND_GAP if legend else 0.0)
        half = ink.line("small") / 2
        high = min(area.height() - below, ink.px(_MOST_HEIGHT)) - half
        return QRectF(
            area.left() + self._before(ink),
            area.top() + half,
            area.width() - self._before(ink) - self._after(ink),
            max(10.0, high),
        )

    def _x(self, n: int, plot: QRectF) -> float:
        last = len(self.data.months) - 1
        inset = 8.0
        if not last:
            return plot.center().x()
        return plot.left() + inset + (plot.width() - 2 * inset) * n / last

    def _y(self, value: float, plot: QRectF) -> float:
        return plot.bottom() - plot.height() * value / self._ticks[-1]

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, area: QRectF, ink: Ink) -> None:
        """Axis, lines, last values, legend."""
        plot = self.plot(area, ink)
        self._paint_axis(painter, plot, area, ink)
        self._paint_months(painter, plot, area, ink)
        for n in reversed(range(len(self.data.series))):
            self._paint_line(painter, n, plot, area, ink)
        self._paint_last(painter, plot, area, ink)
        top = plot.bottom() + self._under(ink) + LEGEND_GAP
        self.legend.paint(painter, QRectF(area.left(), top, area.width(), area.height()), ink)

    def _paint_axis(self, painter: QPainter, plot: QRectF, area: QRectF, ink: Ink) -> None:
        high = ink.line("small")
        for tick, words in zip(self._ticks, self._tick_words, strict=True):
            y = self._y(tick, plot)
            painter.setPen(QPen(ink.colour("chart3" if tick else "border_strong"), 1))
            painter.drawLine(
                QPointF(ink.x(plot.left(), area), y), QPointF(ink.x(plot.right(), area), y)
            )
            place = QRectF(area.left(), y - high / 2, plot.left() - area.left() - _GAP, high)
            ink.write(
                painter, ink.placed(place, area), words, "small", colour="text_muted", at="end"
            )

    def shown_months(self, plot: QRectF, ink: Ink) -> list[int]:
        """Which months have a word under the axis: as many as have room, the last one always."""
        count = len(self._months)
        if count < 2:
            return list(range(count))
        each = self._x(1, plot) - self._x(0, plot)
        widest = max(ink.wide(words, "small") for words in (*self._months, *self._years)) + 10
        step = next((one for one in _MONTH_STEPS if one * each >= widest), count)
        return list(range(count - 1, -1, -step))[::-1]

    def _paint_months(self, painter: QPainter, plot: QRectF, area: QRectF, ink: Ink) -> None:
        high, told = ink.line("small"), ""
        for n in self.shown_months(plot, ink):
            x = self._x(n, plot)
            for row, words in enumerate((self._months[n], self._years[n])):
                if row and words == told:
                    continue
                wide = ink.wide(words, "small") + 2
                start = min(max(area.left(), x - wide / 2), area.right() - wide)
                place = QRectF(start, plot.bottom() + 6 + row * (high - 2), wide, high)
                ink.write(
                    painter, ink.placed(place, area), words, "small",
                    colour="text_muted", at="middle",
                )  # fmt: skip
            told = self._years[n]

    def points(self, n: int, plot: QRectF, area: QRectF, ink: Ink) -> list[QPointF | None]:
        """Where the values of a line are; None where nothing is known."""
        return [
            None if value is None
            else QPointF(ink.x(self._x(month, plot), area), self._y(value, plot))
            for month, value in enumerate(self.data.series[n].values)
        ]  # fmt: skip

    def _paint_line(self, painter: QPainter, n: int, plot: QRectF, area: QRectF, ink: Ink) -> None:
        points = self.points(n, plot, area, ink)
        painter.setPen(_pen(n, ink))
        for one, other in pairwise(points):
            if one is not None and other is not None:
                painter.drawLine(one, other)
        dense = len(points) * ink.px(18) > plot.width()
        for at, point in enumerate(points):
            if point is not None and (not dense or self._stands_out(at, points)):
                mark(painter, point, _MARKS[n], ink.px(4.5), ink)

    @staticmethod
    def _stands_out(at: int, points: list[QPointF | None]) -> bool:
        """The ends of a stretch keep their marks, however many months there are."""
        before = points[at - 1] if at else None
        after = points[at + 1] if at + 1 < len(points) else None
        return before is None or after is None

    def _paint_last(self, painter: QPainter, plot: QRectF, area: QRectF, ink: Ink) -> None:
        high = ink.line("label")
        ends = []
        for n, at in enumerate(self._last):
            value = None if at is None else self.data.series[n].values[at]
            if at is not None and value is not None:
                ends.append((self._y(value, plot) - high / 2, self._x(at, plot), n))
        ends.sort()
        if len(ends) > 1 and ends[1][0] - ends[0][0] < high:  # one above the other
            middle = (ends[0][0] + ends[1][0]) / 2
            lowest = min(middle + high / 2, plot.bottom() - high / 2)
            ends = [(lowest - high, *ends[0][1:]), (lowest, *ends[1][1:])]
        for top, x, n in ends:
            words = self._said(n)
            place = QRectF(x + _POINT_GAP - 2, top, ink.wide(words, "label") + 2, high)
            ink.write(painter, ink.placed(place, area), words, "label")

    def tip(self, at: QPointF, area: QRectF, ink: Ink) -> str:
        """The values of the month at a place."""
        plot = self.plot(area, ink)
        x = ink.x(at.x(), area)
        if not self.data.months or not area.contains(at) or at.y() > plot.bottom():
            return ""
        month = min(range(len(self.data.months)), key=lambda n: abs(self._x(n, plot) - x))
        lines = [
            f"{one.name}: {value_words(one.values[month], self.data.kind)}"
            for one in self.data.series
        ]
        return "\n".join([month_words(self.data.months[month]), *lines])


def _pen(n: int, ink: Ink) -> QPen:
    pen = QPen(ink.colour(_COLOURS[n]), 2.5 if n == 0 else 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if _DASHES[n]:
        pen.setDashPattern(_DASHES[n])
    return pen


def _sample(painter: QPainter, area: QRectF, ink: Ink, *, n: int) -> None:
    """A bit of a line with its mark."""
    painter.setPen(_pen(n, ink))
    middle = area.center()
    painter.drawLine(QLineF(area.left(), middle.y(), area.right(), middle.y()))
    mark(painter, middle, _MARKS[n], ink.px(4.5), ink)


class TrendLine(Chart):
    """One or two lines over months."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settle()

    def show_data(self, data: Trend) -> None:
        """Show these months."""
        self._show(data)

    def make_drawing(self) -> Drawing | None:
        return TrendDrawing(self._data) if isinstance(self._data, Trend) else None
