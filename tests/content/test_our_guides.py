"""The session guides that come with Waypost: complete, safe for a room, and true in minutes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.authoring.wording import words_in
from trainer_app.content.guide import Guide
from trainer_app.content.module import Module
from trainer_app.content.texts import texts

OURS = sorted(file.parent for file in (ROOT / "modules").glob("*/module.yaml"))
LED_BY_TWO = {"live-streaming", "coercion-and-images"}
HAPPENS = {
    "upset", "own-experience", "present-case", "joke-or-blame", "details-or-pictures",
    "names-colleague", "under-18", "screen-fails", "fewer-or-more", "cannot-read", "our-job",
}  # fmt: skip
SENTENCE_WORDS = 15


@pytest.fixture(scope="module", params=OURS, ids=lambda folder: str(folder.name))
def module(request: pytest.FixtureRequest) -> Module:
    folder: Path = request.param
    report = check_folder(folder)
    assert report.problems == ()
    assert report.draft
    return report.draft.module


@pytest.fixture(scope="module")
def guide(module: Module) -> Guide:
    assert module.guide
    return module.guide


def test_a_session_takes_one_or_two_hours(guide: Guide) -> None:
    assert 60 <= guide.minutes <= 120
    before_break = [step.kind for step in guide.steps].index("break")
    assert sum(step.minutes for step in guide.steps[:before_break]) <= 75


def test_everything_tested_is_taught(module: Module, guide: Guide) -> None:
    taught = [step.lesson for step in guide.steps if step.lesson]
    assert taught == [lesson.id for lesson in module.lessons]
    for step in guide.steps:
        if step.lesson:
            assert step.minutes >= module.lesson(step.lesson).minutes, step.id


def test_a_scene_comes_before_any_explanation(module: Module, guide: Guide) -> None:
    kinds = [step.kind for step in guide.steps]
    assert kinds[:4] == ["welcome", "rules", "test-before", "scene"]
    scenes = [module.scenario(step.scenario) for step in guide.steps if step.scenario]
    assert scenes[0].opening
    assert any(not scene.concern for scene in scenes)
    assert {"talk", "practice", "break"} <= set(kinds)


def test_it_ends_quietly(guide: Guide) -> None:
    assert [step.kind for step in guide.steps][-2:] == ["test-after", "close"]
    said = " ".join(guide.steps[-1].notes)
    assert "Take a moment" in said
    assert "{focal-point}" in said


def test_two_lead_where_it_was_promised(module: Module, guide: Guide) -> None:
    assert guide.facilitators == (2 if module.id in LED_BY_TWO else 1)
    assert any("second facilitator" in line for line in guide.room) == (module.id in LED_BY_TWO)


def test_nobody_plays_a_child_or_a_person_who_harms(guide: Guide) -> None:
    for step in guide.steps:
        if step.kind == "practice":
            assert any("Nobody plays a child" in note for note in step.notes)
            assert all(
                re.match(r"(Made up|Staff|Focal point|Passer-by|Swap|Write|Put|Explain|Choose)", p)
                for p in step.prompts
            ), step.prompts


def test_the_ground_rules_keep_people_safe(guide: Guide) -> None:
    rules = " ".join(guide.ground_rules)
    for words in ("Nobody has to share", "leave at any time", "passed on", "18 or older"):
        assert words in rules


def test_what_may_happen_has_an_answer(guide: Guide) -> None:
    answers = {case.id: case.answer for case in guide.what_if}
    assert answers.keys() >= HAPPENS
    assert "{emergency-number}" in answers["upset"]
    assert "{focal-point}" in answers["present-case"]


def test_its_sentences_are_short(guide: Guide) -> None:
    for key, text in texts(guide):
        for sentence in re.split(r"(?<=[.?!:])\"?\s+", text):
            assert words_in(sentence) <= SENTENCE_WORDS, f"{key}: {sentence}"
