"""How ready a site is: its self-check, its reporting chain, and when both were tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.operations.audit import STAFF
from trainer_app.operations.programme import contact_of, programme, site_id_here
from trainer_app.operations.site import SLOTS, SlotState, reporting_chain, site_name, slot_state
from trainer_app.operations.site_checks import SAFE_TERMINAL as SAFE_TERMINAL
from trainer_app.operations.site_checks import CheckKept as CheckKept
from trainer_app.operations.site_checks import ListedCheck, listed_check, words_about
from trainer_app.operations.site_checks import checklists_here as checklists_here
from trainer_app.operations.site_checks import record_check as record_check
from trainer_app.operations.site_facts import Headcount, headcounts
from trainer_app.operations.site_facts import set_headcount as set_headcount
from trainer_app.training.checks import ItemAnswer as ItemAnswer
from trainer_app.training.checks import Word, standing_words, trend
from trainer_app.training.clocks import Quality

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import CheckItem
    from trainer_app.store import Store

REHEARSED, DRILL = "chain-rehearsed", "drill"
"""Items beside the score that say when something was tried."""
_SITE = "site"


@dataclass(frozen=True, slots=True)
class ItemReadiness:
    """One item and what stands of it; ``answer`` is None where nobody ever said a word.

    ``by`` is a name where it is known, else a pseudonym. ``said_on`` is as sure as ``quality``
    says. ``overdue``: the day of the next review has passed.
    """

    item: CheckItem
    answer: ItemAnswer | None = None
    by: str = ""
    said_on: date | None = None
    quality: Quality | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class ChainState:
    """The reporting chain of a site on a day: every place, filled or not.

    ``here``: as it stands on this computer; else as the programme has it.
    """

    slots: tuple[SlotState, ...]
    here: bool

    @property
    def filled(self) -> int:
        """How many places are filled."""
        return sum(slot.contact is not None for slot in self.slots)

    @property
    def verified(self) -> int:
        """How many of them somebody tried in the last six months."""
        return sum(_is_verified(slot) for slot in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """One site and one self-check. ``chain`` is None where this computer does not know it."""

    site_id: str
    site_name: str
    listed: ListedCheck
    items: tuple[ItemReadiness, ...]
    beside: tuple[ItemReadiness, ...]
    trend: tuple[tuple[date, int], ...]
    """How many items were in place at the end of each month since the first answer, by the month's
    first day; the last is that of now. Empty where nobody ever answered."""
    chain: ChainState | None
    headcount: Headcount = field(default_factory=Headcount)

    @property
    def score(self) -> int | None:
        """How many items are in place; None where nobody ever answered, which is not zero."""
        answered = [one.answer for one in self.items if one.answer]
        return sum(one.state == "in-place" for one in answered) if answered else None

    @property
    def unknown(self) -> int:
        """How many items nobody answered, or nobody knows about."""
        states = [one.answer.state if one.answer else "not-known" for one in self.items]
        return states.count("not-known")

    @property
    def overdue(self) -> int:
        """How many reviews are overdue, of all items."""
        return sum(one.overdue for one in (*self.items, *self.beside))

    @property
    def rehearsed_on(self) -> date | None:
        """When the reporting chain was tried out."""
        return self._done_on(REHEARSED)

    @property
    def drill_on(self) -> date | None:
        """When there was a drill at the site."""
        return self._done_on(DRILL)

    def _done_on(self, item_id: str) -> date | None:
        for one in (*self.items, *self.beside):
            if one.item.id == item_id and one.answer and one.answer.state == "in-place":
                return one.answer.evidence_on
        return None


def site_readiness(
    store: Store,
    *,
    catalog: Catalog,
    site_id: str,
    language: str,
    on: date,
    checklist_id: str = SAFE_TERMINAL,
) -> Readiness:
    """How one site stands on that day.

    Raises ``KeyError`` for an unknown list, ``PackRejected`` for a damaged shelf.
    """
    found = readiness_of_sites(
        store,
        catalog=catalog,
        language=language,
        on=on,
        checklist_id=checklist_id,
        site_ids=(site_id,),
    )
    return found[0]


def readiness_of_sites(
    store: Store,
    *,
    catalog: Catalog,
    language: str,
    on: date,
    checklist_id: str = SAFE_TERMINAL,
    site_ids: Sequence[str] | None = None,
) -> list[Readiness]:
    """How sites stand on that day, by name: those given, or all that are open.

    One question to the log, however many there are. Raises as ``site_readiness``.
    """
    listed = listed_check(store, catalog=catalog, language=language, checklist_id=checklist_id)
    names = site_names(store) if site_ids is None else _named(store, site_ids)
    words = words_about(store, [(site_id, checklist_id) for site_id in names], on)
    people = {
        str(one.body.get("actor")): str(one.body.get("name"))
        for one in store.directory.records(STAFF)
    }
    chains, counted = _chains(store, names, on), headcounts(store)
    item_ids = [item.id for item in listed.checklist.items]
    found = []
    for site_id, name in names.items():
        told = words[site_id]
        stands = standing_words(told)
        items, beside = (
            tuple(_item(item, stands.get(item.id), people, on) for item in some)
            for some in (listed.checklist.items, listed.checklist.beside)
        )
        found.append(
            Readiness(
                site_id=site_id,
                site_name=name,
                listed=listed,
                items=items,
                beside=beside,
                trend=trend(told, item_ids, on),
                chain=chains[site_id],
                headcount=counted.get(site_id, Headcount()),
            )
        )
    return sorted(found, key=lambda one: (one.site_name.casefold(), one.site_id))


def site_names(store: Store) -> dict[str, str]:
    """The names of the sites that are open, by id; and of this computer's own."""
    here = site_id_here(store)
    names = {
        one.record_id: str(one.body.get("name") or one.record_id)
        for one in store.directory.records(_SITE)
        if not one.body.get("closed")
    }
    own = site_name(store) or names.get(here, here)
    return names | {here: own}


def _named(store: Store, site_ids: Iterable[str]) -> dict[str, str]:
    """The names of these sites, also of closed and of unknown ones."""
    known = site_names(store)
    names = {}
    for site_id in site_ids:
        record = store.directory.record(_SITE, site_id) if site_id not in known else None
        told = str(record.body.get("name") or "") if record else ""
        names[site_id] = known.get(site_id) or told or site_id
    return names


def _item(item: CheckItem, word: Word | None, people: Mapping[str, str], on: date) -> ItemReadiness:
    if word is None:
        return ItemReadiness(item)
    review = word.answer.review_on
    return ItemReadiness(
        item,
        word.answer,
        by=people.get(word.actor, word.actor),
        said_on=word.said_on,
        quality=word.quality,
        overdue=review is not None and review < on,
    )


# ---------------------------------------------------------------- the reporting chain


def _chains(store: Store, site_ids: Iterable[str], on: date) -> dict[str, ChainState | None]:
    """Of this computer's own site as it is filled here, of the others as the programme has it."""
    signed = programme(store)
    here = site_id_here(store)
    found: dict[str, ChainState | None] = {}
    for site_id in site_ids:
        site = signed.programme.site(site_id) if signed else None
        if site_id == here:
            found[site_id] = ChainState(tuple(reporting_chain(store, on=on)), here=True)
        elif signed is not None and site is not None:
            places = signed.programme.chain_of(site)
            slots = [
                slot_state(slot, contact_of(places[slot]) if slot in places else None, on)
                for slot in SLOTS
            ]
            found[site_id] = ChainState(tuple(slots), here=False)
        else:
            found[site_id] = None
    return found


def _is_verified(slot: SlotState) -> bool:
    contact = slot.contact
    if contact is None or slot.outdated:
        return False
    return bool(contact.verified_by and contact.verified_on)
