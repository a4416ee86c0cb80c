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
# Texts of a pack are single lines: the only escapes are \" and \\, and nothing turns the writing
# direction around (bidirectional overrides make a text show something else than it says).
_ODD = re.compile(r'(?<!\\)(?:\\\\)*\\[^"\\]|[\x00-\x1f\x7f\u202a-\u202e\ufeff]')


def encode(value: object) -> bytes:
    """The value as canonical JSON."""
    # By way of plain values, so that the tag of a struct is sorted among its other fields.
    return _encoder.encode(msgspec.to_builtins(value))


def decode(data: bytes, kind: type[T]) -> T:
    """The value of that type; raises ``ValueError`` for anything not written by ``encode``."""
    if _ODD.search(data.decode("utf-8")):
        raise ValueError("control characters in a text")
    value = msgspec.json.decode(data, type=kind)
    if _encoder.encode(msgspec.json.decode(data)) != data:
        raise ValueError("not canonical JSON")
    return value
