"""A test of the room on another computer: it is open there because the laptop's record says so.

The record comes and goes with the names, sealed. Answers go back as every result does.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.errors import PackRejected
from trainer_app.operations import Changed
from trainer_app.operations.room_tests import OtherVersion, is_done, settle_sittings
from trainer_app.operations.session_record import Kept, list_sessions
from trainer_app.training.meeting import TESTS, Test, TrainingSession

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store

log = logging.getLogger(__name__)
_ROOM = "room/"


@dataclass(frozen=True, slots=True)
class OpenTest:
    """A test that waits for somebody. ``begun`` says that they have answered some of it here."""

    meeting: UUID
    test: Test
    session: TrainingSession
    begun: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """How many got a verdict because their test was closed at the laptop."""

    people: int
    changed: Changed = field(default=Changed.NOTHING)


def open_tests(store: Store, *, catalog: Catalog, learner_id: str) -> tuple[OpenTest, ...]:
    """The tests of sessions led at another computer that this learner can write here, now."""
    kept = store.places(_ROOM)
    actor = store.learner(learner_id).actor
    found = []
    for one in _elsewhere(store):
        told = one.session
        for test in TESTS:
            if told.state != "running" or told.test(test).state != "open":
                continue
            if learner_id not in told.here or not told.paper(test, learner_id):
                continue
            with suppress(PackRejected, KeyError):  # the module is not on this computer
                module = catalog.pack(told.module_id).module(told.language)
                if not is_done(store, one.meeting, test, module, actor):
                    begun = f"{_ROOM}{one.meeting}/{test}" in kept
                    found.append(OpenTest(one.meeting, test, told, begun))
    return tuple(found)


def settle_closed(store: Store, *, catalog: Catalog) -> Settled:
    """Finish what was begun here of tests that were closed at the laptop meanwhile."""
    kept = store.places(_ROOM)
    if not kept:
        return Settled(0)
    people = 0
    for one in _elsewhere(store):
        for test in TESTS:
            if f"{_ROOM}{one.meeting}/{test}" not in kept:
                continue
            try:
                module = catalog.pack(one.session.module_id).module(one.session.language)
                people += settle_sittings(store, meeting=one.meeting, test=test, module=module)
            except (PackRejected, KeyError, OtherVersion):
                log.warning("a test of the room waits for its module")
    return Settled(people, Changed.ATTEMPTS if people else Changed.NOTHING)


def _elsewhere(store: Store) -> list[Kept]:
    """Sessions that another computer began."""
    here = str(store.device)
    return [
        one
        for one in list_sessions(store)
        if one.session.begun is not None and one.session.begun.device != here
    ]
