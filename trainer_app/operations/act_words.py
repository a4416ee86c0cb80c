"""What staff did, as sentences; and as a file in which nobody is named."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer_app import i18n
from trainer_app.i18n import N_, _, isolate, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.audit import BY_ITSELF, act_draft
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from pathlib import Path

    from trainer_app.operations.audit import ActDone
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty

COLUMNS = ("number", "time_utc", "act", "by", "about")
_PAGE = 500

_ABOUT_ONE: dict[str, str] = {
    Act.STAFF_ADDED: N_("{by} added {about} to the staff."),
    Act.STAFF_LEFT: N_("{by} marked {about} as staff who left."),
    Act.PIN_RESET: N_("{by} gave {about} a new number to sign in."),
    Act.PIN_RECOVERED: N_("{about} chose a new number with the recovery code."),
    Act.REGISTERED: N_("{by} registered {about}."),
    Act.CORRECTED: N_("{by} corrected what is written about {about}."),
    Act.PICTURES_RESET: N_("{by} gave {about} new pictures."),
    Act.MERGED: N_("{by} joined two entries of one person: {about}."),
    Act.UNMERGED: N_("{by} took joined entries apart again: {about}."),
    Act.TOLD_APART: N_("{by} said that two entries are two people: {about}."),
    Act.LEFT: N_("{by} marked {about} as left."),
    Act.CAME_BACK: N_("{by} marked {about} as back again."),
    Act.IMPORTED: N_("{by} took people from a list."),
    Act.ISSUED: N_("{by} signed certificates."),
    Act.CERTIFICATE_WITHDRAWN: N_("{by} withdrew a certificate: {about}."),
    Act.EXPORTED: N_("{by} saved a list as a file."),
    Act.ERASED: N_("{by} erased a person. This code is left: {about}."),
    Act.PUBLISHER_ACCEPTED: N_("{by} accepted a publisher of modules: {about}."),
    Act.PUBLISHER_WITHDRAWN: N_("{by} withdrew trust in a publisher of modules: {about}."),
    Act.UNSIGNED_ALLOWED: N_("{by} allowed a module without a signature: {about}."),
    Act.MODULE_INSTALLED: N_("{by} installed a module: {about}."),
    Act.MODULE_REMOVED: N_("{by} removed a module: {about}."),
    Act.UPDATE_PREPARED: N_("{by} made a new version of Waypost ready: {about}."),
    Act.PASSPHRASE_SET: N_("{by} set a passphrase for this computer."),
    Act.PASSPHRASE_REMOVED: N_("{by} took the passphrase of this computer off."),
    Act.CODE_RENEWED: N_("{by} made a new recovery code for this computer."),
    Act.BACKUP_FOLDER_CHOSEN: N_("{by} chose a second place for safety copies."),
    Act.BACKUP_FOLDER_LEFT: N_("{by} ended the second place for safety copies."),
    Act.SITE_CHECKED: N_("{by} wrote down answers of a self-check: {about}."),
    Act.HEADCOUNT_SET: N_("{by} wrote down how many people work at a site: {about}."),
    Act.LIMIT_APPLIED: N_("{by} deleted single answers that were past the time limit."),
}
"""What happened to one, or to what is named."""


@dataclass(frozen=True, slots=True)
class ActsWritten:
    """So many acts are in the file."""

    path: Path
    count: int
    changed: Changed = Changed.STAFF


def act_sentence(done: ActDone) -> str:
    """One act in one sentence, in the language of the moment."""
    by, about = isolate(done.by), isolate(done.about)
    if done.act == Act.STAFF_ADDED and done.by == done.about:
        return _("{by} made the first staff account with the recovery code.").format(by=by)
    if done.act == Act.EXPORTED and (told := _report_sentence(done)):
        return told
    count = _count(done.about)
    words = _counted(done, count) if count is not None else None
    if words is not None and count is not None:
        return words.format(by=by, count=isolate(i18n.number(count)))
    if done.act in _ABOUT_ONE:
        return _(_ABOUT_ONE[done.act]).format(by=by, about=about)
    # For translators: something that a newer version of the program wrote down.
    words = _("{by} did something that this version does not know: {act}.")
    return words.format(by=by, act=isolate(done.act))


def export_acts(store: Store, path: Path, *, by: OnDuty) -> ActsWritten:
    """Write all that staff did to a CSV file, newest first. People stand in it as codes.

    It is noted before, so that it cannot happen unnoticed. Raises ``OSError``, ``NotSaved``.
    """
    from trainer_app import durable

    store.append([act_draft(by, Act.EXPORTED, "audit")])
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count, before = 0, None
    while page := store.sittings.acts(_PAGE, before):
        for row, told in page:
            act = told.draft.activity.rpartition("/")[2]
            at = told.at.isoformat(timespec="seconds").replace("+00:00", "Z")
            table.writerow((row, at, act, told.draft.actor, told.draft.about or ""))
        count, before = count + len(page), page[-1][0]
    durable.write(path, text.getvalue().encode())
    return ActsWritten(path, count)


def _count(about: str) -> int | None:
    """How many it was about, where the act tells a number."""
    last = about.rpartition(" ")[2]
    return int(last) if last.isascii() and last.isdigit() else None


def _report_sentence(done: ActDone) -> str:
    """That a report was taken away, as what and why; empty where it was something else."""
    from trainer_app.operations.reports.hand_out import KINDS, REPORTS, WHYS, WITHOUT_NAMES, Why

    told = re.findall(r"[\w-]+", done.about)  # a list of the language of the moment
    if len(told) != 4 or told[0] not in REPORTS or told[1] not in KINDS or not told[3].isdecimal():
        return ""
    count = int(told[3])
    if told[2] == WITHOUT_NAMES:
        words, why = (
            ngettext(
                "{by} saved the report “{report}” without names: {kind}, {count} row.",
                "{by} saved the report “{report}” without names: {kind}, {count} rows.",
                count,
            ),
            "",
        )
    elif told[2] in tuple(Why):
        words, why = (
            ngettext(
                "{by} saved the report “{report}” with names: {kind}, {count} row. {why}",
                "{by} saved the report “{report}” with names: {kind}, {count} rows. {why}",
                count,
            ),
            _(WHYS[Why(told[2])]),
        )
    else:
        return ""
    return words.format(
        by=isolate(done.by),
        report=_(REPORTS[told[0]]),
        kind=isolate(_(KINDS[told[1]])),
        count=isolate(i18n.number(count)),
        why=why,
    )


def _counted(done: ActDone, count: int) -> str | None:
    """What happened to many; None where an act is never about many."""
    match done.act:
        case Act.REGISTERED:
            return ngettext(
                "{by} registered {count} person.", "{by} registered {count} people.", count
            )
        case Act.CORRECTED:
            return ngettext(
                "{by} corrected what is written about {count} person.",
                "{by} corrected what is written about {count} people.",
                count,
            )
        case Act.PICTURES_RESET:
            return ngettext(
                "{by} gave {count} person new pictures.",
                "{by} gave {count} people new pictures.",
                count,
            )
        case Act.LEFT:
            return ngettext(
                "{by} marked {count} person as left.", "{by} marked {count} people as left.", count
            )
    return _counted_on_paper(done, count)


def _limit_sentence(done: ActDone, count: int) -> str:
    """That answers went by their time: because somebody said so, or by itself."""
    if done.by.startswith(BY_ITSELF):
        return ngettext(
            "Waypost deleted {count} single answer that was past the time limit.",
            "Waypost deleted {count} single answers that were past the time limit.",
            count,
        )
    return ngettext(
        "{by} deleted {count} single answer that was past the time limit.",
        "{by} deleted {count} single answers that were past the time limit.",
        count,
    )


def _counted_on_paper(done: ActDone, count: int) -> str | None:
    match done.act:
        case Act.LIMIT_APPLIED:
            return _limit_sentence(done, count)
        case Act.IMPORTED:
            return ngettext(
                "{by} took {count} person from a list.",
                "{by} took {count} people from a list.",
                count,
            )
        case Act.EXPORTED:
            return ngettext(
                "{by} saved a list of {count} person.",
                "{by} saved a list of {count} people.",
                count,
            )
        case Act.ISSUED if "attend" in done.about:
            return ngettext(
                "{by} signed {count} certificate of attendance.",
                "{by} signed {count} certificates of attendance.",
                count,
            )
        case Act.ISSUED:
            return ngettext(
                "{by} signed {count} certificate.", "{by} signed {count} certificates.", count
            )
    return None
