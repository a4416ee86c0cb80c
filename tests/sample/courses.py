"""The real modules, and how likely who answers what: an ability against how hard a question is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random

from tests.sample.truth import Form, ModuleFacts, Question
from trainer_app.content.catalog import Catalog
from trainer_app.content.forms import shortened
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
from trainer_app.content.shelf import Shelf
from trainer_app.training.scoring import canonical, is_right, join, join_pairs, right_response

_MOST_WRONG = 6
_GUESSED = {"choice": 0.22, "true-false": 0.4}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as people meet it. A ``sharp`` one tells who knows from who does not; where that
    is below 0, those who know more answer it worse."""

    item_id: str
    right: str
    wrong: tuple[str, ...]
    weights: tuple[float, ...]
    hardness: float
    sharpness: float
    guess: float

    def answer(self, chance: Random, ability: float) -> tuple[str, bool]:
        """What somebody answers, and whether that is right."""
        knows = 1 / (1 + exp(-self.sharpness * (ability - self.hardness)))
        if chance.random() < self.guess + (1 - self.guess) * knows:
            return self.right, True
        return chance.choices(self.wrong, self.weights)[0], False


class Courses:
    """The modules that are taught, in every form and language."""

    def __init__(self, catalog: Catalog, seed: int) -> None:
        self._catalog = catalog
        self.shelf: Shelf = catalog.shelf("en")
        self.ids = tuple(manifest.id for manifest in catalog.manifests())
        self.asked: dict[str, dict[str, Asked]] = {}
        self.facts: dict[str, ModuleFacts] = {}
        for manifest in catalog.manifests():
            module = self.module(manifest.id, "full", "en")
            chance = Random(f"{seed}/items/{module.id}")
            odd = chance.choice([item.id for item in module.bank if not item.critical])
            self.asked[module.id] = {
                item.id: _asked(item, chance, odd=item.id == odd) for item in module.items
            }
            self.facts[module.id] = ModuleFacts(
                version=module.version,
                refresher_days=manifest.refresher_days,
                objectives=tuple(one.id for one in module.objectives),
                questions={item.id: _question(item) for item in module.items},
            )

    @cache  # noqa: B019  one of these lives as long as the program
    def module(self, module_id: str, form: Form, language: str) -> Module:
        """A module as somebody sees it who learns in a language."""
        module = self._catalog.pack(module_id).module(language)
        return shortened(module) if form == "short" else module

    @cache  # noqa: B019
    def shelf_in(self, language: str) -> Shelf:
        """The shelf as somebody sees it who learns in a language."""
        return self._catalog.shelf(language)

    @cache  # noqa: B019
    def item(self, module_id: str, item_id: str) -> Item:
        """An item; its words do not matter here."""
        return self.module(module_id, "full", "en").item(item_id)

    def form(self, module_id: str, *, short: bool) -> Form:
        """The form in which a module is learnt where a short one is enough."""
        return "short" if short and self.module(module_id, "full", "en").short_form else "full"

    def answers(
        self, module_id: str, items: Iterable[str], chance: Random, ability: float
    ) -> Iterator[tuple[str, bool]]:
        """What somebody answers to these items."""
        asked = self.asked[module_id]
        for item_id in items:
            yield asked[item_id].answer(chance, ability)


def _asked(item: Item, chance: Random, *, odd: bool) -> Asked:
    right = right_response(item)
    wrong = tuple(dict.fromkeys(canonical(item, one) for one in _wrong(item)))[:_MOST_WRONG]
    if not wrong or any(is_right(item, one) for one in wrong):
        raise ValueError(f"no wrong answer to {item.id}")
    hardness = chance.gauss(-0.9 if item.critical else 0.1, 0.6)
    sharpness = -0.7 if odd else chance.uniform(0.7, 1.7)
    kind = str(item.__struct_config__.tag)
    weights = tuple(chance.uniform(0.2, 1) ** 2 for _ in wrong)
    return Asked(item.id, right, wrong, weights, hardness, sharpness, _GUESSED.get(kind, 0.05))


def _question(item: Item) -> Question:
    choices: Sequence[str] = ()
    match item:
        case ChoiceItem() | ChoicesItem():
            choices = [choice.id for choice in item.choices]
        case TrueFalseItem():
            choices = ["true", "false"]
        case SpotItem():
            choices = [region.id for region in item.regions]
    kind = str(item.__struct_config__.tag)
    return Question(item.objective, kind, item.critical, right_response(item), tuple(choices))


def _wrong(item: Item) -> Iterator[str]:
    """Responses that an item can have and that are not right."""
    match item:
        case ChoiceItem():
            yield from (choice.id for choice in item.choices if not choice.right)
        case TrueFalseItem():
            yield "false" if item.answer else "true"
        case ChoicesItem():
            yield from _toggled({choice.id: choice.right for choice in item.choices})
        case SpotItem():
            yield from _toggled({region.id: region.right for region in item.regions})
        case OrderItem():
            ids = [entry.id for entry in item.entries]
            for at in range(len(ids) - 1):
                yield join([*ids[:at], ids[at + 1], ids[at], *ids[at + 2 :]])
        case MatchItem():
            ids = [pair.id for pair in item.pairs]
            for at in range(len(ids) - 1):
                turned = [*ids[:at], ids[at + 1], ids[at], *ids[at + 2 :]]
                yield join_pairs(zip(ids, turned, strict=True))
        case SortItem():
            groups = [group.id for group in item.groups]
            right = {entry.id: entry.group for entry in item.entries}
            for entry_id, group in right.items():
                other = groups[(groups.index(group) + 1) % len(groups)]
                yield join_pairs((right | {entry_id: other}).items())


def _toggled(choices: dict[str, bool]) -> Iterator[str]:
    """One choice more or less than is right, but never none."""
    for changed in choices:
        given = [one for one, right in choices.items() if right != (one == changed)]
        if given:
            yield join(given)
