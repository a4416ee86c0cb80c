"""Certificates: a short text, signed by the computer that issued it, checkable without a network.

The text is ``WAYPOST1:`` and base32 (so that a QR code holds it in alphanumeric mode) of the signed
facts, the issuer's public key (32 bytes) and an Ed25519 signature over both (64 bytes, RFC 8032).
"""

import binascii
from base64 import b32decode, b32encode
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from trainer_app.errors import CertificateRejected
from trainer_app.i18n import N_, _

MARK = "WAYPOST1:"
VALID_MONTHS = 12
_KEY, _SIGNATURE = 32, 64
_NOT_OURS = N_("This is not the text of a Waypost certificate. Copy all of it, from WAYPOST1 on.")


class Facts(Struct, frozen=True, array_like=True):
    """What a certificate says. Dates are whole days; ``supervised`` is for facilitators' keys.

    Of the kind ``attended`` it says that somebody was at a session, held on that day (ISO), and
    nothing about what they know; it does not expire.
    """

    serial: str
    name: str
    module_id: str
    module_title: str
    version: str
    issued_on: date
    valid_until: date
    issuer: str
    supervised: bool = False
    kind: Literal["passed", "attended"] = "passed"
    held_on: str = ""


class Signed(Struct, frozen=True):
    """Facts and the public key that signed them."""

    facts: Facts
    key: bytes


def sign(facts: Facts, seed: bytes) -> str:
    """The certificate's text, signed with the Ed25519 key of this 32-byte seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(seed)
    body = msgspec.msgpack.encode(facts) + private.public_key().public_bytes_raw()
    return MARK + b32encode(body + private.sign(body)).decode().rstrip("=")


def public_key(seed: bytes) -> bytes:
    """The public half of the key of this seed, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def read(text: str) -> Signed:
    """The facts, when the signature over them holds. Raises ``CertificateRejected``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    squeezed = "".join(text.split()).upper()
    if not squeezed.startswith(MARK):
        raise CertificateRejected(_(_NOT_OURS))
    coded = squeezed.removeprefix(MARK).rstrip("=")
    try:
        raw = b32decode(coded + "=" * (-len(coded) % 8))
        body, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
        facts, key = body[:-_KEY], body[-_KEY:]
        Ed25519PublicKey.from_public_bytes(key).verify(signature, body)
        return Signed(msgspec.msgpack.decode(facts, type=Facts), key)
    except InvalidSignature:
        raise CertificateRejected(_("This certificate was altered. It is not valid.")) from None
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise CertificateRejected(_(_NOT_OURS)) from None


def valid_until(issued_on: date) -> date:
    """The last day a certificate issued then is valid: twelve months later, less a day."""
    year, leap = issued_on.year + VALID_MONTHS // 12, (issued_on.month, issued_on.day) == (2, 29)
    last = issued_on.replace(year=year, day=28) if leap else issued_on.replace(year=year)
    return last if leap else date.fromordinal(last.toordinal() - 1)


def fingerprint(key: bytes) -> str:
    """A public key in twelve letters and digits a person can compare."""
    from hashlib import sha256

    short = b32encode(sha256(key).digest())[:12].decode()
    return "-".join(short[i : i + 4] for i in range(0, 12, 4))
