"""Packs made to do harm: each is refused, quickly, in little memory, whatever it tries."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.hostile_packs import (
    Make,
    changed_module,
    hostile,
    raw_manifest,
    with_manifest,
    with_module,
)
from tests.content.small_pack import DATA, FILES, rejected
from trainer_app.content import archive, minisign
from trainer_app.content.pack import MANIFEST, PackTooNew

HOSTILE = hostile()
FLIPS = 1000
SIGNER = minisign.SecretKey(b"flipping", b"f" * 32)

_ALONE = """
import re, sys
from pathlib import Path
from tests.content.small_pack import whole
from trainer_app.errors import PackRejected

def memory(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

Path("/proc/self/clear_refs").write_text("5")  # the most so far counts from here
before = memory("VmRSS")
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        whole(file)
    except PackRejected:
        continue
    raise SystemExit(f"{file} was accepted")
print(1024 * (memory("VmHWM") - before))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the pack under test lies."""
    return tmp_path / "small-1.0.waypack"


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_it_is_refused(path: Path, make: Make) -> None:
    data = make()
    rejection = rejected(path, data)
    assert len(str(rejection)) > 20
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == data


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc to ask")
def test_all_of_them_take_little_memory(tmp_path: Path) -> None:
    """In a process that does nothing else; so also what is not Python's memory is counted."""
    for number, make in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.waypack").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(tmp_path)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    sys.stdout.write(f"all of them took {int(done.stdout) / 1e6:.1f} MB\n")
    assert int(done.stdout) < 100_000_000


def test_a_pack_with_a_flipped_bit_is_never_another_pack(path: Path) -> None:
    for place in random.sample(range(len(DATA) * 8), FLIPS):
        rejected(path, flipped(DATA, place))


def flipped(data: bytes, place: int) -> bytes:
    """The bytes with one bit turned."""
    spoiled = bytearray(data)
    spoiled[place // 8] ^= 1 << place % 8
    return bytes(spoiled)


def test_a_signature_with_any_flipped_bit_does_not_hold() -> None:
    """Only what nobody relies on, the words of its first line, may differ."""
    digest = minisign.digests(io.BytesIO(DATA)).blake2b
    good = minisign.sign(digest, SIGNER, name="small-1.0.waypack")
    assert _holds(good, digest)
    words = range(len(b"untrusted comment: ") * 8, good.index(b"\n") * 8)
    for place in range(len(good) * 8):
        if place not in words:
            assert not _holds(flipped(good, place), digest), place


def test_a_signature_of_a_flipped_pack_does_not_hold() -> None:
    digest = minisign.digests(io.BytesIO(DATA)).blake2b
    good = minisign.read_signature(minisign.sign(digest, SIGNER, name="x"))
    for place in random.sample(range(len(DATA) * 8), 200):
        other = minisign.digests(io.BytesIO(flipped(DATA, place))).blake2b
        assert not good.holds(SIGNER.public.raw, other)


def _holds(data: bytes, digest: bytes) -> bool:
    try:
        return minisign.read_signature(data).holds(SIGNER.public.raw, digest)
    except minisign.SignatureRejected:
        return False


def test_a_newer_waypost_is_asked_for_by_name(path: Path) -> None:
    for more in ({}, {"surprise": 1, "format": 7}):
        rejection = rejected(path, with_manifest(minimum_app_version="99.1", **more))
        assert isinstance(rejection, PackTooNew)
        assert rejection.version == "99.1"
        assert str(rejection) == "This module needs Waypost 99.1 or newer."


def test_an_unchanged_repack_is_still_the_same() -> None:
    assert archive.write(dict(FILES)) == with_manifest() == changed_module() == DATA
    assert raw_manifest(FILES[MANIFEST]) == with_module(FILES["module.en.json"]) == DATA
