"""A look at a server that is not trusted, to say whose clock is wrong. Nothing of ours is sent."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from cryptography import x509

from trainer_app import RELEASED
from trainer_app.sync.faults import Fault, explain_dates
from trainer_app.training.times import milliseconds

_MOST_HEAD = 16 * 1024
_DATE = re.compile(rb"\r\nDate:[ \t]*([^\r\n]+)\r\n", re.IGNORECASE)
RELEASED_MS = milliseconds(datetime.fromisoformat(f"{RELEASED}T00:00:00+00:00"))


@dataclass(frozen=True, slots=True)
class Look:
    """The dates of a certificate and of a server's clock, UTC milliseconds; None where not told."""

    valid_ms: tuple[int, int] | None = None
    date_ms: int | None = None


def explain_refused_dates(
    side: Literal["early", "late", "outside"],
    host: str,
    port: int,
    *,
    now_ms: Callable[[], int],
    seconds: float,
) -> Fault:
    """Why a certificate was refused for its dates, with the best knowledge there is."""
    look = look_at(host, port, seconds)
    return explain_dates(
        side,
        now_ms=now_ms(),
        valid_ms=look.valid_ms,
        reference_ms=look.date_ms,
        released_ms=RELEASED_MS,
    )


def look_at(host: str, port: int, seconds: float) -> Look:
    """Ask for nothing (``HEAD /``, no key) and read the two dates; an empty look if it fails.

    It takes so many seconds at most, and a few thousand bytes, whatever comes.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    until = time.monotonic() + seconds
    valid_ms = date_ms = None
    try:
        with (
            socket.create_connection((host, port), seconds) as plain,
            context.wrap_socket(plain, server_hostname=host) as line,
        ):
            valid_ms = _dates(line.getpeercert(binary_form=True))
            name = f"[{host}]" if ":" in host else host.encode("idna").decode()
            asked = f"HEAD / HTTP/1.1\r\nHost: {name}:{port}\r\nConnection: close\r\n\r\n"
            line.sendall(asked.encode())
            found = _DATE.search(_head(line, until))
            date_ms = http_date_ms(found[1].decode("ascii", "replace")) if found else None
    except (OSError, ValueError):
        pass  # what is known until here is enough
    return Look(valid_ms, date_ms)


def _head(line: ssl.SSLSocket, until: float) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and len(data) < _MOST_HEAD:
        left = until - time.monotonic()
        if left <= 0:
            break
        line.settimeout(left)
        more = line.recv(4096)
        if not more:
            break
        data += more
    return data


def http_date_ms(text: str | None) -> int | None:
    """A date as HTTP writes it, in UTC milliseconds; None for anything else."""
    try:
        moment = parsedate_to_datetime(text or "")
        return milliseconds(moment) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _dates(certificate: bytes | None) -> tuple[int, int] | None:
    try:
        parsed = x509.load_der_x509_certificate(certificate or b"")
        return milliseconds(parsed.not_valid_before_utc), milliseconds(parsed.not_valid_after_utc)
    except (ValueError, x509.InvalidVersion):
        return None
