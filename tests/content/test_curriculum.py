"""What was promised of the curriculum as a whole, held against what is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from tests.conftest import ROOT
from tests.report.parts import modules_of
from trainer_app.content.authoring.checker import check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.progress import INTERFACE, status
from trainer_app.content.authoring.shelf_reader import check_shelf, read_shelf
from trainer_app.content.forms import shortened
from trainer_app.content.module import CriticalError, Module
from trainer_app.content.shelf import Shelf

SEVEN = {
    "foundations", "grooming", "live-streaming", "coercion-and-images", "safe-terminals",
    "respond-and-refer", "prevention-and-law",
}  # fmt: skip
ARABIC = {"foundations", "safe-terminals"}
LIBRARY_ROWS = 47
PACKS_BYTES = 3_000_000
SCENE_BYTES = 12_000


@pytest.fixture(scope="module")
def every() -> dict[str, dict[str, Module]]:
    return {m["en"].id: m for m in modules_of(ROOT) if m["en"].id in SEVEN}


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    findings = Findings()
    original = read_shelf(ROOT / "assets", findings)
    found = check_shelf(original, dict.fromkeys(SEVEN, True), findings)
    assert [problem.sentence for problem in findings] == []
    return found


def test_seven_modules_with_what_was_promised(every: dict[str, dict[str, Module]]) -> None:
    modules = [languages["en"] for languages in every.values()]
    assert {module.id for module in modules} == SEVEN
    assert sum(len(module.lessons) for module in modules) >= 35
    assert sum(len(module.scenarios) for module in modules) >= 24
    assert sum(len(module.bank) for module in modules) >= 110
    for module in modules:
        assert 20 <= module.minutes <= 40, module.id
        assert all(3 <= lesson.minutes <= 8 for lesson in module.lessons), module.id
        assert sum(scene.opening for scene in module.scenarios) == 1, module.id
        assert any(not scene.concern for scene in module.scenarios), module.id
        assert len(module.forms.a) == len(module.forms.b) == 5, module.id
        assert len(module.grounding.steps) >= 3, module.id
        assert len(module.summary_card.lines) >= 4, module.id


def test_every_wrong_way_in_a_scene_says_why_it_harms(
    every: dict[str, dict[str, Module]],
) -> None:
    for languages in every.values():
        for scene in languages["en"].scenarios:
            for node in scene.nodes:
                for choice in node.choices:
                    assert bool(choice.harms) == (choice.verdict == "not-yet"), scene.id


def test_every_critical_error_is_guarded_against(every: dict[str, dict[str, Module]]) -> None:
    guarded = Counter(item.against for languages in every.values() for item in languages["en"].bank)
    missing = set(get_args(CriticalError)) - set(guarded)
    assert missing == set()
    for module_id, languages in every.items():
        bank = languages["en"].bank
        assert any(item.critical and item.against for item in bank), module_id


def test_spanish_and_french_are_complete_and_arabic_where_promised() -> None:
    rows = {(row.language, row.domain): row for row in status(ROOT)}
    promised = [(language, domain) for language in ("es", "fr") for domain in (*SEVEN, "shelf")]
    promised += [("ar", domain) for domain in ARABIC]
    promised += [(language, "interface") for language in ("es", "fr", "ar")]
    for place in promised:
        assert place in rows, f"{place} has no catalog ({INTERFACE} is the interface)"
        assert (rows[place].missing, rows[place].fuzzy) == (0, 0), place


def test_nothing_is_being_updated(every: dict[str, dict[str, Module]]) -> None:
    for module_id, languages in every.items():
        assert {"en", "es", "fr"} <= set(languages), module_id
        assert all(module.updating == () for module in languages.values()), module_id


def test_all_packs_without_recordings_stay_small(tmp_path: Path) -> None:
    sizes = {
        folder: build(check_folder(ROOT / "modules" / folder), tmp_path).stat().st_size
        for folder in SEVEN
    }
    assert sum(sizes.values()) <= PACKS_BYTES, sizes


def test_the_scenes(every: dict[str, dict[str, Module]]) -> None:
    scenes = sorted((ROOT / "assets" / "scenes").glob("*.svg"))
    assert len(scenes) >= 30
    assert all(scene.stat().st_size <= SCENE_BYTES for scene in scenes)
    modules = [languages["en"] for languages in every.values()]
    covers = [module.picture.file for module in modules]
    assert len(set(covers)) == len(covers)
    for module in modules:
        pictures = [lesson.picture.file for lesson in module.lessons]
        assert len(set(pictures)) == len(pictures), module.id


def test_each_row_of_the_sources_has_its_card(shelf: Shelf) -> None:
    rows = sorted(row for card in shelf.library for row in card.rows)
    assert rows == list(range(1, LIBRARY_ROWS + 1))
    assert len(shelf.library) == LIBRARY_ROWS


def test_what_is_printed(shelf: Shelf) -> None:
    assert {aid.kind for aid in shelf.job_aids} == {
        "wallet-card", "counter-card", "poster", "disclosure-card", "reporting-chain",
        "terminal-check",
    }  # fmt: skip
    terminal = next(aid for aid in shelf.job_aids if aid.kind == "terminal-check")
    assert terminal.proposal
    table = next(section for section in terminal.sections if section.kind == "table")
    assert len(table.lines) == 8


def test_every_role_has_a_path_that_ends_in_acts_and_calls(
    shelf: Shelf, every: dict[str, dict[str, Module]]
) -> None:
    roles = {role for path in shelf.paths for role in path.roles}
    assert roles >= {
        "ticket-office", "driver", "vendor", "guard", "hotel", "internet-cafe", "supervisor",
    }  # fmt: skip
    for path in shelf.paths:
        assert len(path.do) >= 3
        assert "emergency-number" in path.call
        for stop in path.stops:
            assert not stop.short or every[stop.module]["en"].short_form, path.id


@pytest.mark.parametrize("role", ["driver", "vendor"])
def test_the_core_path_takes_about_an_hour(
    role: str, shelf: Shelf, every: dict[str, dict[str, Module]]
) -> None:
    path = shelf.path_for(role)
    assert path
    minutes = sum(
        (shortened(every[s.module]["en"]) if s.short else every[s.module]["en"]).minutes
        for s in path.stops
    )
    assert 60 <= minutes <= 75
