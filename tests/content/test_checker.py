"""Each rule of the check, broken once in the example module."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.conftest import EXAMPLE, Edit
from trainer_app.content.authoring.checker import Report, check_folder
from trainer_app.content.authoring.problems import Problem

M, I, L = "module.yaml", "items.yaml", "lessons/01-a-good-start.md"  # noqa: E741
P = "media/waiting-hall.svg"
S1, S2 = "scenarios/01-the-lost-ticket.yaml", "scenarios/02-the-last-seat.yaml"
ICE = "- {id: child-helpline, fallback: the child helpline}"


def test_the_example_is_good(example_report: Report) -> None:
    assert example_report.findings == ()


# What is changed, and what the check says: rule, a piece of the line, a piece of the sentence.
BREAKS = [
    # -- reading
    (M, "minutes: 10", "minutes: [10", "yaml", "picture:", "does not read as YAML"),
    (M, "minutes: 10", "minutes: ten", "value", "minutes: ten", "a whole number"),
    (M, "minutes: 10", "minutes: 200", "value", "minutes: 200", "at most 90"),
    (M, "minutes: 10\n", "", "missing", "id: greeting-travellers", "This module has no `minutes`"),
    (M, "minutes: 10", "minutes:", "empty", "minutes:", "`minutes` of this module is empty"),
    (M, "minutes: 10", "minutes: 10\nminutes: 11", "duplicate", "minutes: 11", "written twice"),
    (M, "minutes: 10", "minuts: 10", "unknown-field", "minuts: 10", "did you mean `minutes`?"),
    (M, "title: Greeting travellers", "title: &t Hello", "yaml", "title: &t Hello", "Anchors"),
    (M, "title: Greeting travellers", "title: !x Hello", "yaml", "title: !x Hello", "tag"),
    (M, "title: Greeting travellers", "title: {a: b}", "value", "title: {a: b}", "a set of fields"),
    (M, "title: Greeting travellers", "title: ''", "empty", "title: ''", "is empty"),
    (M, "title: Greeting", "title: Gree\u200bting", "value", "title: Gree\u200bting", "invisible"),
    (M, 'version: "2026.1"', "version: spring", "value", "version: spring", "Numbers with dots"),
    (M, "reviews: []", "lessons: []", "unknown-field", "lessons: []", "lies in its own place"),
    (M, "reviews: []", "---\na: b", "yaml", "---", "one document"),
    (M, "audience: [ticket-office,", "audience: [pilot,", "choice-of-words",
     "audience: [pilot, vendor, guard]", "pilot"),
    (I, "kind: order", "kind: sorting", "choice-of-words", "- kind: sorting",
     "`sorting` is no `kind`"),
    (I, "answer: true", "answer: yes", "value", "answer: yes", "`true` or `false`"),
    (I, "the lit counter, x: 5,", "the, lit counter, x: 5,", "unknown-field",
     "- {id: counter, text: The seats besi", "in quotes"),
    (I, "- kind: true-false", "kind: true-false", "yaml", "id: check-greeting", "does not read"),
    (M, "grounding:\n  title: Take a moment\n  steps:", "grounding:\n", "value", "- Put",
     "should have named fields"),
    (M, "lessons: [a-good-start]", "lessons: a-good-start", "value", "lessons:", "be a list"),
    # -- ids and references
    (M, "id: greeting-travellers", "id: greeting", "folder-name", "id: greeting",
     "`greeting-travellers`"),
    (M, "id: greeting-travellers", "id: Greeting", "value", "id: Greeting", "Lower-case letters"),
    (L, "id: a-good-start", "id: another", "file-name", "id: another", "01-another.md"),
    (I, "id: busy-hour", "id: same-greeting", "unique-id", "id: same-greeting", "used twice"),
    (I, "id: nobody-busy", "id: well-dressed", "unique-id", "- id: well-dressed", "used twice"),
    (I, "id: nobody-busy", "id: c", "lasting-id", "- id: c", "no lasting id"),
    (I, "id: nobody-busy", "id: choice-3", "lasting-id", "- id: choice-3", "no lasting id"),
    (S2, "id: drive-home", "id: b", "lasting-id", "- id: b", "no lasting id"),
    (L, "{#everybody}", "", "missing", "# Everybody is welcome", "has no id"),
    (L, "{#everybody}", "{#tell}", "unique-id", "# Tell one person {#tell}", "used twice"),
    (M, "code: HOUSE", "code: OTHER", "unknown-source", "citations: [{source: HOUSE, confiden",
     "`HOUSE` is not listed"),
    (M, "lessons: [a-good-start]", "lessons: [gone]", "unknown-lesson", "lessons: [gone]",
     "no lesson `gone`"),
    (L, "Check: check-greeting", "Check: nothing", "unknown-check", "Check: nothing",
     "not in items.yaml"),
    (L, "Check: check-greeting", "Check: busy-hour", "unknown-check", "Check: busy-hour",
     "practice: true"),
    (I, "objective: welcome", "objective: hello", "unknown-objective", "objective: hello",
     "`hello`"),
    # -- the quiz
    (M, "draw: 6", "draw: 11", "draw", "pass_rule: {pass_mark: 0.8, draw: 11", "the bank has 10"),
    (M, "draw: 6", "draw: 10", "draw", "pass_rule: {pass_mark: 0.8, draw: 10",
     "each try brings the same"),
    (M, "a: [same-greeting, ", "a: [", "form", "a: [busy-hour, who-to-tell, five-ste",
     "has 4 items"),
    (M, "a: [same-greeting, ", "a: [shy-child, ", "form", "forms:", "stands 2 times"),
    (M, "a: [same-greeting, ", "a: [check-greeting, ", "form",
     "a: [check-greeting, busy-hour, who-t", "a practice item"),
    (M, "a: [same-greeting, ", "a: [no-such, ", "form", "a: [no-such, busy-hour, who-to-tell,",
     "not in items.yaml"),
    (M, "which-places]\n  b: [first-words", "first-words]\n  b: [which-places", "form", "forms:",
     "not parallel"),
    (M, "  - id: pass-on", "  - id: other\n    text: Rest.\n  - id: pass-on",
     "untested-objective", "- id: other", "`other`"),
    (M, "audience: [ticket-office, vendor, guard]", "audience: [guard, guard]", "value",
     "audience:", "named twice"),
    (M, "refresher_days: [7, 30", "refresher_days: [30, 7", "value",
     "refresher_days: [30, 7, 90, 365]", "go upwards"),
    # -- items
    (I, "right: true\n      feedback: Yes. Everybody", "feedback: Yes. Everybody", "right-choice",
     "- kind: choice", "here 0 are marked"),
    (I, "text: Whoever looks important.", "text: Whoever looks important.\n      right: true",
     "right-choice", "- kind: choice", "here 2 are marked"),
    (I, "    - {id: see, text: Look up and notice the child.}\n"
     "    - {id: hello, text: Say hello and your name.}\n",
     "", "count", "entries:", "needs 3 to 6"),
    (I, "group: not-mine", "group: nobody", "unknown-group",
     "- {id: was-it-true, text: Whether a", "no group `nobody`"),
    (I, "width: 30", "width: 99", "region", "- {id: counter, text: The seats besi",
     "beyond the picture"),
    (I, "width: 30", "width: 2", "region", "- {id: counter, text: The seats besi", "too small"),
    (I, "width: 30", "width: -3", "value", "- {id: counter, text: The seats besi", "at least 0"),
    (I, "text: Whoever looks important.", "text: Whoever is next in line.", "same-answer",
     "choices:", "2 times"),
    # -- fairness
    (I, "  ordinary: Many children are shy with strangers, and many adults are in a hurry.\n", "",
     "ordinary", "- kind: choices", "needs `ordinary`"),
    (I, "  prompt: Whom do you greet first?",
     "  ordinary: Families.\n  prompt: Whom do you greet?", "ordinary", "ordinary: Families.",
     "add `indicator: true`"),
    (I, "  indicator: true\n  prompt: Put each", "  prompt: Put each", "ordinary", "- kind: sort",
     "needs `indicator: true`"),
    (I, "A child looks afraid, and an adult", "A child looks afraid, and a foreign adult",
     "identity", "text: A child looks afraid, and a fo", "“foreign” says who somebody is"),
    (I, "text: A child is pulled along", "text: A child with another accent is pulled along",
     "identity", "- {id: pulled-along, text: A child w", "“accent”"),
    (S1, "concern: false", "concern: true", "no-concern-case",
     "# yaml-language-server: $schema=../.", "CS-32"),
    # -- scenarios
    (S1, "opening: true", "opening: false", "opening", "# yaml-language-server: $schema=../.",
     "here 0 are"),
    (S2, "role: guard", "role: guard\nopening: true", "opening",
     "# yaml-language-server: $schema=../.", "here 2 are"),
    (S1, "goto: on-time", "goto: nowhere", "unknown-node", "goto: nowhere", "no such node"),
    (S1, "goto: on-time", "goto: at-the-counter", "unreachable", "- id: on-time",
     "No choice leads"),
    (S1, "goto: on-time", "goto: at-the-counter", "dead-end", "- id: at-the-counter", "no end"),
    (S1, "    tell: Nobody needs to be told. Enjoy the thank-you.\n", "", "tell", "- id: on-time",
     "whom to tell"),
    (S1, "    question: What do you do?\n", "", "missing", "- id: at-the-counter", "no `question`"),
    (S1, "harms: [H9, H11]", "harms: []", "harms", "- id: question-the-boy", "names its `harms`"),
    (S1, "harms: [H9, H11]", "harms: [H99]", "value", "harms: [H99]", "H1 to H16"),
    (S1, "verdict: helps", "verdict: helps\n        harms: [H1]", "harms", "harms: [H1]",
     "has no harms"),
    (S1, "verdict: helps", "verdict: great", "choice-of-words", "verdict: great", "`great`"),
    (S1, "verdict: helps", "verdict: not-yet\n        harms: [H1]", "choices", "choices:",
     "No choice"),
    (S1, "      - They reach the bus in good time.", "      []", "empty", "- id: on-time",
     "no `scene`"),
    # -- words
    (L, "Do it for every traveller,",
     "Do it for every traveller, " + "again " * 30,
     "step-size", "# Everybody is welcome {#everybody}", "has 50 words; 40"),
    (L, "- Is anybody afraid", "- Is anybody late?\n- Is anybody afraid", "step-size",
     "# A greeting opens your eyes {#open-", "4 bullets"),
    (L, "- Is somebody looking for help?",
     "- Is anybody " + "very " * 12 + "lost?",
     "step-size", "# A greeting opens your eyes {#open-", "a bullet of 15 words"),
    (L, "While you greet, you notice three things:",
     "While you greet, " + "you see " * 8,
     "step-size", "# A greeting opens your eyes {#open-", "words before its bullets"),
    (L, "You are only paying attention.",
     "You are only paying " + "much " * 12,
     "step-size", "# A greeting opens your eyes {#open-", "a callout of 22 words"),
    (I, "text: Whoever looks important.", "text: Whoever is a runaway.", "term",
     "text: Whoever is a runaway.", "avoid list"),
    (L, "A greeting takes", "Child pornography takes", "term",
     "Child pornography takes two seconds.", "sexual abuse material"),
    (M, "title: Take a moment", "title: Call 0800 123 456", "number", "title: Call 0800 123 456",
     "use a slot"),
    (M, "title: Take a moment", "title: See www.example.org", "link",
     "title: See www.example.org", "do not stand in texts"),
    (M, "title: Take a moment", "title: Take **a moment", "markup", "title: Take **a moment",
     "star"),
    (M, "title: Take a moment", "title: Take a {moment", "markup", "title: Take a {moment",
     "brace"),
    (M, "title: Take a moment", "title: Ask {the-boss}", "unknown-slot", "title: Ask {the-boss}",
     "is no slot"),
    (M, "title: Take a moment", "title: Ask {police}", "unknown-slot", "title: Ask {police}",
     "needs a fallback"),
    (M, "- {id: child-helpline, fallback: the child helpline}",
     "- {id: child-helpline, fallback: the child helpline}\n  - {id: aunt, fallback: an aunt}",
     "unknown-slot", "- {id: aunt, fallback: an aunt}", "`aunt`"),
    (M, "fallback: your focal point", 'fallback: "{police}"', "unknown-slot",
     '- {id: focal-point, fallback: "{poli', "plain words"),
    (M, "    - Look for one thing near you that you like.\n", "", "count", "grounding:", "2 lines"),
    (L, "# Tell one person {#tell}\n", "", "step-count", "id: a-good-start", "has 3 steps"),
    # -- lesson markup
    (L, "- Is anybody afraid", "- > Is anybody afraid", "markup", "- > Is", "one plain line"),
    (L, "A greeting takes", "A [greeting](http://x.org) takes", "markup",
     "A [greeting](http://x.org) takes two", "Links"),
    (L, "A greeting takes", "A <b>greeting</b> takes", "markup",
     "A <b>greeting</b> takes two seconds.", "HTML"),
    (L, "A greeting takes", "A `greeting` takes", "markup",
     "A `greeting` takes two seconds. Look", "Code marks"),
    (L, "A greeting takes", "1. A greeting takes", "markup",
     "1. A greeting takes two seconds. Loo", "Numbered lists"),
    (L, "A greeting takes", "> A greeting takes", "markup",
     "> A greeting takes two seconds. Look", "[!NOTE]"),
    (L, "A greeting takes", "A \\* greeting takes", "markup",
     "A \\* greeting takes two seconds. Loo", "star"),
    (L, "# Tell one person", "## Tell one person", "markup", "## Tell one person {#tell}",
     "no other headings"),
    (L, "---\n\n# Everybody", "---\n\nHello.\n\n# Everybody", "markup", "Hello.",
     "before the first step"),
    (L, "---\nid", "id", "front-matter", "id: a-good-start", "starts with a line `---`"),
    (L, "HOUSE 1.01 P", "HOUSE", "citation", "Sources: HOUSE", "a code, a fact number"),
    (L, "HOUSE 1.01 P", "HOUSE 1.01 U", "choice-of-words", "Sources: HOUSE 1.01 U", "`U`"),
    (L, "Sources: HOUSE 1.04 P\nLayer: practice", "Layer: verified", "citation",
     "Layer: verified", "no source"),
    (L, "Layer: practice", "Layer: certain", "choice-of-words", "Layer: certain", "`certain`"),
    # -- pictures
    (M, "file: scenes/counter.svg", "file: scenes/gone.svg", "missing-media",
     "file: scenes/gone.svg", "does not exist"),
    (L, "(waiting-hall.svg)", "(http://x.org/a.svg)", "value",
     "![A waiting hall with rows of empty", "does not fit"),
    (L, "![A waiting hall with rows of empty seats and a clock]", "![]", "empty",
     "![](waiting-hall.svg)", "`alt`"),
    (L, "![A waiting hall with rows of empty seats and a clock]", "![waiting-hall.svg]",
     "alt-text", "![waiting-hall.svg](waiting-hall.svg", "a file name"),
    (L, "![A waiting hall with rows of empty seats and a clock]", "![Picture]", "alt-text",
     "![Picture](waiting-hall.svg)", "too short"),
    (P, "</svg>", "<script/></svg>", "media", "<script/></svg>", "`script` is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "line", "said"),
    BREAKS,
    ids=[f"{case[3]}-{number}" for number, case in enumerate(BREAKS)],
)
def test_each_mistake_is_named_at_its_line(
    example: Path, edit: Edit, file: str, old: str, new: str, rule: str, line: str, said: str
) -> None:
    edit(file, old, new)
    found = check_folder(example).problems
    named = [p for p in found if p.rule == rule and said in p.sentence]
    assert any(line in _line(example, problem) for problem in named), "\n".join(map(str, found))


def _line(folder: Path, problem: Problem) -> str:
    return (folder / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_all_problems_come_at_once_and_in_order(example: Path, edit: Edit) -> None:
    edit(M, "title: Greeting", "titel: Greeting")
    edit(I, "id: busy-hour", "id: same-greeting")
    edit(L, "Layer: practice", "Layer: certain")
    (example / S1).unlink()
    found = check_folder(example).problems
    assert list(found) == sorted(found)
    assert {"missing", "unknown-field", "unique-id", "opening", "choice-of-words"} <= {
        problem.rule for problem in found
    }


@pytest.mark.parametrize("file", [M, I, L, S1])
def test_an_unreadable_file_does_not_hide_the_others(example: Path, edit: Edit, file: str) -> None:
    (example / file).write_bytes(b"caf\xe9 \xff: [")
    edit(S2, "role: guard", "role: pilot")
    rules = {problem.rule for problem in check_folder(example).problems}
    assert {"encoding", "choice-of-words"} <= rules


def test_a_missing_file_is_named(example: Path) -> None:
    (example / "items.yaml").unlink()
    (example / "module.yaml").unlink()
    found = {(p.file, p.rule) for p in check_folder(example).problems}
    assert found == {("items.yaml", "missing-file"), ("module.yaml", "missing-file")}


def test_an_enormous_or_deep_file_is_refused(example: Path) -> None:
    (example / "items.yaml").write_text("- " * 100_000 + "x")
    (example / S1).write_text("#" * 600_000)
    found = {(p.file, p.rule) for p in check_folder(example).problems}
    assert {("items.yaml", "yaml"), (S1, "size")} <= found


def test_windows_line_ends_and_marks_are_fine(example: Path) -> None:
    for file in (M, I, L, S1, S2):
        text = (example / file).read_text(encoding="utf-8")
        (example / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert check_folder(example).findings == ()


def test_a_stranger_in_the_folder_is_a_notice(example: Path) -> None:
    (example / "notes.txt").write_text("remember the milk")
    (example / ".DS_Store").write_text("")
    report = check_folder(example)
    assert [(n.file, n.rule) for n in report.notices] == [("notes.txt", "stranger")]
    assert report.problems == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (I, "feedback: Yes. Everybody", "feedback: " + "Yes. " * 46, "two short sentences"),
        (L, "HOUSE 1.01 P", "HOUSE 1.01 2nd", "second hand"),
        (M, ICE, ICE + "\n  - {id: police, fallback: the police}", "`police` is never used"),
        (M, "sources:", "sources:\n  - {code: AB, organisation: A, title: T, year: '1'}", "never"),
        (I, "text: A child says nothing and", "text: A foreign child says nothing and", "no cue"),
    ],
)
def test_what_an_author_should_look_at(
    example: Path, edit: Edit, file: str, old: str, new: str, said: str
) -> None:
    edit(file, old, new)
    report = check_folder(example)
    assert report.problems == ()
    assert [said in notice.sentence for notice in report.notices] == [True]


def test_lists_where_fields_should_be(example: Path) -> None:
    (example / M).write_text("- a\n- b\n")
    (example / I).write_text("a: b\n")
    (example / S1).write_text("- a\n")
    (example / S2).unlink()
    (example / S2).mkdir()
    found = check_folder(example).problems
    assert {(p.file, p.rule) for p in found} == {
        (M, "yaml"), (I, "value"), (S1, "value"), (S2, "missing-file")
    }  # fmt: skip


def test_words_that_are_only_sometimes_wrong_are_notices(example: Path, edit: Edit) -> None:
    edit(I, "text: Whoever looks important.", "text: Whichever customer is a hero.")
    report = check_folder(example)
    assert {n.rule for n in report.notices} == {"term"}
    assert len(report.notices) == 2
    assert report.problems == ()


def test_the_example_stands_where_the_readme_points() -> None:
    readme = (EXAMPLE.parents[3] / "modules" / "README.md").read_text(encoding="utf-8")
    assert EXAMPLE.relative_to(EXAMPLE.parents[3]).as_posix() in readme
