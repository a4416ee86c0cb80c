"""Ids keep their meaning from version to version."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import Edit
from trainer_app.content.authoring.checker import Report, check_folder

I, M = "items.yaml", "module.yaml"  # noqa: E741


@pytest.fixture
def newer(edit: Edit) -> None:
    edit(M, 'version: "2026.1"', 'version: "2026.2"')


def since(example: Path, before: Report) -> Report:
    assert before.draft
    return check_folder(example, earlier=before.draft.module)


def test_nothing_changed(example: Path, example_report: Report) -> None:
    assert since(example, example_report).findings == ()


def test_a_change_raises_the_version(example: Path, edit: Edit, example_report: Report) -> None:
    edit(M, "Take a moment", "Take a minute")
    (problem,) = since(example, example_report).problems
    assert (problem.rule, problem.line) == ("version", 3)
    edit(M, 'version: "2026.1"', 'version: "2026.10"')
    assert since(example, example_report).findings == ()


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("group: not-mine", "group: ordinary", "`was-it-true` was judged differently"),
        ("kind: choices\n  id: busy-hour", "kind: choice\n  id: busy-hour", "`busy-hour` was an"),
        ("objective: welcome\n  prompt: It is", "objective: pass-on\n  prompt: It is", "new id"),
    ],
)
def test_another_meaning_needs_another_id(
    example: Path, edit: Edit, example_report: Report, old: str, new: str, said: str
) -> None:
    edit(I, old, new)
    found = since(example, example_report).problems
    assert any(p.rule == "stable-id" and said in p.sentence for p in found)


@pytest.mark.usefixtures("newer")
def test_an_id_that_is_gone_is_asked_about(
    example: Path, edit: Edit, example_report: Report
) -> None:
    edit(I, "id: check-greeting", "id: check-hello")
    edit("lessons/01-a-good-start.md", "Check: check-greeting", "Check: check-hello")
    edit("guide.yaml", "item: check-greeting", "item: check-hello")
    report = since(example, example_report)
    assert report.problems == ()
    (notice,) = report.notices
    assert "`check-greeting` was in items of version 2026.1" in notice.sentence


def test_another_module(example: Path, edit: Edit, example_report: Report) -> None:
    edit(M, "id: greeting-travellers", "id: other")
    found = since(example, example_report).problems
    assert any("the earlier pack is `greeting-travellers`" in p.sentence for p in found)
