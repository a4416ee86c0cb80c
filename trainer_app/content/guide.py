"""The guide for whoever leads a training session on a module: its plan, and what to have ready."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from trainer_app.content.fields import Id, Text
from trainer_app.content.part import Part

KEYS = "guide."
"""How the keys of a guide's texts begin (``content.texts``)."""

StepKind = Literal[
    "welcome", "rules", "test-before", "lesson", "talk", "scene", "question", "practice", "break",
    "test-after", "close",
]  # fmt: skip


class GuideStep(Part, frozen=True, kw_only=True):
    """One step of the plan, ``minutes`` long.

    ``notes`` are for the facilitator only: what to say and do. ``prompts`` are questions for the
    room, shown one at a time. A ``lesson`` step shows the steps of that lesson, a ``scene`` step
    plays that scenario and the room votes, a ``question`` step asks that item by a show of hands.
    """

    id: Id
    kind: StepKind
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=90)]
    notes: tuple[Text, ...] = ()
    prompts: tuple[Text, ...] = ()
    lesson: Id | None = None
    scenario: Id | None = None
    item: Id | None = None


class WhatIf(Part, frozen=True, kw_only=True):
    """Something that may happen in the room, and what to do then."""

    id: Id
    situation: Text
    answer: Text


class Guide(Part, frozen=True, kw_only=True):
    """A session guide. ``facilitators`` is how many should lead (CS-54); ``handouts`` are job aids
    of the shelf by id. ``updating`` are the keys of its texts that still stand in the language the
    module was written in; those of the module itself are not among them."""

    aims: tuple[Text, ...]
    room: tuple[Text, ...]
    materials: tuple[Text, ...]
    ground_rules: tuple[Text, ...]
    steps: tuple[GuideStep, ...]
    what_if: tuple[WhatIf, ...]
    handouts: tuple[Id, ...] = ()
    facilitators: Annotated[int, Meta(ge=1, le=4)] = 1
    updating: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long the session takes, breaks included."""
        return sum(step.minutes for step in self.steps)
