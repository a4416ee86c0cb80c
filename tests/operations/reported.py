"""A world to report on: a store, and people whose results come when they are told to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from tests.store.conftest import NOON, from_elsewhere, learner, passed
from trainer_app.content.shelf import Stop
from trainer_app.operations.reports.terms import ModuleTerm, Terms
from trainer_app.operations.reports.upkeep import bring_up_to_date
from trainer_app.store import Store
from trainer_app.training.people import Learner
from trainer_app.training.statement import ActivityType, Draft, Verb

TODAY = date(2026, 12, 1)
DAY_MS = 24 * 60 * 60 * 1000
TOLD = Terms(
    modules=(
        ModuleTerm("grooming", "Understanding grooming", (7, 30, 90, 365), installed=True),
        ModuleTerm("foundations", "Foundations", (7, 30, 90, 365), installed=True),
    ),
    asked={"driver": (Stop(module="grooming", short=False),)},
    paths={"p/driver": "On the road"},
    today=TODAY,
    zone=timedelta(),
)


@dataclass
class World:
    """A store with a site of each kind, and people whose results come when they are told to."""

    store: Store
    devices: int = 0

    def register(self, number: int, name: str, **facts: object) -> Learner:
        one = replace(learner(number, name), **facts)  # type: ignore[arg-type]
        self.store.add_learner(one, "hash")
        return one

    def bring(self, *drafts: Draft, days_ago: int = 0) -> None:
        """Results of a computer nobody heard of before, so many days old."""
        self.devices += 1
        entries = from_elsewhere(
            *drafts, device=UUID(int=self.devices), at_ms=NOON - days_ago * DAY_MS
        )
        self.store.inbox.receive(entries, "stick")

    def up_to_date(self) -> Store:
        bring_up_to_date(self.store)
        return self.store


def written(kind: str, scaled: float, **facts: object) -> Draft:
    return passed(
        verb=Verb.COMPLETED, activity=f"m/grooming/test/{kind}", activity_type=ActivityType.TEST,
        scaled=scaled, success=None, **facts,
    )  # fmt: skip
