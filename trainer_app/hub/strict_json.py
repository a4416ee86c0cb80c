"""JSON as xAPI wants it: UTF-8, no key twice, no NaN, no depth that breaks a reader. Pure."""

import json
from typing import Any

import msgspec

from trainer_app.training.xapi import Invalid

_SPACE = b" \t\r\n"


def read_json(data: bytes | str) -> Any:
    """The value. Raises ``Invalid``."""
    try:
        text = data if isinstance(data, str) else data.decode()
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half characters raise here
        return value
    except Invalid:
        raise
    except RecursionError as error:
        raise Invalid("JSON must not be nested that deep") from error
    except ValueError as error:
        raise Invalid("not JSON") from error


def exact_texts(data: bytes, statements: list[Any]) -> list[bytes | None]:
    """The text of each of the statements that ``read_json`` found in ``data``, byte by byte."""
    try:
        raws = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return [None] * len(statements)
    return [bytes(raw) for raw in raws]


def exact_text(data: bytes) -> bytes:
    """The text of the one statement in ``data``."""
    return data.strip(_SPACE)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Invalid("a JSON object must not have a key twice")
    return made


def _no_constant(word: str) -> None:
    raise Invalid(f"{word} is no JSON")
