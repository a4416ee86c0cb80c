"""Whether a picture or recording is what its name says, safe to open and small enough."""

from __future__ import annotations

from collections.abc import Callable

from trainer_app.content.svg import MediaFault, svg_faults

MAX_BYTES = 300 * 1000
MAX_PIXELS = 40_000_000
"""Pictures are decoded whole; more than this would take hundreds of megabytes."""


def media_faults(name: str, data: bytes) -> tuple[MediaFault, ...]:
    """What is wrong with a file of the pack, by line where it has lines."""
    if len(data) > MAX_BYTES:
        said = f"The file is larger than {MAX_BYTES // 1000} kB."
        return (MediaFault(1, said),)
    ending = name.rpartition(".")[2]
    if ending == "svg":
        return svg_faults(data)
    if ending == "opus":
        known = data.startswith(b"OggS") and b"OpusHead" in data[:64]
        return () if known else (_not_a(ending),)
    size = _SIZES[ending](data) if ending in _SIZES else None
    if size is None:
        return (_not_a(ending),)
    if not 0 < size[0] * size[1] <= MAX_PIXELS:
        return (MediaFault(1, f"The picture has {size[0]} x {size[1]} dots; that cannot be."),)
    return ()


def _not_a(ending: str) -> MediaFault:
    return MediaFault(1, f"The file is no .{ending} file, whatever its name says.")


def _png(data: bytes) -> tuple[int, int] | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """The size from the first frame header; segments before it are stepped over."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height = int.from_bytes(data[at + 5 : at + 7], "big")
            return int.from_bytes(data[at + 7 : at + 9], "big"), height
        at += 2 + max(length, 2)
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = data[24:27], data[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = data[26:28], data[28:30]
        return int.from_bytes(width, "little") & 0x3FFF, int.from_bytes(height, "little") & 0x3FFF
    return None


_SIZES: dict[str, Callable[[bytes], tuple[int, int] | None]] = {
    "png": _png,
    "jpg": _jpeg,
    "webp": _webp,
}
