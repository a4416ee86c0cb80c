"""Figures about answers to questions, and the one rule by which an answer is in any of them.

An answer lies in one *cell*: its question, the kind of test, the site that its person is of today,
and the half-year it was given in. **It counts only once its cell holds answers of five people or
more** (``training.meeting.FEWEST``); a cell with fewer is in no figure at all, whatever is asked.
What can be asked for are whole cells: a module, all sites or some, all half-years or some. Nothing
here can be narrowed by person, name, team, role or standing.

*Why two reports laid side by side tell of nobody.* A person has one answer to a question in a kind
of test, so a cell has as many people as answers. The figure of any scope is the sum over its whole
cells; so any two of them, and any others that are added and taken away, are whole numbers of
whole cells. Whatever is reckoned from them, nothing finer comes out than the sum of one cell, and
that is a sum over five people or more. A test goes through all pairs of scopes.

Two things are no sums: which choices people take, and how well a question tells people apart. They
exist once, over the whole cells of all sites and all time, so there are never two to compare.

*What is counted.* Who has left counts: they learnt here, and what works does not change when they
go. (They cannot be looked at apart, either, as that is no scope.) Who was erased is gone from every
figure. Whoever moves takes their answers along: these leave the cells of the old site, which may
fall below five and be withheld, and join those of the new one.

*What is left.* Reports of two days may differ by the people who answered, moved, were put together
or were erased in between; who keeps both and knows who that was can take one from the other. And
where everybody of a cell was right, or nobody, the sum tells of each of them, as a test result of
100 does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, text

from trainer_app.store.reports.parts import AFTER, BEFORE, LATER
from trainer_app.training.item_analysis import Tally, point_biserial, upper_lower
from trainer_app.training.meeting import FEWEST

TestKind = Literal["before", "after", "later"]
_KINDS: dict[int, TestKind] = {BEFORE: "before", AFTER: "after", LATER: "later"}


@dataclass(frozen=True, slots=True)
class ItemSum:
    """Answers to a question in one kind of test in one half-year: ``people`` in whole cells,
    ``right`` of them right. ``withheld`` answers lie in cells that are too small.

    Of a line about confidence, ``item_id`` is the line and ``right`` counts who was sure.

    ``half`` counts half-years: years times 2, and 1 for those from July on.
    """

    item_id: str
    test: TestKind
    half: int
    people: int
    right: int
    withheld: int


@dataclass(frozen=True, slots=True)
class ObjectiveSum:
    """Answers to all questions of an objective in one kind of test, in whole cells: of how many
    people, how many answers, how many of them right."""

    objective: str
    test: TestKind
    people: int
    answers: int
    right: int


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """How many people gave this whole response; over whole cells of all sites and all time.

    Not to be shown as it is: responses of fewer than five people are among them.
    """

    item_id: str
    test: TestKind
    response: str
    people: int


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How well a question tells people apart in the test after; see ``training.item_analysis``.

    Over ``people`` in whole cells of all sites and all time. None where it is not defined.
    """

    item_id: str
    people: int
    point_biserial: float | None
    upper_lower: float | None


_HALF = "(a.month / 6)"
_CELL = f"a.item, a.test, p.site, {_HALF}"
_ANSWERS = """FROM report_module m CROSS JOIN report_part t ON t.module = m."row"
  CROSS JOIN activity i ON i."row" = t.activity CROSS JOIN report_answer a ON a.item = t.activity
  CROSS JOIN report_person p ON p.person = a.person
  WHERE m.module_id = :module AND t.kind = 'item'"""
_SURENESS = _ANSWERS.replace("'item'", "'confidence'")
_ITEM_ID = "substr(i.path, max(instr(i.path, '/q/'), instr(i.path, '/c/')) + 3)"
_SMALL = f"""small(item, test, site, half) AS MATERIALIZED (
  SELECT {_CELL} {_ANSWERS} {{scope}} GROUP BY {_CELL} HAVING count(*) < {FEWEST})"""
_WHOLE = f"""NOT EXISTS (SELECT 1 FROM small s WHERE s.item = a.item AND s.test = a.test
  AND s.site = p.site AND s.half = {_HALF})"""

_ITEMS = f"""
SELECT item_id, test, half, coalesce(sum(n) FILTER (WHERE n >= {FEWEST}), 0),
  coalesce(sum(r) FILTER (WHERE n >= {FEWEST}), 0), coalesce(sum(n) FILTER (WHERE n < {FEWEST}), 0)
FROM (
  SELECT {_ITEM_ID} AS item_id, a.test AS test, {_HALF} AS half, count(*) AS n, sum(a.correct) AS r
  {{answers}} {{scope}} GROUP BY {_CELL}
)
GROUP BY item_id, test, half ORDER BY item_id, test, half
"""
_OBJECTIVES = f"""
WITH {_SMALL}, objective(item_id, name) AS MATERIALIZED (VALUES {{objectives}})
SELECT o.name, a.test, count(DISTINCT a.person), count(*), sum(a.correct)
FROM report_module m CROSS JOIN report_part t ON t.module = m."row"
  CROSS JOIN activity i ON i."row" = t.activity CROSS JOIN objective o ON o.item_id = {_ITEM_ID}
  CROSS JOIN report_answer a ON a.item = t.activity
  CROSS JOIN report_person p ON p.person = a.person
WHERE m.module_id = :module AND t.kind = 'item' {{scope}} AND {_WHOLE}
GROUP BY 1, 2 ORDER BY 1, 2
"""
_RESPONSES = f"""
WITH {_SMALL.format(scope="")}
SELECT {_ITEM_ID}, a.test, a.choice, count(*) {_ANSWERS} AND {_WHOLE}
GROUP BY a.item, a.test, a.choice ORDER BY 1, 2, 3
"""
_TALLIES = f"""
WITH {_SMALL.format(scope=f"AND a.test = {AFTER}")}, given AS MATERIALIZED (
  SELECT a.item AS item, a.person AS person, a.correct AS correct {_ANSWERS} AND a.test = {AFTER}
    AND {_WHOLE}
), whole AS MATERIALIZED (
  SELECT person, count(*) AS n, sum(correct) AS r FROM given GROUP BY person
)
SELECT {_ITEM_ID}, w.n - 1, w.r - g.correct, g.correct, count(*)
FROM given g JOIN whole w ON w.person = g.person JOIN activity i ON i."row" = g.item
GROUP BY g.item, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_MONTHS = f"SELECT min(a.month), max(a.month) {_ANSWERS}"


def item_figures(
    connection: Connection, module_id: str, sites: Sequence[str], halves: Sequence[int]
) -> list[ItemSum]:
    """Sums of each question of a module, by kind of test and half-year."""
    return _item_sums(connection, _ANSWERS, module_id, sites, halves)


def confidence_figures(
    connection: Connection, module_id: str, sites: Sequence[str], halves: Sequence[int]
) -> list[ItemSum]:
    """Sums of each line about confidence, by kind of test and half-year."""
    return _item_sums(connection, _SURENESS, module_id, sites, halves)


def objective_sums(
    connection: Connection,
    module_id: str,
    objectives: Mapping[str, str],
    sites: Sequence[str],
    halves: Sequence[int],
) -> list[ObjectiveSum]:
    """Sums of each objective; ``objectives`` says by question which it belongs to, and questions
    that it does not name are left out."""
    if not objectives:
        return []
    values: dict[str, Any] = {"module": module_id}
    pairs = []
    for place, (item_id, objective) in enumerate(objectives.items()):
        pairs.append(f"(:item{place}, :objective{place})")
        values |= {f"item{place}": item_id, f"objective{place}": objective}
    scope = _scope(sites, halves, values)
    sql = _OBJECTIVES.format(scope=scope, objectives=", ".join(pairs))
    rows = connection.execute(text(sql), values)
    return [ObjectiveSum(row[0], _KINDS[row[1]], *row[2:]) for row in rows]


def response_counts(connection: Connection, module_id: str) -> list[ResponseCount]:
    """How often each response was given, by question and kind of test."""
    rows = connection.execute(text(_RESPONSES), {"module": module_id})
    return [ResponseCount(row[0], _KINDS[row[1]], *row[2:]) for row in rows]


def discrimination(connection: Connection, module_id: str) -> list[Discrimination]:
    """How well each question of a module tells people apart, by item id."""
    tallies: dict[str, list[Tally]] = {}
    for row in connection.execute(text(_TALLIES), {"module": module_id}):
        tallies.setdefault(row[0], []).append(Tally(row[1], row[2], bool(row[3]), row[4]))
    return [
        Discrimination(
            item_id, sum(one.people for one in found), point_biserial(found), upper_lower(found)
        )
        for item_id, found in tallies.items()
    ]


def answered_halves(connection: Connection, module_id: str) -> list[int]:
    """Every half-year from the first answer of a module to the last, in order."""
    first, last = connection.execute(text(_MONTHS), {"module": module_id}).one()
    return [] if first is None else list(range(first // 6, last // 6 + 1))


def _item_sums(
    connection: Connection,
    answers: str,
    module_id: str,
    sites: Sequence[str],
    halves: Sequence[int],
) -> list[ItemSum]:
    values: dict[str, Any] = {"module": module_id}
    sql = _ITEMS.format(answers=answers, scope=_scope(sites, halves, values))
    rows = connection.execute(text(sql), values)
    return [ItemSum(row[0], _KINDS[row[1]], *row[2:]) for row in rows]


def _scope(sites: Sequence[str], halves: Sequence[int], values: dict[str, Any]) -> str:
    """Which whole cells are asked for; nothing narrows by nothing."""
    parts = []
    for name, expression, wanted in (("site", "p.site", sites), ("half", _HALF, halves)):
        if wanted:
            names = [f"{name}{place}" for place in range(len(wanted))]
            values |= dict(zip(names, wanted, strict=True))
            parts.append(f"AND {expression} IN ({', '.join(f':{one}' for one in names)})")
    return " ".join(parts)
