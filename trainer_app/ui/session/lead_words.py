"""What the steps of a plan are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.content import inline
from trainer_app.i18n import N_, _

if TYPE_CHECKING:
    from trainer_app.content.guide import StepKind
    from trainer_app.content.module import Module
    from trainer_app.training.meeting import PlanStep

KINDS: dict[StepKind, str] = {
    "welcome": N_("Welcome"),
    "rules": N_("Ground rules"),
    "test-before": N_("Test before"),
    "lesson": N_("Lesson"),
    "talk": N_("Talk together"),
    "scene": N_("Scene"),
    "question": N_("Show of hands"),
    "practice": N_("Practice"),
    "break": N_("Break"),
    "test-after": N_("Test after"),
    # For translators: the end of a training session, as a heading
    "close": N_("Close"),
}


def step_title(module: Module, step: PlanStep) -> str:
    """The title of a step: as the guide has it, or that of its lesson or scene, or what it is."""
    title = own_title(module, step)
    return inline.plain(title) if title else kind_words(step.kind)


def own_title(module: Module, step: PlanStep) -> str:
    """The title of a step as it stands in the module, slots and all; empty where none does."""
    titles = {f"lesson-{lesson.id}": lesson.title for lesson in module.lessons}
    titles |= {f"scene-{scene.id}": scene.title for scene in module.scenarios}
    if module.guide is not None:
        titles |= {one.id: one.title for one in module.guide.steps}
    return titles.get(step.step_id, "")


def kind_words(kind: StepKind) -> str:
    """What a step is."""
    return _(KINDS[kind])
