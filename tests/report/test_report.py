"""The report holds everything, and what it measures stays within the limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.report.__main__ import main, to_review
from tests.report.parts import modules_of, pieces_of
from tests.report.reading import LANGUAGES, TARGET_AGE, age, count, module_age, step_ages
from trainer_app.content.module import Module
from trainer_app.content.texts import texts

HARDEST_STEP = 15
"""A step with a law's full name in it may ask for this age, no step for more."""


@pytest.fixture(scope="module")
def every() -> list[dict[str, Module]]:
    return list(modules_of(ROOT))


def test_modules_are_read_at_the_target_age(every: list[dict[str, Module]]) -> None:
    for modules in every:
        for language in set(modules) & set(LANGUAGES):
            module = modules[language]
            assert module_age(module) <= TARGET_AGE, (module.id, language)
            too_hard = {step: a for step, a in step_ages(module).items() if a > HARDEST_STEP}
            assert too_hard == {}, (module.id, language)


def test_the_formulas_tell_easy_from_hard() -> None:
    easy = {
        "en": "The bus is late. You wait. A man sits near you.",
        "es": "El bus tarda. Usted espera. Un hombre se sienta cerca.",
        "fr": "Le bus tarde. Tu attends. Un homme est assis.",
    }
    hard = {
        "en": "Institutional responsibilities concerning international protection necessitate "
        "comprehensive interdisciplinary coordination mechanisms.",
        "es": "Las responsabilidades institucionales relacionadas con la protección internacional "
        "necesitan mecanismos interdisciplinarios de coordinación.",
        "fr": "Les responsabilités institutionnelles concernant la protection internationale "
        "nécessitent des mécanismes interdisciplinaires de coordination.",
    }
    for language in LANGUAGES:
        assert age(easy[language], language) < TARGET_AGE < 16 < age(hard[language], language)
    assert age("", "en") == 6


def test_counting() -> None:
    assert count("You wait. A child cries!", "en") == (2, 5, 5)
    assert count("La niña avisa.", "es").syllables >= 5
    assert count("1234", "en").words == 0


def test_every_text_is_in_the_report(every: list[dict[str, Module]]) -> None:
    for modules in every:
        lines = [line for piece in pieces_of(modules) for line in piece.lines]
        assert len(lines) == len({line.key for line in lines})
        assert {line.key: line.words["en"] for line in lines} == dict(texts(modules["en"]))


def test_the_pages_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(tmp_path)
    start = (tmp_path / "index.html").read_text("utf-8")
    said = capsys.readouterr().out
    for file in ROOT.glob("modules/*/module.yaml"):
        name = file.parent.name
        assert f'href="{name}.html"' in start
        page = (tmp_path / f"{name}.html").read_text("utf-8")
        assert "<script" not in page
        assert "English" in page
        assert "Español" in page
        assert name in said
    facts = (tmp_path / "facts-to-review.html").read_text("utf-8")
    assert facts.count("<tr>") > 100
    assert "professional standard" in facts


def test_only_facts_with_label_p_wait_for_review(every: list[dict[str, Module]]) -> None:
    module = every[0]["en"]
    pieces = pieces_of(every[0])
    sources = {source.code: source for source in module.sources}
    waiting = to_review(module.id, pieces, sources)
    stated = [c for piece in pieces for c in piece.citations if c.confidence == "P"]
    assert len(waiting) == len(stated) > 0
