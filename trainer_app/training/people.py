"""The people of a site, as facts. Names live here and in the people tables, never in the log."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.content.module import Role

PICTURES = (
    "tree", "fish", "flower", "mountain", "umbrella", "bucket",
    "leaf", "apple", "star", "key", "ladder", "hammer",
)  # fmt: skip
"""The twelve sign-in pictures, in the order of the grid."""

PICTURES_SHOWN = 3

TEXT_SIZES = (1.0, 1.15, 1.3, 1.5)
THEMES = ("system", "light", "dark", "hc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How one learner likes the program. ``text_size`` is a step of ``TEXT_SIZES``, 0 to 3."""

    language: str = "en"
    text_size: int = 0
    theme: str = "system"
    slow_speech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One person who learns. ``actor`` is the pseudonym that stands in statements; ``site`` the id
    of a site of the programme, empty where there is none.

    A ``walk_in`` came to a training session and has no pictures yet. Who ``has_left`` is kept out
    of lists and totals. ``merged_into`` is the learner id of the same person's other registration.
    """

    learner_id: str
    actor: str
    name: str
    role: Role
    team: str
    picture: str
    preferences: Preferences = Preferences()
    site: str = ""
    walk_in: bool = False
    has_left: bool = False
    merged_into: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether somebody of that name is to be found in today's lists."""
        return not self.has_left and not self.merged_into


def name_key(name: str) -> str:
    """A name, or a team, as two of them are compared: capitals and blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
