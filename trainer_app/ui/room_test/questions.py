"""A question as it stands on paper: its words beside numbers and letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    MatchItem,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.i18n import _
from trainer_app.training.letters import Printed
from trainer_app.ui.items.slots import plain


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """Words without marks. ``options`` are letters and their words, ``lines`` the numbered lines
    that take a letter each."""

    prompt: str
    options: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


def paper_question(item: Item, sheet: Printed, values: Mapping[str, str]) -> PaperQuestion:
    """The words of an item in the order in which they are printed."""
    texts, lines = _texts(item)
    options = (
        (letter, texts[one]) for letter, one in zip(sheet.letters, sheet.options, strict=True)
    )
    return PaperQuestion(
        plain(item.prompt, values),
        tuple((letter, plain(text, values)) for letter, text in options),
        tuple(plain(lines[one], values) for one in sheet.lines),
    )


def how_to_answer(sheet: Printed, *, is_true_false: bool = False) -> str:
    """What to write on the answer sheet."""
    match sheet.way:
        case "one":
            return _("Is this true? Write one letter.") if is_true_false else _("Write one letter.")
        case "several":
            return _("Write every letter that fits.")
        case "sequence":
            return _("Write all letters in the right order.")
        case "lines":
            return _("Write one letter for each line.")


def _texts(item: Item) -> tuple[dict[str, str], dict[str, str]]:
    """The words of what has a letter, and of the lines, by id."""
    match item:
        case ChoiceItem() | ChoicesItem():
            return {one.id: one.text for one in item.choices}, {}
        case TrueFalseItem():
            # For translators: the two answers to "Is this true?"
            return {"true": _("True"), "false": _("Not true")}, {}
        case OrderItem():
            return {one.id: one.text for one in item.entries}, {}
        case MatchItem():
            return (
                {one.id: one.right for one in item.pairs},
                {one.id: one.left for one in item.pairs},
            )
        case SortItem():
            return (
                {one.id: one.title for one in item.groups},
                {one.id: one.text for one in item.entries},
            )
        case SpotItem():
            return {one.id: one.text for one in item.regions}, {}
