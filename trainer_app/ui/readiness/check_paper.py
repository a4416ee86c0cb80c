"""The self-check on paper: as it stands, or with empty boxes for a walk around the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.operations.learning import today
from trainer_app.training.checks import STATES
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.heads import heading, paper_head
from trainer_app.ui.paper.page import A4_LANDSCAPE, Paper
from trainer_app.ui.paper.pages_of_paper import Part, set_in_pages
from trainer_app.ui.paper.text import Ink
from trainer_app.ui.readiness_words import (
    chain_words,
    day_words,
    empty_words,
    is_deed,
    numbered,
    open_words,
    score_words,
    state_word,
)

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ItemReadiness, Readiness

_SHARES = (0.36, 0.21, 0.2, 0.115, 0.115)
_PAD, _SIDE = 2.0, 3.6
_BODY, _SMALL = 3.7, 3.2
_LINE = 8.0
"""Room for one line of handwriting, in millimetres."""


def check_pages(readiness: Readiness, *, empty: bool) -> tuple[Paper, ...]:
    """As many landscape pages as it takes, in the language of the moment.

    ``empty``: only what is asked, with room to write.
    """
    parts: list[Part] = [
        _row(place, one, empty=empty) for place, one in enumerate(readiness.items, 1)
    ]
    parts += [
        _row(0, one, empty=empty, first=place == 0) for place, one in enumerate(readiness.beside)
    ]
    parts.append(_chain(readiness))
    return set_in_pages(
        parts,
        head=lambda flow, column, y: _columns(
            flow, column, _head(readiness, flow, column, y, empty=empty)
        ),
        foot=lambda flow, column, y, page, pages: _foot(readiness, flow, column, y, page, pages),
        language=i18n.language(),
        size=A4_LANDSCAPE,
        gap=0.0,
    )


def words_of(readiness: Readiness, *, empty: bool) -> str:
    """What stands on the pages, for those who do not see them."""
    said = [inline.plain(readiness.listed.checklist.title)]
    for one in (*readiness.items, *readiness.beside):
        said.append(inline.plain(one.item.title))
        if not empty:
            state = one.answer.state if one.answer else None
            said.append(state_word(state, deed=is_deed(one.item.id)))
    return "\n".join(said)


def _head(readiness: Readiness, flow: Flow, column: Column, y: float, *, empty: bool) -> float:
    checklist = readiness.listed.checklist
    about = isolate(inline.plain(checklist.summary))
    if not empty:
        day = _("As of {day}").format(day=isolate(i18n.day(today())))
        parts = (day, score_words(readiness), open_words(readiness))
        about = " · ".join(one for one in parts if one)
    place = isolate(readiness.site_name) if readiness.site_name else _("This computer")
    y = paper_head(place, inline.plain(checklist.title), about, flow, column, y)
    if checklist.proposal:
        proposal = isolate(inline.plain(checklist.proposal))
        y = flow.lines(column, y + 1.2, proposal, Ink(_SMALL, 600))
    if empty:
        y = _to_fill_in(flow, column, y + 1.5)
    return y + 1.5


def _to_fill_in(flow: Flow, column: Column, y: float) -> float:
    """Which day, and who: a word and a line to write on."""
    # For translators: on paper, before lines to write on.
    words = (_("Day"), _("Who went around"))
    for cell, word in zip(column.shared((1.0, 2.0), 8.0), words, strict=True):
        low = flow.lines(cell, y + 2.5, word, Ink(_SMALL, 600, GREY))
        flow.rule(cell.inset(flow.width_of(word, Ink(_SMALL, 600)) + 2.5), low)
    return y + 2.5 + flow.line_height(_SMALL) + 1


def _cells(column: Column) -> list[Column]:
    found, x = [], column.x
    for share in _SHARES:
        found.append(Column(x, column.width * share).inset(_PAD, _PAD))
        x += column.width * share
    found[0] = Column(column.x, found[0].width + _PAD)
    return found


def _columns(flow: Flow, column: Column, y: float) -> float:
    # For translators: the columns of a table on paper.
    words = (
        _("Building block"), _("Is it there?"), _("What shows it"), _("Seen on"), _("Next review"),
    )  # fmt: skip
    low = y
    for cell, word in zip(_cells(column), words, strict=True):
        low = max(low, flow.lines(cell, y, word, Ink(_SMALL, 600, GREY)))
    flow.rule(column, low + 1, 0.5, BLACK)
    return low + 1


def _row(number: int, one: ItemReadiness, *, empty: bool, first: bool = False) -> Part:
    """One item between two lines; the first of those that make no score has a heading."""

    def draw(flow: Flow, column: Column, y: float) -> float:
        if first:
            y = heading(_("Chain and drill"), flow, column, y)
            flow.rule(column, y)
        cells = _cells(column)
        top = y + 1.6
        ends = [
            _asked(number, one, flow, cells[0], top),
            _boxes(one, flow, cells[1], top, empty=empty),
            _told(one, flow, cells[2:], top, empty=empty),
        ]
        low = max(ends) + 1.6
        flow.rule(column, low)
        for cell in cells[1:]:
            flow.post(cell.x - _PAD, y, low)
        return low

    return draw


def _asked(number: int, one: ItemReadiness, flow: Flow, cell: Column, y: float) -> float:
    title = numbered(number, inline.plain(one.item.title))
    y = flow.lines(cell, y, title, Ink(_BODY, 600))
    return flow.lines(cell, y + 0.4, isolate(inline.plain(one.item.question)), Ink(_SMALL))


def _boxes(one: ItemReadiness, flow: Flow, cell: Column, y: float, *, empty: bool) -> float:
    """A box for each state; the one that holds has a mark and is bold. Two beside each other where
    the words are short enough."""
    deed = is_deed(one.item.id)
    start = flow.mm(_SIDE) + flow.mm(1.8)
    words = {state: state_word(state, deed=deed) for state in STATES}
    widest = start + max(flow.width_of(word, Ink(_SMALL, 600)) for word in words.values())
    places = cell.split(2, 2.0) if widest <= (cell.width - 2.0) / 2 else [cell]
    low = y
    for number, (state, word) in enumerate(words.items()):
        if number % len(places) == 0:
            y = low + (flow.mm(1.0) if number else 0.0)
        place = places[number % len(places)]
        holds = not empty and one.answer is not None and one.answer.state == state
        low = max(low, _box(flow, place, y, word, holds=holds))
    return low


def _box(flow: Flow, place: Column, y: float, word: str, *, holds: bool) -> float:
    side, high = flow.mm(_SIDE), flow.line_height(_SMALL)
    top = y + (high - side) / 2
    flow.frame(QRectF(place.x, top, side, side), 0.5, 0.5 if holds else 0.3)
    if holds:
        flow.icon(place.x, top, _SIDE, "check")
    ink = Ink(_SMALL, 600 if holds else 400)
    return flow.lines(place.inset(side + flow.mm(1.8)), y, word, ink)


def _told(
    one: ItemReadiness, flow: Flow, cells: Sequence[Column], y: float, *, empty: bool
) -> float:
    """What shows it, the day it was seen, and the next review; or lines to write on."""
    shows, seen, review = cells
    example = isolate(inline.plain(one.item.evidence))
    low = flow.lines(shows, y, example, Ink(_SMALL, colour=GREY))
    if empty:
        low += flow.mm(_LINE)
        for cell in (shows, seen, review):
            flow.rule(cell, low)
        return low
    answer = one.answer
    if answer is None:
        return low
    if answer.evidence_on is not None:
        low = max(low, flow.lines(seen, y, day_words(answer.evidence_on), Ink(_SMALL, 600)))
    if answer.review_on is not None:
        end = flow.lines(review, y, day_words(answer.review_on), Ink(_SMALL))
        if one.overdue:
            end = flow.lines(review, end, _("Review overdue"), Ink(_SMALL, 600))
        low = max(low, end)
    return low


def _chain(readiness: Readiness) -> Part:
    def draw(flow: Flow, column: Column, y: float) -> float:
        y = heading(_("Reporting chain"), flow, column, y)
        for words in (chain_words(readiness.chain), empty_words(readiness.chain)):
            if words:
                y = flow.lines(column, y, words, Ink(_BODY)) + 0.6
        return y

    return draw


def _foot(
    readiness: Readiness, flow: Flow, column: Column, y: float, page: int, pages: int
) -> float:
    flow.rule(column, y + 2, 0.3)
    start, end = column.shared((4.0, 1.0), 3.0)
    note = readiness.listed.checklist.note
    low = y + 3.4
    if note:
        low = flow.lines(start, low, isolate(inline.plain(note)), Ink(3.0, colour=GREY))
    here, whole = (isolate(i18n.number(one)) for one in (page, pages))
    said = _("Page {here} of {total}").format(here=here, total=whole)
    return max(low, flow.lines(end, y + 3.4, said, Ink(3.0, colour=GREY, at="end")))
