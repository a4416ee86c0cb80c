"""What Windows shows of the program beside its window: the icon and the version resource."""

from __future__ import annotations

import re
import struct
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for, from a title bar to large icons on a fine screen."""
_VERSION = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags={flags},
                    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'Waypost'),
      StringStruct('FileDescription', 'Waypost'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'waypost'),
      StringStruct('LegalCopyright', 'Apache License 2.0; see NOTICE'),
      StringStruct('OriginalFilename', 'waypost.exe'),
      StringStruct('ProductName', 'Waypost'),
      StringStruct('ProductVersion', '{version}'),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])]),
  ])
"""


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows counts: ``0.2.0rc1`` is 0.2.0.0."""
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    if found is None:
        raise ValueError(f"not a version: {version}")
    return int(found[1]), int(found[2]), int(found[3] or 0), 0


def write_version(version: str, target: Path) -> None:
    """The version resource in PyInstaller's words."""
    told = re.fullmatch(r"[\d.]+", version) is None
    words = _VERSION.format(
        version=version, numbers=four_numbers(version), flags="0x2" if told else "0x0"
    )
    target.write_text(words, encoding="utf-8")


def write_icon(source: Path, target: Path) -> None:
    """The picture in every size, as an .ico."""
    target.write_bytes(icon({size: _pixels(source, size) for size in SIZES}))


def icon(pictures: dict[int, bytes]) -> bytes:
    """An .ico of square pictures: size, and its pixels as blue, green, red, alpha from the top."""
    header = struct.pack("<3H", 0, 1, len(pictures))
    at = len(header) + 16 * len(pictures)
    entries, bodies = [], []
    for size, pixels in sorted(pictures.items()):
        body = _bitmap(size, pixels)
        entries.append(struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(body), at))
        bodies.append(body)
        at += len(body)
    return header + b"".join(entries) + b"".join(bodies)


def _bitmap(size: int, pixels: bytes) -> bytes:
    """A picture as icons hold it: bottom row first, then a mask that hides nothing."""
    row = 4 * size
    upwards = b"".join(pixels[at : at + row] for at in range(len(pixels) - row, -1, -row))
    mask = bytes((size + 31) // 32 * 4 * size)
    header = struct.pack("<I2i2H6I", 40, size, 2 * size, 1, 32, 0, len(upwards), 0, 0, 0, 0)
    return header + upwards + mask


def write_side(source: Path, target: Path) -> None:
    """The picture beside the first and the last page of the installer: 164 x 314, as it asks."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(164, 314, QImage.Format.Format_RGB32)
    picture.fill(QColor("#DCEDEC"))  # "primary_soft" of the light palette
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter, QRectF(42, 40, 80, 80))
    painter.end()
    picture.save(str(target))


def _pixels(source: Path, size: int) -> bytes:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    return bytes(picture.constBits())
