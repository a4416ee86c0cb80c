"""Receipts: what a collector took from a hand-over file, signed, for the computer it came from.

``WAYRECEIPT1`` and a line break, canonical JSON, an Ed25519 signature over both. ``proof`` can only
be made by who opened the file, and only holds for the key that signs.
"""

import hmac
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from trainer_app.content import canonical
from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _
from trainer_app.sync.bundle import MOST_STATEMENTS, Hex32, Range, secret_of
from trainer_app.sync.messages import Clock, Count

MAGIC = b"WAYRECEIPT1\n"
SUFFIX = ".wayreceipt"
MOST_BYTES = 4 * 1024 * 1024
_SIGNATURE = 64
_NO_RECEIPT = N_("This receipt is damaged. Collect once more to get another.")

Reason = Annotated[str, Meta(pattern="^[a-z-]{1,40}$")]


class ReceiptRejected(TrainerError):
    """What lies there is no receipt, or was altered; nothing of it was used."""


class Refused(Struct, array_like=True, frozen=True):
    """A statement that was not taken and will not be."""

    statement_id: UUID
    reason: Reason


class Receipt(Struct, frozen=True, kw_only=True):
    """``ranges`` are on the collector's disk, new or held before; ``at`` is its wall clock in ms.

    ``people`` says how far the maker's list of people was taken, as it counted in its ``epoch``.
    """

    format: Literal[1] = 1
    bundle: UUID
    device: UUID
    epoch: Count
    ranges: Annotated[tuple[Range, ...], Meta(max_length=MOST_STATEMENTS)]
    refused: Annotated[tuple[Refused, ...], Meta(max_length=MOST_STATEMENTS)] = ()
    count: Count
    people: Count = 0
    at: Clock
    collector: UUID
    key: Hex32 = "0" * 64
    proof: Hex32 = "0" * 64


def write(receipt: Receipt, *, seed: bytes, secret: str) -> bytes:
    """The bytes of a receipt; ``seed`` is of the collector's key, ``secret`` that of the file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from msgspec.structs import replace

    private = Ed25519PrivateKey.from_private_bytes(seed)
    key = private.public_key().public_bytes_raw().hex()
    signed = MAGIC + canonical.encode(replace(receipt, key=key, proof=_proof(secret, key)))
    return signed + private.sign(signed)


def read(data: bytes) -> Receipt:
    """The receipt, when its signature by its own key holds. Raises ``ReceiptRejected``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signed, signature = data[:-_SIGNATURE], data[-_SIGNATURE:]
    try:
        if not signed.startswith(MAGIC):
            raise ValueError("another kind of file")
        receipt = canonical.decode(signed[len(MAGIC) :], Receipt)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(receipt.key)).verify(signature, signed)
    except (ValueError, InvalidSignature, RecursionError) as error:
        raise ReceiptRejected(_(_NO_RECEIPT)) from error
    return receipt


def is_proven(receipt: Receipt, seed: bytes) -> bool:
    """Whether who signed it could open the file this computer's key (``seed``) made."""
    wanted = _proof(secret_of(seed, receipt.bundle), receipt.key)
    return hmac.compare_digest(wanted, receipt.proof)


def _proof(secret: str, key: str) -> str:
    return hmac.digest(bytes.fromhex(secret), bytes.fromhex(key), "sha256").hex()
