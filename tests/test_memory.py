"""What a hash took at sign-in is not kept by the process."""

import subprocess
import sys
from pathlib import Path

import pytest

HASHED = """
import sys
from argon2.low_level import Type, hash_secret_raw
from trainer_app import memory

if sys.argv[1] == "given back":
    memory.give_back()

def resident():
    row = next(row for row in open("/proc/self/status") if row.startswith("VmRSS"))
    return int(row.split()[1])

def hash_once():
    hash_secret_raw(b"a secret", b"some salt", 1, 19 * 1024, 1, 32, Type.ID)

hash_once()  # the first is mapped for itself either way, and teaches the C library to keep
before = resident()
hash_once()
print(resident() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of the GNU C library")
def test_what_a_hash_took_goes_back() -> None:
    kept, given_back = (_kept_kb(way) for way in ("kept", "given back"))
    assert given_back < 2_000
    assert kept > 10_000, "the C library gives back by itself: memory.py is not needed any more"


def _kept_kb(way: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", HASHED, way],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    return int(told.stdout)
