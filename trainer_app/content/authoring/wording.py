"""The rules about words: how much a step holds, which words are avoided, how ids are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trainer_app.content import inline
from trainer_app.content.authoring.terms import avoided
from trainer_app.content.module import Bullets, Callout, Module, Paragraph, Step
from trainer_app.content.soundness import Fault, answers_of, citations_of
from trainer_app.content.texts import Path, placed_texts

STEP_WORDS = 40
BULLETS = 3
BULLET_WORDS = 14
LEAD_WORDS = 15
CALLOUT_WORDS = 20
STEPS = (4, 8)
LINES = {"grounding": (3, 5), "summary_card": (4, 7)}
LONG_FEEDBACK = 45

_Faults = Iterator[tuple[Path, str, str]]


def wording_faults(module: Module) -> Iterator[Fault]:
    """Everything about the words of a module that has to be mended."""
    for rules in (_texts, _steps, _lines, _alt_texts, _answer_ids, _layers):
        for path, rule, sentence in rules(module):
            yield Fault(path, rule, sentence)


def wording_notices(module: Module) -> Iterator[Fault]:
    """What an author should look at once more."""
    for path, _, text in placed_texts(module):
        for found in avoided(text, module.language):
            if not found.always:
                said = f"“{found.word}”: {found.advice}."
                yield Fault(path, "term", said)
        words = len(text.split())
        if path[-1] in {"feedback", "reason", "consequence"} and words > LONG_FEEDBACK:
            said = f"This {path[-1]} has {words} words; two short sentences are enough."
            yield Fault(path, "long", said)
    for path, citation in citations_of(module):
        if citation.confidence == "2nd":
            said = f"`{citation.source}` is quoted second hand; find the original before release."
            yield Fault(path, "citation", said)
    used = {citation.source for _, citation in citations_of(module)}
    for n, source in enumerate(module.sources):
        if source.code and source.code not in used:
            yield Fault(("sources", n), "unused", f"The source `{source.code}` is never cited.")
    spoken = {name for _, _, text in placed_texts(module) for name in inline.slots_in(text)}
    for n, slot in enumerate(module.slots):
        if slot.id and slot.id not in spoken:
            yield Fault(("slots", n), "unused", f"The slot `{slot.id}` is never used.")


def text_faults(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Rule and sentence of what is wrong with one text, in whichever language."""
    for fault in inline.faults(text):
        yield "markup", f"This text {fault}."
    for found in avoided(text, language):
        if found.always:
            yield "term", f"“{found.word}” is on the avoid list: {found.advice}."
    if re.search(r"https?:|www\.|\b[\w.-]+@[\w-]+\.\w|<[a-z/!]", text, re.IGNORECASE):
        yield "link", "Links, addresses and HTML do not stand in texts; name sources as sources."
    if re.search(r"(?:\d[ -]?){6,}", text) or re.search(r"\b(?:911|112|999)\b", text):
        said = "A number to call never stands in a text: use a slot such as `{emergency-number}`."
        yield "number", said


def step_faults(step: Step, generosity: float = 1.0) -> Iterator[tuple[str, str]]:
    """Rule and sentence where a step holds too much; translations are given some more room."""
    bullets = [e for block in step.blocks if isinstance(block, Bullets) for e in block.entries]
    callouts = [block.text for block in step.blocks if isinstance(block, Callout)]
    paragraphs = [block.text for block in step.blocks if isinstance(block, Paragraph)]
    if not bullets:
        yield from _limit(step, "{} words", [*paragraphs, *callouts], STEP_WORDS, generosity)
        return
    if len(bullets) > BULLETS:
        said = f"The step `{step.id}` has {len(bullets)} bullets; {BULLETS} are the limit."
        yield "step-size", said
    for bullet in bullets:
        yield from _limit(step, "a bullet of {} words", [bullet], BULLET_WORDS, generosity)
    yield from _limit(step, "{} words before its bullets", paragraphs, LEAD_WORDS, generosity)
    yield from _limit(step, "a callout of {} words", callouts, CALLOUT_WORDS, generosity)


def _limit(
    step: Step, what: str, texts: list[str], most: int, generosity: float
) -> Iterator[tuple[str, str]]:
    count = sum(words_in(text) for text in texts)
    most = int(most * generosity)
    if count > most:
        said = f"The step `{step.id}` has {what.format(count)}; {most} are the limit."
        yield "step-size", said


def words_in(text: str) -> int:
    """How many words a reader reads; a dash alone is none."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def _texts(module: Module) -> _Faults:
    for path, _, text in placed_texts(module):
        for rule, said in text_faults(text, module.language):
            yield path, rule, said


def _steps(module: Module) -> _Faults:
    least, most = STEPS
    for n, lesson in enumerate(module.lessons):
        if lesson.steps and not least <= len(lesson.steps) <= most:
            said = f"The lesson `{lesson.id}` has {len(lesson.steps)} steps; {least} to {most} fit."
            yield ("lessons", n), "step-count", said
        for m, step in enumerate(lesson.steps):
            for rule, said in step_faults(step):
                yield ("lessons", n, "steps", m), rule, said


def _lines(module: Module) -> _Faults:
    for name, lines in (
        ("grounding", module.grounding.steps),
        ("summary_card", module.summary_card.lines),
    ):
        least, most = LINES[name]
        if not least <= len(lines) <= most:
            said = f"`{name}` has {len(lines)} lines; {least} to {most} fit."
            yield (name,), "count", said


def _alt_texts(module: Module) -> _Faults:
    for path, _, text in placed_texts(module):
        if path[-1] != "alt" or not text:
            continue
        if re.search(r"\.(svg|png|jpe?g|webp)\b|^[\w]+([-_/][\w]+)+$", text, re.IGNORECASE):
            yield path, "alt-text", f"“{text}” is a file name; say what the picture shows."
        elif words_in(text) < 3:
            yield path, "alt-text", f"“{text}” is too short to say what the picture shows."


def _answer_ids(module: Module) -> _Faults:
    """Ids of answers are words: letters and numbers change their meaning when one is inserted."""
    lists: list[tuple[Path, str]] = []
    for n, item in enumerate(module.items):
        for name, parts in answers_of(item):
            lists += [(("items", n, name, m, "id"), part.id) for m, part in enumerate(parts)]
    for n, scenario in enumerate(module.scenarios):
        for m, node in enumerate(scenario.nodes):
            path: Path = ("scenarios", n, "nodes", m, "choices")
            lists += [((*path, k, "id"), choice.id) for k, choice in enumerate(node.choices)]
    counted = re.compile(
        r"[a-z]|\d+|(choice|option|answer|entry|pair|item|right|wrong)(-?(\d+|[a-z]))?"
    )
    for path, answer_id in lists:
        if answer_id and counted.fullmatch(answer_id):
            said = f"`{answer_id}` is no lasting id; name the answer with a word, such as `listen`."
            yield path, "lasting-id", said


def _layers(module: Module) -> _Faults:
    for n, lesson in enumerate(module.lessons):
        for m, step in enumerate(lesson.steps):
            if step.layer == "verified" and not step.citations:
                said = f"The step `{step.id}` is marked verified but names no source."
                yield ("lessons", n, "steps", m, "layer"), "citation", said
