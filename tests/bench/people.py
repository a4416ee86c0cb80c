"""``dev.py bench people``: 2,000 people at the desk: opening, typing, scrolling, lists, doubles."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from trainer_app.app import make_application
from trainer_app.operations.doubles import find_doubles
from trainer_app.operations.people_desk import list_people
from trainer_app.operations.roster import (
    export_roster,
    import_roster,
    preview_roster,
    read_roster,
)
from trainer_app.store import Store
from trainer_app.ui.background import Background
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.people.people_screen import PeopleScreen
from trainer_app.ui.sound import Speaker
from trainer_app.ui.theme import Theme

PEOPLE = 2000
T = TypeVar("T")
_FIRST = ("Rosa", "Amadou", "Fatou", "Elena", "Kossi", "María", "José", "Amal", "Julio", "Ana")
_SECOND = ("Mamani", "Diallo", "Ndiaye", "Choque", "Mensah", "Quispe", "Flores", "Bello", "Traoré")
_ROLES = ("driver", "guard", "vendor", "ticket-office", "hotel", "other")


def measure(runs: int) -> None:
    """Print the figures of a desk with 2,000 people in thirty teams."""
    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as name:
        folder = Path(name)
        _lists(folder)
        _screen(folder / "data", runs)


def _lists(folder: Path) -> None:
    chance = random.Random(1)
    lines = ["Name,Work,Team"]
    for number in range(PEOPLE):
        person = f"{chance.choice(_FIRST)} {chance.choice(_SECOND)} {chance.choice(_SECOND)}"
        lines.append(f"{person} {number},{chance.choice(_ROLES)},Team {number % 30}")
    path = folder / "people.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    store = Store.open(folder / "data", use_keystore=False)
    roster = _timed("read the list (CSV)", lambda: read_roster(path))
    preview = _timed("look at it", lambda: preview_roster(store, roster))
    _timed("take it in, one transaction", lambda: import_roster(store, by=None, preview=preview))
    book = folder / "people.xlsx"
    _timed("save it (Excel)", lambda: export_roster(store, by=None, path=book))
    again = _timed("read it again (Excel)", lambda: read_roster(book))
    _timed("look at it, nothing changes", lambda: preview_roster(store, again))
    _timed("the list with doubles", lambda: list_people(store))
    _timed("  of it doubles", lambda: find_doubles(store.learners()))
    store.close()


def _screen(data: Path, runs: int) -> None:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else make_application()
    window = MainWindow(Theme(app), Speaker(engine=None))
    window.resize(1366, 768)
    window.show()
    background = Background(lambda: Store.open(data, use_keystore=False))
    background.run(window, lambda _store: None).result()
    built, shown = [], []
    for _run in range(runs):
        started = time.perf_counter()
        page = PeopleScreen(background, None)
        built.append(time.perf_counter() - started)
        window.show_page(page)
        while not page.list.rows.ids:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        window.repaint()
        shown.append(time.perf_counter() - started)
    letters = []
    for letter in "rosa m" * runs:
        started = time.perf_counter()
        page.search.setText((page.search.text() + letter)[-6:])
        app.processEvents()
        letters.append(time.perf_counter() - started)
    page.search.clear()
    app.processEvents()
    bar, frames = page.list.verticalScrollBar(), []
    for _frame in range(100):
        started = time.perf_counter()
        bar.setValue(bar.value() + 180)
        app.processEvents()
        frames.append(time.perf_counter() - started)
    for name, told in (
        ("build the page", built), ("open it, people shown", shown), ("type a letter", letters),
        ("scroll three rows", frames),
    ):  # fmt: skip
        worst = sorted(told)[int(len(told) * 0.95)] * 1000
        print(f"{name:30} {statistics.median(told) * 1000:7.1f} ms (p95 {worst:.1f} ms)")
    window.close()
    background.close()


def _timed(name: str, work: Callable[[], T]) -> T:
    started = time.perf_counter()
    done = work()
    print(f"{name:30} {(time.perf_counter() - started) * 1000:7.1f} ms")
    return done
