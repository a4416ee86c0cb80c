"""What the room sees: every step of every module fits the wall, in every language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.small_module import SMALL
from trainer_app import i18n, paths
from trainer_app.content import inline
from trainer_app.content.catalog import Catalog
from trainer_app.training.meeting import plan_of, usual_plan
from trainer_app.ui.paper import text as paper_text
from trainer_app.ui.session.lead_slides import Slide, slides_of, winner
from trainer_app.ui.session.lead_view import WIDTH, Shown, paint_slide
from trainer_app.ui.theme import Theme

SIZES = ((1024, 768), (1280, 800), (1920, 1080))
MODULES = (
    "coercion-and-images", "foundations", "grooming", "live-streaming", "prevention-and-law",
    "respond-and-refer", "safe-terminals",
)  # fmt: skip


@cache
def ours() -> Catalog:
    return Catalog([paths.bundled_packs()])


def all_slides(module: Any) -> list[Slide]:
    plan = plan_of(module.guide) if module.guide else usual_plan(module)
    values = inline.slot_values(module, {})
    found = []
    for step in plan:
        hands: dict[str, dict[str, int]] = {}
        for _moment in range(10):  # the room votes for the last answer each time
            slides = slides_of(module, step, values, 7, hands)
            asked = [one for one in slides if one.options and one.place not in hands]
            if not asked:
                break
            hands |= {one.place: {one.options[-1].choice_id: 28} for one in asked}
        found += list(slides)
    return found


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
@pytest.mark.parametrize("module_id", MODULES)
def test_no_slide_loses_a_word_on_any_wall(
    module_id: str, language: str, look: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = ours().pack(module_id)
    module = pack.module(language)
    drawn: list[tuple[QRectF, float]] = []
    draw = paper_text.PaperText._draw

    def noted(self: Any, area: QRectF, words: Any, ink: Any, size: float, *, middle: bool) -> float:
        high = draw(self, area, words, ink, size, middle=middle)
        drawn.append((area, high))
        return high

    monkeypatch.setattr(paper_text.PaperText, "_draw", noted)
    for width, height in SIZES:
        high = height * WIDTH / width
        image = QImage(width // 4, height // 4, QImage.Format.Format_RGB32)
        for slide in all_slides(module):
            drawn.clear()
            painter = QPainter(image)
            painter.scale(width / 4 / WIDTH, width / 4 / WIDTH)
            hands = {one.choice_id: 28 for one in slide.options}
            paint_slide(painter, high, Shown(slide, hands, 0, 5), module, pack)
            painter.end()
            for area, used in drawn:
                assert used <= area.height() + 1.5, (slide.title, area, used)
                assert area.bottom() <= high + 1, slide.title


def test_notes_and_answers_never_stand_on_the_wall() -> None:
    for module_id in MODULES:
        module = ours().pack(module_id).module("en")
        for slide in all_slides(module):
            assert not set(slide.notes) & {slide.title, *slide.lines}
            assert slide.title


def test_a_module_without_a_guide_can_be_led(look: Theme) -> None:
    slides = all_slides(SMALL)
    kinds = {slide.kind for slide in slides}
    assert {"title", "scene", "question", "step", "test", "close"} <= kinds
    assert any(slide.title == "Step 1" for slide in slides)


def test_the_answer_with_most_hands_leads_on() -> None:
    assert winner({}) is None
    assert winner({"a": 3, "b": 9}) == "b"


def test_slides_are_in_the_sessions_language_whatever_the_interface_speaks(look: Theme) -> None:
    module = ours().pack("grooming").module("es")
    assert i18n.language() == "en"
    lessons = [slide for slide in all_slides(module) if slide.kind == "step"]
    titles = {inline.plain(step.title) for lesson in module.lessons for step in lesson.steps}
    assert {slide.title for slide in lessons} <= titles
    assert Path(paths.bundled_packs()).is_dir()
