"""One question of the supervisor's desk in a program of its own: the first time, and again.

python3 -m tests.bench.report_probe FOLDER QUESTION
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.sample import Plan
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.completion import completion_report, matrix, matrix_rows
from trainer_app.operations.reports.due import refreshers
from trainer_app.operations.reports.files import write_report
from trainer_app.operations.reports.overview import overview
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.site import site_report
from trainer_app.operations.reports.terms import Terms, terms
from trainer_app.operations.reports.works import what_works
from trainer_app.start_trial import pss_kb
from trainer_app.store import Store
from trainer_app.store.clock import Reading

PLAN = Plan()
AGAIN = 5
PAGE = 64
"""Rows of the matrix that are read at once."""


def opened(folder: Path) -> Store:
    """The store of the programme, on the day its plan ends."""

    def clock() -> Reading:
        return Reading(PLAN.now_ms, 0, time.monotonic_ns() // 1_000_000)

    return Store.open(folder, use_keystore=False, clock=clock)


def main(folder: Path, question: str) -> int:
    """Print how long it took, in milliseconds, and the memory afterwards in kB."""
    store = opened(folder)
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
    told = terms(store, catalog=catalog, language="en", on=PLAN.today)
    ask = QUESTIONS[question](store, told)
    times = []
    for _time in range(1 + AGAIN):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    store.close()
    warm = statistics.median(times[1:])
    print(json.dumps({"cold": times[0], "warm": warm, "pss_kb": pss_kb()}))
    return 0


def _page(store: Store, told: Terms) -> Callable[[], object]:
    ids = matrix(store, told=told).ids
    return lambda: matrix_rows(store, told=told, ids=ids[len(ids) // 2 :][:PAGE])


def _site(store: Store, told: Terms) -> Callable[[], object]:
    site_id = overview(store, told=told).sites[0].site.site_id
    return lambda: site_report(store, told=told, site_id=site_id)


def _items(store: Store, told: Terms) -> Callable[[], object]:
    modules = [one.module_id for one in told.modules]
    return lambda: [store.reports.item_figures(one, (), ()) for one in modules]


def _works(store: Store, told: Terms) -> Callable[[], object]:
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
    module_id = told.modules[0].module_id
    return lambda: what_works(store, told=told, catalog=catalog, module_id=module_id, language="en")


def _apart(store: Store, told: Terms) -> Callable[[], object]:
    modules = [one.module_id for one in told.modules]
    return lambda: [store.reports.discrimination(one) for one in modules]


def _excel(store: Store, told: Terms) -> Callable[[], object]:
    def write() -> None:
        with tempfile.TemporaryDirectory(prefix="waypost-bench-") as name:
            report = completion_report(store, told=told)
            write_report(report, Path(name) / "everybody.xlsx", format="xlsx")

    return write


QUESTIONS: dict[str, Callable[[Store, Terms], Callable[[], object]]] = {
    "overview": lambda store, told: lambda: overview(store, told=told),
    "matrix, who is in it": lambda store, told: lambda: matrix(store, told=told),
    "matrix, those overdue": lambda store, told: (
        lambda: matrix(store, told=told, scope=Scope(overdue=True))
    ),
    "matrix, a page of 64": _page,
    "one site": _site,
    "refreshers due": lambda store, told: lambda: refreshers(store, told=told),
    "item analysis, all modules": _items,
    "what works, one module": _works,
    "discrimination, all modules": _apart,
    "everybody as Excel": _excel,
}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
