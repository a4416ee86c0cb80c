"""A chart on its card: heard, read as a table, steered by keyboard, saved as a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QHelpEvent, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.charts.test_words import ISOLATES
from tests.ui.gallery import settle_layout
from tests.ui.gallery_charts import READY, ChartsPage, changes, finished, states, trend
from tests.ui.keys import press
from tests.ui.page_check import can_be_reached, can_be_read
from trainer_app.ui import theme, translator
from trainer_app.ui.charts.bars import StackedBars
from trainer_app.ui.charts.before_after import BeforeAfter
from trainer_app.ui.charts.data import Bars, ChartData, Readiness
from trainer_app.ui.charts.frame import ChartFrame, ask_place
from trainer_app.ui.charts.picture import Picture, png_of, svg_of
from trainer_app.ui.charts.ring import ReadinessRing
from trainer_app.ui.charts.table_view import ChartTable
from trainer_app.ui.charts.trend import TrendLine
from trainer_app.ui.charts.words import cell_words, table_of, unknown_words
from trainer_app.ui.main_window import MainWindow

Key = Qt.Key
ALL: dict[str, Callable[[], ChartData]] = {
    "finished": finished,
    "states": states,
    "changes": changes,
    "trend": trend,
    "ready": lambda: READY,
}


def framed(name: str) -> ChartFrame:
    data = ALL[name]()
    chart: StackedBars | BeforeAfter | TrendLine | ReadinessRing
    if isinstance(data, Bars):
        chart = StackedBars()
        chart.show_data(data)
    elif name == "changes":
        chart = BeforeAfter()
        chart.show_data(changes())
    elif name == "trend":
        chart = TrendLine()
        chart.show_data(trend())
    else:
        chart = ReadinessRing()
        chart.show_data(READY)
    frame = ChartFrame(chart, "waypost-terminals")
    frame.set_words("Modules finished, by terminal", "5 of 5 terminals in")
    return frame


@pytest.fixture(params=ALL)
def frame(request: pytest.FixtureRequest, look: theme.Theme, qtbot: QtBot) -> ChartFrame:
    made = framed(request.param)
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


@pytest.fixture
def page(window: MainWindow, qapp: QApplication) -> ChartsPage:
    made = ChartsPage(window.speaker)
    window.show_page(made)
    settle_layout(qapp)
    return made


def heard(widget: QWidget, what: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what).translate(ISOLATES)


# ---------------------------------------------------------------- heard, read


def test_a_chart_is_heard_with_every_figure(frame: ChartFrame) -> None:
    assert heard(frame.chart, QAccessible.Text.Name) == "Modules finished, by terminal"
    told = heard(frame.chart, QAccessible.Text.Description)
    data, table = frame.chart.data, frame.chart.table()
    assert data is not None
    assert table is not None
    for row in table.rows:
        for cell, column in zip(row, table.columns, strict=True):
            if isinstance(cell, int | float):
                words = cell_words(cell, column.kind, unknown_words(data))
                assert words.translate(ISOLATES) in told
    role = QAccessible.queryAccessibleInterface(frame.chart).role()
    assert role == QAccessible.Role.StaticText


def test_the_table_shows_what_the_chart_does(frame: ChartFrame) -> None:
    assert frame.chart.isVisible()
    assert not frame.table.isVisible()
    frame.switch.click()
    assert frame.is_table
    assert frame.table.isVisible()
    assert not frame.chart.isVisible()
    data = frame.chart.data
    assert data is not None
    table = table_of(data)
    cells = frame.table.cells
    shown = [
        [cells.index(row, column).data() for column in range(cells.columnCount())]
        for row in range(cells.rowCount())
    ]
    assert shown == [
        [
            cell_words(cell, column.kind, unknown_words(data))
            for cell, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    heads = [cells.headerData(n, Qt.Orientation.Horizontal) for n in range(cells.columnCount())]
    assert heads == [column.title for column in table.columns]
    assert heard(frame.table, QAccessible.Text.Name) == "Modules finished, by terminal"
    assert frame.switch.text() == "Show as chart"
    frame.switch.click()
    assert frame.chart.isVisible()
    assert frame.switch.text() == "Show as table"


def test_other_data_reach_the_table(look: theme.Theme, qtbot: QtBot) -> None:
    ring = ReadinessRing()
    frame = ChartFrame(ring)
    qtbot.addWidget(frame)
    frame.show()
    ring.show_data(READY)
    frame.show_table(True)
    assert frame.table.cells.index(0, 1).data() == "5"
    ring.show_data(Readiness(8, 0, 0, 0))
    assert frame.table.cells.index(0, 1).data() == "8"


def test_without_data_there_is_nothing_to_press(look: theme.Theme, qtbot: QtBot) -> None:
    ring = ReadinessRing()
    frame = ChartFrame(ring)
    qtbot.addWidget(frame)
    frame.show()
    ring.show_data(READY)
    frame.show_table(True)
    assert frame.save.isVisible()
    ring.show_data(Readiness(0, 0, 0, 0, "Nobody has filled it in yet."))
    assert not frame.save.isVisible()
    assert not frame.switch.isVisible()
    assert not frame.table.isVisible()
    assert ring.isVisible()
    ring.show_data(READY)
    assert frame.table.isVisible()


def test_what_is_copied_goes_into_a_spreadsheet(look: theme.Theme, qtbot: QtBot) -> None:
    table = ChartTable()
    qtbot.addWidget(table)
    table.show_table(table_of(finished(), "Finished"), "not known")
    table.show()
    table.setFocus()
    QTest.keyClick(table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Terminal\tFinished\tIn progress\tNot started\tAll"
    assert lines[1] == "La Paz Central\t34\t12\t6\t52"
    assert lines[6].endswith("\tnot known\tnot known\tnot known\tnot known")
    assert len(lines) == 7
    table.selectRow(1)
    assert table.copied().split("\n")[1:] == ["El Alto\t22\t16\t12\t50"]


def test_long_tables_scroll_in_themselves(look: theme.Theme, qtbot: QtBot) -> None:
    table = ChartTable()
    qtbot.addWidget(table)
    table.show_table(table_of(trend()), "not known")
    short = table.sizeHint().height()
    rows = tuple(finished().rows[0] for _n in range(60))
    table.show_table(table_of(Bars("Site", finished().parts, rows)), "")
    assert table.sizeHint().height() < short * 1.5


# ---------------------------------------------------------------- keyboard


def test_rows_are_walked_with_arrows_and_pressed_with_enter(
    page: ChartsPage, window: MainWindow, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    page.bars.chosen.connect(chosen.append)
    rows = page.bars.rows
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert rows[2].hasFocus()
    press(window, Key.Key_Up, Key.Key_Space, Key.Key_End, Key.Key_Return, Key.Key_Down)
    press(window, Key.Key_Home, Key.Key_Up, Key.Key_Enter)
    assert chosen == ["cbb", "alto", "tarija", "lpz"]
    assert heard(rows[0], QAccessible.Text.Name).startswith("La Paz Central: Finished 34")
    role = QAccessible.queryAccessibleInterface(rows[0]).role()
    assert role == QAccessible.Role.Button


def test_tab_meets_the_rows_once_and_comes_back_to_the_same(
    page: ChartsPage, window: MainWindow
) -> None:
    rows = page.bars.rows
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    press(window, Key.Key_Down, Key.Key_Down, Key.Key_Tab)
    assert not any(row.hasFocus() for row in rows)
    press(window, Key.Key_Backtab)
    assert rows[2].hasFocus()


def test_a_row_keeps_the_focus_when_figures_change(page: ChartsPage, window: MainWindow) -> None:
    page.bars.rows[1].setFocus(Qt.FocusReason.TabFocusReason)
    new = Bars("Site", finished().parts, finished().rows[1:4])
    page.bars.show_data(new)
    assert [row.key for row in page.bars.rows] == ["alto", "cbb", "dkr"]
    assert page.bars.rows[0].hasFocus()


def test_a_row_is_pressed_with_the_mouse_where_it_is_drawn(page: ChartsPage, qtbot: QtBot) -> None:
    with qtbot.wait_signal(page.bars.chosen) as caught:
        row = page.bars.rows[3]
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert caught.args == ["dkr"]
    page.bars.lit(row)
    lit = page.bars.grab().toImage()
    page.bars.lit(None)
    assert page.bars.grab().toImage() != lit


def test_a_tip_reaches_the_chart_through_its_rows(
    page: ChartsPage, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _on: told.append(words))
    window = page.window()
    window.resize(1024, 600)
    settle_layout(qapp)
    row = page.bars.rows[-1]
    place = row.rect().center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, row.mapToGlobal(place))
    qapp.sendEvent(row, event)
    assert len(told) == 1
    assert "puerta norte" in told[0]


def test_a_row_of_the_table_opens_the_same(page: ChartsPage, window: MainWindow) -> None:
    chosen: list[str] = []
    page.bars.chosen.connect(chosen.append)
    page.frames[0].switch.setFocus()
    press(window, Key.Key_Return)
    page.frames[0].table.setFocus()
    press(window, Key.Key_Down, Key.Key_Return)
    assert chosen == ["alto"]
    page.frames[1].show_table(True)
    page.frames[1].table.setFocus()
    press(window, Key.Key_Return)
    assert chosen == ["alto"]


def test_rows_that_lead_nowhere_are_no_buttons(look: theme.Theme, qtbot: QtBot) -> None:
    bars = StackedBars()
    qtbot.addWidget(bars)
    bars.show_data(finished())
    assert bars.rows == []
    assert bars.open_row(0) is False


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_is_saved_and_said(
    frame: ChartFrame, tmp_path: Path, kind: str, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def place(_parent: QWidget, name: str, chosen: Callable[[str], None]) -> None:
        asked.append(name)
        chosen(str(tmp_path / f"chart.{kind}"))

    frame.ask_place = place
    frame.save.click()
    assert asked == ["waypost-terminals.png"]
    assert "chart." + kind in frame.note.para.text()
    assert frame.note.isVisible()
    file = tmp_path / f"chart.{kind}"
    data = file.read_bytes()
    assert len(data) > 2000
    assert data.startswith(b"\x89PNG" if kind == "png" else b"<?xml")


def test_a_place_that_cannot_be_written_is_said(frame: ChartFrame, tmp_path: Path) -> None:
    frame.save_to(str(tmp_path / "nowhere" / "chart.png"))
    assert frame.note.isVisible()
    assert frame.note.para.text().translate(ISOLATES) == (
        "chart.png could not be saved: that folder is not there. "
        "Choose another folder, or put the stick back."
    )
    assert list(tmp_path.iterdir()) == []


def test_pictures_are_light_and_large_whatever_the_screen_is(look: theme.Theme) -> None:
    look.choose(scheme="light", zoom=1.0)
    picture = Picture("Modules finished", "5 of 5 terminals in", finished())
    light = png_of(picture)
    look.choose(scheme="dark", zoom=1.5)
    assert png_of(picture) == light
    image = QImage.fromData(light)
    assert image.width() == 1440
    assert image.pixelColor(2, 2).name() == "#ffffff"
    assert "La Paz Central" in image.text("Description")


def test_a_drawing_carries_its_figures_and_needs_no_font(look: theme.Theme) -> None:
    text = svg_of(Picture("Modules finished", "5 of 5 terminals in", changes())).decode()
    assert "<title>Modules finished</title>" in text
    assert "before \u206846\u2069" in text
    assert "<text" not in text


def test_a_drawing_takes_any_name(look: theme.Theme) -> None:
    row = replace(finished().rows[0], name="Norte & Sur <2>")
    data = Bars("Site", finished().parts, (row,))
    drawn = svg_of(Picture("A & B <c>", "", data))
    found = ElementTree.fromstring(drawn)
    assert [one.text for one in found if one.tag.endswith("title")] == ["A & B <c>"]
    assert "Norte & Sur <2>" in "".join(found.itertext())


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", ALL)
def test_both_kinds_of_file_show_the_same(
    look: theme.Theme, qapp: QApplication, name: str, language: str
) -> None:
    translator.speak(qapp, language)
    picture = Picture("Modules finished", "", ALL[name]())
    png = QImage.fromData(png_of(picture))
    svg = QSvgRenderer(svg_of(picture))
    assert svg.isValid()
    drawn = QImage(png.size(), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    svg.render(painter, QRectF(drawn.rect()))
    painter.end()
    small = QSize(60, 40)
    smooth = Qt.TransformationMode.SmoothTransformation
    both = [one.scaled(small, mode=smooth) for one in (png, drawn)]
    for x in range(60):
        for y in range(40):
            one, other = (image.pixelColor(QPoint(x, y)).lightness() for image in both)
            assert abs(one - other) < 60, (x, y)


def test_the_dialog_asks_and_blocks_nothing(look: theme.Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen: list[str] = []
    dialog = ask_place(parent, "waypost-chart.png", chosen.append)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    assert dialog.defaultSuffix() == "png"
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "svg"
    dialog.fileSelected.emit("there.svg")
    assert chosen == ["there.svg"]
    dialog.reject()


def test_buttons_show_their_words_where_there_is_room(look: theme.Theme, qtbot: QtBot) -> None:
    frame = framed("ready")
    qtbot.addWidget(frame)
    frame.resize(900, 400)
    frame.show()
    assert frame.save.toolTip() == ""
    wide = frame.save.sizeHint().width()
    frame.resize(frame.minimumSizeHint())
    assert frame.save.toolTip() == "Save picture"
    assert frame.save.sizeHint().width() < wide
    assert heard(frame.save, QAccessible.Text.Name) == "Save picture"
    frame.resize(900, 400)
    assert frame.save.toolTip() == ""


def test_a_change_of_language_reaches_everything(
    page: ChartsPage, window: MainWindow, qapp: QApplication
) -> None:
    before = page.change.accessibleDescription()
    translator.speak(qapp, "ar")
    settle_layout(qapp)
    assert page.change.accessibleDescription() != before
    assert page.change.ink.rtl
    assert "قبل" in [
        page.frames[1].table.cells.headerData(n, Qt.Orientation.Horizontal) for n in range(4)
    ]


def test_the_page_can_be_read_in_long_words_and_small_windows(
    page: ChartsPage,
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for frame in page.frames[::2]:
        frame.show_table(True)
    can_be_reached(page, window)
    can_be_read(page, window, look, qapp, monkeypatch)
