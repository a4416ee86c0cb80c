"""How the columns of a table share the width of a page: as wide as their words, where they fit.

Lengths are millimetres at the normal size of type; they shrink with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)
"""Sizes of type that are tried before columns go to another band of the page."""


@dataclass(frozen=True, slots=True)
class Need:
    """How wide a column has to be: ``least`` breaks no word of it, ``wish`` no line."""

    least: float
    wish: float


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that stand side by side, by their places in the table, with the widths of their
    words."""

    places: tuple[int, ...]
    widths: tuple[float, ...]
    scale: float


def bands(needs: Sequence[Need], room: float, gap: float) -> list[Band]:
    """The columns side by side with a gap between them; in several bands where there are too many,
    each of which begins with the first column. There must be one at least."""
    everything = tuple(range(len(needs)))
    for scale in _SCALES:
        if fits(needs, room, gap, scale):
            return [_band(everything, needs, room, gap, scale)]
    found, places = [], everything[:1]
    for place in everything[1:]:
        some = [needs[one] for one in (*places, place)]
        if len(places) > 1 and not fits(some, room, gap, _SCALES[-1]):
            found.append(_band(places, needs, room, gap, _SCALES[-1]))
            places = everything[:1]
        places = (*places, place)
    return [*found, _band(places, needs, room, gap, _SCALES[-1])]


def fits(needs: Sequence[Need], room: float, gap: float, scale: float) -> bool:
    """Whether these columns stand side by side at that size of type without breaking a word."""
    return sum(need.least for need in needs) * scale + gap * (len(needs) - 1) <= room


def _band(
    places: tuple[int, ...], needs: Sequence[Need], room: float, gap: float, scale: float
) -> Band:
    """All of the room is used. Where it is short, those who wish for little more get it first."""
    least = [needs[place].least * scale for place in places]
    wish = [needs[place].wish * scale for place in places]
    room -= gap * (len(places) - 1)
    if sum(wish) <= room or sum(least) >= room:  # what is too wide for any page will break
        wanted = wish if sum(wish) <= room else least
        return Band(places, tuple(one * room / sum(wanted) for one in wanted), scale)
    widths, spare = list(least), room - sum(least)
    modest = sorted(range(len(places)), key=lambda at: wish[at] - least[at])
    for left, at in zip(range(len(places), 0, -1), modest, strict=True):
        more = min(wish[at] - least[at], spare / left)
        widths[at] += more
        spare -= more
    return Band(places, tuple(widths), scale)
