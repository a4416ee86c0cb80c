"""What may stand inside a text: ``**strong**``, ``*emphasis*`` and slots such as ``{police}``.

A slot is a place each site fills with its own words (CS-47); until then the module's fallback
stands there. Marks are read before slots are filled, so a site's words can never become marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trainer_app.content.module import Module

SLOTS = (
    "focal-point",
    "focal-point-night",
    "emergency-number",
    "child-helpline",
    "protection-office",
    "police",
    "content-hotline",
    "manager",
)
"""Every slot there is; settings of a site name the same ones."""

_SLOT = re.compile(r"\{([a-z]+(?:-[a-z]+)*)\}")
_MARKED = re.compile(
    r"\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*|\*(?P<emphasis>[^\s*](?:[^*]*[^\s*])?)\*"
)


def spans(text: str, values: Mapping[str, str] | None = None) -> tuple[Span, ...]:
    """The text cut where its marks change, slots filled from ``values``."""
    found: list[Span] = []
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            found.append(Span(fill(text[end : match.start()], values or {})))
        strong, emphasis = match["strong"], match["emphasis"]
        words = fill(strong or emphasis, values or {})
        found.append(Span(words, strong=strong is not None, emphasis=emphasis is not None))
        end = match.end()
    if end < len(text):
        found.append(Span(fill(text[end:], values or {})))
    return tuple(found)


def plain(text: str, values: Mapping[str, str] | None = None) -> str:
    """The text without marks, slots filled: for a voice, a list or a window title."""
    return "".join(span.text for span in spans(text, values))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled; a slot without a value stays as it is."""
    return _SLOT.sub(lambda match: values.get(match[1]) or match[0], text)


def slot_values(module: Module, site: Mapping[str, str]) -> dict[str, str]:
    """What stands in each slot of the module: the site's words, or else the fallback."""
    return {slot.id: site.get(slot.id) or slot.fallback for slot in module.slots}


def slots_in(text: str) -> tuple[str, ...]:
    """The names of the slots in a text, in their order."""
    return tuple(_SLOT.findall(text))


def strong_marks(text: str) -> int:
    """How many runs of the text are marked strong."""
    return sum(match["strong"] is not None for match in _MARKED.finditer(text))


def faults(text: str) -> tuple[str, ...]:
    """What is wrong with the marks and braces of a text, in plain sentences."""
    found = []
    bare = _SLOT.sub("…", text)
    if "{" in bare or "}" in bare:
        found.append("has a brace that is no slot; a slot looks like `{focal-point}`")
    if "*" in _MARKED.sub("", bare):
        found.append("has a star that marks nothing; write `*so*` or `**so**`, not nested")
    return tuple(found)


class Span(NamedTuple):
    """A run of characters that look alike."""

    text: str
    strong: bool = False
    emphasis: bool = False
