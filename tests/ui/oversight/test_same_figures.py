"""A figure is the same on screen, in Excel, in CSV, in JSON and on paper."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.operations.test_report_files import from_csv, from_excel, from_json
from tests.sample import Plan, make
from tests.store.conftest import HandClock
from tests.ui.oversight.pages import Stage
from tests.ui.oversight.test_every_page import settle
from tests.ui.page_check import present
from tests.ui.paper.test_report_paper import on_paper, text_of
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.cell_words import state_words
from trainer_app.operations.reports.completion import completion_report
from trainer_app.operations.reports.files import csv_paths, write_report
from trainer_app.operations.reports.table import Report, Table
from trainer_app.operations.reports.terms import terms
from trainer_app.store import Store
from trainer_app.training.standing import State
from trainer_app.ui import oversight
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.oversight.completion_screen import CompletionScreen
from trainer_app.ui.oversight.overview_screen import OverviewScreen
from trainer_app.ui.paper.pages_of_paper import save_pages
from trainer_app.ui.paper.report_paper import report_pages
from trainer_app.ui.theme import Theme

Rows = list[tuple[object, ...]]


PLAN = Plan(people=60, sites=3, seed=11, begun=0.8)


@pytest.fixture
def stage(tmp_path: Path, look: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A made-up programme, on the day its plan ends."""
    for found in pkgutil.iter_modules(oversight.__path__):
        module = importlib.import_module(f"{oversight.__name__}.{found.name}")
        if hasattr(module, "today"):
            monkeypatch.setattr(module, "today", lambda: PLAN.today)
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())

    def opened() -> Store:
        clock = HandClock(utc_ms=PLAN.now_ms, offset_minutes=0)
        store = Store.open(tmp_path / "data", use_keystore=False, clock=clock)
        make(store, catalog, PLAN)
        return store

    background = Background(opened)
    yield Stage(background, catalog)
    background.close()
    background.deleteLater()


def made(stage: Stage) -> Report:
    def ask(store: Store) -> Report:
        told = terms(store, catalog=stage.catalog, language="en", on=PLAN.today)
        return completion_report(store, told=told)

    report = stage.ask(ask)
    assert isinstance(report, Report)
    return report


def in_every_file(report: Report, folder: Path) -> dict[str, Rows]:
    """The people of the report as each file has them, read back by other programs than wrote it."""
    table = report.tables[0]
    excel, plain, lines, paper = (folder / f"r.{end}" for end in ("xlsx", "csv", "json", "pdf"))
    for path in (excel, plain, lines):
        write_report(report, path, format=path.suffix[1:])  # type: ignore[arg-type]
    save_pages(report_pages(report), paper)
    text = text_of(paper)
    found = {
        "excel": from_excel(excel, 0, report),
        "csv": from_csv(csv_paths(report, plain)[0], table.columns),
        "json": from_json(lines)[table.key],
    }
    for row in table.rows:
        assert on_paper(table, row) in text
    return found


def of(table: Table, rows: Rows, key: str) -> dict[object, object]:
    """One column by name and team."""
    keys = [column.key for column in table.columns]
    name, team, wanted = (keys.index(one) for one in ("name", "team", key))
    return {(row[name], row[team] or ""): row[wanted] for row in rows}


def test_who_is_trained_is_the_same_everywhere(
    stage: Stage, window: MainWindow, qapp: QApplication, tmp_path: Path
) -> None:
    matrix = CompletionScreen(stage.background, stage.catalog)
    present(window, matrix)
    settle(stage.background, qapp)
    report = made(stage)
    table = report.tables[0]
    states = [column.key for column in table.columns if column.kind == "state"]
    assert states
    model = matrix.table.model
    shown = {}
    for place in range(model.rowCount()):
        row = model.row_of(place)
        assert row is not None
        shown[row.name, row.team] = [
            model.said(row, 1 + at).split(",")[0] for at in range(len(states))
        ]
    overview = OverviewScreen(stage.background, stage.catalog)
    present(window, overview)
    settle(stage.background, qapp)
    people, trained = (
        int(tile.accessibleName().partition(": ")[2].partition(".")[0])
        for tile in (overview.tiles.people, overview.tiles.trained)
    )
    assert 0 < trained < people
    for name, rows in in_every_file(report, tmp_path).items():
        columns = [of(table, rows, key) for key in states]
        told: dict[object, list[State | None]] = {
            one: [column[one] for column in columns]  # type: ignore[misc]
            for one in columns[0]
        }
        words = {
            one: ["Not asked" if state is None else state_words(state) for state in found]
            for one, found in told.items()
        }
        assert words == shown, name
        assert len(rows) == people
        assert sum(value is True for value in of(table, rows, "trained").values()) == trained
