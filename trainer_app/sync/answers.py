"""What an answer over HTTP says beyond its body: how it went, what time it is there."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from trainer_app.sync.faults import Fault
from trainer_app.sync.server_look import http_date_ms
from trainer_app.training.times import milliseconds

if TYPE_CHECKING:
    from trainer_app.sync.road import Reply

T = TypeVar("T")

VERSION = "X-Experience-API-Version"
THROUGH = "X-Experience-API-Consistent-Through"
WORDS = 200
"""How much is kept of what a server says, in characters."""
_SPOKEN = re.compile(r"(1\.0|2\.0)(\.\d+)?")
_REASONS = {
    401: "key", 403: "rights", 404: "path", 405: "path", 407: "proxy-password", 408: "timeout",
    410: "path", 425: "busy", 429: "busy", 501: "path", 503: "busy", 504: "timeout",
    511: "proxy-sign-in",
}  # fmt: skip
_LONGEST_RETRY_S = 24 * 3600


def reference_ms(reply: Reply) -> int | None:
    """The server's clock when it answered, UTC milliseconds; None where it does not say."""
    told = [http_date_ms(reply.headers.get("Date")), iso_ms(reply.headers.get(THROUGH))]
    return max((ms for ms in told if ms is not None), default=None)


def iso_ms(text: str | None) -> int | None:
    """A moment as ISO 8601 writes it, in UTC milliseconds; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text or "")
        return milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def retry_after_s(reply: Reply) -> int | None:
    """How long the server asks to wait, in seconds; a date is read beside its own clock."""
    text = (reply.headers.get("Retry-After") or "").strip()
    if text.isdecimal() and len(text) < 10:
        return min(int(text), _LONGEST_RETRY_S)
    until, now = http_date_ms(text), reference_ms(reply)
    if until is None or now is None:
        return None
    return min(max(0, (until - now) // 1000), _LONGEST_RETRY_S)


def words(reply: Reply) -> str:
    """What the server says about it, shortened; markup of a page is left out."""
    text = reply.body[: 4 * WORDS].decode("utf-8", "replace")
    text = re.sub(r"<[^>]*>", " ", text)
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(plain.split())[:WORDS]


def read_json(body: bytes | msgspec.Raw, kind: type[T]) -> T:
    """What a body says. Raises ``ValueError`` for anything else, whatever is wrong with it."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def is_page(reply: Reply) -> bool:
    """Whether this is for a web browser."""
    return "html" in (reply.headers.get("Content-Type") or "").lower()


def trouble(reply: Reply) -> Fault | None:
    """Why this answer is none of a place for results that works for us; None where it may be.

    The statuses that speak about what was sent (400, 409, 413, 415, 422) are left to the caller,
    unless another version is behind them.
    """
    status = reply.status
    if 300 <= status < 400:
        return Fault(_moved(reply))
    if 200 <= status < 300:
        if not is_page(reply):
            return None
        return Fault("proxy-sign-in" if reply.url.scheme == "http" else "page")
    if status in (400, 409, 413, 415, 422):
        return Fault("version") if status == 400 and _other_version(reply) else None
    if reason := _REASONS.get(status):
        return Fault(reason, retry_after_s=retry_after_s(reply))
    if 400 <= status < 500:
        return Fault("path" if is_page(reply) else "server", {"status": status})
    return Fault("server", {"status": status}, retry_after_s(reply))


def speaks(versions: object) -> str | None:
    """The version to speak, of those an about answer names: 1.0.3 if it can, else 2.0.0."""
    if not isinstance(versions, list):
        return None
    known = [v for v in versions if isinstance(v, str) and _SPOKEN.fullmatch(v)]
    if any(version.startswith("1.0") for version in known):
        return "1.0.3"
    return "2.0.0" if known else None


def _other_version(reply: Reply) -> bool:
    told = reply.headers.get(VERSION)
    return told is not None and not _SPOKEN.fullmatch(told.strip())


def _moved(reply: Reply) -> str:
    """Another host is a network that wants a sign-in; the same one has moved its place."""
    try:
        host = urlsplit(str(reply.headers.get("Location") or "")).hostname
    except ValueError:
        host = None
    elsewhere = host is not None and host != reply.url.host
    return "proxy-sign-in" if elsewhere else "moved"
