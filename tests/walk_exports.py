"""The sheet that saves a report, in each of its states: for pictures, and to look at every one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.oversight.export_pages import PAGES, Stage

if TYPE_CHECKING:
    from tests.walk import Walk


def export_pages(walk: Walk) -> Iterator[str]:
    """Open the sheet over the page that is shown; yields the name of each state."""
    for name, make in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            sheet = make(Stage(walk.background, Path(folder)))
            walk.window.open_sheet(sheet)
            walk.settle()
            yield name
            walk.window.close_sheets()
            walk.settle()
