"""What charts say: the words in them, a sentence for every row, and the same figures as a table.

Without Qt, so that a command can say it, too. Figures stand beside their words and not inside a
sentence, so that no language needs another form for one, two or many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing, pgettext
from trainer_app.operations.reports.table import Cell, Column, Kind, Table
from trainer_app.ui.charts.data import (
    Bar,
    Bars,
    Change,
    Changes,
    ChartData,
    Fill,
    Readiness,
    Trend,
)

READINESS_FILLS: tuple[Fill, ...] = ("solid", "hatched", "faint", "open")


def empty_words(data: ChartData) -> str:
    """What stands where there is no chart."""
    return data.empty or _("Nothing to show yet")


def number(value: float) -> str:
    """A number as the language of the moment writes it."""
    return _number(value, i18n.language())


@lru_cache(maxsize=2048)
def _number(value: float, _language: str) -> str:
    return i18n.number(value)  # slow, and a chart asks for the same few again and again


def out_of_100(share: float) -> str:
    """A mean test result 0..1."""
    return number(round(share * 100))


def value_words(value: float | None, kind: str) -> str:
    """A value of a trend."""
    if value is None:
        return _("not known")
    return i18n.percent(value) if kind == "share" else number(value)


def month_short(month: date) -> str:
    """As under an axis."""
    return i18n.day(month, "LLL")


def year(month: date) -> str:
    """As under an axis, without a mark between thousands."""
    return i18n.day(month, "y")


def month_words(month: date) -> str:
    """In full, with its year."""
    return i18n.day(month, "LLLL y")


def bar_end(row: Bar) -> str:
    """What stands at the end of a bar."""
    if row.said or row.parts is None:
        return row.said or _("Not known")
    if not row.total:
        return number(0)
    return f"{i18n.percent(row.parts[0] / row.total)} · {number(row.total)}"


def missing_words(data: Changes) -> str:
    """What is said in place of a result that would tell of one person."""
    return data.missing or _("too few to show")


def readiness_names() -> tuple[str, ...]:
    """What the parts of the ring are called, in their order."""
    return (
        pgettext("a building block of readiness", "In place"),
        pgettext("a building block of readiness", "Partly"),
        pgettext("a building block of readiness", "Not yet"),
        pgettext("a building block of readiness", "Not known"),
    )


def readiness_middle(data: Readiness) -> str:
    """The number in the middle of the ring."""
    # For translators: in the middle of a ring, such as "5 of 8"
    return _("{count} of {total}").format(
        count=isolate(number(data.in_place)), total=isolate(number(data.total))
    )


# ---------------------------------------------------------------- sentences


def sentences(data: ChartData) -> list[str]:
    """Every figure of the chart, in one sentence a row; what screen readers say."""
    if data.is_empty:
        return [empty_words(data)]
    match data:
        case Bars():
            return [bar_sentence(data, row) for row in data.rows]
        case Changes():
            return [change_sentence(data, row) for row in data.rows]
        case Trend():
            return _trend_sentences(data)
        case Readiness():
            return _readiness_sentences(data)


def _figure(name: str, value: str) -> str:
    # For translators: a figure with its word before it, such as "In progress: 12"
    return _("{name}: {value}").format(name=name, value=isolate(value))


def bar_sentence(data: Bars, row: Bar) -> str:
    """All figures of one bar."""
    if row.parts is None:
        return _figure(isolate(row.name), bar_end(row)) + "."
    figures = [
        f"{part.name} {isolate(number(count))}"
        for part, count in zip(data.parts, row.parts, strict=True)
    ]
    return _figure(isolate(row.name), listing([*figures, isolate(bar_end(row))])) + "."


def change_sentence(data: Changes, row: Change) -> str:
    """Both results of one row, and its note."""
    shares = (row.before, row.after)
    if row.before is None and row.after is None:
        said = _figure(isolate(row.name), missing_words(data)) + "."
    else:
        before, after = (
            missing_words(data) if share is None else out_of_100(share) for share in shares
        )
        said = _("{name}: before {before}, after {after}, out of {most}.").format(
            name=isolate(row.name),
            before=isolate(before),
            after=isolate(after),
            most=isolate(number(100)),
        )
    return f"{said} {row.note}" if row.note else said


def _trend_sentences(data: Trend) -> list[str]:
    return [
        _figure(
            one.name,
            listing(
                f"{month_words(month)} {isolate(value_words(value, data.kind))}"
                for month, value in zip(data.months, one.values, strict=True)
            ),
        )
        + "."
        for one in data.series
    ]


def _readiness_sentences(data: Readiness) -> list[str]:
    figures = zip(readiness_names(), data.counts, strict=True)
    return [
        f"{readiness_middle(data)}.",
        *(_figure(name, number(count)) + "." for name, count in figures),
    ]


# ---------------------------------------------------------------- tables


def table_of(data: ChartData, title: str = "") -> Table:
    """The same figures as a table, for eyes and for files; None is unknown or withheld."""
    match data:
        case Bars():
            return _bars_table(data, title)
        case Changes():
            return _changes_table(data, title)
        case Trend():
            return _trend_table(data, title)
        case Readiness():
            return _readiness_table(data, title)


def unknown_words(data: ChartData) -> str:
    """What a cell without a figure says."""
    return missing_words(data) if isinstance(data, Changes) else _("not known")


def cell_words(value: Cell, kind: Kind, unknown: str) -> str:
    """One cell of such a table as people read it."""
    if value is None:
        return unknown
    if isinstance(value, int | float):
        if kind == "share":
            return i18n.percent(value)
        return out_of_100(value) if kind == "score" else number(value)
    return str(value)


def _bars_table(data: Bars, title: str) -> Table:
    said = any(row.said for row in data.rows)
    columns = [
        Column("name", data.rows_name),
        *(Column(f"part-{n}", part.name, "count") for n, part in enumerate(data.parts)),
        Column("total", _("All"), "count"),
    ]
    rows: list[tuple[Cell, ...]] = []
    for row in data.rows:
        counts: Sequence[Cell] = row.parts if row.parts is not None else [None] * len(data.parts)
        cells = [row.name, *counts, None if row.parts is None else row.total]
        rows.append((*cells, row.said) if said else tuple(cells))
    if said:
        columns.append(Column("note", _("Note")))
    return Table("bars", title, tuple(columns), rows)


def _changes_table(data: Changes, title: str) -> Table:
    noted = any(row.note for row in data.rows)
    columns = [
        Column("name", data.rows_name),
        Column("before", _("Before"), "score"),
        Column("after", _("After"), "score"),
    ]
    if noted:
        columns.append(Column("note", _("Note")))
    rows: list[tuple[Cell, ...]] = [
        (row.name, row.before, row.after, *((row.note,) if noted else ())) for row in data.rows
    ]
    notes = (_("Results are out of {most}.").format(most=isolate(number(100))),)
    return Table("changes", title, tuple(columns), rows, notes)


def _trend_table(data: Trend, title: str) -> Table:
    columns = (
        Column("month", _("Month")),
        *(Column(f"series-{n}", one.name, data.kind) for n, one in enumerate(data.series)),
    )
    rows: list[tuple[Cell, ...]] = [
        (month_words(month), *(one.values[n] for one in data.series))
        for n, month in enumerate(data.months)
    ]
    return Table("trend", title, columns, rows)


def _readiness_table(data: Readiness, title: str) -> Table:
    columns = (
        Column("state", pgettext("heading of a column", "State")),
        Column("count", pgettext("heading of a column", "Number"), "count"),
    )
    names = (*readiness_names(), _("All"))
    rows: list[tuple[Cell, ...]] = list(zip(names, (*data.counts, data.total), strict=True))
    return Table("readiness", title, columns, rows)
