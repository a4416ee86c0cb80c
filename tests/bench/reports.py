"""``dev.py bench reports``: a programme of 10,000 people and a million answers, asked everything.

Each question is asked in a program of its own: cold is its first time there, with nothing of the
file in memory. The file is made first, which takes about ten minutes; ``--folder`` takes one that
``dev.py sample`` made, and leaves it there with its columns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.report_probe import QUESTIONS, opened
from tests.sample import Plan, make
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.upkeep import take_step
from trainer_app.store import Store

ROOT = Path(__file__).parent.parent.parent
TARGETS = {
    "overview": 100.0,
    "matrix, a page of 64": 50.0,
    "item analysis, all modules": 150.0 * 189 / 80,
    "discrimination, all modules": 600.0 * 189 / 80,
    "everybody as Excel": 3000.0,
}
"""Milliseconds; those of the questions were set for 80 of them, and all modules have 189."""


def measure(folder: Path | None, people: int, clear: Callable[[], None], method: str) -> None:
    """Print every figure; the folder is made where none is given."""
    if folder is not None:
        _measure(folder, clear, method)
        return
    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as name:
        made = Path(name) / "data"
        print(f"making a programme of {people:,} people", flush=True)
        store = Store.open(made, use_keystore=False)
        catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
        make(store, catalog, Plan(people=people, sites=40))
        store.close()
        _measure(made, clear, method)


def _measure(folder: Path, clear: Callable[[], None], method: str) -> None:
    before = _size(folder)
    store = opened(folder)
    store.reports.forget()
    rows, steps = store.reports.behind(), []
    left = 1
    while left:
        started = time.perf_counter()
        left = take_step(store).left
        steps.append(time.perf_counter() - started)
    store.close()
    print(f"{rows:,} rows of the log, {before / 1e6:.0f} MB; {_size(folder) / 1e6:.0f} MB with")
    print(f"  columns, taken in within {sum(steps):.1f} s, the longest step {max(steps):.2f} s")
    print(f"cold by {method}")
    for question in QUESTIONS:
        clear()
        told = _asked(folder, question)
        target = TARGETS.get(question)
        wish = f", wished {target:.0f} ({told['warm'] / target:.2f} x)" if target else ""
        print(
            f"  {question:28} cold {told['cold']:7.1f} ms, warm {told['warm']:7.1f} ms{wish}, "
            f"{told['pss_kb'] / 1024:.0f} MB",
            flush=True,
        )


def _asked(folder: Path, question: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_probe", str(folder), question],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("waypost.db*"))
