"""What the QR code of an open laptop says, for a scanner that types into the address field."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK_LENGTH = 16
_TEXT = re.compile(rf"waypost:pair\?at=([^&\s]+)&code=(\d{{6}})&fp=[0-9a-f]{{{MARK_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class PairingText:
    """Where the laptop is found, with the port, and the six digits it shows."""

    address: str
    digits: str


def write(address: str, digits: str, pin: str) -> str:
    """The text; ``pin`` is the mark of the laptop's certificate, in hex; its start is told."""
    return f"waypost:pair?at={address}&code={digits}&fp={pin[:MARK_LENGTH]}"


def read(typed: str) -> PairingText | None:
    """The inverse of ``write``; None while it is not all there, or is something else."""
    found = _TEXT.fullmatch(typed.strip())
    return PairingText(found[1], found[2]) if found else None
