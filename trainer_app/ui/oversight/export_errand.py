"""Taking a report away: asked for on the store's thread, written beside it, or painted on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from trainer_app import i18n
from trainer_app.operations.reports.table import Column, Report
from trainer_app.ui.background import Background, NetworkWork
from trainer_app.ui.errand import Errand
from trainer_app.ui.paper.report_paper import PaperChart
from trainer_app.ui.paper.report_press import ReportPress

if TYPE_CHECKING:
    from trainer_app.operations.reports.files import ReportWritten
    from trainer_app.operations.reports.hand_out import ReportFormat
    from trainer_app.operations.syncing import Ask
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

Make = Callable[["Store"], Report]
"""Makes the report with all its columns, on the store's thread."""
Charts = Callable[[Report], Mapping[str, PaperChart]]
"""The charts that stand before its tables in a PDF, by table; of the report as it is taken."""


@dataclass(frozen=True, slots=True)
class TableOutline:
    """What can be chosen of one table, and how long it is."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be chosen of a report, before any row of it is read."""

    key: str
    title: str
    tables: tuple[TableOutline, ...]

    @property
    def has_names(self) -> bool:
        """Whether any column tells who somebody is."""
        return any(column.named for table in self.tables for column in table.columns)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How somebody wants it. ``columns`` by table; ``why`` is a word of the list, or none."""

    format: ReportFormat
    columns: Mapping[str, Sequence[str]]
    with_names: bool = False
    why: str | None = None


def outline(make: Make) -> Callable[[Store], Outline]:
    """The operation that finds out what a report consists of."""

    def operation(store: Store) -> Outline:
        report = make(store)
        tables = (
            TableOutline(one.key, one.title, one.columns, len(one.rows)) for one in report.tables
        )
        return Outline(report.key, report.title, tuple(tables))

    return operation


def taken(
    make: Make, chosen: Chosen, path: Path, by: OnDuty | None, language: str
) -> NetworkWork[Report | ReportWritten]:
    """Make it, note it and write it; for paper the report itself comes back."""

    def work(ask: Ask, tell: Callable[[Any], None], stop: Event) -> Report | ReportWritten:
        from trainer_app.operations.reports.files import write_report
        from trainer_app.operations.reports.hand_out import take_report

        report = ask(
            lambda store: take_report(
                store,
                by=by,
                make=make,
                format=chosen.format,
                columns=chosen.columns,
                with_names=chosen.with_names,
                why=chosen.why,
                stop=stop,
            )
        )
        if chosen.format == "pdf":
            return report
        return write_report(
            report,
            path,
            format=chosen.format,
            language=language,
            progress=lambda *far: tell(far),
            stop=stop,
            replace=False,
        )

    return work


class ReportErrand(Errand):
    """One file at a time. ``progress`` is rows of all rows, or for paper per cent of 100.

    ``saved`` are the files that are there at the end; empty where it did not come to that.
    """

    def __init__(
        self, background: Background, charts: Charts | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(background, parent)
        self._charts = charts
        self._path, self._language = Path(), ""
        self.saved: tuple[Path, ...] = ()
        self._press = ReportPress(self)
        self._press.moved.connect(lambda percent: self._on_told((percent, 100)))
        self._press.saved.connect(lambda path: self._close((path,)))
        self._press.not_saved.connect(self._on_not_saved)
        self._press.stopped.connect(lambda: self._close(()))

    @property
    def is_running(self) -> bool:
        """Whether it waits for its turn, is written or painted."""
        return super().is_running or self._press.is_running

    @property
    def is_painting(self) -> bool:
        """Whether pages are being made."""
        return self._press.is_running

    def take(self, make: Make, chosen: Chosen, path: Path, by: OnDuty | None) -> None:
        """Begin, unless one is under way."""
        if self.is_running:
            return
        self.saved, self._path, self._language = (), path, i18n.language()
        self.start(taken(make, chosen, path, by, self._language))

    def stop(self) -> None:
        """Leave off where nothing is left behind."""
        if self._press.is_running:
            self._press.stop()
        else:
            super().stop()

    def _on_done(self, result: Any) -> None:
        if not isinstance(result, Report):
            self._close(result.paths)
        elif self.is_stopping:
            self._close(())
        else:
            self._job = None
            charts = self._charts(result) if self._charts is not None else None
            self._press.save(result, self._path, language=self._language, charts=charts)

    def _on_not_saved(self, error: Exception) -> None:
        self.error = error
        self._close(())

    def _close(self, paths: Sequence[Path]) -> None:
        self.saved = tuple(paths)
        self._end()
