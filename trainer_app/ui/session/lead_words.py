"""What the steps of a plan are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.content import inline
from trainer_app.i18n import _

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.training.meeting import PlanStep


def step_title(module: Module, step: PlanStep) -> str:
    """The title of a step: as the guide has it, or that of its lesson or scene, or what it is."""
    if module.guide is not None:
        for one in module.guide.steps:
            if one.id == step.step_id:
                return inline.plain(one.title)
    titles = {f"lesson-{lesson.id}": lesson.title for lesson in module.lessons}
    titles |= {f"scene-{scene.id}": scene.title for scene in module.scenarios}
    if step.step_id in titles:
        return inline.plain(titles[step.step_id])
    return kind_words(step.kind)


def kind_words(kind: str) -> str:
    """What a step is."""
    return {
        "welcome": _("Welcome"),
        "rules": _("Ground rules"),
        "test-before": _("Test before"),
        "lesson": _("Lesson"),
        "talk": _("Talk together"),
        "scene": _("Scene"),
        "question": _("Show of hands"),
        "practice": _("Practice"),
        "break": _("Break"),
        "test-after": _("Test after"),
        # For translators: the end of a training session, as a heading
        "close": _("Close"),
    }[kind]
