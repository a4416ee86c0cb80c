"""A paired hub: one request carries everything there is to say, over the pinned line."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import msgspec

from trainer_app.sync.answers import trouble
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.messages import MEDIA_TYPE, PATH, Answer, Exchange, read_answer, write
from trainer_app.sync.pinned import pinned_context

if TYPE_CHECKING:
    from trainer_app.sync.road import Line, Reply, Surroundings

RECORDS = "xapi/"
"""Where a hub is a record store, below its address."""
_REASONS = {401: "hub-key", 400: "hub-version", 415: "hub-version"}


class TooLarge(Exception):
    """The hub takes less at a time."""


def open_hub_line(
    address: str,
    key: str,
    secret: str,
    pin: bytes,
    *,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Line:
    """A line to the one hub with this pin; in a local network no gateway stands between."""
    from trainer_app.sync.road import Line

    context = pinned_context(pin)
    return Line(address, auth=(key, secret), context=context, around=around, stop=stop)


def exchange(line: Line, message: Exchange) -> tuple[Answer, Reply]:
    """What the hub says, after it has everything on its disk.

    Raises ``RoadClosed``, ``Stopped``, ``TooLarge``.
    """
    headers = {"Content-Type": MEDIA_TYPE}
    reply = line.send("POST", PATH, content=write(message), headers=headers)
    if reply.status == 413:
        raise TooLarge
    if reason := _REASONS.get(reply.status):
        raise RoadClosed(Fault(reason))
    if fault := trouble(reply):
        raise RoadClosed(fault)
    try:
        return read_answer(reply.body), reply
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise RoadClosed(Fault("hub-version")) from error
