"""The session guide: all of it on paper, in the language of the session."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.small_module import SMALL
from trainer_app import paths
from trainer_app.content import inline
from trainer_app.content.catalog import Catalog
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper import text as paper_text
from trainer_app.ui.paper.pages_of_paper import save_pages
from trainer_app.ui.session.guide_screen import GuideScreen


def ours(module_id: str, language: str):
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
    return catalog, catalog.pack(module_id).module(language)


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_every_word_of_a_guide_is_on_its_pages(
    window: MainWindow, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog, module = ours("live-streaming", language)
    drawn: list[str] = []
    draw = paper_text.PaperText._draw

    def noted(self, area, words, ink, size, *, middle):
        drawn.append(words if isinstance(words, str) else words.text)
        return draw(self, area, words, ink, size, middle=middle)

    page = GuideScreen(catalog, module, {"focal-point": "Elena Vargas"})
    window.show_page(page)
    monkeypatch.setattr(paper_text.PaperText, "_draw", noted)
    save_pages(page._pages, tmp_path / "guide.pdf")
    assert (tmp_path / "guide.pdf").stat().st_size > 10_000
    assert module.guide is not None
    values = inline.slot_values(module, {"focal-point": "Elena Vargas"})
    wanted = [*module.guide.aims, *module.guide.ground_rules]
    for step in module.guide.steps:
        wanted += step.notes
    wanted += [one.answer for one in module.guide.what_if]
    for text in wanted:
        assert inline.plain(text, values) in drawn
    assert sum("Elena Vargas" in words for words in drawn) > 0
    assert not any("{" in words for words in drawn)


def test_without_a_guide_it_says_so(window: MainWindow, catalog: Catalog, qtbot: QtBot) -> None:
    page = GuideScreen(catalog, SMALL, {})
    window.show_page(page)
    assert page._none.isVisible()
    assert not page.buttons.isVisible()
    with qtbot.wait_signal(page.back_asked):
        page.go_back()
