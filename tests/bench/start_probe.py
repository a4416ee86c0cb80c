"""A start as a child process: ``python -m tests.bench.start_probe FOLDER bare|start|home|lesson``.

What is told is what ``trainer_app.start_trial`` tells; ``bare`` is a hello window on the same Qt.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from trainer_app.start_trial import pss_kb, run_start_trial


def main(folder: Path, what: str) -> int:
    """Start, and print one line of JSON."""
    return _bare() if what == "bare" else run_start_trial(folder, what)  # type: ignore[arg-type]


def _bare() -> int:
    """The least that this stack can cost."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel

    app = QApplication([])
    label = QLabel("Hello")
    label.resize(1366, 768)
    label.show()
    label.repaint()
    told = {"first": time.monotonic(), "usable": time.monotonic()}
    QTimer.singleShot(0, app.quit)
    app.exec()
    told["pss_kb"] = pss_kb()
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
