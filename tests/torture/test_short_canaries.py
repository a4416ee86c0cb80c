"""A seeded cut of the search for words, for every check; and that it can fail."""

import zipfile
import zlib
from base64 import b64encode
from pathlib import Path

import pytest

from tests.torture import broken_privacy, canaries, crossing, searching

SEED = 20_261_123
WORD = "Zzqwort Canario"
WRITTEN = {
    "text": b"a, zzqwort canario!",
    "utf-16": WORD.encode("utf-16"),
    "base64": b64encode(b"xy" + WORD.encode() + b"z"),
    "hex": WORD.encode().hex().upper().encode(),
    "zlib": zlib.compress(b"before " + WORD.encode()),
    "pdf": b"%PDF-1.7\nstream\n" + zlib.compress(WORD.encode()) + b"\nendstream\n",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_word_is_found_however_it_is_written(how: str) -> None:
    seeker = searching.Seeker([WORD])
    assert seeker.in_bytes(WRITTEN[how], "here")
    assert not seeker.in_bytes(b"nothing of it", "here")


def test_a_word_is_found_in_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.xml", f"<t>{WORD}</t>" * 9)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as file:
        file.write(inner, "b.bin")
    inner.unlink()
    (hit,) = searching.Seeker([WORD]).in_folder(tmp_path)
    assert hit.where.endswith("outer.zip / b.bin / a.xml")


def test_a_number_counts_only_by_itself() -> None:
    seeker = searching.Seeker(["482915"])
    assert seeker.in_bytes(b"pin=482915;", "here")
    assert not seeker.in_bytes(b"1794829150", "here")


def test_nobody_is_named_where_they_must_not_be() -> None:
    found = canaries.torture(("driver",))
    assert found.verdicts == {"ok": found.cases}, found.bad
    assert found.cases > 20


def test_what_is_left_behind_is_found() -> None:
    with broken_privacy.talkative(), broken_privacy.untidy():
        found = canaries.torture(("driver",), sabotage="hoarding")
    for where in broken_privacy.FOUND_AS.values():
        assert found.verdicts[where] > 0


def test_who_asks_is_told_nothing_of_the_other() -> None:
    assert crossing.unlisted() == set()
    found = crossing.torture(3, SEED)
    assert found.verdicts == {"ok": found.cases}, found.bad
    with broken_privacy.crossed():
        assert crossing.torture(1, SEED).wrong > 0
