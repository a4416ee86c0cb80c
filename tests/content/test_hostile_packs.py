"""Packs made to do harm: each is refused, quickly, whatever it tries."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.content.small_pack import DATA, FILES, SCENE, rejected
from tests.small_module import PICTURE, SMALL
from trainer_app.content import archive, canonical
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.pack import MANIFEST

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the pack under test lies."""
    return tmp_path / "small-1.0.waypack"


# ---------------------------------------------------------------- tricks with the container


def _ordinary_zip(
    change: Callable[[zipfile.ZipFile], None], compression: int = zipfile.ZIP_STORED
) -> bytes:
    """A zip as other tools write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as written:
        for name, data in FILES.items():
            written.writestr(name, data)
        change(written)
    return buffer.getvalue()


def _symlink(written: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("media/link.svg")
    link.external_attr = 0o120777 << 16
    written.writestr(link, "/etc/passwd")


def _comment(written: zipfile.ZipFile) -> None:
    written.comment = b"hello"


ZIPS = {
    "as other tools write it": _ordinary_zip(lambda z: None),
    "compressed": _ordinary_zip(lambda z: None, compression=zipfile.ZIP_DEFLATED),
    "with a bomb": _ordinary_zip(
        lambda z: z.writestr("media/a.svg", b"0" * 50_000_000), compression=zipfile.ZIP_DEFLATED
    ),
    "with lzma": _ordinary_zip(lambda z: None, compression=zipfile.ZIP_LZMA),
    "with a link": _ordinary_zip(_symlink),
    "with a comment": _ordinary_zip(_comment),
    "with a folder": _ordinary_zip(lambda z: z.mkdir("media/x")),
    "with something before it": b"MZ" + DATA,
    "with something after it": DATA + b"x",
    "twice": DATA + DATA,
    "empty": archive.write({}),
    "a claim of four gigabytes": DATA[:18] + b"\xff" * 8 + DATA[26:],
    "encrypted": DATA[:6] + b"\x01\0" + DATA[8:],
    "a size only at the end": DATA[:6] + b"\x08\0" + DATA[8:],
}


@pytest.mark.parametrize("data", ZIPS.values(), ids=ZIPS.keys())
def test_only_the_one_form_is_read(path: Path, data: bytes) -> None:
    rejected(path, data)


NAMES = [
    "../x.svg", "/etc/x.svg", "media/../x.svg", "media/../../x.svg", "media//x.svg", "C:/x.svg",
    "media\\x.svg", "media/x.svg/", "media/", "media/.x.svg", "media/x.svg\0.txt", "media/X.svg",
    "media/con.svg", "media/a/nul.png", "media/lpt1.svg", "media/x.exe", "media/x.html", "x.yaml",
    "media/x.svg ", "media/x.svg.", "media/x..svg", "media/~.svg", "MANIFEST.JSON", "module.json",
    "module.../x.json", "module.en/x.json", "media/x.qml", "media/x.svg:stream", "media/%2e.svg",
    "./media/x.svg", "media/./x.svg", "media/" + "x" * 300 + ".py",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_allowed_is_refused(path: Path, name: str) -> None:
    rejected(path, archive.write({**FILES, name: SCENE}))


def _packed(change: Change) -> bytes:
    """A well-formed archive of changed files, with hashes that match them."""
    files = dict(FILES)
    change(files)
    return archive.write(files)


def _with_manifest(**changes: object) -> bytes:
    manifest = msgspec.json.decode(FILES[MANIFEST])
    manifest.update(changes)
    return archive.write({**FILES, MANIFEST: canonical.encode(manifest)})


def _with_module(data: bytes) -> bytes:
    """The pack with other bytes for its module, honestly hashed."""
    manifest = msgspec.json.decode(FILES[MANIFEST])
    manifest["files"]["module.en.json"] = hashlib.sha256(data).hexdigest()
    files = {**FILES, MANIFEST: canonical.encode(manifest), "module.en.json": data}
    return archive.write(files)


def _module(**changes: object) -> bytes:
    value = msgspec.json.decode(FILES["module.en.json"])
    value.update(changes)
    return _with_module(canonical.encode(value))


def test_a_double_name_is_refused(path: Path) -> None:
    entries = archive.read_entries(io.BytesIO(DATA))
    last = entries[-1]
    twin = DATA[last.offset : last.end]
    doubled = archive.Entry(last.name, last.size, last.crc, last.end)
    rows = b"".join(archive._row(entry) for entry in (*entries, doubled))
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, len(entries) + 1, len(entries) + 1, len(rows), doubled.end, 0
    )
    rejected(path, DATA[: last.end] + twin + rows + end)


def test_overlapping_files_are_refused(path: Path) -> None:
    entries = archive.read_entries(io.BytesIO(DATA))
    first, body = entries[0], DATA[: entries[-1].end]
    shared = archive.Entry("media/a.svg", first.size, first.crc, first.offset)
    rejected(path, body + archive._directory([*entries, shared], len(body)))


def test_too_many_and_too_large_files_are_refused(path: Path) -> None:
    many = {f"media/a{n}.svg": b"" for n in range(archive.MAX_FILES)}
    rejected(path, archive.write({**FILES, **many}))
    few = {f"a{n}.svg": SCENE for n in range(300)}
    rejected(path, compile_pack({"en": SMALL}, {PICTURE.file: SCENE, **few}))
    rejected(path, archive.write({**FILES, "media/a.svg": bytes(archive.MAX_FILE_BYTES + 1)}))
    huge = archive.write({MANIFEST: b"[" * (archive.MAX_FILE_BYTES + 1)})
    rejected(path, huge)


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop("media/" + PICTURE.file),
        lambda files: files.pop("module.en.json"),
        lambda files: files.update({"media/more.svg": SCENE}),
        lambda files: files.update({"module.es.json": FILES["module.en.json"]}),
        lambda files: files.update({"media/" + PICTURE.file: SCENE + b" "}),
        lambda files: files.update({"module.en.json": FILES["module.en.json"].replace(b"a", b"b")}),
        lambda files: files.pop(MANIFEST),
        lambda files: files.update({MANIFEST: files.pop(MANIFEST)}),
    ],
)
def test_files_and_manifest_must_match(path: Path, change: Change) -> None:
    rejected(path, _packed(change))


MANIFESTS = {
    "another format": {"format": 2},
    "a bad id": {"id": "../small"},
    "no languages": {"languages": [], "titles": {}, "summaries": {}},
    "a language twice": {"languages": ["en", "en"]},
    "a language that is not there": {"languages": ["en", "es"]},
    "no titles": {"titles": {}},
    "a bad language": {"languages": ["en/../x"]},
    "another module": {"id": "other"},
    "another version": {"version": "9.9"},
    "other lessons": {"lessons": ["other"]},
    "a picture that is not there": {"picture": "gone.svg"},
    "something unknown": {"surprise": 1},
    "a bad hash": {"files": {"module.en.json": "x"}},
    "hashes as a list": {"files": []},
    "no hashes": {"files": {}},
}


@pytest.mark.parametrize("changes", MANIFESTS.values(), ids=MANIFESTS.keys())
def test_a_manifest_that_does_not_hold_is_refused(path: Path, changes: dict[str, object]) -> None:
    rejected(path, _with_manifest(**changes))


def test_a_newer_waypost_is_asked_for_by_name(path: Path) -> None:
    for more in ({}, {"surprise": 1, "format": 7}):
        rejection = rejected(path, _with_manifest(minimum_app_version="99.1", **more))
        assert str(rejection) == "This module needs Waypost 99.1 or newer."


JSON = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep fields": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "not a number": FILES["module.en.json"].replace(b'"minutes":', b'"minutes":NaN,"x":'),
    "a double key": b'{"id":"other",' + FILES["module.en.json"][1:],
    "spaces": FILES["module.en.json"].replace(b":", b": "),
    "a byte order mark": b"\xef\xbb\xbf" + FILES["module.en.json"],
    "another encoding": FILES["module.en.json"].decode().encode("utf-16"),
    "a broken letter": FILES["module.en.json"].replace(b"What helps", b"What \xff helps"),
    "half a letter": FILES["module.en.json"].replace(b"What helps", b"What \\ud800 helps"),
    "a control character": FILES["module.en.json"].replace(b"What helps", b"What\\u0007 helps"),
    "a line break": FILES["module.en.json"].replace(b"What helps", b"What\\nhelps"),
    "text turned around": FILES["module.en.json"].replace(b"What", "Wh\u202eat".encode()),
    "an unknown field": b'{"a":1,' + FILES["module.en.json"][1:],
    "a huge number": FILES["module.en.json"].replace(b'"minutes":', b'"minutes":9' + b"9" * 400),
}  # fmt: skip


@pytest.mark.parametrize("data", JSON.values(), ids=JSON.keys())
def test_only_canonical_json_is_read(path: Path, data: bytes) -> None:
    assert data != FILES["module.en.json"]
    rejected(path, _with_module(data))


MODULES = {
    "another language": {"language": "fr"},
    "another id": {"id": "other"},
    "another version": {"version": "3.0"},
    "a huge text": {"title": "x" * 2000},
    "an empty text": {"title": ""},
    "no items": {"items": []},
    "no lessons": {"lessons": []},
    "a form of nothing": {"forms": {"a": ["x"] * 5, "b": ["y"] * 5}},
    "a picture outside": {"picture": {"file": "../../x.svg", "alt": "A thing."}},
    "a picture that is missing": {"picture": {"file": "x.svg", "alt": "A thing."}},
    "a recording of nothing": {"narration": {"title": "gone.opus"}},
    "a slot of its own": {"summary": "Call {my-slot}."},
    "a short form of nothing": {"short_form": {"lessons": ["gone"]}},
    "a short form nobody said": {"short_form": {"lessons": ["first", "second"]}},
    "cut already": {"form": "short"},
    "no refreshers": {"refresher_days": []},
    "other refreshers": {"refresher_days": [1]},
    "refreshers before": {"refresher_days": [-7]},
    "another pass mark": {"pass_rule": {"pass_mark": 0.1}},
}


@pytest.mark.parametrize("changes", MODULES.values(), ids=MODULES.keys())
def test_a_module_that_does_not_hold_together_is_refused(
    path: Path, changes: dict[str, object]
) -> None:
    rejected(path, _module(**changes))


def test_an_unchanged_repack_is_still_the_same(path: Path) -> None:
    assert _packed(lambda files: None) == _with_manifest() == _module() == DATA


@pytest.mark.parametrize(
    "picture",
    [
        b"<svg><script/></svg>",
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SCENE,
        b"<html><img src='//host/share'></html>",
        SCENE.replace(b"<rect", b"<use href='#a'/><rect"),
        b"\x89PNG",
    ],
)
def test_a_picture_outside_the_subset_is_refused(path: Path, picture: bytes) -> None:
    rejected(path, compile_pack({"en": SMALL}, {PICTURE.file: picture}))
