"""What a self-check says: its states, its days, what it comes to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing, ngettext, pgettext
from trainer_app.operations.readiness import DRILL, REHEARSED
from trainer_app.operations.site import SLOTS

if TYPE_CHECKING:
    from trainer_app.operations.readiness import ChainState, ItemReadiness, Readiness
    from trainer_app.training.checks import CheckState, ItemAnswer
    from trainer_app.training.clocks import Quality

_DEEDS = (REHEARSED, DRILL)
_DOUBTED: tuple[Quality, ...] = ("doubtful", "bounded")


def is_deed(item_id: str) -> bool:
    """Whether an item is something that was done on a day, not something that is there."""
    return item_id in _DEEDS


def numbered(number: int, title: str) -> str:
    """The name of an item with its number; without one where it is 0."""
    if not number:
        return title
    # For translators: the number of a building block, and its name.
    words = _("{number}. {name}")
    return words.format(number=isolate(i18n.number(number)), name=isolate(title))


def state_word(state: CheckState | None, *, deed: bool = False) -> str:
    """A state in a word or two; None is an item nobody answered."""
    if state is None:
        return _("No answer yet")
    words = {
        # For translators: of a building block of a safe terminal: it is there.
        "in-place": pgettext("a building block of readiness", "In place"),
        "partly": pgettext("a building block of readiness", "Partly"),
        "not-yet": pgettext("a building block of readiness", "Not yet"),
        "not-known": pgettext("a building block of readiness", "Not known"),
    }
    # For translators: of a drill: it took place.
    return pgettext("a drill took place", "Done") if deed and state == "in-place" else words[state]


def day_words(day: date, quality: Quality | None = None) -> str:
    """A day; one that is uncertain with a word before it."""
    told = isolate(i18n.day(day, "medium"))
    return _("about {day}").format(day=told) if quality in _DOUBTED else told


def seen_words(answer: ItemAnswer | None, *, deed: bool = False) -> str:
    """When it was seen or done, and when it is to be looked at again."""
    if answer is None:
        return ""
    parts = []
    if answer.evidence_on is not None:
        words = _("Done on {day}") if deed else _("Seen on {day}")
        parts.append(words.format(day=day_words(answer.evidence_on)))
    if answer.review_on is not None:
        parts.append(_("Next review {day}").format(day=day_words(answer.review_on)))
    return " · ".join(parts)


def said_words(one: ItemReadiness) -> str:
    """Who gave the answer that stands, and when."""
    if one.said_on is None:
        return _("Nobody has answered this yet.")
    return _("Last answer: {name}, {day}.").format(
        name=isolate(one.by), day=day_words(one.said_on, one.quality)
    )


def score_words(readiness: Readiness) -> str:
    """How many items are in place."""
    if readiness.score is None:
        return _("No answers yet")
    return _("{count} of {total} in place").format(
        count=isolate(i18n.number(readiness.score)),
        total=isolate(i18n.number(len(readiness.items))),
    )


def open_words(readiness: Readiness) -> str:
    """What is not known and what is overdue; empty where there is neither, or no answer at all."""
    parts = []
    if readiness.unknown and readiness.score is not None:
        words = ngettext("{count} not known", "{count} not known", readiness.unknown)
        parts.append(words.format(count=isolate(i18n.number(readiness.unknown))))
    if readiness.overdue:
        words = ngettext("{count} review overdue", "{count} reviews overdue", readiness.overdue)
        parts.append(words.format(count=isolate(i18n.number(readiness.overdue))))
    return " · ".join(parts)


def month_words(readiness: Readiness, most: int = 3) -> list[str]:
    """How many were in place at the end of the last months, the newest first."""
    before = readiness.trend[:-1][::-1][:most]
    total = isolate(i18n.number(len(readiness.items)))
    return [
        # For translators: at the end of a month, so many building blocks were in place.
        _("{month}: {count} of {total}").format(
            month=isolate(i18n.day(month, "LLLL y")),
            count=isolate(i18n.number(count)),
            total=total,
        )
        for month, count in before
    ]


def chain_words(chain: ChainState | None) -> str:
    """How far the reporting chain is filled in."""
    if chain is None:
        return _("This computer does not know the reporting chain of this site.")
    words = _("{filled} of {total} places are filled in, {tried} tried in the last six months.")
    return words.format(
        filled=isolate(i18n.number(chain.filled)),
        total=isolate(i18n.number(len(chain.slots))),
        tried=isolate(i18n.number(chain.verified)),
    )


def empty_words(chain: ChainState | None) -> str:
    """Which places of the chain are empty; empty where none is."""
    empty = [_(SLOTS[one.slot_id]) for one in chain.slots if one.contact is None] if chain else []
    return _("Still empty: {places}.").format(places=listing(empty)) if empty else ""


def done_words(day: date | None) -> str:
    """When something was done."""
    return day_words(day) if day is not None else _("Not done yet")
