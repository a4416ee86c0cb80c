"""Several pages of paper: set one after the other, bound into one file, saved or printed as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from trainer_app.ui.paper.flow import Column, Flow
from trainer_app.ui.paper.page import A4, Paper, pdf_of, print_on, save_pdf, speaking
from trainer_app.ui.paper.text import PaperText

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

TITLE = "Waypost"
"""In the properties of the PDF and the printer's queue: neutral."""
MARGIN, GAP = 15.0, 4.0
_SMALLEST, _LEAP = 0.5, 0.05

Part = Callable[[Flow, Column, float], float]
"""Draws or measures something that stays on one page, from that height on; returns its end."""
Foot = Callable[[Flow, Column, float, int, int], float]
"""The same for the foot of a page, which is also told its number, from 1, and how many there are.
"""


def set_in_pages(
    parts: Sequence[Part],
    *,
    head: Part,
    foot: Foot,
    language: str = "",
    values: Mapping[str, str] | None = None,
    size: tuple[float, float] = A4,
    gap: float = GAP,
) -> tuple[Paper, ...]:
    """The parts on as many pages as they need, at least one, each with head and foot.

    A part that is higher than a page is set smaller, to a half of its size at most. ``language``
    is spoken while they are measured and painted; ``values`` fill slots.
    """
    column = Column(MARGIN, size[0] - 2 * MARGIN)
    with speaking(language):
        flow = _flow(QPainter(), size, values)
        top = MARGIN + head(flow, column, 0.0) + gap
        room = size[1] - MARGIN - foot(flow, column, 0.0, 1, 1) - gap - top
        groups = _grouped([_fitted(part, flow, column, room) for part in parts], room, gap)

    def page(number: int, group: Sequence[tuple[Part, float]]) -> Paper:
        def paint(painter: QPainter) -> None:
            flow = _flow(painter, size, values)
            high = foot(flow, column, 0.0, number, len(groups))
            flow.draws = True
            head(flow, column, MARGIN)
            y = top
            for part, scale in group:
                flow.scale = scale
                y = part(flow, column, y) + gap
            flow.scale = 1.0
            foot(flow, column, size[1] - MARGIN - high, number, len(groups))

        return Paper(TITLE, size, paint, language)

    return tuple(page(number, group) for number, group in enumerate(groups, 1))


def bound(pages: Sequence[Paper]) -> Paper:
    """The pages as one paper, to be saved or printed together. There must be one at least."""
    whole = [page for paper in pages for page in (replace(paper, more=()), *paper.more)]
    return replace(whole[0], more=tuple(whole[1:]))


def pdf_of_pages(pages: Sequence[Paper]) -> bytes:
    """All pages as one PDF file."""
    return pdf_of(bound(pages))


def save_pages(pages: Sequence[Paper], path: Path) -> None:
    """Write all pages to one file: the whole of it or, raising ``NotSaved``, nothing at all."""
    save_pdf(bound(pages), path)


def print_pages(pages: Sequence[Paper], printer: QPrinter) -> bool:
    """Print all pages; false if the printer does not take them."""
    return print_on(bound(pages), printer)


def _flow(painter: QPainter, size: tuple[float, float], values: Mapping[str, str] | None) -> Flow:
    return Flow(PaperText(painter, size[0]), painter, values or {})


def _fitted(part: Part, flow: Flow, column: Column, room: float) -> tuple[Part, float, float]:
    """A part, the scale at which it fits on a page, and its height at that."""
    flow.scale = 1.0
    while (high := part(flow, column, 0.0)) > room and flow.scale > _SMALLEST:
        flow.scale -= _LEAP
    return part, flow.scale, high


def _grouped(
    parts: Sequence[tuple[Part, float, float]], room: float, gap: float
) -> list[list[tuple[Part, float]]]:
    groups: list[list[tuple[Part, float]]] = [[]]
    y = 0.0
    for part, scale, high in parts:
        if groups[-1] and y + high > room:
            groups.append([])
            y = 0.0
        groups[-1].append((part, scale))
        y += high + gap
    return groups
