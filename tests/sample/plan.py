"""What kind of programme is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from trainer_app.training.clocks import FIRST_RELEASE_MS

MINUTE = 60_000
DAY_MS = 24 * 60 * MINUTE
_MARGIN_DAYS = 15
"""So long after the first release a programme begins, so that clocks may be a little behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How large, how long, and which of all the programmes of that size.

    ``people`` are human beings; a few of them are registered twice. The programme has lasted for
    ``months`` on the day ``today``. ``begun`` is the share of people who ever began to learn alone:
    with 0.95 of them, there are about a hundred answers a head. The same plan gives the same log,
    byte for byte. Raises ``ValueError`` for a plan that begins before there was a Waypost.
    """

    people: int = 300
    sites: int = 5
    months: int = 18
    seed: int = 7
    today: date = date(2028, 6, 15)
    begun: float = 0.3

    def __post_init__(self) -> None:
        if self.people < 20 or self.sites < 2 or self.months < 2:
            raise ValueError("a programme has at least 20 people, 2 sites and 2 months")
        if day_ms(self.begins) < FIRST_RELEASE_MS + _MARGIN_DAYS * DAY_MS:
            raise ValueError(f"nobody could learn with Waypost on {self.begins}")

    @property
    def begins(self) -> date:
        """The first day of the programme."""
        years, month = divmod(self.today.year * 12 + self.today.month - 1 - self.months, 12)
        return date(years, month + 1, min(self.today.day, 28))

    @property
    def now_ms(self) -> int:
        """Noon of ``today``, UTC."""
        return day_ms(self.today) + DAY_MS // 2

    def chance(self, *about: object) -> Random:
        """What is drawn about something; it does not depend on what else was drawn."""
        return Random("/".join(map(str, (self.seed, *about))))


def day_ms(day: date) -> int:
    """The beginning of a day, UTC, in milliseconds since 1970."""
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY_MS


def day_of(ms: int) -> date:
    """The day of a moment, in UTC. Whatever people do here they do on one day, in UTC and at
    their site."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).date()
