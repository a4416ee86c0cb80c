"""``waypost self-test --start``: how fast the program starts here, and how much memory it takes.

Times are of the monotonic clock in seconds since the computer started, so that whoever started the
process can subtract its own: ``first`` is the first painted window, ``usable`` the first page that
can be used. ``pss_kb`` is the process's share of memory on a page, 0 where the system does not
tell.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from trainer_app.operations.people import SignedIn
    from trainer_app.store import Store
    from trainer_app.ui.background import Background
    from trainer_app.ui.program import Program

What = Literal["start", "home", "lesson"]
NAME = "Rosa Mamani"
_SETTLE_MS = 300


def run_start_trial(folder: Path, what: What) -> int:
    """Start on a data folder, go to a page, print one line of JSON. Returns 0."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from trainer_app import app as application
    from trainer_app.ui.translator import speak

    told: dict[str, float] = {}
    app = application.make_application()
    speak(app, "en")
    program, window, background = application.compose(app, folder, "en", use_keystore=False)

    class FirstPaint(QObject):
        """Notes the first paint of the window."""

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "first" not in told:
                told["first"] = time.monotonic()
            return False

    paint = FirstPaint(window)
    window.installEventFilter(paint)
    window.resize(1366, 768)
    window.show()

    def settled() -> None:
        told["pss_kb"] = pss_kb()
        app.quit()

    def usable() -> None:
        window.repaint()
        told["usable"] = time.monotonic()
        if what == "start":
            app.quit()
            return
        program.show_learners()
        QTimer.singleShot(
            0,
            app,
            lambda: go(program, background, what, lambda: QTimer.singleShot(_SETTLE_MS, settled)),
        )

    program.ready.connect(usable)
    program.start()
    app.exec()
    background.close()
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def go(program: Program, background: Background, what: str, then: Callable[[], None]) -> None:
    """Bring the program to ``home`` or into a ``lesson``, then call on."""
    from trainer_app.operations.learning import Part

    def inside(found: SignedIn) -> None:
        program.enter(found)
        if what == "lesson" and program.journey is not None:
            manifest = program.catalog.manifests()[0]
            module = program.catalog.pack(manifest.id).module("en")
            lesson = module.lessons[0]
            program.journey.enter(module, Part("lesson", lesson.id, lesson.title, 5, done=False))
        then()

    background.run(program, signed_in, inside)


def signed_in(store: Store) -> SignedIn:
    """Another learner, newly registered and signed in."""
    from trainer_app.operations.people import enrol_learner, sign_in

    team = f"Team {len(store.learners())}"
    enrolled = enrol_learner(store, name=NAME, role="driver", team=team, language="en")
    found = sign_in(store, learner_id=enrolled.learner.learner_id, pictures=enrolled.pictures)
    assert found is not None
    return found


def pss_kb() -> float:
    """Proportional memory of this process in kB; 0 where the system does not tell."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0.0
    line = next(row for row in rollup.read_text().splitlines() if row.startswith("Pss:"))
    return float(line.split()[1])
