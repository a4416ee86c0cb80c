"""The plain data types of xAPI, each with its check.

A check takes a value as JSON gives it and the path it stands at, and raises ``Invalid`` where the
specification does not allow it. Nothing here calls itself, however deep a value is nested.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Literal

Version = Literal["1.0.3", "2.0.0"]
Check = Callable[[object, str], None]
Rules = Mapping[str, Check]

_LONGEST_NAME = 60
_DEEPEST = 100
"""Levels of an extension's value: more than anybody means, fewer than a JSON reader can bear."""

_HEX = "[0-9A-Fa-f]"
_UUID = re.compile(rf"{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?:[^\s\x00-\x20\x7f-\x9f<>\"{{}}|\\^`%\ud800-\udfff]++|%{_HEX}{{2}})+"
)
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, as extended
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|i-[a-z]{2,8}|en-gb-oed|sgn-[a-z]{2}-[a-z]{2}",  # grandfathered
    re.IGNORECASE | re.ASCII,
)
_LAST = r"[0-9]+(?:[.,][0-9]+(?=[A-Z]\Z))?"  # only the last number may have a fraction
_DURATION = re.compile(
    rf"P(?:{_LAST}W|(?=[0-9T])(?:{_LAST}Y)?(?:{_LAST}M)?(?:{_LAST}D)?"
    rf"(?:T(?=[0-9])(?:{_LAST}H)?(?:{_LAST}M)?(?:{_LAST}S)?)?)"
)
_ZONE = r"(?P<zone>Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)"
_TIMESTAMP: dict[Version, re.Pattern[str]] = {
    "1.0.3": re.compile(  # ISO 8601, basic or extended
        r"[0-9]{4}(?P<d>-?)[0-9]{2}(?P=d)[0-9]{2}T[0-9]{2}(?P<t>:?)[0-9]{2}"
        rf"(?:(?P=t)(?P<second>[0-9]{{2}})(?:[.,][0-9]+)?)?{_ZONE}?",
        re.IGNORECASE,
    ),
    "2.0.0": re.compile(  # RFC 3339
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:(?P<second>[0-9]{2})(?:\.[0-9]+)?"
        r"(?P<zone>Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])",
        re.IGNORECASE,
    ),
}
_NEGATIVE_ZERO = ("-00", "-0000", "-00:00")


class Invalid(ValueError):
    """What the specification does not allow; the text names the place and the rule."""


def check_members(
    value: object, path: str, rules: Rules, required: Collection[str] = ()
) -> dict[str, Any]:
    """An object that has only properties with a rule, each as its rule wants it."""
    if not isinstance(value, dict):
        raise Invalid(f"{path} must be an object")
    for name, member in value.items():
        rule = rules.get(name)
        if rule is None:
            raise Invalid(f"{path} must not have a property {str(name)[:_LONGEST_NAME]!r}")
        rule(member, f"{path}.{name}")
    for name in required:
        if name not in value:
            raise Invalid(f"{path} must have the property {name!r}")
    return value


def one_of(*words: str) -> Check:
    """A check for exactly one of these words, in this case."""
    told = " or ".join(f'"{word}"' for word in words)

    def check(value: object, path: str) -> None:
        if not isinstance(value, str) or value not in words:
            raise Invalid(f"{path} must be {told}")

    return check


def list_of(check: Check) -> Check:
    """A check for a list whose every element passes ``check``."""

    def check_list(value: object, path: str) -> None:
        if not isinstance(value, list):
            raise Invalid(f"{path} must be a list")
        for place, element in enumerate(value):
            check(element, f"{path}[{place}]")

    return check_list


def matching(pattern: str, told: str) -> Check:
    """A check for text that matches the whole pattern."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: object, path: str) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Invalid(f"{path} must be {told}")

    return check


def check_text(value: object, path: str = "text") -> None:
    """Any text at all, but text."""
    if not isinstance(value, str):
        raise Invalid(f"{path} must be text")
    if not value.isascii() and _SURROGATE.search(value):
        raise Invalid(f"{path} must be Unicode text, without half characters")


def check_truth(value: object, path: str) -> None:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise Invalid(f"{path} must be true or false")


def check_number(value: object, path: str) -> None:
    """A number, not a word for one, and none so large that few readers could tell it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise Invalid(f"{path} must be a number")


def _is_finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False


def check_uuid(value: object, path: str = "id") -> None:
    """A UUID in its standard form, in either case; its variant is only recommended."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Invalid(f"{path} must be a UUID")


def check_iri(value: object, path: str = "iri") -> None:
    """An IRI with a scheme, free of the characters no IRI has."""
    if not isinstance(value, str) or not _IRI.fullmatch(value):
        raise Invalid(f"{path} must be an IRI with a scheme, such as https://…")


def check_language(value: object, path: str = "language") -> None:
    """A language tag made as RFC 5646 wants it, such as ``es-BO``."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise Invalid(f"{path} must be a language tag, such as es-BO")


def check_words(value: object, path: str) -> None:
    """A language map: text by language tag."""
    if not isinstance(value, dict):
        raise Invalid(f"{path} must be an object of texts by language")
    for tag, words in value.items():
        check_language(tag, f"a key of {path}")
        check_text(words, f"{path}.{tag}")


def check_duration(value: object, path: str = "duration") -> None:
    """A span of time as ISO 8601 writes it, such as ``PT4M12.5S``."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise Invalid(f"{path} must be an ISO 8601 duration, such as PT4M12.5S")


def check_timestamp(value: object, path: str = "timestamp", *, version: Version = "1.0.3") -> None:
    """A day and a time: by ISO 8601 in 1.0.3, by RFC 3339 in 2.0.0."""
    moment(value, path, version=version)


def moment(value: object, path: str = "timestamp", *, version: Version = "1.0.3") -> datetime:
    """The moment, in UTC, that a timestamp names; one without a zone is UTC. Raises ``Invalid``."""
    match = _TIMESTAMP[version].fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Invalid(f"{path} must be a timestamp, such as 2026-11-22T07:41:05.120Z")
    if match["zone"] in _NEGATIVE_ZERO:
        raise Invalid(f"{path} must not have the zone -00:00")
    text = match[0]
    if match["second"] == "60":  # a leap second
        text = text[: match.start("second")] + "59" + text[match.end("second") :]
    try:
        found = datetime.fromisoformat(text.upper())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"{path} must be a day and a time that exist") from error


def check_extensions(value: object, path: str) -> None:
    """A map from IRIs to any JSON at all, so long as it is JSON."""
    if not isinstance(value, dict):
        raise Invalid(f"{path} must be an object")
    for key, extension in value.items():
        check_iri(key, f"a key of {path}")
        _check_json(extension, path)


def _check_json(value: object, path: str) -> None:
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            check_text(one, path)
        elif isinstance(one, dict | list):
            if depth > _DEEPEST:
                raise Invalid(f"{path} must not be nested deeper than {_DEEPEST} levels")
            if isinstance(one, dict):
                for key in one:
                    check_text(key, f"a key in {path}")
            inside = one.values() if isinstance(one, dict) else one
            waiting.extend((member, depth + 1) for member in inside)
        elif one is not None and not isinstance(one, bool):
            check_number(one, path)
