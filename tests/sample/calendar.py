"""When a computer is free: nobody sits at one where somebody else sits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from tests.sample.plan import MINUTE, Plan, day_ms
from tests.sample.truth import Deed, Device, Site, Sitting

_OPENS_MS, _CLOSES_MS = 8 * 60 * MINUTE, 18 * 60 * MINUTE


class Calendar:
    """The days of every computer, from eight to six by the clock of its site."""

    def __init__(self, plan: Plan, sites: Sequence[Site], devices: Sequence[Device]) -> None:
        self._sites = sites
        self._devices = devices
        self._chance = plan.chance("calendar")
        self._free: dict[tuple[int, date], int] = {}
        self.sittings: list[list[Sitting]] = [[] for _device in devices]

    def book(
        self, device: int, day: date, lasts_ms: int, deeds: list[Deed], session: UUID | None = None
    ) -> date | None:
        """Have these deeds done on that day, or on the next on which there is time.

        None where that would be after the last day the site ever told of; then nothing is done.
        """
        site = self._sites[self._devices[device].site]
        while day < site.until:
            begin = day_ms(day) - site.offset_minutes * MINUTE
            free = self._free.get((device, day))
            if free is None:
                free = begin + _OPENS_MS + self._chance.randrange(45 * MINUTE)
            if free + lasts_ms <= begin + _CLOSES_MS:
                self._free[device, day] = free + lasts_ms + self._chance.randrange(2, 9) * MINUTE
                self.sittings[device].append(
                    Sitting(device, free, lasts_ms, session or _session(self._chance), deeds)
                )
                return day
            day += timedelta(days=1)
        return None


def _session(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
