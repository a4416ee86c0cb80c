"""A small complete module in code, for tests that need one of every kind of item."""

from trainer_app.content import module as m

ORDINARY = "Many travellers wait for hours."


def _choice(choice_id: str, *, right: bool = False) -> m.Choice:
    return m.Choice(id=choice_id, text=f"Do {choice_id}.", feedback="It helps.", right=right)


def choice_item(item_id: str, objective: str, **more: object) -> m.ChoiceItem:
    """A question with one right choice, ``yes``."""
    return m.ChoiceItem(
        id=item_id,
        objective=objective,
        prompt="What helps?",
        reason="Because it does.",
        choices=(_choice("no"), _choice("yes", right=True), _choice("later")),
        **more,  # type: ignore[arg-type]
    )


PICTURE = m.Picture(file="scenes/terminal.svg", alt="A bus station with a ticket counter.")

EVERY_KIND: tuple[m.Item, ...] = (
    choice_item("one", "greet", critical=True),
    m.ChoicesItem(
        id="several",
        objective="greet",
        prompt="Which?",
        reason="Both.",
        choices=(_choice("a", right=True), _choice("b"), _choice("c", right=True)),
    ),
    m.TrueFalseItem(
        id="truth",
        objective="greet",
        prompt="Is it so?",
        reason="It is not.",
        answer=False,
        feedback_true="Not yet.",
        feedback_false="Good.",
    ),
    m.OrderItem(
        id="steps",
        objective="pass-on",
        prompt="In which order?",
        reason="So.",
        entries=tuple(m.Entry(id=i, text=i) for i in ("greet", "listen", "tell")),
    ),
    m.MatchItem(
        id="pairs",
        objective="pass-on",
        prompt="What belongs together?",
        reason="So.",
        pairs=tuple(
            m.Pair(id=i, left=f"Left {i}", right=f"Right {i}", feedback="So.")
            for i in ("p", "q", "r")
        ),
    ),
    m.SortItem(
        id="sorted",
        objective="notice",
        prompt="Concern or ordinary?",
        reason="So.",
        indicator=True,
        ordinary=ORDINARY,
        groups=(m.Group(id="concern", title="Concern"), m.Group(id="ordinary", title="Ordinary")),
        entries=(
            m.SortEntry(id="held", text="Papers are held.", group="concern", feedback="So."),
            m.SortEntry(id="bag", text="A big bag.", group="ordinary", feedback="So."),
            m.SortEntry(id="hat", text="A hat.", group="ordinary", feedback="So."),
            m.SortEntry(id="call", text="A phone call.", group="ordinary", feedback="So."),
        ),
    ),
    m.SpotItem(
        id="where",
        objective="notice",
        prompt="Where do you go?",
        reason="There.",
        picture=PICTURE,
        regions=(
            m.Region(
                id="desk",
                text="The desk",
                x=0,
                y=0,
                width=40,
                height=40,
                feedback="Yes.",
                right=True,
            ),
            m.Region(
                id="door", text="The door", x=60, y=0, width=40, height=40, feedback="Not yet."
            ),
        ),
    ),
)

MORE = tuple(
    choice_item(f"more-{n}", objective, critical=n == 0)
    for n, objective in enumerate(["notice", "greet", "pass-on"] * 4)
)

SMALL = m.Module(
    id="small",
    version="1.0",
    language="en",
    minimum_app_version="0.1",
    title="A small module",
    summary="For tests.",
    notice="It takes five minutes. You may stop at any time.",
    minutes=5,
    picture=PICTURE,
    audience=("driver",),
    objectives=(
        m.Objective(id="greet", text="Greet.", lessons=("first",)),
        m.Objective(id="pass-on", text="Pass on.", lessons=("second", "first")),
        m.Objective(id="notice", text="Notice.", lessons=("second",)),
    ),
    lessons=tuple(
        m.Lesson(
            id=lesson,
            title=f"The {lesson} lesson",
            minutes=5,
            picture=PICTURE,
            steps=tuple(
                m.Step(
                    id=f"step-{n}", title=f"Step {n}", blocks=(m.Paragraph(text="Be **kind**."),)
                )
                for n in (1, 2)
            ),
        )
        for lesson in ("first", "second")
    ),
    scenarios=(
        m.Scenario(
            id="opening",
            title="A scene",
            picture=PICTURE,
            role="driver",
            opening=True,
            concern=False,
            summary="Tell your focal point.",
            nodes=(
                m.Node(
                    id="start",
                    scene=("Somebody asks the way.",),
                    question="What do you do?",
                    choices=(
                        m.ScenarioChoice(
                            id="help",
                            text="Help.",
                            verdict="helps",
                            consequence="Good.",
                            reason="So.",
                            goto="end",
                        ),
                        m.ScenarioChoice(
                            id="turn",
                            text="Turn away.",
                            verdict="not-yet",
                            consequence="Hm.",
                            reason="So.",
                            goto="end",
                            harms=("H10",),
                        ),
                    ),
                ),
                m.Node(id="end", scene=("They thank you.",), tell="Tell {focal-point}."),
            ),
        ),
    ),
    items=(*EVERY_KIND, *MORE, choice_item("drill", "greet", practice=True)),
    forms=m.Forms(
        a=("one", "steps", "sorted", "more-0", "more-1"),
        b=("several", "pairs", "where", "more-3", "more-4"),
    ),
    grounding=m.Grounding(title="Take a moment", steps=("Breathe.",)),
    summary_card=m.SummaryCard(title="My card", lines=("Greet.",)),
    slots=(m.Slot(id="focal-point", fallback="your focal point"),),
)
