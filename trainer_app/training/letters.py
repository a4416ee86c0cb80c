"""Questions on paper: what stands beside which letter, and letters read back into a response.

Everybody in a training session has the same order, so that one key fits all sheets. A question is
answered with one letter, with several, or with one letter for each numbered line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from trainer_app.content.module import (
    ChoiceItem,
    ChoicesItem,
    Item,
    MatchItem,
    OrderItem,
    SortItem,
    SpotItem,
    TrueFalseItem,
)
from trainer_app.training.attempt import shuffled
from trainer_app.training.scoring import join, join_pairs, split, split_pairs

Way = Literal["one", "several", "sequence", "lines"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A question as it is printed. ``options`` are ids in the order of their letters; ``lines`` are
    ids of the numbered lines, each of which takes one letter.

    ``one`` letter; ``several`` in any order; a ``sequence`` of all letters; one for each of the
    ``lines``.
    """

    way: Way
    options: tuple[str, ...]
    lines: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        """The letters that may be written."""
        return ascii_uppercase[: len(self.options)]

    @property
    def length(self) -> int | None:
        """How many letters a whole answer has; None where one or more will do."""
        match self.way:
            case "one":
                return 1
            case "several":
                return None
            case "sequence":
                return len(self.options)
            case "lines":
                return len(self.lines)


class Unreadable(ValueError):
    """These letters are no answer to that question."""


def printed(item: Item, seed: int) -> Printed:
    """How a question stands on the sheets of the session with this seed."""
    match item:
        case ChoiceItem() | ChoicesItem():
            options = shuffled([choice.id for choice in item.choices], seed, item.id)
            return Printed("one" if isinstance(item, ChoiceItem) else "several", options)
        case TrueFalseItem():
            return Printed("one", ("true", "false"))
        case OrderItem():
            ids = [entry.id for entry in item.entries]
            return Printed("sequence", shuffled(ids, seed, item.id, never=ids))
        case MatchItem():
            ids = [pair.id for pair in item.pairs]
            return Printed("lines", shuffled(ids, seed, item.id, never=ids), tuple(ids))
        case SortItem():
            groups = tuple(group.id for group in item.groups)
            lines = shuffled([entry.id for entry in item.entries], seed, item.id)
            return Printed("lines", groups, lines)
        case SpotItem():
            return Printed("several", tuple(region.id for region in item.regions))


def response_of(sheet: Printed, typed: str) -> str:
    """The response that these letters mean; blanks and lower case do not matter.

    Raises ``Unreadable`` for letters that are not printed, too few, too many or twice.
    """
    letters = "".join(typed.split()).upper()
    if not letters:
        raise Unreadable("nothing is written")
    if unknown := set(letters) - set(sheet.letters):
        raise Unreadable(f"not printed: {' '.join(sorted(unknown))}")
    if sheet.length is not None and len(letters) != sheet.length:
        raise Unreadable(f"{sheet.length} letters, not {len(letters)}")
    if sheet.way != "lines" and len(set(letters)) != len(letters):
        raise Unreadable("a letter stands twice")
    ids = [sheet.options[sheet.letters.index(letter)] for letter in letters]
    if sheet.way == "lines":
        return join_pairs(zip(sheet.lines, ids, strict=True))
    return join(ids if sheet.way == "sequence" else sorted(ids))


def letters_of(sheet: Printed, response: str) -> str:
    """The letters of a response; the inverse of ``response_of``."""
    if sheet.way == "lines":
        pairs = split_pairs(response)
        return _letters(sheet, [pairs[line] for line in sheet.lines if line in pairs])
    letters = _letters(sheet, split(response))
    return letters if sheet.way == "sequence" else "".join(sorted(letters))


def _letters(sheet: Printed, ids: Sequence[str]) -> str:
    return "".join(sheet.letters[sheet.options.index(one)] for one in ids)
