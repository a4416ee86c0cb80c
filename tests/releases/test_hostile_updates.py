"""An update that is signed and yet wrong: it is refused in words, and reaches nothing else."""

import bz2
import hashlib
import io
import json
import lzma
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bsdiff4
import pytest

from tests.releases import made_up
from trainer_app.releases import staging, switching, unpack, update_file
from trainer_app.releases.place import Place, platform_here
from trainer_app.releases.update_file import LIST, UpdateRejected

MB = 1024 * 1024
INSIDE = "release-1.0.1"
HELD = b"words\n"
HASH = hashlib.sha256(HELD).hexdigest()


@pytest.fixture
def installed(tmp_path: Path) -> Place:
    return made_up.place(made_up.release(tmp_path / "installed", "1.0.0"), "1.0.0")


def whole(path: str, **more: Any) -> dict[str, Any]:
    """A file that the update brings."""
    told = {"path": path, "how": "whole", "sha256": HASH, "size": len(HELD), "data": "data/0"}
    return told | more


def link(path: str, target: str) -> dict[str, Any]:
    return {"path": path, "how": "link", "target": target}


def same(path: str, source: str) -> dict[str, Any]:
    held = bytes([int(source.rpartition("-")[2])]) * 5000
    told = {"path": path, "how": "same", "size": 5000, "source": f"release-1.0.0/lib/{source}"}
    return told | {"sha256": hashlib.sha256(held).hexdigest()}


def listed(*pieces: dict[str, Any], **more: Any) -> bytes:
    """The list of an update of these files and a program."""
    every = [whole("waypost", runs=True), *pieces]
    new = sum(one.get("size", 0) for one in every if one["how"] in ("whole", "patch"))
    told = {"format": 1, "platform": platform_here(), "before": "1.0.0", "to": "1.0.1"}
    told |= {"program": "waypost", "bytes_new": new, "pieces": every}
    return json.dumps(told | more).encode()


def update(*pieces: dict[str, Any], data: bytes = HELD, **more: Any) -> bytes:
    return made_up.packed({LIST: listed(*pieces, **more), "data/0": HELD, "data/1": data})


def refused(place: Place, data: bytes) -> str:
    """What is told to whoever helps; nothing beside or in the folder is other than before."""
    before = made_up.content(place.folder.parent)
    with pytest.raises(UpdateRejected, match="damaged") as error:
        staging.make_ready(place, made_up.opened(data), made_up.KEY)
    assert made_up.content(place.folder.parent) == before
    return error.value.detail


@pytest.mark.parametrize("target", ["lib/../../..", "up/..", "../up/../..", "..\\..", "..", "../"])
def test_no_link_leads_up_by_way_of_another(installed: Place, target: str) -> None:
    links = link(f"{INSIDE}/up", "lib"), link(f"{INSIDE}/lib/out", target)
    assert "link elsewhere" in refused(installed, update(*links))


def test_nothing_is_written_through_a_link(installed: Place) -> None:
    pieces = link(f"{INSIDE}/a/b", "../c"), whole(f"{INSIDE}/a/b/words")
    assert "below a file" in refused(installed, update(*pieces))


def test_the_program_is_no_link(installed: Place) -> None:
    data = update(link("other", "waypost"), program="other")
    assert refused(installed, data)


@pytest.mark.parametrize("twice", ["a/b", "A/b", "a/b.", "a./B", "a/b .", "a/b/c", "a/./b"])
def test_nothing_is_written_over_what_was_made(installed: Place, twice: str) -> None:
    """The first has the file of the running release for its other name."""
    pieces = same(f"{INSIDE}/a/b", "part-3"), same(f"{INSIDE}/{twice}", "part-4")
    assert refused(installed, update(*pieces))


def test_a_second_name_is_given_to_nothing_that_is_there(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for path in (first, second):
        path.write_text(path.name)
    with pytest.raises(FileExistsError):
        switching.link_or_copy(first, second)
    assert second.read_text() == "second"


def lists() -> Iterator[bytes]:
    """Lists that are none."""
    yield from (b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe", b'{"format": 1}', b'"' + b"x" * 99)
    odd: list[tuple[str, Any]] = [
        ("format", 2), ("platform", None), ("before", "x"), ("before", "1.0\n"), ("to", "1.0.1\n"),
        ("to", ".."), ("program", 7), ("program", "none"), ("bytes_new", 0), ("bytes_new", "1"),
        ("bytes_new", -1), ("bytes_new", 1e99), ("pieces", None), ("pieces", {}), ("pieces", [7]),
        ("more", 1),
    ]  # fmt: skip
    for name, value in odd:
        yield listed(**{name: value})
    odd = [
        ("size", -1), ("size", 2**70), ("size", "6"), ("size", 257 * MB), ("sha256", "x" * 64),
        ("sha256", ""), ("sha256", HASH + "\n"), ("how", "other"), ("how", "same"), ("data", ""),
        ("how", "patch"), ("data", "none"), ("path", ""), ("path", f"{INSIDE}/x\n"), ("more", 1),
        ("size", 5), ("size", 7), ("path", None),
    ]  # fmt: skip
    for name, value in odd:
        wrong = whole(f"{INSIDE}/words") | {name: value}
        yield listed(bytes_new=12).replace(
            b'"pieces": [', b'"pieces": [' + json.dumps(wrong).encode() + b", "
        )


@pytest.mark.parametrize("told", list(lists()))
def test_a_list_that_is_none_is_refused_in_words(installed: Place, told: bytes) -> None:
    refused(installed, made_up.packed({LIST: told, "data/0": HELD}))


def test_an_update_without_a_list_is_refused_in_words(installed: Place) -> None:
    assert LIST in refused(installed, made_up.packed({"other": b""}))
    assert refused(installed, made_up.signed(b""))
    assert refused(installed, made_up.signed(b"PK\5\6" + bytes(18)))


def told_as(name: str, **facts: int) -> Callable[[zipfile.ZipFile], None]:
    """The zip's list says this of an entry."""

    def lie(archive: zipfile.ZipFile) -> None:
        for fact, value in facts.items():
            setattr(archive.getinfo(name), fact, value)

    return lie


@pytest.mark.parametrize(
    "facts",
    [{"flag_bits": 1}, {"flag_bits": 0x20}, {"compress_type": 8}, {"compress_type": 99},
     {"compress_type": 14}, {"file_size": 5}, {"file_size": 3000}, {"header_offset": 7},
     {"header_offset": 2**40}, {"compress_size": 2**40}, {"compress_size": 3}],
)  # fmt: skip
def test_a_zip_that_lies_is_refused_in_words(installed: Place, facts: dict[str, int]) -> None:
    for name in (LIST, "data/0"):
        files = {LIST: listed(), "data/0": HELD}
        assert refused(installed, made_up.packed(files, told_as(name, **facts)))


def test_whatever_byte_is_another_it_is_refused_in_words(tmp_path: Path, installed: Place) -> None:
    """By whoever has the key: so everything that reads the zip reads anything."""
    newer = made_up.release(tmp_path / "newer", "1.0.1", note="one line more")
    body = made_up.update_bytes(installed.folder, newer).split(b"\n", 5)[5]
    chance = random.Random(7)
    good = 0
    for _time in range(400):
        turned = bytearray(body)
        turned[chance.randrange(len(body))] = chance.randrange(256)
        data = made_up.opened(made_up.signed(bytes(turned)))
        try:
            with update_file.opened(data, made_up.KEY) as (facts, archive):
                for piece in facts.pieces:
                    if piece.how in ("whole", "patch"):
                        staging._data(installed, piece, archive)
            good += 1
        except UpdateRejected:
            continue
    assert 0 < good < 400


# ---------------------------------------------------------------- memory


def zipped(name: str, held: bytes, way: int, size: int) -> zipfile.ZipFile:
    """A zip whose list says that an entry is smaller than it is."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr(name, held, way)
        archive.getinfo(name).file_size = size
    return unpack.open_zip(into, 0)


def least_memory(work: Callable[[], object]) -> int:
    """How much memory some refused work takes at most."""
    tracemalloc.start()
    try:
        with pytest.raises(unpack.Broken):
            work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_unpacks_to_more_than_it_said_takes_no_more_memory() -> None:
    archive = zipped("x", bytes(24 * MB), zipfile.ZIP_LZMA, 100)
    assert archive.getinfo("x").compress_size < 4096  # so it is begun; LZMA remembers 8 MB
    assert least_memory(lambda: unpack.entry(archive, "x", 100)) < 10 * MB


def test_what_is_more_than_was_said_is_not_begun() -> None:
    archive = zipped("x", bytes(64 * MB), zipfile.ZIP_LZMA, 64 * MB)
    assert least_memory(lambda: unpack.entry(archive, "x", 100)) < 2 * MB


def test_no_more_is_remembered_than_is_sane() -> None:
    head = b"\x09\x04\x05\x00\x5d" + (2**31).to_bytes(4, "little")
    with pytest.raises(unpack.Broken, match="more memory"):
        unpack._from_lzma(head + bytes(20), 10)


@pytest.mark.parametrize("head", [b"", b"\x09\x04", b"\x09\x04\x05\x00\xff\0\0\0\0", bytes(40)])
def test_what_is_no_lzma_is_refused(head: bytes) -> None:
    with pytest.raises((unpack.Broken, lzma.LZMAError)):
        unpack._from_lzma(head + b"\xff" * 3, 10)


def patch(control: bytes, diff: bytes, extra: bytes, size: int) -> bytes:
    """A patch of bsdiff of these parts."""
    parts = [bz2.compress(one) for one in (control, diff, extra)]
    sizes = b"".join(one.to_bytes(8, "little") for one in (len(parts[0]), len(parts[1]), size))
    return b"BSDIFF40" + sizes + b"".join(parts)


BIG = bytes(96 * MB)
HOSTILE = {
    "diff": lambda: patch(b"", BIG, b"", 10),
    "extra": lambda: patch(b"", b"", BIG, 10),
    "control": lambda: patch(BIG, b"", b"", 10),
    "size": lambda: patch(b"", b"", b"", 2**40),
    "below nothing": lambda: patch(b"", b"", b"", 2**63 + 5),
    "no patch": lambda: b"x" * 99,
    "empty": lambda: b"",
    "half a step": lambda: patch(bytes(23), b"", b"", 10),
    "cut": lambda: patch(b"", b"", b"", 10)[:-3],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_patch_takes_no_more_memory_than_was_said(kind: str) -> None:
    hostile = HOSTILE[kind]()
    limit = unpack.MOST_CONTROL * 2 + MB if kind == "control" else 2 * MB
    assert least_memory(lambda: unpack.patched(b"before", hostile, 10)) < limit


def test_a_good_patch_is_taken() -> None:
    before, after = b"one line\n" * 500, b"one line\n" * 400 + b"another\n"
    assert unpack.patched(before, bsdiff4.diff(before, after), len(after)) == after


# ---------------------------------------------------------------- the trial


def test_a_trial_that_ends_badly_is_not_good_whatever_it_says(
    tmp_path: Path, installed: Place
) -> None:
    newer = made_up.release(tmp_path / "newer", "1.0.1")
    said = '{"checks": [{"name": "sound", "ok": true, "detail": ""}]}'
    (newer / "waypost").write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
    with pytest.raises(UpdateRejected, match="does not work") as error:
        staging.make_ready(
            installed, made_up.opened(made_up.update_bytes(None, newer)), made_up.KEY
        )
    assert error.value.detail == "it ended with 1"
