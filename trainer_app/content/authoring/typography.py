"""Typography of the languages a module is translated into: quotation marks, spaces, apostrophes.

French after the usage of printers (no-break space inside « » and before : ; ? !); Spanish after
the Real Academia (« » as first quotation marks, ¿ and ¡ open what ? and ! close).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NO_BREAK = "\u00a0\u202f"
_STRAIGHT = "Straight quotes do not stand in {language}; write {marks}."


def typography_faults(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Rule and sentence of what a careful printer of that language would mend."""
    match language.partition("_")[0]:
        case "fr":
            yield from _french(text)
        case "es":
            yield from _spanish(text)


def _french(text: str) -> Iterator[tuple[str, str]]:
    if re.search(rf"[^{_NO_BREAK}?!][?!;»]|[^{_NO_BREAK}\d]:|«[^{_NO_BREAK}]", text):
        said = "A no-break space (U+00A0) stands before : ; ? ! » and after «."
        yield "typography", said
    if '"' in text:
        yield "typography", _STRAIGHT.format(language="French", marks="« … »")
    if "'" in text:
        yield "typography", "The apostrophe is ’ (U+2019)."


def _spanish(text: str) -> Iterator[tuple[str, str]]:
    if '"' in text or text.startswith("“"):
        yield "typography", _STRAIGHT.format(language="Spanish", marks="«…»")
    for opening, closing in ("¿?", "¡!", "«»"):
        if text.count(opening) != text.count(closing):
            yield "typography", f"{opening} and {closing} do not come in pairs."
