"""Which answers people choose: a table for each question and test, none of a few people.

There is one such table for each question and test, over whole cells of all sites and all time (see
``store.reports.figures``); none of a smaller scope, so there are never two to compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from trainer_app.content import inline
from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    MatchItem,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.i18n import N_, said_in
from trainer_app.training.meeting import FEWEST
from trainer_app.training.scoring import split

if TYPE_CHECKING:
    from trainer_app.content.module import Item
    from trainer_app.store.reports import TestKind

# For translators: the two answers to "Is this true?"
_TRUE, _NOT_TRUE = N_("True"), N_("Not true")


@dataclass(frozen=True, slots=True)
class ChoiceFigure:
    """One choice: how many people took it, and which share of all. None: not told by itself."""

    choice_id: str
    text: str
    right: bool
    people: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class ChoiceTable:
    """The choices of a question in one kind of test, over ``people``.

    Where one choice is taken (not ``several``), ``others`` people took one of those that are not
    told by themselves; None where that were fewer than five, or there are none such. ``drawing`` is
    the id of the choice that most of them took, where that can be told.
    """

    test: TestKind
    people: int
    several: bool
    choices: tuple[ChoiceFigure, ...]
    others: int | None
    drawing: str | None = None


@dataclass(frozen=True, slots=True)
class _Offer:
    choice_id: str
    text: str
    right: bool


def choice_table(
    item: Item,
    test: TestKind,
    responses: Mapping[str, int],
    *,
    language: str,
    values: Mapping[str, str],
) -> ChoiceTable | None:
    """Who took which choice, from counts of whole responses.

    ``values`` fill the slots of texts. None for fewer than five people, and for questions without
    choices: those put in order, matched and sorted.

    Where one choice is taken, either each of the other choices than the right one has five people
    or more, or nobody, and all are told; or none of them is, but all together. Then nothing more
    is known of them than the share right tells, so a few cannot be reckoned from the rest. Of ten
    people or more it is still told which choice drew most, if it drew five or more.

    Where several may be taken, a choice is told if five people or more took it, or nobody, and five
    people or more did not, or nobody.
    """
    offers = _offers(item, language, values)
    people = sum(responses.values())
    if not offers or people < FEWEST:
        return None
    several = isinstance(item, ChoicesItem | SpotItem)
    taken = _taken(offers, responses, several=several)
    hidden = _hidden_of_several(taken, people) if several else _hidden_of_one(offers, taken, people)
    rest = people - sum(count for one, count in taken.items() if one not in hidden)
    return ChoiceTable(
        test,
        people,
        several,
        tuple(
            ChoiceFigure(
                one.choice_id,
                one.text,
                one.right,
                None if one.choice_id in hidden else taken[one.choice_id],
                None if one.choice_id in hidden else round(taken[one.choice_id] / people, 4),
            )
            for one in offers
        ),
        None if several or rest < FEWEST else rest,
        None if several else _drawing(offers, taken, hidden),
    )


def _taken(
    offers: Iterable[_Offer], responses: Mapping[str, int], *, several: bool
) -> dict[str, int]:
    """How many people took each choice."""
    found: Counter[str] = Counter()
    for response, count in responses.items():
        for part in dict.fromkeys(split(response)) if several else (response,):
            found[part] += count
    return {one.choice_id: found[one.choice_id] for one in offers}


def _is_few(count: int) -> bool:
    return 0 < count < FEWEST


def _hidden_of_several(taken: Mapping[str, int], people: int) -> set[str]:
    return {one for one, count in taken.items() if _is_few(count) or _is_few(people - count)}


def _hidden_of_one(offers: Iterable[_Offer], taken: Mapping[str, int], people: int) -> set[str]:
    """Answers of another version, which are no longer offered, are like one more choice."""
    rights = {one.choice_id for one in offers if one.right}
    wrong = set(taken) - rights
    gone = people - sum(taken.values())
    hidden = wrong if any(map(_is_few, (gone, *(taken[one] for one in wrong)))) else set()
    return hidden | {one for one in rights if _is_few(taken[one])}


def _drawing(
    offers: Iterable[_Offer], taken: Mapping[str, int], hidden: Collection[str]
) -> str | None:
    """The hidden choice that drew more people than any other, of two or more that could."""
    wrong = [one.choice_id for one in offers if not one.right and one.choice_id in hidden]
    ranked = sorted(wrong, key=taken.__getitem__, reverse=True)
    if len(ranked) < 2 or sum(taken[one] for one in ranked) < 2 * FEWEST:
        return None
    first, second = ranked[:2]
    return first if taken[first] >= FEWEST and taken[first] > taken[second] else None


def _offers(item: Item, language: str, values: Mapping[str, str]) -> list[_Offer]:
    match item:
        case ChoiceItem() | ChoicesItem():
            return [
                _Offer(one.id, inline.plain(one.text, values), one.right) for one in item.choices
            ]
        case SpotItem():
            return [
                _Offer(one.id, inline.plain(one.text, values), one.right) for one in item.regions
            ]
        case TrueFalseItem():
            return [
                _Offer("true", said_in(language, _TRUE), item.answer),
                _Offer("false", said_in(language, _NOT_TRUE), not item.answer),
            ]
        case OrderItem() | MatchItem() | SortItem():
            return []
    assert_never(item)
