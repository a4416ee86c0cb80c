"""What the app relies on, broken directly in the structs; the rest is in ``test_checker``."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.small_module import PICTURE, SMALL
from trainer_app.content import module as m
from trainer_app.content.authoring.fairness import fairness_faults, fairness_notices
from trainer_app.content.soundness import faults


def said(**changes: Any) -> str:
    """Everything that is said about the small module with these changes."""
    changed = replace(SMALL, **changes)
    return "\n".join(fault.sentence for fault in faults(changed, {PICTURE.file}))


def with_item(item_id: str, **changes: Any) -> dict[str, Any]:
    items = tuple(replace(i, **changes) if i.id == item_id else i for i in SMALL.items)
    assert items != SMALL.items
    return {"items": items}


def of_kind(kind: type[m.Item]) -> m.Item:
    return next(item for item in SMALL.items if isinstance(item, kind))


def test_the_small_module_holds_together() -> None:
    assert said() == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"objectives": ()}, "at least one objective"),
        ({"audience": ()}, "at least one role"),
        ({"lessons": ()}, "at least one lesson"),
        ({"lessons": (replace(SMALL.lessons[0], steps=()),)}, "has no steps"),
        ({"pass_rule": m.PassRule(draw=20)}, "The quiz draws 20 items, but the bank has"),
        ({"items": tuple(replace(i, critical=True) for i in SMALL.items)}, "all must come"),
        ({"items": tuple(replace(i, critical=False) for i in SMALL.items)}, "No item is `critical"),
        ({"objectives": SMALL.objectives * 9}, "fewer than the"),
        ({"objectives": SMALL.objectives * 2}, "is used twice"),
        ({"lessons": SMALL.lessons * 2}, "is used twice"),
        ({"scenarios": ()}, "Exactly one scenario is `opening: true`; here 0 are."),
        ({"picture": m.Picture(file="a.opus", alt="A recording.")}, "a recording, not a picture"),
        ({"picture": m.Picture(file="a.svg", alt="A bus.")}, "`a.svg` does not exist"),
        ({"narration": {"title": "gone.opus"}}, "`gone.opus` does not exist"),
        ({"narration": {"titel": PICTURE.file}}, "belongs to no text"),
    ],
)
def test_a_module_that_does_not_hold(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in said(**changes)


def _lessened(kind: type[m.Item], field: str) -> dict[str, Any]:
    """The item of that kind with only the first of its answers, twice."""
    item = of_kind(kind)
    return with_item(item.id, **{field: getattr(item, field)[:1] * 2})


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (m.ChoiceItem, "choices"),
        (m.ChoicesItem, "choices"),
        (m.OrderItem, "entries"),
        (m.MatchItem, "pairs"),
        (m.SortItem, "groups"),
        (m.SortItem, "entries"),
        (m.SpotItem, "regions"),
    ],
)
def test_answers_have_ids_of_their_own(kind: type[m.Item], field: str) -> None:
    assert "is used twice in this list" in said(**_lessened(kind, field))
    item = of_kind(kind)
    assert "it needs" in said(**with_item(item.id, **{field: getattr(item, field)[:1]}))


def test_something_is_right() -> None:
    several, spot = of_kind(m.ChoicesItem), of_kind(m.SpotItem)
    assert isinstance(several, m.ChoicesItem)
    assert isinstance(spot, m.SpotItem)
    wrong = tuple(replace(choice, right=False) for choice in several.choices)
    assert "At least one choice" in said(**with_item(several.id, choices=wrong))
    nowhere = tuple(replace(region, right=False) for region in spot.regions)
    assert "At least one region" in said(**with_item(spot.id, regions=nowhere))
    assert "needs a `picture`" in said(**with_item(spot.id, picture=None))


def test_pairs_differ_on_both_sides() -> None:
    match = of_kind(m.MatchItem)
    assert isinstance(match, m.MatchItem)
    same = tuple(replace(pair, right="The same") for pair in match.pairs)
    assert "says “the same” 3 times" in said(**with_item(match.id, pairs=same))


STORY = SMALL.scenarios[0]


def told(*nodes: m.Node) -> str:
    story = replace(STORY, nodes=nodes)
    return said(scenarios=(story, *SMALL.scenarios[1:]))


def test_a_story_that_does_not_hold() -> None:
    asks = next(node for node in STORY.nodes if node.choices)
    ends = next(node for node in STORY.nodes if not node.choices)
    assert "it needs 2 to 9" in told()
    assert "used twice" in told(asks, ends, ends)
    assert "asks a question but" in told(asks, replace(ends, question="And now?"))
    assert "an end has no choices" in told(replace(asks, tell="Tell."), ends)
    assert "it needs 2 or 3" in told(replace(asks, choices=asks.choices[:1]), ends)
    assert "used twice" in told(replace(asks, choices=asks.choices[:1] * 2), ends)


# ---------------------------------------------------------------- fairness

SIGNS: list[m.Item] = [
    m.TrueFalseItem(
        id="x", objective="o", prompt="A foreign man waits.", reason="R.", indicator=True,
        ordinary="O.", answer=True, feedback_true="T.", feedback_false="F.",
    ),
    m.OrderItem(
        id="x", objective="o", prompt="P?", reason="R.", indicator=True, ordinary="O.",
        entries=(m.Entry(id="one", text="A refugee waits."),),
    ),
    m.MatchItem(
        id="x", objective="o", prompt="P?", reason="R.", indicator=True, ordinary="O.",
        pairs=(m.Pair(id="one", left="L.", right="A poor family.", feedback="F."),),
    ),
    m.SpotItem(
        id="x", objective="o", prompt="P?", reason="R.", indicator=True, ordinary="O.",
        picture=PICTURE,
        regions=(m.Region(id="one", text="The foreigner", x=0, y=0, width=9, height=9,
                          feedback="F.", right=True),),
    ),
    m.ChoicesItem(
        id="x", objective="o", prompt="P?", reason="R.", indicator=True, ordinary="O.",
        choices=(m.Choice(id="one", text="A migrant.", feedback="F.", right=True),),
    ),
]  # fmt: skip


@pytest.mark.parametrize("item", SIGNS, ids=lambda item: type(item).__name__)
def test_identity_makes_no_answer_right(item: m.Item) -> None:
    found = list(fairness_faults(replace(SMALL, items=(item,))))
    assert len(found) == 1
    assert found[0].rule == "identity"
    assert found[0].path[:2] == ("items", 0)


def test_identity_as_a_wrong_answer_is_looked_at() -> None:
    wrong = m.Choice(id="one", text="A migrant.", feedback="A migrant is no sign.")
    item = m.ChoicesItem(
        id="x", objective="o", prompt="P?", reason="R.", indicator=True, ordinary="A migrant.",
        choices=(wrong,),
    )  # fmt: skip
    module = replace(SMALL, items=(item,))
    assert list(fairness_faults(module)) == []
    (notice,) = fairness_notices(module)
    assert notice.path == ("items", 0, "choices", 0, "text")
    assert list(fairness_notices(replace(SMALL, items=(replace(item, indicator=False),)))) == []
