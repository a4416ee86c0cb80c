"""What is different in a newer version of a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer_app.content.pack import Pack


@dataclass(frozen=True, slots=True)
class Changes:
    """From one version to the next. Lessons are told by their titles; ``lessons_renamed`` by both.

    ``minutes`` and ``questions`` are before and after.
    """

    from_version: str
    languages_added: tuple[str, ...]
    languages_removed: tuple[str, ...]
    lessons_added: tuple[str, ...]
    lessons_removed: tuple[str, ...]
    lessons_renamed: tuple[tuple[str, str], ...]
    minutes: tuple[int, int]
    questions: tuple[int, int]


def changes(before: Pack, after: Pack, language: str) -> Changes:
    """What changed; titles are in the language, or the nearest each pack has."""
    old, new = before.manifest, after.manifest
    was = {one.id: one.title for one in before.module(language).lessons}
    now = {one.id: one.title for one in after.module(language).lessons}
    both = before.module(language).language == after.module(language).language
    return Changes(
        from_version=old.version,
        languages_added=tuple(code for code in new.languages if code not in old.languages),
        languages_removed=tuple(code for code in old.languages if code not in new.languages),
        lessons_added=tuple(title for key, title in now.items() if key not in was),
        lessons_removed=tuple(title for key, title in was.items() if key not in now),
        lessons_renamed=tuple(
            (was[key], title)
            for key, title in now.items()
            if both and key in was and was[key] != title
        ),
        minutes=(old.minutes, new.minutes),
        questions=(old.items, new.items),
    )
