"""The clock of this computer: is it wrong, what to say then, and when things really happened.

A wrong clock never keeps anybody from learning or handing in. It is said once, calmly, and put
right when results are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app import RELEASED
from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _, day, isolate_number
from trainer_app.operations import Changed
from trainer_app.training.clocks import (
    FIRST_RELEASE_MS,
    PERSON,
    ClockDoubt,
    Event,
    Moment,
    Observation,
    correct,
    doubt,
)
from trainer_app.training.times import at, milliseconds

if TYPE_CHECKING:
    from trainer_app.store import Store

_RELEASED_MS = milliseconds(datetime.fromisoformat(f"{RELEASED}T00:00:00+00:00"))
_LAST_YEAR = 2099
_WRONG_DAY = N_(
    "The clock of this computer is wrong: it says {day}. "
    "You can go on learning; results are kept in the right order."
)
_WRONG_TIME = N_(
    "The clock of this computer is wrong: it says {day}, {time}. "
    "You can go on learning; results are kept in the right order."
)
_WENT_BACK = N_(
    "The clock of this computer went back. It says {day}, {time}: look whether that is right. "
    "You can go on learning; results are kept in the right order."
)
_SENTENCES: dict[ClockDoubt, str] = {
    "before-release": _WRONG_DAY,
    "before-reference": _WRONG_TIME,
    "ahead": _WRONG_TIME,
    "went-back": _WENT_BACK,
}


@dataclass(frozen=True, slots=True)
class ClockNote:
    """What to say about the clock. ``says`` is what it shows, in this computer's own zone."""

    reason: ClockDoubt
    sentence: str
    says: datetime


@dataclass(frozen=True, slots=True)
class TimeTold:
    """What somebody said the time is, noted beside what the clocks say."""

    changed: Changed = Changed.SYNC


def clock_note(store: Store) -> ClockNote | None:
    """Why the clock cannot be right, in a sentence for everybody; None where nothing says so."""
    now = _now(store)
    reason = _doubt(store, now)
    if reason is None:
        return None
    says = _local(at(now.wall_ms))
    words = {"day": day(says), "time": isolate_number(f"{says:%H:%M}")}
    return ClockNote(reason, _(_SENTENCES[reason]).format(**words), says)


def tell_time(store: Store, *, now: datetime) -> TimeTold:
    """Note what a facilitator says the time is; the computer's clock stays as it is.

    ``now`` is aware. Raises ``TrainerError`` for a time that cannot be.
    """
    told_ms = milliseconds(now.astimezone(UTC))
    if told_ms < _RELEASED_MS or now.year > _LAST_YEAR:
        raise TrainerError(
            _("This cannot be the date today. Waypost was made on {day}.").format(
                day=day(at(_RELEASED_MS))
            )
        )
    here = _now(store)
    store.observations.observe(
        Observation(
            device=store.device,
            epoch=store.epoch,
            boot=here.boot,
            mono_ms=here.mono_ms,
            wall_ms=here.wall_ms,
            reference_ms=told_ms,
            source=PERSON,
        )
    )
    return TimeTold()


def moments(store: Store, device: UUID, epoch: int) -> dict[int, Moment]:
    """When each statement of a device and epoch really was, and how sure that is, by ``seq``."""
    events = store.readings.of(device, epoch)
    found = moments_of(store, device, epoch, events)
    return {event.seq: moment for event, moment in zip(events, found, strict=True)}


def moments_of(store: Store, device: UUID, epoch: int, events: Sequence[Event]) -> list[Moment]:
    """As ``moments``, for these events of a device and epoch only, in the order given.

    Asks for the first and last reading of each run instead of all that the log has.
    """
    runs = store.readings.runs(device, epoch)
    observations = store.observations.of(device, epoch)
    known = [*runs, *events]
    stored_ms = _latest_ms(store, known, observations)
    found = correct(known, observations, earliest_ms=FIRST_RELEASE_MS, stored_ms=stored_ms)
    return found[len(runs) :]


def _now(store: Store) -> Event:
    wall_ms, mono_ms = store.clocks()
    return Event(seq=0, boot=store.boot, mono_ms=mono_ms, wall_ms=wall_ms)


def _doubt(store: Store, now: Event) -> ClockDoubt | None:
    return doubt(
        now,
        released_ms=_RELEASED_MS,
        contacts=_contacts(store),
        last=store.readings.last(store.device),
    )


def _contacts(store: Store) -> list[Observation]:
    met = store.readings.contact(store.device)
    return [] if met is None else [met]


def _latest_ms(store: Store, events: list[Event], observations: list[Observation]) -> int:
    """What nothing that is held here can be later than, as far as that is known.

    That is the time now; where this computer's own clock is behind, the latest any clock said.
    """
    now = _now(store)
    references = [one.reference_ms for one in observations]
    for met in _contacts(store):
        if met.boot == now.boot:
            return max([met.reference_ms + now.mono_ms - met.mono_ms, *references])
    if _doubt(store, now) in ("before-release", "before-reference"):
        references += [one.reference_ms for one in _contacts(store)]
        return max([_RELEASED_MS, *references, *(event.wall_ms for event in events)])
    return max([now.wall_ms, *references])


def _local(moment: datetime) -> datetime:
    try:
        return moment.astimezone()
    except OSError:  # Windows knows no zone before 1970
        return moment
