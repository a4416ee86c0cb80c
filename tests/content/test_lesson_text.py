"""Lesson Markdown to blocks."""

from __future__ import annotations

from pathlib import Path

import msgspec.inspect as inspect

from trainer_app.content.authoring.lesson_text import parse_lesson
from trainer_app.content.authoring.problems import Findings, Place, Problem
from trainer_app.content.authoring.shape import Places, Shaper
from trainer_app.content.module import Bullets, Callout, Citation, Lesson, Paragraph, Picture

FRONT = """---
id: hello
title: Hello
minutes: 2
picture: {file: scenes/counter.svg, alt: A clerk at a counter.}
---
"""


def read(body: str) -> tuple[Lesson, list[Problem]]:
    findings = Findings()
    tree = parse_lesson(FRONT + body, "l.md", findings)
    assert tree
    shaper = Shaper(findings, Places(Place("l.md", 1)))
    lesson = shaper.read(tree, inspect.type_info(Lesson), (), "The lesson")
    assert isinstance(lesson, Lesson)
    return lesson, list(findings)


def test_a_full_step() -> None:
    lesson, problems = read(
        "# One *small* step {#one}\n\nFirst line\nand **second** line &amp; more.\n\n"
        "- point\n  goes on\n* other\n\n> [!CAREFUL] Look out.\n\n![A bus stop](bus.svg)\n\n"
        "Source: AB-1 1.2 V, CD 2.3 a V-old\nlayer: proposal\nCheck: ask\n"
    )
    assert problems == []
    (step,) = lesson.steps
    assert (step.id, step.title) == ("one", "One *small* step")
    assert step.blocks == (
        Paragraph(text="First line and **second** line & more."),
        Bullets(entries=("point goes on",)),
        Bullets(entries=("other",)),
        Callout(kind="careful", text="Look out."),
    )
    assert step.picture == Picture(file="bus.svg", alt="A bus stop")
    assert step.citations == (
        Citation(source="AB-1", confidence="V", fact="1.2"),
        Citation(source="CD", confidence="V-old", fact="2.3 a"),
    )
    assert (step.layer, step.check) == ("proposal", "ask")


def test_details_right_under_a_paragraph() -> None:
    lesson, problems = read("# One {#one}\nWords here.\nSources: AB 1.1 P\n")
    assert problems == []
    assert lesson.steps[0].blocks == (Paragraph(text="Words here."),)
    assert len(lesson.steps[0].citations) == 1


def test_what_is_not_a_lesson_is_named_with_its_line() -> None:
    body = (
        "# One {#one}\n\n"  # lines 7, 8
        "a\n\n"  # 9
        "| a | b |\n|---|---|\n| c | d |\n\n"  # 11
        "```\ncode\n```\n\n"  # 15
        "    indented\n\n"  # 19
        "***\n\n"  # 21
        "- a\n  - b\n\n"  # 23, 24
        "> [!NOTE] a\n>\n> b\n\n"  # 26, 28
        "<div>x</div>\n\n"  # 30
        "[ref]: http://x.org\n\n"  # 32
        "text ![a b c](x.svg) text\n\n"  # 34
        "![a b c](x.svg)\n\n![a b c](y.svg)\n\n"  # 36, 38
        "Layer: proposal\nLayer: practice\n"  # 40, 41
    )
    _, problems = read(body)
    assert [p.line for p in problems] == [11, 15, 19, 21, 24, 28, 30, 32, 34, 38, 41]


def test_two_callouts_in_one_quote_and_none() -> None:
    _, problems = read("# One {#one}\n\n> [!SHOUT] a\n\n> plain\n\n>\n")
    assert {p.rule for p in problems} == {"choice-of-words", "markup"}


def test_strange_files_do_not_make_it_stumble(tmp_path: Path) -> None:
    for text in ("", "---", "---\n---", "---\n- a\n---\n", "---\nsteps: 1\n---\n", "---\n[\n---\n"):
        findings = Findings()
        parse_lesson(text, "l.md", findings)
        assert list(findings) or text == "---\n---"
