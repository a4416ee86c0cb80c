"""What tells this computer from another: the system's own id for it, and what is built into it.

Disks are copied to many computers with the system's id on them, so the parts are looked at, too.
All of it is kept as fingerprints only, and whatever cannot be found out says nothing.
"""

import hashlib
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SALT = b"waypost\0"
_SYSTEM = 1
"""The kind of the structure that describes the whole computer (SMBIOS 7.2)."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Fingerprints: of the system's id, empty where there is none, and of the parts known."""

    system: str = ""
    parts: frozenset[str] = frozenset()

    def differs(self, other: "Machine") -> bool:
        """Whether these are certainly two computers; one part in common makes them one."""
        if self.system and other.system and self.system != other.system:
            return True
        return bool(self.parts and other.parts and not self.parts & other.parts)

    def updated(self, now: "Machine") -> "Machine":
        """What is known now, and of what cannot be found out now what was known before."""
        return Machine(now.system or self.system, now.parts or self.parts)

    def text(self) -> str:
        """For keeping; ``read`` is the inverse."""
        return json.dumps([self.system, *sorted(self.parts)])

    @staticmethod
    def read(text: str) -> "Machine":
        """What ``text`` gave; nothing known for an empty one."""
        system, *parts = json.loads(text) if text else [""]
        return Machine(system, frozenset(parts))


def this_machine() -> Machine:
    """What can be known of this computer."""
    system, parts = "", []
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        system = _system().strip()
    with suppress(OSError, ValueError):
        parts = _parts()
    known = system not in ("", "uninitialized")
    return Machine(
        fingerprint(system) if known else "", frozenset(fingerprint(part) for part in parts)
    )


def fingerprint(words: str) -> str:
    """A hash that tells the words from others, and does not give them away."""
    return hashlib.sha256(_SALT + words.encode(errors="surrogateescape")).hexdigest()[:32]


def board_id(tables: bytes) -> str:
    """The id of the mainboard in the firmware's tables (SMBIOS structures); empty for none.

    Boards whose maker gave none have only zeros or only ones there.
    """
    at = 0
    while at + 4 <= len(tables):
        kind, length = tables[at], tables[at + 1]
        if length < 4:
            break
        if kind == _SYSTEM and length >= 0x18:
            number = tables[at + 8 : at + 24]
            return "" if set(number) <= {0} or set(number) <= {0xFF} else number.hex()
        end = tables.find(b"\0\0", at + length)
        if end < 0:
            break
        at = end + 2
    return ""


def network_cards(folder: Path) -> list[str]:
    """The addresses that were built into network cards, from Linux's list of them."""
    found = []
    for card in folder.iterdir():
        with suppress(OSError):
            built_in = (card / "addr_assign_type").read_text("ascii").strip() == "0"
            if built_in and (card / "device").exists():
                found.append((card / "address").read_text("ascii").strip())
    return found


if sys.platform == "win32":
    import ctypes
    import winreg

    _RAW_TABLES = int.from_bytes(b"RSMB", "big")
    _HEADER = 8

    def _system() -> str:
        key = r"SOFTWARE\Microsoft\Cryptography"
        with winreg.OpenKey(
            winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        ) as opened:
            return str(winreg.QueryValueEx(opened, "MachineGuid")[0])

    def _parts() -> list[str]:
        ask = ctypes.windll.kernel32.GetSystemFirmwareTable
        size = ask(_RAW_TABLES, 0, None, 0)
        told = ctypes.create_string_buffer(size)
        ask(_RAW_TABLES, 0, told, size)
        number = board_id(told.raw[_HEADER:])
        return [number] if number else []
elif sys.platform == "darwin":

    def _system() -> str:
        told = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True, text=True, check=True, timeout=5,
        ).stdout  # fmt: skip
        _before, _word, after = told.partition('"IOPlatformUUID" = "')
        return after.partition('"')[0]

    def _parts() -> list[str]:
        return []  # the id above is already that of the board
else:

    def _system() -> str:
        for file in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
            with suppress(OSError):
                return file.read_text("ascii")
        return ""

    def _parts() -> list[str]:
        return network_cards(Path("/sys/class/net"))
