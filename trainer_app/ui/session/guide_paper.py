"""A module's session guide on paper: aims, room, rules, every step, what to do if."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import Part, set_in_pages
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    from trainer_app.content.guide import Guide, GuideStep
    from trainer_app.content.module import Module

_BODY, _SMALL = 3.9, 3.4
_INDENT = 5.0


def guide_pages(
    module: Module, guide: Guide, values: Mapping[str, str], handouts: Sequence[str]
) -> tuple[Paper, ...]:
    """As many pages as it takes, in the module's language; ``handouts`` are titles of job aids."""
    parts: list[Part] = []
    for title, texts in (
        (lambda: _("What the room takes home"), guide.aims),
        (lambda: _("The room"), guide.room),
        (lambda: _("What you need"), (*guide.materials, *handouts)),
        (lambda: _("Ground rules"), guide.ground_rules),
    ):
        parts += _section(title, texts)
    parts.append(lambda flow, column, y: _heading(_("Step by step"), flow, column, y))
    parts += [_step(number, step) for number, step in enumerate(guide.steps, 1)]
    parts.append(lambda flow, column, y: _heading(_("What to do if"), flow, column, y))
    for one in guide.what_if:
        parts.append(_pair(one.situation, one.answer))
    return set_in_pages(
        parts,
        head=lambda flow, column, y: _head(module, guide, flow, column, y),
        foot=_foot,
        language=module.language,
        values=inline.slot_values(module, dict(values)),
    )


def _head(module: Module, guide: Guide, flow: Flow, column: Column, y: float) -> float:
    y = flow.lines(column, y, _("Session guide"), Ink(_SMALL, 600, GREY))
    y = flow.lines(column, y + 0.4, isolate(inline.plain(module.title)), Ink(6.4, 600, step=1.2))
    minutes = _("{count} min").format(count=isolate(i18n.number(guide.minutes)))
    led = _("Two lead this session.") if guide.facilitators > 1 else _("One leads this session.")
    y = flow.lines(column, y + 0.8, f"{minutes} · {led}", Ink(_SMALL, colour=GREY))
    flow.rule(column, y + 2, 0.7, BLACK)
    return y + 2


def _foot(flow: Flow, column: Column, y: float, page: int, pages: int) -> float:
    flow.rule(column, y + 2, 0.3)
    here, whole = (isolate(i18n.number(one)) for one in (page, pages))
    said = _("Page {here} of {total}").format(here=here, total=whole)
    return flow.lines(column, y + 3.6, said, Ink(3.0, colour=GREY))


def _heading(words: str, flow: Flow, column: Column, y: float) -> float:
    return flow.lines(column, y + 3, words, Ink(4.6, 600)) + 0.6


def _section(title: object, texts: Iterable[str]) -> list[Part]:
    """A heading that stays with its first line, then the other lines."""
    lines = list(texts)
    if not lines:
        return []

    def first(flow: Flow, column: Column, y: float) -> float:
        y = _heading(title(), flow, column, y)  # type: ignore[operator]
        return _point(lines[0], flow, column, y)

    return [first, *(_pointed(line) for line in lines[1:])]


def _pointed(text: str) -> Part:
    return lambda flow, column, y: _point(text, flow, column, y)


def _point(text: str, flow: Flow, column: Column, y: float) -> float:
    flow.dot(column.x + 1.6, y + flow.line_height(_BODY) / 2, 0.7)
    return flow.ours(column.inset(_INDENT), y, text, Ink(_BODY))


def _pair(title: str, text: str) -> Part:
    def part(flow: Flow, column: Column, y: float) -> float:
        y = flow.ours(column, y, title, Ink(_BODY, 600))
        return flow.ours(column.inset(_INDENT), y + 0.4, text, Ink(_BODY))

    return part


def _step(number: int, step: GuideStep) -> Part:
    def part(flow: Flow, column: Column, y: float) -> float:
        name, time = column.shared((5.0, 1.0), 4.0)
        title = f"{i18n.number(number)}. {inline.plain(step.title, flow.values)}"
        bottom = flow.lines(name, y, title, Ink(_BODY * 1.06, 600))
        minutes = _("{count} min").format(count=isolate(i18n.number(step.minutes)))
        flow.lines(time, y, minutes, Ink(_SMALL, colour=GREY, at="end"))
        y = bottom + 0.6
        for note in step.notes:
            y = _point(note, flow, column, y) + 0.6
        for prompt in step.prompts:
            asked = _("Ask: {question}").format(question=prompt)
            y = flow.ours(column.inset(_INDENT), y, asked, Ink(_BODY, 600)) + 0.6
        return y

    return part
