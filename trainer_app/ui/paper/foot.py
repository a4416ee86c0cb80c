"""The foot of papers of several pages: whose they are, when they were printed, which page it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations.learning import today
from trainer_app.ui import icons
from trainer_app.ui.paper.flow import GREY, Column, Flow
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    from trainer_app.ui.paper.pages_of_paper import Foot

_SIZE = 3.0


def numbered_foot(about: Callable[[], str] | None = None) -> Foot:
    """``about`` stands between the name of the program and the day; it is asked on every page."""
    printed = today()

    def foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
        said = about() if about is not None else ""
        return _foot(said, printed, flow, column, y + 2, (page, pages))

    return foot


def _foot(
    about: str, printed: date, flow: Flow, column: Column, y: float, page: tuple[int, int]
) -> float:
    flow.rule(column, y, 0.3)
    y += 1.6
    side = _SIZE * 1.4
    flow.icon(column.x, y, side, icons.MARK)
    start, end = column.inset(side * 1.35).shared((2.6, 1.0), 2.0)
    when = _("Printed on {date}").format(date=isolate(i18n.day(printed, "medium")))
    words = " · ".join(part for part in ("Waypost", about, when) if part)
    top = y + (side - flow.line_height(_SIZE)) / 2
    bottom = flow.lines(start, top, words, Ink(_SIZE, colour=GREY))
    here, whole = (isolate(i18n.number(one)) for one in page)
    said = _("Page {here} of {total}").format(here=here, total=whole)
    flow.lines(end, top, said, Ink(_SIZE, colour=GREY, at="end"))
    return max(bottom, y + side)
