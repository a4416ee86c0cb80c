"""What is wrong with a module folder, said in plain sentences with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct


class Place(NamedTuple):
    """A file, relative to the module folder, and a line in it, counted from 1."""

    file: str
    line: int


class Problem(Struct, frozen=True, order=True):
    """One thing to mend. A ``notice`` may stay; a ``problem`` keeps the module from being built.

    ``rule`` is a short fixed name for the rule that was broken; ``sentence`` is for the author.
    """

    file: str
    line: int
    rule: str
    sentence: str
    level: Literal["problem", "notice"] = "problem"


class Findings:
    """Collects what readers and checks find; never stops them."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def add(self, place: Place, rule: str, sentence: str) -> None:
        """Note a problem."""
        self._found.add(Problem(place.file, place.line, rule, sentence))

    def notice(self, place: Place, rule: str, sentence: str) -> None:
        """Note something to look at that does not keep the module from being built."""
        self._found.add(Problem(place.file, place.line, rule, sentence, "notice"))

    def __iter__(self) -> Iterator[Problem]:
        """Everything found, by file and line."""
        return iter(sorted(self._found))
