"""Where the results of this computer are, by every road: what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trainer_app.operations.arriving import COLLECTED
from trainer_app.operations.clock import clock_note
from trainer_app.sync.contact import ON_THE_WAY, ONWARD_MS
from trainer_app.sync.faults import TOLERATED_MS, Fault, clock_sentence
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Store
    from trainer_app.training.clocks import Observation

SESSION = "training-session"
"""The kind of a training session in the directory."""
DESK = "desk"
"""Set on the endpoint of a hub that this computer opened itself."""


@dataclass(frozen=True, slots=True)
class ClockNote:
    """What to tell everybody about the clock of this computer."""

    sentence: str


@dataclass(frozen=True, slots=True)
class RoadStatus:
    """One road. ``to_send`` still goes, ``refused`` waits for a person to look at it.

    ``onward_at`` is when all that a hub took was at the server, None while it is not. Of an error
    in the language of now, ``str(last_error)`` is the sentence.
    """

    endpoint_id: str
    kind: str
    title: str
    to_send: int
    refused: int
    last_contact_at: datetime | None
    last_error: Fault | str | None
    onward_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandInStatus:
    """``to_send`` results are nowhere but here: no road has taken them; the oldest is of
    ``oldest_at``. ``in_session``: a training session is under way at another computer."""

    to_send: int
    oldest_at: datetime | None
    roads: tuple[RoadStatus, ...]
    clock_note: ClockNote | None
    in_session: bool = False


def hand_in_status(store: Store) -> HandInStatus:
    """How far results have got, by every road. Quick: nothing is counted one by one."""
    refused = store.outbox.refused()
    roads = []
    waiting: tuple[int, datetime | None] | None = None
    for endpoint in filter(is_road, store.endpoints.all()):
        left = store.outbox.to_hand_in(endpoint.endpoint_id)
        if waiting is None or left.count < waiting[0]:
            waiting = (left.count, left.oldest_at)
        roads.append(_road(endpoint, left.count, refused.get(endpoint.endpoint_id, 0)))
    if waiting is None:
        waiting = (store.outbox.kept(), None)
    return HandInStatus(*waiting, tuple(roads), _clock_note(store), is_in_session(store))


def is_in_session(store: Store) -> bool:
    """Whether a training session that another computer began is under way."""
    here = str(store.device)
    found = (one.body for one in store.directory.records(SESSION))
    return any(
        one.get("state") == "running" and (one.get("begun") or {}).get("device") != here
        for one in found
    )


def is_road(endpoint: EndpointRow) -> bool:
    """Whether results of this computer are handed in there.

    They are not where only others' arrive, nor at a hub of its own, which is no other place.
    """
    return endpoint.endpoint_id != COLLECTED and not endpoint.settings.get(DESK)


def _road(endpoint: EndpointRow, to_send: int, refused: int) -> RoadStatus:
    contact = endpoint.last_contact_ms
    return RoadStatus(
        endpoint_id=endpoint.endpoint_id,
        kind=endpoint.kind,
        title=endpoint.title,
        to_send=to_send,
        refused=refused,
        last_contact_at=None if contact is None else at(contact),
        last_error=Fault.of_kept(endpoint.last_error) or endpoint.last_error,
        onward_at=_onward_at(endpoint, to_send),
    )


def _onward_at(endpoint: EndpointRow, to_send: int) -> datetime | None:
    """When a hub had handed on all that it was given; None while anything is on the way."""
    onward_ms = endpoint.settings.get(ONWARD_MS)
    if to_send or endpoint.settings.get(ON_THE_WAY) or onward_ms is None:
        return None
    return at(int(onward_ms))


def _clock_note(store: Store) -> ClockNote | None:
    """From a contact in this run, exactly; else from what is certainly wrong."""
    wall_ms, mono_ms = store.clocks()
    newest = _newest(store.observations.of(store.device, store.epoch))
    if newest is not None and newest.boot == store.boot:
        right_ms = newest.reference_ms + mono_ms - newest.mono_ms
        return note_about(wall_ms - right_ms)
    note = clock_note(store)
    return ClockNote(note.sentence) if note else None


def note_about(difference_ms: int | None) -> ClockNote | None:
    """What to say of a clock that is off by so much; behind where it is less than 0."""
    if difference_ms is None or abs(difference_ms) <= TOLERATED_MS:
        return None
    return ClockNote(clock_sentence(difference_ms))


def _newest(observations: Sequence[Observation]) -> Observation | None:
    return max(observations, key=lambda one: (one.boot, one.mono_ms), default=None)
