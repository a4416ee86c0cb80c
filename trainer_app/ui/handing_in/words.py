"""How handing in is said: quiet, true and plain. Never a nag, never more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.learning import today

if TYPE_CHECKING:
    from trainer_app.operations.collecting import CollectProgress
    from trainer_app.operations.syncing import HandInStatus, RoadStatus

ICONS = {"server": "world", "hub": "device-desktop", "stick": "usb"}
"""The icon of each kind of road."""


class Said(NamedTuple):
    """An icon with its words; ``more`` is a second, quieter line or empty."""

    icon: str
    words: str
    more: str = ""

    @property
    def line(self) -> str:
        """Everything in one line."""
        return " · ".join(part for part in (self.words, self.more) if part)


def status_said(status: HandInStatus) -> Said:
    """Where the results of this computer are, for everybody."""
    if not status.roads:
        if not status.to_send:
            return Said("database", _("No results on this computer yet"))
        words = ngettext(
            "{count} result kept on this computer",
            "{count} results kept on this computer",
            status.to_send,
        )
        return Said("database", counted(words, status.to_send))
    if status.to_send:
        return _waiting_said(status)
    arrived = [road for road in status.roads if road.last_contact_at is not None]
    if not arrived:
        return Said("circle", _("Nothing to hand in yet"))
    return _arrived_said(status.roads)


def _waiting_said(status: HandInStatus) -> Said:
    words = ngettext("{count} result to hand in", "{count} results to hand in", status.to_send)
    parts = [_by_road(status.roads)]
    if status.oldest_at is not None:
        since = isolate(day_said(status.oldest_at))
        # For translators: since a day; "today" and "yesterday" stand here, too.
        parts.insert(0, _("since {day}").format(day=since))
    return Said("upload", counted(words, status.to_send), " · ".join(parts))


def _by_road(roads: Sequence[RoadStatus]) -> str:
    """Which way they will go."""
    waiting = [road for road in roads if road.to_send] or list(roads)
    kinds = {road.kind for road in waiting}
    if len(kinds) > 1:
        return _("by the way that opens first")
    if kinds == {"server"}:
        return _("over the internet")
    if kinds == {"stick"}:
        return _("on a stick")
    if len(waiting) == 1:
        return _("by the laptop {name}").format(name=isolate(waiting[0].title))
    return _("by a laptop nearby")


def _arrived_said(roads: Sequence[RoadStatus]) -> Said:
    """Everything is with somebody: with whom, and since when. Best is a way that took it all."""
    done = [road for road in roads if not road.to_send and road.last_contact_at is not None]
    took_all = [road for road in done if not road.refused]
    if took_all or not done:
        return _taken_said(took_all)
    most = min(done, key=lambda road: road.refused)
    others = _taken_said([most])
    more = others.words if others.icon != "circle-check" else _("All others are handed in")
    return Said("eye", _not_taken(most.refused), more)


def _not_taken(count: int) -> str:
    words = ngettext("{count} result was not taken", "{count} results were not taken", count)
    return counted(words, count)


def _taken_said(done: Sequence[RoadStatus]) -> Said:
    """How far it is by ways that have nothing left to take."""
    final = [road for road in done if road.kind != "hub" or road.onward_at is not None]
    if final:
        moments = [road.onward_at or road.last_contact_at for road in final]
        last = max(moment for moment in moments if moment is not None)
        return Said("circle-check", _("All handed in"), day_said(last))
    hubs = [road for road in done if road.kind == "hub"]
    if hubs:
        name = isolate(hubs[0].title)
        words = _("With the laptop {name}, not yet at the server").format(name=name)
        return Said("device-desktop", words)
    return Said("circle", _("Nothing to hand in yet"))


def road_said(road: RoadStatus, held: int | None = None) -> str:
    """What this road still has to take, and what is there; ``held`` is how many are here."""
    if road.to_send:
        words = ngettext("{count} result to hand in", "{count} results to hand in", road.to_send)
        parts = [counted(words, road.to_send)]
    elif road.last_contact_at is None:
        parts = [_("Nothing to hand in yet")]
    else:  # what was not taken is said beside it
        parts = [] if road.refused else [_("All handed in")]
    there = (held or 0) - road.to_send - road.refused
    if there > 0 and road.last_contact_at is not None:
        parts.append(counted(ngettext("{count} is there", "{count} are there", there), there))
    if road.last_contact_at is not None:
        last = isolate(day_said(road.last_contact_at))
        parts.append(_("last contact {day}").format(day=last))
    return " · ".join(parts)


def counted(words: str, count: int) -> str:
    """A sentence with its ``{count}`` filled in."""
    return words.format(count=isolate(i18n.number(count)))


def day_said(moment: datetime) -> str:
    """A day as people say it: today, yesterday, or its date. In this computer's zone."""
    day = moment.astimezone().date()
    now = today()
    if day == now:
        return _("today")
    if day == now - timedelta(days=1):
        return _("yesterday")
    return i18n.day(day)


def so_far(done: int, left: int) -> str:
    """How far a work has come, in words."""
    total = done + left
    words = ngettext("{done} of {total} result", "{done} of {total} results", total)
    return words.format(done=isolate(i18n.number(done)), total=isolate(i18n.number(total)))


def stick_progress(told: CollectProgress | None) -> tuple[str, float]:
    """How far the work with a stick has come: in words, and as a share of 1."""
    if told is None or not told.files:
        return _("Working with the stick. Leave it in…"), 0.0
    said = _("File {here} of {files}").format(
        here=isolate(i18n.number(told.file)), files=isolate(i18n.number(told.files))
    )
    within = told.done / told.count if told.count else 0.0
    return said, (max(0, told.file - 1) + within) / told.files
