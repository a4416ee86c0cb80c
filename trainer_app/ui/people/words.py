"""What pages about people say about one person, in the language of the moment."""

from __future__ import annotations

from trainer_app import i18n
from trainer_app.content.module import Role
from trainer_app.i18n import N_, _, isolate, isolate_number, listing, ngettext, number
from trainer_app.operations.doubles import Why
from trainer_app.operations.people_desk import DeskPerson, Reason
from trainer_app.operations.role_words import ROLES
from trainer_app.operations.roster_plan import FieldChange
from trainer_app.training.people import Learner

REASONS: dict[Reason, str] = {
    Reason.ASKED: N_("This person asked for it."),
    Reason.NOT_NEEDED: N_("Their records are not needed any more."),
    Reason.MISTAKE: N_("They were registered by mistake."),
    Reason.TRIED_OUT: N_("It was only to try the program."),
}
_WHYS: dict[Why, str] = {
    Why.SAME_TEAM: N_("Same name in the same team: {who}"),
    Why.OTHER_TEAM: N_("Same name in another team: {who}"),
    Why.ACCENTS: N_("Same name, other accents: {who}"),
    Why.ORDER: N_("Same words, another order: {who}"),
    Why.TYPO: N_("Only one letter is different: {who}"),
}
_FIELDS: dict[str, str] = {
    "name": N_("Name: {before}, now {after}"),
    "role": N_("Work: {before}, now {after}"),
    "team": N_("Team: {before}, now {after}"),
    "language": N_("Language: {before}, now {after}"),
}


def role_words(role: Role) -> str:
    """What somebody does."""
    return _(ROLES[role])


def work_and_team(learner: Learner) -> str:
    """The line below a name."""
    team = isolate(learner.team) if learner.team else _("No team")
    return f"{role_words(learner.role)} · {team}"


def who(learner: Learner) -> str:
    """Somebody in a sentence: the name, and the team where there is one."""
    name = isolate(learner.name)
    return listing((name, isolate(learner.team))) if learner.team else name


def why_alike(why: Why, other: Learner) -> str:
    """Why somebody may be the same person as another."""
    return _(_WHYS[why]).format(who=who(other))


def reason_words(reason: Reason) -> str:
    """Why somebody is erased."""
    return _(REASONS[reason])


def state_of(person: DeskPerson) -> tuple[str, str, str]:
    """Chip kind, icon and words for what is special about a person; no words for nothing."""
    if person.learner.has_left:
        return "plain", "minus", _("Left")
    if person.learner.walk_in:
        return "info", "user-plus", _("Walk-in")
    if not person.has_pictures:
        return "info", "id-badge-2", _("No pictures yet")
    if person.likes:
        return "caution", "users", _("Twice?")
    return "", "", ""


def how_many(count: int) -> str:
    """So many people."""
    words = ngettext("{count} person", "{count} people", count)
    return words.format(count=isolate_number(number(count)))


def change_words(change: FieldChange) -> str:
    """What becomes of one fact."""
    if change.column == "left":
        return _("Marked as left") if change.after == "True" else _("Back in the lists")
    before, after = (_shown(change.column, value) for value in (change.before, change.after))
    return _(_FIELDS[change.column]).format(before=before, after=after)


def _shown(column: str, value: str) -> str:
    if column == "role":
        return isolate(_(ROLES[value]))  # type: ignore[index]
    if column == "language":
        return isolate(i18n.LANGUAGES.get(value, value))
    return isolate(value) if value else _("empty")
