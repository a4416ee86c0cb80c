"""``keyslots.json``: which slots hold the key of the data file. It lies there twice.

Each copy has a checksum, and the newer good one counts. Slots of kinds this release does not know
are kept as they are. Nothing in it is secret.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from trainer_app import durable

Slot = dict[str, Any]
FILES = ("keyslots.json", "keyslots-copy.json")


@dataclass(frozen=True, slots=True)
class Slots:
    """What ``keyslots.json`` holds. ``check`` tells the right key from others, and nothing more."""

    profile: str
    count: int
    check: str
    slots: tuple[Slot, ...]

    def of_kind(self, kind: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.get("kind") == kind), None)

    def with_slot(self, slot: Slot, *, instead_of: tuple[str, ...]) -> Slots:
        others = self.without(*instead_of).slots
        return replace(self, count=self.count + 1, slots=(slot, *others))

    def without(self, *kinds: str) -> Slots:
        others = tuple(other for other in self.slots if other.get("kind") not in kinds)
        return replace(self, count=self.count + 1, slots=others)

    def is_right(self, key: bytes | None) -> bool:
        """Whether this is the key of the data file."""
        return key is not None and self.check == check_of(key)


def check_of(key: bytes) -> str:
    """What tells this key from others."""
    return hashlib.sha256(b"waypost key check 1\0" + key).hexdigest()[:16]


def read(folder: Path) -> Slots | None:
    """The newer good copy; None where there is none."""
    found = [slots for name in FILES if (slots := _parsed(folder / name)) is not None]
    return max(found, key=lambda slots: slots.count, default=None)


def write(folder: Path, slots: Slots) -> None:
    """Have both copies on the disk, one after the other. Raises ``OSError``."""
    data = {
        "format": 1,
        "profile": slots.profile,
        "count": slots.count,
        "check": slots.check,
        "slots": list(slots.slots),
    }
    text = json.dumps(data | {"crc": _crc(data)}, indent=1)
    for name in FILES:
        durable.write(folder / name, text.encode())


def heal(folder: Path, slots: Slots) -> None:
    """Write both copies again when one is missing, older or damaged. Raises ``OSError``."""
    if any(_parsed(folder / name) != slots for name in FILES):
        write(folder, slots)


def _parsed(path: Path) -> Slots | None:
    try:
        data = json.loads(path.read_bytes())
        crc = data.pop("crc")
        if crc != _crc(data) or data["format"] != 1:
            return None
        return Slots(data["profile"], data["count"], data["check"], tuple(data["slots"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _crc(data: dict[str, Any]) -> str:
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return f"{zlib.crc32(canonical.encode()):08x}"
