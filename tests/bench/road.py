"""A prepared learner, for what is measured."""

from __future__ import annotations

from pathlib import Path

from trainer_app.operations.people import enrol_learner
from trainer_app.start_trial import NAME, go, signed_in
from trainer_app.store import Store

__all__ = ["go", "prepare", "signed_in"]


def prepare(folder: Path) -> None:
    """A data folder with set-up done and one learner registered."""
    from trainer_app.operations.computer import finish_set_up

    store = Store.open(folder, use_keystore=False)
    finish_set_up(store)
    enrol_learner(store, name=NAME, role="ticket-office", team="Tickets", language="en")
    store.close()
