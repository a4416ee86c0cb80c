"""The guide for a session: read, checked, shipped, and counted apart by translators."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.content.conftest import EXAMPLE, Edit
from tests.content.test_translation import change, extracted, message, of, shout, shouted
from tests.small_module import PICTURE, SMALL
from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.compiler import build
from trainer_app.content.authoring.narration import heard
from trainer_app.content.authoring.progress import status
from trainer_app.content.forms import shortened
from trainer_app.content.guide import KEYS, Guide, GuideStep, WhatIf
from trainer_app.content.module import ShortForm
from trainer_app.content.pack import open_pack
from trainer_app.content.soundness import faults
from trainer_app.content.texts import texts

G = "guide.yaml"


def guide_of(report: Report) -> Guide:
    assert report.draft
    assert report.draft.module.guide
    return report.draft.module.guide


def test_the_guide_is_read(example_report: Report) -> None:
    guide = guide_of(example_report)
    assert guide.minutes == 50
    assert [step.kind for step in guide.steps][:3] == ["welcome", "test-before", "scene"]
    assert guide.steps[2].scenario == "the-lost-ticket"
    assert guide.handouts == ("wallet-card",)
    assert guide.facilitators == 1


def test_its_texts_have_keys_that_stay(example_report: Report) -> None:
    assert example_report.draft
    found = dict(texts(example_report.draft.module))
    assert found["guide.aims.0"] == "Everybody practises a friendly greeting."
    assert found["guide.steps.welcome.notes.0"].startswith("Say who you are")
    assert found["guide.steps.talk.prompts.2"].startswith("Whom do you tell first?")
    assert found["guide.what_if.screen-fails.situation"] == "The screen fails."


def test_a_module_may_do_without(example: Path) -> None:
    (example / G).unlink()
    report = check_folder(example)
    assert report.findings == ()
    assert report.draft
    assert report.draft.module.guide is None


def test_it_travels_in_the_pack(example_report: Report, example_pack: Path) -> None:
    assert open_pack(example_pack).module("en").guide == guide_of(example_report)


LONG = "word " * 41
# What is changed, and what the check says: rule, a piece of the line, a piece of the sentence.
BREAKS = [
    # -- reading
    ("aims:\n", "aim:\n", "missing", "aim:", "no `aims`"),
    ("aims:\n", "aim:\n", "unknown-field", "aim:", "did you mean `aims`?"),
    ("minutes: 5", "minutes: long", "value", "minutes: long", "a whole number"),
    ("kind: welcome", "kind: hello", "choice-of-words", "kind: hello", "`hello`"),
    ("handouts:", "updating: [a]\nhandouts:", "unknown-field", "updating:", "by hand"),
    # -- steps
    ("lesson: a-good-start\n", "lesson: gone\n", "unknown-lesson", "lesson: gone", "no lesson"),
    ("scenario: the-lost-ticket", "scenario: gone", "unknown-scenario", "scenario: gone", "`gone`"),
    ("item: check-greeting", "item: gone", "unknown-item", "item: gone", "`gone`"),
    ("item: check-greeting", "item: five-steps", "by-hands", "item: five-steps", "be counted"),
    ("item: check-greeting", "item: busy-hour", "by-hands", "item: busy-hour", "stands in a test"),
    ("    lesson: a-good-start\n", "", "missing", "- id: a-good-start", "names its `lesson`"),
    ("    scenario: the-lost-ticket\n", "", "missing", "- id: the-lost-ticket", "its `scenario`"),
    ("    item: check-greeting\n", "", "missing", "- id: hands", "names its `item`"),
    ("    kind: question\n", "    kind: practice\n", "step-kind", "item: check-greeting",
     "belongs to a step of the kind `question`"),
    ("- id: hands", "- id: talk", "unique-id", "- id: talk", "used twice"),
    ("- id: screen-fails", "- id: upset", "unique-id", "- id: upset", "used twice"),
    # -- tests and time
    ("kind: test-after", "kind: test-before", "tests", "steps:", "step `test-after`; here are 0"),
    ("kind: test-before", "kind: break", "tests", "steps:", "`test-before`; here are 0"),
    ("minutes: 10", "minutes: 4", "minutes", "steps:", "take 44 minutes; a session takes 45"),
    # -- how much
    ("ground_rules:\n  - Nobody has to share anything.\n  - You can leave at any time, and come "
     "back.\n  - We", "ground_rules: []\nroom_rules:\n  - We", "count", "ground_rules: []",
     "at least one entry in `ground_rules`"),
    ("  - Nobody has to share anything.\n", "", "count", "ground_rules:", "3 to 8 fit"),
    ("      - What makes a greeting friendly, even when you are in a hurry?\n", "", "prompts",
     "prompts:", "has 2 prompts; 3 to 8 fit"),
    ("      - Where can a", "      - A?\n" * 6 + "      - Where can a", "prompts", "prompts:",
     "has 9 prompts"),
    ("Where can a child wait well", "Where " * 20 + "can a", "guide-size", "Where", "20 are the"),
    ("Explain nothing yet.", LONG, "guide-size", "word", "40 are the limit"),
    ("title: Welcome", "title: Welcome to all of you who came here today", "guide-size",
     "title: Welcome", "8 are the limit"),
    ("      - Explain", "      - Wait.\n" * 6 + "      - Explain", "count", "notes:", "7 notes"),
    # -- words
    ("a friendly greeting", "to be a runaway", "term", "- Everybody practises", "avoid list"),
    ("where the water is", "to call 911", "number", "- Say who you are", "number to call"),
    ("tell {focal-point} together", "tell {boss}", "unknown-slot", "answer:", "is no slot"),
    ("tell {focal-point} together", "tell {police}", "unknown-slot", "answer:", "a fallback"),
    ("[wallet-card]", "[wallet]", "unknown-handout", "handouts:", "there are wallet-card"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "rule", "line", "said"),
    BREAKS,
    ids=[f"{case[2]}-{number}" for number, case in enumerate(BREAKS)],
)
def test_each_mistake_is_named_at_its_line(
    example: Path, edit: Edit, old: str, new: str, rule: str, line: str, said: str
) -> None:
    edit(G, old, new)
    found = check_folder(example).problems
    named = [p for p in found if p.file == G and p.rule == rule and said in p.sentence]
    lines = (example / G).read_text(encoding="utf-8").splitlines()
    assert any(line in lines[p.line - 1] for p in named), "\n".join(map(str, found))


def test_the_test_before_comes_before_the_test_after(example: Path, edit: Edit) -> None:
    edit(G, "kind: test-before", "kind: later")
    edit(G, "kind: test-after", "kind: test-before")
    edit(G, "kind: later", "kind: test-after")
    assert [p.rule for p in check_folder(example).problems] == ["tests"]


def test_a_guide_is_not_written_in_module_yaml(example: Path, edit: Edit) -> None:
    edit("module.yaml", "reviews: []", "guide: {aims: []}")
    found = [p for p in check_folder(example).problems if p.rule == "unknown-field"]
    assert [(p.file, p.sentence) for p in found] == [
        ("module.yaml", "`guide` is not written in module.yaml; it lies in its own place.")
    ]


@pytest.mark.parametrize("data", [b"- one\n- two\n", b"caf\xe9", b"aims: [", b""])
def test_an_unreadable_guide_does_not_hide_the_rest(example: Path, edit: Edit, data: bytes) -> None:
    (example / G).write_bytes(data)
    edit("module.yaml", "minutes: 10", "minutes: ten")
    found = check_folder(example).problems
    assert {G, "module.yaml"} <= {problem.file for problem in found}


def step(step_id: str, kind: Any, **more: Any) -> GuideStep:
    return GuideStep(id=step_id, kind=kind, title="A step", minutes=25, **more)


GUIDE = Guide(
    aims=("One.", "Two."),
    room=("A hall.",),
    materials=("Paper.",),
    ground_rules=("Nobody has to share.",),
    steps=(step("first", "test-before"), step("last", "test-after")),
    what_if=(WhatIf(id="upset", situation="Somebody is upset.", answer="Stay near."),),
)


def said(module_id: str = SMALL.id, **changes: Any) -> list[str]:
    """What is said about the small module with a guide, changed."""
    module = replace(SMALL, id=module_id, guide=replace(GUIDE, **changes))
    return [fault.sentence for fault in faults(module, {PICTURE.file})]


@pytest.mark.parametrize("module_id", ["live-streaming", "coercion-and-images"])
def test_two_lead_where_the_subject_weighs_most(module_id: str) -> None:
    assert said("grooming") == []
    assert said(module_id, facilitators=2) == []
    assert any("led by two" in sentence for sentence in said(module_id))


@pytest.mark.parametrize("name", ["aims", "room", "materials", "ground_rules", "steps", "what_if"])
def test_a_pack_without_what_a_session_needs_is_refused(name: str) -> None:
    changes: dict[str, Any] = {name: ()}
    assert said(**changes) == [f"The guide needs at least one entry in `{name}`."]


def test_a_session_is_held_on_the_whole_module() -> None:
    short = replace(SMALL, guide=GUIDE, short_form=ShortForm(lessons=(SMALL.lessons[0].id,)))
    assert shortened(short).guide is None


def test_nobody_reads_the_guide_aloud(example_report: Report) -> None:
    assert example_report.draft
    assert not any(key.startswith(KEYS) for key in heard(example_report.draft.module))


# ---------------------------------------------------------------- other languages


def test_translators_get_it_with_its_place(example: Path) -> None:
    place = message(extracted(example), "guide.steps.talk.prompts.0").locations
    lines = (EXAMPLE / G).read_text("utf-8").splitlines()
    assert [(file, "prompts" in lines[line - 2]) for file, line in place] == [(G, True)]


def test_a_language_ships_without_a_guide_of_its_own(example: Path, tmp_path: Path) -> None:
    change(
        extracted(example),
        lambda m: None if str(m.context).startswith(KEYS) else shout(m),
    )
    report = check_folder(example)
    assert report.problems == ()
    assert of(report) == ["30 of 30 texts of the session guide are not translated."]
    spanish = open_pack(build(report, tmp_path / "out")).module("es")
    assert spanish.title == "¡Greeting travellers!"
    assert spanish.updating == ()
    assert spanish.guide
    assert spanish.guide.aims == guide_of(report).aims
    assert len(spanish.guide.updating) == 30
    assert spanish.guide.updating[0] == "guide.aims.0"


def test_a_guide_alone_makes_no_language(example: Path) -> None:
    change(extracted(example), lambda m: shout(m) if str(m.context).startswith(KEYS) else None)
    report = check_folder(example)
    assert report.translations == {}
    assert any("stays out of the pack: 0 of" in sentence for sentence in of(report))


def test_a_translated_guide(example: Path) -> None:
    change(extracted(example), shout)
    spanish = check_folder(example).translations["es"].guide
    assert spanish
    assert spanish.updating == ()
    assert spanish.steps[0].title == shouted("Welcome")
    assert [step.id for step in spanish.steps][:2] == ["welcome", "test-before"]


@pytest.mark.parametrize(
    ("key", "words", "rule"),
    [
        ("guide.steps.talk.prompts.0", "¿" + "qué " * 28 + "?", "guide-size"),
        ("guide.aims.0", "Llame al 911", "number"),
        ("guide.what_if.present-case.answer", "Dígalo.", "unknown-slot"),
    ],
)
def test_translated_guides_follow_the_rules(example: Path, key: str, words: str, rule: str) -> None:
    file = extracted(example)
    change(file, shout)
    change(file, lambda m: setattr(m, "string", words) if m.context == key else None)
    report = check_folder(example)
    assert rule in {problem.rule for problem in report.problems}
    assert all(problem.file.endswith(".po") for problem in report.problems)


def test_guides_are_counted_apart(example: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "modules").mkdir(parents=True)
    (root / "assets").symlink_to(EXAMPLE.parents[3] / "assets")
    example = example.rename(root / "modules" / example.name)
    change(
        extracted(example),
        lambda m: None if str(m.context).startswith(KEYS) else shout(m),
    )
    rows = {row.domain: row for row in status(root)}
    whole = rows["greeting-travellers"]
    guide = rows["guide of greeting-travellers"]
    assert (whole.missing, whole.share) == (0, 1.0)
    assert (guide.texts, guide.translated, guide.missing) == (30, 0, 30)
    assert guide.words > 100
