"""The self-check of a site: what may be answered, which answer stands, and what they come to.

Everything here is a fact or a pure rule. The last word about an item stands, whoever said it and
wherever; nobody's word is lost, for all of them stay in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from trainer_app.training.clocks import Quality

CheckState = Literal["in-place", "partly", "not-yet", "not-known"]
STATES: tuple[CheckState, ...] = ("in-place", "partly", "not-yet", "not-known")
"""From the best on; the last says that nobody knows, which is no less than an answer."""
SEEN: tuple[CheckState, ...] = ("in-place", "partly")
"""States that stand on something somebody saw, on a day."""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What is said of one item. ``evidence_on`` is the day the evidence was seen, None where there
    is none to see; ``review_on`` the day it is to be looked at again."""

    state: CheckState
    evidence_on: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One answer in the log. ``said_on`` is the local day of ``at_ms`` (UTC milliseconds), which is
    corrected and as sure as ``quality`` says; ``actor`` is the pseudonym of whoever said it."""

    item_id: str
    answer: ItemAnswer
    actor: str
    at_ms: int
    said_on: date
    quality: Quality
    device: UUID
    epoch: int
    seq: int

    @property
    def rank(self) -> tuple[int, bytes, int, int]:
        """Of two words about one item the one with the higher rank stands."""
        return self.at_ms, self.device.bytes, self.epoch, self.seq


def standing_words(words: Iterable[Word]) -> dict[str, Word]:
    """The word that stands about each item."""
    return {word.item_id: word for word in sorted(words, key=lambda one: one.rank)}


def in_place(words: Mapping[str, Word], item_ids: Iterable[str]) -> int:
    """How many of the items are in place."""
    told = (words.get(item_id) for item_id in item_ids)
    return sum(word is not None and word.answer.state == "in-place" for word in told)


def trend(
    words: Iterable[Word], item_ids: Sequence[str], until: date
) -> tuple[tuple[date, int], ...]:
    """How many items were in place at the end of each month, by the month's first day.

    From the month of the first word to that of ``until``, or of the last word where that is later;
    of the last month the end is not known yet, and the state of now is told. Nothing where nobody
    ever said a word: that is unknown, and not zero.
    """
    counted = set(item_ids)
    told = sorted((word for word in words if word.item_id in counted), key=lambda one: one.rank)
    if not told:
        return ()
    until = max(until, told[-1].said_on)
    stood: dict[str, Word] = {}
    months: list[tuple[date, int]] = []
    month, place = told[0].said_on.replace(day=1), 0
    while month <= until:
        following = _month_after(month)
        while place < len(told) and told[place].said_on < following:
            stood[told[place].item_id] = told[place]
            place += 1
        months.append((month, in_place(stood, item_ids)))
        month = following
    return tuple(months)


def review_after(day: date, months: int = 3) -> date:
    """The same day so many months later, or the last day of that month."""
    from calendar import monthrange

    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
