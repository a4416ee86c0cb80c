"""The self-check of a site on the shelf: what was promised of it, and each rule of its check."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trainer_app.content.authoring import catalogs
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.shelf_reader import (
    FILES,
    build_shelf,
    check_shelf,
    read_shelf,
)
from trainer_app.content.authoring.terms import identity_words
from trainer_app.content.authoring.wording import text_faults, words_in
from trainer_app.content.shelf import (
    QUESTION_WORDS,
    TITLE_WORDS,
    Checklist,
    Shelf,
    open_shelf,
)
from trainer_app.content.texts import texts

MODULES = {folder.parent.name: True for folder in ROOT.glob("modules/*/module.yaml")}
BESIDE = ("chain-rehearsed", "drill")


@pytest.fixture(scope="module")
def ours() -> Checklist:
    part = read_shelf(ROOT / "assets", Findings()).part
    assert isinstance(part, Shelf)
    (found,) = part.checklists
    return found


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """The files of the shelf, to break."""
    folder = tmp_path / "assets"
    folder.mkdir()
    for file in FILES.values():
        shutil.copy(ROOT / "assets" / file, folder)
    return folder


def checked(assets: Path) -> list[str]:
    findings = Findings()
    check_shelf(read_shelf(assets, findings), MODULES, findings)
    return [f"{one.file}: {one.sentence}" for one in findings if one.level == "problem"]


def test_eight_blocks_make_the_score_and_two_stand_beside_it(ours: Checklist) -> None:
    assert ours.id == "safe-terminal"
    assert len(ours.items) == 8
    assert tuple(item.id for item in ours.beside) == BESIDE
    assert ours.item("drill").id == "drill"
    with pytest.raises(KeyError):
        ours.item("nothing")


def test_it_says_that_it_is_our_proposal_until_somebody_confirms_it(ours: Checklist) -> None:
    assert ours.proposal
    assert "proposal" in ours.proposal
    assert "not confirmed" in ours.proposal
    for item in (*ours.items, *ours.beside):
        assert "PROPOSAL" in {one.source for one in item.citations}, item.id


def test_questions_are_short_and_of_what_is_there_not_of_who_people_are(ours: Checklist) -> None:
    for item in (*ours.items, *ours.beside):
        assert words_in(item.title) <= TITLE_WORDS == 8
        assert words_in(item.question) <= QUESTION_WORDS == 25
        assert item.question.endswith("?")
    for _key, text in texts(ours):
        assert not identity_words(text, "en")


def test_the_blocks_are_those_of_the_lesson(ours: Checklist) -> None:
    lesson = (ROOT / "modules/safe-terminals/lessons/07-eight-blocks.md").read_text().lower()
    lines = [line for line in lesson.splitlines() if line.startswith("- ")][:8]
    for item, line in zip(ours.items, lines, strict=True):
        words = set(re.findall(r"[a-z]{4,}", item.title.lower()))
        assert words & set(re.findall(r"[a-z]{4,}", line)), item.id


@pytest.mark.parametrize("language", ["es", "fr", "ar"])
def test_it_is_there_in_every_language(ours: Checklist, language: str) -> None:
    whole = read_shelf(ROOT / "assets", Findings())
    found = catalogs.messages(catalogs.read(whole.file(language), language))
    mine = {key: text for key, text in texts(whole.part) if key.startswith("checklists.")}
    assert len(mine) == 4 + 3 * 10
    for key, text in mine.items():
        assert found[key].id == text
        assert found[key].string
        assert not found[key].fuzzy
        assert list(text_faults(str(found[key].string), language)) == [], key


def test_it_is_compiled_into_the_shelf(assets: Path, tmp_path: Path, ours: Checklist) -> None:
    original = read_shelf(assets, Findings())
    build_shelf(original, tmp_path / "shelf", Findings())
    assert open_shelf(tmp_path / "shelf", "en").checklists == (ours,)


def test_a_language_that_has_only_the_self_check_has_it_beside_english(
    assets: Path, tmp_path: Path, ours: Checklist
) -> None:
    build_shelf(read_shelf(ROOT / "assets", Findings()), tmp_path / "shelf", Findings())
    english, arabic = (open_shelf(tmp_path / "shelf", code) for code in ("en", "ar"))
    assert (arabic.language, arabic.checks_language) == ("en", "ar")
    assert (arabic.library, arabic.glossary) == (english.library, english.glossary)
    (mine,) = arabic.checklists
    assert [item.id for item in mine.items] == [item.id for item in ours.items]
    assert mine.title != ours.title
    assert open_shelf(tmp_path / "shelf", "es").checks_language is None


BREAKS = [
    ("title: A drill at the site", "title: A drill at the site with all of the shifts", "10 words"),
    ("question: Can travellers", "question: " + "Is it so and " * 4 + "can travellers", "limit"),
    ("id: drill", "id: review", "`review` is there twice"),
    ("source: TR-TRR", "source: NOBODY", "`NOBODY` is not listed"),
    ("  proposal: Our proposal, not confirmed by ECPAT Bolivia yet.\n", "", "our own proposal"),
    ("- id: safe-terminal", "- id: Safe", "Lower-case letters"),
    ('version: "1.0"', "version: new", "Numbers with dots"),
    ("evidence: The posters,", "evidence: Call 911, the posters,", "never stands in a text"),
]


@pytest.mark.parametrize(("here", "broken", "said"), BREAKS)
def test_what_has_to_be_mended_is_said(assets: Path, here: str, broken: str, said: str) -> None:
    file = assets / "checklists.yaml"
    text = file.read_text()
    assert here in text
    file.write_text(text.replace(here, broken, 1))
    assert any(said in one for one in checked(assets)), checked(assets)


def test_an_item_says_where_it_comes_from(assets: Path) -> None:
    file = assets / "checklists.yaml"
    before, cut, _rest = file.read_text().rpartition("      citations:\n")
    assert cut
    file.write_text(before)
    assert any("Say where `drill` comes from" in one for one in checked(assets))


def test_what_is_there_is_whole(assets: Path) -> None:
    assert checked(assets) == []
