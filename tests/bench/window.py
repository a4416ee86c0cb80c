"""In one window: click to saved, opening a module, switching the language, hiding."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from tests.bench import road
from trainer_app import paths
from trainer_app.app import compose, make_application
from trainer_app.content.catalog import Catalog
from trainer_app.content.pack import open_pack
from trainer_app.operations.people import SignedIn
from trainer_app.training.scoring import right_response
from trainer_app.ui.background import Background
from trainer_app.ui.program import Program
from trainer_app.ui.translator import speak

CLICKS = 500


def measure(folder: Path) -> None:
    """Print the figures of one window on an empty store."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else make_application()
    program, window, background = compose(app, folder, "en", use_keystore=False)
    window.resize(1366, 768)
    window.show()

    def begin(go: Callable[[], None]) -> None:
        program.ready.connect(go)
        program.start()

    until(begin)
    found = background.run(window, road.signed_in).result()
    _clicks(program, window, background, found)
    _modules()
    _switching(app, program, found)
    started = time.perf_counter()
    window.hide_now()
    print(f"hide: {(time.perf_counter() - started) * 1000:.1f} ms")
    window.return_now()
    window.close()
    background.close()


def _clicks(program: Any, window: Any, background: Background, who: SignedIn) -> None:
    """From the click on "Check my answer" to the verdict on screen, with a durable save between."""
    program.enter(who)
    module = program.catalog.pack("grooming").module("en")
    program.journey.show_lesson(module, module.lessons[0].id)
    background.run(window, lambda _store: None).result()
    until(lambda go: background.run(window, lambda _store: None, lambda _none: go()))
    page = window.page
    page._show(next(number for number, stop in enumerate(page._stops) if stop.is_check))
    other = "true" if right_response(page.view.item) == "false" else "false"
    waits = []
    for _ in range(CLICKS):
        page.view.choose(other)
        page.view.response_changed.emit()
        until(lambda go: background.run(window, lambda _store: None, lambda _none: go()))
        started = time.perf_counter()
        until(lambda go: _click(page, background, go))
        page.feedback.repaint()
        waits.append((time.perf_counter() - started) * 1000)
        page.feedback.continued.emit()
    waits.sort()
    print(
        f"click to verdict on screen, saved between, {CLICKS} answers: "
        f"p50 {statistics.median(waits):.2f} ms, p99 {waits[int(CLICKS * 0.99)]:.2f} ms"
    )


def _click(page: Any, background: Background, go: Callable[[], None]) -> None:
    def said(_changed: object) -> None:
        background.changed.disconnect(said)
        go()

    background.changed.connect(said)  # comes right after the page was told
    page.go.click()


def _modules() -> None:
    for manifest in Catalog([paths.bundled_packs()]).manifests():
        path = paths.bundled_packs() / f"{manifest.id}-{manifest.version}.waypack"
        started = time.perf_counter()
        open_pack(path).module("en")
        print(f"open module {manifest.id}: {(time.perf_counter() - started) * 1000:.1f} ms")


def _switching(app: QApplication, program: Program, who: SignedIn) -> None:
    program.enter(who)
    app.processEvents()
    spent = []
    for code in ("ar", "en") * 5:
        started = time.perf_counter()
        speak(app, code)
        app.processEvents()
        spent.append((time.perf_counter() - started) * 1000)
    print(f"switch language on home: median {statistics.median(spent):.0f} ms")


def until(begin: Callable[[Callable[[], None]], object]) -> None:
    """Run the event loop until what was begun calls back."""
    loop = QEventLoop()
    begin(loop.quit)
    loop.exec()
