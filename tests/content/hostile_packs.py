"""Packs of our own making that try to do harm, by name: what each tries. All are to be refused.

They are made when they are asked for: some are large.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec

from tests.content.small_pack import DATA, FILES, SCENE
from tests.small_module import PICTURE, SMALL
from trainer_app.content import archive, canonical
from trainer_app.content.authoring.compiler import compile_pack
from trainer_app.content.pack import MANIFEST

Make = Callable[[], bytes]
MODULE = "module.en.json"
_TEXT = FILES[MODULE]

NAMES = [
    "../x.svg", "/etc/x.svg", "media/../x.svg", "media/../../x.svg", "media//x.svg", "C:/x.svg",
    "media\\x.svg", "media/x.svg/", "media/", "media/.x.svg", "media/x.svg\0.txt", "media/X.svg",
    "media/con.svg", "media/a/nul.png", "media/lpt1.svg", "media/x.exe", "media/x.html", "x.yaml",
    "media/x.svg ", "media/x.svg.", "media/x..svg", "media/~.svg", "MANIFEST.JSON", "module.json",
    "module.../x.json", "module.en/x.json", "media/x.qml", "media/x.svg:stream", "media/%2e.svg",
    "./media/x.svg", "media/./x.svg", "media/" + "x" * 300 + ".py", "..\\x.svg", "//host/share.svg",
    "media/aux.svg", "media/prn.png", "media/com1.svg", "media/nul.svg", "con/x.svg",
    "media/com9/x.svg", "desktop.ini", "autorun.inf", "media/x.lnk", "media/x.zip", "media/x.svgz",
]  # fmt: skip


def hostile() -> dict[str, Make]:
    """Every one of them."""
    made: dict[str, Make] = {}
    for kind in (_zips, _names, _manifests, _matching, _json, _modules, _pictures):
        for name, make in kind():
            assert name not in made
            made[name] = make
    return made


# ---------------------------------------------------------------- the container


def _ordinary(
    change: Callable[[zipfile.ZipFile], object], compression: int = zipfile.ZIP_STORED
) -> bytes:
    """A zip as other tools write it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as written:
        for name, data in FILES.items():
            written.writestr(name, data)
        change(written)
    return buffer.getvalue()


def _link(target: str, written: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("media/link.svg")
    link.external_attr = 0o120777 << 16
    written.writestr(link, target)


def _comment(written: zipfile.ZipFile) -> None:
    written.comment = b"hello"


def _encrypted(written: zipfile.ZipFile) -> None:
    for entry in written.infolist():
        entry.flag_bits |= 1


def _doubled() -> bytes:
    """The last file twice, one after the other."""
    entries = archive.read_entries(io.BytesIO(DATA))
    last = entries[-1]
    twin = archive.Entry(last.name, last.size, last.crc, last.end)
    body = DATA[: last.end] + DATA[last.offset : last.end]
    return body + archive._directory([*entries, twin], len(body))


def _overlapping() -> bytes:
    entries = archive.read_entries(io.BytesIO(DATA))
    first, body = entries[0], DATA[: entries[-1].end]
    shared = archive.Entry("media/a.svg", first.size, first.crc, first.offset)
    return body + archive._directory([*entries, shared], len(body))


def _claimed(size: int, name: str = "media/a.svg") -> bytes:
    """A list at the end that says one file is so large."""
    entries = archive.read_entries(io.BytesIO(DATA))
    body = DATA[: entries[-1].end]
    large = archive.Entry(name, size, 0, len(body))
    return body + archive._directory([*entries, large], len(body))


def _end(**fields: int) -> bytes:
    """The pack with other numbers in its last 22 bytes."""
    names = ("sign", "disk", "first", "here", "count", "length", "start", "comment")
    values = dict(zip(names, struct.unpack("<4s4H2LH", DATA[-22:]), strict=True)) | fields
    return DATA[:-22] + struct.pack("<4s4H2LH", *values.values())


def _bomb(written: zipfile.ZipFile) -> None:
    written.writestr("media/a.svg", b"0" * 50_000_000)


def _nested_bomb(written: zipfile.ZipFile) -> None:
    inner = b"0" * 10_000_000
    for _layer in range(3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as one:
            for copy in range(4):
                one.writestr(f"{copy}.zip", inner)
        inner = buffer.getvalue()
    written.writestr("media/a.svg", inner)


def _zips() -> Iterator[tuple[str, Make]]:
    deflated = zipfile.ZIP_DEFLATED
    yield "zip as other tools write it", lambda: _ordinary(lambda z: None)
    yield "zip compressed", lambda: _ordinary(lambda z: None, deflated)
    yield "zip bomb", lambda: _ordinary(_bomb, deflated)
    yield "zip bomb of bombs", lambda: _ordinary(_nested_bomb, deflated)
    yield "zip with bzip2", lambda: _ordinary(lambda z: None, zipfile.ZIP_BZIP2)
    yield "zip with lzma", lambda: _ordinary(lambda z: None, zipfile.ZIP_LZMA)
    yield "zip with a link", lambda: _ordinary(partial(_link, "/etc/passwd"))
    yield "zip with a link upwards", lambda: _ordinary(partial(_link, "../../.."))
    yield "zip with a comment", lambda: _ordinary(_comment)
    yield "zip with a folder", lambda: _ordinary(lambda z: z.mkdir("media/x"))
    yield "zip encrypted", lambda: _ordinary(_encrypted)
    yield "pack inside a pack", lambda: _ordinary(lambda z: z.writestr("media/a.svg", DATA))
    yield "program before the pack", lambda: b"MZ" + DATA
    yield "something after the pack", lambda: DATA + b"x"
    yield "two packs in one file", lambda: DATA + DATA
    yield "empty archive", lambda: archive.write({})
    yield "empty file", lambda: b""
    yield "noise", lambda: bytes(hashlib.shake_256(b"noise").digest(5000))
    yield "zeros", lambda: bytes(100_000)
    yield "gzip", lambda: zlib.compress(DATA)
    yield "half a pack", lambda: DATA[: len(DATA) // 2]
    yield "a pack without its end", lambda: DATA[:-22]
    yield "a pack without its beginning", lambda: DATA[100:]
    yield "claim of 4 GB at the front", lambda: DATA[:18] + b"\xff" * 8 + DATA[26:]
    yield "claim of 4 GB in the list", lambda: _claimed(0xFFFFFFFF)
    yield "claim of 4 MB more than there is", lambda: _claimed(4 * 1024 * 1024)
    yield "claim of 65535 files", lambda: _end(here=0xFFFF, count=0xFFFF)
    yield "claim of no files", lambda: _end(here=0, count=0)
    yield "a list of 4 GB", lambda: _end(length=0xFFFFFFFF)
    yield "a list that begins nowhere", lambda: _end(start=0xFFFFFFFF)
    yield "a second disk", lambda: _end(disk=1)
    yield "a comment that is not there", lambda: _end(comment=500)
    yield "encrypted by a flag", lambda: DATA[:6] + b"\x01\0" + DATA[8:]
    yield "a size only at the end", lambda: DATA[:6] + b"\x08\0" + DATA[8:]
    yield "another compression at the front", lambda: DATA[:8] + b"\x08\0" + DATA[10:]
    yield "a file twice", _doubled
    yield "files that overlap", _overlapping
    yield "a gap between files", lambda: _claimed(0, "media/b.svg")[:-80] + DATA[-80:]
    yield (
        "4000 files",
        lambda: archive.write(
            {**FILES, **{f"media/a{n}.svg": b"" for n in range(archive.MAX_FILES)}}
        ),
    )
    yield (
        "300 pictures",
        lambda: compile_pack(
            {"en": SMALL}, {PICTURE.file: SCENE, **{f"a{n}.svg": SCENE for n in range(300)}}
        ),
    )
    yield (
        "a file of more than 4 MB",
        lambda: archive.write({**FILES, "media/a.svg": bytes(archive.MAX_FILE_BYTES + 1)}),
    )
    yield (
        "a manifest of more than 4 MB",
        lambda: archive.write({MANIFEST: b"[" * (archive.MAX_FILE_BYTES + 1)}),
    )


def _names() -> Iterator[tuple[str, Make]]:
    for name in NAMES:
        yield f"name {name[:40]!r}", partial(archive.write, {**FILES, name: SCENE})
    pairs = {"same but for case": ("media/ab.svg", "media/aB.svg")}
    for said, pair in pairs.items():
        yield said, partial(archive.write, {**FILES, **dict.fromkeys(pair, SCENE)})
    for said, name in {
        "one letter in two ways": "media/cafe\u0301.svg",
        "the same letter in one": "media/caf\u00e9.svg",
        "a letter that looks like another": "media/sc\u0435ne.svg",
        "a name turned around": "media/\u202egvs.x",
        "an invisible letter in a name": "media/a\u200bb.svg",
    }.items():
        yield said, partial(_ordinary, partial(_with_scene, name))


def _with_scene(name: str, z: Any) -> None:
    z.writestr(name, SCENE)


# ---------------------------------------------------------------- the manifest


def with_manifest(**changes: object) -> bytes:
    """The pack with other facts in its manifest."""
    manifest = msgspec.json.decode(FILES[MANIFEST])
    manifest.update(changes)
    return archive.write({**FILES, MANIFEST: canonical.encode(manifest)})


def raw_manifest(data: bytes) -> bytes:
    """The pack with other bytes for its manifest."""
    return archive.write({**FILES, MANIFEST: data})


def _manifests() -> Iterator[tuple[str, Make]]:
    for said, changes in {
        "another format": {"format": 2},
        "a bad id": {"id": "../small"},
        "an id of a device": {"id": "CON"},
        "a bad version": {"version": "1"},
        "a version that is no number": {"version": "1.0; rm"},
        "a version of 400 digits": {"version": "1." + "9" * 400},
        "a newer waypost": {"minimum_app_version": "99.1"},
        "no languages": {"languages": [], "titles": {}, "summaries": {}},
        "a language twice": {"languages": ["en", "en"]},
        "a language that is not there": {"languages": ["en", "es"]},
        "an unknown language": {"languages": ["english"]},
        "no titles": {"titles": {}},
        "a title of a megabyte": {"titles": {"en": "x" * 1_000_000}},
        "a title turned around": {"titles": {"en": "A \u202eeludom"}},
        "an invisible title": {"titles": {"en": "\u200b\ufeff"}},
        "a bad language": {"languages": ["en/../x"]},
        "another module": {"id": "other"},
        "another version": {"version": "9.9"},
        "other lessons": {"lessons": ["other"]},
        "other scenes": {"scenarios": ["other"]},
        "a picture that is not there": {"picture": "gone.svg"},
        "a picture outside": {"picture": "../../gone.svg"},
        "something unknown": {"surprise": 1},
        "a bad hash": {"files": {MODULE: "x"}},
        "the hash of something else": {
            "files": msgspec.json.decode(FILES[MANIFEST])["files"] | {MODULE: "0" * 64}
        },
        "hashes as a list": {"files": []},
        "no hashes": {"files": {}},
        "minutes without end": {"minutes": 10**30},
        "more questions than there are": {"items": 500},
        "more questions to draw": {"bank": 500},
        "another title": {"titles": {"en": "Another"}},
        "another summary": {"summaries": {"en": "Another."}},
        "for others": {"audience": ["guard"]},
        "reviewed when it is not": {"reviewed": True},
        "a pass mark of nothing": {"pass_mark": 0},
        "refreshers every hour": {"refresher_days": [0] * 1000},
    }.items():
        yield f"manifest: {said}", partial(with_manifest, **changes)  # type: ignore[arg-type]
    text = FILES[MANIFEST]
    yield "manifest: no json", lambda: raw_manifest(b"<html>")
    yield "manifest: a number for an object", lambda: raw_manifest(b"7")
    yield "manifest: a key twice", lambda: raw_manifest(b'{"id":"a",' + text[1:])
    yield "manifest: NaN", lambda: raw_manifest(text.replace(b'"minutes":5', b'"minutes":NaN'))
    yield "manifest: deep", lambda: raw_manifest(b"[" * 50_000 + b"]" * 50_000)
    yield "manifest: utf-16", lambda: raw_manifest(text.decode().encode("utf-16"))


def _matching() -> Iterator[tuple[str, Make]]:
    def changed(change: Callable[[dict[str, bytes]], object]) -> bytes:
        files = dict(FILES)
        change(files)
        return archive.write(files)

    picture = "media/" + PICTURE.file
    for said, change in {
        "without its picture": lambda files: files.pop(picture),
        "without its module": lambda files: files.pop(MODULE),
        "with one file more": lambda files: files.update({"media/more.svg": SCENE}),
        "with a language more": lambda files: files.update({"module.es.json": _TEXT}),
        "with another picture": lambda files: files.update({picture: SCENE + b" "}),
        "with another text": lambda files: files.update({MODULE: _TEXT.replace(b"a", b"b")}),
        "without a manifest": lambda files: files.pop(MANIFEST),
        "with the manifest last": lambda files: files.update({MANIFEST: files.pop(MANIFEST)}),
    }.items():
        yield f"a pack {said}", partial(changed, change)


# ---------------------------------------------------------------- the module


def with_module(data: bytes) -> bytes:
    """The pack with other bytes for its module, honestly hashed."""
    manifest = msgspec.json.decode(FILES[MANIFEST])
    manifest["files"][MODULE] = hashlib.sha256(data).hexdigest()
    return archive.write({**FILES, MANIFEST: canonical.encode(manifest), MODULE: data})


def changed_module(**changes: object) -> bytes:
    """The pack with other facts in its module, honestly hashed."""
    value = msgspec.json.decode(_TEXT)
    value.update(changes)
    return with_module(canonical.encode(value))


def _json() -> Iterator[tuple[str, Make]]:
    for said, data in {
        "nothing": b"",
        "no JSON": b"{",
        "a list": b"[]",
        "yaml": b"!!python/object/apply:os.system ['true']",
        "pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR.",
        "html": b"<script>fetch('//host')</script>",
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "deep fields": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "not a number": _TEXT.replace(b'"minutes":', b'"minutes":NaN,"x":'),
        "infinity": _TEXT.replace(b'"minutes":', b'"minutes":Infinity,"x":'),
        "a double key": b'{"id":"other",' + _TEXT[1:],
        "a comment": b"/* hi */" + _TEXT,
        "spaces": _TEXT.replace(b":", b": "),
        "a byte order mark": b"\xef\xbb\xbf" + _TEXT,
        "another encoding": _TEXT.decode().encode("utf-16"),
        "a broken letter": _TEXT.replace(b"What helps", b"What \xff helps"),
        "an overlong letter": _TEXT.replace(b"What helps", b"What \xc0\xaf helps"),
        "half a letter": _TEXT.replace(b"What helps", b"What \\ud800 helps"),
        "a control character": _TEXT.replace(b"What helps", b"What\\u0007 helps"),
        "a null": _TEXT.replace(b"What helps", b"What\\u0000 helps"),
        "a line break": _TEXT.replace(b"What helps", b"What\\nhelps"),
        "text turned around": _TEXT.replace(b"What", "Wh\u202eat".encode()),
        "text nobody sees": _TEXT.replace(b"What", "Wh\u200bat".encode()),
        "an unknown field": b'{"a":1,' + _TEXT[1:],
        "a huge number": _TEXT.replace(b'"minutes":', b'"minutes":9' + b"9" * 400),
        "endless roles": _TEXT.replace(b'"audience":[', b'"audience":[' + b'"driver",' * 400_000),
    }.items():  # fmt: skip
        assert data != _TEXT, said
        yield f"module as {said}", partial(with_module, data)


def _modules() -> Iterator[tuple[str, Make]]:
    for said, changes in {
        "another language": {"language": "fr"},
        "another id": {"id": "other"},
        "another version": {"version": "3.0"},
        "a huge text": {"title": "x" * 2000},
        "a text of three megabytes": {"summary": "x" * 3_000_000},
        "an empty text": {"title": ""},
        "no items": {"items": []},
        "no lessons": {"lessons": []},
        "a form of nothing": {"forms": {"a": ["x"] * 5, "b": ["y"] * 5}},
        "a picture outside": {"picture": {"file": "../../x.svg", "alt": "A thing."}},
        "a picture on a share": {"picture": {"file": "//host/x.svg", "alt": "A thing."}},
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
        "roles nobody has": {"audience": ["administrator"]},
    }.items():
        yield f"module with {said}", partial(changed_module, **changes)  # type: ignore[arg-type]


# ---------------------------------------------------------------- pictures and recordings


def _png(width: int, height: int) -> bytes:
    header = struct.pack(">II5B", width, height, 8, 6, 0, 0, 0)
    check = struct.pack(">L", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + header + check


def _pictures() -> Iterator[tuple[str, Make]]:
    def inside(more: bytes) -> bytes:
        return SCENE.replace(b"<rect", more + b"<rect")

    laughs = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SCENE
    svgs = {
        "a script": b"<svg><script/></svg>",
        "an outside entity": b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SCENE,
        "a billion laughs": laughs,
        "html": b"<html><img src='//host/share'></html>",
        "a reference": inside(b"<use href='#a'/>"),
        "an image on a share": inside(b"<image href='//host/share/x.png'/>"),
        "an image of a file": inside(b"<image href='file:///etc/passwd'/>"),
        "an image of data": inside(b"<image href='data:image/png;base64,AAAA'/>"),
        "a style sheet": inside(b"<style>@import url(//host)</style>"),
        "a style": SCENE.replace(b"<rect", b"<rect style='fill:url(//host)'"),
        "an event": SCENE.replace(b"<rect", b"<rect onload='x()'"),
        "a foreign object": inside(b"<foreignObject><p/></foreignObject>"),
        "an animation": inside(b"<animate attributeName='x'/>"),
        "a text": inside(b"<text>Call 123</text>"),
        "a filter": inside(b"<filter id='f'><feTurbulence/></filter>"),
        "a pattern": inside(b"<pattern id='p'/>"),
        "an instruction": b"<?xml-stylesheet href='//host'?>" + SCENE,
        "another encoding": SCENE.decode().encode("utf-16"),
        "a colour from outside": SCENE.replace(b"{sky1}", b"url(//host#a)"),
        "a thousand groups": inside(b"<g>" * 1000 + b"</g>" * 1000),
        "ten thousand parts": inside(b"<rect/>" * 10_000),
        "an endless outline": inside(b"<path d='M0 0" + b"L9 9" * 50_000 + b"'/>"),
        "an endless number": inside(b"<rect width='" + b"9" * 200_000 + b"'/>"),
        "half a picture": SCENE[:40],
        "nothing": b"",
        "more than 300 kB": inside(b" " * 300_001),
    }
    for said, data in svgs.items():
        yield f"svg with {said}", partial(compile_pack, {"en": SMALL}, {PICTURE.file: data})
    for name, data in {
        "short.png": b"\x89PNG",
        "html.png": b"<html><script>x()</script></html>",
        "huge.png": _png(60_000, 60_000),
        "flat.png": _png(0, 10),
        "svg.png": SCENE,
        "program.png": b"MZ\x90\0" + bytes(200),
        "png.jpg": _png(9, 9),
        "endless.jpg": b"\xff\xd8" + b"\xff\xe0\0\x02" * 60_000,
        "huge.jpg": b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff" + bytes(20),
        "huge.webp": b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\xff" * 6,
        "cut.webp": b"RIFF",
        "mp3.opus": b"ID3\x04" + bytes(100),
        "cut.opus": b"OggS",
    }.items():
        media = {PICTURE.file: SCENE, name: data}
        yield f"media {name}", partial(compile_pack, {"en": SMALL}, media)
