"""Signatures of packs, in the form of minisign, so that its tool and ours read each other's files.

``NAME.minisig`` lies beside the file it signs: an Ed25519 signature over the BLAKE2b-512 of the
whole file, and a second one over the first and the trusted comment. A signature names a key by
eight bytes only; ours carry the public key in the trusted comment, too, so that a stranger's can be
looked at. What a comment says of a key proves nothing: trust is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _

SUFFIX = ".minisig"
MOST_BYTES = 16 * 1024
"""How long a signature or key file may be."""
CHUNK = 256 * 1024

_PLAIN, _HASHED, _SCRYPT, _OPEN, _BLAKE = b"Ed", b"ED", b"Sc", b"\0\0", b"B2"
_UNTRUSTED, _TRUSTED = b"untrusted comment: ", b"trusted comment: "
_KEY_NAMED = re.compile(rb"(?:^|\t)key:([A-Za-z0-9+/]{56})(?:\t|$)")
_OPSLIMIT, _MEMLIMIT = 8 * 1024 * 1024, 256 * 1024 * 1024
"""For keys we write: 256 MB of memory and about a second. Those of minisign take 1 GB."""
_MOST_MEMORY = 1024 * 1024 * 1024
_DAMAGED = N_("This signature is damaged. Copy the module and its signature again.")
_OLD_FORM = N_("This signature has an old form. Sign the module again with a newer tool.")
_NO_KEY = N_("This is no key file of minisign.")
_PASSWORD = N_("This password does not open the key.")


class SignatureRejected(TrainerError):
    """A signature file that cannot be read. ``detail`` is for whoever helps."""

    exit_code = 7

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class KeyRejected(TrainerError):
    """A key file that cannot be read, or whose password is another one."""


class Digests(NamedTuple):
    """What a file is: the hash that is signed, and the one we remember it by."""

    blake2b: bytes
    sha256: str


def digests(file: BinaryIO, passed: Callable[[int], None] = lambda _count: None) -> Digests:
    """Read a file to its end; ``passed`` is told of each piece, in bytes, and may raise."""
    signed, kept = hashlib.blake2b(), hashlib.sha256()
    while piece := file.read(CHUNK):
        signed.update(piece)
        kept.update(piece)
        passed(len(piece))
    return Digests(signed.digest(), kept.hexdigest())


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are checked with. ``key_id`` is a name, 8 bytes; ``raw`` is Ed25519."""

    key_id: bytes
    raw: bytes

    @property
    def text(self) -> str:
        """As ``minisign -P`` takes it."""
        return b64encode(_PLAIN + self.key_id + self.raw).decode()


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that signs. ``seed`` is Ed25519's, 32 bytes."""

    key_id: bytes
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return PublicKey(self.key_id, private.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature file says. Nothing in it is true before ``made_by`` and ``holds`` say so.

    ``key`` is the one it says it was made with; None where it does not say.
    """

    key_id: bytes
    signature: bytes
    comment: bytes
    over_all: bytes
    key: PublicKey | None

    def made_by(self, raw: bytes) -> bool:
        """Whether whoever has this Ed25519 key wrote it, whatever it signs."""
        if self.key is not None and self.key.raw != raw:
            return False
        return _verifies(raw, self.over_all, self.signature + self.comment)

    def holds(self, raw: bytes, blake2b: bytes) -> bool:
        """Whether it was made with this key for the file of this hash."""
        return self.made_by(raw) and _verifies(raw, self.signature, blake2b)


# ---------------------------------------------------------------- signatures


def sign(blake2b: bytes, secret: SecretKey, *, name: str) -> bytes:
    """The signature file for a file of this hash; ``name`` is what people see it is for."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(secret.seed)
    facts = (f"timestamp:{int(time.time())}", f"file:{name}", "hashed", f"key:{secret.public.text}")
    comment = "\t".join(facts).encode()
    signature = private.sign(blake2b)
    lines = (
        _UNTRUSTED + b"signature of a Waypost module",
        b64encode(_HASHED + secret.key_id + signature),
        _TRUSTED + comment,
        b64encode(private.sign(signature + comment)),
    )
    return b"\n".join(lines) + b"\n"


def read_signature(data: bytes) -> Signature:
    """What a signature file says. Raises ``SignatureRejected``."""
    try:
        lines = _lines(data, 4)
        body, over_all = _base64(lines[1], 74), _base64(lines[3], 64)
        if not (lines[0].startswith(_UNTRUSTED) and lines[2].startswith(_TRUSTED)):
            raise ValueError("the comments are not where they should be")
        comment = lines[2].removeprefix(_TRUSTED)
        comment.decode("utf-8")
        if body[:2] not in (_HASHED, _PLAIN):
            raise ValueError("another kind of signature")
        named = _KEY_NAMED.search(comment)
        key = _public(named[1]) if named else None
        if key is not None and key.key_id != body[2:10]:
            raise ValueError("it names two keys")
    except ValueError as error:
        raise SignatureRejected(_(_DAMAGED), str(error)) from error
    if body[:2] == _PLAIN:
        raise SignatureRejected(_(_OLD_FORM), "Ed, not ED")
    return Signature(body[2:10], body[10:], comment, over_all, key)


# ---------------------------------------------------------------- keys


def new_secret_key() -> SecretKey:
    """A key nobody had before."""
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def write_public_key(key: PublicKey) -> bytes:
    """The public key's file."""
    shown = key.key_id[::-1].hex().upper()
    return _UNTRUSTED + f"minisign public key {shown}\n{key.text}\n".encode()


def read_public_key(data: bytes) -> PublicKey:
    """A public key from its file, or from its one line. Raises ``KeyRejected``."""
    try:
        stripped = data.strip()
        if b"\n" not in stripped:
            return _public(stripped)
        lines = _lines(data, 2)
        if not lines[0].startswith(_UNTRUSTED):
            raise ValueError("no comment")
        return _public(lines[1])
    except ValueError as error:
        raise KeyRejected(_(_NO_KEY)) from error


def write_secret_key(secret: SecretKey, password: str) -> bytes:
    """The secret key's file; without a password nothing protects it. Takes about a second."""
    pair = secret.seed + secret.public.raw
    inside = secret.key_id + pair + _checksum(secret.key_id, pair)
    head = _PLAIN + _OPEN + _BLAKE + bytes(48)
    if password:
        salt = secrets.token_bytes(32)
        limits = _OPSLIMIT.to_bytes(8, "little") + _MEMLIMIT.to_bytes(8, "little")
        head = _PLAIN + _SCRYPT + _BLAKE + salt + limits
        inside = _mixed(inside, password, salt, _OPSLIMIT, _MEMLIMIT)
    kind = b"minisign encrypted secret key" if password else b"minisign secret key"
    return _UNTRUSTED + kind + b"\n" + b64encode(head + inside) + b"\n"


def is_protected(data: bytes) -> bool:
    """Whether a password opens this secret key. Raises ``KeyRejected``."""
    return _secret(data)[2:4] == _SCRYPT


def read_secret_key(data: bytes, password: str = "") -> SecretKey:
    """A secret key. Takes seconds, and up to 1 GB where minisign wrote it.

    Raises ``KeyRejected``, also for another password.
    """
    body = _secret(data)
    inside = body[54:]
    if protected := body[2:4] == _SCRYPT:
        limits = (int.from_bytes(body[at : at + 8], "little") for at in (38, 46))
        inside = _mixed(inside, password, body[6:38], *limits)
    key_id, pair, checksum = inside[:8], inside[8:72], inside[72:]
    secret = SecretKey(key_id, pair[:32])
    # minisign writes no checksum into a key that has no password.
    if protected and checksum != _checksum(key_id, pair):
        raise KeyRejected(_(_PASSWORD))
    if secret.public.raw != pair[32:]:
        raise KeyRejected(_(_NO_KEY))
    return secret


def _secret(data: bytes) -> bytes:
    try:
        lines = _lines(data, 2)
        body = _base64(lines[1], 158)
        if not lines[0].startswith(_UNTRUSTED) or body[:2] != _PLAIN or body[4:6] != _BLAKE:
            raise ValueError("another kind of key")
        if body[2:4] not in (_SCRYPT, _OPEN):
            raise ValueError("another kind of protection")
    except ValueError as error:
        raise KeyRejected(_(_NO_KEY)) from error
    return body


def _public(text: bytes) -> PublicKey:
    body = _base64(text, 42)
    if body[:2] != _PLAIN:
        raise ValueError("another kind of key")
    return PublicKey(body[2:10], body[10:])


def _checksum(key_id: bytes, pair: bytes) -> bytes:
    return hashlib.blake2b(_PLAIN + key_id + pair, digest_size=32).digest()


def _mixed(inside: bytes, password: str, salt: bytes, opslimit: int, memlimit: int) -> bytes:
    """Locked or unlocked: the same step does both."""
    n, p = _scrypt_work(opslimit, memlimit)
    stream = hashlib.scrypt(
        password.encode(), salt=salt, n=n, r=8, p=p, maxmem=2**31 - 1, dklen=len(inside)
    )
    return bytes(a ^ b for a, b in zip(inside, stream, strict=True))


def _scrypt_work(opslimit: int, memlimit: int) -> tuple[int, int]:
    """scrypt's N and p for r = 8, as libsodium finds them. Raises ``KeyRejected`` for too much."""
    if not 0 < memlimit <= _MOST_MEMORY or not 0 < opslimit <= 2**32:
        raise KeyRejected(_(_NO_KEY))
    opslimit = max(opslimit, 32768)
    by_time = opslimit < memlimit // 32
    most = opslimit // 32 if by_time else memlimit // 1024
    power = next(power for power in range(1, 64) if 1 << power > most // 2)
    p = 1 if by_time else min(0x3FFFFFFF, opslimit // 4 // (1 << power)) // 8
    return 1 << power, max(p, 1)


def _lines(data: bytes, count: int) -> list[bytes]:
    if len(data) > MOST_BYTES:
        raise ValueError(f"a file of {len(data)} bytes")
    lines = [line.removesuffix(b"\r") for line in data.removesuffix(b"\n").split(b"\n")]
    if len(lines) != count:
        raise ValueError(f"{len(lines)} lines")
    return lines


def _base64(text: bytes, length: int) -> bytes:
    """Bytes written in the one way there is, so that no two texts mean the same."""
    body = b64decode(text, validate=True)
    if len(body) != length or b64encode(body) != text:
        raise ValueError("not the length or form it should have")
    return body


def _verifies(raw: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
