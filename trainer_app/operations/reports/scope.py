"""Whom a report is about, and for which months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trainer_app.content.module import Role
from trainer_app.training.standing import State


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, first and last, each as its first day; None leaves that end open.

    Whole months only: figures of two periods that differ by a day would tell of one person.
    """

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        for end in (self.first, self.last):
            if end is not None and end.day != 1:
                raise ValueError(f"{end} is not the first day of a month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a report is about; what is empty does not narrow it.

    ``states`` keeps those with at least one of their modules (of ``modules``, if given) in one of
    these states. ``trained`` and ``overdue`` keep those of whom it is so. ``period`` keeps those
    who passed something in these months. ``words`` are looked for in names and teams. Who has left
    is shown only ``with_left`` and never counted.
    """

    sites: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    modules: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    trained: bool | None = None
    overdue: bool | None = None
    period: Period = Period()
    words: str = ""
    with_left: bool = False


EVERYBODY = Scope()
