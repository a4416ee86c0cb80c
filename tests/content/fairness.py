"""Does what we call a concern follow who somebody is? The register and its figures (CS-33).

``modules/fairness.yaml`` lists the fictional persons of all scenarios and questions. Each group
of a trait (women, guests, names of one region) is held against all others of whom the trait is
said; "unsaid" says nothing about who somebody is, so it is counted and never tested. A p below
0.05 (Fisher's exact test, two-sided, corrected after Holm) says: here concern follows identity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from math import comb
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import yaml

REGISTER = Path("modules", "fairness.yaml")
LEVEL = 0.05
FEWEST = 5
"""A smaller group is printed and not tested; it still belongs to the rest of the others."""
UNSAID = "unsaid"

Gender = Literal["girl-or-woman", "boy-or-man", "unsaid"]
Role = Literal[
    "passenger", "guest", "customer", "relative", "colleague", "worker", "official", "vendor",
    "driver", "neighbour", "unsaid",
]  # fmt: skip
Origin = Literal[
    "andean", "latin-america", "west-africa", "east-africa", "southern-africa",
    "north-africa-middle-east", "south-asia", "east-asia", "south-east-asia", "pacific", "europe",
    "unsaid",
]  # fmt: skip


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fictional person in one place; the head of the register explains the fields."""

    where: str
    who: str
    age: Literal["child", "adult"] = msgspec.field(name="as")
    gender: Gender
    role: Role
    origin: Origin
    concern: bool
    aside: bool = False


class Row(NamedTuple):
    """One group of a trait: how many of how many are a concern, there and among the others."""

    trait: str
    group: str
    concerns: int
    people: int
    other_concerns: int
    others: int
    p: float | None
    """Corrected after Holm; None for a group that is not tested."""

    @property
    def difference(self) -> float:
        """How far apart the two shares are."""
        return abs(_share(self.concerns, self.people) - _share(self.other_concerns, self.others))

    @property
    def unfair(self) -> bool:
        """Whether being a concern follows this group."""
        return self.p is not None and self.p < LEVEL

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the printed table."""
        shares = [
            f"{_share(*pair):4.0%} ({pair[0]}/{pair[1]})" if pair[1] else "-"
            for pair in ((self.concerns, self.people), (self.other_concerns, self.others))
        ]
        p = "not tested" if self.p is None else f"{self.p:.3f}{' !' if self.unfair else ''}"
        difference = f"{self.difference:.0%}" if self.others else "-"
        return (self.trait, self.group, *shares, difference, p)


HEAD = ("trait", "group", "concern", "of the others", "difference", "p (Holm)")
TRAITS: dict[str, Callable[[Person], str | None]] = {
    "adult gender": lambda one: one.gender if one.age == "adult" else None,
    "child gender": lambda one: one.gender if one.age == "child" else None,
    "adult role": lambda one: one.role if one.age == "adult" else None,
    "origin": lambda one: one.origin,
}


def read_register(root: Path) -> tuple[Person, ...]:
    """Everybody in the register. Raises ``msgspec.ValidationError`` on a word nobody defined."""
    raw = yaml.safe_load((root / REGISTER).read_text(encoding="utf-8"))
    return msgspec.convert(raw["persons"], tuple[Person, ...])


def asked_about(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those of whom a story or question asks whether there is a concern."""
    return tuple(one for one in people if not one.aside)


def rows(people: Iterable[Person], trait: str) -> list[Row]:
    """The groups of a trait, the largest first, ``unsaid`` last."""
    of = TRAITS[trait]
    everyone = [(group, one.concern) for one in people if (group := of(one)) is not None]
    sizes = Counter(group for group, _ in everyone)
    said = [pair for pair in everyone if pair[0] != UNSAID]
    concerns, all_concerns = (
        Counter(g for g, concern in everyone if concern),
        sum(c for _, c in said),
    )
    found = []
    for group, size in sorted(sizes.items(), key=lambda pair: (pair[0] == UNSAID, -pair[1], pair)):
        here = concerns[group]
        if group == UNSAID:
            found.append(Row(trait, group, here, size, 0, 0, None))
            continue
        rest = (all_concerns - here, len(said) - size)
        p = fisher(here, size, *rest) if size >= FEWEST and rest[1] else None
        found.append(Row(trait, group, here, size, *rest, p))
    return _holm(found)


def fisher(concerns: int, people: int, other_concerns: int, others: int) -> float:
    """Fisher's exact test, two-sided: how likely is a split as uneven as this one by chance?"""
    total = concerns + other_concerns
    ways = comb(people + others, total)

    def chance(here: int) -> float:
        return comb(people, here) * comb(others, total - here) / ways

    possible = range(max(0, total - others), min(people, total) + 1)
    limit = chance(concerns) * (1 + 1e-9)
    return min(1.0, sum(c for here in possible if (c := chance(here)) <= limit))


def _holm(found: list[Row]) -> list[Row]:
    """The rows with p corrected. Two groups that mirror each other are one test."""
    tests = {_test(row): row.p for row in found if row.p is not None}
    corrected: dict[frozenset[tuple[int, int]], float] = {}
    worst = 0.0
    for n, (test, p) in enumerate(sorted(tests.items(), key=lambda pair: pair[1])):
        worst = max(worst, min(1.0, p * (len(tests) - n)))
        corrected[test] = worst
    return [row._replace(p=corrected[_test(row)]) if row.p is not None else row for row in found]


def _test(row: Row) -> frozenset[tuple[int, int]]:
    return frozenset({(row.concerns, row.people), (row.other_concerns, row.others)})


def _share(concerns: int, people: int) -> float:
    return concerns / people if people else 0.0
