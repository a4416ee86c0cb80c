"""Parts of a programme to apply, and somebody to learn under it."""

from __future__ import annotations

from trainer_app.operations.people import SignedIn, enrol_learner, sign_in
from trainer_app.store import Store
from trainer_app.training.programme import ChainPlace

MAIN = "bo-lpz-001"
ADDRESS = "https://records.example.org/xapi/"


def place(slot: str, number: str, **facts: object) -> ChainPlace:
    known: dict[str, object] = {
        "place": slot,
        "number": number,
        "verified_by": "Ana Quispe",
        "verified_on": "2026-11-20",
    }
    return ChainPlace(**(known | facts))  # type: ignore[arg-type]


def enrolled(store: Store, role: str = "driver") -> SignedIn:
    made = enrol_learner(store, name="Rosa Mamani", role=role, team="Tickets", language="en")  # type: ignore[arg-type]
    signed_in = sign_in(store, learner_id=made.learner.learner_id, pictures=made.pictures)
    assert signed_in
    return signed_in
