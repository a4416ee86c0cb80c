"""Figures about answers, counted plainly: how items went, and what changed from before to after.

Of a person every registration that was merged counts as one. Who was erased or has no name here is
nobody; nor is who left, but for how items went.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from tests.sample.truth import Assessed, ModuleFacts, Question

_END_SHARE = 0.27
"""Of all people, at each end, for the discrimination of an item (Kelley 1939)."""
_SEVERAL = ("choices", "spot")
_BETWEEN = "[,]"


@dataclass(slots=True)
class ItemFigures:
    """How an item went.

    ``n`` people answered it, ``right`` of them rightly; ``responses`` counts whole responses,
    ``choices`` single choices where people choose. The rest is over those whose test was finished:
    ``by_score`` has, for each score of that whole test (four decimals), how many had it, and how
    many of these were right here. ``discrimination`` is the share right of the best 27 % less that
    of the worst; of those who tie at the border each counts in part. ``point_biserial`` is the
    correlation (Pearson) of right, 1 or 0, with the score, ``item_rest`` with the score of all
    other items. None where it cannot be computed.
    """

    n: int = 0
    right: int = 0
    responses: dict[str, int] = field(default_factory=dict)
    choices: dict[str, int] = field(default_factory=dict)
    by_score: dict[str, tuple[int, int]] = field(default_factory=dict)
    discrimination: float | None = None
    point_biserial: float | None = None
    item_rest: float | None = None

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.n


@dataclass(slots=True)
class Change:
    """Before and after, over the ``n`` people who finished both tests: means of their shares.

    The other numbers are answers of the same people, added up.
    """

    n: int = 0
    before: float = 0.0
    after: float = 0.0
    before_right: int = 0
    before_asked: int = 0
    after_right: int = 0
    after_asked: int = 0


@dataclass(slots=True)
class _Answer:
    response: str
    right: bool
    test: Assessed


def item_figures(
    facts: ModuleFacts, tests_of_people: Iterable[Sequence[Assessed]]
) -> dict[str, dict[str, ItemFigures]]:
    """By item, ``before`` and ``after``: the first answer of each person to an item in tests
    before and in tests after, of those that were the first of their kind on a computer. Each
    person's tests come oldest first."""
    before: dict[str, list[_Answer]] = defaultdict(list)
    after: dict[str, list[_Answer]] = defaultdict(list)
    for tests in tests_of_people:
        for kind, answers in (("pre", before), ("quiz", after)):
            firsts = [test for test in tests if test.kind == kind and test.number == 1]
            for item, answer in _first(firsts):
                answers[item].append(answer)
    return {
        item: {
            "before": _figures(facts.questions[item], before[item]),
            "after": _figures(facts.questions[item], after[item]),
        }
        for item in facts.questions
        if before[item] or after[item]
    }


def _first(tests: Sequence[Assessed]) -> Iterable[tuple[str, _Answer]]:
    """The first answer to each item in these tests."""
    first: dict[str, _Answer] = {}
    for test in tests:
        for item, answer in _answers(test):
            first.setdefault(item, answer)
    return first.items()


def _answers(test: Assessed) -> list[tuple[str, _Answer]]:
    return [
        (item, _Answer(response, right, test))
        for item, response, right in zip(test.asked, test.given, test.right, strict=True)
        if response is not None
    ]


def _figures(question: Question, answers: Sequence[_Answer]) -> ItemFigures:
    made = ItemFigures(n=len(answers), right=sum(one.right for one in answers))
    made.responses = dict(sorted(Counter(one.response for one in answers).items()))
    chosen: Counter[str] = Counter()
    for one in answers:
        several = question.kind in _SEVERAL
        parts = one.response.split(_BETWEEN) if several else [one.response]
        chosen.update(part for part in parts if part in question.choices)
    made.choices = {choice: chosen[choice] for choice in question.choices} if answers else {}
    finished = [one for one in answers if one.test.finished]
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in finished:
        groups[f"{one.test.score:.4f}"].append(one.right)
    made.by_score = {score: (len(group), sum(group)) for score, group in sorted(groups.items())}
    made.discrimination = discrimination(made.by_score)
    rights = [float(one.right) for one in finished]
    made.point_biserial = correlation(rights, [round(one.test.score, 4) for one in finished])
    made.item_rest = correlation(rights, [_rest(one) for one in finished])
    return made


def _rest(one: _Answer) -> float:
    others = len(one.test.asked) - 1
    return (sum(one.test.right) - one.right) / others if others else 0.0


def discrimination(by_score: dict[str, tuple[int, int]]) -> float | None:
    """Share right of the best 27 % less that of the worst; ties at the border count in part."""
    scores = sorted(by_score, key=float)
    people = sum(count for count, _right in by_score.values())
    if people < 2:
        return None
    ends = []
    for order in (scores[::-1], scores):
        left, got = _END_SHARE * people, 0.0
        for score in order:
            count, right = by_score[score]
            taken = min(left, count)
            got += taken * right / count
            left -= taken
        ends.append(got / (_END_SHARE * people))
    return ends[0] - ends[1]


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Pearson's, of two lists; None where one of them is all the same."""
    count = len(ones)
    if count < 2:
        return None
    mean, other = sum(ones) / count, sum(others) / count
    both = sum((a - mean) * (b - other) for a, b in zip(ones, others, strict=True))
    spread = sum((a - mean) ** 2 for a in ones) * sum((b - other) ** 2 for b in others)
    return both / sqrt(spread) if spread > 1e-12 else None


# ---------------------------------------------------------------- before and after

Pair = tuple[Assessed, Assessed]


def pair_of(tests: Sequence[Assessed]) -> Pair | None:
    """The first test before and the latest test after that somebody finished."""
    before = [test for test in tests if test.kind == "pre" and test.finished]
    after = [test for test in tests if test.kind == "quiz" and test.finished]
    return (before[0], after[-1]) if before and after else None


def change(pairs: Sequence[Pair]) -> Change:
    """What changed for these people."""
    return _change([(_sums(before), _sums(after)) for before, after in pairs])


def change_of(pairs: Sequence[Pair], items: set[str]) -> Change:
    """The same over some items only; people count who were asked one of them both times."""
    sums = [(_sums(before, items), _sums(after, items)) for before, after in pairs]
    return _change([one for one in sums if one[0][1] and one[1][1]])


def _sums(test: Assessed, items: set[str] | None = None) -> tuple[int, int]:
    """How many were right, of how many that were asked."""
    kept = [
        right
        for item, right in zip(test.asked, test.right, strict=True)
        if items is None or item in items
    ]
    return sum(kept), len(kept)


def _change(sums: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Change:
    if not sums:
        return Change()
    return Change(
        n=len(sums),
        before=sum(right / asked for (right, asked), _after in sums) / len(sums),
        after=sum(right / asked for _before, (right, asked) in sums) / len(sums),
        before_right=sum(right for (right, _asked), _after in sums),
        before_asked=sum(asked for (_right, asked), _after in sums),
        after_right=sum(right for _before, (right, _asked) in sums),
        after_asked=sum(asked for _before, (_right, asked) in sums),
    )
