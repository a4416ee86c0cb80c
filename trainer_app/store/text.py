"""The frozen text, small: deflated against a dictionary that is almost the statement itself.

Codec 1 is raw deflate with a window of 8 kB and a preset dictionary: ``statements.zdict`` with its
``$words`` filled in from the columns of the row. What the columns say is so stored once, and the
text still needs no renderer to be read. Neither the file nor ``_words`` may ever change once
released, for no text packed with them could be read; a better codec gets the next number.
"""

import hashlib
import re
import zlib
from functools import cache
from pathlib import Path

from trainer_app.store.connection import incomplete
from trainer_app.training.statement import Draft, Stamp

CODEC = 1
DICTIONARY = Path(__file__).with_name("statements.zdict")
DICTIONARY_SHA256 = "1f1ccc28117f7696b88f615153ffe86e34b4fb468f04f80f4649cf3e0a598f64"
_WINDOW = -13
"""Negative: raw, without the checksum that the hash chain makes needless."""
_LARGEST = 1 << 20
_WORD = re.compile(r"\$([a-z]+)")


def pack(text: bytes, draft: Draft, stamp: Stamp) -> bytes:
    """The text for the ``text`` column, in codec ``CODEC``."""
    known = _dictionary(draft, stamp)
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, 9, zlib.Z_DEFAULT_STRATEGY, known)
    return packer.compress(text) + packer.flush()


def unpack(packed: bytes, codec: int, draft: Draft, stamp: Stamp) -> bytes:
    """The frozen text. Raises ``ValueError`` where the columns and the packed text do not agree."""
    if codec != CODEC:
        raise ValueError(f"unknown codec {codec}")
    unpacker = zlib.decompressobj(_WINDOW, zdict=_dictionary(draft, stamp))
    try:
        text = unpacker.decompress(packed, _LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("the packed text has no proper end")
    return text


def _dictionary(draft: Draft, stamp: Stamp) -> bytes:
    form, names = _template()
    words = _words(draft, stamp)
    return (form % tuple([words[name] for name in names])).encode()


def _words(draft: Draft, stamp: Stamp) -> dict[str, object]:
    """Frozen with the codec. A word that differs from the text costs bytes, never truth."""
    words: dict[str, object | None] = {
        "id": stamp.statement_id,
        "timestamp": stamp.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "actor": draft.actor,
        "verb": draft.verb.value,
        "activity": draft.activity,
        "type": draft.activity_type.value,
        "name": draft.name,
        "interaction": draft.interaction,
        "pattern": draft.pattern,
        "role": draft.test_role,
        "serial": draft.serial,
        "valid": draft.valid_until,
        "response": draft.response,
        "success": None if draft.success is None else str(draft.success).lower(),
        "scaled": draft.scaled,
        "raw": draft.raw,
        "maximum": draft.maximum,
        "registration": draft.registration,
        "site": draft.site,
        "release": stamp.release,
        "revision": draft.revision,
        "language": draft.language,
        "parent": draft.parent,
        "module": "/".join(draft.activity.split("/")[:2]),
        "session": draft.session,
        "device": stamp.device,
        "epoch": stamp.epoch,
        "seq": stamp.seq,
        "boot": stamp.boot,
        "mono": stamp.mono_ms,
        "offset": stamp.offset_minutes,
        "clock": "suspect" if stamp.suspect else "unverified",
        "attempt": draft.attempt,
        "mark": draft.pass_mark,
        "subject": draft.subject,
    }
    return {name: "" if word is None else word for name, word in words.items()}


def require_dictionary() -> None:
    """Raises ``StoreUnusable`` where the dictionary is not the released one."""
    _template()


@cache
def _template() -> tuple[str, tuple[str, ...]]:
    """The dictionary with ``%s`` in place of each word, and the words in their order."""
    try:
        template = DICTIONARY.read_bytes()
    except OSError as error:
        raise incomplete() from error
    if hashlib.sha256(template).hexdigest() != DICTIONARY_SHA256:
        raise incomplete()
    told = template.decode()
    return _WORD.sub("%s", told.replace("%", "%%")), tuple(_WORD.findall(told))
