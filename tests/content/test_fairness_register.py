"""What we call a concern does not follow who somebody is (CS-33)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tests.conftest import ROOT
from tests.content.fairness import (
    FAIR_WITH_HELPERS,
    TRAITS,
    UNSAID,
    Person,
    asked_about,
    fisher,
    read_register,
    rows,
)
from tests.report.parts import modules_of
from trainer_app.content.module import Module, SortItem

CONCERN = {
    "concern": True, "red": True, "amber": True,
    "ordinary": False, "no-colour": False, "not-mine": False,
}  # fmt: skip
"""What the groups of a sort item about signs say of a person."""
FAMILY = re.compile(
    r"\b(parent|mother|father|godmother|godfather|aunt|uncle|cousin|brother|"
    r"grandmother|grandfather|relative)s?\b",
    re.IGNORECASE,
)
"""What makes an adult a relative in the register."""

Places = dict[str, list[Person]]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return [languages["en"] for languages in modules_of(ROOT)]


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    return read_register(ROOT)


@pytest.fixture(scope="module")
def places(people: tuple[Person, ...]) -> Places:
    found: Places = defaultdict(list)
    for one in people:
        found[one.where].append(one)
    return found


# ---------------------------------------------------------------- complete, and true to the modules


def test_every_story_and_every_question_about_signs_is_listed(
    modules: list[Module], places: Places
) -> None:
    wanted = set()
    for module in modules:
        wanted |= {f"{module.id}/scenario/{scene.id}" for scene in module.scenarios}
        for item in module.items:
            place = f"{module.id}/item/{item.id}"
            if item.indicator:
                wanted |= (
                    {f"{place}/{entry.id}" for entry in item.entries}
                    if isinstance(item, SortItem)
                    else {place}
                )
    missing = sorted(wanted - set(places))
    assert missing == [], "add the persons of these to modules/fairness.yaml"


def test_nobody_is_listed_who_is_not_there(
    modules: list[Module], people: tuple[Person, ...]
) -> None:
    there = set()
    for module in modules:
        there |= {f"{module.id}/scenario/{scene.id}" for scene in module.scenarios}
        for item in module.items:
            there.add(f"{module.id}/item/{item.id}")
            if isinstance(item, SortItem):
                there |= {f"{module.id}/item/{item.id}/{entry.id}" for entry in item.entries}
    assert sorted({one.where for one in people} - there) == []
    twice = Counter((one.where, one.who) for one in people)
    assert [one for one, times in twice.items() if times > 1] == []


def test_concern_agrees_with_the_story(modules: list[Module], places: Places) -> None:
    for module in modules:
        for scene in module.scenarios:
            place = f"{module.id}/scenario/{scene.id}"
            assert any(one.concern for one in places[place]) == scene.concern, place


def test_concern_agrees_with_the_group_a_line_belongs_to(
    modules: list[Module], places: Places
) -> None:
    checked = 0
    for module in modules:
        for item in module.items:
            if not (item.indicator and isinstance(item, SortItem)):
                continue
            for entry in item.entries:
                place = f"{module.id}/item/{item.id}/{entry.id}"
                assert {one.concern for one in places[place]} == {CONCERN[entry.group]}, place
                checked += 1
    assert checked > 25


def test_nobody_is_set_aside_in_a_question_about_signs(
    modules: list[Module], people: tuple[Person, ...]
) -> None:
    about_signs = {
        f"{module.id}/item/{item.id}"
        for module in modules
        for item in module.items
        if item.indicator
    }
    aside = [one.where for one in people if one.aside]
    assert [place for place in aside if "/".join(place.split("/")[:3]) in about_signs] == []


def test_who_is_a_relative_agrees_with_the_words_of_a_line(
    modules: list[Module], places: Places
) -> None:
    checked = 0
    for module in modules:
        for item in module.items:
            if not isinstance(item, SortItem):
                continue
            for entry in item.entries:
                place = f"{module.id}/item/{item.id}/{entry.id}"
                adults = [one for one in asked_about(places[place]) if one.age == "adult"]
                if adults:
                    listed = any(one.role == "relative" for one in adults)
                    assert listed == bool(FAMILY.search(entry.text)), place
                    checked += 1
    assert checked > 25


# ---------------------------------------------------------------- fair


@pytest.mark.parametrize("trait", TRAITS)
def test_concern_does_not_follow_who_somebody_is(trait: str, people: tuple[Person, ...]) -> None:
    found = rows(asked_about(people), trait)
    assert [row.cells for row in found if row.unfair] == []
    assert [row.group for row in found if row.group == UNSAID and row.p is None] == []


@pytest.mark.parametrize("trait", FAIR_WITH_HELPERS)
def test_it_does_not_when_all_others_count_too(trait: str, people: tuple[Person, ...]) -> None:
    assert [row.cells for row in rows(people, trait, silence=False) if row.unfair] == []


# ---------------------------------------------------------------- the figures themselves


def test_the_exact_test() -> None:
    assert fisher(3, 4, 1, 4) == pytest.approx(0.4857, abs=1e-4)
    assert fisher(1, 10, 11, 14) == pytest.approx(0.002759, abs=1e-6)
    assert fisher(5, 5, 5, 5) == 1


def _person(gender: str, *, concern: bool) -> Person:
    return Person(
        where="made/item/up", who="Somebody", age="adult", gender=gender,  # type: ignore[arg-type]
        role="unsaid", origin="unsaid", concern=concern,
    )  # fmt: skip


def test_a_lopsided_register_is_found_and_a_balanced_one_is_not() -> None:
    men = [_person("boy-or-man", concern=True)] * 8
    women = [_person("girl-or-woman", concern=False)] * 8
    unsaid = [_person("unsaid", concern=True)] * 30
    first, second, last = rows([*men, *women, *unsaid], "adult gender")
    assert first.unfair
    assert second.unfair
    assert first.difference == 1
    assert first.p == second.p == fisher(8, 8, 0, 8)
    assert (last.group, last.unfair) == ("unsaid", True)
    assert last.p == fisher(30, 30, 8, 16), "no correction: silence is a test of its own"
    assert rows([*men, *women, *unsaid], "adult gender", silence=False)[-1].p is None
    even = [_person(g, concern=c) for g in ("boy-or-man", "girl-or-woman") for c in (True, False)]
    assert not any(row.unfair for row in rows(even * 4, "adult gender"))
    assert all(row.p is None for row in rows(even, "adult gender"))
