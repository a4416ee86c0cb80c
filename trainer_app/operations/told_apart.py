"""Registrations that look like one person and are two: somebody looked, and said so.

What was said travels with the names, so nobody else is asked again. Putting the two together takes
it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

APART = "apart"
"""The kind of these records in the directory."""
Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class ToldApart:
    """They are two people, and that is on the disk."""

    changed: Changed = Changed.PEOPLE


def tell_apart(store: Store, *, by: OnDuty | None, one: str, other: str) -> ToldApart:
    """These two registrations are two people. Raises ``KeyError`` for one that is not there."""
    both = [store.learner(one), store.learner(other)]
    about = " ".join(learner.actor for learner in both)
    drafts = [act_draft(by, Act.TOLD_APART, about)] if by is not None else []
    first, second = sorted((one, other))
    store.append(drafts, records={key_of(one, other): {"one": first, "other": second}})
    return ToldApart()


def told_apart(store: Store) -> frozenset[Pair]:
    """Every pair that somebody told apart."""
    found = ((one.body.get("one"), one.body.get("other")) for one in store.directory.records(APART))
    return frozenset(
        frozenset((one, other))
        for one, other in found
        if isinstance(one, str) and isinstance(other, str) and one != other
    )


def forgotten(store: Store, ids: Iterable[str]) -> dict[tuple[str, str], Mapping[str, Any] | None]:
    """The records to take away when these people are erased."""
    gone = set(ids)
    return {key_of(*sorted(pair)): None for pair in told_apart(store) if pair & gone}


def key_of(one: str, other: str) -> tuple[str, str]:
    """The place of a pair in the directory, the same whichever comes first."""
    return APART, "/".join(sorted((one, other)))
