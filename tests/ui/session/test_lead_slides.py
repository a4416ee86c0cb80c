"""What the room sees: every step of every module fits the wall, in every language."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.small_module import SMALL
from trainer_app import i18n, paths
from trainer_app.content import inline
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Module
from trainer_app.training.meeting import PlanStep, plan_of, usual_plan
from trainer_app.ui.paper import text as paper_text
from trainer_app.ui.session.lead_paint import WIDTH, Shown, paint_slide
from trainer_app.ui.session.lead_slides import Moment, Slide, decided, slides_of
from trainer_app.ui.theme import Theme

WALLS = ((1024, 768), (1920, 1080))
"""The highest and the widest; what fits both fits those in between."""
MODULES = (
    "coercion-and-images", "foundations", "grooming", "live-streaming", "prevention-and-law",
    "respond-and-refer", "safe-terminals",
)  # fmt: skip
READABLE = 0.8
"""No slide is set smaller than this share of its full size, 32 pixels of 1280."""


@cache
def ours() -> Catalog:
    return Catalog([paths.bundled_packs()])


def plan(module: Module) -> tuple[PlanStep, ...]:
    return plan_of(module.guide) if module.guide else usual_plan(module)


def told(module: Module, step: PlanStep) -> tuple[Slide, ...]:
    """The slides of a step in which the room tries every way of a story, those that help last."""
    values = inline.slot_values(module, {})
    verdicts = {
        (node.id, choice.id): ("not-yet", "could-help", "helps").index(choice.verdict)
        for scene in module.scenarios
        for node in scene.nodes
        for choice in node.choices
    }
    taken: dict[str, tuple[str, ...]] = {}
    for _choice in range(40):
        moment = Moment(7, taken, "10:45", {"before": "open", "after": "closed"})
        slides = slides_of(module, step, values, moment)
        last = slides[-1]
        if not last.leads_on:
            return slides
        node = last.place.split("/")[1]
        way = min(last.options, key=lambda one: verdicts[node, one.choice_id])
        taken[last.place] = (*taken.get(last.place, ()), way.choice_id)
    raise AssertionError(f"the story of {step.step_id} does not end")


def all_slides(module: Module) -> list[Slide]:
    return [slide for step in plan(module) for slide in told(module, step)]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[QRectF, float, bool]]:
    """Each text that is painted: where, how high it is, and whether a word had to be broken."""
    found: list[tuple[QRectF, float, bool]] = []
    draw = paper_text.PaperText._draw

    def noted(self: Any, area: QRectF, words: Any, ink: Any, size: float, *, middle: bool) -> float:
        high = draw(self, area, words, ink, size, middle=middle)
        found.append((QRectF(area), high, self.room(area.width(), words, ink).strained))
        return high

    monkeypatch.setattr(paper_text.PaperText, "_draw", noted)
    return found


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
@pytest.mark.parametrize("module_id", MODULES)
def test_no_slide_loses_a_word_on_any_wall(
    module_id: str,
    language: str,
    look: Theme,
    qtbot: QtBot,
    drawn: list[tuple[QRectF, float, bool]],
) -> None:
    pack = ours().pack(module_id)
    module = pack.module(language)
    for width, height in WALLS:
        high = height * WIDTH / width
        image = QImage(width // 8, height // 8, QImage.Format.Format_RGB32)
        for slide in all_slides(module):
            drawn.clear()
            painter = QPainter(image)
            painter.scale(width / 8 / WIDTH, width / 8 / WIDTH)
            hands = {one.choice_id: 128 for one in slide.options}
            scale = paint_slide(painter, high, Shown(slide, hands, 1, 5), module, pack)
            painter.end()
            assert scale >= READABLE, (slide.title, scale)
            for area, used, strained in drawn:
                assert area.top() + used <= high - 1, (slide.title, area, used)
                assert 0 <= area.left() <= area.right() <= WIDTH, (slide.title, area)
                assert not strained, slide.title
            assert drawn


def test_notes_and_right_answers_never_stand_on_the_question() -> None:
    for module_id in MODULES:
        module = ours().pack(module_id).module("en")
        reasons = {item.reason for item in module.items}
        for slide in all_slides(module):
            said = {slide.title, *(line.text for line in slide.lines)}
            assert not said & set(slide.notes)
            assert slide.title
            if slide.options:
                assert not said & reasons
                assert slide.verdict is None


def test_a_module_without_a_guide_can_be_led(look: Theme) -> None:
    titles = [slide.title for slide in all_slides(SMALL)]
    assert "Ground rules" in titles
    assert "Step 1" in titles
    assert any(slide.leads_on for slide in all_slides(SMALL))


def test_a_way_that_leads_back_is_followed_by_another_vote(look: Theme) -> None:
    module = ours().pack("grooming").module("en")
    step = next(one for one in plan(module) if one.kind == "scene")
    values = inline.slot_values(module, {})
    place = f"{step.step_id}/start"
    node = module.scenario("night-bus").nodes[0]
    back = next(one for one in node.choices if one.goto == node.id)
    slides = slides_of(module, step, values, Moment(taken={place: (back.id,)}))
    assert [slide.leads_on for slide in slides] == [False, True, False, True]
    assert slides[2].verdict == "not-yet"
    again = slides[-1]
    assert back.id not in [one.choice_id for one in again.options]
    assert [one.letter for one in again.options] == ["B", "C"]
    old = {back.id: 9, again.options[0].choice_id: 4}
    assert again.counted(old) == {}
    assert decided(again, old) is None
    assert decided(again, {again.options[0].choice_id: 4}) == again.options[0].choice_id


def test_hands_decide_only_when_one_answer_has_the_most(look: Theme) -> None:
    slide = next(one for one in all_slides(SMALL) if len(one.options) >= 2)
    first, second = (one.choice_id for one in slide.options[:2])
    assert decided(slide, {}) is None
    assert decided(slide, {first: 3, second: 3}) is None
    assert decided(slide, {first: 3, second: 9}) == second
    assert decided(slide, {first: 1}) == first


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The test is open"), ("es", ""), ("fr", ""), ("ar", "")]
)
def test_words_of_ours_stand_in_the_language_of_the_session(
    language: str, said: str, look: Theme
) -> None:
    module = ours().pack("safe-terminals").module(language)
    assert i18n.language() == "en"
    step = next(one for one in plan(module) if one.kind == "test-before")
    (slide,) = told(module, step)
    assert slide.title == i18n.said_in(language, "The test is open")
    assert not said or slide.title == said
    (pause,) = told(module, PlanStep(step_id="break-9", kind="break", minutes=9))
    assert "10:45" in pause.lines[0].text
    assert pause.title == i18n.said_in(language, "Break")


def test_a_slide_says_everything_to_a_screen_reader(look: Theme) -> None:
    for slide in all_slides(SMALL):
        assert inline.plain(slide.title).rstrip(".") in slide.words
        assert all(inline.plain(one.words).rstrip(".") in slide.words for one in slide.options)
