"""The sign-in sheet: names in alphabetical order, each with a line to sign on, and empty lines."""

from __future__ import annotations

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.training.people import Learner
from trainer_app.ui.after.after_words import led_by, team_or_work, when
from trainer_app.ui.after.page_foot import page_foot
from trainer_app.ui.after.session_facts import SessionFacts
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.heads import SMALL, paper_head
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import Part, set_in_pages
from trainer_app.ui.paper.text import Ink

_SHARES = (0.07, 0.36, 0.25, 0.32)
_PAD, _ROW = 1.8, 11.0
_EMPTY_LINES = 6


def sign_in_pages(facts: SessionFacts) -> tuple[Paper, ...]:
    """As many pages as there are people. Before and during a session everybody expected is on it,
    afterwards those who were there."""
    told = facts.told
    people = facts.here if told.state == "closed" else facts.expected
    rows = [_row(number, one) for number, one in enumerate(people, 1)]
    empty = max(told.unnamed, 2 if told.state == "closed" else _EMPTY_LINES)
    rows += [_row(len(people) + number, None) for number in range(1, empty + 1)]
    return set_in_pages(
        rows,
        head=lambda flow, column, y: _columns(flow, column, _head(facts, flow, column, y)),
        foot=page_foot(facts),
        language=told.language,
        gap=0.0,
    )


def _head(facts: SessionFacts, flow: Flow, column: Column, y: float) -> float:
    place = facts.told.site_name
    parts = (when(facts), isolate(place) if place else "", led_by(facts))
    about = " · ".join(part for part in parts if part)
    return paper_head(_("Sign-in sheet"), facts.told.title, about, flow, column, y)


def _cells(column: Column) -> list[Column]:
    cells, x = [], column.x
    for share in _SHARES:
        cells.append(Column(x, column.width * share).inset(_PAD, _PAD))
        x += column.width * share
    cells[0] = Column(column.x, cells[0].width + _PAD)
    return cells


def _columns(flow: Flow, column: Column, y: float) -> float:
    # For translators: the last three columns of a sheet on which people sign
    words = (_("Name"), _("Team or work"), _("Signature"))
    top = y + 1.5
    for cell, word in zip(_cells(column)[1:], words, strict=True):
        y = max(y, flow.lines(cell, top, word, Ink(SMALL, 600, GREY)))
    flow.rule(column, y + 1, 0.5, BLACK)
    return y + 1


def _row(number: int, learner: Learner | None) -> Part:
    def draw(flow: Flow, column: Column, y: float) -> float:
        place, name, team, sign = _cells(column)
        ink = Ink(4.2, 600)
        high = _ROW
        if learner is not None:
            high = max(high, _height(flow, name, learner.name, ink) + 2 * _PAD)
            below = team_or_work(learner)
            high = max(high, _height(flow, team, below, Ink(SMALL)) + 2 * _PAD)
            _centred(flow, name, y, high, learner.name, ink)
            _centred(flow, team, y, high, below, Ink(SMALL))
        _centred(flow, place, y, high, i18n.number(number), Ink(SMALL, colour=GREY))
        flow.rule(column, y + high)
        for cell in (name, team, sign):
            flow.post(cell.x - _PAD, y, y + high)
        return y + high

    return draw


def _height(flow: Flow, cell: Column, words: str, ink: Ink) -> float:
    draws, flow.draws = flow.draws, False
    high = flow.typed(cell, 0.0, words, ink) if words else 0.0
    flow.draws = draws
    return high


def _centred(flow: Flow, cell: Column, y: float, high: float, words: str, ink: Ink) -> None:
    if words:
        flow.typed(cell, y + (high - _height(flow, cell, words, ink)) / 2, words, ink)
