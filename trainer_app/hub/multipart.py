"""multipart/mixed: statements with what comes with them, read and written. Pure."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import new as new_hash

from trainer_app.hub.keeping import Enclosed
from trainer_app.training.xapi import Invalid

_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_CONTENT_TYPE = re.compile(r"[\x20-\x7e]{1,200}")
_SHA2 = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part; names of ``headers`` are in lower case."""

    headers: Mapping[str, str]
    body: bytes


def parts(body: bytes, content_type: str) -> list[Part]:
    """The parts of a multipart body. Raises ``Invalid`` where it is not one."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Invalid("multipart must have a boundary")
    boundary = (found[1] or found[2]).encode()
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    read: list[Part] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return read
        padding, newline, rest = piece.partition(b"\r\n")
        if padding.strip(b" \t") or not newline:
            raise Invalid("multipart must have its boundaries on lines of their own")
        head, gap, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
        if not gap:
            raise Invalid("a part must have an empty line behind its headers")
        read.append(Part(_headers(head), content))
    raise Invalid("multipart must have its last boundary")


def enclosed(part: Part) -> Enclosed:
    """The attachment in a part. Raises ``Invalid`` where it is not what its headers say."""
    told = part.headers.get("x-experience-api-hash", "").lower()
    algorithm = _SHA2.get(len(told))
    if algorithm is None or new_hash(algorithm, part.body).hexdigest() != told:
        raise Invalid("an attachment must have its SHA-2 as X-Experience-API-Hash")
    if part.headers.get("content-transfer-encoding", "").lower() != "binary":
        raise Invalid("an attachment must have the Content-Transfer-Encoding binary")
    content_type = part.headers.get("content-type", "application/octet-stream")
    return Enclosed(bytes.fromhex(told), checked_content_type(content_type), part.body)


def checked_content_type(content_type: str) -> str:
    """A content type that can be given out in a header again. Raises ``Invalid``."""
    if not _CONTENT_TYPE.fullmatch(content_type):
        raise Invalid("a content type must be one line of ASCII letters")
    return content_type


def written(text: bytes, files: Iterable[Enclosed]) -> tuple[bytes, str]:
    """A body with JSON first and then the files, and its content type."""
    boundary = secrets.token_hex(16)
    pieces = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n".encode(), text]
    for file in files:
        headers = (
            f"\r\n--{boundary}\r\nContent-Type: {file.content_type}\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {file.sha2.hex()}\r\n\r\n"
        )
        pieces += [headers.encode(), file.body]
    pieces.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(pieces), f"multipart/mixed; boundary={boundary}"


def _headers(head: bytes) -> dict[str, str]:
    headers = {}
    for line in head.decode("latin-1").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return headers
