"""What is taught: one module in one language, frozen.

Authors write a folder; ``content.authoring`` compiles it into these structs, and a pack holds
them as canonical JSON, one complete ``Module`` per language. Every string a learner reads is
typed ``Text``: translators, the narration and the term check find it by that mark
(``content.texts``). Ids are written by the author, never change, and are unique in their list.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from trainer_app.content.fields import (
    Date,
    Harm,
    Id,
    Language,
    MediaName,
    Percent,
    RefresherDays,
    SourceCode,
    Text,
    Version,
    Words,
)
from trainer_app.content.guide import Guide
from trainer_app.content.part import Part

Role = Literal[
    "ticket-office", "driver", "vendor", "guard", "hotel", "internet-cafe", "supervisor", "other"
]
Verdict = Literal["helps", "could-help", "not-yet"]
Layer = Literal["verified", "practice", "proposal"]
"""How far a statement about the model is known: verified (A), practice around it (B), ours (C)."""
Confidence = Literal["VS", "V", "V-old", "2nd", "P"]
CriticalError = Literal[
    "view-or-share", "confront", "promise-secrecy", "demand-proof", "take-home", "let-go",
    "profile", "report-in-app",
]  # fmt: skip
"""What must never go wrong, whoever one is (anchors, section 3)."""


class Picture(Part, frozen=True, kw_only=True):
    """An image of the pack. ``alt`` says what it shows, for those who do not see it."""

    file: MediaName
    alt: Text


class Source(Part, frozen=True, kw_only=True):
    """Where facts come from: who says so, in which document, when."""

    code: SourceCode
    organisation: Words
    title: Words
    year: Words
    address: str = ""


class Citation(Part, frozen=True, kw_only=True):
    """One fact's source. ``fact`` is its number in the fact base; ``confidence`` its label."""

    source: SourceCode
    confidence: Confidence
    fact: str = ""


class Objective(Part, frozen=True, kw_only=True):
    """What a learner can do afterwards. ``lessons`` are read again when its items go wrong."""

    id: Id
    text: Text
    lessons: tuple[Id, ...] = ()


class Paragraph(Part, frozen=True, kw_only=True, tag="paragraph"):
    """A few sentences, read together."""

    text: Text


class Bullets(Part, frozen=True, kw_only=True, tag="bullets"):
    """At most three short points."""

    entries: tuple[Text, ...]


class Callout(Part, frozen=True, kw_only=True, tag="callout"):
    """A sentence set apart: a plain note, something to remember, or care to take."""

    kind: Literal["note", "remember", "careful"]
    text: Text


Block = Paragraph | Bullets | Callout


class Step(Part, frozen=True, kw_only=True):
    """One idea, at most 40 words or 3 bullets, one picture. ``check`` names a practice item."""

    id: Id
    title: Text
    blocks: tuple[Block, ...]
    picture: Picture | None = None
    citations: tuple[Citation, ...] = ()
    layer: Layer | None = None
    check: Id | None = None


class Lesson(Part, frozen=True, kw_only=True):
    """Some minutes of steps; ``picture`` stands beside every step without one of its own."""

    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=15)]
    picture: Picture
    steps: tuple[Step, ...]


class Choice(Part, frozen=True, kw_only=True):
    """One possible answer; ``feedback`` says what it leads to."""

    id: Id
    text: Text
    feedback: Text
    right: bool = False


class Entry(Part, frozen=True, kw_only=True):
    """One thing to put in its place."""

    id: Id
    text: Text


class Pair(Part, frozen=True, kw_only=True):
    """``left`` belongs to ``right``; ``feedback`` says why."""

    id: Id
    left: Text
    right: Text
    feedback: Text


class Group(Part, frozen=True, kw_only=True):
    """A box to sort into."""

    id: Id
    title: Text


class SortEntry(Part, frozen=True, kw_only=True):
    """One observation, and the id of the group it belongs to."""

    id: Id
    text: Text
    group: Id
    feedback: Text


class Region(Part, frozen=True, kw_only=True):
    """A named place in a picture, in percent of its width and height; origin top left."""

    id: Id
    text: Text
    x: Percent
    y: Percent
    width: Percent
    height: Percent
    feedback: Text
    right: bool = False


class ItemBase(Part, frozen=True, kw_only=True):
    """What every question has.

    ``practice`` items appear only inside lessons; all others form the bank. ``critical`` ones
    must be right to pass; ``against`` names the critical error an item guards against. An
    ``indicator`` item asks what is a concern; it carries ``ordinary``, the innocent explanation
    shown with the answer (CS-31).
    """

    id: Id
    objective: Id
    prompt: Text
    reason: Text
    critical: bool = False
    against: CriticalError | None = None
    practice: bool = False
    indicator: bool = False
    ordinary: Text | None = None
    picture: Picture | None = None
    citations: tuple[Citation, ...] = ()


class ChoiceItem(ItemBase, frozen=True, kw_only=True, tag="choice", tag_field="kind"):
    """Exactly one choice is right."""

    choices: tuple[Choice, ...]


class ChoicesItem(ItemBase, frozen=True, kw_only=True, tag="choices", tag_field="kind"):
    """One or more choices are right; all of them and no other must be chosen."""

    choices: tuple[Choice, ...]


class TrueFalseItem(ItemBase, frozen=True, kw_only=True, tag="true-false", tag_field="kind"):
    """A sentence that holds or does not; the feedback answers what the learner said."""

    answer: bool
    feedback_true: Text
    feedback_false: Text


class OrderItem(ItemBase, frozen=True, kw_only=True, tag="order", tag_field="kind"):
    """``entries`` stand in the right order; the app shuffles them."""

    entries: tuple[Entry, ...]


class MatchItem(ItemBase, frozen=True, kw_only=True, tag="match", tag_field="kind"):
    """Each left side belongs to one right side."""

    pairs: tuple[Pair, ...]


class SortItem(ItemBase, frozen=True, kw_only=True, tag="sort", tag_field="kind"):
    """Each entry goes into one of the groups."""

    groups: tuple[Group, ...]
    entries: tuple[SortEntry, ...]


class SpotItem(ItemBase, frozen=True, kw_only=True, tag="spot", tag_field="kind"):
    """Point at places in ``picture``; the list of region names is its text alternative."""

    regions: tuple[Region, ...]


Item = ChoiceItem | ChoicesItem | TrueFalseItem | OrderItem | MatchItem | SortItem | SpotItem


class ScenarioChoice(Part, frozen=True, kw_only=True):
    """``consequence`` tells what changes for the child and for you; ``reason`` why.

    ``harms`` are the codes of the harm reasons behind a choice that does not help yet.
    """

    id: Id
    text: Text
    verdict: Verdict
    consequence: Text
    reason: Text
    goto: Id
    harms: tuple[Harm, ...] = ()


class Node(Part, frozen=True, kw_only=True):
    """A moment of the story: with choices it asks, with ``tell`` it ends by saying whom to tell."""

    id: Id
    scene: tuple[Text, ...]
    question: Text | None = None
    choices: tuple[ScenarioChoice, ...] = ()
    tell: Text | None = None
    picture: Picture | None = None


class Scenario(Part, frozen=True, kw_only=True):
    """A made-up story of two to nine nodes; ``nodes[0]`` opens it.

    ``concern`` is false where the right thing is to be helpful and raise no alarm (CS-32).
    ``opening`` scenes come before any explanation. ``summary`` is for those who rather read.
    """

    id: Id
    title: Text
    picture: Picture
    role: Role
    summary: Text
    nodes: tuple[Node, ...]
    concern: bool = True
    opening: bool = False
    citations: tuple[Citation, ...] = ()


class PassRule(Part, frozen=True, kw_only=True):
    """``draw`` items from the bank, spread over the objectives; every critical item is drawn."""

    pass_mark: Annotated[float, Meta(gt=0, le=1)] = 0.8
    draw: Annotated[int, Meta(ge=3, le=20)] = 10


class Forms(Part, frozen=True, kw_only=True):
    """Two parallel sets of bank items for the test before and the test after."""

    a: tuple[Id, ...]
    b: tuple[Id, ...]


class Grounding(Part, frozen=True, kw_only=True):
    """A quiet page after the module (CS-53)."""

    title: Text
    steps: tuple[Text, ...]


class SummaryCard(Part, frozen=True, kw_only=True):
    """What to keep: a few lines a learner can read again at any time."""

    title: Text
    lines: tuple[Text, ...]


class ShortForm(Part, frozen=True, kw_only=True):
    """The lessons and scenes of a module for those who have little time.

    ``notice`` stands in place of the module's, because it takes less time.
    """

    lessons: tuple[Id, ...]
    scenarios: tuple[Id, ...] = ()
    notice: Text | None = None


class Slot(Part, frozen=True, kw_only=True):
    """A place the site fills, written ``{id}`` in texts; ``fallback`` stands there until then."""

    id: Id
    fallback: Text


class Review(Part, frozen=True, kw_only=True):
    """A sign-off of this version (CS-64)."""

    kind: Literal[
        "child-protection-expert", "survivor-reader", "native-reviewer", "national-partner", "legal"
    ]
    name: Words
    date: Date
    language: Language | None = None


class Module(Part, frozen=True, kw_only=True):
    """A complete module in one language."""

    id: Id
    version: Version
    language: Language
    minimum_app_version: Version
    title: Text
    summary: Text
    notice: Text
    minutes: Annotated[int, Meta(ge=5, le=90)]
    picture: Picture
    audience: tuple[Role, ...]
    objectives: tuple[Objective, ...]
    lessons: tuple[Lesson, ...]
    scenarios: tuple[Scenario, ...]
    items: tuple[Item, ...]
    forms: Forms
    grounding: Grounding
    summary_card: SummaryCard
    pass_rule: PassRule = PassRule()
    short_form: ShortForm | None = None
    guide: Guide | None = None
    refresher_days: RefresherDays = (7, 30, 90, 365)
    slots: tuple[Slot, ...] = ()
    sources: tuple[Source, ...] = ()
    reviews: tuple[Review, ...] = ()
    narration: dict[str, MediaName] = field(default_factory=dict)
    updating: tuple[str, ...] = ()
    """Keys of the texts that still stand in the language the module was written in."""
    form: Literal["full", "short"] = "full"
    """``short`` for a module cut to its short form (``content.forms``); never in a pack."""

    @property
    def bank(self) -> tuple[Item, ...]:
        """The items a quiz may draw: all but the practice ones."""
        return tuple(item for item in self.items if not item.practice)

    @property
    def reviewed(self) -> bool:
        """Whether a child-protection expert has signed this version."""
        return any(review.kind == "child-protection-expert" for review in self.reviews)

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises ``KeyError``."""
        return {item.id: item for item in self.items}[item_id]

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson of that id. Raises ``KeyError``."""
        return {lesson.id: lesson for lesson in self.lessons}[lesson_id]

    def scenario(self, scenario_id: str) -> Scenario:
        """The scenario of that id. Raises ``KeyError``."""
        return {scenario.id: scenario for scenario in self.scenarios}[scenario_id]
