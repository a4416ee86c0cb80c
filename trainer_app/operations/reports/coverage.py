"""Which sites there are, which of them are in, and from when: what every figure stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from trainer_app.operations.people_desk import list_people
from trainer_app.operations.site import site_name
from trainer_app.training.clocks import Quality

if TYPE_CHECKING:
    from trainer_app.operations.reports.terms import Terms
    from trainer_app.store import Store
    from trainer_app.store.reports import NewsRow

Road = Literal["here", "hub", "stick", "server"]
"""How results came: made on this computer, over the Wi-Fi, by stick, over the network."""
LATE_DAYS = 30
"""What came so long after it was made is called late."""
_DOUBTED: frozenset[Quality] = frozenset(("doubtful", "bounded"))


@dataclass(frozen=True, slots=True)
class SiteNews:
    """A site, and the last that is known of it.

    ``name`` is empty for results that say no site, and the id where nobody told a name.
    ``latest_on`` is the day of its newest result, ``about`` whether that day is uncertain;
    ``came_on`` the day it came here, None where it was made here. All None: nothing ever came.
    ``closed``: a newer programme has left it out.
    """

    site_id: str
    name: str
    latest_on: date | None = None
    about: bool = False
    came_on: date | None = None
    road: Road | None = None
    closed: bool = False

    @property
    def is_in(self) -> bool:
        return self.latest_on is not None

    @property
    def is_late(self) -> bool:
        """Whether what came last was made long before."""
        if self.latest_on is None or self.came_on is None:
            return False
        return (self.came_on - self.latest_on).days > LATE_DAYS


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every site, by name; those of which nothing came are rows, too."""

    sites: tuple[SiteNews, ...]

    @property
    def known(self) -> int:
        """How many sites are open."""
        return sum(not one.closed for one in self.sites)

    @property
    def heard(self) -> int:
        """How many of them are in."""
        return sum(one.is_in and not one.closed for one in self.sites)

    @property
    def newest(self) -> SiteNews | None:
        """The site whose results came last."""
        came = [one for one in self.sites if one.came_on is not None]
        return max(came, key=lambda one: (one.came_on or date.min, one.site_id), default=None)

    def site(self, site_id: str) -> SiteNews:
        """The site of that id, also one that nobody heard of."""
        found = (one for one in self.sites if one.site_id == site_id)
        return next(found, SiteNews(site_id, site_id))


def coverage(store: Store, *, told: Terms) -> Coverage:
    """What is known of every site of the programme, and of every other that results or people
    came from."""
    names = _names(store)
    news = {row.site: row for row in store.reports.news()}
    ids = dict.fromkeys((*names, *news, *store.reports.sites()))
    found = [_site(one, names, news.get(one), told) for one in ids]
    return Coverage(tuple(sorted(found, key=lambda one: (one.name.casefold(), one.site_id))))


def doubles_suggested(store: Store) -> int:
    """How many people may be registered twice; nobody has looked at them yet."""
    return sum(bool(one.likes) for one in list_people(store))


def _names(store: Store) -> dict[str, tuple[str, bool]]:
    """Names of sites, and whether they are closed. Without a programme there is this one place."""
    found = {
        one.record_id: (str(one.body.get("name") or one.record_id), one.body.get("closed") is True)
        for one in store.directory.records("site")
    }
    return found or {"": (site_name(store), False)}


def _site(
    site_id: str, names: dict[str, tuple[str, bool]], row: NewsRow | None, told: Terms
) -> SiteNews:
    name, closed = names.get(site_id, (site_id, False))
    if row is None:
        return SiteNews(site_id, name, closed=closed)
    return SiteNews(
        site_id,
        name,
        latest_on=told.day(row.happened.at_ms),
        about=row.happened.quality in _DOUBTED,
        came_on=None if row.arrived_ms is None else told.day(row.arrived_ms),
        road=_road(row.road),
        closed=closed,
    )


def _road(kind: str | None) -> Road:
    match kind:
        case None:
            return "here"
        case "hub":
            return "hub"
        case "server":
            return "server"
    return "stick"
