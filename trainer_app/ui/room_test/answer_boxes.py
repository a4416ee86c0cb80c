"""Paper to write letters on: a sheet for each person, and small slips for who has no name yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.training.letters import Printed
from trainer_app.training.meeting import Test, TrainingSession
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.page import A4, Paper
from trainer_app.ui.paper.pages_of_paper import TITLE
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.room_test.room_words import name_of_test

_TWO, _EIGHT = (1, 2), (2, 4)
"""How many stand across and down an A4 page."""
_BOX, _BOX_GAP, _ROW, _SMALL = 8.6, 1.6, 12.6, 3.3
_FEW = 6
Named = tuple[str, str, Sequence[Printed]]
"""A name, the letter of a form, and its questions."""
_Draw = Callable[[Flow, QRectF], None]


def named_sheets(
    told: TrainingSession, test: Test, people: Sequence[Named], language: str
) -> tuple[Paper, ...]:
    """Two answer sheets on a page, to be cut apart; in the order of the people."""
    draws = [_sheet(told, test, *person) for person in people]
    return _spread(draws, _TWO, language)


def slips(told: TrainingSession, test: Test, questions: int, language: str) -> tuple[Paper, ...]:
    """A page of eight slips on which people write their name and tick their form."""
    return _spread([_slip(told, test, questions)] * 8, _EIGHT, language)


def _spread(draws: Sequence[_Draw], across: tuple[int, int], language: str) -> tuple[Paper, ...]:
    """So many on a page, with fine lines to cut along."""
    columns, rows = across
    each = columns * rows
    width, high = A4[0] / columns, A4[1] / rows

    def page(group: Sequence[_Draw]) -> Paper:
        def paint(painter: QPainter) -> None:
            flow = Flow(PaperText(painter, A4[0]), painter, {}, draws=True)
            for number, draw in enumerate(group):
                x, y = number % columns * width, number // columns * high
                draw(flow, QRectF(x, y, width, high))
            for row in range(1, rows):
                flow.stroke(0, row * high, A4[0], row * high, 0.15, GREY)
            for column in range(1, columns):
                flow.stroke(column * width, 0, column * width, A4[1], 0.15, GREY)

        return Paper(TITLE, A4, paint, language)

    return tuple(page(draws[first : first + each]) for first in range(0, len(draws), each))


# ---------------------------------------------------------------- one sheet


def _sheet(
    told: TrainingSession, test: Test, name: str, letter: str, questions: Sequence[Printed]
) -> _Draw:
    def draw(flow: Flow, area: QRectF) -> None:
        column = Column(area.x() + 15, area.width() - 30)
        y = area.y() + 12
        words = column.inset(0, 20)
        end = flow.typed(words, y, name, Ink(6.4, 600))
        about = f"{name_of_test(test)} · {isolate(inline.plain(told.title))}"
        end = flow.lines(words, end + 0.4, about, Ink(_SMALL, colour=GREY))
        box = QRectF(column.x + column.width - 15, y, 15, 15)
        flow.frame(box, 2.2, 0.6)
        flow.text.fitted(box, letter.upper(), Ink(9.6, 700, BLACK, "middle"))
        y = max(end, box.bottom()) + 3
        flow.rule(column, y, 0.6, BLACK)
        y = flow.lines(column, y + 2.2, _how(), Ink(3.6)) + 3
        _boxes(flow, column, y, area.bottom() - 9 - y, questions)

    return draw


def _how() -> str:
    return _("Write the letters of your answers. If you do not know, leave the box empty.")


def _boxes(flow: Flow, column: Column, y: float, room: float, questions: Sequence[Printed]) -> None:
    """The questions in two columns, first down, then across."""
    half = -(-len(questions) // 2)
    high = min(_ROW, room / half)
    sides = column.split(2, 8)
    for number, sheet in enumerate(questions):
        side = sides[number // half]
        top = y + number % half * high
        box = min(_BOX, high - 1.6, (side.width - 11) / places_of(sheet) - _BOX_GAP)
        flow.one_line(
            Column(side.x, 10), top + (box - 6) / 2, i18n.number(number + 1), Ink(4.8, 700)
        )
        _places(flow, side.x + 11, top, box, sheet)


def places_of(sheet: Printed) -> int:
    """How many letters at most are written for a question."""
    return sheet.length or len(sheet.options)


def _places(flow: Flow, x: float, y: float, box: float, sheet: Printed) -> None:
    """A box for each letter, numbered where their order counts; one broad box where how many they
    are is part of the question."""
    count = places_of(sheet)
    if sheet.way == "several":
        flow.frame(QRectF(x, y, count * (box + _BOX_GAP) - _BOX_GAP, box), 1.0, 0.4)
        return
    for place in range(count):
        area = QRectF(x + place * (box + _BOX_GAP), y, box, box)
        flow.frame(area, 1.0, 0.4)
        if count > 1:
            small = Column(area.x() + 0.7, box - 1.4)
            flow.one_line(small, y + 0.2, i18n.number(place + 1), Ink(2.3, colour=GREY))


# ---------------------------------------------------------------- slips


def _slip(told: TrainingSession, test: Test, questions: int) -> _Draw:
    def draw(flow: Flow, area: QRectF) -> None:
        column = Column(area.x() + 8, area.width() - 16)
        y = area.y() + 7
        about = f"{name_of_test(test)} · {isolate(inline.plain(told.title))}"
        y = flow.one_line(column, y, about, Ink(2.9, colour=GREY)) + 6
        name, form = column.shared([7, 3], 4)
        # For translators: before a line on which somebody writes their name
        wide = flow.width_of(_("Name"), Ink(3.6, 600)) + 2
        flow.one_line(name, y, _("Name"), Ink(3.6, 600))
        flow.rule(name.inset(wide), y + 5, 0.3, BLACK)
        for place, letter in zip(form.split(2, 2), "AB", strict=True):
            flow.frame(QRectF(place.x, y + 0.4, 4.4, 4.4), 0.6, 0.4)
            flow.one_line(place.inset(5.8), y - 0.4, letter, Ink(4.4, 700))
        _lines(flow, column, y + 10, area.bottom() - 6 - (y + 10), questions)

    return draw


def _lines(flow: Flow, column: Column, y: float, room: float, questions: int) -> None:
    """A number and a line to write on, in two or three columns, first down, then across."""
    across = 2 if questions <= _FEW else 3
    down = -(-questions // across)
    high = min(room / down, 11.5)
    for number in range(questions):
        side = column.split(across, 5)[number // down]
        top = y + number % down * high
        flow.one_line(Column(side.x, 7), top, i18n.number(number + 1), Ink(3.8, 600))
        flow.rule(side.inset(8), top + 5.6, 0.25, BLACK)
