"""The card for a wallet: eight on a sheet, as large as a bank card, with marks to cut along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.i18n import isolate
from trainer_app.ui.paper.aid_sections import ICONS, title_of
from trainer_app.ui.paper.aid_site import signature
from trainer_app.ui.paper.flow import BLACK, FINE, GREY, Column, Flow, fitting
from trainer_app.ui.paper.page import A4
from trainer_app.ui.paper.text import Ink, Marked, marked

if TYPE_CHECKING:
    from trainer_app.content.shelf import AidSection, JobAid
    from trainer_app.ui.paper.aid_site import Place, SiteFacts

WIDE, HIGH = 85.0, 54.0
ACROSS, DOWN = 2, 4
_EDGE, _GAP, _ROOM = 3.0, 3.0, 0.7
_SHARES = (0.45, 0.55)
_HEADING, _TITLE, _BODY, _LABEL, _NUMBER, _SMALL = 3.5, 2.6, 2.5, 2.15, 3.4, 1.8
_LARGEST = 1.14
_PEOPLE = ("focal-point", "focal-point-night", "manager")
"""Whose names stand on so small a card; a helpline is known by what it is."""
_WRITING = 4.6
_MARK, _OFF = 6.0, 1.5


class WalletSheet:
    """One painting of the cards. What is told and whom to call are fitted each on its own."""

    def __init__(self, aid: JobAid, site: SiteFacts) -> None:
        self._aid, self._site = aid, site
        self._told = [part for part in aid.sections if part.kind != "call"]
        self._calls = [part for part in aid.sections if part.kind == "call"]
        self._scales: tuple[float, float] | None = None

    @property
    def scale(self) -> float | None:
        """The smaller of the two sizes; None before the first painting."""
        return min(self._scales) if self._scales else None

    def paint(self, flow: Flow) -> None:
        """Every card, at the size at which one fits, and the marks around them."""
        left, top = (A4[0] - ACROSS * WIDE) / 2, (A4[1] - DOWN * HIGH) / 2
        for number in range(min(self._aid.copies, ACROSS * DOWN)):
            row, place = divmod(number, ACROSS)
            self._card(flow, left + place * WIDE, top + row * HIGH)
        flow.draws = True
        self._marks(flow, left, top)

    def _card(self, flow: Flow, x: float, top: float) -> None:
        inner = Column(x, WIDE).inset(_EDGE, _EDGE)
        told, called = inner.shared(_SHARES, _GAP)
        flow.scale, flow.draws = 1.0, True
        y = flow.one_line(inner, top + _EDGE - 0.4, self._aid.heading, Ink(_HEADING, 600))
        flow.rule(inner, y + 0.5, 0.4, BLACK)
        y += 1.7
        low = top + HIGH - _EDGE - self._foot(flow, inner, None)
        self._foot(flow, inner, low)
        if self._scales is None:
            room = low - _ROOM - y
            self._scales = (
                fitting(lambda scale: self._tell(flow, told, scale), room, _LARGEST),
                fitting(lambda scale: self._call(flow, called, scale), room, 1.0),
            )
        flow.draws = True
        self._tell(flow, told, self._scales[0], y)
        self._call(flow, called, self._scales[1], y)
        flow.post(called.x - _GAP / 2, y, low - _ROOM, 0.2)

    def _tell(
        self, flow: Flow, column: Column, scale: float, y: float | None = None
    ) -> tuple[float, bool]:
        """What to say and never to do: how high it is; drawn from ``y`` on if that is given."""
        flow.scale, flow.draws, flow.strained = scale, y is not None, False
        low = start = y or 0.0
        for section in self._told:
            low = self._section(flow, column, low, section) + flow.mm(1.2)
        return low - flow.mm(1.2) - start, flow.strained

    def _call(
        self, flow: Flow, column: Column, scale: float, y: float | None = None
    ) -> tuple[float, bool]:
        flow.scale, flow.draws, flow.strained = scale, y is not None, False
        low = start = y or 0.0
        for section in self._calls:
            low = self._title(flow, column, low, section)
            for line in section.lines:
                low = flow.ours(column, low, line, Ink(_LABEL)) + flow.mm(0.4)
            for slot_id in section.call:
                low = self._place(flow, column, low, self._site.place(slot_id)) + flow.mm(0.8)
        return low - flow.mm(0.8) - start, flow.strained

    def _section(self, flow: Flow, column: Column, y: float, section: AidSection) -> float:
        y = self._title(flow, column, y, section)
        for line in section.lines:
            middle = y + flow.line_height(_BODY) / 2
            if section.kind == "never":
                side = 2.1
                flow.icon(column.x, middle - flow.mm(side / 2), side, "x")
            else:
                flow.dot(column.x + flow.mm(1.05), middle, 0.38)
            y = flow.ours(column.inset(flow.mm(2.9)), y, line, Ink(_BODY, step=1.22)) + flow.mm(
                0.35
            )
        return y

    def _title(self, flow: Flow, column: Column, y: float, section: AidSection) -> float:
        if not title_of(section):
            return y
        side = _TITLE * 1.25
        flow.icon(column.x, y, side, ICONS[section.kind])
        inside = column.inset(flow.mm(side + 0.9))
        return flow.ours(inside, y, title_of(section), Ink(_TITLE, 600)) + flow.mm(0.5)

    @staticmethod
    def _place(flow: Flow, column: Column, y: float, place: Place) -> float:
        """Which place and who, then the number with who checked it; or a line to write on."""
        known = marked(f"**{place.label}**")
        if place.name and (place.slot_id in _PEOPLE or not place.number):
            known = Marked(f"{known.text} · {isolate(place.name)}", known.strong)
        y = flow.lines(column, y, known, Ink(_LABEL, step=1.18))
        if not place.number:
            flow.rule(column, y + _WRITING, 0.25, FINE)
            return y + _WRITING
        number, check = column.shared((1.1, 1.0), 1.2)
        low = flow.one_line(number, y + flow.mm(0.2), place.number, Ink(_NUMBER, 600))
        ink = Ink(_SMALL, colour=GREY, step=1.12)
        return max(low, flow.typed(check, y + flow.mm(0.3), place.checked(), ink))

    def _foot(self, flow: Flow, column: Column, y: float | None) -> float:
        """Its height; drawn from ``y`` on if that is given."""
        flow.draws = y is not None
        start = y or 0.0
        flow.rule(column, start, 0.2)
        low = flow.ours(column, start + flow.mm(0.7), self._aid.footer, Ink(_SMALL, step=1.18))
        low = signature(flow, column, low + flow.mm(0.4), self._site, _SMALL * 0.9)
        return low - start

    @staticmethod
    def _marks(flow: Flow, left: float, top: float) -> None:
        """Strong marks outside the cards, and a hair line where scissors go."""
        right, low = left + ACROSS * WIDE, top + DOWN * HIGH
        for number in range(ACROSS + 1):
            x = left + number * WIDE
            flow.stroke(x, top - _OFF - _MARK, x, top - _OFF, 0.25, BLACK)
            flow.stroke(x, low + _OFF, x, low + _OFF + _MARK, 0.25, BLACK)
            flow.stroke(x, top, x, low, 0.1, FINE)
        for number in range(DOWN + 1):
            y = top + number * HIGH
            flow.stroke(left - _OFF - _MARK, y, left - _OFF, y, 0.25, BLACK)
            flow.stroke(right + _OFF, y, right + _OFF + _MARK, y, 0.25, BLACK)
            flow.stroke(left, y, right, y, 0.1, FINE)
