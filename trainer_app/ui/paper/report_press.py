"""A report into a PDF, a little at a time: set first, then painted page by page, then saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from trainer_app.operations.reports.table import Report
from trainer_app.ui.paper.press import Press
from trainer_app.ui.paper.report_paper import PaperChart, ReportSetter

_SETTING = 20
"""Per cent of the time that setting takes; the rest is painting."""


class ReportPress(QObject):
    """On the GUI thread, between other events.

    Signals: ``moved(percent)``, 0 to 100; at the end one of ``saved(Path)``,
    ``not_saved(NotSaved)`` and ``stopped``, the last two with nothing left behind.
    """

    moved = Signal(int)
    saved = Signal(object)
    not_saved = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setter: ReportSetter | None = None
        self._path = Path()
        self._press = Press(self)
        self._press.moved.connect(self._on_painted)
        self._press.saved.connect(self.saved)
        self._press.not_saved.connect(self.not_saved)
        self._press.stopped.connect(self.stopped)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._set_more)

    @property
    def is_running(self) -> bool:
        """Whether a report is being made."""
        return self._setter is not None or self._press.is_running

    def save(
        self,
        report: Report,
        path: Path,
        *,
        language: str = "",
        charts: Mapping[str, PaperChart] | None = None,
    ) -> None:
        """Begin; the file appears whole at the end or not at all. Raises ``RuntimeError`` while
        another one is being made."""
        if self.is_running:
            raise RuntimeError("the press is running")
        self._setter = ReportSetter(report, language=language, charts=charts)
        self._path = path
        self.moved.emit(0)
        self._next.start()

    def stop(self) -> None:
        """Leave off; what was at the path before stays."""
        if self._setter is not None:
            self._setter = None
            self._next.stop()
            self.stopped.emit()
        else:
            self._press.stop()

    def _set_more(self) -> None:
        setter = self._setter
        if setter is None:
            return
        more = setter.advance()
        self.moved.emit(round(_SETTING * setter.rows_done / max(1, setter.rows)))
        if self._setter is not setter:  # stopped by whoever heard of it
            return
        if more:
            self._next.start()
            return
        self._setter = None
        self._press.save(setter.pages(), self._path)

    def _on_painted(self, done: int, total: int) -> None:
        self.moved.emit(_SETTING + round((100 - _SETTING) * done / total))
