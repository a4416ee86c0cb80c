"""A look at a server that is not trusted, to say whose clock is wrong. Nothing of ours is sent."""

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from cryptography import x509

from trainer_app import RELEASED
from trainer_app.sync.faults import Fault, explain_dates
from trainer_app.training.times import milliseconds

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
    """Ask for nothing (``HEAD /``, no key) and read the two dates; an empty look if it fails."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    valid_ms = date_ms = None
    try:
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        valid_ms = _dates(connection.sock.getpeercert(binary_form=True))
        connection.request("HEAD", "/")
        date_ms = http_date_ms(connection.getresponse().getheader("Date"))
    except (OSError, http.client.HTTPException):
        pass  # what is known until here is enough
    finally:
        connection.close()
    return Look(valid_ms, date_ms)


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
    except ValueError:
        return None
