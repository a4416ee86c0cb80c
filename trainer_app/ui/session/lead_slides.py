"""What each step of a plan shows the room, slide by slide, and what is read beside it.

A slide holds words of the module in the session's language, and words of ours in the same one.
Notes never stand on a slide, and which answer is right only on the slide after the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal

from trainer_app.content import inline
from trainer_app.content.module import Bullets, Callout, ChoiceItem, ChoicesItem, Item
from trainer_app.i18n import N_, isolate_number, said_in
from trainer_app.training.letters import printed
from trainer_app.training.meeting import Test
from trainer_app.ui.items.slots import filled
from trainer_app.ui.session.lead_words import KINDS, own_title

if TYPE_CHECKING:
    from trainer_app.content.guide import GuideStep
    from trainer_app.content.module import Block, Lesson, Module, Picture, Verdict
    from trainer_app.training.meeting import PlanStep

Values = Mapping[str, str]
_RULES = (
    N_("Nobody has to share a personal story."),
    N_("You may go out at any time, and come back."),
    N_("We name nobody, and we tell no real cases."),
    N_("What is said here stays here. If a child may be in danger, it is passed on."),
)
"""For a module without a guide."""
_TESTS = {
    "waiting": N_("The test begins soon"),
    "open": N_("The test is open"),
    "closed": N_("The test is closed"),
}
_TRUTH = {"true": N_("True"), "false": N_("Not true")}


@dataclass(frozen=True, slots=True)
class Line:
    """Some sentences on a slide, one point of a list, or something set apart to be kept."""

    text: str
    kind: Literal["plain", "point", "apart"] = "plain"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer the room may choose, with its letter."""

    choice_id: str
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One picture for the room. Texts may hold marks (``content.inline``); slots are filled.

    ``key`` tells the slides of a step apart. ``place`` is where hands are counted, empty where none
    are; ``leads_on`` says that they choose the way of a story, whose ``visit`` of this place it is,
    and ``tried`` are the answers it took here before. ``verdict`` is what the choice just taken
    does. ``notes`` are for the facilitator alone. ``about`` names what it belongs to, small.
    """

    key: str
    title: str
    lines: tuple[Line, ...] = ()
    picture: Picture | None = None
    options: tuple[Option, ...] = ()
    place: str = ""
    leads_on: bool = False
    tried: tuple[str, ...] = ()
    verdict: Verdict | None = None
    notes: tuple[str, ...] = ()
    about: str = ""

    @property
    def words(self) -> str:
        """Everything on it, for a screen reader."""
        parts = [self.title, *(line.text for line in self.lines)]
        parts += [f"{one.letter}: {one.words}" for one in self.options]
        return ". ".join(inline.plain(part).rstrip(".") for part in parts if part)

    def counted(self, hands: Mapping[str, int]) -> Mapping[str, int]:
        """The hands that belong to this slide: not those of an earlier vote at the same place."""
        return {} if set(hands) & set(self.tried) else hands


@dataclass(frozen=True, slots=True)
class Moment:
    """What slides depend on beside the module.

    ``taken`` are the ways a story took, by place: more than one where it led back to the same
    choice. ``until`` is the time a break ends, as it is said. ``tests`` are the states of both.
    """

    seed: int = 0
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    until: str = ""
    tests: Mapping[Test, str] = field(default_factory=dict)


def slides_of(module: Module, step: PlanStep, values: Values, moment: Moment) -> tuple[Slide, ...]:
    """The slides of a step, at least one; a story stops at the first choice not yet made."""
    return _Slides(module, step, values, moment).made()


def decided(slide: Slide, hands: Mapping[str, int]) -> str | None:
    """The answer most hands went up for; None for a tie, or while none were counted."""
    counts = slide.counted(hands)
    found = sorted((counts.get(one.choice_id, 0) for one in slide.options), reverse=True)
    if not found or not found[0] or (len(found) > 1 and found[0] == found[1]):
        return None
    return next(one.choice_id for one in slide.options if counts.get(one.choice_id) == found[0])


@dataclass(frozen=True, slots=True)
class _Vote:
    """The part of a slide that is asked."""

    options: tuple[Option, ...] = ()
    place: str = ""
    leads_on: bool = False
    tried: tuple[str, ...] = ()


class _Slides:
    """Makes the slides of one step."""

    def __init__(self, module: Module, step: PlanStep, values: Values, moment: Moment) -> None:
        self._module, self._step, self._moment = module, step, moment
        self._fill = partial(filled, values=values)
        self._say = partial(said_in, module.language)
        steps = module.guide.steps if module.guide else ()
        self._guide: GuideStep | None = next((s for s in steps if s.id == step.step_id), None)
        self._title = self._fill(own_title(module, step)) or self._say(KINDS[step.kind])
        self._notes = tuple(map(self._fill, self._guide.notes)) if self._guide else ()
        self._found: list[Slide] = []

    def made(self) -> tuple[Slide, ...]:
        guide, step_id = self._guide, self._step.step_id
        lesson = guide.lesson if guide else self._named("lesson-")
        scenario = guide.scenario if guide else self._named("scene-")
        match self._step.kind:
            case "welcome":
                self._welcome()
            case "rules":
                rules = self._module.guide.ground_rules if self._module.guide else ()
                said = [self._fill(one) for one in rules] or [self._say(one) for one in _RULES]
                self._add("rules", self._title, _points(said))
            case "break":
                self._break()
            case "test-before":
                self._test("before")
            case "test-after":
                self._test("after")
            case "close":
                calm = self._module.grounding
                points = _points(map(self._fill, calm.steps))
                self._add("close", self._fill(calm.title), points)
            case "lesson" if lesson is not None:
                self._lesson(self._module.lesson(lesson))
            case "scene" if scenario is not None:
                self._story(scenario, step_id)
            case "question" if guide is not None and guide.item is not None:
                self._question(self._module.item(guide.item))
            case _:
                self._add("title", self._title, picture=self._module.picture)
        for number, prompt in enumerate(guide.prompts if guide else ()):
            self._add(f"prompt-{number}", self._fill(prompt))
        return tuple(self._found)

    def _add(
        self,
        key: str,
        title: str,
        lines: Sequence[Line] = (),
        picture: Picture | None = None,
        *,
        vote: _Vote | None = None,
        verdict: Verdict | None = None,
    ) -> None:
        about = "" if title == self._title else self._title
        vote = vote or _Vote()
        self._found.append(
            Slide(
                key, title, tuple(lines), picture, vote.options, vote.place, vote.leads_on,
                vote.tried, verdict, self._notes, about,
            )
        )  # fmt: skip

    def _named(self, prefix: str) -> str | None:
        found = self._step.step_id.removeprefix(prefix)
        return found if found != self._step.step_id else None

    def _welcome(self) -> None:
        module = self._module
        self._add("title", self._fill(module.title), picture=module.picture)
        aims = module.guide.aims if module.guide else [one.text for one in module.objectives]
        said = self._say(N_("What we want to reach"))
        self._add("aims", said, _points(map(self._fill, aims)))

    def _break(self) -> None:
        until = self._moment.until
        # For translators: on the wall during a break; {time} is like 10:45
        words = self._say(N_("We go on at {time}."))
        lines = [Line(words.format(time=isolate_number(until)))] if until else []
        self._add("break", self._title, lines)

    def _test(self, test: Test) -> None:
        state = self._moment.tests.get(test, "waiting")
        calm = N_("Everybody answers alone. There is no hurry, and it is not a competition.")
        lines = [Line(self._say(calm))] if state == "open" else []
        self._add("test", self._say(_TESTS[state]), lines)

    def _lesson(self, lesson: Lesson) -> None:
        for step in lesson.steps:
            lines = [line for block in step.blocks for line in self._block(block)]
            picture = step.picture or lesson.picture
            self._add(f"step-{step.id}", self._fill(step.title), lines, picture)

    def _block(self, block: Block) -> list[Line]:
        if isinstance(block, Bullets):
            return _points(map(self._fill, block.entries))
        kind: Literal["plain", "apart"] = "apart" if isinstance(block, Callout) else "plain"
        return [Line(self._fill(block.text), kind)]

    def _story(self, scenario_id: str, step_id: str) -> None:
        """The moments of a story, as far as ways were taken."""
        story = self._module.scenario(scenario_id)
        nodes = {node.id: node for node in story.nodes}
        node = story.nodes[0]
        visits: dict[str, int] = {}
        while True:
            visit = visits.get(node.id, 0)
            visits[node.id] = visit + 1
            place, picture = f"{step_id}/{node.id}", node.picture or story.picture
            if not visit:
                lines = [Line(self._fill(one)) for one in node.scene]
                if node.tell is not None:
                    lines.append(Line(self._fill(node.tell), "apart"))
                self._add(f"{place}/told", self._fill(story.title), lines, picture)
            ways = self._moment.taken.get(place, ())
            options = tuple(
                Option(one.id, letter, self._fill(one.text))
                for letter, one in zip(ascii_uppercase, node.choices, strict=False)
                if one.id not in ways[:visit]
            )
            if not options:
                return
            vote = _Vote(options, place, leads_on=True, tried=ways[:visit])
            question = self._fill(node.question or "")
            self._add(f"{place}/{visit}", question, picture=picture, vote=vote)
            choice = next((one for one in node.choices if one.id in ways[visit : visit + 1]), None)
            if choice is None:
                return
            lines = [Line(self._fill(one)) for one in (choice.consequence, choice.reason)]
            key = f"{place}/{visit}/after"
            self._add(key, self._fill(choice.text), lines, verdict=choice.verdict)
            node = nodes[choice.goto]

    def _question(self, item: Item) -> None:
        """The question, and what is right on a slide of its own."""
        words = self._answers(item)
        sheet = printed(item, self._moment.seed)
        options = tuple(
            Option(one, letter, words[one])
            for one, letter in zip(sheet.options, sheet.letters, strict=True)
        )
        vote = _Vote(options, self._step.step_id)
        self._add("question", self._fill(item.prompt), picture=item.picture, vote=vote)
        right = [one for one in options if one.choice_id in _right(item)]
        title = right[0].words if len(right) == 1 else self._fill(item.prompt)
        lines = _points(one.words for one in right) if len(right) > 1 else []
        said = [item.reason, *([item.ordinary] if item.ordinary else [])]
        self._add("answer", title, [*lines, *(Line(self._fill(one)) for one in said)])

    def _answers(self, item: Item) -> dict[str, str]:
        """The words of each answer; hands are counted for no other kinds of questions."""
        if isinstance(item, ChoiceItem | ChoicesItem):
            return {one.id: self._fill(one.text) for one in item.choices}
        return {one: self._say(words) for one, words in _TRUTH.items()}


def _right(item: Item) -> tuple[str, ...]:
    if isinstance(item, ChoiceItem | ChoicesItem):
        return tuple(one.id for one in item.choices if one.right)
    return ("true" if getattr(item, "answer", False) else "false",)


def _points(texts: Iterable[str]) -> list[Line]:
    return [Line(text, "point") for text in texts]
