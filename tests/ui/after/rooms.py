"""Training sessions that are over, or nearly: people, tests on paper, votes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from tests.operations.hall import Hall, hall, not_right, responses
from tests.small_module import SMALL
from trainer_app.content.catalog import Catalog
from trainer_app.content.module import Module
from trainer_app.operations.room_tests import close_test, keep_sheets, open_test
from trainer_app.operations.session_record import session
from trainer_app.operations.training_sessions import (
    close_session,
    count_hands,
    count_unnamed,
    welcome_walk_in,
)
from trainer_app.paths import bundled_packs

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.training.meeting import Test

WALK_INS = ("Awa Sow", "Zoé Choque", "Ángel Rojas")


@dataclass(frozen=True)
class Who:
    """Places in the room: who missed an important question, who too many, who wrote nothing."""

    critical: tuple[int, ...] = (0,)
    few: tuple[int, ...] = (1,)
    absent: tuple[int, ...] = (2,)


@cache
def real(module_id: str = "grooming", language: str = "en") -> Module:
    """A module as it comes with the program, with its guide."""
    return Catalog([bundled_packs()]).pack(module_id).module(language)


def written(
    store: Store,
    count: int = 12,
    *,
    module: Module = SMALL,
    who: Who = Who(),
    walk_ins: int = 2,
    unnamed: int = 2,
    closed: bool = True,
) -> Hall:
    """Both tests on paper: everybody better after than before, but for those named."""
    room = hall(store, count, module)
    for name in WALK_INS[:walk_ins]:
        came = welcome_walk_in(store, by=room.by, meeting=room.meeting, name=name, role="vendor")
        room = replace(room, people=(*room.people, came.learner.learner_id))
    count_unnamed(store, meeting=room.meeting, count=unnamed)
    write(store, room, "before", dict.fromkeys(room.people, 2))
    vote(store, room)
    missed = {room.people[place]: 5 for place in who.few if place < len(room.people)}
    critical = {room.people[place] for place in who.critical if place < len(room.people)}
    absent = {room.people[place] for place in who.absent if place < len(room.people)}
    write(store, room, "after", missed, critical, absent)
    if closed:
        close_session(store, by=room.by, meeting=room.meeting)
    return room


def write(
    store: Store,
    room: Hall,
    test: Test,
    wrong: dict[str, int],
    critical: set[str] = frozenset(),  # type: ignore[assignment]
    absent: set[str] = frozenset(),  # type: ignore[assignment]
) -> None:
    """One test on paper, opened and closed."""
    open_test(store, by=room.by, meeting=room.meeting, test=test)
    told = session(store, meeting=room.meeting)
    sheets = {
        one: responses(room.module, told.paper(test, one), wrong.get(one, 0))
        for one in room.people
        if one not in absent
    }
    for one in critical:
        item_id = next(i for i in sheets[one] if room.module.item(i).critical)
        sheets[one][item_id] = not_right(room.module, item_id)
    keep_sheets(store, meeting=room.meeting, test=test, module=room.module, sheets=sheets)
    close_test(store, by=room.by, meeting=room.meeting, test=test, module=room.module)


def vote(store: Store, room: Hall) -> None:
    """The room votes in each scene of the plan, and on each question."""
    told = session(store, meeting=room.meeting)
    scenes = {scene.id: scene for scene in room.module.scenarios}
    guided = {step.id: step for step in room.module.guide.steps} if room.module.guide else {}
    for step in told.steps:
        guide = guided.get(step.step_id)
        named = guide.scenario if guide else None
        scene = scenes.get(named or step.step_id.removeprefix("scene-"))
        if scene is not None:
            first = scene.nodes[0]
            counts = {choice.id: 9 - 4 * n for n, choice in enumerate(first.choices)}
            place = f"{step.step_id}/{first.id}"
            count_hands(store, meeting=room.meeting, place=place, counts=counts)
        elif guide is not None and guide.item is not None:
            hands = {"true": 3, "false": 11}
            count_hands(store, meeting=room.meeting, place=step.step_id, counts=hands)
