"""How much a session guide says, and whether the sheets it hands out exist.

Its notes are read at a glance while somebody speaks to thirty people, so each is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trainer_app.content.authoring.problems import Findings
from trainer_app.content.authoring.reader import read_yaml
from trainer_app.content.authoring.tree import Mapping, Scalar, Sequence
from trainer_app.content.authoring.wording import words_in
from trainer_app.content.guide import Guide
from trainer_app.content.module import Module
from trainer_app.content.soundness import Fault
from trainer_app.content.texts import Path as PartPath
from trainer_app.content.texts import placed_texts

TEXT_WORDS = 40
PROMPT_WORDS = 20
TITLE_WORDS = 8
ENTRIES = {"aims": (2, 6), "ground_rules": (3, 8), "what_if": (3, 14)}
NOTES = 6

_Faults = Iterator[tuple[PartPath, str, str]]


def guide_word_faults(module: Module) -> Iterator[Fault]:
    """Where a guide says too much, or too little."""
    guide = module.guide
    if guide is None:
        return
    for path, rule, said in (*long_texts(guide), *_counts(guide)):
        yield Fault(("guide", *path), rule, said)


def long_texts(guide: Guide, generosity: float = 1.0) -> _Faults:
    """Texts with too many words; translations are given some more room."""
    for path, _, text in placed_texts(guide):
        most = int(_most(path) * generosity)
        if (count := words_in(text)) > most:
            said = f"This text of the guide has {count} words; {most} are the limit."
            yield path, "guide-size", said


def unknown_handouts(module: Module, shelf: Path) -> Iterator[Fault]:
    """Handouts that are no job aid of the shelf in that folder; none where it has no list."""
    file = shelf / "job-aids.yaml"
    if module.guide is None or not module.guide.handouts or not file.is_file():
        return
    node = read_yaml(file, shelf, Findings())
    entries = node.entries if isinstance(node, Sequence) else []
    written = [entry.fields.get("id") for entry in entries if isinstance(entry, Mapping)]
    known = [entry.text for entry in written if isinstance(entry, Scalar)]
    for n, handout in enumerate(module.guide.handouts):
        if handout and handout not in known:
            said = f"There is no handout `{handout}`; there are {', '.join(known)}."
            yield Fault(("guide", "handouts", n), "unknown-handout", said)


def _most(path: PartPath) -> int:
    if "prompts" in path:
        return PROMPT_WORDS
    return TITLE_WORDS if path[-1] == "title" else TEXT_WORDS


def _counts(guide: Guide) -> _Faults:
    for name, (least, most) in ENTRIES.items():
        count = len(getattr(guide, name))
        if count and not least <= count <= most:
            said = f"`{name}` has {count} entries; {least} to {most} fit."
            yield (name,), "count", said
    for n, step in enumerate(guide.steps):
        if len(step.notes) > NOTES:
            said = f"The step `{step.id}` has {len(step.notes)} notes; {NOTES} are the limit."
            yield ("steps", n, "notes"), "count", said
