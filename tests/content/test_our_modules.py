"""The modules that come with Waypost: good, complete, and what was promised of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.module import Module
from trainer_app.content.pack import open_pack

MODULES = Path(__file__).parents[2] / "modules"
OURS = sorted(file.parent for file in MODULES.glob("*/module.yaml"))
FURTHER_LANGUAGES = {"safe-terminals": {"es"}}


@pytest.fixture(scope="module", params=OURS, ids=lambda folder: str(folder.name))
def report(request: pytest.FixtureRequest) -> Report:
    return check_folder(request.param)


@pytest.fixture
def module(report: Report) -> Module:
    assert report.draft
    return report.draft.module


def test_there_are_three() -> None:
    assert {"grooming", "live-streaming", "safe-terminals"} <= {folder.name for folder in OURS}


def test_it_has_no_problems(report: Report) -> None:
    assert [f"{p.file}:{p.line}: {p.sentence}" for p in report.problems] == []


def test_it_builds_the_same_twice_and_opens(report: Report, tmp_path: Path) -> None:
    first, second = (build(report, tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    pack = open_pack(first)
    pack.verify()
    assert set(pack.manifest.languages) >= FURTHER_LANGUAGES.get(pack.manifest.id, set())


def test_it_is_complete(module: Module) -> None:
    assert len(module.lessons) >= 4
    assert len(module.scenarios) >= 3
    assert len(module.bank) >= 15
    assert len(module.bank) > module.pass_rule.draw
    assert module.pass_rule.pass_mark == 0.8
    assert sum(item.critical for item in module.bank) >= 2


def test_the_layers_are_kept_apart_where_it_was_promised() -> None:
    draft = check_folder(MODULES / "safe-terminals").draft
    assert draft
    layers = {step.layer for lesson in draft.module.lessons for step in lesson.steps}
    assert {"verified", "practice", "proposal"} <= layers
