"""Packs: what is written comes back, and no accident gets further than a sentence."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content.small_pack import DATA, FILES, SCENE, rejected, whole
from tests.small_module import PICTURE, SMALL
from trainer_app.content import archive, canonical
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.manifest import Manifest
from trainer_app.content.module import Module
from trainer_app.content.pack import MANIFEST, newer, open_pack, read_manifest
from trainer_app.errors import PackRejected


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the pack under test lies."""
    return tmp_path / "small-1.0.waypack"


# ---------------------------------------------------------------- a good pack


def test_what_is_written_comes_back(path: Path) -> None:
    path.write_bytes(DATA)
    assert whole(path) == SMALL
    pack = open_pack(path)
    assert pack.media(PICTURE.file) == SCENE
    assert read_manifest(path) == pack.manifest
    assert pack.module("en") is pack.module("en_GB") is pack.module("sw")
    with pytest.raises(KeyError):
        pack.media("no-such.svg")
    with pytest.raises(KeyError):
        pack.media("../manifest.json")


def test_a_further_language_and_the_way_back(path: Path) -> None:
    spanish = msgspec.structs.replace(SMALL, language="es", title="Pequeño")
    path.write_bytes(compile_pack({"en": SMALL, "es": spanish}, {PICTURE.file: SCENE}))
    pack = open_pack(path)
    assert pack.module("es").title == pack.module("es_BO").title == "Pequeño"
    assert pack.module("fr").language == "en"
    assert pack.manifest.titles == {"en": SMALL.title, "es": "Pequeño"}


def test_the_same_content_gives_the_same_bytes() -> None:
    assert compile_pack({"en": SMALL}, {PICTURE.file: SCENE}) == DATA


def test_any_zip_tool_can_look_inside() -> None:
    with zipfile.ZipFile(io.BytesIO(DATA)) as ordinary:
        assert ordinary.testzip() is None
        assert ordinary.namelist()[0] == MANIFEST
        assert {name: ordinary.read(name) for name in ordinary.namelist()} == FILES


def test_a_pack_is_read_by_many_threads_at_once(path: Path) -> None:
    path.write_bytes(DATA)
    pack = open_pack(path)
    seen: list[Module] = []
    readers = [threading.Thread(target=lambda: seen.append(pack.module("en"))) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(seen) == 8
    assert all(module is seen[0] for module in seen)


def test_a_file_changed_after_opening_is_noticed(path: Path) -> None:
    path.write_bytes(DATA)
    pack = open_pack(path)
    at = DATA.index(b"{sky1}")
    path.write_bytes(DATA[:at] + b"{sky2}" + DATA[at + 6 :])
    with pytest.raises(PackRejected):
        pack.media(PICTURE.file)
    path.unlink()
    with pytest.raises(PackRejected, match="cannot be read"):
        pack.module("en")


def test_opening_is_quick(path: Path) -> None:
    path.write_bytes(DATA)
    whole(path)  # types are prepared once
    begin = time.perf_counter()
    for _ in range(10):
        read_manifest(path)
    assert (time.perf_counter() - begin) / 10 < 0.01
    begin = time.perf_counter()
    whole(path)
    assert time.perf_counter() - begin < 0.05


# ---------------------------------------------------------------- accidents


def test_every_flipped_bit_of_every_header_is_noticed(path: Path) -> None:
    contents = list(FILES.values())
    inside = [(DATA.index(c), DATA.index(c) + len(c)) for c in contents if len(c) > 40]
    headers = [n for n in range(len(DATA)) if not any(a <= n < b for a, b in inside)]
    assert len(headers) > 300
    for at in headers:
        for bit in range(8):
            damaged = bytearray(DATA)
            damaged[at] ^= 1 << bit
            path.write_bytes(damaged)
            with pytest.raises(PackRejected):
                open_pack(path)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(DATA) - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(path: Path, at: int, bit: int) -> None:
    damaged = bytearray(DATA)
    damaged[at] ^= 1 << bit
    rejected(path, bytes(damaged))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_cut_doubled_and_mixed_bytes_are_noticed(path: Path, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DATA)))
    end = data.draw(st.integers(start, len(DATA)))
    filling = data.draw(st.binary(max_size=40))
    changed = DATA[:start] + filling + DATA[end:]
    if changed != DATA:
        rejected(path, changed)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300))
def test_noise_is_no_pack(path: Path, noise: bytes) -> None:
    rejected(path, noise)


def test_no_file_at_all(tmp_path: Path) -> None:
    for missing in (tmp_path / "gone.waypack", tmp_path):
        with pytest.raises(PackRejected, match="cannot be read"):
            open_pack(missing)


def test_the_sentence_is_for_the_person_and_the_note_for_the_helper(path: Path) -> None:
    rejection = rejected(path, DATA[:-1])
    assert str(rejection).startswith("This copy of the module is damaged.")
    assert rejection.detail == "ValueError: no list of files at the end"


def test_seeded_mutations_of_the_whole_file(path: Path) -> None:
    luck = random.Random(7)
    for _ in range(300):
        data = bytearray(DATA)
        for _ in range(luck.randint(1, 6)):
            at = luck.randrange(len(data))
            kind = luck.randrange(3)
            if kind == 0:
                data[at] = luck.randrange(256)
            elif kind == 1:
                del data[at : at + luck.randint(1, 50)]
            else:
                data[at:at] = luck.randbytes(luck.randint(1, 50))
        if bytes(data) != DATA:
            rejected(path, bytes(data))


# ---------------------------------------------------------------- small things


@pytest.mark.parametrize(
    ("version", "than", "expected"),
    [
        ("2026.10", "2026.9", True),
        ("2026.9", "2026.10", False),
        ("0.1", "0.1.0", False),
        ("0.1.0", "0.1", False),
        ("0.1.1", "0.1", True),
        ("1.0", "0.9.9", True),
    ],
)
def test_versions_count(version: str, than: str, expected: bool) -> None:
    assert newer(version, than) is expected


def test_canonical_json_is_sorted_and_bare() -> None:
    assert (
        canonical.encode({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()
    )
    assert canonical.decode(FILES[MANIFEST], Manifest).id == SMALL.id


def test_checksums_are_those_of_zip() -> None:
    (entry,) = archive.read_entries(io.BytesIO(archive.write({"manifest.json": b"abc"})))
    assert entry.crc == zlib.crc32(b"abc")


def test_reading_packs_loads_no_authoring_tool() -> None:
    code = (
        "import sys, trainer_app.content.catalog as c; c.Catalog([]);"
        "print([m for m in ('yaml', 'markdown_it', 'babel', 'sqlalchemy', 'PySide6',"
        " 'trainer_app.content.authoring') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
