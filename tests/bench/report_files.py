"""``dev.py bench report-files``: a report of 10,000 people and 8 columns as each kind of file."""

from __future__ import annotations

import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from tests.operations.sample_report import long_report
from trainer_app.operations.reports.files import FileFormat, write_report
from trainer_app.operations.reports.table import Report
from trainer_app.ui.paper.page import save_whole
from trainer_app.ui.paper.pages_of_paper import pdf_of_pages
from trainer_app.ui.paper.report_paper import ReportSetter
from trainer_app.ui.paper.windowless import painting

PEOPLE, COLUMNS = 10_000, 8


def measure(runs: int) -> None:
    """Print time, size and memory of each kind of file; PDF once, as it takes longest."""
    report = long_report(PEOPLE, COLUMNS)
    print(f"a report of {PEOPLE} rows x {COLUMNS} columns")
    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as name:
        folder = Path(name)
        for kind in get_args(FileFormat):
            path = folder / f"report.{kind}"
            _print(kind, path, partial(write_report, report, path, format=kind), runs)
        with painting():
            path = folder / "report.pdf"
            slices: list[float] = []
            _print("pdf", path, lambda: _print_paper(report, path, slices), 1)
            print(f"  longest slice of setting {max(slices) * 1000:.0f} ms")


def _print_paper(report: Report, path: Path, slices: list[float]) -> None:
    setter, more = ReportSetter(report), True
    while more:
        started = time.perf_counter()
        more = setter.advance()
        slices.append(time.perf_counter() - started)
    save_whole(pdf_of_pages(setter.pages()), path)


def _print(kind: str, path: Path, work: Callable[[], object], runs: int) -> None:
    times = []
    for _run in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    tracemalloc.start()
    if runs > 1:
        work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    memory = f", {peak:.0f} MB of memory at most" if runs > 1 else ""
    size = path.stat().st_size / 1e6
    print(f"  {kind:6} {statistics.median(times):6.2f} s, {size:5.2f} MB on disk{memory}")
