"""Keys of texts: stable, unique, complete, and the way back."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.content.conftest import EXAMPLE
from tests.small_module import SMALL
from trainer_app.content.authoring.checker import Report
from trainer_app.content.texts import placed_texts, replaced, texts


def test_keys_use_ids_where_there_are_some(example_report: Report) -> None:
    assert example_report.draft
    found = dict(texts(example_report.draft.module))
    assert found["title"] == "Greeting travellers"
    assert found["lessons.a-good-start.steps.tell.blocks.1.text"].startswith("A worry is enough")
    assert found["lessons.a-good-start.steps.open-eyes.blocks.1.entries.0"].startswith("Is some")
    assert found["items.first-words.choices.hurry-up.text"] == "“You cannot sit here.”"
    assert found["items.sort-the-day.groups.not-mine.title"] == "Not mine to judge"
    assert found["scenarios.the-last-seat.nodes.handed-over.scene.0"].startswith("The aunt comes")
    assert found["grounding.steps.2"].startswith("Look for one thing")
    assert found["slots.focal-point.fallback"] == "your focal point"
    assert "sources.0.title" not in found
    assert EXAMPLE.name not in found.values()


def test_keys_are_unique_and_complete() -> None:
    for module in (SMALL,):
        keys = [key for key, _ in texts(module)]
        assert len(keys) == len(set(keys))
        plain = _strings(msgspec.to_builtins(module))
        assert {text for _, text in texts(module)} <= plain


def test_paths_lead_to_the_text() -> None:
    for path, _, text in placed_texts(SMALL):
        part: Any = SMALL
        for step in path:
            part = part[step] if isinstance(step, int) else getattr(part, step)
        assert part == text


def test_replacing_every_text_and_none() -> None:
    shouted = replaced(SMALL, {key: text.upper() for key, text in texts(SMALL)})
    assert [text for _, text in texts(shouted)] == [text.upper() for _, text in texts(SMALL)]
    assert [key for key, _ in texts(shouted)] == [key for key, _ in texts(SMALL)]
    assert replaced(shouted, dict(texts(SMALL))) == SMALL
    assert replaced(SMALL, {}) == SMALL


def _strings(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return set().union(*map(_strings, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_strings, value))
    return set()
