"""A room with people in it: a member of staff on duty, a session under way, answers to give."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tests.small_module import SMALL
from trainer_app.content.module import Module
from trainer_app.operations.people import enrol_learner
from trainer_app.operations.room_tests import close_test, keep_sheets, open_test
from trainer_app.operations.session_record import session
from trainer_app.operations.training_sessions import begin_session, mark_here, plan_session
from trainer_app.store import StaffKey
from trainer_app.training.certificate import public_key
from trainer_app.training.meeting import TESTS
from trainer_app.training.scoring import right_response
from trainer_app.training.staff import OnDuty, Staff

if TYPE_CHECKING:
    from trainer_app.store import Store

NAMES = (
    "Rosa Mamani", "Amadou Diallo", "Ana Quispe", "Luis Condori", "Fatou Ndiaye", "Awa Sow",
    "Juan Flores", "Lucie Martin", "Omar Haddad", "Nadia Karim",
)  # fmt: skip


def on_duty(store: Store, name: str = "Elena Vargas") -> OnDuty:
    """A facilitator of this computer, with a key and a record."""
    staff_id, seed = str(uuid4()), secrets.token_bytes(32)
    staff = Staff(
        staff_id=staff_id,
        actor=f"p-STAFF{name[:1].upper()}",
        name=name,
        roles=("facilitator",),
        keys=(public_key(seed).hex(),),
    )
    store.staff_keys.put(StaffKey(staff_id=staff_id, pin_hash="$argon2id$x", seed=seed))
    store.directory.put(
        "staff",
        staff_id,
        {"actor": staff.actor, "name": name, "roles": ["facilitator"], "keys": list(staff.keys),
         "has_left": False, "site": ""},
    )  # fmt: skip
    return OnDuty(staff, uuid4())


@dataclass(frozen=True)
class Hall:
    """A session that runs, and the learner ids of who is there."""

    meeting: UUID
    by: OnDuty
    people: tuple[str, ...]
    module: Module = SMALL


def hall(store: Store, count: int = 4, module: Module = SMALL) -> Hall:
    """So many people, all ticked, in a session on a module."""
    by = on_duty(store)
    people = tuple(
        enrol_learner(
            store, name=f"{NAMES[n % 10]} {n // 10 or ''}", role="driver", team="Night buses",
            language="en",
        ).learner.learner_id
        for n in range(count)
    )  # fmt: skip
    meeting = planned(store, by, module)
    begin_session(store, by=by, meeting=meeting)
    for learner_id in people:
        mark_here(store, meeting=meeting, learner_id=learner_id, here=True)
    return Hall(meeting, by, people, module)


def planned(store: Store, by: OnDuty, module: Module = SMALL) -> UUID:
    """A session that is planned."""
    return plan_session(
        store,
        by=by,
        module=module,
        day=date(2026, 12, 1),
        day_from_clock=True,
        facilitators=(by.staff.staff_id,),
        instructor=by.staff.actor,
    ).meeting


def responses(module: Module, items: tuple[str, ...], wrong: int = 0) -> dict[str, str]:
    """Answers to these items: right but for the first so many that are not critical."""
    plain = [item_id for item_id in items if not module.item(item_id).critical][:wrong]
    return {
        item_id: not_right(module, item_id)
        if item_id in plain
        else right_response(module.item(item_id))
        for item_id in items
    }


def not_right(module: Module, item_id: str) -> str:
    """An answer that the item can have and that is not right: none of it."""
    item = module.item(item_id)
    right = right_response(item)
    if right in ("true", "false"):
        return "false" if right == "true" else "true"
    choices = getattr(item, "choices", ())
    wrong = next((choice.id for choice in choices if not choice.right), "")
    return wrong or ""


def write_both(store: Store, room: Hall, wrong_before: int) -> None:
    """Both tests of a room, on paper: so many questions not right before, all of them after."""
    for test in TESTS:
        open_test(store, by=room.by, meeting=room.meeting, test=test)
        told = session(store, meeting=room.meeting)
        sheets = {
            one: responses(
                room.module, told.paper(test, one), wrong_before if test == "before" else 0
            )
            for one in room.people
        }
        keep_sheets(store, meeting=room.meeting, test=test, module=room.module, sheets=sheets)
        close_test(store, by=room.by, meeting=room.meeting, test=test, module=room.module)
