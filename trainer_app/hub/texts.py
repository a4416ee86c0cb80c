"""A statement's text: kept once, as it came, compressed; given out with what the hub adds.

What the hub itself says (when it was stored, on whose authority) is not in the kept text: it is
added behind it. So a text that came complete is given out to the byte as it came.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from trainer_app.training.statement import IRI_BASE, ActivityType, Draft, Stamp, Verb, render
from trainer_app.training.times import EPOCH

_WINDOW = -13
_LEVEL = 6
_MEMORY = 5
_LARGEST = 16 * 2**20
_HUBS_OWN = ("stored", "authority")


def timestamp(stored: int) -> str:
    """Microseconds since 1970 as xAPI writes a moment."""
    return (EPOCH + timedelta(microseconds=stored)).isoformat(timespec="microseconds")[:-6] + "Z"


def plain_json(value: object) -> bytes:
    """JSON in UTF-8 without spaces."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def with_members(text: bytes, **added: str) -> bytes:
    """A JSON object's text with members that it does not have yet, at its end."""
    return text.rstrip()[:-1] + b"," + plain_json(added)[1:]


def settle(statement: dict[str, Any], text: bytes | None, version: str) -> bytes:
    """The text to keep: as it came where it can stay, without the hub's own words."""
    singles = _make_lists(statement)
    if text is None or singles or any(name in statement for name in _HUBS_OWN):
        for name in _HUBS_OWN:
            statement.pop(name, None)
        text = plain_json(statement)
    if "version" not in statement:
        text = with_members(text, version=version)
    return text


def stamped(text: bytes, stored: int) -> bytes:
    """The text of a statement that named no time: it happened when it was stored."""
    return with_members(text, timestamp=timestamp(stored))


def given_out(text: bytes, stored: int, authority: bytes) -> bytes:
    """The text with when it was stored and on whose authority, JSON of an agent."""
    return b'%b,"stored":"%b","authority":%b}' % (text[:-1], timestamp(stored).encode(), authority)


class Packer:
    """Compresses texts against a dictionary and opens them again. Safe in several threads."""

    def __init__(self, words: bytes) -> None:
        self._packer = zlib.compressobj(
            _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, words
        )
        self._unpacker = zlib.decompressobj(_WINDOW, zdict=words)

    def pack(self, text: bytes) -> bytes:
        """The text, small."""
        packer = self._packer.copy()
        return packer.compress(text) + packer.flush()

    def unpack(self, packed: bytes) -> bytes:
        """The text. Raises ``ValueError`` where the bytes are damaged."""
        unpacker = self._unpacker.copy()
        try:
            text = unpacker.decompress(packed, _LARGEST)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        if not unpacker.eof:
            raise ValueError("the packed text has no proper end")
        return text


class Packers:
    """The packers of all dictionaries of a database; the newest one packs."""

    def __init__(self) -> None:
        self._by_number: dict[int, Packer] = {}
        self.newest = 0

    def add(self, number: int, words: bytes) -> None:
        """Makes a dictionary known by its number."""
        self._by_number[number] = Packer(words)
        self.newest = max(self.newest, number)

    def pack(self, text: bytes) -> bytes:
        """The text, small, by the newest dictionary."""
        return self._by_number[self.newest].pack(text)

    def unpack(self, number: int, packed: bytes) -> bytes:
        """The text that was packed by this dictionary."""
        return self._by_number[number].unpack(packed)


def usual_words() -> bytes:
    """A dictionary for new databases: statements such as Waypost writes, the commonest last."""
    return b"".join(render(draft, _STAMP) for draft in _drafts())


_SOMEBODY = uuid5(NAMESPACE_URL, IRI_BASE)
_STAMP = Stamp(
    device=_SOMEBODY, epoch=1, seq=1, at=datetime(2027, 1, 1, 8, tzinfo=UTC), offset_minutes=0,
    boot=1, mono_ms=1000, suspect=False, release="0.1.0",
)  # fmt: skip


def _drafts() -> Iterator[Draft]:
    frame: dict[str, Any] = {
        "actor": "p-0000000000000", "registration": _SOMEBODY, "session": _SOMEBODY,
        "revision": "module@1.0", "language": "en", "site": "site",
    }  # fmt: skip
    module, test = "m/module", "m/module/test/post"
    yield Draft(
        verb=Verb.EARNED, activity="cert/W-0000", activity_type=ActivityType.CERTIFICATE,
        subject=_SOMEBODY, serial="W-0000", valid_until="2028-01-01", **frame,
    )  # fmt: skip
    yield Draft(
        verb=Verb.COMPLETED, activity=f"{module}/l/lesson", activity_type=ActivityType.LESSON,
        completion=True, duration_ms=60_000, parent=module, **frame,
    )  # fmt: skip
    yield Draft(
        verb=Verb.FAILED, activity=test, activity_type=ActivityType.TEST, test_role="post",
        success=False, scaled=0.5, raw=5, maximum=10, duration_ms=60_000, pass_mark=0.8,
        parent=module, **frame,
    )  # fmt: skip
    yield Draft(
        verb=Verb.PASSED, activity=module, activity_type=ActivityType.MODULE, success=True,
        completion=True, scaled=1.0, raw=10, maximum=10, duration_ms=60_000, pass_mark=0.8, **frame,
    )  # fmt: skip
    yield Draft(
        verb=Verb.ANSWERED, activity=f"{test}/q/question", activity_type=ActivityType.ITEM,
        interaction="choice", pattern="a[,]c", response="b", success=False, scaled=0.0,
        duration_ms=12_400, parent=test, attempt=1, **frame,
    )  # fmt: skip
    yield Draft(
        verb=Verb.ANSWERED, activity=f"{test}/q/question", activity_type=ActivityType.ITEM,
        name="What do you do?", interaction="choice", pattern="b", response="b", success=True,
        scaled=1.0, duration_ms=12_400, parent=test, attempt=1, **frame,
    )  # fmt: skip


def _make_lists(statement: dict[str, Any]) -> bool:
    """Whether an activity of the context stood alone where a list belongs; now it is one."""
    changed = False
    for told in (statement, statement["object"]):
        activities = (told.get("context") or {}).get("contextActivities") or {}
        for name, listed in activities.items():
            if not isinstance(listed, list):
                activities[name] = [listed]
                changed = True
    return changed
