"""The record of a session: what it was, who was there, what came of it, and lines to sign on.

It names who was there. How one person did stands nowhere on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer_app import i18n
from trainer_app.i18n import _, isolate
from trainer_app.operations.session_results import ObjectiveChange
from trainer_app.training.people import Learner
from trainer_app.ui.after.after_words import (
    counted,
    joined,
    length,
    state_note,
    team_or_work,
    too_few,
    when,
    who_was_here,
)
from trainer_app.ui.after.page_foot import page_foot
from trainer_app.ui.after.session_facts import SessionFacts
from trainer_app.ui.after.votes import Vote, votes_of
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow
from trainer_app.ui.paper.heads import BODY, LABEL, SMALL, heading, paper_head
from trainer_app.ui.paper.page import Paper, speaking
from trainer_app.ui.paper.pages_of_paper import Part, set_in_pages
from trainer_app.ui.paper.text import Ink

_GAP = 6.0
_SIGNING = 14.0
"""Room above a line to sign on, in millimetres."""
_FEWEST_TOGETHER = 4
"""So many names stay with their heading."""


def record_pages(facts: SessionFacts) -> tuple[Paper, ...]:
    """One page or more, in the language of the session."""
    told = facts.told
    with speaking(told.language):
        votes = votes_of(told, facts.module)
    parts: list[Part] = [_facts_part(facts), _counts_part(facts), *_results(facts)]
    parts += list(_votes(votes))
    parts += list(_names(facts))
    parts.append(_signatures)
    return set_in_pages(
        parts,
        head=lambda flow, column, y: _head(facts, flow, column, y),
        foot=page_foot(facts),
        language=told.language,
        gap=0.0,
    )


# ---------------------------------------------------------------- what it was


def _head(facts: SessionFacts, flow: Flow, column: Column, y: float) -> float:
    place = facts.told.site_name
    about = f"{when(facts)} · {isolate(place)}" if place else when(facts)
    title = _("Record of a training session")
    return paper_head(title, facts.told.title, about, flow, column, y) + 2


def _facts_part(facts: SessionFacts) -> Part:
    told = facts.told

    def draw(flow: Flow, column: Column, y: float) -> float:
        rows = [
            (_("Module"), f"{isolate(told.title)} · {_version(told.version)}"),
            (_("Day"), when(facts)),
            # For translators: before the name of the place of work where a session was held
            (_("Held at"), isolate(told.site_name) if told.site_name else "–"),
            (_("Led by"), joined(facts.leads) or "–"),
            # For translators: how long something took
            (_("Length"), length(told)),
        ]
        if told.teams:
            rows.append((_("Teams"), joined(told.teams)))
        y += 4
        if note := state_note(told):
            y = flow.lines(column, y, note, Ink(BODY, 600)) + 2
        for label, value in rows:
            y = _labelled(flow, column, y, label, value)
        return y

    return draw


def _version(version: str) -> str:
    return _("version {version}").format(version=isolate(version))


def _labelled(flow: Flow, column: Column, y: float, label: str, value: str) -> float:
    start, end = column.shared((0.24, 0.76), _GAP)
    below = flow.lines(start, y, label, Ink(BODY, colour=GREY))
    return max(below, flow.lines(end, y, value, Ink(BODY, 600))) + 0.8


def _counts_part(facts: SessionFacts) -> Part:
    told, results = facts.told, facts.results

    def draw(flow: Flow, column: Column, y: float) -> float:
        y = heading(_("Who was there"), flow, column, y)
        present = f"{counted(told.present)} ({who_was_here(told)})"
        rows = [
            (_("In the room"), present),
            (_("Wrote the test before"), counted(results.wrote["before"])),
            (_("Wrote the test after"), counted(results.wrote["after"])),
            (_("Passed"), counted(results.passed)),
        ]
        for label, value in rows:
            y = _labelled(flow, column, y, label, value)
        return y

    return draw


# ---------------------------------------------------------------- what came of it


def _results(facts: SessionFacts) -> Iterator[Part]:
    results = facts.results
    if results.too_few or results.answers_gone:

        def few(flow: Flow, column: Column, y: float) -> float:
            y = heading(_("Before and after"), flow, column, y)
            return flow.lines(column, y, too_few(results), Ink(BODY))

        yield few
        return
    yield _first_results(facts)
    for change in results.objectives[1:]:
        yield _change_part(change)


def _first_results(facts: SessionFacts) -> Part:
    """Heading, whole result and first objective stay together."""
    results = facts.results
    before, after = results.before or 0.0, results.after or 0.0

    def draw(flow: Flow, column: Column, y: float) -> float:
        y = heading(_("Before and after"), flow, column, y)
        words = _("Share of answers that were right, over {count} people who wrote both tests.")
        y = flow.lines(column, y, words.format(count=counted(results.both)), Ink(SMALL)) + 2
        _text, first, second = _result_columns(column)
        ink = Ink(LABEL, 600, GREY)
        low = flow.lines(first, y, _("Before"), _ended(ink))
        low = max(low, flow.lines(second, y, _("After"), _ended(ink)))
        flow.rule(column, low + 0.8, 0.5, BLACK)
        y = _shares(flow, column, low + 0.8, _("All questions"), (before, after), 600)
        for change in results.objectives[:1]:
            y = _change_part(change)(flow, column, y)
        return y

    return draw


def _change_part(change: ObjectiveChange) -> Part:
    shares = (change.before, change.after)
    return lambda flow, column, y: _shares(flow, column, y, isolate(change.text), shares, 400)


def _shares(
    flow: Flow, column: Column, y: float, words: str, shares: tuple[float, float], weight: int
) -> float:
    text, *numbers = _result_columns(column)
    top = y + 1.2
    y = flow.lines(text, top, words, Ink(BODY, weight))
    for place, share in zip(numbers, shares, strict=True):
        flow.lines(place, top, isolate(i18n.percent(share)), _ended(Ink(BODY, 600)))
    flow.rule(column, y + 1.2)
    return y + 1.2


def _result_columns(column: Column) -> list[Column]:
    return column.shared((0.7, 0.15, 0.15), 4.0)


def _ended(ink: Ink) -> Ink:
    return Ink(ink.size, ink.weight, ink.colour, "end")


def _votes(votes: Sequence[Vote]) -> Iterator[Part]:
    for number, vote in enumerate(votes):
        yield _vote_part(vote, first=number == 0)


def _vote_part(vote: Vote, *, first: bool) -> Part:
    def draw(flow: Flow, column: Column, y: float) -> float:
        if first:
            y = heading(_("Hands and votes"), flow, column, y)
        y = flow.lines(column, y + 1, isolate(vote.title), Ink(SMALL, colour=GREY))
        if vote.question:
            y = flow.lines(column, y, isolate(vote.question), Ink(BODY, 600))
        for words, count in vote.answers:
            text, number = column.inset(4.0).shared((0.86, 0.14), 4.0)
            top = y + 0.6
            y = flow.lines(text, top, isolate(words), Ink(BODY))
            flow.lines(number, top, counted(count), _ended(Ink(BODY, 600)))
        return y + 1.6

    return draw


# ---------------------------------------------------------------- who was there


def _names(facts: SessionFacts) -> Iterator[Part]:
    """Two names in a row; the first rows stay with their heading."""
    people = facts.here
    walked = set(facts.told.walked_in)
    rows = [
        [(place + 1, people[place]) for place in (first, first + 1) if place < len(people)]
        for first in range(0, len(people), 2)
    ]

    def drawn(some: Sequence[Sequence[tuple[int, Learner]]], *, first: bool) -> Part:
        def draw(flow: Flow, column: Column, y: float) -> float:
            if first:
                y = heading(_("Present"), flow, column, y)
            for row in some:
                y = _name_row(flow, column, y, row, walked)
            if first and not people:
                y = flow.lines(column, y, _("Nobody was ticked."), Ink(BODY))
            return y

        return draw

    yield drawn(rows[:_FEWEST_TOGETHER], first=True)
    for row in rows[_FEWEST_TOGETHER:]:
        yield drawn([row], first=False)


def _name_row(
    flow: Flow, column: Column, y: float, row: Sequence[tuple[int, Learner]], walked: set[str]
) -> float:
    ends = [y]
    for place, (number, learner) in zip(column.split(2, _GAP), row, strict=False):
        mark, text = place.shared((0.09, 0.91), 2.0)
        flow.lines(mark, y + 0.8, i18n.number(number), _ended(Ink(SMALL, colour=GREY)))
        low = flow.typed(text, y + 0.8, learner.name, Ink(BODY, 600))
        parts = [isolate(team_or_work(learner))] if team_or_work(learner) else []
        if learner.learner_id in walked:
            # For translators: after a name: came without being on the list
            parts.append(_("walked in"))
        if parts:
            low = flow.lines(text, low, " · ".join(parts), Ink(LABEL, colour=GREY))
        ends.append(low + 0.8)
    return max(ends)


def _signatures(flow: Flow, column: Column, y: float) -> float:
    """Two lines to sign on, side by side."""
    y = heading(_("Signatures"), flow, column, y) + _SIGNING
    ends = []
    # For translators: under two lines to sign on
    who = (_("Facilitator: name, day, signature"), _("Supervisor: name, day, signature"))
    for place, words in zip(column.split(2, 12.0), who, strict=True):
        flow.rule(place, y, 0.35, BLACK)
        ends.append(flow.lines(place, y + 1, words, Ink(LABEL, colour=GREY)))
    return max(ends)
