"""This site: its name, its reporting chain and numbers, and who checked them when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _
from trainer_app.operations import Changed

if TYPE_CHECKING:
    from trainer_app.store import Store

SLOTS = {
    "emergency-number": N_("Emergency number"),
    "child-helpline": N_("Child helpline"),
    "focal-point": N_("Focal point"),
    "focal-point-night": N_("Focal point at night"),
    "protection-office": N_("Child protection office"),
    "police": N_("Police"),
    "content-hotline": N_("Hotline for online material"),
    "manager": N_("Manager"),
}
"""The places of the reporting chain, in the order they are shown."""
FALLBACKS = {
    "emergency-number": N_("the emergency number"),
    "child-helpline": N_("the child helpline"),
    "focal-point": N_("the focal point"),
    "focal-point-night": N_("the focal point at night"),
    "protection-office": N_("the child protection office"),
    "police": N_("the police"),
    "content-hotline": N_("the hotline for online material"),
    "manager": N_("the manager"),
}
"""What stands in a sentence for a place that is empty, where no module brings words of its own."""
VALID_DAYS = 183
"""A checked entry counts for six months (CS-63)."""
_SITE_NAME = "site-name"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One place of the chain: who or what, the number, and who tried it when."""

    name: str = ""
    number: str = ""
    hours: str = ""
    verified_by: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class SlotState:
    """A place of the chain today. ``contact`` is None while it is empty."""

    slot_id: str
    contact: Contact | None
    callable: bool
    outdated: bool


@dataclass(frozen=True, slots=True)
class SiteKept:
    """The site as it is now on disk."""

    changed: Changed = Changed.SITE


def site_name(store: Store) -> str:
    """The name of this site; empty while nobody wrote it."""
    return store.setting(_SITE_NAME) or ""


def name_site(store: Store, *, name: str) -> SiteKept:
    """Write the name of this site."""
    store.set_setting(_SITE_NAME, " ".join(name.split()) or None)
    return SiteKept()


def reporting_chain(store: Store, *, on: date) -> list[SlotState]:
    """Every place of the chain. Only a number tried in the last six months may be called."""
    settings = store.settings()
    kept = {slot_id: settings.get(f"slot:{slot_id}") for slot_id in SLOTS}
    return [
        slot_state(slot_id, msgspec.json.decode(text, type=Contact) if text else None, on)
        for slot_id, text in kept.items()
    ]


def fill_slot(
    store: Store, *, slot_id: str, contact: Contact | None, on: date | None = None
) -> SiteKept:
    """Write one place of the chain, or empty it; ``on`` is today, where a day can be too late.

    Raises ``TrainerError`` naming what is wrong.
    """
    if slot_id not in SLOTS:
        raise TrainerError(
            _("There is no place {slot}. Choose one of: {slots}.").format(
                slot=slot_id, slots=", ".join(SLOTS)
            )
        )
    if contact and contact.number and not (contact.verified_by and contact.verified_on):
        raise TrainerError(
            _("Say who tried this number and on which day. Without that it is not shown.")
        )
    if contact and contact.number and not any(sign.isdigit() for sign in contact.number):
        raise TrainerError(_("A number to call has digits in it."))
    if contact and on and contact.verified_on and contact.verified_on > on:
        raise TrainerError(_("The day on which the number was tried is still to come."))
    value = msgspec.json.encode(contact).decode() if contact else None
    store.set_setting(f"slot:{slot_id}", value)
    return SiteKept()


def slot_values(chain: list[SlotState]) -> dict[str, str]:
    """What stands in lesson texts for ``{slot}``: the name and, if it may be called, the number."""
    values = {}
    for state in chain:
        if contact := state.contact:
            number = contact.number if state.callable else ""
            name = contact.name or (_(SLOTS[state.slot_id]) if number else "")
            values[state.slot_id] = f"{name} {number}".strip()
    return {slot_id: value for slot_id, value in values.items() if value}


def slot_state(slot_id: str, contact: Contact | None, on: date) -> SlotState:
    """A place of the chain on that day."""
    if contact is None:
        return SlotState(slot_id, None, callable=False, outdated=False)
    checked = bool(contact.verified_by and contact.verified_on)
    outdated = checked and contact.verified_on + timedelta(days=VALID_DAYS) < on  # type: ignore[operator]
    usable = checked and not outdated and contact.verified_on <= on  # type: ignore[operator]
    return SlotState(slot_id, contact, callable=bool(contact.number and usable), outdated=outdated)
