"""A prepared learner, and the way to the pages that are measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from trainer_app.operations.learning import Part
from trainer_app.operations.people import SignedIn, enrol_learner, sign_in
from trainer_app.store import Store

NAME = "Rosa Mamani"


def prepare(folder: Path) -> None:
    """A data folder with set-up done and one learner registered."""
    from trainer_app.operations.computer import finish_set_up

    store = Store.open(folder, use_keystore=False)
    finish_set_up(store)
    enrol_learner(store, name=NAME, role="ticket-office", team="Tickets", language="en")
    store.close()


def signed_in(store: Store) -> SignedIn:
    """Another learner, newly registered and signed in."""
    team = f"Team {len(store.learners())}"
    enrolled = enrol_learner(store, name=NAME, role="driver", team=team, language="en")
    found = sign_in(store, learner_id=enrolled.learner.learner_id, pictures=enrolled.pictures)
    assert found is not None
    return found


def go(program: Any, what: str, then: Callable[[], None]) -> None:
    """Bring the program to ``home`` or into a ``lesson``, then call on."""

    def inside(found: SignedIn) -> None:
        program._on_signed_in(found)
        if what == "lesson":
            manifest = program.catalog.manifests()[0]
            module = program.catalog.pack(manifest.id).module("en")
            lesson = module.lessons[0]
            program.journey.enter(module, Part("lesson", lesson.id, lesson.title, 5, False))
        then()

    program._background.run(program, signed_in, inside)


def pss_kb() -> float:
    """Proportional memory of this process in kB; 0 where the system does not tell."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0.0
    line = next(row for row in rollup.read_text().splitlines() if row.startswith("Pss:"))
    return float(line.split()[1])
