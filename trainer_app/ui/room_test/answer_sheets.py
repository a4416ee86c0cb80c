"""A test of the room on paper: the questions of each form, sheets for the answers, and the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from PySide6.QtCore import QPointF, QRectF, Qt

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.content.module import Item, Module, SpotItem, TrueFalseItem
from trainer_app.i18n import _, isolate
from trainer_app.operations.session_results import PersonInTest
from trainer_app.training.letters import Printed, letters_of, printed
from trainer_app.training.meeting import Letter, Test, TrainingSession
from trainer_app.training.scoring import right_response
from trainer_app.ui import scenes
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import Foot, Part, set_in_pages
from trainer_app.ui.paper.text import Ink
from trainer_app.ui.room_test.answer_boxes import named_sheets, slips
from trainer_app.ui.room_test.questions import how_to_answer, paper_question
from trainer_app.ui.room_test.room_words import name_of_test

Kind = Literal["questions-a", "questions-b", "named", "slips", "list", "key"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LETTERS: tuple[Letter, ...] = get_args(Letter)
_PROMPT, _TEXT, _SMALL = 4.4, 4.2, 3.3
"""Sizes of type in millimetres."""
_RING, _INDENT = 2.7, 10.0
_PICTURE, _DOTS = 110.0, 1400
"""The width of a picture in millimetres, and in pixels."""


@dataclass(frozen=True, slots=True)
class RoomPaper:
    """What is printed for a test. ``values`` fill slots; ``picture`` gives the bytes of a picture
    of the module by its file, none where it went missing. ``seed`` is that of the meeting."""

    module: Module
    session: TrainingSession
    test: Test
    seed: int
    values: Mapping[str, str]
    picture: Callable[[str], bytes]

    def asked(self, letter: Letter) -> list[tuple[Item, Printed]]:
        """The questions of a form in their order."""
        items = [self.module.item(one) for one in self.session.papers[f"{self.test}-{letter}"]]
        return [(item, printed(item, self.seed)) for item in items]


def papers(room: RoomPaper, kind: Kind, people: Sequence[PersonInTest] = ()) -> tuple[Paper, ...]:
    """The pages of one kind, in the language of the session. Sheets with names and the list are
    empty without people."""
    language = room.session.language
    match kind:
        case "questions-a" | "questions-b":
            letter: Letter = "a" if kind == "questions-a" else "b"
            return _booklet(room, letter)
        case "named":
            sheets = [
                (
                    person.learner.name,
                    person.letter,
                    [one for _item, one in room.asked(_of(person))],
                )
                for person in people
            ]
            return named_sheets(room.session, room.test, sheets, language)
        case "slips":
            most = max(len(room.asked("a")), len(room.asked("b")))
            return slips(room.session, room.test, most, language)
        case "list":
            rows = [_person_row(person) for person in people]
            return _set(room, rows, _list_head(room), _plain_foot) if rows else ()
        case "key":
            return _set(room, _key_rows(room), _head(room, "", _key_title), _key_foot)


def _of(person: PersonInTest) -> Letter:
    return "a" if person.letter == "a" else "b"


def _set(
    room: RoomPaper, parts: Sequence[Part], head: Part, foot: Foot, gap: float = 0.0
) -> tuple[Paper, ...]:
    return set_in_pages(parts, head=head, foot=foot, language=room.session.language, gap=gap)


# ---------------------------------------------------------------- heads and feet


def _head(room: RoomPaper, letter: str, said: Callable[[], str] | None = None) -> Part:
    """The test, what this paper is, the session; the letter of the form large at the end."""

    def part(flow: Flow, column: Column, y: float) -> float:
        told = room.session
        words = column.inset(0, 22 if letter else 0)
        name = said() if said is not None else name_of_test(room.test)
        end = flow.lines(words, y, name, Ink(7.2, 600))
        about = [isolate(inline.plain(told.title))]
        if said is not None:
            about.append(name_of_test(room.test))
        about += [isolate(told.site_name)] if told.site_name else []
        about.append(isolate(i18n.day(date.fromisoformat(told.day))))
        end = flow.lines(words, end + 0.6, " · ".join(about), Ink(_SMALL, colour=GREY))
        if letter:
            _form_letter(flow, column, y, letter)
            end = max(end, y + 17)
        flow.rule(column, end + 3, 0.7, BLACK)
        return end + 5

    return part


def _form_letter(flow: Flow, column: Column, y: float, letter: str) -> None:
    box = QRectF(column.x + column.width - 17, y, 17, 17)
    flow.frame(box, 2.5, 0.7)
    if flow.draws:
        flow.text.fitted(box, letter.upper(), Ink(11, 700, BLACK, "middle"))


def _page_words(page: int, pages: int) -> str:
    return _("Page {page} of {pages}").format(
        page=isolate(i18n.number(page)), pages=isolate(i18n.number(pages))
    )


def _foot_line(flow: Flow, column: Column, y: float, start: str, end: str) -> float:
    flow.rule(column, y, 0.3)
    flow.one_line(column, y + 1.6, end, Ink(_SMALL, 600, at="end"))
    if not start:
        return y + 1.6 + flow.line_height(_SMALL)
    return flow.lines(column.inset(0, 45), y + 1.6, start, Ink(_SMALL, colour=GREY))


def _plain_foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
    return _foot_line(flow, column, y, "", _page_words(page, pages))


def _key_title() -> str:
    return _("For the facilitator only")


def _key_foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
    words = _("The letters of the right answers. Do not hand this page out.")
    return _foot_line(flow, column, y, words, _page_words(page, pages))


# ---------------------------------------------------------------- questions


def _booklet(room: RoomPaper, letter: Letter) -> tuple[Paper, ...]:
    parts = [
        _question(room, number, item, sheet)
        for number, (item, sheet) in enumerate(room.asked(letter), 1)
    ]

    def foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
        form = _("Form {letter}").format(letter=isolate(letter.upper()))
        words = _("Write the letters on the answer sheet, not here. Nobody has to hurry.")
        return _foot_line(flow, column, y, words, f"{form} · {_page_words(page, pages)}")

    return _set(room, parts, _head(room, letter), foot, gap=6.5)


def _question(room: RoomPaper, number: int, item: Item, sheet: Printed) -> Part:
    values = inline.slot_values(room.module, dict(room.values))

    def part(flow: Flow, column: Column, y: float) -> float:
        asked = paper_question(item, sheet, values)
        inside = column.inset(flow.mm(_INDENT))
        number_ink = Ink(_PROMPT, 700)
        flow.one_line(Column(column.x, flow.mm(_INDENT)), y, i18n.number(number), number_ink)
        y = flow.lines(inside, y, asked.prompt, Ink(_PROMPT, 600))
        how = how_to_answer(sheet, is_true_false=isinstance(item, TrueFalseItem))
        y = flow.lines(inside, y + flow.mm(0.5), how, Ink(_SMALL, colour=GREY)) + flow.mm(1.6)
        y = _shown_picture(flow, inside, y, room, item, sheet)
        for line, words in enumerate(asked.lines, 1):
            y = _marked(flow, inside, y, f"{i18n.number(line)}.", words, ringed=False)
        if asked.lines:
            y += flow.mm(1.4)
        for letter, words in asked.options:
            y = _marked(flow, inside, y, letter, words, ringed=True)
        return y

    return part


def _marked(flow: Flow, column: Column, y: float, mark: str, words: str, *, ringed: bool) -> float:
    """A line with its letter in a ring, or with its number."""
    line = flow.line_height(_TEXT)
    if ringed:
        centre = QPointF(column.x + flow.mm(_RING), y + line / 2)
        flow.ring(centre, _RING, mark, Ink(3.4, 600))
    else:
        flow.one_line(Column(column.x, flow.mm(7)), y, mark, Ink(_TEXT, 600))
    beside = column.inset(flow.mm(8))
    return max(flow.lines(beside, y, words, Ink(_TEXT)), y + line) + flow.mm(1.1)


def _shown_picture(
    flow: Flow, column: Column, y: float, room: RoomPaper, item: Item, sheet: Printed
) -> float:
    """The picture of a question; on one where places are asked for, their letters."""
    if item.picture is None:
        return y
    image = scenes.for_paper(room.picture(item.picture.file), _DOTS)
    if image.isNull():
        return y
    wide = min(flow.mm(_PICTURE), column.width)
    area = QRectF(column.x, y, wide, wide * image.height() / image.width())
    if flow.draws:
        where = flow.text.place(area)
        flow.painter.drawImage(where, image)
        if isinstance(item, SpotItem):
            regions = {region.id: region for region in item.regions}
            for letter, one in zip(sheet.letters, sheet.options, strict=True):
                region = regions[one]
                x = where.x() + where.width() * (region.x + region.width / 2) / 100
                middle = where.y() + where.height() * (region.y + region.height / 2) / 100
                _letter_on_picture(flow, QPointF(x, middle), letter)
    return area.bottom() + flow.mm(2)


def _letter_on_picture(flow: Flow, centre: QPointF, letter: str) -> None:
    """Places on a picture lie where they lie, whichever way words run."""
    radius = flow.mm(4)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    flow.painter.setPen(Qt.PenStyle.NoPen)
    flow.painter.setBrush(Qt.GlobalColor.white)
    flow.painter.drawEllipse(box)
    unmirrored = flow.text.place(box)  # mirrored twice, it is where it was
    flow.frame(unmirrored, radius, 0.5)
    flow.text.fitted(unmirrored, letter, Ink(flow.mm(4.2), 700, BLACK, "middle"))


# ---------------------------------------------------------------- list and key


_LIST = (7.0, 1.4, 2.6)
"""How wide name, form and tick box are beside each other."""


def _list_head(room: RoomPaper) -> Part:
    head = _head(room, "", lambda: _("Who gets which form"))

    def part(flow: Flow, column: Column, y: float) -> float:
        y = head(flow, column, y) + 1
        # For translators: heads of a list: the form A or B; whether the sheet was given back
        words = (_("Name"), _("Form"), _("Sheet is back"))
        for place, said in zip(column.shared(_LIST, 4), words, strict=True):
            flow.one_line(place, y, said, Ink(_SMALL, 600, GREY))
        return y + flow.line_height(_SMALL)

    return part


def _person_row(person: PersonInTest) -> Part:
    def part(flow: Flow, column: Column, y: float) -> float:
        columns = column.shared(_LIST, 4)
        end = max(flow.typed(columns[0], y + 1, person.learner.name, Ink(_TEXT)), y + 6)
        flow.one_line(columns[1], y + 1, person.letter.upper(), Ink(4.6, 700))
        side = 4.6
        flow.frame(QRectF(columns[2].x, y + 1.2, side, side), 0.6, 0.4)
        flow.rule(column, end + 0.8, 0.15)
        return end + 1

    return part


def _key_rows(room: RoomPaper) -> list[Part]:
    values = inline.slot_values(room.module, dict(room.values))
    found: list[Part] = []
    for letter in LETTERS:
        found.append(_key_heading(letter))
        for number, (item, sheet) in enumerate(room.asked(letter), 1):
            right = letters_of(sheet, right_response(item))
            prompt = paper_question(item, sheet, values).prompt
            found.append(_key_row(number, right, prompt))
    return found


def _key_heading(letter: Letter) -> Part:
    def part(flow: Flow, column: Column, y: float) -> float:
        words = _("Form {letter}").format(letter=isolate(letter.upper()))
        return flow.lines(column, y + 3, words, Ink(5.2, 600)) + 1

    return part


def _key_row(number: int, right: str, prompt: str) -> Part:
    def part(flow: Flow, column: Column, y: float) -> float:
        columns = column.shared([0.7, 2.2, 12], 3)
        flow.one_line(columns[0], y + 1, i18n.number(number), Ink(_TEXT, colour=GREY))
        flow.one_line(columns[1], y + 1, right, Ink(_TEXT, 700))
        end = flow.lines(columns[2], y + 1.2, prompt, Ink(_SMALL))
        end = max(end, y + 1 + flow.line_height(_TEXT))
        flow.rule(column, end + 0.8, 0.15)
        return end + 1

    return part
