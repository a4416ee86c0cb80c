"""What figures about answers say in words."""

from __future__ import annotations

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.works import FLAT, Group, ItemFigure, SessionFigures
from trainer_app.operations.reports.works_report import REMARKS

_WELL = 0.3
"""From here on an upper-lower index is good (Ebel and Frisbie 1991)."""


def too_few() -> str:
    """Stands in place of a figure about fewer than five people."""
    return _("too few to show")


def apart_words(upper_lower: float | None) -> str:
    """How well a question tells people apart, in a word or two."""
    if upper_lower is None:
        return too_few()
    if upper_lower < 0:
        # For translators: how well a question tells apart who knows the subject: those who know it
        # get it right less often
        return _("the wrong way round")
    if upper_lower < FLAT:
        # For translators: how well a question tells apart who knows the subject
        return _("hardly")
    if upper_lower < _WELL:
        # For translators: how well a question tells apart who knows the subject
        return _("a little")
    # For translators: how well a question tells apart who knows the subject
    return _("well")


def apart_sentence(upper_lower: float | None) -> str:
    """The same, with the figure."""
    if upper_lower is None:
        return _("How well it tells people apart: too few to show.")
    points = abs(round(upper_lower * 100))
    if upper_lower < 0:
        words = ngettext(
            "Of 100 who know most, {count} fewer has it right than of 100 who know least.",
            "Of 100 who know most, {count} fewer have it right than of 100 who know least.",
            points,
        )
    else:
        words = ngettext(
            "Of 100 who know most, {count} more has it right than of 100 who know least.",
            "Of 100 who know most, {count} more have it right than of 100 who know least.",
            points,
        )
    return words.format(count=isolate(i18n.number(points)))


def group_sentence(name: str, group: Group | None) -> str:
    """“Test before: 45 % right, 120 people.”"""
    if group is None:
        return _("{test}: too few to show.").format(test=name)
    words = ngettext(
        "{test}: {share} right, {count} person.", "{test}: {share} right, {count} people.",
        group.people,
    )  # fmt: skip
    return words.format(
        test=name,
        share=isolate(i18n.percent(group.share)),
        count=isolate(i18n.number(group.people)),
    )


def remark_words(figure: ItemFigure) -> tuple[str, str]:
    """What is to be noticed about a question, and what to do about it; empty for nothing to do."""
    if figure.remark is not None:
        seen, to_do = REMARKS[figure.remark]
        return _(seen), _(to_do)
    return (_("Nothing stands out.") if figure.after or figure.before else ""), ""


def later_note(group: Group | None) -> str:
    """Three months later, below the row of an objective."""
    if group is None:
        return _("Three months later: too few to show")
    words = ngettext(
        "Three months later: {share}, {count} person",
        "Three months later: {share}, {count} people",
        group.people,
    )
    return words.format(
        share=isolate(i18n.number(round(group.share * 100))),
        count=isolate(i18n.number(group.people)),
    )


def session_name(one: SessionFigures) -> str:
    """A session by its day, its site and its title."""
    parts = (i18n.day(one.held_on, "medium"), one.site, one.title)
    return " · ".join(isolate(part) for part in parts if part)


def session_note(one: SessionFigures) -> str:
    """How many people a session is told of."""
    words = ngettext("{count} wrote both tests", "{count} wrote both tests", one.people)
    return words.format(count=isolate(i18n.number(one.people)))
