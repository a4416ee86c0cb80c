"""A module in its short form: for paths of people who have an hour, not a day.

What is left: the lessons and scenes the author named, the objectives these lessons serve, and the
items of those objectives. No critical item may get lost that way; the check of modules sees to it.
A session in a room is held on the whole module, so a short form has no guide.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from trainer_app.content.module import Forms, Module, PassRule
from trainer_app.content.texts import Path

SCENE_MINUTES = 3
QUIZ_MINUTES = 8
SHORT_DRAW = 7
"""How many items the quiz of a short form draws, unless more of them are critical."""
SHORT_QUIZ_MINUTES = 5


def shortened(module: Module) -> Module:
    """The module cut to its short form; the module itself where it has none."""
    short = module.short_form
    if short is None:
        return module
    objectives = tuple(o for o in module.objectives if set(o.lessons) & set(short.lessons))
    lessons = tuple(lesson for lesson in module.lessons if lesson.id in short.lessons)
    covered = {objective.id for objective in objectives}
    checks = {step.check for lesson in lessons for step in lesson.steps}
    items = tuple(i for i in module.items if i.objective in covered or i.id in checks)
    items = tuple(i for i in items if i.id in checks or not i.practice)
    known = {item.id for item in items}
    forms = Forms(
        a=tuple(i for i in module.forms.a if i in known),
        b=tuple(i for i in module.forms.b if i in known),
    )
    return msgspec.structs.replace(
        module,
        form="short",
        minutes=short_minutes(module),
        notice=short.notice or module.notice,
        lessons=lessons,
        scenarios=tuple(scene for scene in module.scenarios if scene.id in short.scenarios),
        objectives=tuple(
            msgspec.structs.replace(
                objective, lessons=tuple(i for i in objective.lessons if i in short.lessons)
            )
            for objective in objectives
        ),
        items=items,
        pass_rule=PassRule(
            pass_mark=module.pass_rule.pass_mark, draw=min(SHORT_DRAW, module.pass_rule.draw)
        ),
        forms=forms,
        guide=None,
    )


def short_minutes(module: Module) -> int:
    """About how long the short form takes, its quiz included; 0 where there is none."""
    short = module.short_form
    if short is None:
        return 0
    reading = sum(lesson.minutes for lesson in module.lessons if lesson.id in short.lessons)
    return reading + SCENE_MINUTES * len(short.scenarios) + SHORT_QUIZ_MINUTES


def short_faults(module: Module) -> Iterator[tuple[Path, str, str]]:
    """What keeps the short form from holding together: path, rule and sentence."""
    short = module.short_form
    if short is None:
        return
    for name, given, known in (
        ("lessons", short.lessons, {lesson.id for lesson in module.lessons}),
        ("scenarios", short.scenarios, {scene.id for scene in module.scenarios}),
    ):
        for unknown in sorted(set(given) - known):
            said = f"The short form names `{unknown}`, which is none of the {name}."
            yield ("short_form", name), "unknown", said
    if not short.lessons:
        yield ("short_form", "lessons"), "count", "The short form needs at least one lesson."
        return
    kept = {item.id for item in shortened(module).bank}
    lost = [item.id for item in module.bank if item.critical and item.id not in kept]
    for item_id in lost:
        said = f"The short form teaches nothing for the critical item `{item_id}`: add its lesson."
        yield ("short_form", "lessons"), "critical", said
