"""Who may be whom, and why."""

import time

import pytest

from trainer_app.operations.doubles import Why, find_doubles, in_groups, is_one_typo
from trainer_app.training.people import Learner


def person(number: int, name: str, team: str = "Tickets", **facts) -> Learner:
    told = {"learner_id": f"{number}", "actor": f"p-{number}", "role": "driver", "picture": "tree"}
    return Learner(name=name, team=team, **(told | facts))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("Rosa Mamani", "Tickets"), ("rosa  MAMANI", "tickets"), Why.SAME_TEAM),
        (("Rosa Mamani", "Tickets"), ("Rosa Mamani", "Gate 2"), Why.OTHER_TEAM),
        (("José Nuñez", "Tickets"), ("Jose Nunez", "Gate 2"), Why.ACCENTS),
        (("أحمد", "Tickets"), ("احمد", "Gate 2"), Why.ACCENTS),
        (("Rosa Mamani", "Tickets"), ("Mamani Rosa", "Gate 2"), Why.ORDER),
        (("Rosa Mamani", "Tickets"), ("Rosa Mamni", "Tickets"), Why.TYPO),
        (("Rosa Mamani", "Tickets"), ("Rosa Mamnai", ""), Why.TYPO),
        (("Rosa Mamani", "Tickets"), ("Rosa Mamami", "Gate 2"), None),
        (("Ana", "Tickets"), ("Ina", "Tickets"), None),
        (("Rosa Mamani", "Tickets"), ("Ana Quispe", "Tickets"), None),
    ],
    ids=lambda value: str(value.value if isinstance(value, Why) else ""),
)
def test_what_is_alike_is_found_and_explained(one, other, why) -> None:
    found = find_doubles([person(1, *one), person(2, *other)])
    whys = {learner: [like.why for like in likes] for learner, likes in found.items()}
    assert whys == ({} if why is None else {"1": [why], "2": [why]})


def test_who_left_or_was_merged_is_nobodys_double() -> None:
    people = [
        person(1, "Rosa"), person(2, "Rosa", has_left=True), person(3, "Rosa", merged_into="1"),
    ]  # fmt: skip
    assert find_doubles(people) == {}


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("rosa", "rosa", False), ("rosa", "ros", True), ("rosa", "osa", True),
        ("rosa", "roca", True), ("rosa", "orsa", True), ("rosa", "roas", True),
        ("rosa", "sora", False), ("rosa", "ro", False), ("", "a", True), ("", "", False),
    ],
)  # fmt: skip
def test_one_typo(one: str, other: str, is_one: bool) -> None:
    assert is_one_typo(one, other) is is_one
    assert is_one_typo(other, one) is is_one


def test_groups_stand_together() -> None:
    people = [person(1, "Rosa Mamani"), person(2, "Ana"), person(3, "Mamani Rosa", "Gate 2")]
    doubles = find_doubles(people)
    assert in_groups(["1", "2", "3"], doubles) == ["1", "3", "2"]
    assert in_groups(["2", "3"], doubles) == ["2", "3"]


def test_two_thousand_of_one_name_do_not_take_for_ever() -> None:
    people = [person(number, "Rosa Mamani", f"Team {number}") for number in range(2000)]
    before = time.process_time()
    found = find_doubles(people)
    assert time.process_time() - before < 5
    assert len(found) == 2000
    assert max(map(len, found.values())) <= 5
