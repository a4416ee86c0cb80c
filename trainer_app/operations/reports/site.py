"""One site: its people by team and work, how that grew, its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.content.module import Role
from trainer_app.operations.reports.coverage import SiteNews, coverage
from trainer_app.operations.reports.overview import Change, change_of
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.terms import question
from trainer_app.operations.session_record import Kept, list_sessions

if TYPE_CHECKING:
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store

MONTHS = 18
"""So far back the trend goes."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A team, or people of one kind of work: how many, trained, overdue."""

    name: str
    people: int
    trained: int
    overdue: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """How many people had passed all that is asked of them at the end of a month, ever; None
    before anything is known."""

    month: date
    trained: int | None


@dataclass(frozen=True, slots=True)
class SiteReport:
    """``change`` are mean tests before and after, withheld below five people. ``sessions`` are the
    newest first, ``following`` is the next that is planned."""

    site: SiteNews
    people: int
    trained: int
    overdue: int
    teams: tuple[GroupLine, ...]
    roles: tuple[tuple[Role, GroupLine], ...]
    trend: tuple[MonthLine, ...]
    change: Change
    sessions: tuple[Kept, ...]
    following: Kept | None


def site_report(store: Store, *, told: Terms, site_id: str) -> SiteReport:
    """What is known of a site, also of one that nothing came from."""
    asked = question(told, Scope(sites=(site_id,)))
    roles = store.reports.group_counts(asked, "role")
    held = [one for one in list_sessions(store) if one.session.site == site_id]
    planned = [one for one in held if one.session.state == "planned"]
    return SiteReport(
        site=coverage(store, told=told).site(site_id),
        people=sum(one.people for _name, one in roles),
        trained=sum(one.trained for _name, one in roles),
        overdue=sum(one.overdue for _name, one in roles),
        teams=tuple(
            GroupLine(name, one.people, one.trained, one.overdue)
            for name, one in store.reports.group_counts(asked, "team")
        ),
        roles=tuple(
            (role, GroupLine(role, one.people, one.trained, one.overdue))  # type: ignore[misc]
            for role, one in roles
        ),
        trend=trend(store.reports.trained_by_month(asked), told.today),
        change=change_of(store.reports.score_sums(asked)),
        sessions=tuple(one for one in held if one.session.state == "closed"),
        following=next(iter(planned), None),
    )


def trend(
    by_month: list[tuple[int, int]], today: date, months: int = MONTHS
) -> tuple[MonthLine, ...]:
    """The last so many months with what had been reached by the end of each.

    ``by_month`` counts people by months since year 0, as the store does.
    """
    last = today.year * 12 + today.month - 1
    first_known = min((month for month, _count in by_month), default=last + 1)
    lines = []
    for month in range(last - months + 1, last + 1):
        reached = sum(count for one, count in by_month if one <= month)
        known = month >= first_known
        lines.append(MonthLine(date(month // 12, month % 12 + 1, 1), reached if known else None))
    return tuple(lines)
