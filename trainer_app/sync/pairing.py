"""Pairing: both ends prove that they know the code, and that they see the same certificate.

SPAKE2 turns six digits into a strong key without showing them; each end's proof is made with that
key over the SHA-256 of the hub's certificate, so that whoever stands between with a certificate of
their own is noticed. What the device is given travels sealed with the same key.

The device: ``DeviceSide(code, fingerprint)``, send ``message``, ``proof(hub_message)``, send it,
``opened(hub_proof, sealed)``. The hub: ``HubSide(code, fingerprint)``, ``answer(message)``; later,
perhaps in another process, ``confirm(key, fingerprint, device_proof, grant)``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from spake2 import SPAKE2_A, SPAKE2_B

CODE_DIGITS = 6
START_PATH = "/waypost/pair/start"
FINISH_PATH = "/waypost/pair/finish"

_DEVICE, _HUB = b"waypost device", b"waypost hub"
_SEAL = b"waypost pairing 1"
_MESSAGE_BYTES = 33
_NONCE_BYTES = 12


class PairingRefused(TrainerError):
    """The ends did not prove themselves to each other; nothing was given away."""


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What a device holds after pairing.

    ``key`` and ``secret`` open the hub; ``hub`` is its name; ``desk_recipient`` (age) is whom
    people's names are sealed to, ``desk_key`` (Ed25519, hex) whose signatures come from the desk.
    Both are empty at a hub without a desk.
    """

    key: str
    secret: str
    hub: str
    desk_recipient: str = ""
    desk_key: str = ""


def new_code() -> str:
    """Six digits, each as likely as any other."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def digits(typed: str) -> str:
    """The code as a person typed it, without the gaps; digits of any script count."""
    return "".join(str(int(letter)) for letter in typed if letter.isdecimal())


class DeviceSide:
    """The end that types the code. ``fingerprint`` is that of the certificate it sees."""

    def __init__(self, code: str, fingerprint: bytes) -> None:
        from spake2 import SPAKE2_A

        self._fingerprint = fingerprint
        self._exchange = SPAKE2_A(code.encode(), idA=_DEVICE, idB=_HUB)
        self._key = b""
        self.message: bytes = self._exchange.start()

    def proof(self, hub_message: bytes) -> bytes:
        """This end's proof. Raises ``PairingRefused`` when the hub's message is none."""
        self._key = _agree(self._exchange, hub_message)
        return _proof(self._key, b"device", self._fingerprint)

    def opened(self, hub_proof: bytes, sealed: bytes) -> Grant:
        """What the hub gives. Raises ``PairingRefused`` unless the hub has proved itself."""
        from cryptography.exceptions import InvalidTag

        genuine = hmac.compare_digest(hub_proof, _proof(self._key, b"hub", self._fingerprint))
        if not (self._key and genuine):
            raise _refused()
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            grant = _seal(self._key).decrypt(nonce, text, self._fingerprint)
            return msgspec.json.decode(grant, type=Grant)
        except (InvalidTag, ValueError, msgspec.DecodeError) as error:
            raise _refused() from error


class HubSide:
    """The end that shows the code. ``fingerprint`` is that of its own certificate."""

    def __init__(self, code: str, fingerprint: bytes) -> None:
        from spake2 import SPAKE2_B

        self._fingerprint = fingerprint
        self._exchange = SPAKE2_B(code.encode(), idA=_DEVICE, idB=_HUB)

    def answer(self, device_message: bytes) -> tuple[bytes, bytes]:
        """The hub's message, and the key that ``confirm`` needs. Raises ``PairingRefused``."""
        message: bytes = self._exchange.start()
        return message, _agree(self._exchange, device_message)


def confirm(
    key: bytes, fingerprint: bytes, device_proof: bytes, grant: Grant
) -> tuple[bytes, bytes]:
    """The hub's proof and the sealed grant.

    Raises ``PairingRefused`` unless the device has proved itself: that is one try of five.
    """
    if not hmac.compare_digest(device_proof, _proof(key, b"device", fingerprint)):
        raise _refused()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _seal(key).encrypt(nonce, msgspec.json.encode(grant), fingerprint)
    return _proof(key, b"hub", fingerprint), nonce + sealed


def _agree(exchange: SPAKE2_A | SPAKE2_B, message: bytes) -> bytes:
    from spake2 import SPAKEError
    from spake2.ed25519_basic import NotOnCurve

    if len(message) != _MESSAGE_BYTES:
        raise _refused()
    try:
        key: bytes = exchange.finish(message)
    except (SPAKEError, NotOnCurve, ValueError, AssertionError) as error:
        raise _refused() from error
    return key


def _proof(key: bytes, end: bytes, fingerprint: bytes) -> bytes:
    return hmac.digest(key, end + fingerprint, hashlib.sha256)


def _seal(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_SEAL).derive(key))


def _refused() -> PairingRefused:
    return PairingRefused(
        _("The code does not fit. Ask for a new one where the hub is, then try again.")
    )
