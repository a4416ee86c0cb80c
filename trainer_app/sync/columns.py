"""Columns of values and of numbers, written so that LZMA finds little left to do.

Reading raises ``ValueError`` for columns that no writer makes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

Value = str | int | float | bool
Column = tuple[str | list[Value], bytes]
"""The values, each once in the order it first comes, and a code for each place.

Values that are all texts of one line stand in one text, a line each.
"""

_NONE, _NEW, _NEWEST = 0, 1, 2
"""Codes: no value, the next one not yet met, the newest one met; from there on those before it."""
_WIDEST = 9
"""Bytes of a number: 64 bits, and one for its sign."""


def write_codes(values: Iterable[Any]) -> tuple[list[Any], bytes]:
    """The values that differ, None left out, and a code for each place.

    Values are the same when msgpack writes them the same: 1, 1.0 and True are three.
    """
    known: list[Any] = []
    places: dict[bytes, int] = {}
    codes = []
    for value in values:
        key = msgspec.msgpack.encode(value)
        if value is None:
            codes.append(_NONE)
        elif key in places:
            codes.append(_NEWEST + len(known) - 1 - places[key])
        else:
            codes.append(_NEW)
            places[key] = len(known)
            known.append(value)
    return known, _planes(codes)


def read_codes(known: Sequence[Any], codes: bytes, count: int) -> list[Any]:
    """The inverse of ``write_codes`` for that many places."""
    values: list[Any] = []
    met = 0
    for code in _unplaned(codes, count):
        met += code == _NEW
        place = met - 1 - max(0, code - _NEWEST)
        if code != _NONE and not 0 <= place < len(known):
            raise ValueError("a column speaks of a value it does not have")
        values.append(None if code == _NONE else known[place])
    if met != len(known):
        raise ValueError("a column has a value it does not speak of")
    return values


def write_values(values: Iterable[Any]) -> Column:
    """A column of texts, numbers or truths, with or without None."""
    known, codes = write_codes(values)
    in_lines = known and all(isinstance(value, str) and "\n" not in value for value in known)
    return ("\n".join(known) if in_lines else known), codes


def read_values(column: Column, count: int) -> list[Any]:
    """The inverse of ``write_values`` for that many places."""
    known, codes = column
    if isinstance(known, str):
        return read_codes(known.split("\n", count), codes, count)
    return read_codes(known, codes, count)


def write_numbers(numbers: Iterable[int]) -> bytes:
    """Whole numbers, those near 0 the smallest."""
    return _planes([number * 2 if number >= 0 else -number * 2 - 1 for number in numbers])


def read_numbers(data: bytes, count: int) -> list[int]:
    """The inverse of ``write_numbers`` for that many."""
    folded = _unplaned(data, count)
    return [-(number + 1) // 2 if number % 2 else number // 2 for number in folded]


def _planes(numbers: list[int]) -> bytes:
    """First the lowest bytes of all, then the next of all."""
    width = (max(numbers, default=0).bit_length() + 7) // 8 or 1
    data = b"".join(number.to_bytes(width, "little") for number in numbers)
    return b"".join(data[place::width] for place in range(width))


def _unplaned(data: bytes, count: int) -> list[int]:
    width, rest = divmod(len(data), count)
    if rest or not 1 <= width <= _WIDEST:
        raise ValueError("a column has another length")
    planes = (data[place * count : (place + 1) * count] for place in range(width))
    return [int.from_bytes(bytes(parts), "little") for parts in zip(*planes, strict=True)]
