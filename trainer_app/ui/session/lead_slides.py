"""What each step of a plan shows the room, slide by slide, and what is read beside it.

A slide holds words of the module in the session's language, its slots filled. Notes never stand on
a slide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from trainer_app.content import inline
from trainer_app.content.module import (
    Bullets,
    ChoiceItem,
    ChoicesItem,
    TrueFalseItem,
)
from trainer_app.i18n import _
from trainer_app.training.letters import printed
from trainer_app.ui.session.lead_words import kind_words, step_title

if TYPE_CHECKING:
    from trainer_app.content.guide import GuideStep
    from trainer_app.content.module import Module, Picture, Scenario, Step
    from trainer_app.training.meeting import PlanStep

Kind = Literal["title", "talk", "step", "scene", "question", "break", "test", "close"]
Hands = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Option:
    """An answer the room may choose, with its letter."""

    choice_id: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture for the room. ``place`` is where hands are counted; empty where none are.

    ``notes`` are for the facilitator alone. ``about`` names what the slide belongs to, small.
    """

    kind: Kind
    title: str
    lines: tuple[str, ...] = ()
    picture: Picture | None = None
    options: tuple[Option, ...] = ()
    place: str = ""
    notes: tuple[str, ...] = ()
    about: str = ""
    bullets: frozenset[int] = frozenset()
    """Which of the lines are points of a list."""

    @property
    def words(self) -> str:
        """Everything on it, for a screen reader."""
        parts = [self.title, *self.lines]
        parts += [f"{one.letter}: {one.words}" for one in self.options]
        return ". ".join(part.rstrip(".") for part in parts if part)


def slides_of(
    module: Module, step: PlanStep, values: Mapping[str, str], seed: int, hands: Hands
) -> tuple[Slide, ...]:
    """The slides of a step; a scene goes the way the room voted. There is always one."""
    guide = _guide_step(module, step)
    notes = tuple(inline.plain(note, values) for note in guide.notes) if guide else ()
    title = step_title(module, step)
    lesson = guide.lesson if guide else _named(step, "lesson-")
    scenario = guide.scenario if guide else _named(step, "scene-")
    prompts = guide.prompts if guide else ()
    if step.kind == "break":
        return (Slide("break", title, (_("We go on soon."),), notes=notes),)
    if step.kind in ("test-before", "test-after"):
        words = _("Please write the answers for yourself. It is not a competition.")
        return (Slide("test", title, (words,), notes=notes),)
    slides: list[Slide] = []
    if step.kind == "rules" and module.guide is not None:
        rules = tuple(inline.plain(rule, values) for rule in module.guide.ground_rules)
        slides.append(Slide("title", title, rules, notes=notes, bullets=_all(rules)))
    elif step.kind == "close":
        calm = tuple(inline.plain(line, values) for line in module.grounding.steps)
        heading = inline.plain(module.grounding.title, values)
        slides.append(Slide("close", heading, calm, notes=notes, bullets=_all(calm), about=title))
    elif step.kind == "scene" and scenario:
        told = module.scenario(scenario)
        slides += _scene(told, step.step_id, values, hands, notes, title)
    elif step.kind == "lesson" and lesson:
        slides += [
            _lesson_step(one, module.lesson(lesson).picture, values, notes, title)
            for one in module.lesson(lesson).steps
        ]
    elif step.kind == "question" and guide and guide.item:
        slides.append(_question(module, guide.item, step.step_id, values, seed, notes, title))
    else:
        opening = (module.title,) if step.kind == "welcome" else ()
        lines = tuple(inline.plain(line, values) for line in opening)
        slides.append(Slide("title", title, lines, module.picture, notes=notes))
    slides += [
        Slide("talk", inline.plain(prompt, values), notes=notes, about=title) for prompt in prompts
    ]
    return tuple(slides)


def winner(hands: Mapping[str, int]) -> str | None:
    """The answer most hands were raised for; None while none were counted."""
    return max(hands, key=lambda one: hands[one]) if hands else None


def _guide_step(module: Module, step: PlanStep) -> GuideStep | None:
    steps = module.guide.steps if module.guide else ()
    return next((one for one in steps if one.id == step.step_id), None)


def _all(lines: tuple[str, ...]) -> frozenset[int]:
    return frozenset(range(len(lines)))


def _named(step: PlanStep, prefix: str) -> str | None:
    found = step.step_id.removeprefix(prefix)
    return found if found != step.step_id else None


def _lesson_step(
    step: Step, picture: Picture, values: Mapping[str, str], notes: tuple[str, ...], about: str
) -> Slide:
    lines: list[str] = []
    points: set[int] = set()
    for block in step.blocks:
        texts = block.entries if isinstance(block, Bullets) else (block.text,)
        if isinstance(block, Bullets):
            points.update(range(len(lines), len(lines) + len(texts)))
        lines += [inline.plain(text, values) for text in texts]
    title = inline.plain(step.title, values)
    return Slide(
        "step", title, tuple(lines), step.picture or picture, notes=notes, about=about,
        bullets=frozenset(points),
    )  # fmt: skip


def _scene(
    scenario: Scenario,
    step_id: str,
    values: Mapping[str, str],
    hands: Hands,
    notes: tuple[str, ...],
    about: str,
) -> list[Slide]:
    """The moments of a story up to the first that the room has not voted on."""
    nodes = {node.id: node for node in scenario.nodes}
    node = scenario.nodes[0]
    slides: list[Slide] = []
    seen: set[str] = set()
    while node.id not in seen:
        seen.add(node.id)
        place = f"{step_id}/{node.id}"
        lines = tuple(inline.plain(line, values) for line in node.scene)
        picture = node.picture or scenario.picture
        if node.tell is not None:
            told = inline.plain(node.tell, values)
            slides.append(Slide("scene", told, lines, picture, notes=notes, about=about))
            break
        slides.append(Slide("scene", about, lines, picture, notes=notes, about=about))
        letters = "ABCDEF"
        options = tuple(
            Option(choice.id, letter, inline.plain(choice.text, values))
            for letter, choice in zip(letters, node.choices, strict=False)
        )
        question = inline.plain(node.question or "", values)
        slides.append(
            Slide("question", question, (), None, options, place, notes=notes, about=about)
        )
        chosen = winner(hands.get(place, {}))
        choice = next((one for one in node.choices if one.id == chosen), None)
        if choice is None:
            break
        after = (inline.plain(choice.consequence, values), inline.plain(choice.reason, values))
        title = inline.plain(choice.text, values)
        slides.append(Slide("scene", title, after, notes=notes, about=about))
        node = nodes[choice.goto]
    return slides


def _question(
    module: Module,
    item_id: str,
    step_id: str,
    values: Mapping[str, str],
    seed: int,
    notes: tuple[str, ...],
    about: str,
) -> Slide:
    item = module.item(item_id)
    sheet = printed(item, seed)
    if isinstance(item, ChoiceItem | ChoicesItem):
        words = {choice.id: inline.plain(choice.text, values) for choice in item.choices}
    elif isinstance(item, TrueFalseItem):
        words = {"true": _("It is so"), "false": _("It is not so")}
    else:
        words = {}
    options = tuple(
        Option(one, letter, words.get(one, kind_words("question")))
        for one, letter in zip(sheet.options, sheet.letters, strict=True)
    )
    reason = (inline.plain(item.reason, values),)
    return Slide(
        "question", inline.plain(item.prompt, values), (), item.picture, options, step_id,
        notes=(*notes, *reason), about=about,
    )  # fmt: skip
