"""What is said about tries and pauses, in calm words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext

if TYPE_CHECKING:
    from trainer_app.operations.staff_pins import PinMissed, PinStanding

_MINUTE_S = 60
_SOON_S = 15


def missed_words(missed: PinMissed) -> str:
    """Right after a number that did not match."""
    if missed.pause_seconds:
        words = _("That number does not match. Wait {time}, then try again.")
        return words.format(time=isolate(duration_words(missed.pause_seconds)))
    words = ngettext(
        "That number does not match. {count} try left before a pause of {time}.",
        "That number does not match. {count} tries left before a pause of {time}.",
        missed.tries_left,
    )
    return words.format(
        count=isolate(i18n.number(missed.tries_left)),
        time=isolate(duration_words(missed.next_pause_seconds)),
    )


def waiting_words(seconds: int) -> str:
    """During a pause. The words change now and then only, so that nothing ticks."""
    if seconds <= _SOON_S:
        return _("You can try again in a moment.")
    if seconds <= _MINUTE_S // 2:
        return _("You can try again in half a minute.")
    minutes = -(-seconds // _MINUTE_S)
    words = ngettext(
        "You can try again in {count} minute. Waypost has to stay open.",
        "You can try again in {count} minutes. Waypost has to stay open.",
        minutes,
    )
    return words.format(count=isolate(i18n.number(minutes)))


def ready_words(standing: PinStanding) -> str:
    """After a pause."""
    words = _("You can try again now. If it does not match, there is a pause of {time}.")
    return words.format(time=isolate(duration_words(standing.next_pause_seconds)))


def duration_words(seconds: int) -> str:
    """A pause as one says it: seconds below a minute, whole minutes above."""
    if seconds < _MINUTE_S:
        words = ngettext("{count} second", "{count} seconds", seconds)
        return words.format(count=i18n.number(seconds))
    minutes = -(-seconds // _MINUTE_S)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=i18n.number(minutes))
