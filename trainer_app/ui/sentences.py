"""Where sentences begin and end, for reading aloud and for the highlight that goes with it."""

import re

_END = re.compile(r"(?<=[.!?…؟。])[\"”’»)]*\s+(?=\S)")


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence in plain text; together they leave out only white space."""
    found: list[tuple[int, int]] = []
    start = 0
    for gap in _END.finditer(text):
        found.append((start, gap.end() - len(gap.group()) + len(gap.group().rstrip())))
        start = gap.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return found


def split(text: str) -> list[str]:
    """The sentences of a plain text."""
    return [text[start:end] for start, end in spans(text)]
