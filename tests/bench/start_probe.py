"""One start of the program, as a child process: prints when things happened, then ends.

    python -m tests.bench.start_probe FOLDER bare|home|lesson

Times are of the monotonic clock in seconds; the parent subtracts its own. ``first`` is the
first painted window, ``usable`` the first page that can be used; memory in kB is PSS after that.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.ui.program import Program

told: dict[str, float] = {}


def main(folder: Path, what: str) -> int:
    """Start, note the moments, print them as one JSON line."""
    if what == "bare":
        return _bare()
    from PySide6.QtCore import QEvent, QObject, QTimer

    from trainer_app import app as application
    from trainer_app.ui.translator import speak

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

    def usable() -> None:
        window.repaint()
        told["usable"] = time.monotonic()
        if what == "start":
            app.quit()
        else:
            program.show_learners()
            QTimer.singleShot(0, app, lambda: _walk(program, what, app.quit))

    program.ready.connect(usable)
    program.start()
    app.exec()
    background.close()
    print(json.dumps(told))
    return 0


def _walk(program: Program, what: str, done: Callable[[], None]) -> None:
    """Sign the prepared learner in and go to the page whose memory is asked for."""
    from PySide6.QtCore import QTimer

    from tests.bench import road

    def settled() -> None:
        told["pss_kb"] = road.pss_kb()
        done()

    road.go(program, what, lambda: QTimer.singleShot(300, settled))


def _bare() -> int:
    """A hello window on the same Qt: the least that this stack can cost."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel

    from tests.bench.road import pss_kb

    app = QApplication([])
    label = QLabel("Hello")
    label.resize(1366, 768)
    label.show()
    label.repaint()
    told["first"] = told["usable"] = time.monotonic()
    QTimer.singleShot(0, app.quit)
    app.exec()
    told["pss_kb"] = pss_kb()
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
