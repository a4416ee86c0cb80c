"""What works, on screen: chosen by module, sites and half-years; every question opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.answered import fill
from tests.ui.keys import press
from tests.ui.oversight.works_pages import BARE, FIGURE, PAGES, Stage, lively
from tests.ui.page_check import can_be_reached, can_be_read, present, untranslated
from trainer_app.content.catalog import Catalog
from trainer_app.errors import StoreUnusable
from trainer_app.operations.reports.table import Report
from trainer_app.store import Store
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.charts.data import Bars, Changes, Trend
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.pick_sheet import PickSheet
from trainer_app.ui.oversight.question_sheet import QuestionSheet
from trainer_app.ui.oversight.questions_model import CHANGE, lines_of, said_of
from trainer_app.ui.oversight.works_screen import WorksScreen

KEPT = (
    "A small module",
    "Words of a title",
    "A question with so many",
    "Pass on.",
    "Because it helps",
    "focal point",
)
"""Words of the module: they stand in their own language."""


@pytest.fixture
def stage(background: Background, small_packs: Path) -> Stage:
    return Stage(background, small_packs)


@pytest.mark.parametrize("name", list(PAGES))
def test_a_page_is_whole(
    name: str,
    stage: Stage,
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = PAGES[name](stage)
    present(window, page)
    stage.settle()
    assert flashes == []
    can_be_reached(page, window)
    if not name.endswith("-long"):  # there the title of a module is too long for its box
        can_be_read(page, window, look, qapp, monkeypatch)
        assert untranslated(page, KEPT) == []


@pytest.fixture
def shown(stage: Stage, window: MainWindow) -> Callable[[], WorksScreen]:
    """The page with figures of two sites and two half-years."""

    def make() -> WorksScreen:
        page = PAGES["V03b-works"](stage)
        assert isinstance(page, WorksScreen)
        page.sheet_asked.connect(window.open_sheet)
        window.show_page(page)
        stage.settle()
        return page

    return make


def shares(page: WorksScreen) -> list[tuple[float | None, float | None]]:
    data = page.changes.data
    assert isinstance(data, Changes)
    return [(row.before, row.after) for row in data.rows]


def pick(window: MainWindow, stage: Stage, *keys: str) -> None:
    sheet = window.sheet
    assert isinstance(sheet, PickSheet)
    for key, tick in sheet.ticks.items():
        tick.setChecked(key in keys)
    sheet.show_ticked.click()
    stage.settle()


# ---------------------------------------------------------------- figures


def test_figures_stand_in_charts_and_rows(shown: Callable[[], WorksScreen]) -> None:
    page = shown()
    assert shares(page) == [(0.5833, 0.875), (None, None), (None, None)]
    sure = page.sureness.data
    assert isinstance(sure, Changes)
    assert [(row.before, row.after) for row in sure.rows[:2]] == [(0.325, 0.675), (0.35, 0.675)]
    assert page.confidence.isVisible()
    trend = page.trend.data
    assert isinstance(trend, Trend)
    assert trend.months == (date(2026, 1, 1), date(2026, 7, 1))
    changes = page.changes.data
    assert isinstance(changes, Changes)
    assert changes.rows[0].note.startswith("Three months later: ")
    assert changes.rows[1].note == "Three months later: too few to show"
    figures = page.questions.table.questions.figures
    one = next(figure for figure in figures if figure.item_id == "one")
    assert lines_of(one, CHANGE)[0] == "67 → 100"
    last = lines_of(figures[-1], CHANGE)[0]
    assert last == "too few to show"
    assert not page.sessions.isVisible()


def test_a_session_is_told(stage: Stage, window: MainWindow) -> None:
    page = PAGES["V03b-works-session"](stage)
    assert isinstance(page, WorksScreen)
    window.show_page(page)
    stage.settle()
    data = page.meetings.data
    assert isinstance(data, Changes)
    assert [(row.before, row.after) for row in data.rows] == [(0.6, 1.0)]
    assert "12" in data.rows[0].note


def test_few_answers_are_counted_and_not_shown(stage: Stage, window: MainWindow) -> None:
    page = PAGES["V03b-works-few"](stage)
    assert isinstance(page, WorksScreen)
    window.show_page(page)
    stage.settle()
    assert page._empty.isVisible()
    assert "18" in page._empty_about.text()
    assert not page.export.isVisible()


def test_a_module_that_does_not_open_says_so(
    stage: Stage, window: MainWindow, tmp_path: Path
) -> None:
    (pack,) = stage.packs.iterdir()
    broken = tmp_path / pack.name
    whole = pack.read_bytes()
    broken.write_bytes(whole)
    catalog = Catalog([tmp_path])
    broken.write_bytes(whole[: len(whole) // 2])
    page = WorksScreen(stage.background, catalog)
    window.show_page(page)
    stage.settle()
    assert page.trouble.isVisible()
    assert not page._empty.isVisible()
    assert page.filters.isVisible()


def test_what_cannot_be_read_is_said_and_tried_again(
    stage: Stage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.fill(lambda store: fill(store, lively()))

    def broken(*_args: object, **_facts: object) -> None:
        raise StoreUnusable("The disk does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr("trainer_app.ui.oversight.works_screen.what_works", broken)
        page = stage.page()
        window.show_page(page)
        stage.settle()
        assert page.retry.isVisible()
    page.retry.button.click()
    stage.settle()
    assert not page.retry.isVisible()
    assert page._shown.isVisible()


# ---------------------------------------------------------------- choosing


def test_whole_sites_and_half_years_are_chosen(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    everything = shares(page)
    page.filters.site.click()
    pick(window, stage, "la-paz")
    assert page.filters.site.text() == "La Paz Central"
    assert shares(page) != everything
    page.filters.half.click()
    pick(window, stage, "2026-01-01")
    assert list(page.filters.halves) == [date(2026, 1, 1)]
    assert "2026" in page.filters.half.text()
    page.filters.half.click()
    sheet = window.sheet
    assert isinstance(sheet, PickSheet)
    assert [key for key, tick in sheet.ticks.items() if tick.isChecked()] == ["2026-01-01"]
    sheet.everything.click()
    stage.settle()
    assert list(page.filters.halves) == []
    page.filters.site.click()
    pick(window, stage, "la-paz", "el-alto")
    assert shares(page) == everything


def test_all_ticked_is_all(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    page.filters.half.click()
    pick(window, stage, "2026-01-01", "2026-07-01")
    assert page.filters.halves == ()


def test_what_no_scope_changes_is_not_asked_again(
    shown: Callable[[], WorksScreen],
    stage: Stage,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = shown()
    asked = []
    monkeypatch.setattr(
        "trainer_app.operations.reports.works.whole_figures",
        lambda *_args, **_facts: asked.append(1),
    )
    page.filters.site.click()
    pick(window, stage, "la-paz")
    assert asked == []


def test_nothing_of_a_scope_says_why(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    stage.fill(lambda store: fill(store, lively()[6:]))  # one person fewer, still enough
    page.filters.sites = ("",)
    page.filters.scope_changed.emit()
    stage.settle()
    assert page._empty.isVisible()
    assert page.filters.isVisible()


# ---------------------------------------------------------------- questions


def test_questions_are_sorted_and_opened_by_keyboard(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    table = page.questions.table
    page.questions.order.setCurrentIndex(page.questions.order.findData("module"))
    page.questions.order.activated.emit(page.questions.order.currentIndex())
    assert [figure.item_id for figure in table.questions.figures][:2] == ["one", "several"]
    table.sort_asked.emit("difficulty")
    assert page.questions.order.currentData() == "difficulty"
    assert [figure.item_id for figure in table.questions.figures][:2] == ["truth", "one"]
    table.setFocus(Qt.FocusReason.TabFocusReason)
    stage.settle()
    press(window, Qt.Key.Key_End)
    bar = page._page.verticalScrollBar()
    assert bar.value() > 0  # the page follows
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Return)
    assert isinstance(window.sheet, QuestionSheet)
    press(window, Qt.Key.Key_Escape)
    assert table.hasFocus()


def test_a_head_sorts_and_a_row_opens_by_mouse(
    shown: Callable[[], WorksScreen], window: MainWindow
) -> None:
    page = shown()
    table = page.questions.table
    head = table.head
    place = QPoint(head.sectionViewportPosition(0) + 8, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.questions.order == "module"
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert isinstance(window.sheet, QuestionSheet)


def test_rows_are_copied_with_their_heads(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    page.questions.table.setFocus(Qt.FocusReason.TabFocusReason)
    stage.settle()
    press(window, Qt.Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [
        "Question", "Before and after", "Tells people apart", "What we see"
    ]  # fmt: skip
    assert len(lines) == 1 + page.questions.table.questions.rowCount()


def test_a_question_tells_choices_only_where_they_are_told(
    look: theme.Theme, window: MainWindow
) -> None:
    sheet = QuestionSheet(FIGURE, "en")
    window.open_sheet(sheet)
    _table, bars = sheet.charts[1]
    data = bars.data
    assert isinstance(data, Bars)
    assert [row.parts for row in data.rows] == [(25, 0, 16), None, None, (0, 16, 25)]
    assert data.rows[1].said == "too few to show"
    assert said_of(FIGURE, CHANGE).count("people") == 2
    assert said_of(BARE, CHANGE).count("too few to show") == 2


# ---------------------------------------------------------------- files, languages


def test_what_is_looked_at_is_what_is_exported(
    shown: Callable[[], WorksScreen], stage: Stage, window: MainWindow
) -> None:
    page = shown()
    page.filters.site.click()
    pick(window, stage, "la-paz")
    makers: list[Callable[[Store], Report]] = []
    page.export_asked.connect(makers.append)
    press(window, Qt.Key.Key_S, held=Qt.KeyboardModifier.ControlModifier)
    page.questions.export.click()
    change, items = (stage.background.run(page, make).result() for make in makers)
    assert (change.key, items.key) == ("change", "items")
    rows = [(row[3], row[5]) for row in change.tables[0].rows]
    assert rows == shares(page)
    assert change.about[1] == "Sites: \u2068La Paz Central\u2069"


def test_the_language_may_change(
    shown: Callable[[], WorksScreen], stage: Stage, qapp: QApplication
) -> None:
    page = shown()
    before = shares(page)
    translator.speak(qapp, "ar")
    stage.settle()
    assert shares(page) == before
    one = next(f for f in page.questions.table.questions.figures if f.item_id == "one")
    assert "\N{LEFTWARDS ARROW}" in lines_of(one, CHANGE)[0]
    assert page.questions.order.count() == 4
