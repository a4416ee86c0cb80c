"""Made-up answers, and what the figures about them have to be, counted plainly.

The rule is told here a second time, in plain code: an answer counts once its cell (question, kind
of test, site, half-year) holds answers of five people or more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from trainer_app.store import report_tables
from trainer_app.store.tables import activity
from trainer_app.training.confidence import LINES, SURE, line_path

if TYPE_CHECKING:
    from trainer_app.store import Store

ITEMS = ("one", "more-1", "truth")
SAID = tuple(map(line_path, LINES))
"""The lines about confidence."""
TESTS = ("before", "after", "later")
SITES = ("la-paz", "el-alto", "")
HALVES = (4052, 4053)
"""The first and the second half of 2026."""
Scope = tuple[tuple[str, ...], tuple[int, ...]]
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    person: int
    site: str
    has_left: bool
    item: str
    test: str
    half: int
    choice: str

    @property
    def right(self) -> bool:
        return self.choice in ("yes", "false", *SURE)

    @property
    def cell(self) -> tuple[str, str, str, int]:
        return self.item, self.test, self.site, self.half


def _choices(item: str) -> list[str]:
    return ["true", "false", "-"] if item == "truth" else ["no", "yes", "later", "-"]


@st.composite
def answers(draw: st.DrawFn, least: int = 0, most: int = 36) -> list[Answer]:
    """What so many people answered; "-" is a test somebody was not asked that in."""
    found: list[Answer] = []
    for person in range(1, draw(st.integers(least, most)) + 1):
        site, half = draw(st.sampled_from(SITES)), draw(st.sampled_from(HALVES))
        has_left = draw(st.booleans())
        for test in TESTS:
            when = half if test != "later" else HALVES[-1]
            for item in ITEMS:
                choice = draw(st.sampled_from(_choices(item)))
                if choice != "-":
                    found.append(Answer(person, site, has_left, item, test, when, choice))
    return found


def fill(store: Store, given: Sequence[Answer], module_id: str = "small") -> None:
    """Put these answers, and nothing else, into the columns of the reports."""
    store.reports.forget()
    with store.reports._transactions.writing() as connection:
        module = connection.execute(
            insert(report_tables.module).values(module_id=module_id)
        ).lastrowid
        rows = {}
        for item in (*ITEMS, *SAID):
            path = f"m/{module_id}/{item}" if item in SAID else f"m/{module_id}/q/{item}"
            row = connection.execute(select(activity.c.row).where(activity.c.path == path)).scalar()
            row = row or connection.execute(insert(activity).values(path=path)).lastrowid
            rows[item] = row
            kind = "confidence" if item in SAID else "item"
            connection.execute(
                insert(report_tables.part).values(activity=row, module=module, kind=kind, short=0)
            )
        for one in {(one.person, one.site, one.has_left) for one in given}:
            connection.execute(
                insert(report_tables.person).values(
                    person=one[0], learner_id=f"learner-{one[0]}", name=f"Person {one[0]}",
                    name_key=f"person {one[0]}", team="Hall", team_key="hall", site=one[1],
                    role="driver", walk_in=0, has_left=int(one[2]),
                )
            )  # fmt: skip
        for a in given:
            connection.execute(
                insert(report_tables.answer).values(
                    item=rows[a.item], test=TESTS.index(a.test), person=a.person, rank=1,
                    choice=a.choice, correct=int(a.right), month=a.half * 6 + a.person % 6,
                )
            )  # fmt: skip
        connection.execute(text(_TAKEN))


_TAKEN = """INSERT INTO report_mark VALUES (1, (SELECT coalesce(max("row"), 0) FROM statement),
  (SELECT coalesce(max("row"), 0) FROM activity), (SELECT coalesce(max("row"), 0) FROM actor),
  (SELECT coalesce(max(feed), 0) FROM directory))"""
"""The columns are up to date: nothing of the file comes in on top."""


def scopes() -> list[Scope]:
    """Everything that can be asked: all or some sites, all or some half-years."""
    return [(sites, halves) for sites in _parts(SITES) for halves in _parts(HALVES)]


def _parts(things: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    return chain.from_iterable(combinations(things, n) for n in range(len(things) + 1))


def counted(given: Iterable[Answer], scope: Scope = ((), ())) -> list[Answer]:
    """The answers that are in any figure of a scope."""
    cells: dict[tuple[str, str, str, int], list[Answer]] = defaultdict(list)
    for one in given:
        cells[one.cell].append(one)
    sites, halves = scope
    return [
        one
        for cell in cells.values()
        if len(cell) >= 5
        for one in cell
        if (not sites or one.site in sites) and (not halves or one.half in halves)
    ]
