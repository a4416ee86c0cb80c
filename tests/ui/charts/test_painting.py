"""What is painted: it follows the data, the direction, the look and the room there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.gallery_charts import READY, changes, finished, months, shares, states, trend
from trainer_app.ui import theme, translator
from trainer_app.ui.charts.bars import BarsDrawing, StackedBars, part_widths
from trainer_app.ui.charts.before_after import BeforeAfter, paint_change
from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.data import Bar, Bars, Change, Changes, Readiness, Series, Trend
from trainer_app.ui.charts.ink import Ink
from trainer_app.ui.charts.ring import ReadinessRing, RingDrawing
from trainer_app.ui.charts.trend import TrendDrawing, TrendLine, ticks

WIDTH = 420
KINDS = ("bars", "change", "trend", "ring")


def made(kind: str) -> Chart:
    match kind:
        case "bars":
            bars = StackedBars()
            bars.show_data(finished())
            return bars
        case "change":
            change = BeforeAfter()
            change.show_data(changes())
            return change
        case "trend":
            line = TrendLine()
            line.show_data(trend())
            return line
    ring = ReadinessRing()
    ring.show_data(READY)
    return ring


def picture(chart: Chart, width: int = WIDTH) -> QImage:
    chart.resize(width, chart.heightForWidth(width))
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    chart.render(image, QPoint(), QRegion(), renderFlags=chart.RenderFlag.DrawChildren)
    return image


def has(image: QImage, colour: QColor, area: QRectF | None = None) -> bool:
    where = (area or QRectF(image.rect())).toAlignedRect()
    return any(
        image.pixelColor(x, y) == colour
        for y in range(max(0, where.top()), min(image.height(), where.bottom()))
        for x in range(max(0, where.left()), min(image.width(), where.right()))
    )


@pytest.fixture(params=KINDS)
def chart(request: pytest.FixtureRequest, look: theme.Theme, qtbot: QtBot) -> Chart:
    one = made(request.param)
    qtbot.addWidget(one)
    return one


# ---------------------------------------------------------------- data


def test_other_data_look_other(look: theme.Theme, qtbot: QtBot) -> None:
    bars, change, line, ring = StackedBars(), BeforeAfter(), TrendLine(), ReadinessRing()
    for one in (bars, change, line, ring):
        qtbot.addWidget(one)
    first = finished()
    row = replace(first.rows[0], parts=(33, 13, 6))
    bars.show_data(first)
    before = picture(bars)
    bars.show_data(replace(first, rows=(row, *first.rows[1:])))
    assert picture(bars) != before
    change.show_data(Changes("o", (Change("a", "Listen", 0.4, 0.8),)))
    before = picture(change)
    change.show_data(Changes("o", (Change("a", "Listen", 0.4, 0.9),)))
    after = picture(change)
    assert after != before
    change.show_data(Changes("o", (Change("a", "Listen", None, 0.9),)))
    assert picture(change) not in (before, after)
    line.show_data(Trend(months(3), (Series("a", (1, 2, 3)),)))
    before = picture(line)
    line.show_data(Trend(months(3), (Series("a", (1, 0, 3)),)))
    nothing = picture(line)
    line.show_data(Trend(months(3), (Series("a", (1, None, 3)),)))
    assert picture(line) not in (before, nothing)
    ring.show_data(Readiness(5, 1, 1, 1))
    before = picture(ring)
    ring.show_data(Readiness(5, 1, 2, 0))
    assert picture(ring) != before


def test_the_same_data_look_the_same(chart: Chart) -> None:
    assert picture(chart) == picture(chart)


def test_parts_are_told_apart_without_colour(look: theme.Theme, qtbot: QtBot) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    bars.show_data(states())
    picture(bars)
    drawing, area = bars.drawing, bars.area()
    assert isinstance(drawing, BarsDrawing)
    row = drawing.row_areas(area, bars.ink)[0]
    grey = picture(bars).convertToFormat(QImage.Format.Format_Grayscale8)
    counts = states().rows[0].parts
    assert counts is not None
    x, patterns = row.left(), []
    for wide in part_widths(list(counts), row.width()):
        inside = QRectF(x + 6, row.bottom() - 13, min(wide - 12, 18), 10).toAlignedRect()
        patterns.append(grey.copy(inside))
        x += wide + 2
    assert all(
        one.copy(0, 0, 12, 9) != other.copy(0, 0, 12, 9)
        for n, one in enumerate(patterns)
        for other in patterns[n + 1 :]
    )


def test_what_is_there_is_never_too_small_to_see() -> None:
    widths = part_widths([1, 0 + 5000, 1], 300)
    assert min(widths) >= 3
    assert sum(widths) == pytest.approx(300 - 2 * 2)


def test_a_line_breaks_where_nothing_is_known(look: theme.Theme, qtbot: QtBot) -> None:
    line = TrendLine()
    qtbot.addWidget(line)
    line.show_data(Trend(months(3), (Series("a", (10, None, 10)),)))
    image = picture(line)
    drawing = line.drawing
    assert isinstance(drawing, TrendDrawing)
    plot = drawing.plot(line.area(), line.ink)
    points = drawing.points(0, plot, line.area(), line.ink)
    assert points[1] is None
    first, last = points[0], points[2]
    assert first is not None
    assert last is not None
    between = QRectF(first.x() + 12, first.y() - 4, last.x() - first.x() - 24, 8)
    assert not has(image, theme.colour("chart1"), between)
    line.show_data(Trend(months(3), (Series("a", (10, 10, 10)),)))
    assert has(picture(line), theme.colour("chart1"), between)


def test_the_axis_has_a_few_round_values() -> None:
    assert ticks("share", 0.3) == [0, 0.5, 1]
    assert ticks("count", 0) == [0, 1]
    assert ticks("count", 1) == [0, 1]
    assert ticks("count", 3) == [0, 1, 2, 3]
    assert ticks("count", 52) == [0, 20, 40, 60]
    assert ticks("count", 1400) == [0, 500, 1000, 1500]
    for most in range(1, 3000, 7):
        found = ticks("count", most)
        assert found[-1] >= most
        assert 2 <= len(found) <= 6
        assert all(one == int(one) for one in found)


def test_many_months_leave_words_out_but_never_the_last(look: theme.Theme) -> None:
    ink = Ink.on_screen(rtl=False)
    drawing = TrendDrawing(shares())
    for width in (260, 400, 900, 1800):
        area = QRectF(0, 0, width, drawing.height(ink, width))
        shown = drawing.shown_months(drawing.plot(area, ink), ink)
        assert shown[-1] == 23
    assert len(shown) == 24
    assert TrendDrawing(Trend(months(1), (Series("a", (4,)),))).shown_months(area, ink) == [0]


def test_many_blocks_are_drawn_by_kind() -> None:
    assert len(RingDrawing(READY).arcs()) == 8
    arcs = RingDrawing(Readiness(40, 20, 0, 10)).arcs()
    assert [fill for _start, _sweep, fill in arcs] == ["solid", "hatched", "open"]
    assert RingDrawing(Readiness(1, 0, 0, 0)).arcs() == [(0.0, 360.0, "solid")]


# ---------------------------------------------------------------- direction


def halves(image: QImage) -> tuple[QRectF, QRectF]:
    wide, high = image.width() / 2, image.height()
    return QRectF(0, 0, wide, high), QRectF(wide, 0, wide, high)


def test_a_bar_begins_where_reading_does(look: theme.Theme, qtbot: QtBot) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    parts = finished().parts
    bars.show_data(Bars("Site", (parts[0], parts[2]), (Bar("a", "", (1, 3), " "),)))
    full = theme.colour("chart1")
    bar = QRectF(0, 24, WIDTH, 20)
    for way, left in ((Qt.LayoutDirection.LeftToRight, True),
                      (Qt.LayoutDirection.RightToLeft, False)):  # fmt: skip
        bars.setLayoutDirection(way)
        image = picture(bars)
        start, end = halves(image)
        assert has(image, full, start & bar) is left
        assert has(image, full, end & bar) is not left


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_mirrored(kind: str, look: theme.Theme, qtbot: QtBot) -> None:
    """Without its words a chart from right to left is the mirror image of the other."""
    one = made(kind)
    qtbot.addWidget(one)
    words = Ink.write
    images = []
    try:
        Ink.write = lambda *_args, **_more: None  # type: ignore[method-assign]
        for way in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
            one.setLayoutDirection(way)
            images.append(picture(one))
    finally:
        Ink.write = words  # type: ignore[method-assign]
    left, right = images
    assert left != right
    assert far_apart(left, right.mirrored(True, False)) < 0.02


def far_apart(one: QImage, other: QImage) -> float:
    """The share of pixels that differ plainly: slanting lines lean the same way in both."""
    assert one.size() == other.size()
    far = 0
    for y in range(one.height()):
        for x in range(one.width()):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            far += abs(a.lightness() - b.lightness()) > 60
    return far / (one.width() * one.height())


@pytest.mark.parametrize("rtl", [False, True])
def test_a_cell_of_a_table_shows_the_change(rtl: bool, look: theme.Theme) -> None:
    image = QImage(120, 30, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    paint_change(painter, QRectF(0, 0, 120, 30), 0.1, 0.9, Ink.on_screen(rtl=rtl))
    painter.end()
    dot, ring = QPoint(18 if rtl else 102, 15), QPoint(102 if rtl else 18, 15)
    assert image.pixelColor(dot) == theme.colour("chart1")
    assert image.pixelColor(ring) == theme.colour("surface")


def test_a_cell_shows_only_what_is_known(look: theme.Theme) -> None:
    images = []
    for shares_known in ((0.4, None), (None, 0.4), (None, None), (0.4, 0.4)):
        image = QImage(120, 30, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        before, after = shares_known
        paint_change(painter, QRectF(0, 0, 120, 30), before, after, Ink.on_screen(rtl=False))
        painter.end()
        assert image not in images
        images.append(image)
    assert not has(images[0], theme.colour("chart1"))
    assert has(images[1], theme.colour("chart1"))


# ---------------------------------------------------------------- look and room


def test_colours_are_those_of_the_look(chart: Chart, look: theme.Theme) -> None:
    seen = []
    for scheme in ("light", "dark", "hc"):
        look.choose(scheme=scheme)
        image = picture(chart)
        assert has(image, theme.colour("chart1"))
        assert has(image, theme.colour("surface"))
        seen.append(image)
    assert seen[0] != seen[1] != seen[2]


def test_larger_text_takes_more_room(chart: Chart, look: theme.Theme) -> None:
    small = chart.heightForWidth(WIDTH)
    look.choose(zoom=1.5)
    assert chart.heightForWidth(WIDTH) > small


@pytest.mark.parametrize("zoom", [1.0, 1.3, 1.5])
@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_a_chart_never_asks_for_more_than_half_a_small_window(
    chart: Chart, look: theme.Theme, qapp: QApplication, zoom: float, language: str
) -> None:
    translator.speak(qapp, language)
    look.choose(zoom=zoom)
    assert chart.minimumSizeHint().width() <= 430
    assert chart.sizeHint().width() <= 560


def test_a_screen_with_more_pixels_is_drawn_sharper(chart: Chart) -> None:
    image = picture(chart)
    sharp = QImage(image.size() * 2, QImage.Format.Format_RGB32)
    sharp.setDevicePixelRatio(2)
    sharp.fill(theme.colour("surface"))
    chart.render(sharp, QPoint(), QRegion(), renderFlags=chart.RenderFlag.DrawChildren)
    back = sharp.copy()
    back.setDevicePixelRatio(1)
    doubled = image.scaled(back.size())
    assert back != doubled
    assert far_apart(back, doubled) < 0.12


def test_nothing_is_said_in_the_middle(look: theme.Theme, qtbot: QtBot) -> None:
    ring = ReadinessRing()
    qtbot.addWidget(ring)
    assert ring.heightForWidth(300) == 0
    ring.show_data(Readiness(0, 0, 0, 0, "Nobody has filled in the self-check yet."))
    assert ring.is_empty
    assert ring.accessibleDescription() == "Nobody has filled in the self-check yet."
    image = picture(ring)
    assert has(image, theme.colour("text_muted"))
    assert not has(image, theme.colour("chart1"))


def test_two_hundred_rows_grow_and_only_those_in_sight_are_drawn(
    look: theme.Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    rows = tuple(Bar(str(n), f"Terminal {n}", (n % 7 + 1, 3, 2)) for n in range(200))
    bars.show_data(Bars("Site", finished().parts, rows))
    high = bars.heightForWidth(WIDTH)
    assert high > 200 * 44
    bars.resize(WIDTH, high)
    drawn: list[Bar] = []
    monkeypatch.setattr(
        BarsDrawing, "_paint_row", lambda _self, _painter, row, *_a, **_k: drawn.append(row)
    )
    image = QImage(WIDTH, 600, QImage.Format.Format_RGB32)
    bars.render(image, QPoint(), QRegion(0, 4000, WIDTH, 600))
    assert 5 < len(drawn) < 14


def test_rows_left_out_are_told(look: theme.Theme, qtbot: QtBot) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    few = replace(finished(), most=2, more="and 4 more")
    bars.show_data(few)
    short = bars.heightForWidth(WIDTH)
    bars.show_data(replace(few, most=0, more=""))
    assert bars.heightForWidth(WIDTH) > short + 100


# ---------------------------------------------------------------- tips


def test_a_name_that_is_cut_is_told_whole(look: theme.Theme, qtbot: QtBot) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    bars.show_data(finished())
    picture(bars, 260)
    drawing = bars.drawing
    assert isinstance(drawing, BarsDrawing)
    areas = drawing.row_areas(bars.area(), bars.ink)
    assert "Tarija" in bars.tip_at(areas[-1].center().toPoint())
    assert bars.tip_at(areas[1].center().toPoint()) == ""


def test_a_month_tells_its_values(look: theme.Theme, qtbot: QtBot) -> None:
    line = TrendLine()
    qtbot.addWidget(line)
    line.show_data(trend())
    picture(line)
    drawing = line.drawing
    assert isinstance(drawing, TrendDrawing)
    plot = drawing.plot(line.area(), line.ink)
    assert line.tip_at(plot.topRight().toPoint() + QPoint(0, 5)) == (
        "March 2027\nTrained: 52\nOverdue: 6"
    )
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert line.tip_at(QPoint(WIDTH - 50, 60)).startswith("July 2026")
    assert line.tip_at(QPoint(WIDTH // 2, line.height() - 3)) == ""


def test_a_row_of_changes_tells_itself(look: theme.Theme, qtbot: QtBot) -> None:
    change = BeforeAfter()
    qtbot.addWidget(change)
    change.show_data(changes())
    picture(change)
    assert change.tip_at(QPoint(30, 10)).startswith("\u2068Notice the signs early")
