"""What a module can put before whoever draws: about fifty pictures and texts made to do harm."""

from __future__ import annotations

import random
import struct
import zlib
from typing import Literal, NamedTuple

Kind = Literal["svg", "png", "jpg", "webp", "text"]
TEXT = 1200
"""So long a text may be in a module; these fill it."""


class Look(NamedTuple):
    """One case. Of a text, ``data`` is UTF-8."""

    kind: Kind
    data: bytes


def every(seed: int = 0) -> dict[str, Look]:
    """All of them by name; ``seed`` varies those that are made by chance."""
    found = {f"svg {name}": Look("svg", _svg(body)) for name, body in _BODIES.items()}
    found |= {f"svg {name}": Look("svg", data) for name, data in _WHOLE.items()}
    found |= {f"png {name}": Look("png", data) for name, data in _pngs().items()}
    found |= {
        "jpg of 65,000 squared": Look("jpg", _jpeg(65_000, 65_000)),
        "jpg that ends early": Look("jpg", _jpeg(640, 400)),
        "webp of 16,000 squared": Look("webp", _webp(16_000, 16_000)),
        "webp that ends early": Look("webp", _webp(640, 400)),
        "webp that says it moves": Look("webp", _webp(640, 400, flags=2)),
    }
    found |= {f"text {name}": Look("text", words.encode()) for name, words in _TEXTS.items()}
    chance = random.Random(seed)
    for number in range(4):
        found[f"text by chance {number}"] = Look("text", _by_chance(chance).encode())
        found[f"svg by chance {number}"] = Look("svg", _svg(_shapes(chance)))
    return found


def harmless() -> Look:
    """A picture as modules have them, to compare with."""
    return Look("svg", _svg('<rect width="640" height="400" fill="{wall}"/>'))


def plain() -> Look:
    """A text as modules have them."""
    return Look("text", b"Speak **calmly** and *listen*.")


def _svg(body: str, head: str = 'width="640" height="400" viewBox="0 0 640 400"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{body}</svg>'.encode()


def _uses(levels: int) -> str:
    made = '<g id="a0"><rect width="9" height="9"/></g>'
    for level in range(1, levels):
        inside = f'<use href="#a{level - 1}" xlink:href="#a{level - 1}"/>' * 10
        made += f'<g id="a{level}">{inside}</g>'
    return made + f'<use href="#a{levels - 1}"/>'


def _shapes(chance: random.Random) -> str:
    """Shapes within the rules, as many as these allow, at odd places."""
    made = []
    for _number in range(500):
        numbers = [round(chance.uniform(-9999, 9999), 3) for _place in range(4)]
        colour = chance.choice(["{wall}", "#123456", "none"])
        made.append(
            f'<ellipse cx="{numbers[0]}" cy="{numbers[1]}" rx="{abs(numbers[2])}" '
            f'ry="{abs(numbers[3])}" fill="{colour}" fill-opacity="0.5"/>'
        )
    return "".join(made)


_PATH = "M0 0" + "L640 400L0 400L640 0" * 280
_BODIES: dict[str, str] = {
    "use bomb": _uses(9),
    "use of itself": '<g id="a"><use href="#a"/></g>',
    "pattern of itself": '<pattern id="p"><rect fill="url(#p)" width="9" height="9"/></pattern>',
    "picture of the disk": '<image href="file:///etc/passwd" width="9" height="9"/>',
    "picture of a share": r'<image href="\\server\share\x.png" width="9" height="9"/>',
    "picture of the network": '<image href="http://192.0.2.1/x.png" width="9" height="9"/>',
    "picture within": '<image href="data:image/png;base64,AAAA" width="9" height="9"/>',
    "script": "<script>while(1){}</script>",
    "event": '<rect onload="x()" width="9" height="9"/>',
    "style from elsewhere": "<style>@import url(http://192.0.2.1/x.css);</style>",
    "filter": '<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>'
    '<rect filter="url(#f)" width="640" height="400"/>',
    "foreign words": "<foreignObject><p>x</p></foreignObject>",
    "text with a font": '<text font-family="url(http://192.0.2.1/f)">x</text>',
    "twenty thousand shapes": '<rect width="1" height="1"/>' * 20_000,
    "as many shapes as may be": '<circle cx="9" cy="9" r="9" fill="{wall}"/>' * 590,
    "groups in groups": "<g>" * 3000 + "</g>" * 3000,
    "as deep as may be": "<g>" * 10 + '<rect width="9" height="9"/>' + "</g>" * 10,
    "a long outline": f'<path d="{_PATH}" stroke="#000000" stroke-width="99999"/>',
    "a dashed outline": '<path d="M0 0L9 9" stroke-dasharray="0.0001" stroke="#000000"/>',
    "turned and enlarged": '<g transform="scale(99999) rotate(45) skewX(89)">'
    '<rect width="99999" height="99999" fill="{wall}"/></g>',
    "shrunk to nothing": '<g transform="scale(0)"><circle r="99999" fill="{wall}"/></g>',
    "colours of itself": '<linearGradient id="a" href="#a"/><rect fill="url(#a)"/>',
    "moving": '<rect width="9" height="9"><animate attributeName="x" dur="1ms"/></rect>',
}
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 20}">' for n in range(9))
_WHOLE: dict[str, bytes] = {
    "entity bomb": f"<!DOCTYPE svg [{_ENTITIES}]>".encode() + _svg("<g>&e8;</g>"),
    "entity of the disk": b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + _svg("<g>&x;</g>"),
    "huge": _svg("", 'width="99999" height="99999" viewBox="0 0 99999 99999"'),
    "thin": _svg("", 'width="99999" height="1" viewBox="0 0 99999 1"'),
    "without a size": _svg("", 'width="0" height="0" viewBox="0 0 0 0"'),
    "no picture": b"<svg" + bytes(5000),
}


def _pngs() -> dict[str, bytes]:
    return {
        "of 60,000 squared": _png(60_000, 60_000, b""),
        "of 6,000 squared in one byte": _png(6_000, 6_000, zlib.compress(bytes(36_000_000), 9)),
        "without rows": _png(640, 400, b""),
        "that ends early": _png(640, 400, zlib.compress(bytes(9)))[:60],
        "with a turned sum": _png(640, 400, zlib.compress(bytes(640 * 400)))[:-6] + b"\0\0\0\0\0\0",
        "of one column": _png(1, 40_000_000, b""),
    }


def _png(width: int, height: int, rows: bytes) -> bytes:
    """Grey, one bit a dot, so that much fits into little."""
    head = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + bytes(60)


def _webp(width: int, height: int, *, flags: int = 0) -> bytes:
    body = bytes([flags, 0, 0, 0])
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body + bytes(20)
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


_TEXTS: dict[str, str] = {
    "of one long word": "w" * TEXT,
    "of marks": "**a" * (TEXT // 3),
    "of marks in marks": "*" * TEXT,
    "of open strong words": "**" + "a " * 598,
    "of slots": "{police}" * (TEXT // 8),
    "of braces": "{" * TEXT,
    "of HTML": '<img src="file:///etc/passwd"><table>' * 30,
    "of links": "[x](http://192.0.2.1) " * 50,
    "that turns around": "\u202e\u2066\u202d" * (TEXT // 3),
    "that turns and never ends": "\u2067" * 600 + "a" * 600,
    "without width": "\u200b\u200d\ufeff" * (TEXT // 3),
    "of marks on one letter": "a" + "\u0301" * (TEXT - 1),
    "of family emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * (TEXT // 5),
    "of controls": "\x01\x02\x1b[2J" * (TEXT // 6),
    "of line ends": "\n" * TEXT,
    "of scripts in turn": "aا中ไ" * (TEXT // 4),
}


def _by_chance(chance: random.Random) -> str:
    signs = [
        "*",
        "**",
        "{",
        "}",
        "{police}",
        " ",
        "\n",
        "a",
        "ا",
        "\u202e",
        "\u0301",
        "<b>",
        "&lt;",
    ]
    return "".join(chance.choice(signs) for _sign in range(TEXT))[:TEXT]
