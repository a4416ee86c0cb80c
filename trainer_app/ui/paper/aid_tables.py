"""Tables to fill in by hand: the reporting chain, and rows under columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from trainer_app.i18n import _, day, isolate
from trainer_app.ui.paper.aid_sections import BODY, LABEL, SMALL, heading
from trainer_app.ui.paper.flow import BLACK, Column, Flow
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    from trainer_app.content.shelf import AidSection
    from trainer_app.ui.paper.aid_site import Place

Cell = Callable[[Flow, Column, float], float]
"""Draws what stands in a cell from a height on, and says where it ends."""
_CHAIN = (0.19, 0.25, 0.19, 0.14, 0.13, 0.10)
_LOWEST_ROW, _LOWER_ROW = 11.0, 7.6
_PAD = 1.8


def chain(
    flow: Flow, column: Column, y: float, shown: AidSection, places: Sequence[Place], extra: float
) -> float:
    """Every place with its number, and who checked it when. ``extra`` makes each row higher."""
    y = _opening(flow, column, y, shown)
    heads = [
        # For translators: the columns of a table: which place, who, the number, when somebody
        # answers, who called it to check it, on which day.
        _("Place"), _("Name"), _("Number"), _("Hours"), _("Checked by"), _("Date"),
    ]  # fmt: skip
    rows = [_cells_of(place) for place in places]
    return _grid(flow, column, y, _CHAIN, heads, rows, extra)


def _cells_of(place: Place) -> list[Cell]:
    on = isolate(day(place.verified_on, "medium")) if place.verified_on else ""
    return [
        lambda flow, column, y: flow.lines(column, y, place.label, Ink(LABEL, 600)),
        _typed(place.name, LABEL),
        _number(place.number),
        _typed(place.hours, SMALL * 1.15),
        _typed(place.verified_by, SMALL * 1.15),
        _typed(on, SMALL * 1.15),
    ]


def by_hand(
    flow: Flow, column: Column, y: float, shown: AidSection, extra: float, *, ticked: bool
) -> float:
    """The rows of a section under its columns; boxes to tick in the second one if ``ticked``."""
    y = _opening(flow, column, y, shown, lines=False)
    count = max(len(shown.columns), 1)
    first = {1: 1.0, 2: 0.5}.get(count, 0.32)
    others = (1 - first) / max(count - 1, 1)
    shares = _CHAIN if count == len(_CHAIN) else (first, *[others] * (count - 1))
    rows: list[list[Cell]] = []
    for line in shown.lines:
        cells: list[Cell] = [_ours(line), *[_empty] * (count - 1)]
        if ticked and count > 1:
            cells[1] = _boxes
        rows.append(cells)
    return _grid(flow, column, y, shares, list(shown.columns), rows, extra)


def _opening(
    flow: Flow, column: Column, y: float, shown: AidSection, *, lines: bool = True
) -> float:
    y = heading(flow, column, y, shown)
    for line in shown.lines if lines else ():
        y = flow.ours(column, y, line, Ink(BODY)) + flow.mm(1.5)
    return y


def _grid(
    flow: Flow,
    column: Column,
    y: float,
    shares: Sequence[float],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    extra: float,
) -> float:
    """Heads, then rows between thin lines; no row is too low to write in."""
    pad = flow.mm(_PAD)
    cells, x = [], column.x
    for share in shares:
        cells.append(Column(x, column.width * share).inset(pad, pad))
        x += column.width * share
    cells[0] = Column(column.x, cells[0].width + pad)
    top = y
    for cell, words in zip(cells, heads, strict=False):
        y = max(y, flow.ours(cell, top, words, Ink(SMALL * 1.15, 600)))
    y += flow.mm(1)
    flow.rule(column, y, 0.5, BLACK)
    lowest = max(_LOWER_ROW, min(_LOWEST_ROW, flow.mm(_LOWEST_ROW)))
    for row in rows:
        ends = [draw(flow, cell, y + pad) for cell, draw in zip(cells, row, strict=True)]
        y = max(max(ends) + pad, y + lowest) + extra
        flow.rule(column, y)
    for cell in cells[1:]:
        flow.post(cell.x - pad, top, y)
    return y


def _typed(words: str, size: float) -> Cell:
    return lambda flow, column, y: flow.typed(column, y, words, Ink(size)) if words else y


def _number(words: str) -> Cell:
    ink = Ink(LABEL * 1.2, 600)
    return lambda flow, column, y: flow.one_line(column, y, words, ink) if words else y


def _ours(words: str) -> Cell:
    return lambda flow, column, y: flow.ours(column, y, words, Ink(LABEL))


def _empty(_flow: Flow, _column: Column, y: float) -> float:
    return y


def _boxes(flow: Flow, column: Column, y: float) -> float:
    """Yes, partly, no, with a box to tick: side by side, or below each other."""
    # For translators: three boxes to tick on paper: is it in place?
    answers = (_("Yes"), _("Partly"), _("No"))
    side, gap, high = flow.mm(3.2), flow.mm(1.6), flow.line_height(LABEL)
    wide = [side + gap + flow.width_of(words, Ink(LABEL)) + flow.mm(0.3) for words in answers]
    beside = sum(wide) + 2 * flow.mm(3) <= column.width
    x = column.x
    for words, width in zip(answers, wide, strict=True):
        flow.frame(QRectF(x, y + (high - side) / 2, side, side), 0.4, 0.3)
        place = Column(x, width if beside else column.width).inset(side + gap)
        bottom = flow.lines(place, y, words, Ink(LABEL))
        if beside:
            x += width + flow.mm(3)
        else:
            y = bottom
    return bottom
