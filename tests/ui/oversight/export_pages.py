"""The sheet that saves a report, in the states it can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.operations.people_here import DUTY
from tests.operations.sample_report import REPORT, long_report
from tests.ui.gallery import settle_layout
from trainer_app.operations.reports.table import Report
from trainer_app.ui.background import Background, NetworkJob
from trainer_app.ui.oversight.export_sheet import ExportReportSheet

SITES = replace(REPORT, key="sites", title="Sites", tables=REPORT.tables[1:], with_names=False)
EMPTY = replace(REPORT, tables=tuple(replace(table, rows=()) for table in REPORT.tables))


@dataclass
class Stage:
    """What sheets are made from: an empty store, and a folder for files."""

    background: Background
    folder: Path

    def sheet(self, report: Report = REPORT) -> ExportReportSheet:
        """The sheet of a report, with everything of it known."""
        made = ExportReportSheet(self.background, DUTY, lambda _store: report)
        self.settle()
        return made

    def settle(self) -> None:
        """Wait until both threads have answered, and what they said is shown."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        for _round in range(4):
            self.background._network.submit(lambda: None).result()
            self.background.run(self.background, lambda _store: None).result()
            settle_layout(app)


def choose(sheet: ExportReportSheet, kind: str) -> None:
    """Press that kind of file."""
    sheet.switch.select(kind)
    sheet.switch.chosen.emit(kind)


def with_names(stage: Stage) -> ExportReportSheet:
    """Names are asked for, without a reason yet."""
    sheet = stage.sheet()
    sheet.without_names.click()
    sheet.save.click()
    return sheet


def _columns(stage: Stage) -> ExportReportSheet:
    sheet = stage.sheet()
    sheet.columns.open()
    sheet.columns.ticks["people", "after"].click()
    return sheet


def _no_column(stage: Stage) -> ExportReportSheet:
    sheet = stage.sheet(SITES)
    for tick in sheet.columns.ticks.values():
        tick.click()
    sheet.save.click()
    return sheet


def _long(stage: Stage) -> ExportReportSheet:
    sheet = stage.sheet(long_report(10_000))
    choose(sheet, "pdf")
    return sheet


def _working(stage: Stage) -> ExportReportSheet:
    sheet = stage.sheet(long_report(10_000))
    sheet.errand._job = NetworkJob()
    sheet.errand._on_told((3_400, 10_000))
    return sheet


def _saved(kind: str, *folders: str) -> Callable[[Stage], ExportReportSheet]:
    def made(stage: Stage) -> ExportReportSheet:
        sheet = stage.sheet()
        choose(sheet, kind)
        sheet.save_to(str(stage.folder.joinpath(*folders, f"waypost-completion.{kind}")))
        stage.settle()
        return sheet

    return made


def _stopped(stage: Stage) -> ExportReportSheet:
    sheet = stage.sheet()
    sheet.save_to(str(stage.folder / "waypost-completion.xlsx"))
    sheet.errand.stop()
    stage.settle()
    return sheet


PAGES: dict[str, Callable[[Stage], ExportReportSheet]] = {
    "V06-export": lambda stage: stage.sheet(),
    "V06-export-nobody": lambda stage: stage.sheet(EMPTY),
    "V06-export-sites": lambda stage: stage.sheet(SITES),
    "V06-export-names": with_names,
    "V06-export-columns": _columns,
    "V06-export-no-column": _no_column,
    "V06-export-long": _long,
    "V06-export-working": _working,
    "V06-export-saved": _saved("xlsx"),
    "V06-export-saved-several": _saved("csv"),
    "V06-export-gone": _saved("json", "stick"),
    "V06-export-stopped": _stopped,
}
