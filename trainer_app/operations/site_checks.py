"""Self-checks of sites: which there are, what was found written down, and everything ever said.

Answers are statements (``training.statement``), so they travel and nothing is lost: where two
supervisors answered, both words are kept and the last one stands, by corrected time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from trainer_app.content import inline
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.audit import act_draft
from trainer_app.operations.clock import moments_of
from trainer_app.operations.programme import programme
from trainer_app.operations.site_facts import NO_SITE
from trainer_app.training.checks import SEEN, STATES, ItemAnswer, Word, standing_words
from trainer_app.training.clocks import Event
from trainer_app.training.staff import Act
from trainer_app.training.statement import (
    ActivityType,
    Draft,
    Verb,
    check_path,
    check_registration,
)
from trainer_app.training.times import at, milliseconds

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import CheckItem, Checklist
    from trainer_app.store import Store, Told
    from trainer_app.training.staff import OnDuty

DayOf = Literal["evidence", "review"]
SAFE_TERMINAL = "safe-terminal"
"""The self-check that comes with Waypost."""


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """A self-check, and the language its texts are in."""

    checklist: Checklist
    language: str


@dataclass(frozen=True, slots=True)
class CheckKept:
    """So many answers are on the disk; those that changed nothing were not written again."""

    written: int
    changed: Changed = Changed.SITE | Changed.STAFF


# ---------------------------------------------------------------- which lists there are


def checklists_here(store: Store, *, catalog: Catalog, language: str) -> tuple[ListedCheck, ...]:
    """The self-checks of this computer: those of the shelf, then those of the programme.

    One of the programme takes the place of one of the shelf with the same id. Raises
    ``PackRejected`` for a damaged shelf.
    """
    shelf = catalog.shelf(language)
    spoken = shelf.checks_language or shelf.language
    listed = {one.id: ListedCheck(one, spoken) for one in shelf.checklists}
    signed = programme(store)
    for brought in signed.programme.checklists if signed else ():
        listed[brought.id] = ListedCheck(brought.as_shelf_has_them(), brought.language)
    return tuple(listed.values())


def listed_check(
    store: Store, *, catalog: Catalog, language: str, checklist_id: str = SAFE_TERMINAL
) -> ListedCheck:
    """One of them. Raises ``KeyError``, ``PackRejected``."""
    known = checklists_here(store, catalog=catalog, language=language)
    return {one.checklist.id: one for one in known}[checklist_id]


# ---------------------------------------------------------------- writing


def record_check(
    store: Store,
    *,
    by: OnDuty,
    site_id: str,
    listed: ListedCheck,
    answers: Mapping[str, ItemAnswer],
    on: date | None = None,
) -> CheckKept:
    """Write down what was found at a site, all of it or nothing: answers by item id.

    What stands already is not written again. ``on`` is today, where a day can be too late. Raises
    ``TrainerError`` naming what is missing, ``KeyError`` for an unknown item, ``NotSaved``.
    """
    checklist = listed.checklist
    stands = standing_words(words_about(store, [(site_id, checklist.id)], on)[site_id])
    drafts = []
    for item_id, answer in answers.items():
        item, told = checklist.item(item_id), _settled(answer)
        if item_id in stands and stands[item_id].answer == told:
            continue
        if fault := answer_fault(told, on):
            raise TrainerError(fault[1])
        drafts.append(_draft(by, site_id, listed, item, told))
    if not drafts:
        return CheckKept(0, Changed.NOTHING)
    about = f"{checklist.id} {site_id or NO_SITE}"
    store.append([*drafts, act_draft(by, Act.SITE_CHECKED, about)])
    return CheckKept(len(drafts))


def _settled(answer: ItemAnswer) -> ItemAnswer:
    """Where there is nothing to see, it was seen on no day."""
    if answer.state in SEEN:
        return answer
    return ItemAnswer(answer.state, None, answer.review_on)


def answer_fault(answer: ItemAnswer, on: date | None) -> tuple[DayOf, str] | None:
    """Which day of an answer cannot be, and a sentence about it; None where all is well.

    ``on`` is today; without it no day is too early or too late.
    """
    if answer.state in SEEN and answer.evidence_on is None:
        return "evidence", _("Say on which day you saw what shows it.")
    if on and answer.state in SEEN and answer.evidence_on and answer.evidence_on > on:
        return "evidence", _("The day you saw it is still to come. Look at the date.")
    if on and answer.review_on and answer.review_on <= on:
        return "review", _("The next review is a day still to come. Look at the date.")
    return None


def _draft(
    by: OnDuty, site_id: str, listed: ListedCheck, item: CheckItem, answer: ItemAnswer
) -> Draft:
    checklist = listed.checklist
    known = answer.state != "not-known"
    return Draft(
        actor=by.staff.actor,
        verb=Verb.RESPONDED,
        activity=check_path(checklist.id, item.id),
        activity_type=ActivityType.SITE_CHECK,
        registration=check_registration(site_id, checklist.id),
        session=by.sitting,
        revision=f"{checklist.id}@{checklist.version}",
        language=listed.language,
        site=site_id or None,
        name=inline.plain(item.title),
        parent=check_path(checklist.id),
        response=answer.state,
        completion=answer.state == "in-place" if known else None,
        planned=answer.evidence_on.isoformat() if answer.evidence_on else None,
        valid_until=answer.review_on.isoformat() if answer.review_on else None,
    )


# ---------------------------------------------------------------- reading


def words_about(
    store: Store, checks: Iterable[tuple[str, str]], on: date | None
) -> dict[str, list[Word]]:
    """Everything that was ever said of these sites and lists, by site."""
    sites = {check_registration(*one): one[0] for one in checks}
    found: dict[str, list[Word]] = {site_id: [] for site_id in sites.values()}
    chains: dict[tuple[UUID, int], list[Told]] = defaultdict(list)
    for told in store.sittings.checks(sites):
        if told.draft.response in STATES:  # a newer release may know others
            chains[told.stamp.device, told.stamp.epoch].append(told)
    zone = _zone(on)
    for (device, epoch), tolds in chains.items():
        events = [
            Event(
                seq=one.stamp.seq,
                boot=one.stamp.boot,
                mono_ms=one.stamp.mono_ms,
                wall_ms=milliseconds(one.stamp.at),
            )
            for one in tolds
        ]
        moments = moments_of(store, device, epoch, events)
        for one, moment in zip(tolds, moments, strict=True):
            word = Word(
                item_id=one.draft.activity.rpartition("/")[2],
                answer=_answer(one.draft),
                actor=one.draft.actor,
                at_ms=moment.at_ms,
                said_on=(at(moment.at_ms) + zone).date(),
                quality=moment.quality,
                device=device,
                epoch=epoch,
                seq=one.stamp.seq,
            )
            found[sites[one.draft.registration]].append(word)
    return found


def _answer(draft: Draft) -> ItemAnswer:
    state = next(one for one in STATES if one == draft.response)
    return ItemAnswer(state, _day(draft.planned), _day(draft.valid_until))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _zone(on: date | None) -> timedelta:
    """How far local time is ahead of UTC; every day told is counted by it."""
    noon = datetime(on.year, on.month, on.day, 12) if on else datetime.now()
    return noon.astimezone().utcoffset() or timedelta()
