"""When answers past the limit went, every report that does not tell of answers is what it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.sample import Plan, make
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.audit import act_draft, by_itself
from trainer_app.operations.reports.completion import matrix, matrix_rows
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.due import refreshers
from trainer_app.operations.reports.overview import overview
from trainer_app.operations.reports.person import person_report
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.site import site_report
from trainer_app.operations.reports.terms import Terms, question, terms
from trainer_app.operations.reports.upkeep import bring_up_to_date
from trainer_app.operations.retention import apply_limit, what_would_go
from trainer_app.store import Store, tables
from trainer_app.store.clock import Reading
from trainer_app.training.clocks import Observation
from trainer_app.training.staff import Act
from trainer_app.training.statement import Verb

PLAN = Plan(people=80, sites=4, seed=3, begun=0.5)


@dataclass
class World:
    store: Store
    catalog: Catalog
    told: Terms

    def everything(self) -> dict[str, Any]:
        """What is told of people, sites and tests, but for single answers."""
        bring_up_to_date(self.store)
        scope = Scope(with_left=True)
        ids = matrix(self.store, told=self.told, scope=scope).ids
        rows = matrix_rows(self.store, told=self.told, ids=ids)
        people = {row.learner_id: replace(row, person=0) for row in rows}
        sites = coverage(self.store, told=self.told).sites
        return {
            "people": people,
            "overview": overview(self.store, told=self.told),
            "sites": {one.site_id: one for one in sites},
            "site pages": [
                site_report(self.store, told=self.told, site_id=one.site_id) for one in sites
            ],
            "persons": {one: self._person(one) for one in people},
            "tests": self.store.reports.score_sums(question(self.told, scope)),
            "due": {
                (one.row.learner_id, one.module_id, one.on)
                for one in refreshers(self.store, told=self.told).lines
            },
            "certificates": {
                learner.actor: self.store.certificates(learner.actor)
                for learner in self.store.learners()
            },
            "passes": {
                learner.actor: self.store.passes(learner.actor) for learner in self.store.learners()
            },
            "nameless": self.store.reports.nameless(),
        }

    def _person(self, learner_id: str) -> object:
        return person_report(self.store, told=self.told, learner_id=learner_id).modules

    def progress(self) -> dict[str, Any]:
        """How far everybody is, but for single questions."""
        return {
            learner.actor: {
                path: made
                for path, made in self.store.progress(learner.actor).items()
                if "/q/" not in path and "/c/" not in path
            }
            for learner in self.store.learners()
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("sample") / "data"

    def clock() -> Reading:
        return Reading(PLAN.now_ms, 0, time.monotonic_ns() // 1_000_000)

    store = Store.open(folder, use_keystore=False, clock=clock)
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
    make(store, catalog, PLAN)
    wall_ms, mono_ms = store.clocks()
    store.observations.observe(
        Observation(
            device=store.device, epoch=store.epoch, boot=store.boot, mono_ms=mono_ms,
            wall_ms=wall_ms, reference_ms=wall_ms, source="person",
        )
    )  # fmt: skip
    # something was done today: what is written down of the limit is no later
    store.append([act_draft(by_itself(store), Act.HEADCOUNT_SET, "1")])
    with store._writing() as connection:  # everything was handed on
        connection.execute(update(tables.endpoint).values(mark=2**40))
    told = terms(store, catalog=catalog, language="en", on=PLAN.today)
    yield World(store, catalog, told)
    store.close()


def test_only_single_answers_are_missing_from_what_is_told(world: World) -> None:
    store = world.store
    before, progress = world.everything(), world.progress()
    kept, count = store.outbox.kept(), store.verify_chain()
    ends = {chain: (end.seq, end.count) for chain, end in store.chains.heads().items()}
    others = verbs(store)
    told = what_would_go(store)
    assert told.items > 100
    assert told.waiting == 0
    applied = apply_limit(store, by=None)
    assert applied.count == told.count
    assert what_would_go(store).count == 0
    after = world.everything()
    for name, was in before.items():
        assert after[name] == was, name
    assert world.progress() == progress
    assert store.verify_chain() == count - told.count + 1
    assert store.outbox.kept() == kept - told.count + 1
    assert store.chains.verify_received() == []
    now = {chain: (end.seq, end.count) for chain, end in store.chains.heads().items()}
    assert {chain: now[chain] for chain in ends} == ends | {
        (store.device, store.epoch): now[store.device, store.epoch]
    }
    assert verbs(store) == others | {Verb.INTERACTED.value: others[Verb.INTERACTED.value] + 1}


def verbs(store: Store) -> dict[str, int]:
    """How many statements there are of each kind but answers."""
    counted = select(tables.statement.c.verb, func.count().label("n")).group_by(
        tables.statement.c.verb
    )
    with store._reading() as connection:
        found = {row.verb: int(row.n) for row in connection.execute(counted)}
    del found[Verb.ANSWERED.value]
    return found
