"""Finding people in the list: the letters that were typed, team, work, and what is special."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from trainer_app.content.folding import folded
from trainer_app.operations.doubles import in_groups
from trainer_app.operations.people_desk import DeskPerson

Show = Literal["here", "without", "doubles", "left"]
SHOWS: tuple[Show, ...] = ("here", "without", "doubles", "left")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Empty words mean everything."""

    letters: str = ""
    team: str = ""
    role: str = ""
    show: Show = "here"

    @property
    def is_narrow(self) -> bool:
        """Whether anything keeps people out but the usual."""
        return self != replace(self, letters="", team="", role="", show="here")


class Index:
    """The people of the list, ready to be found while somebody types."""

    def __init__(self, people: Iterable[DeskPerson]) -> None:
        self.people = {one.learner.learner_id: one for one in people}
        self._words = {
            learner_id: _words(f"{one.learner.name} {one.learner.team}")
            for learner_id, one in self.people.items()
        }

    @property
    def teams(self) -> list[str]:
        """Every team there is, by name."""
        found = {one.learner.team for one in self.people.values() if one.learner.team}
        return sorted(found, key=str.casefold)

    def count(self, show: Show) -> int:
        """How many people there are of this kind."""
        return sum(_is_shown(one, show) for one in self.people.values())

    def find(self, wanted: Wanted) -> list[str]:
        """Ids of those who are wanted, by name; likely doubles stand side by side."""
        letters = _words(wanted.letters)
        found = [
            learner_id
            for learner_id, one in self.people.items()
            if _is_shown(one, wanted.show)
            and wanted.team in ("", one.learner.team)
            and wanted.role in ("", one.learner.role)
            and _matches(self._words[learner_id], letters)
        ]
        if wanted.show != "doubles":
            return found
        return in_groups(found, {one: self.people[one].likes for one in found})


def _is_shown(person: DeskPerson, show: Show) -> bool:
    learner = person.learner
    if show == "left":
        return learner.has_left
    if learner.has_left:
        return False
    if show == "without":
        return learner.walk_in or not person.has_pictures
    return show == "here" or bool(person.likes)


def _words(text: str) -> list[str]:
    return folded(text).split()


def _matches(words: list[str], letters: list[str]) -> bool:
    """Whether each group of letters begins a word."""
    return all(any(word.startswith(part) for word in words) for part in letters)
