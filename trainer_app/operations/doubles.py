"""Doubles: registrations that may be one and the same person, and why it looks so.

Only names and teams are compared, and nothing is decided: a person looks at both, side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from trainer_app.content.folding import folded
from trainer_app.training.people import name_key

if TYPE_CHECKING:
    from trainer_app.training.people import Learner

LIKES_SHOWN = 5
"""More likenesses than this of one person say nothing more."""
_SHORTEST_WITH_TYPO = 6
"""One letter makes another name of a shorter one: Ana, Ina."""


class Why(StrEnum):
    """What is alike in two registrations, the surest first."""

    SAME_TEAM = "same-team"
    OTHER_TEAM = "other-team"
    ACCENTS = "accents"
    ORDER = "order"
    TYPO = "typo"


_SURENESS = tuple(Why)


@dataclass(frozen=True, slots=True)
class Like:
    """Another registration that may be the same person."""

    learner_id: str
    why: Why


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the forms it is compared in."""

    learner_id: str
    exact: str
    plain: str
    sorted: str
    team: str


def find_doubles(
    learners: Iterable[Learner], apart: Container[frozenset[str]] = ()
) -> dict[str, tuple[Like, ...]]:
    """Who may be whom, by learner id; the surest first, and at most ``LIKES_SHOWN`` each.

    Those who left or were merged are passed over, and pairs that somebody told ``apart``.
    """
    names = [_name(one) for one in learners if one.is_listed]
    found: dict[str, dict[str, Why]] = defaultdict(dict)
    for group in (*_alike(names), *_with_typos(names)):
        for one, other in _neighbours(group):
            why = _why(one, other)
            if why is not None and frozenset((one.learner_id, other.learner_id)) not in apart:
                found[one.learner_id][other.learner_id] = why
                found[other.learner_id][one.learner_id] = why
    return {
        learner_id: tuple(
            sorted(
                (Like(other, why) for other, why in likes.items()),
                key=lambda like: (_SURENESS.index(like.why), like.learner_id),
            )[:LIKES_SHOWN]
        )
        for learner_id, likes in found.items()
    }


def in_groups(ids: Sequence[str], doubles: dict[str, tuple[Like, ...]]) -> list[str]:
    """These ids with those side by side that may be one person; otherwise in their order."""
    placed: dict[str, None] = {}
    wanted = set(ids)
    for start in ids:
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one in placed or one not in wanted:
                continue
            placed[one] = None
            waiting += [like.learner_id for like in reversed(doubles.get(one, ()))]
    return list(placed)


def _name(learner: Learner) -> _Name:
    plain = " ".join(folded(learner.name).split())
    return _Name(
        learner_id=learner.learner_id,
        exact=name_key(learner.name),
        plain=plain,
        sorted=" ".join(sorted(plain.split())),
        team=name_key(learner.team),
    )


def _why(one: _Name, other: _Name) -> Why | None:
    if one.exact == other.exact:
        return Why.SAME_TEAM if one.team == other.team else Why.OTHER_TEAM
    if one.plain == other.plain:
        return Why.ACCENTS
    if one.sorted == other.sorted:
        return Why.ORDER
    near = one.team == other.team or not one.team or not other.team
    return Why.TYPO if near and is_one_typo(one.sorted, other.sorted) else None


def _alike(names: Iterable[_Name]) -> Iterator[list[_Name]]:
    """Those whose words are the same without accents, in any order."""
    groups: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        groups[name.sorted].append(name)
    yield from (group for group in groups.values() if len(group) > 1)


def _with_typos(names: Iterable[_Name]) -> Iterator[list[_Name]]:
    """Pairs that share a spelling once a letter is left out: few enough to compare each."""
    spelled: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        word = name.sorted
        if len(word) >= _SHORTEST_WITH_TYPO:
            for spelling in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                spelled[spelling].append(name)
    for group in spelled.values():
        if len(group) > 1:
            yield group


def _neighbours(group: list[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Pairs to look at; in a large group each meets only those most like it."""
    group.sort(key=lambda name: (name.exact, name.team))
    for at, one in enumerate(group):
        yield from ((one, other) for other in group[at + 1 : at + 1 + LIKES_SHOWN])


def is_one_typo(one: str, other: str) -> bool:
    """Whether one letter more, less, another, or two that changed places tell these apart."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
    if len(one) != len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]
