"""PINs of staff: which are too easy to guess, and how long one waits after missing.

A PIN keeps colleagues apart; it is no key. Whoever can read the key of the data file needs none.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

DIGITS = 6
TRIES = 5
"""So often one may miss before the first pause."""
PAUSES_MS = (30_000, 60_000, 300_000, 900_000)
"""After the fifth miss, the sixth … and after every further one the last."""

Weakness = Literal["length", "repeats", "runs", "year", "common"]
"""Not six digits; few digits again and again; one after the other; a year; one many people take."""

_MANY_CHOOSE = """
123456 654321 111111 000000 123123 666666 121212 112233 789456 159753
222222 131313 555555 777777 123321 101010 333333 999999 696969 232323
888888 252525 147258 456789 987654 147852 159357 142536 321321 456456
246810 010203 020202 212121 456123 171717 202020 123654 789123 456852
963852 789654 741852 852456 951753 753951 258456 012345 234567 345678
567890 098765 876543 765432 543210 135790 102030 100000 100200 200000
110110 001122 223344 334455 445566 556677 667788 778899 998877 332211
111222 222333 123789 321654 654123 147369 369258 258369 963741 159159
147147 258258 789789 000001 111112 100100 123000 010101 020304 151515
141414 161616 181818 420420 007007 911911 112112 147896 145236 246802
"""
COMMON = frozenset(_MANY_CHOOSE.split())
"""A hundred that many people choose: rows and shapes on the keys, and counting."""
_YEAR_THEN_MONTH = re.compile(r"(19[3-9]|20[0-4])\d(0[1-9]|1[0-2])|\d\d(19[3-9]|20[0-4])\d")
_FEW = 2


@dataclass(frozen=True, slots=True)
class Tries:
    """How often somebody missed since they were let in, and how long they still wait."""

    missed: int = 0
    pause_ms: int = 0

    @property
    def left(self) -> int:
        """How often one may miss from now on until there is a pause: at least once."""
        return max(1, TRIES - self.missed)

    @property
    def next_pause_ms(self) -> int:
        """The pause that follows when these are used up."""
        return pause_after(self.missed + self.left)

    def missed_again(self) -> "Tries":
        """One more miss, with the pause that follows it."""
        return Tries(self.missed + 1, pause_after(self.missed + 1))

    def waited(self, ms: int) -> "Tries":
        """After the program ran for so long."""
        return Tries(self.missed, max(0, self.pause_ms - max(0, ms)))

    def strictest(self, other: "Tries") -> "Tries":
        """What holds where two accounts of the same person's tries differ."""
        return Tries(max(self.missed, other.missed), max(self.pause_ms, other.pause_ms))


def pause_after(missed: int) -> int:
    """The pause in milliseconds after so many misses in a row."""
    if missed < TRIES:
        return 0
    return PAUSES_MS[min(missed - TRIES, len(PAUSES_MS) - 1)]


DISTRUSTED = Tries(TRIES + len(PAUSES_MS) - 1, PAUSES_MS[-1])
"""Where nobody can say how often was tried: the longest pause first, then one try at a time."""


def digits_of(typed: str) -> str:
    """The digits in what was typed, of whatever script, at most six."""
    found = [str(unicodedata.decimal(one)) for one in typed if one.isdecimal()]
    return "".join(found[:DIGITS])


def weakness(pin: str) -> Weakness | None:
    """Why this is no PIN to choose; None for a good one."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        return "length"
    if len(set(pin)) <= _FEW or pin[:3] == pin[3:] or _in_pairs(pin):
        return "repeats"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({1}, {9}):
        return "runs"
    if _YEAR_THEN_MONTH.fullmatch(pin):
        return "year"
    return "common" if pin in COMMON else None


def _in_pairs(pin: str) -> bool:
    return all(pin[place] == pin[place + 1] for place in range(0, DIGITS, 2))
