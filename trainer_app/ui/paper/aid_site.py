"""What a job aid takes from the site: its name, the places of its reporting chain, the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trainer_app.i18n import _, day, isolate, isolate_number
from trainer_app.operations.site import FALLBACKS, SLOTS, slot_values
from trainer_app.ui import icons
from trainer_app.ui.paper.flow import GREY
from trainer_app.ui.paper.text import Ink

if TYPE_CHECKING:
    from trainer_app.operations.site import SlotState
    from trainer_app.ui.paper.flow import Column, Flow

_FIXED_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the chain, ready for paper. ``number`` is empty unless it may be called."""

    slot_id: str
    label: str
    name: str = ""
    number: str = ""
    hours: str = ""
    verified_by: str = ""
    verified_on: date | None = None

    def checked(self) -> str:
        """Who called the number and when; empty where no number stands."""
        if self.verified_on is None:
            return ""
        words = _("Checked on {date} by {name}")
        on = isolate(day(self.verified_on, "medium"))
        return words.format(date=on, name=isolate(self.verified_by))


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site on the day of printing. Words come in the language spoken when they are asked for."""

    name: str
    chain: Sequence[SlotState]
    on: date

    def place(self, slot_id: str) -> Place:
        """What is printed for a place; what may not be called is left out."""
        label = _(SLOTS[slot_id])
        state = next((one for one in self.chain if one.slot_id == slot_id), None)
        if state is None or state.contact is None:
            return Place(slot_id, label)
        contact = state.contact
        if not state.callable:
            return Place(slot_id, label, contact.name, hours=contact.hours)
        return Place(
            slot_id, label, contact.name, whole_number(contact.number), contact.hours,
            contact.verified_by, contact.verified_on,
        )  # fmt: skip

    def values(self) -> dict[str, str]:
        """What stands for each slot in a sentence: the site's words, or what the place is."""
        found = {slot_id: within(_(name)) for slot_id, name in FALLBACKS.items()}
        numbers = {one.slot_id: one.contact.number for one in self.chain if one.contact}
        for slot_id, value in slot_values(list(self.chain)).items():
            number = numbers[slot_id]
            name = value.removesuffix(number).strip() if number else value
            parts = [isolate(name)] if name else []
            parts += [whole_number(number)] if number and value.endswith(number) else []
            found[slot_id] = " ".join(parts)
        return found


def whole_number(number: str) -> str:
    """A number that is read from left to right and stays in one line."""
    return isolate_number(number.replace(" ", _FIXED_SPACE)) if number else ""


def within(name: str) -> str:
    """The name of a place inside a sentence."""
    return name[:1].lower() + name[1:]


def signature(flow: Flow, column: Column, y: float, site: SiteFacts, size: float) -> float:
    """The last line of every sheet: whose it is, and when it was printed."""
    side = size * 1.4
    flow.icon(column.x, y, side, icons.MARK)
    beside = column.inset(flow.mm(side * 1.35))
    top = y + (flow.mm(side) - flow.line_height(size)) / 2
    bottom = flow.lines(beside, top, "Waypost", Ink(size, 600, GREY))
    printed = _("Printed on {date}").format(date=isolate(day(site.on, "medium")))
    flow.lines(beside, top, printed, Ink(size, colour=GREY, at="end"))
    return max(bottom, y + flow.mm(side))
