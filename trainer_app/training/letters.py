"""Questions on paper: what stands beside which letter, and letters read back into a response.

Everybody in a training session has the same order, so that one key fits all sheets. A question is
answered with one letter, with several, or with one letter for each numbered line. Where an answer
has places, a dot stands for one that was left empty.
"""

from __future__ import annotations

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
GAP = "."
"""A place that was left empty, in a sequence (at its end only) or among lines."""


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
    gaps = {GAP} if sheet.way in ("sequence", "lines") else set()
    if unknown := set(letters) - set(sheet.letters) - gaps:
        raise Unreadable(f"not printed: {' '.join(sorted(unknown))}")
    if sheet.length is not None and len(letters) != sheet.length:
        raise Unreadable(f"{sheet.length} letters, not {len(letters)}")
    if sheet.way == "lines":
        pairs = zip(sheet.lines, letters, strict=True)
        return join_pairs((line, _id(sheet, letter)) for line, letter in pairs if letter != GAP)
    letters = letters.rstrip(GAP)
    if GAP in letters:
        raise Unreadable("an empty place before a letter")
    if len(set(letters)) != len(letters):
        raise Unreadable("a letter stands twice")
    ids = [_id(sheet, letter) for letter in letters]
    return join(ids if sheet.way == "sequence" else sorted(ids))


def letters_of(sheet: Printed, response: str) -> str:
    """The letters of a response; the inverse of ``response_of``. None for an empty response."""
    if not response:
        return ""
    if sheet.way == "lines":
        pairs = split_pairs(response)
        return "".join(
            _letter(sheet, pairs[line]) if line in pairs else GAP for line in sheet.lines
        )
    letters = "".join(_letter(sheet, one) for one in split(response))
    if sheet.way == "sequence":
        return letters.ljust(len(sheet.options), GAP)
    return "".join(sorted(letters))


def _letter(sheet: Printed, one: str) -> str:
    return sheet.letters[sheet.options.index(one)]


def _id(sheet: Printed, letter: str) -> str:
    return sheet.options[sheet.letters.index(letter)]
