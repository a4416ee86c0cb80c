"""The strict subset of SVG that pictures of a module may use.

Checked when a pack is built and again when it is opened, since Qt would follow references and
can be made to draw for minutes (RELIABILITY D8, T10). What is not named here is refused. Colours
may be keys of ``assets/palettes.json`` in braces, such as ``{sky1}``, which the theme fills.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import NamedTuple
from xml.parsers import expat

from trainer_app import paths

# Measured with Qt 6.8 at 1280 x 800: a thousand long segments take 1.4 s to fill and 3 s to stroke,
# 400 rectangles with a gradient 0.3 s. Our own scenes have 170 parts and 2 kB of outlines at most.
MAX_ELEMENTS = 600
MAX_DEPTH = 12
MAX_GRADIENTS = 24
MAX_OUTLINES = 6000
"""How many characters all paths and polygons may have together."""
NAMESPACE = "http://www.w3.org/2000/svg"

_NUMBER = r"[+-]?(?:\d{1,5}(?:\.\d{0,12})?|\.\d{1,12})"
_NUMBERS = rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{0,1999}}\s*"
_COLOUR = r"none|#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|\{[A-Za-z0-9]{1,20}\}"
_NAME = r"[A-Za-z][A-Za-z0-9_-]{0,39}"
_TRANSFORM = rf"(?:translate|scale|rotate|skewX|skewY|matrix)\({_NUMBERS}\)"
_SHARE = rf"{_NUMBER}%?"

_LENGTH = re.compile(_NUMBER)
_PERCENT = re.compile(_SHARE)
_PAINT = re.compile(rf"{_COLOUR}|url\(#{_NAME}\)")
_FLAT = re.compile(_COLOUR)
_ID = re.compile(_NAME)
_MOVES = re.compile(rf"\s*{_TRANSFORM}(?:[\s,]*{_TRANSFORM}){{0,7}}\s*")
_POINTS = re.compile(_NUMBERS)
_BOX = re.compile(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*")
# A path is letters and numbers; a run of six digits before the point is out of any picture.
_PATH = re.compile(
    r"(?:[MmLlHhVvCcSsQqTtAaZz\s,+-]|(?<!\d)\d{1,5}(?!\d)|\.\d{1,12}(?!\d)|\.(?!\d))*"
)

_LOOK = {
    "id": _ID,
    "fill": _PAINT,
    "fill-opacity": _PERCENT,
    "fill-rule": re.compile("nonzero|evenodd"),
    "stroke": _PAINT,
    "stroke-width": _LENGTH,
    "stroke-opacity": _PERCENT,
    "stroke-linecap": re.compile("butt|round|square"),
    "stroke-linejoin": re.compile("miter|round|bevel"),
    "stroke-miterlimit": _LENGTH,
    "opacity": _PERCENT,
    "transform": _MOVES,
}
_ALLOWED: dict[str, dict[str, re.Pattern[str]]] = {
    "svg": {
        "xmlns": re.compile(re.escape(NAMESPACE)),
        "width": _LENGTH,
        "height": _LENGTH,
        "viewBox": _BOX,
        "version": re.compile(r"1\.[12]"),
        "fill": _PAINT,
    },
    "g": _LOOK,
    "defs": {},
    "rect": _LOOK | dict.fromkeys(("x", "y", "width", "height", "rx", "ry"), _LENGTH),
    "circle": _LOOK | dict.fromkeys(("cx", "cy", "r"), _LENGTH),
    "ellipse": _LOOK | dict.fromkeys(("cx", "cy", "rx", "ry"), _LENGTH),
    "line": _LOOK | dict.fromkeys(("x1", "y1", "x2", "y2"), _LENGTH),
    "path": _LOOK | {"d": _PATH},
    "polyline": _LOOK | {"points": _POINTS},
    "polygon": _LOOK | {"points": _POINTS},
    "linearGradient": {
        "id": _ID,
        "gradientUnits": re.compile("objectBoundingBox|userSpaceOnUse"),
        "gradientTransform": _MOVES,
        **dict.fromkeys(("x1", "y1", "x2", "y2"), _PERCENT),
    },
    "stop": {"offset": _PERCENT, "stop-color": _FLAT, "stop-opacity": _PERCENT},
}
_DRAWN = frozenset(_ALLOWED) - {"svg", "linearGradient", "stop"}
_INSIDE = {
    "svg": _DRAWN,
    "g": _DRAWN,
    "defs": frozenset({"linearGradient"}),
    "linearGradient": frozenset({"stop"}),
}
_PALETTE_USE = re.compile(r"\{(.*)\}")
_GRADIENT_USE = re.compile(rf"url\(#({_NAME})\)")


@cache
def palette() -> frozenset[str]:
    """The colour keys that every theme knows."""
    themes = json.loads((paths.resources() / "assets" / "palettes.json").read_bytes())
    return frozenset.intersection(*(frozenset(theme) for theme in themes.values()))


class MediaFault(NamedTuple):
    """What is not allowed, and in which line of the file."""

    line: int
    sentence: str


def svg_faults(data: bytes) -> tuple[MediaFault, ...]:
    """Everything in the picture that is outside the subset; empty when it is safe to draw."""
    reader = _Reader()
    try:
        reader.read(data)
    except expat.ExpatError as error:
        reader.fault(f"The file does not read as SVG ({expat.ErrorString(error.code)}).")
    except (UnicodeError, LookupError, ValueError):
        reader.fault("The file is not written in UTF-8.")
    except _Enough:
        pass
    return tuple(reader.faults)


class _Enough(Exception):
    """Nothing after this point is worth reading."""


class _Reader:
    """Walks the picture once; expat never loads anything by itself."""

    def __init__(self) -> None:
        self.faults: list[MediaFault] = []
        self._open: list[str] = []
        self._elements = 0
        self._outlines = 0
        self._gradients: set[str] = set()
        self._ids: set[str] = set()
        self._used: list[tuple[int, str]] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.XmlDeclHandler = self._declaration

    def read(self, data: bytes) -> None:
        data.decode("utf-8")
        self._parser.Parse(data, True)
        for line, name in self._used:
            if name not in self._gradients:
                self.faults.append(MediaFault(line, f"There is no gradient `{name}` in the file."))

    def fault(self, sentence: str) -> None:
        self.faults.append(MediaFault(max(self._parser.CurrentLineNumber, 1), sentence))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        around = self._open[-1] if self._open else None
        self._open.append(name)
        if self._elements > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            self.fault("The picture has too many parts.")
            raise _Enough
        if name not in _ALLOWED:
            self.fault(f"The element `{name}` is not allowed.")
            return
        self._placed(name, around)
        for key, value in attributes.items():
            self._attribute(name, key, value)
        self._outlines += len(attributes.get("d", "")) + len(attributes.get("points", ""))
        if self._outlines > MAX_OUTLINES:
            self.fault("The outlines are too long to draw quickly: simplify them, or use a .png.")
            raise _Enough
        if name == "linearGradient":
            self._gradients.add(attributes.get("id", ""))
            if len(self._gradients) > MAX_GRADIENTS:
                self.fault("The picture has too many gradients.")
                raise _Enough
        if name == "svg" and not {"xmlns", "viewBox"} <= attributes.keys():
            self.fault("The `svg` element needs `xmlns` and `viewBox`.")

    def _placed(self, name: str, around: str | None) -> None:
        if around is None or name == "svg":
            if around is not None or name != "svg":
                self.fault("A picture is one `svg` element, and no other inside it.")
            return
        if around in _ALLOWED and name not in _INSIDE.get(around, frozenset()):
            self.fault(f"The element `{name}` may not stand inside `{around}`.")

    def _attribute(self, element: str, key: str, value: str) -> None:
        pattern = _ALLOWED[element].get(key)
        if pattern is None:
            self.fault(f"The attribute `{key}` of `{element}` is not allowed.")
        elif not pattern.fullmatch(value):
            shown = value if len(value) <= 40 else value[:37] + "..."
            self.fault(f"`{key}` of `{element}` may not be “{shown}”.")
        elif key == "id":
            if value in self._ids:
                self.fault(f"The id `{value}` is used twice.")
            self._ids.add(value)
        elif (use := _PALETTE_USE.fullmatch(value)) and use[1] not in palette():
            self.fault(f"`{value}` is no colour of assets/palettes.json.")
        elif use := _GRADIENT_USE.fullmatch(value):
            self._used.append((self._parser.CurrentLineNumber, use[1]))

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        if text.strip():
            self.fault("A picture holds no text; words are spoken and translated, not drawn.")

    def _doctype(self, *_: object) -> None:
        self.fault("A document type (`<!DOCTYPE`) is not allowed.")
        raise _Enough

    def _declaration(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() != "utf-8":  # Qt would read other characters than we do
            self.fault("The file has to say that it is written in UTF-8.")

    def _instruction(self, target: str, _data: str) -> None:
        self.fault(f"The instruction `<?{target}` is not allowed.")
