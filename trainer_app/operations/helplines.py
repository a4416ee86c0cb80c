"""Numbers of a country: which of them were tried, and which are still to be checked.

A row of ``assets/helplines.yaml`` is what a source says. It becomes a number to call only when a
national partner tried it and signed with a date, for six months (CS-63). Until then facilitators
see it as "to be checked"; learners never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from trainer_app.errors import PackRejected, TrainerError
from trainer_app.i18n import _
from trainer_app.operations.site import VALID_DAYS, Contact, SiteKept, SlotState, reporting_chain

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.shelf import Helpline
    from trainer_app.store import Store

_COUNTRY = "site-country"
_SLOT = {
    "emergency": "emergency-number",
    "police": "police",
    "child-helpline": "child-helpline",
    "content-hotline": "content-hotline",
    "protection-office": "protection-office",
}
LineState = Literal["verified", "outdated", "to-check", "to-supply"]


@dataclass(frozen=True, slots=True)
class LineToCheck:
    """A row as a facilitator sees it today."""

    line: Helpline
    state: LineState


def site_country(store: Store) -> str:
    """The country of this site, ISO 3166 such as BO; empty while nobody chose it."""
    return store.setting(_COUNTRY) or ""


def set_country(store: Store, *, country: str) -> SiteKept:
    """Choose the country of this site; empty forgets it. Raises ``TrainerError`` for no code."""
    code = country.strip().upper()
    if code and not re.fullmatch(r"[A-Z]{2}", code):
        raise TrainerError(_("Write the country as two letters, such as BO for Bolivia."))
    store.set_setting(_COUNTRY, code or None)
    return SiteKept()


def lines_of(helplines: Iterable[Helpline], country: str, on: date) -> list[LineToCheck]:
    """The rows of a country, those that hold everywhere last."""
    mine = [line for line in helplines if country and line.country == country]
    world = [line for line in helplines if line.country == "world"]
    return [LineToCheck(line, _state(line, on)) for line in mine + world]


def filled_from_lines(
    chain: Sequence[SlotState], helplines: Iterable[Helpline], country: str, on: date
) -> list[SlotState]:
    """The reporting chain, its empty places filled with the country's verified numbers."""
    found: dict[str, Helpline] = {}
    for one in lines_of(helplines, country, on):
        slot = _SLOT.get(one.line.channel)
        if one.state == "verified" and one.line.country == country and slot and one.line.number:
            found.setdefault(slot, one.line)
    return [
        replace(state, contact=_contact(found[state.slot_id]), callable=True)
        if state.contact is None and state.slot_id in found
        else state
        for state in chain
    ]


def site_chain(store: Store, catalog: Catalog, on: date) -> list[SlotState]:
    """The reporting chain of this site as everybody sees it: its own places first, then what the
    country's verified numbers fill."""
    chain = reporting_chain(store, on=on)
    try:
        helplines = catalog.shelf("en").helplines
    except PackRejected:
        return chain
    return filled_from_lines(chain, helplines, site_country(store), on)


def _state(line: Helpline, on: date) -> LineState:
    if not line.number and not line.web:
        return "to-supply"
    if not (line.verified_by and line.verified_on):
        return "to-check"
    tried = date.fromisoformat(line.verified_on)
    return "verified" if tried <= on <= tried + timedelta(days=VALID_DAYS) else "outdated"


def _contact(line: Helpline) -> Contact:
    return Contact(
        name=line.name,
        number=line.number,
        hours=line.hours,
        verified_by=line.verified_by,
        verified_on=date.fromisoformat(line.verified_on) if line.verified_on else None,
    )
