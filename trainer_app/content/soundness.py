"""Whether a module holds together: what the app relies on when it teaches from it.

Authoring names every fault at its line; opening a pack refuses one that has any. Nothing here
judges words; that is ``authoring``'s part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from trainer_app.content import inline
from trainer_app.content.forms import short_faults
from trainer_app.content.guide_soundness import guide_faults
from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Citation,
    Item,
    MatchItem,
    Module,
    OrderItem,
    Picture,
    SortItem,
    SpotItem,
)
from trainer_app.content.story import story_faults
from trainer_app.content.texts import Path, placed_texts

FORM_LENGTH = 5
"""How many items the test before and the test after each hold."""


class Fault(NamedTuple):
    """What does not hold, where (a path into the module), and the short name of the rule."""

    path: Path
    rule: str
    sentence: str


def faults(module: Module, media: Collection[str]) -> Iterator[Fault]:
    """Everything that does not hold together; ``media`` are the names that can be opened."""
    for path, rule, sentence in chain(
        _ids(module),
        _objectives(module),
        _lessons(module),
        _items(module),
        _quiz(module),
        _scenarios(module),
        _citations(module),
        _slots(module),
        _media(module, media),
        short_faults(module),
        guide_faults(module),
    ):
        yield Fault(path, rule, sentence)


def pictures_of(module: Module) -> Iterator[tuple[Path, str]]:
    """The path and media name of every picture the module names."""
    for path, picture in _pictures(module):
        yield (*path, "file"), picture.file


def citations_of(module: Module) -> Iterator[tuple[Path, Citation]]:
    """The path and citation of every fact the module gives a source for."""
    cited: list[tuple[Path, tuple[Citation, ...]]] = []
    for n, lesson in enumerate(module.lessons):
        cited += [(("lessons", n, "steps", m), s.citations) for m, s in enumerate(lesson.steps)]
    cited += [(("items", n), item.citations) for n, item in enumerate(module.items)]
    cited += [(("scenarios", n), s.citations) for n, s in enumerate(module.scenarios)]
    for path, citations in cited:
        for index, citation in enumerate(citations):
            yield (*path, "citations", index), citation


_Faults = Iterator[tuple[Path, str, str]]


# ---------------------------------------------------------------- ids


def _ids(module: Module) -> _Faults:
    """Ids are unique in their list, source codes in the module."""
    lists: list[tuple[Path, Iterable[Any]]] = [
        (("lessons",), module.lessons),
        (("scenarios",), module.scenarios),
        (("items",), module.items),
        (("objectives",), module.objectives),
        (("slots",), module.slots),
    ]
    lists += [(("lessons", n, "steps"), x.steps) for n, x in enumerate(module.lessons)]
    for n, item in enumerate(module.items):
        lists += [(("items", n, name), parts) for name, parts in answers_of(item)]
    for path, parts in lists:
        yield from _repeated(path, "id", parts)
    yield from _repeated(("sources",), "code", module.sources)


def answers_of(item: Item) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The lists of an item whose parts have ids: choices, entries, pairs, groups, regions."""
    for name in ("choices", "entries", "pairs", "groups", "regions"):
        parts = getattr(item, name, None)
        if parts is not None:
            yield name, parts


def _repeated(path: Path, field: str, parts: Iterable[Any]) -> _Faults:
    seen: set[str] = set()
    for index, part in enumerate(parts):
        name = getattr(part, field)
        if name and name in seen:
            said = f"The {field} `{name}` is used twice in this list."
            yield (*path, index, field), "unique-id", said
        seen.add(name)


# ---------------------------------------------------------------- objectives and lessons


def _objectives(module: Module) -> _Faults:
    lessons = {lesson.id for lesson in module.lessons}
    tested = {item.objective for item in module.bank}
    for n, objective in enumerate(module.objectives):
        path: Path = ("objectives", n)
        for m, lesson in enumerate(objective.lessons):
            if lesson and lesson not in lessons:
                yield (*path, "lessons", m), "unknown-lesson", f"There is no lesson `{lesson}`."
        if objective.id and objective.id not in tested:
            said = f"No item of the bank tests the objective `{objective.id}`."
            yield path, "untested-objective", said
    if not module.objectives:
        yield ("objectives",), "count", "A module has at least one objective."
    if not module.audience:
        yield ("audience",), "count", "A module names at least one role it is for."


def _lessons(module: Module) -> _Faults:
    practice = {item.id: item.practice for item in module.items}
    if not module.lessons:
        yield ("lessons",), "count", "A module has at least one lesson (lessons/01-<id>.md)."
    for n, lesson in enumerate(module.lessons):
        if not lesson.steps:
            said = f"The lesson `{lesson.id}` has no steps; a step starts with `# Title {{#id}}`."
            yield ("lessons", n), "count", said
        for m, step in enumerate(lesson.steps):
            path: Path = ("lessons", n, "steps", m)
            if not step.blocks:
                yield path, "empty-step", f"The step `{step.id}` says nothing."
            if step.check and not practice.get(step.check):
                known = step.check in practice
                said = f"The check `{step.check}` " + (
                    "is not a practice item; give it `practice: true`."
                    if known
                    else "is not in items.yaml."
                )
                yield (*path, "check"), "unknown-check", said


# ---------------------------------------------------------------- items


def _items(module: Module) -> _Faults:
    objectives = {objective.id for objective in module.objectives}
    for n, item in enumerate(module.items):
        path: Path = ("items", n)
        if item.objective and item.objective not in objectives:
            said = f"There is no objective `{item.objective}` in module.yaml."
            yield (*path, "objective"), "unknown-objective", said
        if item.indicator and item.ordinary is None:
            said = (
                f"The item `{item.id}` asks for signs, so it needs `ordinary`: "
                "an innocent explanation (CS-31)."
            )
            yield path, "ordinary", said
        if item.ordinary is not None and not item.indicator:
            said = "`ordinary` belongs to items that ask for signs: add `indicator: true`."
            yield (*path, "ordinary"), "ordinary", said
        for field, rule, said in _KINDS.get(type(item), _nothing)(item):
            yield (*path, *field), rule, said


def _nothing(_item: Any) -> _Faults:
    yield from ()


def _choice(item: ChoiceItem) -> _Faults:
    right = sum(choice.right for choice in item.choices)
    if right != 1:
        said = f"Exactly one choice of `{item.id}` is right; here {right} are marked."
        yield (), "right-choice", said
    yield from _count(item.id, "choices", item.choices, 2, 6)


def _choices(item: ChoicesItem) -> _Faults:
    if not any(choice.right for choice in item.choices):
        yield (), "right-choice", f"At least one choice of `{item.id}` is right; none is marked."
    yield from _count(item.id, "choices", item.choices, 2, 6)


def _order(item: OrderItem) -> _Faults:
    yield from _count(item.id, "entries", item.entries, 3, 6)


def _match(item: MatchItem) -> _Faults:
    yield from _count(item.id, "pairs", item.pairs, 3, 5)
    for side in ("left", "right"):
        yield from _twins(item.id, "pairs", [getattr(pair, side) for pair in item.pairs])


def _sort(item: SortItem) -> _Faults:
    yield from _count(item.id, "groups", item.groups, 2, 4)
    yield from _count(item.id, "entries", item.entries, 4, 6)
    groups = {group.id for group in item.groups}
    for m, entry in enumerate(item.entries):
        if entry.group and entry.group not in groups:
            said = f"There is no group `{entry.group}` in this item."
            yield ("entries", m, "group"), "unknown-group", said
    if "concern" in groups and not item.indicator:
        said = f"The item `{item.id}` sorts concerns, so it needs `indicator: true` (CS-31)."
        yield (), "ordinary", said


def _spot(item: SpotItem) -> _Faults:
    if item.picture is None:
        yield (), "missing", f"The item `{item.id}` needs a `picture` to point at."
    if not any(region.right for region in item.regions):
        yield (), "right-choice", f"At least one region of `{item.id}` is right; none is marked."
    yield from _count(item.id, "regions", item.regions, 2, 8)
    for m, region in enumerate(item.regions):
        if region.x + region.width > 100 or region.y + region.height > 100:
            said = f"The region `{region.id}` reaches beyond the picture (0 to 100 percent)."
            yield ("regions", m), "region", said
        elif region.width < 4 or region.height < 4:
            said = f"The region `{region.id}` is too small to hit (4 percent at least)."
            yield ("regions", m), "region", said


_KINDS: dict[type, Callable[[Any], _Faults]] = {
    ChoiceItem: _choice,
    ChoicesItem: _choices,
    OrderItem: _order,
    MatchItem: _match,
    SortItem: _sort,
    SpotItem: _spot,
}


def _count(item: str, name: str, parts: tuple[Any, ...], least: int, most: int) -> _Faults:
    if not least <= len(parts) <= most:
        said = f"The item `{item}` has {len(parts)} {name}; it needs {least} to {most}."
        yield (name,), "count", said
    words = [part.text for part in parts if hasattr(part, "text")]
    yield from _twins(item, name, words)


def _twins(item: str, name: str, words: list[str]) -> _Faults:
    for text, times in Counter(word.casefold() for word in words if word).items():
        if times > 1:
            yield (name,), "same-answer", f"The item `{item}` says “{text}” {times} times."


# ---------------------------------------------------------------- the quiz and the tests


def _quiz(module: Module) -> _Faults:
    bank = {item.id: item for item in module.bank}
    draw, critical = module.pass_rule.draw, sum(item.critical for item in bank.values())
    if draw > len(bank):
        said = f"The quiz draws {draw} items, but the bank has {len(bank)}."
        yield ("pass_rule",), "draw", said
    if critical > draw:
        said = f"The quiz draws {draw} items, but {critical} are critical and all must come."
        yield ("pass_rule",), "draw", said
    if len(module.objectives) > draw:
        said = f"The quiz draws {draw} items, fewer than the {len(module.objectives)} objectives."
        yield ("pass_rule",), "draw", said
    if not critical:
        said = "No item is `critical: true`; what must never go wrong has to be asked."
        yield ("items",), "critical", said
    yield from _forms(module, bank)


def _forms(module: Module, bank: dict[str, Item]) -> _Faults:
    forms = {"a": module.forms.a, "b": module.forms.b}
    known = {item.id for item in module.items}
    for name, form in forms.items():
        path: Path = ("forms", name)
        if len(form) != FORM_LENGTH:
            said = f"Form {name} has {len(form)} items; it needs {FORM_LENGTH}."
            yield path, "form", said
        for m, item_id in enumerate(form):
            if item_id in bank or not item_id:
                continue
            why = "is a practice item" if item_id in known else "is not in items.yaml"
            yield (*path, m), "form", f"`{item_id}` in form {name} {why}."
    every = [item_id for form in forms.values() for item_id in form]
    for item_id, times in Counter(every).items():
        if times > 1:
            yield ("forms",), "form", f"`{item_id}` stands {times} times in the forms."
    asked = [Counter(bank[i].objective for i in form if i in bank) for form in forms.values()]
    if asked[0] != asked[1] and all(item_id in bank for item_id in every):
        said = (
            "The forms are not parallel: each objective needs as many items in a as in b "
            f"(a: {_tally(asked[0])}; b: {_tally(asked[1])})."
        )
        yield ("forms",), "form", said


def _tally(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


# ---------------------------------------------------------------- scenarios


def _scenarios(module: Module) -> _Faults:
    opening = [scenario.id for scenario in module.scenarios if scenario.opening]
    if len(opening) != 1:
        said = f"Exactly one scenario is `opening: true`; here {len(opening)} are."
        yield ("scenarios",), "opening", said
    if all(scenario.concern for scenario in module.scenarios):
        said = (
            "At least one scenario is `concern: false`: the right thing there is to be helpful "
            "and raise no alarm (CS-32)."
        )
        yield ("scenarios",), "no-concern-case", said
    for n, scenario in enumerate(module.scenarios):
        for path, rule, said in story_faults(scenario):
            yield ("scenarios", n, *path), rule, said


# ---------------------------------------------------------------- sources, slots, media


def _citations(module: Module) -> _Faults:
    codes = {source.code for source in module.sources}
    for path, citation in citations_of(module):
        if citation.source and citation.source not in codes:
            said = f"The source `{citation.source}` is not listed in module.yaml."
            yield path, "unknown-source", said


def _slots(module: Module) -> _Faults:
    declared = {slot.id for slot in module.slots}
    for n, slot in enumerate(module.slots):
        if slot.id and slot.id not in inline.SLOTS:
            said = f"`{slot.id}` is no slot; there are {', '.join(inline.SLOTS)}."
            yield ("slots", n, "id"), "unknown-slot", said
        if inline.slots_in(slot.fallback):
            said = "A fallback is plain words, without a slot of its own."
            yield ("slots", n, "fallback"), "unknown-slot", said
    for path, _, text in placed_texts(module):
        for name in inline.slots_in(text):
            if name not in inline.SLOTS:
                said = f"`{{{name}}}` is no slot; there are {', '.join(inline.SLOTS)}."
                yield path, "unknown-slot", said
            elif name not in declared:
                said = f"`{{{name}}}` needs a fallback: add it to `slots` in module.yaml."
                yield path, "unknown-slot", said


def _media(module: Module, media: Collection[str]) -> _Faults:
    for path, name in pictures_of(module):
        if name.endswith(".opus"):
            yield path, "media", f"`{name}` is a recording, not a picture."
        elif name and name not in media:
            yield path, "missing-media", f"The picture `{name}` does not exist."
    keys = {key for _, key, _ in placed_texts(module)} if module.narration else set()
    for key, name in module.narration.items():
        if key not in keys:
            yield ("narration",), "narration", f"The recording `{name}` belongs to no text."
        if name not in media:
            yield ("narration",), "missing-media", f"The recording `{name}` does not exist."


def _pictures(module: Module) -> Iterator[tuple[Path, Picture]]:
    yield ("picture",), module.picture
    for n, lesson in enumerate(module.lessons):
        yield ("lessons", n, "picture"), lesson.picture
        for m, step in enumerate(lesson.steps):
            if step.picture:
                yield ("lessons", n, "steps", m, "picture"), step.picture
    for n, item in enumerate(module.items):
        if item.picture:
            yield ("items", n, "picture"), item.picture
    for n, scenario in enumerate(module.scenarios):
        yield ("scenarios", n, "picture"), scenario.picture
        for m, node in enumerate(scenario.nodes):
            if node.picture:
                yield ("scenarios", n, "nodes", m, "picture"), node.picture
