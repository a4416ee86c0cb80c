"""The desk at a glance: what is under way, what is planned, what has to be done first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app.operations.session_record import Kept, list_sessions

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store

CLOSED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DeskHome:
    """``people`` counts who is listed with a name and team; ``walk_ins`` wait to be completed.

    ``closed`` are the last few sessions, ``modules`` how many a session can be held on.
    """

    running: tuple[Kept, ...]
    planned: tuple[Kept, ...]
    closed: tuple[Kept, ...]
    people: int
    walk_ins: int
    modules: int

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever done at this desk."""
        return not (self.running or self.planned or self.closed)


def open_desk(store: Store, *, catalog: Catalog) -> DeskHome:
    """What staff see first."""
    sessions = list_sessions(store)
    listed = [one for one in store.learners() if one.is_listed]
    by_state = {
        state: tuple(one for one in sessions if one.session.state == state)
        for state in ("running", "planned", "closed")
    }
    return DeskHome(
        running=by_state["running"],
        planned=by_state["planned"],
        closed=by_state["closed"][:CLOSED_SHOWN],
        people=sum(not one.walk_in for one in listed),
        walk_ins=sum(one.walk_in for one in listed),
        modules=len(list(catalog.manifests())),
    )
