"""The schemas that authors' editors use are the ones the structs give."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer_app.content.authoring import guide_words, wording
from trainer_app.content.authoring.schema import rendered, schemas
from trainer_app.content.guide_soundness import SESSION_MINUTES
from trainer_app.content.inline import SLOTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_copy_is_fresh(name: str) -> None:
    copy = ROOT / "modules" / "schema" / name
    fresh = rendered(schemas()[name])
    assert copy.read_text(encoding="utf-8") == fresh, "run `waypost modules schema`"


def test_a_schema_speaks_of_what_the_author_writes() -> None:
    module = schemas()["module.json"]["$defs"]["Module"]
    assert not {"lessons", "items", "scenarios", "narration"} & module["properties"].keys()
    assert "forms" in module["required"]
    assert "Step" not in schemas()["lesson.json"]["$defs"]
    assert "SpotItem" in schemas()["items.json"]["$defs"]
    assert "GuideStep" in schemas()["guide.json"]["$defs"]
    assert "Guide" not in schemas()["module.json"]["$defs"]
    assert "updating" not in schemas()["guide.json"]["$defs"]["Guide"]["properties"]


def test_no_schema_is_left_over() -> None:
    copies = {path.name for path in (ROOT / "modules" / "schema").iterdir()}
    assert copies == schemas().keys()


def test_the_readme_names_the_limits() -> None:
    readme = (ROOT / "modules" / "README.md").read_text(encoding="utf-8")
    assert f"**{wording.STEP_WORDS} words**" in readme
    assert f"**{wording.BULLETS} bullets** (`- `) of {wording.BULLET_WORDS} words" in readme
    assert f"up to {wording.LEAD_WORDS}\n" in readme
    assert f"up to {wording.CALLOUT_WORDS} words" in readme
    assert f"at most **{guide_words.TEXT_WORDS} words**, a prompt" in readme
    assert (
        f"**{guide_words.PROMPT_WORDS}**, a title at most **{guide_words.TITLE_WORDS}**" in readme
    )
    assert "{} to {} minutes".format(*SESSION_MINUTES) in readme
    for slot in SLOTS:
        assert f"`{{{slot}}}`" in readme
