"""What a hash took at sign-in is not kept by the program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from trainer_app.app import compose, make_application
app = make_application()
_program, window, background = compose(app, Path(sys.argv[1]), "en", use_keystore=False)
background.run(window, lambda _store: None).result()
"""
HASHED = """
from argon2.low_level import Type, hash_secret_raw

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
CLOSED = "background.close()"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of the GNU C library")
def test_what_a_hash_took_goes_back(tmp_path: Path) -> None:
    assert _kept_kb(PROGRAM + HASHED + CLOSED, tmp_path) < 2_000
    kept = _kept_kb(HASHED, tmp_path)
    assert kept > 10_000, "the C library gives back by itself: memory.py is not needed any more"


def _kept_kb(script: str, folder: Path) -> int:
    told = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True, text=True, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return int(told.stdout)
