"""Prints, of a lock file, what a hub alone needs: no window, PostgreSQL instead.

python3 pins.py requirements-dev.lock > hub.lock
"""

import re
import sys
from pathlib import Path

NEEDED = frozenset({
    "anyio", "cffi", "click", "cryptography", "h11", "idna", "ifaddr", "msgspec", "psycopg",
    "psycopg-binary", "pycparser", "spake2", "sqlalchemy", "sqlcipher3", "starlette",
    "typing-extensions", "uvicorn", "zeroconf",
})  # fmt: skip


def pins(lock: str) -> str:
    """The entries of these packages, with their hashes."""
    entries = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    return "".join(one for one in entries if re.split(r"[=\s;]", one)[0] in NEEDED)


if __name__ == "__main__":
    sys.stdout.write(pins(Path(sys.argv[1]).read_text()))
