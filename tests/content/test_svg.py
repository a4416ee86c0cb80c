"""The strict subset of SVG: what is drawn passes, every trick is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer_app.content.media import MAX_BYTES, media_faults
from trainer_app.content.svg import palette, svg_faults

ROOT = Path(__file__).parents[2]
START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
GOOD = START + '<rect width="9" height="9" fill="{sky1}"/></svg>'


def faults(inside: str) -> list[str]:
    return [fault.sentence for fault in svg_faults(f"{START}{inside}</svg>".encode())]


@pytest.mark.parametrize("file", sorted((ROOT / "assets" / "scenes").glob("*.svg")), ids=str)
def test_our_scenes_pass(file: Path) -> None:
    assert media_faults(file.name, file.read_bytes()) == ()


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<!-- CC BY 4.0 -->",
        '<rect x="1" y="-1.5" width="3" height=".5" rx="1" ry="1" fill="#0f0" opacity="0.5"/>',
        '<path d="M0,0 l1.5-2 q1,1 2,2 A3 3 0 0 1 4,4 z" fill="none" stroke="{ink}"/>',
        '<g transform="translate(1,2) scale(0.5)"><circle cx="1" cy="1" r="1"/></g>',
        '<polygon points="0,0 1,1 2,0"/><polyline points="0 0 1 1"/><line x1="0" x2="3"/>',
        '<defs><linearGradient id="s" x1="0" x2="100%" gradientTransform="rotate(9)">'
        '<stop offset="0" stop-color="{sun}"/><stop offset="50%" stop-color="#fff"/>'
        '</linearGradient></defs><rect fill="url(#s)"/>',
        '<ellipse rx="1" ry="2" fill-rule="evenodd" stroke-linecap="round"/>',
    ],
)
def test_simple_shapes_pass(inside: str) -> None:
    assert faults(inside) == []


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "`script`"),
        ("<text>words</text>", "`text`"),
        ("words", "no text"),
        ("<![CDATA[words]]>", "no text"),
        ('<use href="#a"/>', "`use`"),
        ("<style>*{}</style>", "`style`"),
        ('<image href="file:///etc/passwd"/>', "`image`"),
        ('<image xlink:href="//host/share"/>', "`image`"),
        ("<foreignObject/>", "`foreignObject`"),
        ("<animate/>", "`animate`"),
        ("<set/>", "`set`"),
        ("<filter/>", "`filter`"),
        ("<mask/>", "`mask`"),
        ("<pattern/>", "`pattern`"),
        ("<clipPath/>", "`clipPath`"),
        ("<a/>", "`a`"),
        ("<title/>", "`title`"),
        ("<metadata/>", "`metadata`"),
        ("<svg/>", "no other inside"),
        ('<x:rect xmlns:x="http://www.w3.org/2000/svg"/>', "`x:rect`"),
        ('<rect onload="x()"/>', "`onload`"),
        ('<rect style="fill:red"/>', "`style`"),
        ('<rect class="a"/>', "`class`"),
        ('<rect href="#a"/>', "`href`"),
        ('<rect fill="url(http://x.org/a)"/>', "may not be"),
        ('<rect fill="url(#gone)"/>', "no gradient `gone`"),
        ('<rect fill="url(#a) red"/>', "may not be"),
        ('<rect fill="red"/>', "may not be"),
        ('<rect fill="javascript:x"/>', "may not be"),
        ('<rect fill="{nocolour}"/>', "no colour"),
        ('<rect fill="{sky1}{sky2}"/>', "may not be"),
        ('<rect width="1e9"/>', "may not be"),
        ('<rect width="1000000"/>', "may not be"),
        ('<rect width="1px"/>', "may not be"),
        ('<rect width="100%"/>', "may not be"),
        ('<path d="M0,0 L9999999,0"/>', "may not be"),
        ('<path d="M0,0 L1e5,0"/>', "may not be"),
        ('<path d="url(#x)"/>', "may not be"),
        ('<g transform="translate(1) url(x)"/>', "may not be"),
        ('<rect stroke-dasharray="0.0001"/>', "`stroke-dasharray`"),
        ("<rect><circle/></rect>", "may not stand inside"),
        ("<stop/>", "may not stand inside"),
        ("<linearGradient/>", "may not stand inside"),
        ("<defs><rect/></defs>", "may not stand inside"),
        ("<defs><linearGradient><rect/></linearGradient></defs>", "may not stand inside"),
        ('<rect id="a"/><rect id="a"/>', "used twice"),
        ("<?php x ?>", "instruction"),
        ("<g>" * 20 + "</g>" * 20, "too many parts"),
        ("<rect/>" * 700, "too many parts"),
        ('<path d="' + "l9,9 " * 1500 + '"/>', "too long to draw"),
        ("&unknown;", "does not read"),
        ("<rect>", "does not read"),
    ],
)
def test_everything_else_is_refused(inside: str, said: str) -> None:
    assert any(said in sentence for sentence in faults(inside)), faults(inside)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"\xff\xfe<\x00s\x00",
        b"<html/>",
        START.encode(),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD.encode(),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + GOOD.encode(),
        b'<?xml-stylesheet href="x.css"?>' + GOOD.encode(),
        GOOD.encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?>' + GOOD.encode(),
        GOOD.replace('viewBox="0 0 9 9"', "").encode(),
        GOOD.replace("http://www.w3.org/2000/svg", "http://x.org").encode(),
        GOOD.encode() + GOOD.encode(),
    ],
)
def test_no_picture_at_all(data: bytes) -> None:
    assert svg_faults(data)


def test_entities_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    found = svg_faults(bomb + START.encode() + b"&b;</svg>")
    assert [fault.sentence for fault in found] == ["A document type (`<!DOCTYPE`) is not allowed."]


def test_lines_are_named() -> None:
    assert svg_faults(f"{START}\n\n<script/>\n</svg>".encode())[0].line == 3


@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_no_bytes_make_it_stumble(noise: bytes, at: int) -> None:
    svg_faults(GOOD.encode()[:at] + noise + GOOD.encode()[at:])


def test_the_palette_holds_what_every_theme_has() -> None:
    assert {"sky1", "ink"} <= palette()


# ---------------------------------------------------------------- pictures of dots, recordings


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\0" * 20


def _jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\0" * 10
    return b"\xff\xd8\xff\xe0\0\x04\0\0" + frame


def _webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size


OPUS = b"OggS" + b"\0" * 24 + b"OpusHead" + b"\0" * 11


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", _png(640, 400)),
        ("a.jpg", _jpeg(640, 400)),
        ("a.webp", _webp(640, 400)),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\x02\x64\0" + b"\0" * 9),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\x90\x01"),
        ("narration/en/title.opus", OPUS),
    ],
)
def test_other_media_pass(name: str, data: bytes) -> None:
    assert media_faults(name, data) == ()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", _png(60_000, 60_000), "dots"),
        ("a.jpg", _jpeg(60_000, 60_000), "dots"),
        ("a.webp", _webp(10_000, 10_000), "dots"),
        ("a.png", _png(0, 4), "dots"),
        ("a.png", b"GIF89a", "no .png"),
        ("a.jpg", _png(4, 4), "no .jpg"),
        ("a.jpg", b"\xff\xd8" + b"\xff" * 40, "no .jpg"),
        ("a.webp", b"RIFF", "no .webp"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8?" + b"\0" * 20, "no .webp"),
        ("a.opus", b"OggS" + b"\0" * 60, "no .opus"),
        ("a.exe", b"MZ", "no .exe"),
        ("a.svg", GOOD.encode() + b" " * MAX_BYTES, "300 kB"),
        ("a.svg", b"MZ", "does not read"),
    ],
)
def test_other_media_are_refused(name: str, data: bytes, said: str) -> None:
    assert [said in fault.sentence for fault in media_faults(name, data)] == [True]


@given(st.sampled_from(["a.png", "a.jpg", "a.webp", "a.opus"]), st.binary(max_size=64))
def test_no_bytes_make_other_media_stumble(name: str, data: bytes) -> None:
    media_faults(name, data)
