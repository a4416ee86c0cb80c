"""How modules, their publishers and what is wrong with a copy are said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number, listing, ngettext, pgettext

if TYPE_CHECKING:
    from trainer_app.content.manifest import Manifest
    from trainer_app.operations.module_changes import Changes
    from trainer_app.operations.module_search import FoundModule, ModuleProgress
    from trainer_app.operations.modules import InstalledModule
    from trainer_app.operations.publishers import Publisher

State = tuple[str, str, str]
"""A chip's kind, icon and words."""


def title_of(manifest: Manifest) -> str:
    """The module's title in the language of the interface, or the nearest it has."""
    wanted = (i18n.language(), i18n.language().partition("_")[0], manifest.languages[0])
    return isolate(next(manifest.titles[code] for code in wanted if code in manifest.titles))


def language_names(codes: Iterable[str]) -> str:
    """Languages, each named in itself."""
    return listing(isolate(_language_name(code)) for code in codes)


def _language_name(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    if code in i18n.LANGUAGES:
        return i18n.LANGUAGES[code]
    try:
        name = Locale.parse(code).get_display_name(code)
    except (UnknownLocaleError, ValueError):
        name = None
    return (name or code)[:1].upper() + (name or code)[1:]


def version_said(version: str) -> str:
    """A version."""
    return _("Version {number}").format(number=isolate_number(version))


def size_said(size: int) -> str:
    """A size of a file."""
    from trainer_app.operations.module_files import megabytes

    if size >= 10_000_000_000:
        # For translators: gigabytes, a size on a disk
        return _("{size} GB").format(size=isolate(i18n.number(size // 1_000_000_000)))
    # For translators: megabytes, a size on a disk
    return _("{size} MB").format(size=megabytes(size))


def counted(words: str, count: int) -> str:
    """A sentence with its ``{count}`` filled in."""
    return words.format(count=isolate(i18n.number(count)))


def facts_of(manifest: Manifest, size: int) -> str:
    """Version, languages, length and size in one line."""
    lessons = len(manifest.lessons)
    parts = (
        version_said(manifest.version),
        language_names(manifest.languages),
        counted(ngettext("{count} lesson", "{count} lessons", lessons), lessons),
        _minutes(manifest.minutes),
        size_said(size),
    )
    return " · ".join(parts)


def _minutes(count: int) -> str:
    return counted(ngettext("{count} minute", "{count} minutes", count), count)


def publisher_said(one: InstalledModule) -> str:
    """Whose a module is that is here."""
    match one.standing:
        case "bundled":
            return _("Came with Waypost")
        case "trusted":
            return _("Signed by {name}").format(name=name_of(one.publisher))
        case "broken":
            return _("Its signature does not hold")
    return _("Not signed by anybody you trust")


def name_of(publisher: Publisher | None) -> str:
    """The programme that vouches for a publisher, or the first half of the number to compare."""
    if publisher is None:
        return ""
    return isolate(publisher.name) if publisher.name else short_number(publisher)


def short_number(publisher: Publisher) -> str:
    """Enough of the number to tell two publishers apart."""
    return isolate_number(publisher.fingerprint[:9] + "…")


def installed_state(one: InstalledModule) -> State:
    """How a module is that is here."""
    if one.reason:
        return "caution", "alert-circle", _("Damaged")
    if one.hidden:
        # For translators: a module that staff put out of sight
        return "plain", "eye-off", pgettext("of a module", "Put away")
    if one.standing == "broken":
        return "caution", "alert-circle", _("Altered")
    return "success", "circle-check", _("Ready")


def found_state(one: FoundModule) -> State:
    """What a module on a stick is, in a word or two."""
    kinds: dict[str, State] = {
        "same": ("success", "circle-check", _("Already here")),
        "older": ("plain", "history", _("Older")),
        "other": ("caution", "alert-circle", _("Not the same")),
        "damaged": ("caution", "alert-circle", _("Damaged")),
        "too-new": ("caution", "alert-circle", _("Too new")),
    }
    if one.kind in kinds:
        return kinds[one.kind]
    standings: dict[str, State] = {
        "broken": ("caution", "alert-circle", _("Altered")),
        "stranger": ("caution", "lock", _("Unknown publisher")),
        "unsigned": ("caution", "lock", _("Not signed")),
    }
    if one.standing in standings:
        return standings[one.standing]
    if one.kind == "new":
        # For translators: a module that is not on this computer yet
        return "primary", "plus", _("New")
    if one.kind == "mended":
        return "primary", "refresh", _("Mends the copy here")
    # For translators: a newer version of a module
    return "primary", "arrow-up", _("Newer")


def refusal_of(one: FoundModule) -> str:
    """Why a module is not installed, and what to do; empty where it can be."""
    here = isolate_number(one.here or "")
    kinds = {
        "same": "",
        "older": _("Version {here} is here already. An older one does not take its place.").format(
            here=here
        ),
        "other": _(
            "Version {here} is here already, with other content. Ask for a higher version."
        ).format(here=here),
        "damaged": _("This USB copy is damaged. Copy the module again, or try another USB stick."),
        "too-new": _(
            "This module needs Waypost {version} or newer. Update this computer first."
        ).format(version=isolate_number(one.needs_version)),
    }
    if one.kind in kinds:
        return kinds[one.kind]
    standings = {
        "broken": _(
            "This module was altered after it was signed. Ask its publisher for a good one."
        ),
        "stranger": _("This computer does not know who signed this module."),
        "unsigned": _("Nobody signed this module. So nobody can say if it was altered."),
    }
    return standings.get(one.standing, "")


def changes_said(changed: Changes) -> Iterator[str]:
    """What is different, line by line, from what was there before."""
    if changed.languages_added:
        names = language_names(changed.languages_added)
        yield _("New languages: {names}").format(names=names)
    if changed.languages_removed:
        names = language_names(changed.languages_removed)
        yield _("No longer in: {names}").format(names=names)
    for title in changed.lessons_added:
        yield _("New lesson: {title}").format(title=isolate(title))
    for title in changed.lessons_removed:
        yield _("Lesson taken out: {title}").format(title=isolate(title))
    for before, now in changed.lessons_renamed:
        yield _("“{before}” is now called “{now}”").format(before=isolate(before), now=isolate(now))
    if changed.minutes[0] != changed.minutes[1]:
        yield _("Minutes: {now}, before {before}").format(**_pair(changed.minutes))
    if changed.questions[0] != changed.questions[1]:
        yield _("Questions: {now}, before {before}").format(**_pair(changed.questions))


def _pair(numbers: tuple[int, int]) -> dict[str, str]:
    before, now = (isolate(i18n.number(one)) for one in numbers)
    return {"before": before, "now": now}


def progress_said(told: ModuleProgress | None, waiting: str) -> tuple[str, float]:
    """How far a work has come: in words, and as a share of 1."""
    if told is None or not told.total:
        return waiting, 0.0
    from trainer_app.operations.module_files import megabytes

    words = _("Module {here} of {count} · {done} of {total} MB").format(
        here=isolate(i18n.number(told.number)),
        count=isolate(i18n.number(told.count)),
        done=megabytes(told.done),
        total=megabytes(told.total),
    )
    return words, told.done / told.total
