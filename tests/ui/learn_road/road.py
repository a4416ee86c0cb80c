"""A module with a story that branches, and ways to walk through it on a real store."""

import msgspec

from tests.small_module import SMALL
from trainer_app.content import module as m
from trainer_app.operations.attempts import (
    AttemptFinished,
    answer_item,
    finish_attempt,
    start_attempt,
)
from trainer_app.operations.learning import begin_module, finish_lesson, finish_scenario
from trainer_app.operations.people import SignedIn
from trainer_app.store import Store
from trainer_app.training.attempt import Kind
from trainer_app.training.scoring import right_response

SEATS = m.Picture(file="scenes/waiting-hall.svg", alt="A waiting hall with seats.")


def _choice(choice_id: str, verdict: m.Verdict, goto: str) -> m.ScenarioChoice:
    return m.ScenarioChoice(
        id=choice_id,
        text=f"I {choice_id}.",
        verdict=verdict,
        consequence=f"After {choice_id}, things change.",
        reason=f"So it is with {choice_id}.",
        goto=goto,
        harms=("H10",) if verdict == "not-yet" else (),
    )


STORY = m.Scenario(
    id="late-bus",
    title="The late bus",
    picture=SEATS,
    role="ticket-office",
    summary="Stay near and tell {focal-point}.",
    nodes=(
        m.Node(
            id="start",
            scene=("A child waits alone.", "The last bus has gone."),
            question="What do you do?",
            choices=(
                _choice("wait", "not-yet", "start"),
                _choice("ask", "helps", "near"),
                _choice("nod", "could-help", "near"),
            ),
        ),
        m.Node(
            id="near",
            scene=("The child talks to you.",),
            question="And now?",
            choices=(_choice("call", "helps", "end"), _choice("go", "not-yet", "end")),
        ),
        m.Node(id="end", scene=("Somebody comes.",), tell="Tell {focal-point} today."),
    ),
)

ROAD = msgspec.structs.replace(
    SMALL,
    id="road",
    title="On the road",
    summary="What you can do. Step by step.",
    notice="It takes five minutes. You may stop at any time. Tell {focal-point}.",
    lessons=tuple(msgspec.structs.replace(one, picture=SEATS) for one in SMALL.lessons),
    scenarios=(*SMALL.scenarios, STORY),
    slots=(m.Slot(id="focal-point", fallback="your focal point"),),
    grounding=m.Grounding(title="Take a moment", steps=("Breathe out.", "Look around.")),
    summary_card=m.SummaryCard(title="My card", lines=("Greet.", "Tell {focal-point}.")),
    sources=(m.Source(code="SD1", organisation="A network", title="A page.", year="2023"),),
)
ROAD = msgspec.structs.replace(
    ROAD,
    lessons=(
        msgspec.structs.replace(
            ROAD.lessons[0],
            steps=(
                msgspec.structs.replace(
                    ROAD.lessons[0].steps[0],
                    citations=(m.Citation(source="SD1", confidence="VS"),),
                ),
                *ROAD.lessons[0].steps[1:],
            ),
        ),
        *ROAD.lessons[1:],
    ),
)
OTHER = msgspec.structs.replace(SMALL, id="other", title="Another module")


def read(store: Store, who: SignedIn, module: m.Module, *, lessons: int = 99) -> None:
    """Begin a module and read its lessons; with all of them, its scenes, too."""
    begin_module(store, signed_in=who, module=module)
    for lesson in module.lessons[:lessons]:
        finish_lesson(store, signed_in=who, module=module, lesson_id=lesson.id, duration_ms=1)
    for scene in module.scenarios if lessons >= len(module.lessons) else ():
        finish_scenario(store, signed_in=who, module=module, scenario_id=scene.id, duration_ms=1)


def sit(
    store: Store, who: SignedIn, module: m.Module, kind: Kind = "quiz", *, miss: str = ""
) -> AttemptFinished:
    """Answer an attempt; ``miss`` names an objective of which nothing is right."""
    attempt = start_attempt(store, signed_in=who, module=module, kind=kind).attempt
    for item_id in attempt.item_ids:
        item = module.item(item_id)
        answer = right_response(item)
        if item.objective == miss:
            answer = _other_response(item)
        answer_item(
            store, signed_in=who, module=module, attempt=attempt,
            item_id=item_id, response=answer, duration_ms=1,
        )  # fmt: skip
    return finish_attempt(store, signed_in=who, module=module, attempt=attempt, duration_ms=1)


def _other_response(item: m.Item) -> str:
    match item:
        case m.ChoiceItem() | m.ChoicesItem():
            return next(choice.id for choice in item.choices if not choice.right)
        case m.TrueFalseItem():
            return "false" if item.answer else "true"
    raise ValueError(item.id)


def plain(text: str) -> str:
    """A text without the marks that keep directions apart."""
    for mark in "\u2066\u2067\u2068\u2069":
        text = text.replace(mark, "")
    return text
