"""Slot c: the key of the data file, sealed so that the organisation's own key opens it.

Only the public half of that key is on this computer. Whoever applies a programme says with it that
head office may open the data; nobody else can, and no other slot is touched.
"""

from base64 import b64decode, b64encode
from typing import Any

KIND = "escrow"


def seal(key: bytes, recipient: str) -> dict[str, Any]:
    """The slot that holds a key for an age recipient. Raises ``ValueError`` for no recipient."""
    import pyrage

    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise ValueError(f"no age recipient: {recipient}") from error
    sealed = b64encode(pyrage.encrypt(key, [to])).decode()
    return {"kind": KIND, "recipient": recipient, "sealed": sealed}


def unseal(slot: dict[str, Any], identity: str) -> bytes | None:
    """What the slot holds; None where this age identity does not open it."""
    import pyrage

    try:
        whose = pyrage.x25519.Identity.from_str(identity.strip())
        key: bytes = pyrage.decrypt(b64decode(slot["sealed"]), [whose])
    except (pyrage.IdentityError, pyrage.DecryptError, KeyError, TypeError, ValueError):
        return None
    return key
