"""No answer is right because of who somebody is (CS-30).

Whether every indicator item has an ordinary explanation (CS-31) and every module a case without
concern (CS-32) is part of ``content.soundness``, since packs are held to it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from trainer_app.content.authoring.terms import identity_words
from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    MatchItem,
    Module,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.content.soundness import Fault
from trainer_app.content.texts import Path, placed_texts

CONCERN = "concern"
"""The id of the group of a sort item that holds what is worth passing on."""


def fairness_faults(module: Module) -> Iterator[Fault]:
    """Signs that say who somebody is instead of what somebody does."""
    for n, item in enumerate(module.items):
        if not item.indicator:
            continue
        for path, text in _signs(item):
            for word in identity_words(text, module.language):
                said = (
                    f"“{word}” says who somebody is, not what somebody does; "
                    "it can be no sign of a concern (CS-30)."
                )
                yield Fault(("items", n, *path), "identity", said)


def fairness_notices(module: Module) -> Iterator[Fault]:
    """Identity words elsewhere in an item about signs: are they a cue, even for a wrong answer?"""
    for n, item in enumerate(module.items):
        if not item.indicator:
            continue
        signs = dict(_signs(item))
        for path, _, text in placed_texts(item):
            if path in signs or path[-1] in {"ordinary", "feedback", "reason"}:
                continue
            for word in identity_words(text, module.language):
                said = f"“{word}”: identity is no cue, not even in a wrong answer (CS-30)."
                yield Fault(("items", n, *path), "identity", said)


_Texts = Iterator[tuple[Path, str]]


def _signs(item: Item) -> _Texts:
    """The texts of an item that name something as a concern."""
    yield from _SIGNS[type(item)](item)


def _right_choices(item: ChoiceItem | ChoicesItem) -> _Texts:
    for n, choice in enumerate(item.choices):
        if choice.right:
            yield ("choices", n, "text"), choice.text


def _right_regions(item: SpotItem) -> _Texts:
    for n, region in enumerate(item.regions):
        if region.right:
            yield ("regions", n, "text"), region.text


def _concerns(item: SortItem) -> _Texts:
    for n, entry in enumerate(item.entries):
        if entry.group == CONCERN:
            yield ("entries", n, "text"), entry.text


def _statement(item: TrueFalseItem) -> _Texts:
    if item.answer:
        yield ("prompt",), item.prompt


def _entries(item: OrderItem) -> _Texts:
    for n, entry in enumerate(item.entries):
        yield ("entries", n, "text"), entry.text


def _pairs(item: MatchItem) -> _Texts:
    for n, pair in enumerate(item.pairs):
        yield ("pairs", n, "left"), pair.left
        yield ("pairs", n, "right"), pair.right


_SIGNS: dict[type, Callable[[Any], _Texts]] = {
    ChoiceItem: _right_choices,
    ChoicesItem: _right_choices,
    SpotItem: _right_regions,
    SortItem: _concerns,
    TrueFalseItem: _statement,
    OrderItem: _entries,
    MatchItem: _pairs,
}
