"""The road through a session: steps and slides, votes and ways; what is kept before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from trainer_app.content import inline
from trainer_app.operations.session_record import Kept, RollRow, roll, session
from trainer_app.operations.training_sessions import change_plan, count_hands, go_to_step, stay_at
from trainer_app.training.meeting import PlanStep, TrainingSession, seed_of
from trainer_app.ui.session.lead_place import LeadPlace
from trainer_app.ui.session.lead_slides import Moment, Slide, decided, slides_of

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.store import Store
    from trainer_app.ui.background import Background
    from trainer_app.ui.session.lead_projector import Projector

Again = Callable[[], None]


class LeadRoad(QObject):
    """Where a session is, and how it goes on. In which step it is, the plan and every count are on
    the disk before ``moved`` tells of them; what is asked for meanwhile is done in its turn.

    Signals: ``moved`` when something else is to be shown; ``stepped`` after another step began;
    ``people_read(list[RollRow])``; ``not_kept(Exception, Again)`` when the disk did not take it;
    ``way_asked`` when a story has to be told which way it goes.
    """

    moved = Signal()
    stepped = Signal()
    people_read = Signal(object)
    not_kept = Signal(object, object)
    way_asked = Signal()

    def __init__(
        self,
        background: Background,
        module: Module,
        meeting: UUID,
        values: Mapping[str, str],
        projector: Projector,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background, self._module, self._meeting = background, module, meeting
        self._values = inline.slot_values(module, values)
        self._projector = projector
        self.told: TrainingSession | None = None
        self.slides: tuple[Slide, ...] = ()
        self.place: LeadPlace | None = None
        self._from_end, self._is_asked = False, False
        self._under_way = 0
        self._walks: list[int] = []
        self._remembered: tuple[str, int, dict[str, tuple[str, ...]]] | None = None

    # ------------------------------------------------------------ where we are

    @property
    def step(self) -> PlanStep:
        """The step the session is in. Only once it was read."""
        assert self.told is not None
        steps = self.told.steps
        return next((one for one in steps if one.step_id == self.told.at_step), steps[0])

    @property
    def slide(self) -> Slide | None:
        """What the room sees now."""
        return self.slides[self.place.slide] if self.slides and self.place else None

    @property
    def test(self) -> str:
        """The test this step is about, while it is not closed; empty for any other step."""
        if self.told is None or not self.step.kind.startswith("test-"):
            return ""
        name = self.step.kind.removeprefix("test-")
        told = self.told.before if name == "before" else self.told.after
        return name if told.state != "closed" else ""

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after this slide."""
        if self.told is None or self.place is None:
            return False
        return self.place.slide == len(self.slides) - 1 and self.step is self.told.steps[-1]

    @property
    def is_saving(self) -> bool:
        """Whether something is on its way to the disk."""
        return bool(self._under_way)

    def read(self) -> None:
        """Ask the disk how the session stands."""

        def read(store: Store) -> tuple[TrainingSession, list[RollRow]]:
            return session(store, meeting=self._meeting), roll(store, meeting=self._meeting)

        def then(found: tuple[TrainingSession, list[RollRow]]) -> None:
            self._tell(found[0])
            self.people_read.emit(found[1])

        self._background.run(self, read, then, lambda error: self.not_kept.emit(error, self.read))

    def _tell(self, told: TrainingSession) -> None:
        """This is what the disk says now."""
        former = self.slide
        self.told = told
        step_id = self.step.step_id
        slide = told.at_slide if told.at_step == step_id else 0
        self.place = self._projector.place_of(self._meeting, step_id, slide, told.ways)
        self._make_slides(former)
        self._say_where()

    def _make_slides(self, stay_at: Slide | None = None) -> None:
        """The slides of this step, and among them the one we were at."""
        told, place = self.told, self.place
        assert told is not None
        assert place is not None
        moment = Moment(
            seed=seed_of(self._meeting),
            taken=place.taken,
            until=place.ends_at(self.step.minutes),
            tests={"before": told.before.state, "after": told.after.state},
        )
        before, self.slides = self.slides, slides_of(self._module, self.step, self._values, moment)
        keys = [slide.key for slide in self.slides]
        if self._from_end:
            place.slide, self._from_end = len(keys) - 1, False
        elif stay_at is not None and stay_at in before and stay_at.key in keys:
            place.slide = keys.index(stay_at.key) if place.slide else 0
        place.slide = max(0, min(place.slide, len(keys) - 1))

    # ------------------------------------------------------------ walking

    def walk(self, by: int) -> None:
        """To the next or former slide; beyond the last, to the next step."""
        if self._under_way:
            self._walks.append(by)
            return
        if self.told is None or self.place is None or (by > 0 and not self._lead_on()):
            return
        self._is_asked = False
        target = self.place.slide + by
        if 0 <= target < len(self.slides):
            self.place.slide = target
            self._say_where()
            return
        ids = [step.step_id for step in self.told.steps]
        beyond = ids.index(self.step.step_id) + by
        if 0 <= beyond < len(ids):
            self._from_end = by < 0
            self.go_to(ids[beyond])

    def go_to(self, step_id: str) -> None:
        """To the beginning of a step."""

        def gone(kept: Kept) -> None:
            self._tell(kept.session)
            self.stepped.emit()

        self._keep(
            lambda store: go_to_step(store, meeting=self._meeting, step_id=step_id),
            gone,
            lambda: self.go_to(step_id),
        )

    def change_plan(self, steps: tuple[PlanStep, ...]) -> None:
        """Another order of what comes, or a break more."""
        self._keep(
            lambda store: change_plan(store, meeting=self._meeting, steps=steps),
            lambda kept: self._tell(kept.session),
            lambda: self.change_plan(steps),
        )

    def count(self, place: str, counts: Mapping[str, int]) -> None:
        """So many hands went up at that place."""
        self._keep(
            lambda store: count_hands(store, meeting=self._meeting, place=place, counts=counts),
            lambda kept: self._tell(kept.session),
            lambda: self.count(place, counts),
        )

    def choose_way(self, choice_id: str) -> None:
        """The story goes this way, whatever hands say; and on."""
        slide, place = self.slide, self.place
        if slide is None or place is None:
            return
        place.take(slide.place, len(slide.tried), choice_id)
        self._make_slides(slide)
        place.slide = min(place.slide + 1, len(self.slides) - 1)
        self._say_where()

    def _lead_on(self) -> bool:
        """Before going on from a vote: take the way the room chose. Where hands do not say it, it
        is asked for once; False until then."""
        slide, place, told = self.slide, self.place, self.told
        if slide is None or place is None or told is None or not slide.leads_on:
            return True
        visit = len(slide.tried)
        known = place.taken.get(slide.place, ())[visit : visit + 1]
        choice = decided(slide, told.hands.get(slide.place, {})) or next(iter(known), None)
        if choice is None and not self._is_asked:
            self._is_asked = True
            self.way_asked.emit()
            return False
        if choice is not None and (choice,) != known:
            place.take(slide.place, visit, choice)
            self._make_slides(slide)
        return True

    # ------------------------------------------------------------ the disk

    def _say_where(self) -> None:
        """Another slide: show it, and have the disk remember it.

        Nothing waits for that, and nothing is said where the disk does not take it: a restart
        would then show a slide before this one, and the next step says that the disk is full.
        """
        told, place = self.told, self.place
        assert told is not None
        assert place is not None
        self.moved.emit()
        here = (place.step_id, place.slide, dict(place.taken))
        if here == self._remembered:
            return
        self._remembered = here
        step_id, slide, ways = here
        self._background.run(
            self,
            lambda store: stay_at(
                store, meeting=self._meeting, step_id=step_id, slide=slide, ways=ways
            ),
            None,
            lambda _error: None,
        )

    def _keep(
        self, operation: Callable[[Store], Kept], then: Callable[[Kept], None], again: Again
    ) -> None:
        def kept(found: Kept) -> None:
            self._under_way -= 1
            then(found)
            while self._walks and not self._under_way:
                self.walk(self._walks.pop(0))

        def not_kept(error: Exception) -> None:
            self._under_way -= 1
            self._from_end = False
            self._walks.clear()
            self.not_kept.emit(error, again)

        self._under_way += 1
        self._background.run(self, operation, kept, not_kept)
