"""The tables of the reports: what the log comes to, in columns narrow enough for a million answers.

They are a projection like ``progress``, but made only where somebody asks for reports: each row of
the log is read once, after the fact (``store.reports``). Everything here can be dropped and made
anew from the log, the directory and the observations.

A *moment* is milliseconds since 1970 as ``training.clocks`` corrects them, times 8, plus the place
of its quality in ``QUALITIES``; so the greatest moment is the latest, and carries how sure it is.
A *score* is a moment's milliseconds times 1024, plus the share right in thousandths.
"""

from typing import get_args

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from trainer_app.store.tables import metadata
from trainer_app.training.clocks import Quality

QUALITIES: tuple[Quality, ...] = get_args(Quality)

arrival = Table(  # from this row of the log on, until the next of these, it came then, from there
    "arrival",
    metadata,
    Column("first", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("origin", ForeignKey("endpoint.row"), nullable=False),
    sqlite_strict=True,
)

mark = Table(  # how much of the rest of the file is in these tables
    "report_mark",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("statement", Integer, nullable=False),
    Column("activity", Integer, nullable=False),
    Column("actor", Integer, nullable=False),
    Column("feed", Integer, nullable=False),
    sqlite_strict=True,
)

module = Table(
    "report_module",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("module_id", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

part = Table(  # what an activity is of a module; see ``reports.parts`` for the kinds
    "report_part",
    metadata,
    Column("activity", ForeignKey("activity.row"), primary_key=True),
    Column("module", ForeignKey("report_module.row"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("short", Integer, nullable=False),
    sqlite_strict=True,
)

person = Table(  # one row for each person, however many registrations they have
    "report_person",
    metadata,
    Column("person", Integer, primary_key=True),
    Column("learner_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("team_key", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("walk_in", Integer, nullable=False),
    Column("has_left", Integer, nullable=False),
    sqlite_strict=True,
)

alias = Table(  # the pseudonyms of each person
    "report_alias",
    metadata,
    Column("actor", ForeignKey("actor.row"), primary_key=True),
    Column("person", Integer, nullable=False),
    Index(None, "person"),
    sqlite_strict=True,
)

run = Table(  # a run of the program: its first and last reading, and when it really began
    "report_run",
    metadata,
    Column("device", ForeignKey("device.row"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("first_mono", Integer, nullable=False),
    Column("first_wall", Integer, nullable=False),
    Column("last_mono", Integer, nullable=False),
    Column("last_wall", Integer, nullable=False),
    Column("start_ms", Integer),
    Column("quality", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

seen = Table(  # the observations of a device that its runs were placed by
    "report_seen",
    metadata,
    Column("device", ForeignKey("device.row"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("newest", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

standing = Table(  # a person and a module; a row is there once anything was begun
    "report_standing",
    metadata,
    Column("person", Integer, primary_key=True),
    Column("module", ForeignKey("report_module.row"), primary_key=True),
    Column("began", Integer, nullable=False),  # moment, the first
    Column("first", Integer),  # moment of the first pass, in whichever form
    Column("whole", Integer),  # moment of the last pass of the whole module
    Column("short", Integer),  # the same, of its short form
    Column("refreshed", Integer),  # moment of the last refresher
    Column("pre", Integer),  # score of the first test before
    Column("post", Integer),  # score of the last test after
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

answer = Table(  # the answer that counts: a person's first to an item in each kind of test
    "report_answer",
    metadata,
    Column("item", Integer, primary_key=True),
    Column("test", Integer, primary_key=True),  # see ``reports.parts.TESTS``
    Column("person", Integer, primary_key=True),
    Column("rank", Integer, nullable=False),  # the smaller came first
    Column("choice", Text, nullable=False),
    Column("correct", Integer, nullable=False),  # of a line about confidence: sure
    Column("month", Integer, nullable=False),  # years times 12 plus months, from 0
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

site_news = Table(  # the latest of each site: when it happened, when it came and which way
    "report_site",
    metadata,
    Column("site", Text, primary_key=True),
    Column("happened", Integer, nullable=False),  # moment
    Column("arrived", Integer),  # milliseconds since 1970; null: made here
    Column("origin", ForeignKey("endpoint.row")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

REPORTS = (mark, module, part, person, alias, run, seen, standing, answer, site_news)
"""What is made anew when it is doubted; not ``arrival``, which nothing else tells."""
