"""A report with every kind of cell, and names that spreadsheets stumble over."""

from __future__ import annotations

from datetime import date

from trainer_app.operations.reports.table import Cell, Column, Report, Table
from trainer_app.training.standing import STATES

COLUMNS = (
    Column("name", "Name", named=True),
    Column("site", "Site"),
    Column("state", "Grooming online", "state"),
    Column("answers", "Modules passed", "count"),
    Column("trained", "Share passed", "share"),
    Column("after", "After", "score"),
    Column("due_on", "Next refresher", "day"),
    Column("certified", "Certificate", "yes"),
)
NAMES = (
    "=HYPERLINK(1)",
    "+7",
    "-Rosa Mamani",
    "@x",
    "\tAmadou Diallo",
    "'Elena Choque",
    "أمل الحسن",
    "Zoé Ndiaye, “Zo” N’Diaye; 10 %",
    "https://example.org/rosa",
    "Kossi " + "Mensah-" * 40 + "Mensah",
    "007",
    "Fatou <b>&amp; Ndiaye",
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    (NAMES[0], "La Paz", "in-date", 7, 1.0, 0.785, date(2027, 3, 12), True),
    (NAMES[1], "La Paz", "due", 7, 0.125, 0.285, date(2026, 11, 2), True),
    (NAMES[2], "El Alto", "overdue", 3, 0.4285714285714286, 0.625, date(2026, 1, 31), False),
    (NAMES[3], "El Alto", "in-progress", 1, 0.005, None, None, False),
    (NAMES[4], "=1+1", "not-started", 0, 0.0, None, None, None),
    (NAMES[5], "Lomé", None, None, None, None, None, None),
    (NAMES[6], "Lomé", "in-date", 12345, 0.995, 1.0, date(2026, 12, 31), True),
    (NAMES[7], "Dakar", "due", 2, 2 / 3, 1 / 3, date(2024, 2, 29), False),
    (NAMES[8], "Dakar", "overdue", 5, 0.545, 0.0, date(2026, 6, 1), True),
    (NAMES[9], "Dakar", "in-date", 6, 0.855, 0.9449999, date(2026, 6, 2), True),
    (NAMES[10], "Dakar", "in-date", 6, 0.855, 0.5, date(2026, 6, 2), True),
    (NAMES[11], "Dakar", "in-date", 6, 0.855, 0.5, date(2026, 6, 2), True),
)
PEOPLE = Table("people", "People: who/what?", COLUMNS, ROWS, ("Two people have left.",))
SITES = Table(
    "sites",
    "Sites",
    (Column("site", "Site"), Column("trained", "Trained", "share"), Column("on", "In", "day")),
    (("La Paz", 0.5, date(2026, 3, 12)), ("El Alto", None, None)),
    ("El Alto: too few to show.",),
)
REPORT = Report(
    "completion",
    "Completion",
    ("All sites", "Made on \u20682 March 2026\u2069", "=cmd()"),
    (PEOPLE, SITES),
    with_names=True,
)


def alone(table: Table = PEOPLE) -> Report:
    """The report with this table only."""
    return Report("completion", "Completion", ("All sites",), (table,), with_names=True)


def long_report(count: int, columns: int = 8) -> Report:
    """So many people and columns."""
    heads = (
        Column("name", "Name", named=True),
        Column("team", "Team"),
        Column("site", "Site"),
        Column("trained", "Share passed", "share"),
        Column("due_on", "Next refresher", "day"),
        *(Column(f"m{number}", f"Module {number}", "state") for number in range(columns - 5)),
    )[:columns]
    rows = [_row(number, columns) for number in range(count)]
    table = Table("people", "People", heads, rows)
    return Report("completion", "Completion", ("All sites",), (table,), with_names=True)


def _row(number: int, columns: int) -> tuple[Cell, ...]:
    states = [STATES[(number + place) % len(STATES)] for place in range(columns - 5)]
    day = date(2026, 1 + number % 12, 1 + number % 28)
    first: list[Cell] = [f"Rosa Mamani {number}", f"Team {number % 30}", f"Site {number % 12}"]
    return (*first, number % 101 / 100, day, *states)[:columns]
