"""What keys do in the grid for answer sheets: letters into cells, and from cell to cell.

A cell is ``None`` while it is open, empty where nothing was written on purpose, or its letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from trainer_app.content.folding import folded
from trainer_app.content.module import Module
from trainer_app.operations.session_results import PersonInTest
from trainer_app.training.letters import GAP, Printed, letters_of, printed, response_of
from trainer_app.training.statement import Taken

NOTHING = "-"
"""The key for: nothing more is written here."""
Refusal = Literal["", "not-printed", "twice"]
Place = tuple[int, int]
"""Row and column, from 0."""


class Pressed(NamedTuple):
    """A cell after a key: what it holds, whether the next cell comes, why the key meant nothing."""

    cell: str | None
    moves: bool = False
    refused: Refusal = ""


def press(sheet: Printed, cell: str | None, key: str) -> Pressed:
    """A letter, ``GAP``, ``NOTHING`` or a blank in a cell.

    A letter replaces what is full and is added to what is not. ``NOTHING`` and the blank say that
    no more is written there; only the former takes away the letter of a question that has one.
    """
    if key in (NOTHING, " "):
        wipes = cell is None or (key == NOTHING and sheet.way == "one")
        return Pressed("" if wipes else cell, moves=True)
    may_skip = sheet.way == "lines" and key == GAP
    if key not in sheet.letters and not may_skip:
        return Pressed(cell, refused="not-printed")
    most = sheet.length or len(sheet.options)
    before = cell if cell and len(cell) < most else ""
    if sheet.way != "lines" and key in before:
        return Pressed(cell, refused="twice")
    letters = before + key
    if sheet.way == "several":
        letters = "".join(sorted(letters))
    return Pressed(letters, moves=len(letters) == most)


def rub_out(sheet: Printed, cell: str | None) -> str | None:
    """The cell without its last letter."""
    return None if sheet.way == "one" or not cell else cell[:-1] or None


def response(sheet: Printed, cell: str) -> str:
    """What a cell that is not open means; places without a letter were left empty."""
    if not cell.strip(GAP):
        return ""
    return response_of(sheet, cell.ljust(sheet.length or 0, GAP))


@dataclass(slots=True)
class SheetRow:
    """One person's sheet. A ``locked`` one is answered at a computer, or over."""

    person: PersonInTest
    items: tuple[str, ...]
    printed: tuple[Printed, ...]
    cells: list[str | None] = field(default_factory=list)
    closed: bool = False

    @property
    def learner_id(self) -> str:
        return self.person.learner.learner_id

    @property
    def at_computer(self) -> bool:
        return self.person.way in (Taken.SHARED, Taken.PAIRED)

    @property
    def locked(self) -> bool:
        return self.at_computer or self.closed

    @property
    def is_complete(self) -> bool:
        return None not in self.cells

    def responses(self) -> dict[str, str]:
        """What is to be kept of it: by item id."""
        return {
            item_id: response(sheet, cell)
            for item_id, sheet, cell in zip(self.items, self.printed, self.cells, strict=True)
            if cell is not None
        }


def row_of(
    person: PersonInTest,
    items: tuple[str, ...],
    module: Module,
    seed: int,
    kept: Mapping[str, str],
    *,
    closed: bool,
) -> SheetRow:
    """Somebody's sheet with what was kept of it."""
    sheets = tuple(printed(module.item(item_id), seed) for item_id in items)
    cells = [
        letters_of(sheet, kept[item_id]).rstrip(GAP) if item_id in kept else None
        for item_id, sheet in zip(items, sheets, strict=True)
    ]
    return SheetRow(person, items, sheets, cells, closed)


class PaperGrid:
    """All sheets, names down and questions across."""

    def __init__(self, rows: Sequence[SheetRow] = ()) -> None:
        self.rows = list(rows)
        self.columns = max((len(row.cells) for row in self.rows), default=0)
        """As many as the longest sheet has questions."""

    @property
    def on_paper(self) -> list[SheetRow]:
        """The sheets that are or may be typed here."""
        return [row for row in self.rows if not row.at_computer]

    @property
    def complete(self) -> int:
        return sum(row.is_complete for row in self.on_paper)

    def takes(self, place: Place) -> bool:
        """Whether something can be typed there."""
        row, column = place
        if not 0 <= row < len(self.rows) or self.rows[row].locked:
            return False
        return 0 <= column < len(self.rows[row].cells)

    def sheet(self, place: Place) -> Printed:
        return self.rows[place[0]].printed[place[1]]

    def cell(self, place: Place) -> str | None:
        return self.rows[place[0]].cells[place[1]]

    def put(self, place: Place, cell: str | None) -> None:
        self.rows[place[0]].cells[place[1]] = cell

    # ------------------------------------------------------------ from cell to cell

    def step(self, place: Place | None, by: Literal[1, -1]) -> Place | None:
        """The next cell that takes something, sheet by sheet; None after the last."""
        found = self._cells() if by > 0 else reversed(list(self._cells()))
        if place is None:
            return next(iter(found), None)
        return next((one for one in found if (one > place if by > 0 else one < place)), None)

    def beside(self, place: Place, by: Literal[1, -1]) -> Place | None:
        """The next sheet up or down, at the same question or its last one."""
        row = place[0] + by
        while 0 <= row < len(self.rows):
            column = min(place[1], len(self.rows[row].cells) - 1)
            if self.takes((row, column)):
                return row, column
            row += by
        return None

    def edge(self, place: Place, *, last: bool) -> Place:
        """The first or last question of the sheet."""
        return place[0], len(self.rows[place[0]].cells) - 1 if last else 0

    def next_open(self, place: Place | None) -> Place | None:
        """The next cell nobody filled, and after the last the first; None where all are."""
        open_ones = [one for one in self._cells() if self.cell(one) is None]
        after = [one for one in open_ones if place is None or one > place]
        return next(iter(after or open_ones), None)

    def find(self, words: str) -> Place | None:
        """The first open question of the first sheet whose name has a part that begins so."""
        wanted = folded(words).strip()
        for number, row in enumerate(self.rows):
            name = folded(row.person.learner.name)
            if wanted and not row.locked and f" {wanted}" in f" {name}":
                return number, row.cells.index(None) if None in row.cells else 0
        return None

    def partial(self, place: Place) -> tuple[int, int] | None:
        """Of a cell with fewer letters than it has places: how many of how many."""
        if not self.takes(place):
            return None
        cell, most = self.cell(place), self.sheet(place).length or 0
        return (len(cell), most) if cell and len(cell) < most else None

    def _cells(self) -> Iterator[Place]:
        for row, sheet in enumerate(self.rows):
            if not sheet.locked:
                yield from ((row, column) for column in range(len(sheet.cells)))
