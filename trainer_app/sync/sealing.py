"""Sealed for a few, opened by one of them: age, and the limits that reading keeps."""

import hashlib
import zlib
from collections.abc import Iterator, Sequence

import pyrage

_PIECE = 1 << 16


class NotOpened(ValueError):
    """None of the identities opens it, or it was changed on its way."""


class Oversized(ValueError):
    """More than the reader is ready to take."""


def new_identity() -> str:
    """A new age identity, ``AGE-SECRET-KEY-1…``: a secret."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public half, ``age1…``, of an identity. Raises ``ValueError`` for anything else."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Whether something can be sealed to this."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def fingerprint(recipient: str) -> str:
    """A recipient in 16 letters and digits, to see without a key whom something is for."""
    return hashlib.sha256(recipient.encode()).hexdigest()[:16]


def seal(data: bytes, recipients: Sequence[str]) -> bytes:
    """The data as an age file for these recipients. Raises ``ValueError`` for none or a bad one."""
    if not recipients:
        raise ValueError("sealed for nobody")
    try:
        to = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as error:
        raise ValueError("no age recipient") from error
    sealed: bytes = pyrage.encrypt(data, to)
    return sealed


def unseal(sealed: bytes, identities: Sequence[str]) -> bytes:
    """The data of an age file; never longer than the file. Raises ``NotOpened``."""
    try:
        opened: bytes = pyrage.decrypt(sealed, [_identity(one) for one in identities])
    except pyrage.DecryptError as error:
        raise NotOpened(str(error)) from error
    return opened


def lines(packed: bytes, *, most_bytes: int, most_of_a_line: int) -> Iterator[bytes]:
    """The lines of a gzip file, unpacked piece by piece.

    Raises ``Oversized``, and ``ValueError`` for what is no whole gzip file of whole lines.
    """
    taken, began = 0, b""
    for piece in _unpacked(packed):
        taken += len(piece)
        if taken > most_bytes:
            raise Oversized(f"more than {most_bytes} bytes")
        *whole, began = (began + piece).split(b"\n")
        for line in whole:
            if len(line) > most_of_a_line:
                raise Oversized(f"a line of {len(line)} bytes")
            yield line
        if len(began) > most_of_a_line:
            raise Oversized(f"a line of {len(began)} bytes")
    if began:
        raise ValueError("something follows the last line")


def _unpacked(packed: bytes) -> Iterator[bytes]:
    """A gzip file piece by piece, taking no more than a piece of it at a time."""
    unpacker = zlib.decompressobj(wbits=31)
    for begin in range(0, len(packed), _PIECE):
        left, full = packed[begin : begin + _PIECE], False
        while left or (full and not unpacker.eof):
            if unpacker.eof:
                raise ValueError("something follows the file")
            try:
                piece = unpacker.decompress(left, _PIECE)
            except zlib.error as error:
                raise ValueError(str(error)) from error
            left = unpacker.unconsumed_tail or unpacker.unused_data
            full = len(piece) == _PIECE
            yield piece
    if not unpacker.eof:
        raise ValueError("cut short")


def pack(lines_in_order: Sequence[bytes]) -> bytes:
    """The inverse of ``lines``. Raises ``ValueError`` for a line with a line break in it."""
    packer = zlib.compressobj(6, wbits=31)
    packed = []
    for line in lines_in_order:
        if b"\n" in line:
            raise ValueError("a line break inside a line")
        packed.append(packer.compress(line))
        packed.append(packer.compress(b"\n"))
    packed.append(packer.flush())
    return b"".join(packed)


def _identity(text: str) -> "pyrage.x25519.Identity":
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        raise ValueError("no age identity") from error
