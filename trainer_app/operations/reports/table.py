"""A report as tables, whatever it becomes: a screen, a spreadsheet, lines of CSV, JSON, paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from trainer_app.training.standing import State

Kind = Literal["text", "count", "share", "score", "day", "state", "yes"]
"""What a column holds: words, a whole number, a share 0..1 shown as per cent, a mean test result
0..1 shown out of 100, a ``date``, one of ``STATES``, a truth. None in any of them is unknown, and
is shown as unknown, never as nothing or zero."""
Cell = str | int | float | bool | date | State | None
ReportKey = Literal["completion", "overdue", "items", "change", "readiness", "sites", "sessions"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key`` is stable English for CSV and JSON, ``title`` is for people, in their
    language. A column that is ``named`` tells who somebody is; reports without names leave it out.
    """

    key: str
    title: str
    kind: Kind = "text"
    named: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with one cell for each column. ``notes`` stand below it, such as what is withheld.

    ``rows`` may be long: it is read once, in order, by whoever writes it.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What goes into one file. ``about`` are lines for its head: whom it is about, on which day it
    was made, which sites are in, whether it has names."""

    key: ReportKey
    title: str
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    with_names: bool = False


def chosen_columns(table: Table, keys: Sequence[str] | None, *, with_names: bool) -> Table:
    """The table with these columns only, in its own order; without names unless they are asked for.

    ``keys`` None takes every column. Raises ``KeyError`` for a column there is not.
    """
    known = {column.key for column in table.columns}
    for key in keys or ():
        if key not in known:
            raise KeyError(key)
    kept = [
        place
        for place, column in enumerate(table.columns)
        if (keys is None or column.key in keys) and (with_names or not column.named)
    ]
    if len(kept) == len(table.columns):
        return table
    return Table(
        table.key,
        table.title,
        tuple(table.columns[place] for place in kept),
        [tuple(row[place] for place in kept) for row in table.rows],
        table.notes,
    )
