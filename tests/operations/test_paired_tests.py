"""A test of the room on another computer: there when the laptop opens it, settled at its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.operations.hall import hall, responses
from trainer_app.content.catalog import Catalog
from trainer_app.operations import Changed
from trainer_app.operations.paired_tests import open_tests, settle_closed
from trainer_app.operations.room_tests import (
    answer_in_room,
    finish_room_sitting,
    open_test,
    start_room_sitting,
)
from trainer_app.operations.session_record import session
from trainer_app.store import Store
from trainer_app.training.statement import Taken, Verb


def elsewhere(store: Store, meeting: object, **facts: object) -> None:
    """As if the record had come from another computer, with these facts."""
    record = store.directory.record("training-session", str(meeting))
    assert record is not None
    begun = record.body["begun"] | {"device": "another"}
    store.directory.put("training-session", str(meeting), record.body | {"begun": begun} | facts)


@pytest.fixture
def room(store: Store):
    made = hall(store, 2)
    open_test(store, by=made.by, meeting=made.meeting, test="before")
    return made


def test_what_is_led_here_is_not_offered_on_home(store: Store, room, catalog: Catalog) -> None:
    assert open_tests(store, catalog=catalog, learner_id=room.people[0]) == ()


def test_an_open_test_waits_until_it_is_written(store: Store, room, catalog: Catalog) -> None:
    elsewhere(store, room.meeting)
    who = room.people[0]
    (found,) = open_tests(store, catalog=catalog, learner_id=who)
    assert (found.meeting, found.test, found.begun) == (room.meeting, "before", False)
    sitting = start_room_sitting(
        store, meeting=room.meeting, test="before", learner_id=who, module=room.module,
        taken=Taken.PAIRED,
    )  # fmt: skip
    (found,) = open_tests(store, catalog=catalog, learner_id=who)
    assert found.begun
    items = sitting.sitting.attempt.item_ids
    for item_id, response in responses(room.module, items).items():
        answer_in_room(
            store, room=sitting, module=room.module, item_id=item_id, response=response,
            duration_ms=1,
        )  # fmt: skip
    finish_room_sitting(store, room=sitting, module=room.module, duration_ms=1)
    assert open_tests(store, catalog=catalog, learner_id=who) == ()
    assert len(open_tests(store, catalog=catalog, learner_id=room.people[1])) == 1
    assert {one.draft.taken for one in store.sittings.of(room.meeting)} == {Taken.PAIRED}


def test_who_is_not_ticked_or_has_not_the_module_is_not_asked(
    store: Store, room, catalog: Catalog, tmp_path: Path
) -> None:
    elsewhere(store, room.meeting, here=[room.people[0]])
    assert open_tests(store, catalog=catalog, learner_id=room.people[1]) == ()
    nothing = Catalog([tmp_path])
    assert open_tests(store, catalog=nothing, learner_id=room.people[0]) == ()


def test_a_test_closed_at_the_laptop_is_settled_here(store: Store, room, catalog: Catalog) -> None:
    elsewhere(store, room.meeting)
    sitting = start_room_sitting(
        store, meeting=room.meeting, test="before", learner_id=room.people[0],
        module=room.module, taken=Taken.PAIRED,
    )  # fmt: skip
    item_id = sitting.sitting.attempt.item_ids[0]
    answer_in_room(
        store, room=sitting, module=room.module, item_id=item_id,
        response=responses(room.module, (item_id,))[item_id], duration_ms=1,
    )  # fmt: skip
    assert settle_closed(store, catalog=catalog).changed is Changed.NOTHING
    elsewhere(store, room.meeting, before={"state": "closed"})
    assert open_tests(store, catalog=catalog, learner_id=room.people[0]) == ()
    settled = settle_closed(store, catalog=catalog)
    assert (settled.people, settled.changed) == (1, Changed.ATTEMPTS)
    assert settle_closed(store, catalog=catalog).people == 0
    assert Verb.COMPLETED in {one.draft.verb for one in store.sittings.of(room.meeting)}
    assert session(store, meeting=room.meeting).before.state == "closed"
