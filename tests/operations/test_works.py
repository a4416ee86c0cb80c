"""What works: figures of groups, remarks in plain words, and nothing that tells of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.answered import HALVES, Answer, Scope, answers, counted, fill, scopes
from tests.operations.hall import hall, write_both
from tests.small_module import SMALL, choice_item
from trainer_app.content import module as m
from trainer_app.content.catalog import Catalog
from trainer_app.operations.learning import today
from trainer_app.operations.reports.choices import ChoiceTable, choice_table
from trainer_app.operations.reports.table import Report
from trainer_app.operations.reports.terms import Terms, terms
from trainer_app.operations.reports.works import (
    Group,
    WhatWorks,
    half_number,
    half_of,
    remark_of,
    what_works,
)
from trainer_app.operations.reports.works_report import (
    change_report,
    half_words,
    items_report,
    sessions_line,
    withheld_line,
)
from trainer_app.operations.session_record import session
from trainer_app.operations.session_results import session_change, session_results
from trainer_app.store import Store

SOME = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FIRST = {4052: date(2026, 1, 1), 4053: date(2026, 7, 1)}
BY_ID = {item.id: item for item in SMALL.items}


@pytest.fixture
def told(store: Store, catalog: Catalog) -> Terms:
    return terms(store, catalog=catalog, language="en", on=today())


def asked(store: Store, told: Terms, catalog: Catalog, scope: Scope = ((), ())) -> WhatWorks:
    return what_works(
        store, told=told, catalog=catalog, module_id="small", language="en",
        sites=scope[0], halves=[FIRST[half] for half in scope[1]],
    )  # fmt: skip


def group_of(given: Iterable[Answer]) -> Group | None:
    found = list(given)
    people = len({one.person for one in found})
    share = sum(one.right for one in found) / len(found) if found else 0.0
    return Group(people, round(share, 4)) if found else None


# ---------------------------------------------------------------- the same as counted plainly


@SOME
@given(world=answers(most=50), scope=st.sampled_from(scopes()))
def test_figures_are_what_plain_counting_says(
    store: Store, told: Terms, catalog: Catalog, world: list[Answer], scope: Scope
) -> None:
    fill(store, world)
    found = asked(store, told, catalog, scope)
    whole = counted(world, scope)
    for item in found.items:
        for test, figure in (("before", item.before), ("after", item.after)):
            mine = [one for one in whole if (one.item, one.test) == (item.item_id, test)]
            assert figure == group_of(mine)
    for objective in found.objectives:
        figures = (objective.before, objective.after, objective.later)
        for test, figure in zip(("before", "after", "later"), figures, strict=True):
            mine = [
                one
                for one in whole
                if BY_ID[one.item].objective == objective.objective_id and one.test == test
            ]
            assert figure == group_of(mine)
    for half in found.halves:
        mine = [one for one in whole if FIRST[one.half] == half.first]
        for test, share in (("before", half.before), ("after", half.after)):
            group = group_of(one for one in mine if one.test == test)
            assert share == (group.share if group else None)
    assert found.is_empty == (not whole)


# ---------------------------------------------------------------- no two tell of a person


@SOME
@given(world=answers(most=50))
def test_no_two_scopes_differ_by_fewer_than_five_people(
    store: Store, told: Terms, catalog: Catalog, world: list[Answer]
) -> None:
    fill(store, world)
    groups: dict[Scope, dict[tuple[str, str], set[int]]] = {}
    whole = None
    for scope in scopes():
        found = asked(store, told, catalog, scope)
        people: dict[tuple[str, str], set[int]] = defaultdict(set)
        for one in counted(world, scope):
            people[one.item, one.test].add(one.person)
        for item in found.items:
            for test, figure in (("before", item.before), ("after", item.after)):
                assert (figure.people if figure else 0) == len(people[item.item_id, test])
        groups[scope] = people
        whole = whole or found.whole
        assert found.whole == whole  # there is only one of these, so there are no two to compare
        assert _told_choices(found) == []
    for one_group in groups.values():
        for other in groups.values():
            for key in one_group.keys() | other.keys():
                assert len(one_group.get(key, set()) - other.get(key, set())) not in range(1, 5)


def _told_choices(found: WhatWorks) -> list[ChoiceTable]:
    """Tables that tell a number of one to four people."""
    tables = [table for item in found.items for table in item.choices]
    return [
        table
        for table in tables
        if any(one.people in range(1, 5) for one in table.choices) or table.others in range(1, 5)
    ]


def _values(thing: object) -> Iterator[object]:
    """Everything in a fact, however deep."""
    if is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield field.name
            yield from _values(getattr(thing, field.name))
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from (*_values(key), *_values(value))
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from _values(value)
    else:
        yield thing


@pytest.fixture
def lively(store: Store) -> list[Answer]:
    """Thirty people of two sites, some of whom missed a question."""
    world = [
        Answer(person, ("la-paz", "el-alto")[person % 2], has_left=person % 7 == 0, item=item,
               test=test, half=HALVES[person % 3 > 0], choice=choice)
        for person in range(1, 31)
        for test in ("before", "after", "later")
        for item, choice in (
            ("one", "yes" if test != "before" or person % 3 else "no"),
            ("truth", "true" if person % 4 == 0 else "false"),
        )
    ]  # fmt: skip
    fill(store, world)
    return world


def test_nothing_names_a_person_or_is_a_row_of_one(
    store: Store, told: Terms, catalog: Catalog, lively: list[Answer]
) -> None:
    scope = {"told": told, "catalog": catalog, "module_id": "small", "language": "en"}
    made = (
        asked(store, told, catalog),
        change_report(store, **scope),  # type: ignore[arg-type]
        items_report(store, **scope),  # type: ignore[arg-type]
    )
    for one in made:
        found = list(_values(one))
        words = [value for value in found if isinstance(value, str)]
        assert not [
            word for word in words if word.startswith(("learner", "Person", "person ", "p-"))
        ]
        assert "learner_id" not in words
        assert "name" not in words
    works = made[0]
    rows = (works.objectives, works.halves, works.sessions, works.items)
    assert max(map(len, rows)) < 30  # nothing has a row for each of thirty people
    for report in made[1:]:
        assert isinstance(report, Report)
        assert not any(column.named for table in report.tables for column in table.columns)
        assert max(len(table.rows) for table in report.tables) < 30


# ---------------------------------------------------------------- choices


def _table(item_id: str, **responses: int) -> ChoiceTable | None:
    given = {one.replace("_", "[,]"): count for one, count in responses.items()}
    return choice_table(BY_ID[item_id], "after", given, language="en", values={})


def _told(table: ChoiceTable | None) -> tuple[dict[str, int | None], int | None]:
    assert table is not None
    return {one.choice_id: one.people for one in table.choices}, table.others


def test_choices_of_five_and_more_are_told() -> None:
    assert _told(_table("one", yes=20, no=7, later=5)) == ({"no": 7, "yes": 20, "later": 5}, None)
    assert _told(_table("one", yes=20, no=12)) == ({"no": 12, "yes": 20, "later": 0}, None)


def test_choices_of_a_few_hide_among_others() -> None:
    table = _table("one", yes=20, no=7, later=2)
    assert _told(table) == ({"no": None, "yes": 20, "later": None}, 9)
    assert table is not None
    assert table.drawing is None  # of nine people
    table = _table("one", yes=20, no=8, later=2)
    assert table is not None
    assert (table.others, table.drawing) == (10, "no")


def test_the_only_few_hide_among_those_nobody_took() -> None:
    told, others = _told(_table("one", yes=20, no=3))
    assert (told, others) == ({"no": None, "yes": 20, "later": None}, None)


def test_who_is_rarely_right_is_no_number() -> None:
    told, others = _told(_table("one", yes=2, no=9, later=12))
    assert (told, others) == ({"no": 9, "yes": None, "later": 12}, None)


def test_answers_to_choices_of_another_version_are_others() -> None:
    told, others = _told(_table("one", yes=20, no=7, gone=6))
    assert (told, others) == ({"no": 7, "yes": 20, "later": 0}, 6)
    told, others = _told(_table("one", yes=20, no=7, gone=3))
    assert (told, others) == ({"no": None, "yes": 20, "later": None}, 10)


def test_where_several_may_be_taken_each_is_told_by_itself() -> None:
    told, others = _told(_table("several", a_c=20, a=3, c=2, b=6))
    assert others is None
    assert told == {"a": 23, "b": 6, "c": 22}
    told, _others = _told(_table("several", a_c=28, a=3))
    assert told == {"a": 31, "b": 0, "c": None}  # three did not take it


def test_without_five_people_or_without_choices_there_is_no_table() -> None:
    assert _table("one", yes=4) is None
    assert _table("steps", greet_listen_tell=40) is None
    truth = _table("truth", true=6, false=9)
    assert truth is not None
    assert [(one.text, one.right) for one in truth.choices] == [("True", False), ("Not true", True)]
    assert _told(_table("where", desk=9, door_desk=6)) == ({"desk": 15, "door": 6}, None)


FOUR = msgspec.structs.replace(
    choice_item("four", "greet"),
    choices=tuple(m.Choice(id=one, text=one, feedback="", right=one == "y") for one in "yabc"),
)


def test_no_few_can_be_reckoned_from_a_table() -> None:
    """Who knows a table, how many were right, how many gave answers of another version, and how
    tables are made, finds several numbers that could be those of a choice of a few."""
    for right, gone in product((0, 3, 9), (0, 2, 6)):
        worlds: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for wrong in product(range(12), repeat=3):
            given = dict(zip("yabcg", (right, *wrong, gone), strict=True))
            table = choice_table(FOUR, "after", given, language="en", values={})
            worlds[table].append(wrong)
            if table is not None:
                told, others = _told(table)
                assert not any(count in range(1, 5) for count in told.values())
                assert others is None or others >= 5
        worlds.pop(None, None)
        for possible in worlds.values():
            for place in range(3):
                numbers = {world[place] for world in possible}
                assert len(numbers) > 1 or not numbers & {1, 2, 3, 4}


# ---------------------------------------------------------------- remarks


@pytest.mark.parametrize(
    ("item_id", "before", "after", "apart", "remark"),
    [
        ("truth", None, None, None, None),
        ("truth", 0.95, 0.3, 0.5, "hard"),
        ("truth", 0.2, 0.59, 0.5, "missed"),
        ("truth", 0.2, 0.6, 0.5, None),
        ("one", 0.2, 0.79, 0.5, "missed"),  # it is critical
        ("one", 0.2, 0.8, 0.5, None),
        ("truth", 0.2, 0.8, -0.01, "backwards"),
        ("truth", 0.9, 0.95, 0.1, "known"),
        ("truth", 0.5, 0.8, 0.19, "flat"),
        ("truth", 0.5, 0.8, 0.2, None),
        ("truth", 0.5, 0.95, 0.05, None),  # nearly all have it right: no index can be large
    ],
)
def test_what_is_to_be_noticed(
    item_id: str, before: float | None, after: float | None, apart: float | None, remark: str | None
) -> None:
    groups = [None if share is None else Group(40, share) for share in (before, after)]
    assert remark_of(BY_ID[item_id], groups[0], groups[1], apart) == remark


# ---------------------------------------------------------------- half-years, and what is empty


def test_half_years_begin_in_january_and_july() -> None:
    assert [half_number(date(2026, month, 1)) for month in (1, 7)] == [4052, 4053]
    assert half_of(date(2026, 6, 30)) == date(2026, 1, 1)
    assert half_of(date(2026, 7, 1)) == date(2026, 7, 1)
    assert half_words(date(2026, 7, 1)) == "July to December \u20682026\u2069"
    for day in (date(2026, 7, 2), date(2026, 3, 1)):
        with pytest.raises(ValueError, match="no half-year"):
            half_number(day)


def test_a_half_year_in_between_without_figures_is_a_gap(
    store: Store, told: Terms, catalog: Catalog
) -> None:
    world = [
        Answer(n, "", has_left=False, item="truth", test="before", half=half, choice="false")
        for n in range(1, 11)
        for half in [4052 if n < 6 else 4054]
    ]
    fill(store, world)
    found = asked(store, told, catalog)
    assert [(one.first, one.before, one.after) for one in found.halves] == [
        (date(2026, 1, 1), 1.0, None),
        (date(2026, 7, 1), None, None),
        (date(2027, 1, 1), 1.0, None),
    ]
    assert found.known_halves == (date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1))


def test_with_nothing_there_is_nothing(store: Store, told: Terms, catalog: Catalog) -> None:
    found = asked(store, told, catalog)
    assert found.is_empty
    assert (found.withheld, found.halves, found.known_halves) == (0, (), ())
    assert all(one.before is one.after is None for one in found.items)
    with pytest.raises(KeyError):
        what_works(store, told=told, catalog=catalog, module_id="other", language="en")


def test_what_is_withheld_is_counted(store: Store, told: Terms, catalog: Catalog) -> None:
    world = [
        Answer(n, "", has_left=False, item="truth", test="after", half=4052, choice="true")
        for n in range(1, 4)
    ]
    fill(store, world)
    found = asked(store, told, catalog)
    assert found.is_empty
    assert "\u20683\u2069 answers are of groups too small" in withheld_line(found)


def test_what_no_scope_changes_is_asked_once(
    store: Store, told: Terms, catalog: Catalog, lively: list[Answer]
) -> None:
    first = asked(store, told, catalog)
    again = what_works(
        store, told=told, catalog=catalog, module_id="small", language="en", sites=("la-paz",),
        whole=first.whole,
    )  # fmt: skip
    assert again.whole is first.whole
    assert again == asked(store, told, catalog, (("la-paz",), ()))


# ---------------------------------------------------------------- sessions


def test_a_session_is_told_as_its_own_page_tells_it(
    store: Store, told: Terms, catalog: Catalog
) -> None:
    room = hall(store, 6)
    write_both(store, room, 2)
    results = session_results(store, meeting=room.meeting, module=SMALL)
    found = asked(store, told, catalog)
    (told_of,) = found.sessions
    assert (told_of.people, told_of.before, told_of.after) == (6, results.before, results.after)
    assert (told_of.before, told_of.after) == (0.6, 1.0)
    assert found.sessions_withheld == 0
    assert asked(store, told, catalog, (("el-alto",), ())).sessions == ()
    here = half_of(told_of.held_on)
    for half, count in ((here, 1), (half_of(here - timedelta(days=1)), 0)):
        narrowed = what_works(
            store, told=told, catalog=catalog, module_id="small", language="en", halves=[half]
        )
        assert len(narrowed.sessions) == count


def test_a_session_of_four_is_only_counted(store: Store, told: Terms, catalog: Catalog) -> None:
    room = hall(store, 4)
    write_both(store, room, 1)
    change = session_change(
        store, told=session(store, meeting=room.meeting), meeting=room.meeting, module=SMALL
    )
    assert (change.people, change.before, change.after) == (4, None, None)
    found = asked(store, told, catalog)
    assert (found.sessions, found.sessions_withheld) == ((), 1)
    assert "1\u2069 session had fewer" in sessions_line(found)


def test_who_was_erased_is_in_no_session(store: Store) -> None:
    room = hall(store, 6)
    write_both(store, room, 1)
    store.directory.erase("learner", room.people[0])
    record = session(store, meeting=room.meeting)
    change = session_change(store, told=record, meeting=room.meeting, module=SMALL)
    results = session_results(store, meeting=room.meeting, module=SMALL)
    assert (change.people, change.before) == (results.both, results.before) == (5, 0.8)


# ---------------------------------------------------------------- as tables


def test_tables_say_what_the_figures_say(
    store: Store, told: Terms, catalog: Catalog, lively: list[Answer]
) -> None:
    scope = {"told": told, "catalog": catalog, "module_id": "small", "language": "en"}
    found = asked(store, told, catalog)
    change = change_report(store, **scope)  # type: ignore[arg-type]
    items = items_report(store, **scope)  # type: ignore[arg-type]
    assert (change.key, items.key) == ("change", "items")
    for report in (change, items):
        assert not report.with_names
        for table in report.tables:
            assert all(len(row) == len(table.columns) for row in table.rows)
        assert report.about[0] == "Module: \u2068A small module\u2069"
        assert report.about[1:3] == ("Sites: \u2068All sites\u2069", "When: \u2068All time\u2069")
    objectives, _confidence, halves, _sessions = change.tables
    assert [row[3] for row in objectives.rows] == [
        one.before.share if one.before else None for one in found.objectives
    ]
    assert [row[1] for row in halves.rows] == [one.before for one in found.halves]
    questions, choices = items.tables
    assert [row[0] for row in questions.rows] == [item.id for item in SMALL.bank]
    one = next(row for row in questions.rows if row[0] == "one")
    assert one[3:8] == (True, 30, 0.6667, 30, 1.0)
    told_of = [row[3:] for row in choices.rows if row[0] == "one" and row[2] == "Test before"]
    assert told_of == [
        ("Do no.", False, 10, 0.3333), ("Do yes.", True, 20, 0.6667), ("Do later.", False, 0, 0.0)
    ]  # fmt: skip


def test_a_scope_stands_at_the_head(
    store: Store, told: Terms, catalog: Catalog, lively: list[Answer]
) -> None:
    report = change_report(
        store, told=told, catalog=catalog, module_id="small", language="en", sites=("la-paz",),
        halves=[date(2026, 1, 1)],
    )  # fmt: skip
    assert report.about[1] == "Sites: \u2068la-paz\u2069"
    assert "January to June" in report.about[2]


def test_a_pack_in_another_language_keeps_its_words(store: Store, small_packs: Path) -> None:
    catalog = Catalog([small_packs])
    told = terms(store, catalog=catalog, language="ar", on=today())
    found = what_works(store, told=told, catalog=catalog, module_id="small", language="ar")
    assert found.language == "en"
    assert found.title == "A small module"
