"""The way through a scene: choices, ways back, and what is kept to go on there."""

import pytest

from tests.ui.learn_road.road import STORY
from trainer_app.ui.learn.story import Story


def test_a_choice_that_leads_on_makes_the_way_longer() -> None:
    story = Story(STORY, "rosa")
    story.choose("ask")
    assert story.leads_on
    story.go_on()
    assert (story.node.id, story.steps) == ("near", 1)


def test_a_choice_that_leads_nowhere_comes_back_here() -> None:
    story = Story(STORY, "rosa")
    story.choose("wait")
    assert not story.leads_on
    story.go_on()
    assert (story.node.id, story.steps) == ("start", 0)
    assert [one.id for one in story.tried()] == ["wait"]


def test_every_step_can_be_taken_back() -> None:
    story = Story(STORY, "rosa")
    story.choose("ask")
    story.go_on()
    story.choose("call")
    assert story.go_back()
    assert story.chosen is None
    assert story.go_back()
    assert story.node.id == "start"
    assert not story.go_back()
    story.read_summary()
    assert story.reads_summary
    assert story.go_back()
    assert not story.reads_summary


def test_the_order_of_choices_stays_for_one_person() -> None:
    assert Story(STORY, "rosa").choices() == Story(STORY, "rosa").choices()
    orders = {tuple(one.id for one in Story(STORY, f"p{n}").choices()) for n in range(20)}
    assert len(orders) > 1


def test_it_goes_on_where_it_was_left() -> None:
    story = Story(STORY, "rosa")
    story.choose("wait")
    story.go_on()
    story.choose("nod")
    again = Story(STORY, "rosa", story.state())
    assert again.chosen is not None
    assert again.chosen.id == "nod"
    assert [one.id for one in again.tried()] == ["wait", "nod"]
    assert len(story.state()) < 300


@pytest.mark.parametrize(
    "kept",
    [
        b"{", b"[]", b'{"trail":[["start","gone"]]}', b'{"trail":[["near","call"]]}',
        b'{"chosen":"call"}', b'{"trail":[["end","call"]]}',
    ],
)  # fmt: skip
def test_what_does_not_fit_begins_anew(kept: bytes) -> None:
    story = Story(STORY, "rosa", kept)
    assert (story.node.id, story.steps, story.chosen) == ("start", 0, None)
