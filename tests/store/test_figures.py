"""Figures about answers: what plain counting says, and no two of them that tell of a person."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.answered import HALVES, ITEMS, SITES, Answer, Scope, answers, counted, fill, scopes
from tests.store.conftest import HandClock, draft, learner, passed
from trainer_app.store import Store
from trainer_app.training.item_analysis import Tally, point_biserial, upper_lower

SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAY_MS = 24 * 60 * 60 * 1000
OBJECTIVES = {"one": "greet", "more-1": "greet", "truth": "notice"}


@pytest.fixture(scope="module")
def columns(store_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose columns are filled anew for each example."""
    folder = tmp_path_factory.mktemp("figures")
    shutil.copytree(store_template, folder, dirs_exist_ok=True)
    opened = Store.open(folder, use_keystore=False)
    yield opened
    opened.close()


def item_sums(store: Store, scope: Scope) -> dict[tuple[str, str], tuple[int, int]]:
    """People and right answers by item and test; what is withheld is not there."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in store.reports.item_figures("small", *scope):
        if one.people:
            people, right = found[one.item_id, one.test]
            found[one.item_id, one.test] = (people + one.people, right + one.right)
    return dict(found)


def plain_sums(given: list[Answer]) -> dict[tuple[str, str], tuple[int, int]]:
    people = Counter((one.item, one.test) for one in given)
    right = Counter((one.item, one.test) for one in given if one.right)
    return {key: (people[key], right[key]) for key in people}


# ---------------------------------------------------------------- the same as counted plainly


@SOME
@given(world=answers(), scope=st.sampled_from(scopes()))
def test_figures_are_what_plain_counting_says(
    columns: Store, world: list[Answer], scope: Scope
) -> None:
    fill(columns, world)
    whole = counted(world, scope)
    assert item_sums(columns, scope) == plain_sums(whole)
    withheld = sum(one.withheld for one in columns.reports.item_figures("small", *scope))
    sites, halves = scope
    everything = [
        one
        for one in world
        if (not sites or one.site in sites) and (not halves or one.half in halves)
    ]
    assert withheld == len(everything) - len(whole)
    found = {
        (one.objective, one.test): (one.people, one.answers, one.right)
        for one in columns.reports.objective_sums("small", OBJECTIVES, *scope)
    }
    expected = {}
    for objective in set(OBJECTIVES.values()):
        for test in ("before", "after", "later"):
            mine = [a for a in whole if OBJECTIVES[a.item] == objective and a.test == test]
            if mine:
                people = len({a.person for a in mine})
                expected[objective, test] = (people, len(mine), sum(a.right for a in mine))
    assert found == expected


@SOME
@given(world=answers(least=30, most=70))
def test_responses_and_discrimination_are_of_whole_cells(
    columns: Store, world: list[Answer]
) -> None:
    fill(columns, world)
    whole = counted(world)
    found = {
        (one.item_id, one.test, one.response): one.people
        for one in columns.reports.response_counts("small")
    }
    assert found == Counter((one.item, one.test, one.choice) for one in whole)
    after = [one for one in whole if one.test == "after"]
    told = {one.item_id: one for one in columns.reports.discrimination("small")}
    assert set(told) == {one.item for one in after}
    for item, figure in told.items():
        mine = [one for one in after if one.item == item]
        assert figure.people == len(mine)
        pairs = []
        for one in mine:
            rest = [a.right for a in after if a.person == one.person and a.item != item]
            pairs.append((one.right, rest))
        assert figure.point_biserial == pytest.approx(_pearson(pairs))
        assert figure.upper_lower == pytest.approx(_ends(pairs))


def _enough(rights: list[bool]) -> bool:
    return len(rights) >= 20 and min(sum(rights), len(rights) - sum(rights)) >= 5


def _pearson(pairs: list[tuple[bool, list[bool]]]) -> float | None:
    """Corrected item-total correlation, from the definition of a correlation."""
    known = [(float(right), sum(rest) / len(rest)) for right, rest in pairs if rest]
    if not _enough([bool(right) for right, _rest in known]):
        return None
    n = len(known)
    mean_x, mean_y = (sum(pair[place] for pair in known) / n for place in (0, 1))
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in known)
    spread = sum((x - mean_x) ** 2 for x, _y in known) * sum((y - mean_y) ** 2 for _x, y in known)
    return covariance / spread**0.5 if spread > 1e-12 else None


def _ends(pairs: list[tuple[bool, list[bool]]]) -> float | None:
    """Every person as a hundred, so that 27 % of them are whole numbers; who ties is mixed."""
    rows = [((right + sum(rest)) / (1 + len(rest)), right) for right, rest in pairs]
    if not _enough([right for _result, right in rows]) or len({row[0] for row in rows}) < 2:
        return None
    shares = {}
    for result in {row[0] for row in rows}:
        group = [right for other, right in rows if other == result]
        shares[result] = sum(group) / len(group)
    spread = sorted(result for result, _right in rows for _hundredth in range(100))
    end = 27 * len(rows)
    best = sum(shares[result] for result in spread[-end:]) / end
    weakest = sum(shares[result] for result in spread[:end]) / end
    return best - weakest


# ---------------------------------------------------------------- no two tell of a person


@SOME
@given(world=answers())
def test_no_two_figures_differ_by_fewer_than_five_people(
    columns: Store, world: list[Answer]
) -> None:
    fill(columns, world)
    figures = {scope: item_sums(columns, scope) for scope in scopes()}
    people: dict[Scope, dict[tuple[str, str], set[int]]] = {}
    for scope, found in figures.items():
        groups: dict[tuple[str, str], set[int]] = defaultdict(set)
        for answer in counted(world, scope):
            groups[answer.item, answer.test].add(answer.person)
        people[scope] = groups
        assert {key: len(group) for key, group in groups.items()} == {
            key: count for key, (count, _right) in found.items()
        }
    for one in figures:
        for other in figures:
            for key in figures[one].keys() | figures[other].keys():
                more = people[one].get(key, set()) - people[other].get(key, set())
                fewer = people[other].get(key, set()) - people[one].get(key, set())
                assert len(more) == 0 or len(more) >= 5
                assert len(fewer) == 0 or len(fewer) >= 5


@SOME
@given(world=answers())
def test_every_figure_is_a_sum_over_cells_that_are_each_withheld_or_of_five(
    columns: Store, world: list[Answer]
) -> None:
    fill(columns, world)
    cells = {
        (site, half): item_sums(columns, ((site,), (half,))) for site in SITES for half in HALVES
    }
    for found in cells.values():
        assert all(people >= 5 for people, _right in found.values())
    for scope in scopes():
        sites, halves = scope[0] or SITES, scope[1] or HALVES
        summed: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for site in sites:
            for half in halves:
                for key, (people, right) in cells[site, half].items():
                    summed[key] = (summed[key][0] + people, summed[key][1] + right)
        assert item_sums(columns, scope) == dict(summed)


def _of(count: int, **facts: object) -> list[Answer]:
    usual = Answer(1, "la-paz", has_left=False, item="one", test="after", half=4052, choice="yes")
    return [replace(usual, person=n + 1, **facts) for n in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "shown"), [(4, 0), (5, 5)])
def test_four_people_are_withheld_and_five_are_shown(
    columns: Store, count: int, shown: int
) -> None:
    fill(columns, _of(count))
    (figure,) = columns.reports.item_figures("small")
    assert (figure.people, figure.withheld) == (shown, count - shown)


def test_four_here_and_four_there_are_no_eight(columns: Store) -> None:
    there = [replace(one, person=one.person + 10, site="el-alto") for one in _of(4)]
    fill(columns, _of(4) + there)
    assert item_sums(columns, ((), ())) == {}


def test_who_has_left_counts_and_who_moves_takes_their_answers_along(columns: Store) -> None:
    world = _of(5, has_left=True)
    fill(columns, world)
    assert item_sums(columns, (("la-paz",), ())) == {("one", "after"): (5, 5)}
    moved = [replace(world[0], site="el-alto"), *world[1:]]
    fill(columns, moved)
    assert item_sums(columns, ((), ())) == {}


def test_half_years_run_from_the_first_answer_to_the_last(columns: Store) -> None:
    assert columns.reports.answered_halves("nowhere") == []
    fill(columns, _of(1, half=4050) + _of(1, half=4053, item="truth", choice="true"))
    assert columns.reports.answered_halves("small") == [4050, 4051, 4052, 4053]
    assert columns.reports.item_figures("nowhere") == []
    assert columns.reports.objective_sums("small", {}) == []


# ---------------------------------------------------------------- from the log


def test_the_log_comes_to_figures(store: Store, clock: HandClock) -> None:
    for number in range(1, 7):
        store.add_learner(replace(learner(number, f"Ama {number}"), site="la-paz"), "hash")
        who = {"actor": f"p-{number}"}
        store.append(
            [
                draft(parent="m/grooming/test/pre", response="b", success=False, **who),
                draft(response="a", success=number > 1, **who),
                passed(**who),
            ]
        )
    clock.pass_time(90 * DAY_MS)
    for number in range(1, 6):
        who = {"actor": f"p-{number}"}
        store.append([draft(parent="m/grooming/test/refresher", attempt=3, **who)])
    while store.reports.take(now_ms=clock.utc_ms, zone_ms=0):
        pass
    found = [
        (one.test, one.half, one.people, one.right)
        for one in store.reports.item_figures("grooming")
    ]
    december, march = 2026 * 2 + 1, 2027 * 2
    assert found == [
        ("before", december, 6, 0),
        ("after", december, 6, 5),
        ("later", march, 5, 5),
    ]


# ---------------------------------------------------------------- the formulas


def _tallies(*rows: tuple[int, int, bool, int]) -> list[Tally]:
    return [Tally(*row) for row in rows]


def test_a_question_that_goes_along_with_the_rest_tells_people_apart() -> None:
    perfect = _tallies((4, 4, True, 20), (4, 0, False, 20))
    assert point_biserial(perfect) == pytest.approx(1)
    assert upper_lower(perfect) == 1
    upside_down = _tallies((4, 0, True, 20), (4, 4, False, 20))
    assert point_biserial(upside_down) == pytest.approx(-1)
    assert upper_lower(upside_down) == -1


def test_a_worked_example() -> None:
    """10 people each with 0, 1 and 2 of 2 others right; right here: 2, 5 and 8 of them."""
    rows = [(2, n, right, count) for n, of_ten in enumerate((2, 5, 8))
            for right, count in ((True, of_ten), (False, 10 - of_ten))]  # fmt: skip
    assert point_biserial(_tallies(*rows)) == pytest.approx(6**0.5 / 5)
    # by the whole test: 8 have 0 of 3, 2 + 5 have 1, 5 + 2 have 2, 8 have 3; an end is 8.1 people
    assert upper_lower(_tallies(*rows)) == pytest.approx((8 + 0.1 * 5 / 7 - 0.1 * 2 / 7) / 8.1)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ((3, 3, True, 10), (3, 0, False, 9)),  # 19 people
        ((3, 3, True, 40), (3, 0, False, 4)),  # the four could be told by their results
        ((3, 3, True, 4), (3, 0, False, 40)),
        ((3, 3, True, 40),),
    ],
)
def test_too_few_tell_nothing(rows: tuple[tuple[int, int, bool, int], ...]) -> None:
    assert point_biserial(_tallies(*rows)) is None
    assert upper_lower(_tallies(*rows)) is None


def test_where_all_results_are_the_same_nothing_is_told() -> None:
    assert point_biserial(_tallies((2, 1, True, 20), (2, 1, False, 20))) is None
    assert upper_lower(_tallies((2, 1, True, 20), (2, 2, False, 20))) is None
    assert point_biserial(_tallies((0, 0, True, 20), (0, 0, False, 20))) is None


def test_the_items_of_these_tests_are_of_the_small_module() -> None:
    from tests.small_module import SMALL

    assert set(ITEMS) <= {item.id for item in SMALL.bank}
