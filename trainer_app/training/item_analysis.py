"""How well a question tells apart who knows the subject, from counts of people.

A question that those who know the rest get right, and those who do not know it get wrong, tells
them apart. Two figures say how well, both between -1 and 1, with 0 for not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from trainer_app.training.meeting import FEWEST

FEWEST_TOLD_APART = 20
"""Over fewer people neither figure means anything."""
END_SHARE = Fraction(27, 100)
"""Of all people, at each end. With 27 % the two ends differ most surely (Kelley 1939, *Journal of
Educational Psychology* 30, 17-24)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``people`` who had ``others_right`` of ``others`` other questions right, and this one
    ``right`` or not."""

    others: int
    others_right: int
    right: bool
    people: int


def point_biserial(tallies: Iterable[Tally]) -> float | None:
    """The correlation of this question, right 1 or not 0, with the share right of the others.

    ``(M1 - M0) / s * sqrt(p * q)``: the mean shares of those who had it right and of those who had
    not, the standard deviation of all shares, and the shares of people who had it right and not.
    That is Pearson's correlation of a truth with a number. It is *corrected*: the question itself
    is not among the others, or it would go along with itself (Henrysson 1963, *Psychometrika* 28,
    211-218). Who was asked nothing else is left out. None where ``_are_enough`` says so, and where
    all shares are the same.
    """
    known = [one for one in tallies if one.others]
    if not _are_enough(known):
        return None
    count = sum(one.people for one in known)
    right = sum(one.people for one in known if one.right)
    total = sum((_of_others(one) * one.people for one in known), Fraction())
    squares = sum((_of_others(one) ** 2 * one.people for one in known), Fraction())
    of_right = sum((_of_others(one) * one.people for one in known if one.right), Fraction())
    spread = squares / count - (total / count) ** 2
    if not spread:
        return None
    means = of_right / right - (total - of_right) / (count - right)
    return float(means) / sqrt(spread) * sqrt(right * (count - right)) / count


def upper_lower(tallies: Iterable[Tally]) -> float | None:
    """The share right among the best 27 % less that among the weakest 27 %, by the whole test.

    The index D of Johnson (1951) over the ends of Kelley (1939). Of those who tie at the border of
    an end each counts in part. None where ``_are_enough`` says so, and where all results are the
    same.
    """
    known = list(tallies)
    if not _are_enough(known):
        return None
    groups: dict[Fraction, tuple[int, int]] = {}
    for one in known:
        people, right = groups.get(_of_all(one), (0, 0))
        groups[_of_all(one)] = (people + one.people, right + one.people * one.right)
    if len(groups) < 2:
        return None
    weakest = [groups[result] for result in sorted(groups)]
    return float(_share_of_end(weakest[::-1]) - _share_of_end(weakest))


def _are_enough(tallies: Sequence[Tally]) -> bool:
    """At least 20 people, and of them at least 5 who had it right and 5 who had not: with fewer, a
    correlation would tell the results of the few, and so who they are."""
    right = sum(one.people for one in tallies if one.right)
    other = sum(one.people for one in tallies if not one.right)
    return right + other >= FEWEST_TOLD_APART and min(right, other) >= FEWEST


def _of_others(one: Tally) -> Fraction:
    return Fraction(one.others_right, one.others)


def _of_all(one: Tally) -> Fraction:
    return Fraction(one.others_right + one.right, one.others + 1)


def _share_of_end(groups: Sequence[tuple[int, int]]) -> Fraction:
    """The share right among the first 27 % of people, taken group by group."""
    wanted = left = END_SHARE * sum(people for people, _right in groups)
    got = Fraction()
    for people, right in groups:
        taken = min(left, Fraction(people))
        got += taken * right / people
        left -= taken
    return got / wanted
