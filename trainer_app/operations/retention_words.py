"""How single answers stand to their limit, in sentences: for the desk and for the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, day, isolate, listing, ngettext

if TYPE_CHECKING:
    from trainer_app.operations.retention import LimitApplied, PastLimit


def limit_sentence(months: int) -> str:
    """For how long single answers are kept, and what is kept for longer."""
    words = ngettext(
        "Single answers are kept for {count} month, then they are deleted. Scores, passes and "
        "certificates stay.",
        "Single answers are kept for {count} months, then they are deleted. Scores, passes and "
        "certificates stay.",
        months,
    )
    return words.format(count=_counted(months))


def state_sentence(past: PastLimit) -> str:
    """Whether anything is past the limit now."""
    if past.before is None:
        return _(
            "This computer has not met a clock yet that is surely right. So nothing is deleted. "
            "Hand in results, or tell it the time."
        )
    if not past.count:
        return _("No single answer is past the time limit.")
    words = ngettext(
        "{count} single answer is past the time limit: it was given before {day}.",
        "{count} single answers are past the time limit: they were given before {day}.",
        past.count,
    )
    return words.format(count=_counted(past.count), day=isolate(day(past.before)))


def more_sentences(past: PastLimit) -> list[str]:
    """What is as old and stays for now, and what went."""
    found = []
    if past.waiting:
        words = ngettext(
            "{count} answer is as old and is not handed in everywhere yet: {roads}. It stays "
            "until then.",
            "{count} answers are as old and are not handed in everywhere yet: {roads}. They stay "
            "until then.",
            past.waiting,
        )
        roads = listing(map(isolate, past.roads))
        found.append(words.format(count=_counted(past.waiting), roads=roads))
    if past.unsure:
        words = ngettext(
            "{count} answer looks as old, but the clock of its computer may have been wrong. It "
            "stays for now.",
            "{count} answers look as old, but the clock of their computer may have been wrong. "
            "They stay for now.",
            past.unsure,
        )
        found.append(words.format(count=_counted(past.unsure)))
    if past.gone:
        words = ngettext(
            "{count} single answer was deleted so far.",
            "{count} single answers were deleted so far.",
            past.gone,
        )
        found.append(words.format(count=_counted(past.gone)))
    return found


def applied_sentence(done: LimitApplied) -> str:
    """What was done just now."""
    if done.is_left:
        words = ngettext(
            "{count} single answer is deleted here. An older safety copy still holds it, and goes "
            "when the next one is made.",
            "{count} single answers are deleted here. An older safety copy still holds them, and "
            "goes when the next one is made.",
            done.count,
        )
    else:
        words = ngettext(
            "{count} single answer is deleted, here and in every safety copy.",
            "{count} single answers are deleted, here and in every safety copy.",
            done.count,
        )
    return words.format(count=_counted(done.count))


def _counted(count: int) -> str:
    return isolate(i18n.number(count))
