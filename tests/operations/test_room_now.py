"""How a test of the room stands, in one question."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.operations.hall import hall, responses
from trainer_app.operations.room_now import room_now
from trainer_app.operations.room_tests import (
    OtherVersion,
    answer_in_room,
    close_test,
    keep_sheets,
    open_test,
    start_room_sitting,
)
from trainer_app.operations.session_record import session
from trainer_app.store import Store
from trainer_app.training.statement import Taken, Verb


def test_it_tells_people_sheets_and_counts(store: Store) -> None:
    room = hall(store, 3)
    ask: dict[str, Any] = {"meeting": room.meeting, "test": "before", "module": room.module}
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    first, second, _third = room.people
    items = session(store, meeting=room.meeting).paper("before", first)
    keep_sheets(store, **ask, sheets={first: {items[0]: ""}})
    sitting = start_room_sitting(store, **ask, learner_id=second, taken=Taken.SHARED)
    item_id = sitting.sitting.attempt.item_ids[0]
    answer_in_room(
        store, room=sitting, module=room.module, item_id=item_id, response="", duration_ms=1
    )
    now = room_now(store, **ask)
    assert now.sheets == {first: {items[0]: ""}}
    assert [now.standing(one) for one in ("waiting", "writing", "done")] == [1, 2, 0]
    assert now.at_computers == 1


def test_another_version_of_the_module_is_told(store: Store) -> None:
    room = hall(store, 1)
    older = replace(room.module, items=room.module.items[1:])
    with pytest.raises(OtherVersion, match="planned with version"):
        room_now(store, meeting=room.meeting, test="before", module=older)


def test_who_answered_at_the_computer_gets_one_verdict_though_a_sheet_was_typed(
    store: Store,
) -> None:
    room = hall(store, 1)
    ask: dict[str, Any] = {"meeting": room.meeting, "test": "before", "module": room.module}
    open_test(store, by=room.by, meeting=room.meeting, test="before")
    (who,) = room.people
    sitting = start_room_sitting(store, **ask, learner_id=who, taken=Taken.SHARED)
    item_id, *others = sitting.sitting.attempt.item_ids
    given = responses(room.module, (item_id,))[item_id]
    answer_in_room(
        store, room=sitting, module=room.module, item_id=item_id, response=given, duration_ms=1
    )
    sheet = responses(room.module, tuple(others))
    keep_sheets(store, **ask, sheets={who: sheet})
    over = close_test(store, by=room.by, **ask)
    assert (over.people, over.cut_short) == (1, 1)
    verdicts = [one for one in store.sittings.of(room.meeting) if one.draft.maximum]
    assert [(one.draft.raw, one.draft.taken) for one in verdicts] == [(1, Taken.SHARED)]
    assert {one.draft.verb for one in store.sittings.of(room.meeting)} == {
        Verb.ANSWERED,
        Verb.COMPLETED,
    }
