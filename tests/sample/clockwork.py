"""Runs of the program, what the clocks showed in them, when results were handed in and how."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from random import Random

from tests.sample.plan import DAY_MS, MINUTE, Plan, day_ms, day_of
from tests.sample.truth import (
    Assessed,
    Delivery,
    Device,
    Issued,
    PathDone,
    Road,
    Run,
    Site,
    Sitting,
)
from trainer_app.training.certificate import valid_until

YEAR_MS = 365 * DAY_MS
_ALWAYS_OFF = (-2 * YEAR_MS, YEAR_MS, 3 * 60 * MINUTE, -40 * DAY_MS, -5 * YEAR_MS, 400 * DAY_MS)
_BATTERY_MS = int(datetime(2011, 1, 1, 0, 0, 40, tzinfo=UTC).timestamp() * 1000)
_PERIODS: dict[Road, tuple[int, int]] = {"server": (2, 8), "hub": (8, 30), "stick": (15, 45)}
_BAD_RUNS, _TWO_RUNS, _LATE, _TWICE, _MET_HUB = 0.2, 0.1, 0.07, 0.05, 0.6


def set_running(plan: Plan, site: Site, place: int, device: Device, done: list[Sitting]) -> None:
    """Give a computer its runs and deliveries, and every deed the moment that can be told of it."""
    chance = plan.chance("clock", place)
    done.sort(key=lambda sitting: sitting.start_ms)
    if not done:
        return
    device.runs = _runs(chance, done)
    if device.clock == "right" and chance.random() < 0.06 and len(device.runs) > 6:
        for run in device.runs[len(device.runs) // 2 :]:
            run.epoch = 2  # a backup was put back
    device.deliveries = _deliveries(plan, chance, site, place, device)
    _set_clock(chance, device)
    _observe(chance, device)
    _date(device.runs)


def _runs(chance: Random, done: Sequence[Sitting]) -> list[Run]:
    runs: list[Run] = []
    for _day, sittings in groupby(done, key=lambda sitting: sitting.start_ms // DAY_MS):
        today = list(sittings)
        cut = len(today)
        if cut > 1 and chance.random() < _TWO_RUNS:
            cut = chance.randrange(1, cut)
        for part in (today[:cut], today[cut:]):
            if part:
                wait = chance.randrange(10, 55) * 1000
                runs.append(Run(len(runs) + 1, 1, part[0].start_ms - wait, 0, part))
    return runs


# ---------------------------------------------------------------- clocks


def _set_clock(chance: Random, device: Device) -> None:
    runs = device.runs
    drift = chance.randrange(-90_000, 90_000)
    always = chance.choice(_ALWAYS_OFF) + drift if device.clock == "steady" else drift
    if device.clock == "astray":
        always = -chance.randrange(5, 12) * DAY_MS
    back_ms = -chance.randrange(20, 200) * DAY_MS
    for place, run in enumerate(runs):
        run.off_ms = always
        dead = device.clock == "lost" or (device.clock == "battery" and chance.random() < _BAD_RUNS)
        if dead:
            run.off_ms = _BATTERY_MS + chance.randrange(40_000) - run.start_ms
            run.known = False
        elif device.clock == "back" and 0.4 <= place / len(runs) < 0.75:
            run.off_ms = drift + back_ms


def _observe(chance: Random, device: Device) -> None:
    """Note what met a clock that is right: at contacts, and where somebody told the time."""
    if not device.observed:
        return
    handed_in = {one.last: one.sent_ms for one in device.deliveries if not one.again}
    for place, run in enumerate(device.runs):
        met = place in handed_in and (device.clock != "right" or chance.random() < _MET_HUB)
        after = device.runs[place + 1] if place + 1 < len(device.runs) else None
        before = device.runs[place - 1] if place else None
        turned = device.clock == "back" and any(
            other is not None and other.off_ms != run.off_ms for other in (before, after)
        )
        if met or turned or after is None:
            run.seen.append((handed_in.get(place, run.end_ms + 30_000), "hub"))
        if not run.known and (run.is_dated or chance.random() < 0.3):
            run.seen.append((run.start_ms + 2_000, "person"))
        run.known = run.known or bool(run.seen)
        run.seen.sort()


def _date(runs: Sequence[Run]) -> None:
    """Say of every deed when it was, and what can be told of that.

    A computer that never met a clock that is right is believed, wherever its clock can be right.
    """
    blind = not any(run.seen for run in runs)
    for run in runs:
        told_off = run.off_ms if blind and run.known else 0
        for sitting in run.sittings:
            for deed in sitting.deeds:
                deed.at_ms = sitting.start_ms + deed.into_ms
                deed.told_ms = deed.at_ms + told_off


def certify(plan: Plan, sites: Sequence[Site], devices: Sequence[Device]) -> None:
    """Write the certificates that were earned, as the computer's clock had the day."""
    for place, device in enumerate(devices):
        chance = plan.chance("serials", place)
        zone_ms = sites[device.site].offset_minutes * MINUTE
        for run in device.runs:
            for deed in (deed for sitting in run.sittings for deed in sitting.deeds):
                if isinstance(deed, Assessed | PathDone | Issued) and deed.certificate is not None:
                    issued = day_of(deed.at_ms + run.off_ms + zone_ms)
                    deed.certificate.valid_until = valid_until(issued)
                    code = b32encode(chance.randbytes(5)).decode()
                    deed.certificate.serial = f"WP-{issued.year}-{code}"


# ---------------------------------------------------------------- handing in


def _deliveries(
    plan: Plan, chance: Random, site: Site, place: int, device: Device
) -> list[Delivery]:
    """When what was done was handed in: some of it long after, some of it twice. Of each computer
    the second delivery comes again, and the third is late where it lies on a stick."""
    made: list[Delivery] = []
    first, runs = 0, device.runs
    latest_ms = day_ms(plan.today) - 60 * MINUTE
    wait = chance.randrange(*_PERIODS[site.road])
    before = runs[0].start_ms
    for last, run in enumerate(runs):
        if last + 1 < len(runs) and run.end_ms - before < wait * DAY_MS:
            continue
        number = sum(not one.again for one in made) + 1
        sent_ms = run.end_ms + 30_000
        road: Road = "stick" if site.road == "hub" and chance.random() < 0.1 else site.road
        days = chance.randrange(0, 15) if road == "stick" else 0
        if road == "stick" and (number == 3 or chance.random() < _LATE):
            days += chance.randrange(60, 240)
        arrived_ms = min(sent_ms + days * DAY_MS, latest_ms)
        made.append(Delivery(place, first, last, sent_ms, arrived_ms, road))
        if number == 2 or chance.random() < _TWICE:
            later_ms = min(arrived_ms + chance.randrange(1, 40) * DAY_MS, latest_ms)
            other: Road = "stick" if road == "hub" else road
            made.append(Delivery(place, first, last, sent_ms, later_ms, other, again=True))
        first, before = last + 1, run.end_ms
        wait = chance.randrange(*_PERIODS[site.road])
    return made
