"""Every report agrees with tables that were counted plainly from what really happened."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sample import Expected, Plan, expected, make
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.completion import MatrixRow, matrix, matrix_rows
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.due import EXPIRY_DAYS, refreshers
from trainer_app.operations.reports.overview import change_of, overview
from trainer_app.operations.reports.person import person_report
from trainer_app.operations.reports.scope import Scope
from trainer_app.operations.reports.site import site_report
from trainer_app.operations.reports.terms import Terms, question, terms
from trainer_app.operations.reports.upkeep import bring_up_to_date
from trainer_app.store import Store
from trainer_app.store.clock import Reading
from trainer_app.training.meeting import FEWEST

PLANS = [Plan(people=100), Plan(people=60, sites=3, seed=11, begun=0.8)]


@dataclass
class World:
    """A programme as the program has it, and as it is expected to be told."""

    store: Store
    told: Terms
    right: Expected

    def rows(self, scope: Scope | None = None) -> dict[str, MatrixRow]:
        ids = matrix(self.store, told=self.told, scope=scope or Scope()).ids
        rows = matrix_rows(self.store, told=self.told, ids=ids)
        return {row.learner_id: row for row in rows}


@pytest.fixture(scope="module", params=PLANS, ids=lambda plan: f"{plan.people} people")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    plan: Plan = request.param
    folder: Path = tmp_path_factory.mktemp("sample") / "data"

    def clock() -> Reading:
        return Reading(plan.now_ms, 0, time.monotonic_ns() // 1_000_000)

    store = Store.open(folder, use_keystore=False, clock=clock)
    catalog = Catalog([paths.bundled_packs()], paths.bundled_shelf())
    truth = make(store, catalog, plan)
    bring_up_to_date(store)
    told = terms(store, catalog=catalog, language="en", on=plan.today)
    yield World(store, told, expected(truth))
    store.close()


def test_the_same_people_count(world: World) -> None:
    rows = world.rows()
    assert set(rows) == set(world.right.people)
    everybody = world.rows(Scope(with_left=True))
    assert set(everybody) - set(rows) == set(world.right.left)


def test_everybody_stands_where_they_should(world: World) -> None:
    found, right = {}, {}
    for learner_id, row in world.rows().items():
        person = world.right.people[learner_id]
        assert (row.site, row.role, row.walk_in) == (person.site, person.role, person.walk_in)
        for module_id, cell in row.cells.items():
            standing = person.standings[module_id]
            key = learner_id, module_id
            state = standing.state if standing.asked or standing.state != "not-started" else None
            right[key] = (state, standing.asked, standing.passed_on, standing.due_on)
            found[key] = (cell.state, cell.asked, cell.passed_on, cell.due_on)
    assert found == right


def test_trained_and_overdue_are_counted(world: World) -> None:
    for learner_id, row in world.rows().items():
        person = world.right.people[learner_id]
        assert (row.trained, row.overdue) == (person.trained, person.overdue)
    counts = {
        line.site.site_id: (line.people, line.trained, line.overdue)
        for line in overview(world.store, told=world.told).sites
    }
    right = {
        site_id: (site.people, site.trained, site.overdue)
        for site_id, site in world.right.sites.items()
    }
    assert {one: counts.get(one, (0, 0, 0)) for one in right} == right


def test_states_are_counted_by_site_and_module(world: World) -> None:
    asked = question(world.told, Scope())
    found = {
        (one.site, one.module_id, one.state): one.count
        for one in world.store.reports.state_counts(asked)
    }
    right = {
        (site_id, module_id, state): count
        for site_id, site in world.right.sites.items()
        for module_id, counts in site.asked.items()
        for state, count in counts.items()
        if count
    }
    assert found == right


def test_tests_before_and_after_have_the_same_means(world: World) -> None:
    sums = world.store.reports.score_sums(question(world.told, Scope()))
    for module_id, right in world.right.change.items():
        mine = [one for one in sums if one.module_id == module_id]
        assert sum(one.people for one in mine) == right.n
        if right.n:
            before = sum(one.before for one in mine) / right.n
            after = sum(one.after for one in mine) / right.n
            assert (before, after) == pytest.approx((right.before, right.after), abs=1e-3)
    for site_id, modules in world.right.change_by_site.items():
        for module_id, right in modules.items():
            (one,) = [one for one in sums if (one.site, one.module_id) == (site_id, module_id)]
            assert one.people == right.n
            assert one.before / right.n == pytest.approx(right.before, abs=1e-3)
            assert one.after / right.n == pytest.approx(right.after, abs=1e-3)
    whole = overview(world.store, told=world.told).change
    assert whole == change_of(sums)
    assert (whole.before is None) == (whole.people < FEWEST)


def test_coverage_says_which_sites_are_in(world: World) -> None:
    covered = coverage(world.store, told=world.told)
    assert {one.site_id for one in covered.sites if one.is_in} >= set(world.right.sites_in)
    for site_id, site in world.right.sites.items():
        if site.news is not None:
            found = covered.site(site_id)
            assert found.latest_on is not None
            assert abs((found.latest_on - site.news.day).days) <= 1 or found.about


def test_results_without_a_name_are_said_aloud(world: World) -> None:
    found = overview(world.store, told=world.told)
    assert found.nameless == world.right.nobodys


def test_refreshers_are_due_on_the_same_days(world: World) -> None:
    until = world.told.today + timedelta(weeks=4)
    right = Counter(
        (learner_id, module_id, standing.due_on)
        for learner_id, person in world.right.people.items()
        for module_id, standing in person.standings.items()
        if standing.asked and standing.due_on is not None and standing.due_on <= until
    )
    due = refreshers(world.store, told=world.told, weeks=4)
    assert Counter((one.row.learner_id, one.module_id, one.on) for one in due.lines) == right


def test_certificates_that_end_soon_are_those_that_do(world: World) -> None:
    today = world.told.today
    soon = timedelta(days=EXPIRY_DAYS)
    right = Counter(
        (learner_id, world.told.title_of(held.base), held.valid_until)
        for learner_id, person in world.right.people.items()
        for held in person.certificates
        if today - soon <= held.valid_until <= today + soon
    )
    due = refreshers(world.store, told=world.told)
    assert Counter((one.row.learner_id, one.title, one.until) for one in due.expiring) == right


def test_sessions_of_a_person_are_those_they_attended(world: World) -> None:
    some = [one for one, person in world.right.people.items() if person.sessions][:25]
    assert some
    for learner_id in some:
        found = person_report(world.store, told=world.told, learner_id=learner_id)
        right = world.right.people[learner_id]
        assert {str(one.meeting) for one in found.sessions} == set(right.sessions)
        held = {one.serial for one in found.certificates}
        assert {one.serial for one in right.certificates} <= held


def test_a_site_page_adds_up(world: World) -> None:
    for site_id, site in world.right.sites.items():
        found = site_report(world.store, told=world.told, site_id=site_id)
        assert (found.people, found.trained, found.overdue) == (
            site.people, site.trained, site.overdue,
        )  # fmt: skip
        assert sum(team.people for team in found.teams) == site.people
        assert len(found.sessions) == site.sessions
        assert (found.following is not None) == (site.planned > 0)


def test_every_answer_is_in_the_item_figures_or_withheld(world: World) -> None:
    for module_id, items in world.right.items.items():
        found: dict[tuple[str, str], list[int]] = {}
        for one in world.store.reports.item_figures(module_id, (), ()):
            if one.test != "later":
                sums = found.setdefault((one.item_id, one.test), [0, 0, 0])
                for place, count in enumerate((one.people, one.right, one.withheld)):
                    sums[place] += count
        right = {
            (item_id, test): figures
            for item_id, tests in items.items()
            for test, figures in tests.items()
            if figures.n
        }
        assert set(found) == set(right)
        for key, (people, rightly, withheld) in found.items():
            assert people + withheld == right[key].n, key
            if not withheld:
                assert rightly == right[key].right
