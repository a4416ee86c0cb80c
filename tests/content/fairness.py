"""Does what we call a concern follow who somebody is? The register and its figures (CS-33).

``modules/fairness.yaml`` lists the fictional persons of all scenarios and questions. Each group
of a trait (women, guests, names of one region) is held against all others of whom the trait is
said. A p below 0.05 (Fisher's exact test, two-sided, corrected after Holm for the groups of the
trait) says: here concern follows identity. No good figure may come from hiding somebody:

* "unsaid" says nothing about who somebody is, so it is no group among the others. But ordinary
  cases must not be put there, nor may silence give the answer away: all of whom a trait is unsaid
  are held against all of whom it is said, by a test of its own that is not corrected.
* Helpers and others set aside do not count among those asked about, and in a question about signs
  nobody is set aside. Gender and origin have to be fair with them, too. Their role is not tested
  (being a colleague or a worker is what makes them helpers), nor is silence (they have names).
* Groups below ``FEWEST`` are printed and not tested. They belong to the others all the same.

A high p is no proof: with few people, shares far apart can pass. So the table shows the shares.
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
    """Corrected after Holm, but for ``unsaid``; None for a group that is not tested."""

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
FAIR_WITH_HELPERS = ("adult gender", "child gender", "origin")
"""The traits that are tested with everybody, too."""
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


def rows(people: Iterable[Person], trait: str, *, silence: bool = True) -> list[Row]:
    """The groups of a trait, the largest first, ``unsaid`` last: tested unless not ``silence``."""
    of = TRAITS[trait]
    everyone = [(group, one.concern) for one in people if (group := of(one)) is not None]
    sizes = Counter(group for group, _ in everyone if group != UNSAID)
    concerns = Counter(group for group, concern in everyone if concern and group != UNSAID)
    found = []
    for group, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair)):
        here = concerns[group]
        rest = (concerns.total() - here, sizes.total() - size)
        found.append(_row(trait, group, (here, size), rest))
    unsaid = [concern for group, concern in everyone if group == UNSAID]
    if not unsaid:
        return _holm(found)
    said = (concerns.total(), sizes.total()) if silence else (0, 0)
    return [*_holm(found), _row(trait, UNSAID, (sum(unsaid), len(unsaid)), said)]


def _row(trait: str, group: str, here: tuple[int, int], rest: tuple[int, int]) -> Row:
    p = fisher(*here, *rest) if here[1] >= FEWEST and rest[1] else None
    return Row(trait, group, *here, *rest, p)


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
