"""Reports: the columns beside the log say what the log says, whatever came when and how."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.store.conftest import (
    NOON,
    OTHER,
    HandClock,
    OpenStore,
    draft,
    from_elsewhere,
    learner,
    passed,
)
from trainer_app.store import EndpointRow, Store
from trainer_app.store.report_tables import REPORTS
from trainer_app.store.reports import Asked, Question
from trainer_app.store.reports.parts import Part, part_of
from trainer_app.training.clocks import Observation
from trainer_app.training.standing import STATES, standing
from trainer_app.training.statement import ActivityType, Draft, Verb

DAY_MS = 24 * 60 * 60 * 1000
TODAY = date(2026, 12, 1)
DAYS = (7, 30, 90, 365)
HUB = "hub:0011223344556677"
GROOMING = (Asked("driver", "grooming", short=False),)


def asked(**facts: object) -> Question:
    known: dict[str, object] = {"asked": GROOMING, "days": {"grooming": DAYS}, "today": TODAY}
    return Question(**(known | facts))  # type: ignore[arg-type]


def bring_up(store: Store, now_ms: int = NOON) -> None:
    while store.reports.take(now_ms=now_ms, zone_ms=0):
        pass


def wrote(kind: str, scaled: float, **facts: object) -> Draft:
    """A test written; ``kind`` is pre, post or refresher."""
    return passed(
        verb=Verb.COMPLETED,
        activity=f"m/grooming/test/{kind}",
        activity_type=ActivityType.TEST,
        scaled=scaled,
        success=None,
        **facts,
    )


def person(store: Store, learner_id: str = "learner-1") -> int:
    number = store.reports.person_of(learner_id)
    assert number is not None
    return number


def columns(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every column of the reports, but for what counts in this file only."""
    with store._reading() as connection:
        return {
            table.name: sorted(tuple(row) for row in connection.execute(select(table)))
            for table in REPORTS
            if table.name not in ("report_module", "report_part")
        }


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    store = open_store()
    store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
    store.add_learner(learner(), "hash")
    return store


FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FreshStore = Callable[[], Store]


@pytest.fixture
def fresh(store_template: Path, tmp_path_factory: pytest.TempPathFactory) -> FreshStore:
    """Opens an empty store in a folder of its own, each time."""

    def make() -> Store:
        folder = tmp_path_factory.mktemp("fresh")
        shutil.copytree(store_template, folder, dirs_exist_ok=True)
        return Store.open(folder, use_keystore=False, clock=HandClock())

    return make


# ---------------------------------------------------------------- what an activity is


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("m/grooming", Part("grooming", "module")),
        ("m/grooming/short", Part("grooming", "module", short=True)),
        ("m/grooming/test/pre", Part("grooming", "before")),
        ("m/grooming/short/test/post", Part("grooming", "after", short=True)),
        ("m/grooming/test/refresher", Part("grooming", "refresher")),
        ("m/grooming/q/who-to-tell", Part("grooming", "item")),
        ("m/grooming/l/short", Part("grooming", "other")),
        ("m/grooming/cert/WP-2026-7KQ2M4XW", Part("grooming", "other")),
        ("m", None),
        ("m/", None),
        ("p/driver", None),
        ("staff/exported", None),
    ],
)
def test_a_path_tells_what_it_is_of_a_module(path: str, found: Part | None) -> None:
    assert part_of(path) == found


# ---------------------------------------------------------------- one person, one module


def test_nothing_is_known_before_it_is_taken_in(store: Store) -> None:
    store.append([passed()])
    assert store.reports.behind() == 1
    assert store.reports.site_counts(asked()) == []
    bring_up(store)
    assert store.reports.behind() == 0
    (count,) = store.reports.site_counts(asked())
    assert (count.people, count.trained, count.overdue, count.begun) == (1, 1, 0, 1)


def test_a_pass_has_its_moment_and_the_tests_their_shares(store: Store, clock: HandClock) -> None:
    store.append([wrote("pre", 0.4)])
    clock.pass_time(DAY_MS)
    store.append([wrote("pre", 0.9), wrote("post", 0.6)])
    clock.pass_time(DAY_MS)
    store.append([wrote("post", 0.8), passed()])
    bring_up(store, clock.utc_ms)
    row = store.reports.standings([person(store)])[person(store)]["grooming"]
    assert row.before is not None
    assert row.after is not None
    assert row.whole is not None
    assert (row.before.scaled, row.after.scaled) == (0.4, 0.8)  # the first before, the last after
    assert row.whole.at_ms == NOON + 2 * DAY_MS
    assert row.short is None
    assert row.refreshed is None


def test_a_refresher_renews(store: Store, clock: HandClock) -> None:
    store.append([passed()])
    clock.pass_time(8 * DAY_MS)
    bring_up(store, clock.utc_ms)
    later = TODAY + timedelta(days=8)
    assert [c.state for c in store.reports.state_counts(asked(today=later))] == ["due"]
    store.append([wrote("refresher", 0.5)])
    bring_up(store, clock.utc_ms)
    assert [c.state for c in store.reports.state_counts(asked(today=later))] == ["in-date"]


def test_the_first_answer_of_the_first_attempt_counts(store: Store, clock: HandClock) -> None:
    store.append([draft(response="b", success=False)])
    clock.pass_time(1000)
    store.append([draft(response="a"), draft(attempt=2, response="c", success=False)])
    bring_up(store, clock.utc_ms)
    assert [(row[4], row[5]) for row in columns(store)["report_answer"]] == [("b", 0)]


@pytest.mark.parametrize(("after_days", "counted"), [(30, 0), (80, 1)])
def test_a_refresher_answers_months_later_or_not(
    store: Store, clock: HandClock, after_days: int, counted: int
) -> None:
    store.append([passed()])
    clock.pass_time(after_days * DAY_MS)
    store.append([draft(parent="m/grooming/test/refresher", attempt=3)])
    bring_up(store, clock.utc_ms)
    assert [row[1] for row in columns(store)["report_answer"]] == [2] * counted


# ---------------------------------------------------------------- people


def test_two_registrations_are_one_person_until_they_are_taken_apart(store: Store) -> None:
    other = replace(learner(2, "Ama M", "Hall"), merged_into="learner-1")
    store.add_learner(learner(2, "Ama M", "Hall"), "hash")
    store.append([wrote("pre", 0.4), passed(actor="p-2")])
    bring_up(store)
    assert [c.people for c in store.reports.site_counts(asked())] == [2]
    store.correct_learner(other)
    bring_up(store)
    (count,) = store.reports.site_counts(asked())
    assert (count.people, count.trained) == (1, 1)
    row = store.reports.standings([person(store)])[person(store)]["grooming"]
    assert row.before is not None
    assert row.whole is not None
    store.correct_learner(learner(2, "Ama M", "Hall"))
    bring_up(store)
    (count,) = store.reports.site_counts(asked())
    assert (count.people, count.trained) == (2, 1)
    assert store.reports.standings([person(store)])[person(store)]["grooming"].whole is None


def test_names_may_come_after_the_results(store: Store) -> None:
    store.inbox.receive(from_elsewhere(passed(actor="p-9")), HUB)
    bring_up(store)
    assert [c.trained for c in store.reports.site_counts(asked())] == [0]
    store.add_learner(learner(9, "Bilal"), "hash")
    bring_up(store)
    assert [c.trained for c in store.reports.site_counts(asked())] == [1]


def test_who_was_erased_is_nobody(store: Store) -> None:
    store.append([passed(), draft()])
    bring_up(store)
    store.directory.erase("learner", "learner-1")
    bring_up(store)
    assert store.reports.site_counts(asked()) == []
    found = columns(store)
    assert found["report_person"] == found["report_standing"] == found["report_answer"] == []


def test_who_is_erased_is_named_by_no_report_from_then_on(store: Store) -> None:
    """Nobody need ask for one first, and no backup that is made meanwhile has the name."""
    store.append([passed()])
    bring_up(store)
    name, team = learner().name, learner().team
    assert name in repr(columns(store))
    store.directory.erase("learner", "learner-1")
    assert not {name, team, name.casefold()} & {
        value for row in columns(store)["report_person"] for value in row
    }


def test_who_has_left_is_not_counted(store: Store) -> None:
    store.correct_learner(replace(learner(), has_left=True))
    bring_up(store)
    assert store.reports.site_counts(asked()) == []
    assert store.reports.person_ids(asked(with_left=True)) == [person(store)]


@pytest.mark.parametrize("ring", [("learner-2", "learner-1"), ("learner-1", "learner-1")])
def test_a_ring_of_registrations_is_one_person(store: Store, ring: tuple[str, str]) -> None:
    store.add_learner(learner(2, "Bo"), "hash")
    store.correct_learner(replace(learner(), merged_into=ring[0]))
    store.correct_learner(replace(learner(2, "Bo"), merged_into=ring[1]))
    store.append([passed(actor="p-2")])
    bring_up(store)
    assert [(c.people, c.trained) for c in store.reports.site_counts(asked())] == [(1, 1)]


# ---------------------------------------------------------------- clocks, sites


def test_a_clock_that_was_wrong_is_put_right_when_it_is_known(store: Store) -> None:
    past = NOON - 5 * 365 * DAY_MS
    store.inbox.receive(from_elsewhere(passed(), at_ms=past), HUB)
    bring_up(store)
    store.observations.observe(
        Observation(
            device=OTHER, epoch=1, boot=1, mono_ms=60_000, wall_ms=past + 60_000,
            reference_ms=NOON - 2 * DAY_MS, source="hub",
        )
    )  # fmt: skip
    bring_up(store)
    row = store.reports.standings([person(store)])[person(store)]["grooming"]
    assert row.whole is not None
    assert abs(row.whole.at_ms - (NOON - 2 * DAY_MS)) < 2 * 60_000
    assert row.whole.quality == "exact"


def test_a_site_tells_when_its_results_came_and_which_way(store: Store, clock: HandClock) -> None:
    store.append([passed()])
    clock.pass_time(3 * DAY_MS)
    store.inbox.receive(from_elsewhere(passed(site="el-alto"), at_ms=NOON), HUB)
    bring_up(store, clock.utc_ms)
    here, there = store.reports.news()
    assert (here.site, here.arrived_ms, here.road) == ("", None, None)
    assert (there.site, there.arrived_ms, there.road) == ("el-alto", NOON + 3 * DAY_MS, "hub")
    assert abs(there.happened.at_ms - NOON) < 1000


# ---------------------------------------------------------------- order and repetition


def _world(store: Store, shuffled: Iterable[int], limit: int) -> None:
    """Results of four computers, in some order, taken in so many rows at a time."""
    for number in range(1, 4):
        store.add_learner(learner(number, f"Ama {number}"), "hash")
    for place in shuffled:
        who = f"p-{1 + place % 3}"
        drafts = [
            wrote("pre", 0.2 + place / 10, actor=who),
            draft(actor=who, response="ab"[place % 2], success=place % 2 == 0),
            wrote("post", 0.5 + place / 10, actor=who),
            passed(actor=who),
        ]
        store.inbox.receive(
            from_elsewhere(*drafts, device=UUID(int=place + 1), at_ms=NOON - place * DAY_MS), HUB
        )
        store.reports.take(now_ms=NOON, zone_ms=0, limit=limit, named=limit)
    bring_up(store)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(5)), limit=st.integers(1, 9))
def test_neither_order_nor_portions_change_what_it_comes_to(
    fresh: FreshStore, order: list[int], limit: int
) -> None:
    found = []
    for shuffled, at_once in ((order, limit), (range(5), 1000)):
        store = fresh()
        store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
        _world(store, shuffled, at_once)
        people = store.reports.people(range(1, 9))
        names = {one: row.learner_id for one, row in people.items()}
        stood = store.reports.standings(list(names))
        answers = {
            (names[cast("int", row[2])], *row[3:]) for row in columns(store)["report_answer"]
        }
        found.append(({names[one]: told for one, told in stood.items()}, answers))
        store.close()
    assert found[0] == found[1]


def test_names_that_come_after_the_results_are_taken_in_by_and_by(fresh: FreshStore) -> None:
    found = []
    for named in (2, 1000):
        store = fresh()
        store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
        for number in range(1, 8):
            made = [wrote("pre", number / 10, actor=f"p-{number}"), passed(actor=f"p-{number}")]
            store.inbox.receive(from_elsewhere(*made, device=UUID(int=number), at_ms=NOON), HUB)
        bring_up(store)
        for number in range(1, 8):
            store.add_learner(learner(number, f"Ama {number}"), "hash")
        left = []
        while more := store.reports.take(now_ms=NOON, zone_ms=0, named=named):
            left.append(more)
        assert left == ([5, 3, 1] if named == 2 else [])
        people = store.reports.people(range(1, 9))
        stood = store.reports.standings(list(people))
        found.append({row.learner_id: stood[one] for one, row in people.items()})
        assert all(told["grooming"].before for told in found[-1].values())
        store.close()
    assert found[0] == found[1]


def test_made_anew_it_is_the_same(store: Store) -> None:
    _world_of_one = [wrote("pre", 0.4), draft(), passed()]
    store.append(_world_of_one)
    bring_up(store)
    before = columns(store)
    store.reports.forget()
    assert store.reports.site_counts(asked()) == []
    bring_up(store)
    assert columns(store) == before


# ---------------------------------------------------------------- the rule, twice


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.lists(
        st.tuples(
            st.none() | st.integers(0, 1200),  # days since the pass
            st.none() | st.integers(0, 1200),  # days since a refresher
            st.booleans(),
        ),
        min_size=1,
        max_size=30,
    ),
    offsets=st.sampled_from([DAYS, (5,), (1, 400), (7, 30, 90, 365, 500)]),
)
def test_sql_and_python_say_the_same(
    fresh: FreshStore,
    data: list[tuple[int | None, int | None, bool]],
    offsets: tuple[int, ...],
) -> None:
    store = fresh()
    store.endpoints.put(EndpointRow(HUB, "hub", "Laptop"))
    today = date(2030, 6, 1)
    now_ms = NOON + (today - TODAY).days * DAY_MS
    expected: dict[str, str] = {}
    for number, (since_pass, since_refresher, began) in enumerate(data, 1):
        store.add_learner(learner(number, f"Ama {number}"), "hash")
        made = []
        if began:
            made.append((now_ms, draft(actor=f"p-{number}")))
        if since_pass is not None:
            made.append((now_ms - since_pass * DAY_MS, passed(actor=f"p-{number}")))
        if since_refresher is not None:
            moment = now_ms - since_refresher * DAY_MS
            made.append((moment, wrote("refresher", 1.0, actor=f"p-{number}")))
        for place, (moment, one) in enumerate(made):
            device = UUID(int=number * 10 + place + 1)
            store.inbox.receive(from_elsewhere(one, device=device, at_ms=moment), HUB)
        day = [None if d is None else today - timedelta(days=d) for d in data[number - 1][:2]]
        expected[f"learner-{number}"] = standing(
            started=bool(made), passed_on=day[0], refreshed_on=day[1], offsets=offsets, today=today
        ).state
    bring_up(store, now_ms)
    question = asked(days={"grooming": offsets}, today=today)
    found: dict[str, str] = {}
    for state in STATES:
        ids = store.reports.person_ids(replace(question, states=(state,)))
        found |= {row.learner_id: state for row in store.reports.people(ids).values()}
    store.close()
    assert found == expected


# ---------------------------------------------------------------- whom it is about


@pytest.fixture
def many(store: Store) -> Store:
    """Eight people of two teams: the first four passed, the fifth began."""
    for number in range(2, 9):
        team = "Hall" if number % 2 else "Night buses"
        store.add_learner(replace(learner(number, f"Person {number}", team)), "hash")
    store.append([passed(actor=f"p-{number}") for number in range(1, 5)] + [draft(actor="p-5")])
    bring_up(store)
    return store


def who(store: Store, question: Question, *order: object) -> list[str]:
    ids = store.reports.person_ids(question, *order)  # type: ignore[arg-type]
    people = store.reports.people(ids)
    return [people[one].learner_id.removeprefix("learner-") for one in ids]


def test_people_are_found_by_where_they_stand(many: Store) -> None:
    assert who(many, asked(trained=True)) == ["1", "2", "3", "4"]
    assert who(many, asked(trained=False)) == ["5", "6", "7", "8"]
    assert who(many, asked(states=("in-progress",))) == ["5"]
    assert who(many, asked(states=("not-started",), modules=("grooming",))) == ["6", "7", "8"]
    assert who(many, asked(overdue=True)) == []
    assert who(many, asked(overdue=True, today=date(2030, 1, 1))) == ["1", "2", "3", "4"]


def test_people_are_found_by_who_they_are(many: Store) -> None:
    assert who(many, asked(teams=("hall",))) == ["3", "5", "7"]
    assert who(many, asked(words="person 6")) == ["6"]
    assert who(many, asked(words="%")) == []
    assert who(many, asked(roles=("vendor",))) == []
    assert who(many, asked(sites=("el-alto",))) == []
    assert who(many, asked(passed_ms=(NOON - DAY_MS, None))) == ["1", "2", "3", "4"]
    assert who(many, asked(passed_ms=(None, NOON - DAY_MS))) == []


def test_people_are_sorted(many: Store) -> None:
    assert who(many, asked(), "module", "grooming")[:5] == ["1", "2", "3", "4", "5"]
    assert who(many, asked(), "team")[:3] == ["3", "5", "7"]


def test_a_module_nobody_began_is_asked_for_all_the_same(many: Store) -> None:
    question = asked(
        asked=(*GROOMING, Asked("driver", "foundations", short=True)),
        days={"grooming": DAYS, "foundations": DAYS},
    )
    assert [c.trained for c in many.reports.site_counts(question)] == [0]
    counts = {(c.module_id, c.state): c.count for c in many.reports.state_counts(question)}
    assert counts["foundations", "not-started"] == 8
    assert who(many, question, "module", "foundations")[0] == "1"


def test_where_nothing_is_asked_nobody_is_trained(many: Store) -> None:
    (count,) = many.reports.site_counts(asked(asked=()))
    assert (count.people, count.trained, count.begun) == (8, 0, 0)
