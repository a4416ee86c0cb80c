"""How the parts of a module are called on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext

if TYPE_CHECKING:
    from trainer_app.operations.learning import ModulePage, Part


def part_title(part: Part) -> str:
    """The name of a part; the questions before and the quiz have none of their own."""
    if part.kind == "pre":
        return _("A few questions before")
    return _("Quiz") if part.kind == "quiz" else part.title


def part_place(part: Part, page: ModulePage) -> str:
    """Which one it is among its like: "Lesson 3 of 6". Empty for what there is only once."""
    alike = [other for other in page.parts if other.kind == part.kind]
    words = {
        "lesson": _("Lesson {number} of {total}"),
        "scenario": _("Scene {number} of {total}"),
    }.get(part.kind)
    if words is None:
        return ""
    here = alike.index(part) + 1
    return words.format(number=isolate(i18n.number(here)), total=isolate(i18n.number(len(alike))))


def about_minutes(minutes: int) -> str:
    """ "about 5 minutes", for the end of a line."""
    words = ngettext("about {minutes} minute", "about {minutes} minutes", minutes)
    return words.format(minutes=isolate(i18n.number(minutes)))


def lessons_done(done: int, total: int) -> str:
    """ "2 of 6 lessons", for a chip."""
    words = ngettext("{done} of {total} lesson", "{done} of {total} lessons", total)
    return words.format(done=isolate(i18n.number(done)), total=isolate(i18n.number(total)))


def joined(*pieces: str) -> str:
    """Short facts on one line, with quiet dots between them."""
    return " · ".join(isolate(piece) for piece in pieces if piece)
