"""Whom a question is about, as SQL: what stands before every question to the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from trainer_app.store.report_tables import module
from trainer_app.store.reports.rules_sql import PASSED, state_sql
from trainer_app.training.standing import STATES, State

_EPOCH = date(1970, 1, 1).toordinal()
_TRAINED = (STATES.index("in-date"), STATES.index("due"))
_OVERDUE = STATES.index("overdue")
_UNTOUCHED = STATES.index("not-started")


@dataclass(frozen=True, slots=True)
class Asked:
    """A module that a role goes through."""

    role: str
    module_id: str
    short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whom a question is about, and by which rules; see ``operations.reports.scope.Scope``.

    ``days`` are the refresher days of each module. ``zone_ms`` is how far local time is ahead of
    UTC. ``teams`` are team keys; ``passed_ms`` is from when until before when something was passed,
    in UTC milliseconds.
    """

    asked: tuple[Asked, ...]
    days: Mapping[str, Sequence[int]]
    today: date
    zone_ms: int = 0
    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    trained: bool | None = None
    overdue: bool | None = None
    passed_ms: tuple[int | None, int | None] = (None, None)
    words: str = ""
    with_left: bool = False

    @property
    def needs_standing(self) -> bool:
        """Whether it depends on where people stand whom it is about."""
        return bool(
            self.states or self.modules or any(one is not None for one in self.passed_ms)
        ) or (self.trained is not None or self.overdue is not None)


@dataclass(slots=True)
class Sql:
    """A question as SQL: what stands before it, and the values of its names."""

    head: str
    values: dict[str, Any] = field(default_factory=dict)


def sql_of(connection: Connection, question: Question) -> Sql:
    """Two tables for what follows: ``cell`` for each person and module that is asked of them, and
    ``body`` for each person the question is about."""
    numbers = numbers_of(connection, (*asked_ids(question), *question.modules))
    values: dict[str, Any] = {
        "today": question.today.toordinal() - _EPOCH,
        "zone": question.zone_ms,
    }
    asked = []
    for place, one in enumerate(question.asked):
        values[f"role{place}"] = one.role
        asked.append(f"(:role{place}, {numbers[one.module_id]}, {int(one.short)})")
    days = {
        numbers[one]: tuple(map(int, question.days[one]))
        for one in asked_ids(question)
        if one in question.days
    }
    head = f"""
    WITH asked(role, module, short) AS (
      {"VALUES " + ", ".join(asked) if asked else "SELECT '', 0, 0 WHERE false"}
    ), raw AS (
      SELECT p.person, a.module, {PASSED} AS passed, s.began AS began, s.refreshed AS refreshed
      FROM report_person p JOIN asked a ON a.role = p.role
      LEFT JOIN report_standing s ON s.person = p.person AND s.module = a.module
      WHERE {_whom(question, values)}
    ), cell AS MATERIALIZED (
      SELECT person, module, passed, {state_sql(days)} AS state FROM raw
    ), body AS (
      SELECT p.person AS person, p.site AS site,
        coalesce(min(c.state IN {_TRAINED}), 0) AS trained,
        coalesce(max(c.state = {_OVERDUE}), 0) AS overdue,
        coalesce(max(c.state <> {_UNTOUCHED}), 0) AS begun
      FROM report_person p LEFT JOIN cell c ON c.person = p.person
      WHERE {_whom(question, values)}
      GROUP BY p.person {_having(question, values, numbers)}
    )"""
    return Sql(head, values)


def whom_of(question: Question) -> Sql:
    """The people alone, as ``body``; only for a question that does not need their standing."""
    values: dict[str, Any] = {}
    head = (
        "WITH body AS (SELECT p.person AS person, p.site AS site FROM report_person p "
        f"WHERE {_whom(question, values)})"
    )
    return Sql(head, values)


def asked_ids(question: Question) -> tuple[str, ...]:
    """The modules that are asked of anybody, each once."""
    return tuple(dict.fromkeys(one.module_id for one in question.asked))


def numbers_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The numbers of modules; those that nobody began have one below zero."""
    known = {row.module_id: row.row for row in connection.execute(select(module))}
    return {one: known.get(one, -place - 1) for place, one in enumerate(dict.fromkeys(ids))}


def _whom(question: Question, values: dict[str, Any]) -> str:
    """Which people, by what is known of them."""
    parts = [] if question.with_left else ["NOT p.has_left"]
    for column, wanted in (
        ("site", question.sites),
        ("team_key", question.teams),
        ("role", question.roles),
    ):
        if wanted:
            names = [f"{column}{place}" for place in range(len(wanted))]
            values |= dict(zip((f"w_{name}" for name in names), wanted, strict=True))
            parts.append(f"p.{column} IN ({', '.join(f':w_{name}' for name in names)})")
    if question.words:
        values["words"] = question.words
        parts.append("(instr(p.name_key, :words) OR instr(p.team_key, :words))")
    return " AND ".join(parts) or "true"


def _having(question: Question, values: dict[str, Any], numbers: Mapping[str, int]) -> str:
    """Which people, by where they stand."""
    parts = []
    of = f" AND c.module IN ({', '.join(str(numbers[one]) for one in question.modules)})"
    of = of if question.modules else ""
    if question.states:
        codes = ", ".join(str(STATES.index(one)) for one in question.states)
        parts.append(f"max(c.state IN ({codes}){of})")
    elif of:
        parts.append(f"max(true{of})")
    if question.trained is not None:
        parts.append("trained" if question.trained else "NOT trained")
    if question.overdue is not None:
        parts.append("overdue" if question.overdue else "NOT overdue")
    first, last = question.passed_ms
    if first is not None or last is not None:
        values["first"], values["last"] = first or 1, last or 2**52
        parts.append(f"max(c.passed / 8 >= :first AND c.passed / 8 < :last{of})")
    return f"HAVING {' AND '.join(parts)}" if parts else ""
