"""Two processes never have one data file together, and a killed one leaves nothing locked."""

import subprocess
import sys

import pytest

from trainer_app.errors import StoreUnusable
from trainer_app.store import Store

HOLD = """
import sys
from pathlib import Path
from trainer_app.store import Store
store = Store.open(Path(sys.argv[1]), use_keystore=False)
print("open", flush=True)
sys.stdin.read()
"""


def test_another_process_is_refused_in_words_until_the_first_is_gone(data_folder):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with pytest.raises(StoreUnusable, match=r"Waypost is open on this computer\."):
            Store.open(data_folder, use_keystore=False)
        first.kill()
    Store.open(data_folder, use_keystore=False).close()


def test_closing_gives_the_folder_back_and_closing_twice_is_harmless(data_folder):
    first = Store.open(data_folder, use_keystore=False)
    with pytest.raises(StoreUnusable, match="is open"):
        Store.open(data_folder, use_keystore=False)
    first.close()
    first.close()
    Store.open(data_folder, use_keystore=False).close()


def test_an_opening_that_fails_gives_the_folder_back(data_folder):
    key = data_folder / "waypost.key"
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(StoreUnusable):
        Store.open(data_folder, use_keystore=False)
    key.write_bytes(kept)
    Store.open(data_folder, use_keystore=False).close()
