"""Whether a session can be led by its guide: every step has what it shows, the tests stand right.

How many words its texts may have is ``authoring.guide_words``' part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from trainer_app.content.guide import Guide, GuideStep
from trainer_app.content.module import ChoiceItem, ChoicesItem, Item, Module, TrueFalseItem
from trainer_app.content.texts import Path

SESSION_MINUTES = (45, 180)
PROMPTS = (3, 8)
"""How many questions a talk has; no step has more."""
LED_BY_TWO = frozenset({"live-streaming", "coercion-and-images"})
"""The modules a session of which is led by two people (CS-54)."""
_BY_HANDS = (ChoiceItem, ChoicesItem, TrueFalseItem)
_SHOWS = {"lesson": "lesson", "scene": "scenario", "question": "item"}
"""Kind of step: the field that names what it shows."""
_NEEDED = ("aims", "room", "materials", "ground_rules", "steps", "what_if")

_Faults = Iterator[tuple[Path, str, str]]


def guide_faults(module: Module) -> _Faults:
    """Path, rule and sentence of everything in the guide that does not hold."""
    guide = module.guide
    if guide is None:
        return
    for name in _NEEDED:
        if not getattr(guide, name):
            yield ("guide", name), "count", f"The guide needs at least one entry in `{name}`."
    least, most = SESSION_MINUTES
    if guide.steps and not least <= guide.minutes <= most:
        said = f"The steps take {guide.minutes} minutes; a session takes {least} to {most}."
        yield ("guide", "steps"), "minutes", said
    if module.id in LED_BY_TWO and guide.facilitators < 2:
        said = "A session on this module is led by two: write `facilitators: 2` (CS-54)."
        yield ("guide", "facilitators"), "facilitators", said
    yield from _ids(guide)
    yield from _tests(guide)
    for n, step in enumerate(guide.steps):
        for path, rule, said in _step(module, step):
            yield ("guide", "steps", n, *path), rule, said


def _ids(guide: Guide) -> _Faults:
    for name, ids in (
        ("steps", [step.id for step in guide.steps]),
        ("what_if", [case.id for case in guide.what_if]),
    ):
        for n, one in enumerate(ids):
            if one and one in ids[:n]:
                said = f"The id `{one}` is used twice in this list."
                yield ("guide", name, n, "id"), "unique-id", said


def _tests(guide: Guide) -> _Faults:
    """One test before and one after, in that order."""
    kinds = [step.kind for step in guide.steps]
    counts = Counter(kinds)
    for kind in ("test-before", "test-after"):
        if guide.steps and counts[kind] != 1:
            said = f"The plan has exactly one step `{kind}`; here are {counts[kind]}."
            yield ("guide", "steps"), "tests", said
    if counts["test-before"] == counts["test-after"] == 1:
        last = kinds.index("test-after")
        if kinds.index("test-before") > last:
            said = "The test before stands after the test after."
            yield ("guide", "steps", last), "tests", said


def _step(module: Module, step: GuideStep) -> _Faults:
    shows = _SHOWS.get(step.kind)
    for kind, name in _SHOWS.items():
        if name != shows and getattr(step, name) is not None:
            said = f"`{name}` belongs to a step of the kind `{kind}`."
            yield (name,), "step-kind", said
    if shows is not None:
        yield from _shown(module, step, shows)
    least, most = PROMPTS
    if len(step.prompts) > most or (step.kind == "talk" and len(step.prompts) < least):
        said = f"The step `{step.id}` has {len(step.prompts)} prompts; {least} to {most} fit."
        yield ("prompts",) if step.prompts else (), "prompts", said


def _shown(module: Module, step: GuideStep, name: str) -> _Faults:
    """That what the step shows is there, and can be shown to a room."""
    known: dict[str, Collection[str]] = {
        "lesson": {lesson.id for lesson in module.lessons},
        "scenario": {scene.id for scene in module.scenarios},
        "item": {item.id for item in module.items},
    }
    chosen = getattr(step, name)
    if chosen is None:
        said = f"A step of the kind `{step.kind}` names its `{name}`."
        yield (), "missing", said
    elif chosen and chosen not in known[name]:
        yield (name,), f"unknown-{name}", f"There is no {name} `{chosen}` in this module."
    elif chosen and name == "item":
        yield from _asked(module, module.item(chosen))


def _asked(module: Module, item: Item) -> _Faults:
    """What the whole room is asked: hands can be counted, and no test asks it again."""
    if not isinstance(item, _BY_HANDS):
        said = (
            f"Hands cannot be counted for `{item.id}`: "
            "ask a `choice`, `choices` or `true-false` item."
        )
        yield ("item",), "by-hands", said
    if item.id in (*module.forms.a, *module.forms.b):
        said = f"`{item.id}` stands in a test; the room would know its answer. Ask another one."
        yield ("item",), "by-hands", said
