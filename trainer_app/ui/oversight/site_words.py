"""Sentences about sites: which are in, and from when."""

from __future__ import annotations

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations.reports.coverage import Coverage, Road, SiteNews
from trainer_app.operations.reports.overview import Counted


def coverage_line(covered: Coverage) -> str:
    """“3 of 5 sites are in. The last: El Alto, 12 March, by stick.”"""
    words = ngettext(
        "{heard} of {known} site is in.", "{heard} of {known} sites are in.", covered.known
    )
    said = [
        words.format(
            heard=isolate(i18n.number(covered.heard)), known=isolate(i18n.number(covered.known))
        )
    ]
    newest = covered.newest
    if newest is not None and newest.came_on is not None and newest.road is not None:
        said.append(
            _("The last: {site}, {day}, {road}.").format(
                site=isolate(site_name(newest)),
                day=isolate(i18n.day(newest.came_on)),
                road=road_words(newest.road),
            )
        )
    return " ".join(said)


def counted_line(counted: Counted) -> str:
    """Against how many people the numbers stand; that nobody counted, where nobody did."""
    if not counted.sites:
        return _("How many people work at the sites has not been counted yet.")
    words = ngettext(
        "{count} site counted who works there: {registered} of {working} people are registered.",
        "{count} sites counted who works there: {registered} of {working} people are registered.",
        counted.sites,
    )
    return words.format(
        count=isolate(i18n.number(counted.sites)),
        registered=isolate(i18n.number(counted.registered)),
        working=isolate(i18n.number(counted.working)),
    )


def working_words(trained: int, working: int | None) -> str:
    """How many of all who work at a site are trained; unknown where nobody counted."""
    if working is None:
        return _("Nobody counted who works here.")
    words = ngettext("{count} person works here", "{count} people work here", working)
    said = words.format(count=isolate(i18n.number(working)))
    share = isolate(i18n.percent(min(trained / working, 1.0))) if working else ""
    return (
        _("{people}, {share} of them trained").format(people=said, share=share) if share else said
    )


def site_name(site: SiteNews) -> str:
    """The name of a site; results may say none."""
    return site.name or _("No site")


def news_line(site: SiteNews) -> str:
    """When the last results of a site were made, and how they came."""
    if site.latest_on is None:
        return _("No data yet")
    day = isolate(i18n.day(site.latest_on, "medium"))
    if site.about:
        said = _("Last result about {day}").format(day=day)
    else:
        said = _("Last result {day}").format(day=day)
    if site.road is None or site.came_on is None:
        return said
    words = _("came late, {day} {road}") if site.is_late else _("came {day} {road}")
    came = words.format(day=isolate(i18n.day(site.came_on, "medium")), road=road_words(site.road))
    return f"{said}, {came}"


def road_words(road: Road) -> str:
    """How results came, as it stands in a sentence."""
    match road:
        case "hub":
            return _("over the Wi-Fi")
        case "stick":
            return _("by stick")
        case "server":
            return _("over the network")
    return _("made on this computer")
