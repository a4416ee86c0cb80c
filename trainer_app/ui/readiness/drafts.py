"""What was answered on the page and is not on the disk yet, list by list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ItemAnswer


class Drafts:
    """Answers by self-check and item. One that says what stands already is none."""

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, ItemAnswer]] = {}

    def of(self, checklist_id: str) -> Mapping[str, ItemAnswer]:
        """The answers to one list."""
        return self._lists.get(checklist_id, {})

    def all(self) -> dict[str, dict[str, ItemAnswer]]:
        """Every list with an answer, as a copy that does not change."""
        return {name: dict(told) for name, told in self._lists.items() if told}

    @property
    def count(self) -> int:
        """How many answers there are."""
        return sum(map(len, self._lists.values()))

    def put(
        self, checklist_id: str, item_id: str, answer: ItemAnswer, stands: ItemAnswer | None
    ) -> None:
        """Keep an answer; ``stands`` is what is on the disk."""
        told = self._lists.setdefault(checklist_id, {})
        told.pop(item_id, None)
        if answer != stands:
            told[item_id] = answer

    def take_off(self, sent: Mapping[str, Mapping[str, ItemAnswer]]) -> None:
        """What was sent is on the disk; what was changed meanwhile stays."""
        for name, answers in sent.items():
            told = self._lists.get(name, {})
            for item_id, answer in answers.items():
                if told.get(item_id) == answer:
                    del told[item_id]
