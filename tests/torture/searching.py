"""Looking for words where they must not be: in bytes, in files, in what files are packed of, and
under the encryption of our own files, page by page."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from trainer_app.store import journal

_PAGE, _RESERVED, _IV, _SALT = 4096, 80, 16, 16
"""Of SQLCipher 4: each page ends in its IV and HMAC; the first begins with the salt."""
_WAL_HEAD, _FRAME_HEAD = 32, 24
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_DEPTH = 4
_LARGEST = 64 * 2**20


@dataclass(frozen=True)
class Hit:
    """A word was found: in what, and written how."""

    word: str
    where: str
    how: str

    def __str__(self) -> str:
        return f"{self.word} as {self.how} in {self.where}"


class Seeker:
    """Knows the words, in every way they might be written."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._ways = [way for word in self.words for way in _ways(word)]

    def in_bytes(self, data: bytes, where: str, depth: int = _DEPTH) -> list[Hit]:
        """Every word in these bytes, and in what they are packed of."""
        low = data.lower()
        found = []
        for word, how, written, is_exact, digits in self._ways:
            hay = data if is_exact else low
            if written in hay and (not digits or _alone(hay, written)):
                found.append(Hit(word, where, how))
        if depth:
            for name, inner in _inside(data):
                found += self.in_bytes(inner, f"{where}{name}", depth - 1)
        return found

    def in_folder(self, folder: Path) -> list[Hit]:
        """In the names and the bytes of every file there is."""
        found = []
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder.parent))
            found += self.in_bytes(path.name.encode(), f"the name of {name}")
            if path.is_file():
                found += self.in_bytes(path.read_bytes(), name)
        return found

    def under_the_key(self, folder: Path, key: bytes) -> list[Hit]:
        """In every page of our own encrypted files, also such as are not used any more, and in
        every record of the journals."""
        found = []
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder.parent))
            if path.suffix == ".db" or path.name.endswith((".db-wal", ".aside", ".part")):
                for number, page in pages(path, key):
                    found += self.in_bytes(page, f"{name}, page {number}", 0)
            elif path.parent.name == "journal" and path.is_file():
                for number, record in enumerate(records(path, key)):
                    found += self.in_bytes(record, f"{name}, record {number}", 0)
        return found


def pages(path: Path, key: bytes) -> Iterator[tuple[int, bytes]]:
    """Every page of an encrypted database or its log, in plain."""
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        step = _FRAME_HEAD + _PAGE
        for at in range(_WAL_HEAD, len(data) - step + 1, step):
            number = int.from_bytes(data[at : at + 4], "big")
            yield number, _plain(data[at + _FRAME_HEAD : at + step], key, first=number == 1)
        return
    for at in range(0, len(data) - _PAGE + 1, _PAGE):
        yield at // _PAGE + 1, _plain(data[at : at + _PAGE], key, first=at == 0)


def records(path: Path, key: bytes) -> Iterator[bytes]:
    """Every change of a journal, as its SQL and values."""
    found = journal.read(path, key)
    if found is not None:
        for changes in journal.changes_after([found], found.base):
            yield repr(changes).encode()


def _plain(page: bytes, key: bytes, *, first: bool) -> bytes:
    end = len(page) - _RESERVED
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + _IV])).decryptor()
    return cipher.update(page[_SALT if first else 0 : end]) + cipher.finalize()


def _ways(word: str) -> Iterator[tuple[str, str, bytes, bool, bool]]:
    """Word, what the way is called, its bytes, whether letters count, whether it is a number."""
    low, digits = word.lower(), word.isdigit()
    yield word, "text", low.encode(), False, digits
    yield word, "utf-16", low.encode("utf-16-le"), False, False
    yield word, "utf-16", low.encode("utf-16-be"), False, False
    if not digits:
        yield word, "hex", low.encode().hex().encode(), False, False
        yield word, "hex", word.encode().hex().encode(), False, False
        escaped = "".join(f"%{byte:02x}" for byte in low.encode())
        yield word, "escapes", escaped.encode(), False, False
        yield word, "backwards", low[::-1].encode(), False, False
    for shift in range(3):
        raw = b64encode(b"\0" * shift + word.encode())
        core = raw.rstrip(b"=")[4 if shift else 0 : -2]
        if len(core) > 7:
            yield word, "base64", core, True, False


def _alone(hay: bytes, written: bytes) -> bool:
    """Whether a number stands there by itself, not as a part of a longer one."""
    return re.search(rb"(?<![0-9a-f.])" + written + rb"(?![0-9a-f])", hay) is not None


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What these bytes are packed of: zip, gzip, zlib, and the streams of a PDF."""
    if len(data) > _LARGEST:
        return
    if data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for name in packed.namelist():
                    yield f" / the name {name}", name.encode()
                    yield f" / {name}", packed.read(name)
        except (zipfile.BadZipFile, OSError, zlib.error):
            return
    elif data[:2] == b"\x1f\x8b":
        try:
            yield " unpacked", gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return
    elif data[:1] == b"\x78":
        unpacked = _inflated(data)
        if unpacked:
            yield " unpacked", unpacked
    elif data[:5] == b"%PDF-":
        for number, stream in enumerate(_STREAM.findall(data)):
            if unpacked := _inflated(stream):
                yield f" stream {number}", unpacked


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST)
    except zlib.error:
        return b""
