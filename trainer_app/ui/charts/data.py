"""What a chart shows: plain facts and the words for them, without Qt.

Words are in the language of the moment: whoever fills these does it again when the language
changes. ``empty`` is said in place of a chart without data; "" says "Nothing to show yet".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Fill = Literal["solid", "hatched", "faint", "dotted", "crossed", "open"]
"""How a part is told apart without colour: full, with slanting lines, pale, with holes, with
crossing lines (for what is late), with a dashed edge only (for what is unknown)."""
TrendKind = Literal["count", "share"]
SERIES = 2
"""More lines than these cannot be told apart at a glance."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part that every bar has: its word, and how it looks."""

    name: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. ``parts`` are counts in the order of ``Bars.parts``; None is unknown or withheld.

    ``said`` stands at the end of the row; "" says the share of the first part and the whole count,
    or "Not known". ``key`` is what ``chosen`` sends.
    """

    key: str
    name: str
    parts: tuple[int, ...] | None
    said: str = ""

    @property
    def total(self) -> int:
        """All parts together; 0 where nothing is known."""
        return sum(self.parts or ())


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows of stacked bars. ``rows_name`` heads the names in the table ("Site").

    Only the first ``most`` rows are drawn (0: all of them), and ``more`` under them then, such as
    "and 12 more"; the table has every row.
    """

    rows_name: str
    parts: tuple[Part, ...]
    rows: tuple[Bar, ...]
    most: int = 0
    more: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if row.parts is not None and len(row.parts) != len(self.parts):
                raise ValueError(f"{row.key} has {len(row.parts)} parts, not {len(self.parts)}")

    @property
    def drawn(self) -> tuple[Bar, ...]:
        """The rows of the picture."""
        return self.rows[: self.most] if self.most else self.rows

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class Change:
    """One row: shares 0..1 before and after, None where too few wrote it. ``note`` stands below."""

    key: str
    name: str
    before: float | None
    after: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of before and after. ``missing`` is said for None; "" says "too few to show"."""

    rows_name: str
    rows: tuple[Change, ...]
    missing: str = ""
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value for each month, None where it is unknown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One or two lines over ``months``, each given as its first day, in order.

    Values are counts, or shares 0..1. At None a line breaks: unknown is not nothing.
    """

    months: tuple[date, ...]
    series: tuple[Series, ...]
    kind: TrendKind = "count"
    empty: str = ""

    def __post_init__(self) -> None:
        if len(self.series) > SERIES:
            raise ValueError(f"{len(self.series)} lines in one chart")
        for one in self.series:
            if len(one.values) != len(self.months):
                raise ValueError(f"{one.name}: {len(one.values)} values, {len(self.months)} months")

    @property
    def is_empty(self) -> bool:
        """Whether not one value is known."""
        return all(value is None for one in self.series for value in one.values)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many building blocks stand how."""

    in_place: int
    partly: int
    not_yet: int
    unknown: int
    empty: str = ""

    @property
    def total(self) -> int:
        """All of them."""
        return self.in_place + self.partly + self.not_yet + self.unknown

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """From in place to unknown, as they go around the ring."""
        return self.in_place, self.partly, self.not_yet, self.unknown

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.total


ChartData = Bars | Changes | Trend | Readiness
