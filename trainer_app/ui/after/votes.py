"""What the room was asked, and how many hands there were for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app.content import inline
from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    Module,
    TrueFalseItem,
)
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.content.guide import GuideStep
    from trainer_app.content.module import Scenario
    from trainer_app.training.meeting import PlanStep, TrainingSession


@dataclass(frozen=True, slots=True)
class Vote:
    """One question to the room. ``title`` is that of its step; ``answers`` are words and hands."""

    title: str
    question: str
    answers: tuple[tuple[str, int], ...]

    @property
    def hands(self) -> int:
        """How many hands there were in all."""
        return sum(count for _words, count in self.answers)


def votes_of(told: TrainingSession, module: Module) -> tuple[Vote, ...]:
    """Every question that was counted, in the order of the plan. Words are without marks."""
    texts = _Texts(module)
    return tuple(
        vote
        for step in told.steps
        for part in texts.in_order(step, _parts(step.step_id, told.hands))
        if (vote := texts.vote(step, part, told.hands[_place(step.step_id, part)])) is not None
    )


def _place(step_id: str, part: str) -> str:
    return f"{step_id}/{part}" if part else step_id


def _parts(step_id: str, places: Iterable[str]) -> list[str]:
    """Which parts of a step were counted; an empty one is the step itself."""
    found = (place.partition("/") for place in places)
    return [part for whole, _slash, part in found if whole == step_id]


class _Texts:
    """The words of a module for what was asked."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._values = inline.slot_values(module, {})
        self._steps = {step.id: step for step in module.guide.steps} if module.guide else {}
        self._scenes = {scene.id: scene for scene in module.scenarios}

    def vote(self, step: PlanStep, part: str, hands: Mapping[str, int]) -> Vote | None:
        guided = self._steps.get(step.step_id)
        scene = self._scene(step, guided)
        if scene is not None:
            return self._scene_vote(scene, part, hands)
        if guided is None or guided.item is None:
            return None
        return self._item_vote(guided, guided.item, hands)

    def in_order(self, step: PlanStep, parts: Sequence[str]) -> list[str]:
        """Parts of a step as the story goes; a count that was mended stays in its place."""
        scene = self._scene(step, self._steps.get(step.step_id))
        nodes = [node.id for node in scene.nodes] if scene else []
        return sorted(parts, key=lambda one: (nodes.index(one) if one in nodes else -1, one))

    def _scene(self, step: PlanStep, guided: GuideStep | None) -> Scenario | None:
        if guided is not None:
            return self._scenes.get(guided.scenario or "")
        return self._scenes.get(step.step_id.removeprefix("scene-"))

    def _scene_vote(self, scene: Scenario, part: str, hands: Mapping[str, int]) -> Vote | None:
        node = next((one for one in scene.nodes if one.id == part), None)
        if node is None:
            return None
        words = [(choice.id, self._plain(choice.text)) for choice in node.choices]
        question = self._plain(node.question or "")
        return Vote(self._plain(scene.title), question, _answers(words, hands))

    def _item_vote(self, step: GuideStep, item_id: str, hands: Mapping[str, int]) -> Vote | None:
        item = next((one for one in self._module.items if one.id == item_id), None)
        if item is None:
            return None
        words = [(one, self._plain(text)) for one, text in _choices(item)]
        return Vote(self._plain(step.title), self._plain(item.prompt), _answers(words, hands))

    def _plain(self, text: str) -> str:
        return inline.plain(text, self._values)


def _answers(
    words: Iterable[tuple[str, str]], hands: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    """Each answer there is with its hands; what the module does not know any more comes last."""
    known = dict(words)
    found = [(text, hands.get(one, 0)) for one, text in known.items()]
    others = sum(count for one, count in hands.items() if one not in known)
    return (*found, (_("Another answer"), others)) if others else tuple(found)


def _choices(item: Item) -> list[tuple[str, str]]:
    """The answers a room can raise hands for."""
    if isinstance(item, ChoiceItem | ChoicesItem):
        return [(one.id, one.text) for one in item.choices]
    if isinstance(item, TrueFalseItem):
        # For translators: the two answers to "Is this true?"
        return [("true", _("True")), ("false", _("Not true"))]
    return []
