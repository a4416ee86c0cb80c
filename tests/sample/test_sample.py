"""The made-up programme holds together, and what is expected of it does."""

from __future__ import annotations

import ast
import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from tests.sample import Expected, Plan, Truth, expected, make
from tests.sample.clockwork import YEAR_MS
from tests.sample.figures import correlation, discrimination
from tests.sample.plan import MINUTE, day_of
from tests.sample.tables import STATES
from tests.sample.truth import Assessed, Attended, Issued
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.certificates import kept_certificate
from trainer_app.operations.clock import moments
from trainer_app.operations.doubles import find_doubles
from trainer_app.operations.programme import rules_here
from trainer_app.operations.session_record import list_sessions
from trainer_app.store import Store, tables
from trainer_app.store.clock import Reading
from trainer_app.training.parsing import read_statement
from trainer_app.training.standing import is_overdue, is_trained, standing
from trainer_app.training.statement import render

PLAN = Plan(people=170)
TINY = Plan(people=30, sites=3, months=6, seed=11, begun=0.5)
HERE = Path(__file__).parent
T = TypeVar("T")


@dataclass(frozen=True)
class Sample:
    """A programme in a store, what is true of it, and what is expected."""

    store: Store
    truth: Truth
    expected: Expected


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog([paths.bundled_packs()], paths.bundled_shelf())


def opened(folder: Path, template: Path, plan: Plan) -> Store:
    shutil.copytree(template, folder)
    return Store.open(folder, use_keystore=False, clock=lambda: Reading(plan.now_ms, 0, 0))


@pytest.fixture(scope="module")
def sample(
    catalog: Catalog, store_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sample]:
    store = opened(tmp_path_factory.mktemp("sample") / "data", store_template, PLAN)
    truth = make(store, catalog, PLAN)
    yield Sample(store, truth, expected(truth))
    store.close()


def deeds(truth: Truth, kind: type[T]) -> list[T]:
    done = (deed for *_, sitting in truth.sittings() for deed in sitting.deeds)
    return [deed for deed in done if isinstance(deed, kind)]


def log_hash(store: Store) -> str:
    digest = hashlib.sha256()
    for _row, text in store.statement_texts(limit=1_000_000):
        digest.update(text + b"\n")
    return digest.hexdigest()


# ---------------------------------------------------------------- the log


def test_a_seed_gives_the_same_log_byte_for_byte(
    catalog: Catalog, store_template: Path, tmp_path: Path
) -> None:
    found = []
    plans = {"one": TINY, "two": TINY, "other": replace(TINY, seed=12)}
    for name, plan in plans.items():
        store = opened(tmp_path / name, store_template, plan)
        truth = make(store, catalog, plan)
        found.append((log_hash(store), expected(truth).as_json()))
        store.close()
    assert found[0] == found[1]
    assert found[0][0] != found[2][0]


def test_every_chain_is_whole_and_as_its_computer_signed_it(sample: Sample) -> None:
    store = sample.store
    assert store.verify_chain() == sample.truth.statements
    assert store.chains.verify_received() == []
    signed = {(one.device, one.epoch): one.seq for one in store.chains.signed()}
    held = store.chains.heads()
    assert signed == {chain: end.seq for chain, end in held.items()}
    assert all(end.seq == end.count for end in held.values())
    assert not store.inbox.set_aside()


def test_the_projection_says_what_the_log_says(sample: Sample) -> None:
    def table() -> list[tuple[object, ...]]:
        with sample.store._reading() as connection:
            return [tuple(row) for row in connection.execute(select(tables.progress))]

    grown = table()
    sample.store.rebuild_progress()
    assert table() == grown


def test_the_statements_are_such_as_waypost_writes(sample: Sample) -> None:
    texts = [text for _row, text in sample.store.statement_texts(limit=1_000_000)]
    kinds: Counter[tuple[str, str]] = Counter()
    for text in texts[::29]:
        draft, stamp = read_statement(text)
        assert render(draft, stamp) == text
        kinds[draft.verb, draft.activity_type] += 1
    assert len(kinds) >= 9


def test_there_is_some_of_everything(sample: Sample) -> None:
    truth, told = sample.truth, sample.expected
    deliveries = [one for device in truth.devices for one in device.deliveries]
    assert {one.road for one in deliveries} == {"server", "hub", "stick"}
    assert any(one.again for one in deliveries)
    assert any(one.arrived_ms - one.sent_ms > 60 * 24 * 60 * MINUTE for one in deliveries)
    assert {device.clock for device in truth.devices if device.runs} == {
        "right", "steady", "back", "battery", "astray", "lost",
    }  # fmt: skip
    offs = [run.off_ms for device in truth.devices for run in device.runs]
    assert min(offs) < -15 * YEAR_MS
    assert told.left
    assert told.merged
    assert told.erased
    assert told.nameless
    assert told.doubles
    assert len(told.merged) > len(set(told.merged.values()))
    assert 0 < len(told.sites_in) < len(told.sites)
    assert not all(row.listed for row in told.sites.values())
    sessions = list_sessions(sample.store)
    assert {one.session.state for one in sessions} == {"planned", "closed"}
    tests = [
        deed for *_, one in truth.sittings() for deed in one.deeds if isinstance(deed, Assessed)
    ]
    assert {one.taken for one in tests} >= {None, "paper"}
    assert {(one.kind, one.form) for one in tests} == {
        (kind, form) for kind in ("pre", "quiz", "refresher") for form in ("full", "short")
    }
    assert {one.passed for one in tests} == {None, True, False}
    assert not all(one.finished for one in tests)


# ---------------------------------------------------------------- clocks


def test_what_can_be_known_of_a_moment_is_what_the_program_finds(sample: Sample) -> None:
    kinds: Counter[tuple[str, bool]] = Counter()
    newest: Counter[str] = Counter()
    for device in sample.truth.devices:
        runs = {run.boot: run for run in device.runs}
        blind = not any(run.seen for run in device.runs)
        for epoch in {run.epoch for run in device.runs}:
            found = moments(sample.store, device.uuid, epoch)
            for event in sample.store.readings.of(device.uuid, epoch):
                run, moment = runs[event.boot], found[event.seq]
                true_ms = run.start_ms + event.mono_ms
                assert event.wall_ms == true_ms + run.off_ms
                kinds[device.clock, run.known] += 1
                site_id = sample.truth.sites[device.site].site_id
                newest[site_id] = max(newest[site_id], moment.at_ms)
                if not run.known:
                    assert not run.is_dated
                    assert moment.quality == "bounded"
                else:
                    told_ms = true_ms + (run.off_ms if blind else 0)
                    assert abs(moment.at_ms - told_ms) <= 10 * MINUTE
    assert {kind for kind, known in kinds if known} >= {"right", "steady", "back", "battery"}
    told = {name: row.news.day for name, row in sample.expected.sites.items() if row.news}
    assert told == {site_id: day_of(at_ms) for site_id, at_ms in newest.items()}


def test_a_deed_is_told_as_its_run_is(sample: Sample) -> None:
    for device, run, sitting in sample.truth.sittings():
        for deed in sitting.deeds:
            assert deed.at_ms == sitting.start_ms + deed.into_ms
            if device.clock != "astray" and run.known:
                assert day_of(deed.told_ms) == day_of(deed.at_ms)
        assert day_of(sitting.start_ms) == day_of(sitting.start_ms + sitting.lasts_ms)


def test_nobody_sits_at_two_tests_at_once(sample: Sample) -> None:
    humans = [one.human for one in sample.truth.people]
    tests = [(humans[one.who], one.kind, one.told_ms) for one in deeds(sample.truth, Assessed)]
    assert len(set(tests)) == len(tests)


def test_the_store_knows_what_day_it_is_there_whatever_its_clock_says(
    catalog: Catalog, store_template: Path, tmp_path: Path
) -> None:
    shutil.copytree(store_template, tmp_path / "data")
    store = Store.open(tmp_path / "data", use_keystore=False)
    truth = make(store, catalog, TINY)
    store.close()
    store = Store.open(tmp_path / "data", use_keystore=False)
    device = next(one for one in truth.devices if one.runs and one.clock == "right")
    found = moments(store, device.uuid, device.runs[-1].epoch)
    last = device.runs[-1]
    assert abs(max(one.at_ms for one in found.values()) - last.end_ms) <= 10 * MINUTE
    store.close()


# ---------------------------------------------------------------- people


def test_the_directory_says_of_people_what_is_true(sample: Sample) -> None:
    learners = {one.learner_id: one for one in sample.store.learners()}
    truth = sample.truth
    known = [one for one in truth.people if not one.nameless and not one.erased]
    assert set(learners) == {one.learner_id for one in known}
    for one in known:
        there = learners[one.learner_id]
        assert there.site == truth.sites[one.site].site_id
        assert (there.name, there.team, there.role) == (one.name, one.team, one.role)
        assert (there.walk_in, there.has_left) == (one.walk_in, one.leaves is not None)
        assert there.merged_into == one.merged_into
    for learner_id in sample.expected.people:
        assert learners[learner_id].is_listed


def test_the_program_suggests_every_double(sample: Sample) -> None:
    found = find_doubles(sample.store.learners())
    for one, other in sample.expected.doubles:
        assert other in {like.learner_id for like in found.get(one, ())}


def test_every_certificate_of_a_session_holds(sample: Sample) -> None:
    truth = sample.truth
    issued = deeds(truth, Issued)
    assert issued
    for deed in issued:
        record = sample.store.directory.record("certificate", deed.certificate.serial)
        assert record is not None
        person = truth.people[deed.who]
        assert record.gone == (person.erased or person.nameless)
        if not record.gone:
            kept = kept_certificate(record.body)
            assert kept is not None
            assert kept.facts.name == person.name


def test_the_rules_here_ask_what_is_expected_to_be_asked(sample: Sample, catalog: Catalog) -> None:
    rules, shelf = rules_here(sample.store), catalog.shelf("en")
    for role, asked in sample.truth.asked.items():
        path = rules.path(shelf, role)
        assert path is not None
        assert tuple((stop.module, stop.short) for stop in path.stops) == asked


# ---------------------------------------------------------------- what is expected


def test_what_is_expected_is_counted_by_plain_code() -> None:
    for name in ("expected", "figures", "tables", "truth", "plan"):
        tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
        imported = {
            node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        }
        ours = {one for one in imported if one.startswith("trainer_app")}
        assert ours <= {"trainer_app.content.module", "trainer_app.training.clocks"}


def test_the_program_has_the_same_rule_of_standing(sample: Sample) -> None:
    today, truth = sample.expected.today, sample.truth
    seen: Counter[str] = Counter()
    for later in (today, today + timedelta(days=40), today + timedelta(days=400)):
        for row in expected(truth, later).people.values():
            for module, one in row.standings.items():
                told = standing(
                    started=one.state != "not-started",
                    passed_on=one.passed_on,
                    refreshed_on=one.refreshed_on,
                    offsets=truth.modules[module].refresher_days,
                    today=later,
                )
                assert (told.state, told.due_on) == (one.state, one.due_on)
                seen[one.state] += 1
            states = {module: one.state for module, one in row.standings.items()}
            assert row.trained == is_trained(states, row.asked)
            assert row.overdue == is_overdue(states, row.asked)
    assert set(seen) == set(STATES)


def test_the_numbers_of_sites_add_up(sample: Sample) -> None:
    told, truth = sample.expected, sample.truth
    assert sum(row.people for row in told.sites.values()) == len(told.people)
    for name, row in told.sites.items():
        mine = [one for one in told.people.values() if one.site == name]
        assert row.people == len(mine)
        assert row.trained == sum(one.trained for one in mine) <= row.people
        for module, counts in row.asked.items():
            assert sum(counts.values()) == sum(module in one.asked for one in mine)
        for module, counts in row.more.items():
            assert sum(counts.values()) <= sum(module not in one.asked for one in mine)
            assert counts["not-started"] == 0
        due = [s for one in mine for s in one.standings.values() if s.due_on]
        assert sum(row.refreshers.values()) == len(due)
        assert sum(row.passes.values()) >= len(due)
        assert (row.news is None) == (name not in told.sites_in)
        if row.news:
            assert row.news.day <= row.news.arrived_on <= told.today
    attended = deeds(truth, Attended)
    assert sum(row.attended for row in told.sites.values()) == len(attended)
    gone = len(told.left) + len(told.merged) + len(told.erased)
    nameless = sum(one.nameless for one in truth.people)
    assert len(told.people) + gone + nameless == len(truth.people)


def test_the_numbers_of_answers_add_up(sample: Sample) -> None:
    told, truth = sample.expected, sample.truth
    for module, items in told.items.items():
        questions = truth.modules[module].questions
        for item, both in items.items():
            for one in both.values():
                assert sum(one.responses.values()) == one.n
                assert one.responses.get(questions[item].pattern, 0) == one.right
                if questions[item].kind in ("choice", "true-false"):
                    assert sum(one.choices.values()) == one.n
                assert sum(count for count, _right in one.by_score.values()) <= one.n
                assert all(0 <= right <= count for count, right in one.by_score.values())
                for value in (one.discrimination, one.point_biserial, one.item_rest):
                    assert value is None or -1.000001 <= value <= 1.000001
    for module, whole in told.change.items():
        by_site = [modules[module] for modules in told.change_by_site.values() if module in modules]
        assert sum(one.n for one in by_site) == whole.n
        for name in ("before_right", "before_asked", "after_right", "after_asked"):
            assert sum(getattr(one, name) for one in by_site) == getattr(whole, name)
        assert whole.n == 0 or whole.before < whole.after


def test_discrimination_and_correlation_by_hand() -> None:
    by_score = {"0.2000": (5, 0), "0.5000": (10, 5), "0.8000": (5, 5)}
    # 27 % of 20 people are 5.4: the best five, and 0.4 of ten of whom half were right
    assert discrimination(by_score) == pytest.approx((5 + 0.2) / 5.4 - 0.2 / 5.4)
    assert discrimination({"1.0000": (1, 1)}) is None
    assert discrimination({"1.0000": (8, 6)}) == pytest.approx(0)
    assert correlation([0, 1, 0, 1], [1, 2, 1, 2]) == pytest.approx(1)
    assert correlation([1, 1], [1, 2]) is None


@pytest.mark.parametrize(
    "facts", [{"people": 5}, {"months": 40}, {"sites": 1}, {"today": date(2027, 6, 1)}]
)
def test_a_plan_that_cannot_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Plan(**facts)  # type: ignore[arg-type]
