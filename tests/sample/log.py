"""What a computer wrote: drafts with their place in its log, and what its clocks said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tests.sample.telling import Telling
from tests.sample.truth import Device, Run, Truth
from trainer_app import RELEASED, __version__
from trainer_app.training import chain
from trainer_app.training.statement import (
    _JSON,
    RENDERER,
    ActivityType,
    Draft,
    Stamp,
    Verb,
    compose,
    statement_id,
)
from trainer_app.training.times import at, milliseconds

_RELEASED_MS = milliseconds(datetime.fromisoformat(f"{RELEASED}T00:00:00+00:00"))
Passes = dict[tuple[UUID, str], UUID]
"""The statement of each pass in a session, by session and pseudonym."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as it arrives."""

    draft: Draft
    stamp: Stamp


class DeviceLog:
    """The log of one computer. Its runs are written one after the other; ``hash`` is the end of the
    chain of ``epoch``, at number ``seq``."""

    def __init__(self, truth: Truth, device: Device, telling: Telling, passes: Passes) -> None:
        self._device = device
        self._telling = telling
        self._passes = passes
        self._offset_minutes = truth.sites[device.site].offset_minutes
        self._newest_ms = 0
        self.epoch = self.seq = 0
        self.hash = chain.START

    def write(self, run: Run) -> Iterator[Entry]:
        """The statements of the next run."""
        if run.epoch != self.epoch:
            self.seq, self.epoch, self.hash = 0, run.epoch, chain.START
        for sitting in run.sittings:
            for into_ms, made in self._telling.drafts(sitting):
                stamp = self._stamp(run, sitting.start_ms + into_ms)
                draft = self._with_subject(made, stamp)
                if draft.meeting and _is_pass(draft):
                    self._passes[draft.meeting, draft.actor] = stamp.statement_id
                text = _JSON.encode(compose(draft, stamp)).encode()  # the store checks it, too
                self.hash = chain.link(self.hash, draft, stamp, RENDERER, text)
                yield Entry(draft, stamp)

    def _with_subject(self, made: Draft, stamp: Stamp) -> Draft:
        """What refers to a statement before it names that one."""
        if made.refers_back:
            back = statement_id(stamp.device, stamp.epoch, stamp.seq - made.refers_back)
            return replace(made, subject=back, refers_back=0)
        if made.verb is Verb.EARNED and made.meeting:
            return replace(made, subject=self._passes[made.meeting, made.actor])
        return made

    def _stamp(self, run: Run, true_ms: int) -> Stamp:
        self.seq += 1
        wall_ms = true_ms + run.off_ms
        suspect = wall_ms < max(_RELEASED_MS, self._newest_ms)
        self._newest_ms = max(self._newest_ms, wall_ms)
        return Stamp(
            device=self._device.uuid,
            epoch=run.epoch,
            seq=self.seq,
            at=at(wall_ms),
            offset_minutes=self._offset_minutes,
            boot=run.boot,
            mono_ms=true_ms - run.start_ms,
            suspect=suspect,
            release=__version__,
        )


def _is_pass(draft: Draft) -> bool:
    return draft.verb is Verb.PASSED and draft.activity_type is ActivityType.MODULE
