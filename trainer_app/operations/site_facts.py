"""What is known of a site besides its name: how many people work there, as staff counted them.

Each count is a record of the directory, so it travels; the last word stands. What nobody counted is
unknown, and stays unknown: it is never taken to be the number of people who are registered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from trainer_app.content.module import Role
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

SITE_FACTS = "site-facts"
"""The kind of these records in the directory."""
MOST_PEOPLE = 100_000
NO_SITE = "-"
"""Stands for the site of computers that belong to none, where something has to stand."""
_ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people work at a site. None where nobody counted. ``by_role`` has the roles that
    were counted; it need not add up to ``everybody``."""

    everybody: int | None = None
    by_role: dict[Role, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeadcountKept:
    """The count is on the disk as it is now."""

    changed: Changed = Changed.SITE | Changed.STAFF


def headcount(store: Store, *, site_id: str) -> Headcount:
    """What is known of one site."""
    return headcounts(store).get(site_id, Headcount())


def headcounts(store: Store) -> dict[str, Headcount]:
    """What is known, by site id; the empty id is that of computers that belong to no site."""
    whole: dict[str, int] = {}
    roles: dict[str, dict[Role, int]] = {}
    for one in store.directory.records(SITE_FACTS):
        site, role, count = (one.body.get(name) for name in ("site", "role", "count"))
        if not isinstance(site, str) or not _is_count(count):
            continue
        if role == "":
            whole[site] = count  # type: ignore[assignment]
        elif role in _ROLES:
            roles.setdefault(site, {})[role] = count  # type: ignore[assignment]
    return {site: Headcount(whole.get(site), roles.get(site, {})) for site in whole | roles}


def set_headcount(
    store: Store, *, by: OnDuty, site_id: str, count: int | None, role: Role | None = None
) -> HeadcountKept:
    """Write down how many people work at a site, or in one role there; None: nobody knows.

    Raises ``TrainerError`` for a number that cannot be, ``NotSaved``.
    """
    if count is not None and not _is_count(count):
        raise TrainerError(_("Write a number from 0 to {most}.").format(most=MOST_PEOPLE))
    place = site_id or NO_SITE
    record_id = f"{place}/{role}" if role else place
    known = store.directory.record(SITE_FACTS, record_id)
    if (known.body.get("count") if known else None) == count:
        return HeadcountKept(Changed.NOTHING)
    told = " ".join(filter(None, (place, role, "?" if count is None else str(count))))
    store.append(
        [act_draft(by, Act.HEADCOUNT_SET, told)],
        records={
            (SITE_FACTS, record_id): {"site": site_id, "role": role or "", "count": count},
        },
    )
    return HeadcountKept()


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MOST_PEOPLE
