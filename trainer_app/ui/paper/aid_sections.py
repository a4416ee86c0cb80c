"""The parts of a job aid: what to say, to do, never to do; whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui.paper.flow import FINE, GREY, Column, Flow
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainer_app.content.shelf import AidSection
    from trainer_app.ui.paper.aid_site import Place

ICONS = {
    "say": "message-2",
    "do": "list-check",
    "never": "hand-stop",
    "note": "info-circle",
    "call": "phone",
    "table": "clipboard-list",
}
TITLE, BODY, LABEL, NUMBER, SMALL = 5.2, 4.4, 3.7, 7.0, 2.7
"""Sizes of type in millimetres on an A4 sheet at scale 1."""
_INDENT = 7.4
WRITING = 8.5
"""Millimetres somebody needs to write a line by hand, whatever the scale."""


def title_of(section: AidSection) -> str:
    """What stands over a section."""
    if section.title:
        return section.title
    words = {
        "say": _("What I say"),
        "do": _("What I do"),
        "never": _("What I never do"),
        "call": _("Whom I call"),
    }
    return words.get(section.kind, "")


def heading(flow: Flow, column: Column, y: float, section: AidSection, icon: str = "") -> float:
    """The title of a section, with its icon."""
    words = title_of(section)
    if not words:
        return y
    side = TITLE * 1.3
    flow.icon(column.x, y, side, icon or ICONS[section.kind])
    beside = column.inset(flow.mm(side + 2))
    top = y + (flow.mm(side) - flow.line_height(TITLE)) / 2
    return max(flow.ours(beside, top, words, Ink(TITLE, 600)), y + flow.mm(side)) + flow.mm(2.2)


def told(
    flow: Flow,
    column: Column,
    y: float,
    shown: AidSection,
    *,
    looks: bool = False,
    numbered: bool = True,
    size: float = BODY,
) -> float:
    """Title and lines of a section; ``looks`` where a note is about what to look for."""
    y = heading(flow, column, y, shown, "eye" if looks and shown.kind == "note" else "")
    bare = shown.kind == "note" and len(shown.lines) == 1
    for number, line in enumerate(shown.lines):
        inside = column if bare else column.inset(flow.mm(_INDENT))
        if not bare:
            kind = "note" if shown.kind == "do" and not numbered else shown.kind
            _mark(flow, column.x, y, kind, number, size)
        y = flow.ours(inside, y, line, Ink(size)) + flow.mm(size * 0.45)
    return y - flow.mm(size * 0.45) if shown.lines else y


def _mark(flow: Flow, x: float, y: float, kind: str, number: int, size: float) -> None:
    """What stands before a line, on the height of its first line."""
    middle = y + flow.line_height(size) / 2
    if kind == "do":
        centre = QPointF(x + flow.mm(2.7), middle)
        flow.ring(centre, 2.7, i18n.number(number + 1), Ink(3.5, 600))
    elif kind == "never":
        flow.icon(x + flow.mm(0.4), middle - flow.mm(2.2), 4.4, "x")
    else:
        flow.dot(x + flow.mm(2.7), middle, 0.75)


def calls(
    flow: Flow, column: Column, y: float, shown: AidSection, places: Sequence[Place], across: int
) -> float:
    """Whom to call: a box for each place, at most ``across`` beside each other.

    The first row has the fewest, so that the first numbers are the largest.
    """
    y = heading(flow, column, y, shown)
    for line in shown.lines:
        y = flow.ours(column, y, line, Ink(BODY)) + flow.mm(1.5)
    gap = flow.mm(4)
    rows = -(-len(places) // across)
    for number in range(rows):
        row = places[number * len(places) // rows : (number + 1) * len(places) // rows]
        boxes = column.split(len(row), gap)
        pad = flow.mm(3)
        bottoms = [
            _place(flow, box.inset(pad, pad), y + pad * 0.8, place)
            for box, place in zip(boxes, row, strict=True)
        ]
        bottom = max(bottoms) + pad
        for box in boxes:
            flow.frame(QRectF(box.x, y, box.width, bottom - y))
        y = bottom + gap
    return y - gap


def _place(flow: Flow, column: Column, y: float, place: Place) -> float:
    """One place: who, the number, when; or lines to write them on."""
    y = flow.lines(column, y, place.label, Ink(LABEL, 600))
    if place.name:
        y = flow.typed(column, y, place.name, Ink(LABEL))
    if place.number:
        y = flow.one_line(column, y + flow.mm(0.6), place.number, Ink(NUMBER, 600))
    else:
        if not place.name:
            y = blank(flow, column, y, _("Name"))
        y = blank(flow, column, y, _("Number"))
    if place.hours:
        y = flow.typed(column, y + flow.mm(0.6), place.hours, Ink(SMALL * 1.15))
    if checked := place.checked():
        y = flow.typed(column, y + flow.mm(0.6), checked, Ink(SMALL, colour=GREY))
    return y


def blank(flow: Flow, column: Column, y: float, words: str, room: float = WRITING) -> float:
    """A line to write on; below its start a small word says what."""
    y += room
    flow.rule(column, y, 0.3, FINE)
    return flow.lines(column, y + 0.5, words, Ink(SMALL, colour=GREY))
