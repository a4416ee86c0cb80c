"""The one way a pack writes JSON: sorted, without spaces, so that a hash names a content.

Reading accepts nothing else. That refuses duplicate keys, ``NaN``, comments, other encodings and
anything two readers could understand differently, whatever the structs look like by then.
"""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

T = TypeVar("T")

_encoder = msgspec.json.Encoder(order="sorted")
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\ufeff]")
"""What no text holds: control characters, and those that turn the writing direction around, which
make a text show something else than it says."""
# So texts are single lines, and the only escapes are those of the quote and of the backslash.
_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)*\\[^"\\]')


def encode(value: object) -> bytes:
    """The value as canonical JSON."""
    # By way of plain values, so that the tag of a struct is sorted among its other fields.
    return _encoder.encode(msgspec.to_builtins(value))


def decode(data: bytes, kind: type[T]) -> T:
    """The value of that type; raises ``ValueError`` for anything not written by ``encode``."""
    text = data.decode("utf-8")
    if INVISIBLE.search(text) or _ESCAPE.search(text):
        raise ValueError("control characters in a text")
    value = msgspec.json.decode(data, type=kind)
    if _encoder.encode(msgspec.json.decode(data)) != data:
        raise ValueError("not canonical JSON")
    return value
