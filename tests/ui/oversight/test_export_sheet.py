"""Saving a report from its sheet: by keyboard, with a reason for names, stopped, tried again."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.operations.people_here import DUTY, acts
from tests.operations.sample_report import NAMES, REPORT, long_report
from tests.ui.keys import press
from tests.ui.oversight.export_pages import EMPTY, PAGES, SITES, Stage, choose, with_names
from tests.ui.page_check import can_be_reached, can_be_read, untranslated
from tests.ui.paper.test_report_paper import squeezed, text_of
from trainer_app.errors import StoreUnusable
from trainer_app.operations.reports import files
from trainer_app.operations.reports.table import Report
from trainer_app.store import Store
from trainer_app.ui import theme, translator
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.export_sheet import ExportReportSheet
from trainer_app.ui.paper.report_paper import PaperChart

SAME = ("V06-export", "V06-export-nobody", "V06-export-stopped", "V06-export-sites")
"""States whose every widget another state has, too; they are for pictures."""
KEPT = (
    "Completion", "People", "Site", "Grooming", "Modules passed", "Share passed", "After",
    "Next refresher", "Certificate", "Name", "Trained", "In", "could not be saved",
)  # fmt: skip
"""What the report says itself, and what operations said in the language of the moment."""


@pytest.fixture
def stage(background: Background, tmp_path: Path) -> Stage:
    folder = tmp_path / "reports"
    folder.mkdir()
    return Stage(background, folder)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in SAME])
def test_a_page_is_whole(
    name: str,
    stage: Stage,
    flashes: list[str],
    window: MainWindow,
    look: theme.Theme,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = PAGES[name](stage)
    window.open_sheet(sheet)
    stage.settle()
    assert flashes == []
    can_be_reached(sheet, window)
    can_be_read(sheet, window, look, qapp, monkeypatch)
    stage.settle()
    assert untranslated(sheet, KEPT) == []


def opened(stage: Stage, window: MainWindow, report: Report = REPORT) -> ExportReportSheet:
    sheet = stage.sheet(report)
    window.open_sheet(sheet)
    stage.settle()
    return sheet


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def noted(stage: Stage) -> list[tuple[str, str]]:
    return stage.background.run(stage.background, acts).result()


# ---------------------------------------------------------------- the usual road


def test_enter_saves_without_names_and_it_is_noted(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    sheet = opened(stage, window)
    assert window.focusWidget() is sheet.save
    press(window, Qt.Key.Key_Return)
    dialog = sheet._dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.defaultSuffix() == "xlsx"
    assert Path(dialog.selectedFiles()[0]).name.startswith("waypost-completion-20")
    path = stage.folder / "report.xlsx"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    stage.settle()
    assert sheet.note.para.text().endswith("report.xlsx\u2069")
    assert window.focusWidget() is sheet.cancel
    book = openpyxl.load_workbook(path)
    assert book.worksheets[0]["A1"].value == "Site"
    about = [cell.value for (cell,) in book.worksheets[-1].iter_rows()]
    assert "Without names." in about
    assert noted(stage) == [("exported", "completion, xlsx, without-names, 14")]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "pdf"])
def test_every_kind_of_file_is_saved_without_any_name(
    stage: Stage, window: MainWindow, qtbot: QtBot, kind: str
) -> None:
    sheet = opened(stage, window)
    choose(sheet, kind)
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stage.folder / f"r.{kind}"))
    wanted = ["r-people.csv", "r-sites.csv"] if kind == "csv" else [f"r.{kind}"]
    assert names_in(stage.folder) == wanted
    for path in stage.folder.iterdir():
        data = path.read_bytes() if kind != "pdf" else text_of(path).encode()
        assert b"Rosa" not in data
        assert b"Ndiaye" not in data
    assert noted(stage) == [("exported", f"completion, {kind}, without-names, 14")]
    assert all(name in sheet.note.para.text() for name in wanted)


def test_names_ask_why_and_the_reason_is_noted(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    sheet = with_names(stage)
    window.open_sheet(sheet)
    stage.settle()
    assert sheet._dialog is None
    assert sheet._why_field.error
    assert sheet._careful.isVisible()
    sheet.save_to(str(stage.folder / "r.pdf"))
    assert not sheet.errand.is_running
    choose(sheet, "pdf")
    sheet.why.setCurrentIndex(2)
    sheet.why.activated.emit(2)
    assert not sheet._why_field.error
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stage.folder / "r.pdf"))
    assert squeezed(NAMES[7]) in text_of(stage.folder / "r.pdf")
    assert noted(stage) == [("exported", "completion, pdf, to-remind-people, 14")]
    sheet.without_names.click()
    assert not sheet._why_field.isVisible()
    assert sheet._chosen().why is None


def test_columns_can_be_left_out_but_not_all(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    sheet = opened(stage, window)
    choose(sheet, "json")
    assert sheet.columns._said.text() == "All columns"
    sheet.columns.button.click()
    for key, tick in sheet.columns.ticks.items():
        assert tick.isVisible() == (key != ("people", "name"))
        tick.click()
    assert "0" in sheet.columns._said.text()
    sheet.save.click()
    assert sheet._dialog is None
    assert "Tick one" in sheet.note.para.text()
    sheet.columns.ticks["sites", "trained"].click()
    assert not sheet.note.isVisible()
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stage.folder / "r.json"))
    (table,) = json.loads((stage.folder / "r.json").read_text())["tables"]
    assert [column["key"] for column in table["columns"]] == ["trained"]


def test_a_report_without_names_asks_nothing_about_them(stage: Stage, window: MainWindow) -> None:
    sheet = opened(stage, window, SITES)
    assert not sheet.without_names.isVisible()
    assert sheet.columns.isVisible()


def test_an_empty_report_can_be_saved_too(stage: Stage, window: MainWindow, qtbot: QtBot) -> None:
    sheet = opened(stage, window, EMPTY)
    assert "0" in sheet._about.text()
    for kind in ("xlsx", "pdf"):
        choose(sheet, kind)
        with qtbot.wait_signal(sheet.errand.ended):
            sheet.save_to(str(stage.folder / f"r.{kind}"))
    assert names_in(stage.folder) == ["r.pdf", "r.xlsx"]


# ---------------------------------------------------------------- what goes otherwise


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_what_did_not_work_is_said_and_tried_again(
    stage: Stage, window: MainWindow, qtbot: QtBot, kind: str
) -> None:
    sheet = opened(stage, window)
    choose(sheet, kind)
    stick = stage.folder / "stick"
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stick / f"r.{kind}"))
    assert "put the stick back" in sheet.retry.note.para.text()
    assert window.focusWidget() is sheet.retry.button
    assert sheet.save.isEnabled()
    stick.mkdir()
    with qtbot.wait_signal(sheet.errand.ended):
        press(window, Qt.Key.Key_Return)
    assert names_in(stick) == [f"r.{kind}"]
    assert not sheet.retry.isVisible()


def test_in_a_small_window_what_appears_is_in_sight(
    stage: Stage, window: MainWindow, look: theme.Theme, qtbot: QtBot
) -> None:
    look.choose(zoom=1.3)
    window.resize(1024, 600)
    sheet = opened(stage, window)
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stage.folder / "stick" / "r.xlsx"))
    stage.settle()
    assert sheet.retry.button.visibleRegion().boundingRect() == sheet.retry.button.rect()
    sheet.without_names.click()
    sheet.save.click()
    stage.settle()
    assert sheet.why.visibleRegion().boundingRect() == sheet.why.rect()


def test_several_csv_files_go_over_none_that_is_there(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    sheet = opened(stage, window)
    choose(sheet, "csv")
    mine = stage.folder / "r-people.csv"
    mine.write_text("mine")
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(stage.folder / "r.csv"))
    assert "Choose another name" in sheet.retry.note.para.text()
    assert mine.read_text() == "mine"


def test_a_report_that_cannot_be_made_can_be_asked_for_again(
    background: Background, window: MainWindow, tmp_path: Path
) -> None:
    asked: list[int] = []

    def make(_store: Store) -> Report:
        asked.append(1)
        if len(asked) == 1:
            raise StoreUnusable("The data file is damaged.")
        return REPORT

    sheet = ExportReportSheet(background, DUTY, make)
    window.open_sheet(sheet)
    Stage(background, tmp_path).settle()
    assert "damaged" in sheet.retry.note.para.text()
    assert not sheet.save.isEnabled()
    sheet.retry.button.click()
    Stage(background, tmp_path).settle()
    assert sheet.save.isEnabled()


@pytest.fixture
def never_quite_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file ends only when it was asked to stop: there is time to ask on any machine."""

    def end(pace: files._Pace) -> None:
        assert pace._stop is not None
        pace._stop.wait(20)
        pace.look()

    monkeypatch.setattr(files._Pace, "end", end)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "pdf"])
@pytest.mark.parametrize("how", ["stop", "close"])
def test_stopping_leaves_nothing(
    stage: Stage,
    window: MainWindow,
    qtbot: QtBot,
    never_quite_done: None,
    kind: str,
    how: str,
) -> None:
    sheet = opened(stage, window, long_report(6_000))
    choose(sheet, kind)

    def leave() -> None:
        if (sheet.errand.progress or (0, 0))[0] > 0:
            sheet.errand.moved.disconnect(leave)
            cast(QApplication, QApplication.instance()).processEvents()
            assert sheet.progress.isVisible()
            assert not sheet.save.isEnabled()
            press(window, Qt.Key.Key_Return if how == "stop" else Qt.Key.Key_Escape)

    sheet.errand.moved.connect(leave)
    signal = sheet.errand.ended if how == "stop" else sheet.closed
    with qtbot.wait_signal(signal, timeout=20_000):
        sheet.save_to(str(stage.folder / f"r.{kind}"))
    if how == "stop":
        assert sheet.note.para.text() == "Stopped. Nothing was saved."
        assert sheet.save.isEnabled()
        assert not sheet.progress.isVisible()
    stage.settle()
    assert names_in(stage.folder) == []


def test_stopped_before_its_turn_it_is_not_even_noted(
    stage: Stage, window: MainWindow, qtbot: QtBot
) -> None:
    sheet = opened(stage, window)
    go_on = Event()
    stage.background.run_network(sheet, lambda _ask, _tell, _stop: go_on.wait(10))
    sheet.save_to(str(stage.folder / "r.xlsx"))
    assert window.focusWidget() is sheet.progress.stop
    sheet.progress.stop.click()
    go_on.set()
    qtbot.wait_until(lambda: not sheet.errand.is_running)
    assert names_in(stage.folder) == []
    assert noted(stage) == []


# ---------------------------------------------------------------- languages, charts


def test_another_language_asks_for_the_words_again_and_keeps_what_was_chosen(
    stage: Stage, window: MainWindow, qapp: QApplication
) -> None:
    sheet = opened(stage, window)
    sheet.columns.ticks["people", "after"].click()
    sheet.without_names.click()
    translator.speak(qapp, "ar")
    stage.settle()
    assert not sheet.columns.ticks["people", "after"].isChecked()
    assert sheet.columns.ticks["people", "name"].isVisibleTo(sheet.columns._boxes)
    assert sheet.save.text() != "Choose where"
    assert sheet._chosen().with_names


def test_charts_are_made_of_the_report_as_it_is_taken(
    background: Background, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[Report] = []

    def charts(report: Report) -> dict[str, PaperChart]:
        told.append(report)
        return {}

    sheet = ExportReportSheet(background, DUTY, lambda _store: REPORT, charts=charts)
    window.open_sheet(sheet)
    Stage(background, tmp_path).settle()
    choose(sheet, "pdf")
    with qtbot.wait_signal(sheet.errand.ended):
        sheet.save_to(str(tmp_path / "r.pdf"))
    assert [report.with_names for report in told] == [False]
