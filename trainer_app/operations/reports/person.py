"""One person: modules, sessions, certificates, what is due. Never a single answer of theirs.

Tests are shown as one result for each module. By objective they are shown for groups only: a test
before asks a question or two about each, so that one person's share would be their answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.operations.certificates import withdrawn
from trainer_app.operations.reports.completion import Cell, MatrixRow, matrix_rows
from trainer_app.operations.reports.coverage import SiteNews, coverage
from trainer_app.operations.session_record import session

if TYPE_CHECKING:
    from uuid import UUID

    from trainer_app.operations.reports.terms import ModuleTerm, Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import Score


@dataclass(frozen=True, slots=True)
class PersonModule:
    """A module of somebody. ``before`` and ``after`` are test results 0..1, None for none."""

    module: ModuleTerm
    cell: Cell
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class PersonSession:
    """A training session somebody was at. ``title`` is empty where its record did not come."""

    meeting: UUID
    title: str
    held_on: date


@dataclass(frozen=True, slots=True)
class PersonCertificate:
    """A certificate of somebody: what it is for, its last day, whether that is past, and whether it
    was taken back."""

    title: str
    serial: str
    issued_on: date
    until: date
    expired: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class PersonReport:
    """``modules`` are those that are asked, and others that were begun."""

    row: MatrixRow
    site: SiteNews
    modules: tuple[PersonModule, ...]
    sessions: tuple[PersonSession, ...]
    certificates: tuple[PersonCertificate, ...]

    @property
    def due(self) -> tuple[PersonModule, ...]:
        """The modules whose refresher is due, the longest waiting first."""
        waiting = [one for one in self.modules if one.cell.state in ("due", "overdue")]
        return tuple(sorted(waiting, key=lambda one: one.cell.due_on or date.max))


def person_report(store: Store, *, told: Terms, learner_id: str) -> PersonReport:
    """What is known of somebody. Raises ``KeyError`` for who is not there (any more)."""
    number = store.reports.person_of(learner_id)
    if number is None:
        raise KeyError(learner_id)
    (row,) = matrix_rows(store, told=told, ids=[number])
    stood = store.reports.standings([number])[number]
    modules = []
    for module in told.modules:
        cell = row.cells[module.module_id]
        found = stood.get(module.module_id)
        if cell.state is not None:
            before, after = (found.before, found.after) if found else (None, None)
            modules.append(PersonModule(module, cell, _share(before), _share(after)))
    return PersonReport(
        row=row,
        site=coverage(store, told=told).site(row.site),
        modules=tuple(modules),
        sessions=_sessions(store, told, number),
        certificates=_certificates(store, told, learner_id),
    )


def _share(score: Score | None) -> float | None:
    return score.scaled if score else None


def _sessions(store: Store, told: Terms, number: int) -> tuple[PersonSession, ...]:
    found = []
    for meeting, at_ms in store.reports.attended(number):
        try:
            record = session(store, meeting=meeting)
        except KeyError:
            found.append(PersonSession(meeting, "", told.day(at_ms)))
            continue
        found.append(PersonSession(meeting, record.title, date.fromisoformat(record.day)))
    return tuple(sorted(found, key=lambda one: one.held_on, reverse=True))


def _certificates(store: Store, told: Terms, learner_id: str) -> tuple[PersonCertificate, ...]:
    rows, gone = store.certificates(store.learner(learner_id).actor), withdrawn(store)
    found = [
        PersonCertificate(
            told.title_of(row.module),
            row.serial,
            row.at.astimezone().date(),
            row.valid_until,
            expired=row.valid_until < told.today,
            withdrawn=row.serial in gone,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.until, one.serial), reverse=True))
