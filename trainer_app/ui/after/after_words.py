"""Words that several pages and papers after a session use, each in the language of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate, listing, ngettext
from trainer_app.operations.role_words import ROLES
from trainer_app.operations.session_results import SessionResults, Why
from trainer_app.training.meeting import FEWEST

if TYPE_CHECKING:
    from trainer_app.training.meeting import TrainingSession
    from trainer_app.training.people import Learner
    from trainer_app.ui.after.session_facts import SessionFacts


def when(facts: SessionFacts, length: str = "long") -> str:
    """The day it was held."""
    return isolate(i18n.day(facts.day, length)) if facts.day else isolate(facts.told.day)


def led_by(facts: SessionFacts) -> str:
    """Who led it; empty where nobody of them is known here."""
    if not facts.leads:
        return ""
    # For translators: one name, or several with commas between them
    return _("Led by {names}").format(names=joined(facts.leads))


def joined(names: tuple[str, ...]) -> str:
    """Names one after the other."""
    return listing(isolate(one) for one in names)


def length(told: TrainingSession) -> str:
    """How long it took, or how long it is planned to take."""
    minutes = told.minutes if told.seconds is None else round(told.seconds / 60)
    hours, left = divmod(minutes, 60)
    parts = []
    if hours:
        words = ngettext("{count} hour", "{count} hours", hours)
        parts.append(words.format(count=isolate(i18n.number(hours))))
    if left or not hours:
        words = ngettext("{count} minute", "{count} minutes", left)
        parts.append(words.format(count=isolate(i18n.number(left))))
    return " ".join(parts)


def in_one_line(facts: SessionFacts) -> str:
    """When, where, led by whom, how long."""
    told = facts.told
    parts = [when(facts)]
    if told.site_name:
        parts.append(isolate(told.site_name))
    if leads := led_by(facts):
        parts.append(leads)
    if told.seconds is not None:
        parts.append(length(told))
    return " · ".join(parts)


def counted(count: int) -> str:
    """A number inside a sentence."""
    return isolate(i18n.number(count))


def who_was_here(told: TrainingSession) -> str:
    """How the number of those in the room is made up."""
    named, walk_ins = len(told.here), told.walk_ins
    parts = []
    if walk_ins or told.unnamed:
        words = ngettext("{count} from the list", "{count} from the list", named - walk_ins)
        parts.append(words.format(count=counted(named - walk_ins)))
    if walk_ins:
        words = ngettext("{count} walked in", "{count} walked in", walk_ins)
        parts.append(words.format(count=counted(walk_ins)))
    if told.unnamed:
        words = ngettext("{count} without a name", "{count} without a name", told.unnamed)
        parts.append(words.format(count=counted(told.unnamed)))
    return listing(parts) or _("All by name")


def too_few(results: SessionResults) -> str:
    """Why nothing is compared."""
    if results.answers_gone:
        return _(
            "The single answers of this session are past the time limit and were deleted. "
            "Scores and certificates stay."
        )
    if not results.both:
        return _("Nobody has written both tests. There is nothing to compare.")
    words = _(
        "Too few to compare: fewer than {fewest} people wrote both tests. "
        "Results of so few could point to one person."
    )
    return words.format(fewest=counted(FEWEST))


def state_note(told: TrainingSession) -> str:
    """What to know of a session that is not over; empty for one that is."""
    if told.state == "planned":
        return _("This session has not begun. The sign-in sheet can be printed already.")
    if told.state == "running":
        return _("This session is not closed yet. This is how it stands now.")
    return ""


def before_after(before: float, after: float) -> str:
    """Two shares in words."""
    return _("Before {before}, after {after}").format(
        before=isolate(i18n.percent(before)), after=isolate(i18n.percent(after))
    )


def why_not(why: Why, pass_mark: float) -> str:
    """Why somebody has no certificate yet, kindly. Never which question it was."""
    if why == "no-test":
        return _("Did not write the test after")
    if why == "critical":
        return _("One important question was not yet right")
    # For translators: a share of the questions, such as 80%
    return _("Needs {share} of the questions right").format(share=isolate(i18n.percent(pass_mark)))


def team_or_work(learner: Learner) -> str:
    """Where somebody belongs: the team, or the work of who has none."""
    role = ROLES.get(learner.role)
    return learner.team or (_(role) if role else "")
