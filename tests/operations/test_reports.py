"""Reports asked the way the supervisor's pages ask: people, sites, what is due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.operations.reported import TODAY, TOLD, World, written
from tests.store.conftest import NOON, draft, passed
from trainer_app.content.catalog import Catalog
from trainer_app.operations.reports.completion import completion_report, matrix, matrix_rows
from trainer_app.operations.reports.coverage import coverage
from trainer_app.operations.reports.due import overdue_report, refreshers
from trainer_app.operations.reports.hand_out import narrowed
from trainer_app.operations.reports.overview import overview
from trainer_app.operations.reports.person import person_report
from trainer_app.operations.reports.scope import Period, Scope
from trainer_app.operations.reports.site import site_report, trend
from trainer_app.operations.reports.terms import terms
from trainer_app.store import Store


@pytest.fixture
def peopled(world: World) -> World:
    """North: six drivers, of whom five passed; South: a vendor, who is asked for nothing."""
    for number in range(1, 7):
        world.register(number, f"Person {number}", site="north")
    world.register(7, "Person 7", site="south", role="vendor", team="Hall")
    for number in range(1, 6):
        who = f"p-{number}"
        world.bring(
            written("pre", 0.4, actor=who, site="north"),
            written("post", 0.8, actor=who, site="north"),
            passed(actor=who, site="north"),
            days_ago=number,
        )
    return world


# ---------------------------------------------------------------- overview


def test_the_overview_counts_each_person_once(peopled: World) -> None:
    found = overview(peopled.up_to_date(), told=TOLD)
    assert (found.people, found.trained, found.overdue) == (7, 5, 0)
    assert (found.change.people, found.change.before, found.change.after) == (5, 0.4, 0.8)
    lines = {line.site.name: line for line in found.sites}
    assert list(lines) == ["North", "South", "West"]
    north = lines["North"]
    assert (north.people, north.trained, north.under_way, north.untouched) == (6, 5, 0, 1)
    assert lines["West"].people == 0


def test_fewer_than_five_are_not_compared(peopled: World) -> None:
    peopled.store.correct_learner(replace(peopled.store.learner("learner-5"), has_left=True))
    found = overview(peopled.up_to_date(), told=TOLD)
    assert (found.change.people, found.change.before, found.change.after) == (4, None, None)
    assert (found.people, found.trained) == (6, 4)


def test_coverage_tells_who_is_in_and_who_is_not(peopled: World) -> None:
    covered = coverage(peopled.up_to_date(), told=TOLD)
    assert (covered.heard, covered.known) == (1, 3)
    assert covered.newest is not None
    assert (covered.newest.name, covered.newest.road) == ("North", "stick")
    assert covered.newest.came_on == TODAY
    assert not covered.site("west").is_in
    assert covered.site("nowhere").name == "nowhere"


def test_nothing_at_all_is_no_error(world: World) -> None:
    found = overview(world.up_to_date(), told=TOLD)
    assert (found.people, found.trained, found.change.before) == (0, 0, None)
    assert [line.site.name for line in found.sites] == ["North", "South", "West"]
    assert matrix(world.store, told=TOLD).ids == ()


# ---------------------------------------------------------------- the matrix


def test_a_row_says_where_somebody_stands(peopled: World) -> None:
    store = peopled.up_to_date()
    made = matrix(store, told=TOLD)
    rows = {row.learner_id: row for row in matrix_rows(store, told=TOLD, ids=made.ids)}
    one = rows["learner-1"]
    cell = one.cells["grooming"]
    assert (cell.state, cell.asked, cell.passed_on) == ("in-date", True, TODAY - timedelta(days=1))
    assert cell.due_on == TODAY + timedelta(days=6)
    assert one.trained
    assert (one.before, one.after) == (0.4, 0.8)
    assert rows["learner-6"].cells["grooming"].state == "not-started"
    vendor = rows["learner-7"]
    assert vendor.cells["grooming"].state is None
    assert not vendor.trained


def test_a_day_from_a_doubted_clock_is_marked(world: World) -> None:
    world.register(1, "Person 1", site="north")
    world.bring(passed(site="north"), days_ago=2000)
    store = world.up_to_date()
    (row,) = matrix_rows(store, told=TOLD, ids=matrix(store, told=TOLD).ids)
    assert row.cells["grooming"].about


def test_numbers_are_filters(peopled: World) -> None:
    store = peopled.up_to_date()
    found = overview(store, told=TOLD)
    assert len(matrix(store, told=TOLD, scope=Scope(trained=True)).ids) == found.trained
    assert len(matrix(store, told=TOLD, scope=Scope(overdue=True)).ids) == found.overdue
    assert len(matrix(store, told=TOLD).ids) == found.people
    month = Period(date(2026, 11, 1), date(2026, 11, 1))
    assert len(matrix(store, told=TOLD, scope=Scope(period=month)).ids) == 5


def test_a_period_is_of_whole_months() -> None:
    with pytest.raises(ValueError, match="first day"):
        Period(date(2026, 11, 2), None)


def test_without_names_nothing_names_anybody(peopled: World) -> None:
    store = peopled.up_to_date()
    whole = completion_report(store, told=TOLD)
    assert [column.key for column in whole.tables[0].columns if column.named] == ["name", "team"]
    people, passes = narrowed(whole).tables
    assert len(people.rows) == 7
    assert len(passes.rows) == 5
    states = [row[2] for row in people.rows]
    assert states.count("in-date") == 5
    assert "Person" not in str(people.rows) + str(passes.rows)


# ---------------------------------------------------------------- a person, a site


def test_a_person_page_has_no_answers(peopled: World) -> None:
    peopled.bring(draft(actor="p-1", response="b", success=False, site="north"))
    found = person_report(peopled.up_to_date(), told=TOLD, learner_id="learner-1")
    assert [one.module.module_id for one in found.modules] == ["grooming"]
    assert (found.modules[0].before, found.modules[0].after) == (0.4, 0.8)
    assert found.site.name == "North"
    assert found.due == ()
    with pytest.raises(KeyError):
        person_report(peopled.store, told=TOLD, learner_id="nobody")


def test_a_site_page_counts_teams_and_work(peopled: World) -> None:
    found = site_report(peopled.up_to_date(), told=TOLD, site_id="north")
    assert (found.people, found.trained, found.overdue) == (6, 5, 0)
    assert [(one.name, one.people) for one in found.teams] == [("Night buses", 6)]
    assert [role for role, _line in found.roles] == ["driver"]
    assert found.trend[-1].trained == 5
    assert found.trend[0].trained is None
    empty = site_report(peopled.store, told=TOLD, site_id="west")
    assert (empty.people, empty.change.before, empty.sessions) == (0, None, ())
    assert all(line.trained is None for line in empty.trend)


def test_a_trend_adds_up_and_is_unknown_before_it_begins() -> None:
    year = 2026 * 12
    found = trend([(year + 8, 2), (year + 10, 3)], date(2026, 12, 5), months=5)
    assert [line.trained for line in found] == [None, 2, 2, 5, 5]
    assert found[0].month == date(2026, 8, 1)
    assert found[-1].month == date(2026, 12, 1)


# ---------------------------------------------------------------- what is due


def test_refreshers_are_listed_by_day_and_week(world: World) -> None:
    for number, days_ago in ((1, 1), (2, 8), (3, 60), (4, 30)):
        world.register(number, f"Person {number}", site="north")
        world.bring(passed(actor=f"p-{number}", site="north"), days_ago=days_ago)
    later = replace(TOLD, today=TODAY + timedelta(days=60))
    found = refreshers(world.up_to_date(), told=later)
    assert {(line.row.name, line.state) for line in found.lines} >= {("Person 1", "overdue")}
    assert list(found.lines) == sorted(found.lines, key=lambda one: one.on)
    assert sum(map(len, found.weeks(later.today).values())) == len(found.lines)


def test_a_refresher_to_come_is_listed_before_it_is_due(peopled: World) -> None:
    found = refreshers(peopled.up_to_date(), told=TOLD, weeks=1)
    assert [(line.row.name, line.on) for line in found.lines] == [
        (f"Person {number}", TODAY + timedelta(days=7 - number)) for number in range(5, 0, -1)
    ]
    assert all(line.state == "in-date" for line in found.lines)
    (due, ending) = overdue_report(peopled.store, told=TOLD).tables
    assert len(due.rows) >= 5
    assert ending.rows == []


def test_terms_are_those_of_the_shelf_and_the_modules(store: Store, catalog: Catalog) -> None:
    told = terms(store, catalog=catalog, language="en", on=TODAY)
    assert [one.module_id for one in told.modules][:1] == ["small"]
    assert told.day(NOON) in (TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1))
