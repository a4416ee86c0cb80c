"""How long single answers are kept: what is past the limit, and having it gone.

The limit is the programme's (``retention.answers_months``, 12 without one). What goes are answers
to questions, with all that says how somebody answered; that a test was passed, its score, every
certificate and what staff did stay. It happens by itself when a backup is due, or when somebody
asks for it; either is written down. Nothing goes before its time: only a clock that is right says
that something is old.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.errors import StoreUnusable
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft, by_itself
from trainer_app.operations.backup_folder import older_copies_stay
from trainer_app.operations.hand_in import is_road
from trainer_app.operations.programme import retention_here, site_id_here
from trainer_app.sync.contact import STICK
from trainer_app.training.clocks import FIRST_RELEASE_MS
from trainer_app.training.retention import latest_starts, limit_before, surely_now
from trainer_app.training.staff import Act
from trainer_app.training.times import at, milliseconds

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Store
    from trainer_app.store.retention import Limit, Old
    from trainer_app.training.staff import OnDuty

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLimit:
    """How single answers stand to the limit of so many ``months``.

    ``items`` answers to questions and ``lines`` about confidence go now; they were given before
    the day ``before``. ``waiting`` are as old and not handed in on every road of ``roads`` (their
    titles) that is behind, or were refused there. ``unsure`` look as old by a clock that nothing
    says is right. ``gone`` went so far. Where ``before`` is None no clock that is right was ever
    met, and nothing goes.
    """

    months: int
    before: date | None = None
    items: int = 0
    lines: int = 0
    waiting: int = 0
    unsure: int = 0
    gone: int = 0
    roads: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.items + self.lines

    @property
    def knows_time(self) -> bool:
        return self.before is not None


@dataclass(frozen=True, slots=True)
class LimitApplied:
    """So many single answers are gone, here and from every backup; but where ``is_left`` an older
    one, here or in the second place, holds them until the next is made there."""

    count: int
    past: PastLimit
    is_left: bool = False
    changed: Changed = Changed.ATTEMPTS | Changed.SYNC | Changed.STAFF


def what_would_go(store: Store) -> PastLimit:
    """What is past the limit now. Reads every answer, so it takes a while where there are many."""
    from trainer_app.store.retention import Old

    limit = _limit(store)
    if limit is None:
        return _told(store, None, None)
    return _told(store, limit, store.retention.old(limit) if limit.starts else Old())


def apply_limit(store: Store, *, by: OnDuty | None) -> LimitApplied:
    """Have all that is past the limit gone; written down as done ``by`` somebody, or by itself.

    All of it or none, and no way back. Raises ``NotSaved``; ``StoreUnusable`` where an answer is
    not as it was written.
    """
    limit = _limit(store)
    if limit is None or not limit.starts:
        return LimitApplied(0, what_would_go(store), changed=Changed.NOTHING)
    note = act_draft(by or by_itself(store), Act.LIMIT_APPLIED)
    note = replace(note, site=site_id_here(store) or None)
    old = store.retention.seal(limit, lambda old: replace(note, about=str(old.count)))
    told = _told(store, limit, old)
    if not old.count:
        return LimitApplied(0, told, changed=Changed.NOTHING)
    return LimitApplied(old.count, told, older_copies_stay(store))


def apply_limit_by_itself(store: Store) -> int:
    """The same at a moment that suits; how many are gone. An answer that is not as it was written
    holds up nothing but itself and the others. Raises ``NotSaved``."""
    try:
        return apply_limit(store, by=None).count
    except StoreUnusable as error:
        log.warning("single answers past the limit could not go: %s", error)
        return 0


# ---------------------------------------------------------------- inside


def _limit(store: Store) -> Limit | None:
    """None while nothing can be past it, or nobody knows."""
    from trainer_app.store.retention import Limit

    months = retention_here(store).answers_months
    before_ms = _before_ms(store, months)
    if before_ms is None:
        return None
    starts = {}
    if before_ms > FIRST_RELEASE_MS:  # no answer is older than that
        now_ms = _now_ms(store) or 0
        for device, epoch in store.chains.heads():
            readings = store.readings.runs(device, epoch)
            observations = store.observations.of(device, epoch)
            starts[device, epoch] = latest_starts(readings, observations, now_ms=now_ms)
    roads = tuple(one.endpoint_id for one in _roads(store))
    return Limit(before_ms=before_ms, months=months, starts=starts, roads=roads)


def _now_ms(store: Store) -> int | None:
    contact = store.readings.contact(store.device)
    return surely_now(contact, boot=store.boot, mono_ms=store.clocks()[1])


def _before_ms(store: Store, months: int) -> int | None:
    now_ms = _now_ms(store)
    return None if now_ms is None else milliseconds(limit_before(at(now_ms), months))


def _roads(store: Store) -> list[EndpointRow]:
    """Where results have to be before they may go: every server and hub; sticks where there is
    neither. A computer without any road keeps nothing longer for it."""
    roads = [one for one in store.endpoints.all() if is_road(one)]
    lines = [one for one in roads if one.kind != STICK]
    return lines or roads


def _told(store: Store, limit: Limit | None, old: Old | None) -> PastLimit:
    months = retention_here(store).answers_months
    gone = store.retention.sealed_count()
    if limit is None or old is None:
        return PastLimit(months=months, gone=gone)
    refused = store.outbox.refused()
    behind = [
        one.title
        for one in _roads(store)
        if store.outbox.to_hand_in(one.endpoint_id).count or one.endpoint_id in refused
    ]
    return PastLimit(
        months=months,
        before=_day(limit.before_ms),
        items=old.items,
        lines=old.lines,
        waiting=old.waiting,
        unsure=old.unsure,
        gone=gone,
        roads=tuple(behind) if old.waiting else (),
    )


def _day(utc_ms: int) -> date:
    return at(utc_ms).astimezone().date()
