"""People for tests of the desk, and somebody on duty."""

from __future__ import annotations

from uuid import UUID

from trainer_app.operations.audit import list_acts
from trainer_app.operations.people_desk import register_person
from trainer_app.store import Store
from trainer_app.training.people import Learner
from trainer_app.training.staff import OnDuty, Staff

DUTY = OnDuty(
    Staff(staff_id="s-1", actor="p-STAFF", name="Amina Bello", roles=("facilitator",)),
    UUID("5d0f3a5e-7d1c-4b52-8a55-0a6b4f1f8f21"),
)


def register(store: Store, name: str = "Rosa Mamani", team: str = "Tickets", **facts) -> Learner:
    """Somebody registered by whoever is on duty."""
    told = {"role": "driver", "language": "en"} | facts
    return register_person(store, by=DUTY, name=name, team=team, **told).learners[0]


def acts(store: Store) -> list[tuple[str, str]]:
    """What was done and about whom, the oldest first."""
    return [(one.act, one.about) for one in reversed(list_acts(store))]
