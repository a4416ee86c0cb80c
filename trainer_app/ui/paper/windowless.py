"""Paper where no window is open: for commands."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QGuiApplication

from trainer_app.ui import theme


@contextmanager
def painting() -> Iterator[None]:
    """Fonts and painters work inside, also on a computer without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication(["waypost"])
    theme.load_fonts()
    yield
    del app
