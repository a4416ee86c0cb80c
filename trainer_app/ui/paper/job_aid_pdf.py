"""Job aids on paper, with the numbers of the site where they may be called, or lines to write on.

Dark lines and words on white, so that copies of copies stay readable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from trainer_app.content import inline
from trainer_app.i18n import _, listing
from trainer_app.operations.site import SLOTS
from trainer_app.ui.paper import aid_sections, aid_tables
from trainer_app.ui.paper.aid_sections import BODY, SMALL
from trainer_app.ui.paper.aid_site import SiteFacts, signature
from trainer_app.ui.paper.flow import BLACK, GREY, Column, Flow, fitting
from trainer_app.ui.paper.page import A3, A4, Paper, save_pdf
from trainer_app.ui.paper.text import Ink, PaperText
from trainer_app.ui.paper.wallet_card import WalletSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtGui import QPainter

    from trainer_app.content.shelf import AidSection, JobAid
    from trainer_app.operations.site import SlotState

TITLE = "Waypost"
"""In the properties of the PDF and the printer's queue: neutral."""
_HEADING, _SHOUT = 9.6, 1.5
_MARGIN = 13.0
_LARGEST = 1.22
_ALONE = ("call", "table", "say")
_HIGHER_ROW, _WIDER_GAP = 9.0, 11.0


def job_aid_paper(aid: JobAid, site: SiteFacts, language: str) -> Paper:
    """The sheet of a job aid; ``language`` is that of its texts."""
    if aid.kind == "wallet-card":
        return _paper(A4, WalletSheet(aid, site), site, language)
    short, long = A3 if aid.paper == "a3" else A4
    size = (long, short) if aid.landscape else (short, long)
    return _paper(size, PageSheet(aid, site, size), site, language)


def save_job_aid(
    aid: JobAid, language: str, name: str, chain: Sequence[SlotState], on: date, folder: Path
) -> Path:
    """Write the sheet as a PDF, for the site of that name. Raises ``NotSaved``."""
    file = folder / file_name(aid, language)
    save_pdf(job_aid_paper(aid, SiteFacts(name, chain, on), language), file)
    return file


def file_name(aid: JobAid, language: str) -> str:
    """How its file is called: neutral, and told apart by language."""
    return f"waypost-{aid.id}-{language}.pdf"


def words_of(aid: JobAid, site: SiteFacts) -> str:
    """What stands on the sheet, for those who do not see it."""
    values = site.values()
    found = [inline.plain(aid.heading, values)]
    for part in aid.sections:
        found += [inline.plain(one, values) for one in (part.title or "", *part.lines) if one]
        for place in (site.place(slot_id) for slot_id in part.call):
            known = [one for one in (place.label, place.name, place.number, place.hours) if one]
            found.append(listing(known))
    found += [inline.plain(one, values) for one in (aid.proposal or "", aid.footer) if one]
    return "\n".join(found)


def _paper(
    size: tuple[float, float], sheet: WalletSheet | PageSheet, site: SiteFacts, language: str
) -> Paper:
    def paint(painter: QPainter) -> None:
        sheet.paint(Flow(PaperText(painter, size[0]), painter, site.values()))

    return Paper(TITLE, size, paint, language)


class PageSheet:
    """A whole page: heading, sections, whom to call, foot. The scale is found at first painting."""

    def __init__(self, aid: JobAid, site: SiteFacts, size: tuple[float, float]) -> None:
        self._aid, self._site, self._size = aid, site, size
        self._large = aid.paper == "a3"
        self._margin = _MARGIN * (1.35 if self._large else 1)
        self._column = Column(self._margin, size[0] - 2 * self._margin)
        self._form = any(part.kind == "table" for part in aid.sections)
        self._rows = _arranged(aid, form=self._form)
        self.scale: float | None = None

    def paint(self, flow: Flow) -> None:
        """Fit the page, then draw it: the spare height goes to rows to fill in, or to gaps."""
        room = self._size[1] - 2 * self._margin
        if self.scale is None:
            largest = _LARGEST * (1.5 if self._large else 1)
            self.scale = fitting(lambda scale: self._measure(flow, scale), room, largest)
        spare = max(0.0, room - self._measure(flow, self.scale)[0])
        flow.draws = True
        lower = self._size[1] - self._margin
        self._body(flow, self._head(flow, self._margin), spare)
        self._foot(flow, lower)

    def _measure(self, flow: Flow, scale: float) -> tuple[float, bool]:
        flow.scale, flow.draws, flow.strained = scale, False, False
        y = self._body(flow, self._head(flow, 0.0), 0.0)
        return y + self._foot(flow, None), flow.strained

    # ------------------------------------------------------------ head and foot

    def _head(self, flow: Flow, y: float) -> float:
        if self._site.name:
            y = flow.typed(self._column, y, self._site.name, Ink(4.0, 600, GREY))
        elif self._form:
            # For translators: under a line to write on: the name of this place of work.
            y = aid_sections.blank(flow, self._column.split(2, 0.0)[0], y, _("Site"), 7.0)
            y += flow.mm(2)
        ink = Ink(_HEADING * (_SHOUT if self._aid.kind == "poster" else 1), 600, step=1.25)
        words = inline.plain(self._aid.heading, flow.values)
        over = flow.width_of(words, ink) / self._column.width
        if 1 < over < _SHOUT:  # a little smaller, rather than one word in a second line
            ink = replace(ink, size=ink.size / over * 0.995)
        y = flow.lines(self._column, y, words, ink)
        y += flow.mm(0.8 + ink.size * 0.1)
        flow.rule(self._column, y, 0.9, BLACK)
        y += flow.mm(4)
        if self._aid.proposal:
            y = self._proposal(flow, y, self._aid.proposal) + flow.mm(4)
        return y

    def _proposal(self, flow: Flow, y: float, words: str) -> float:
        inside = self._column.inset(flow.mm(11), flow.mm(4))
        bottom = flow.ours(inside, y + flow.mm(1.8), words, Ink(BODY, 600)) + flow.mm(1.8)
        flow.icon(
            self._column.x + flow.mm(3.2), (y + bottom - flow.mm(5.6)) / 2, 5.6, "info-circle"
        )
        flow.frame(QRectF(self._column.x, y, self._column.width, bottom - y))
        return bottom

    def _foot(self, flow: Flow, lower: float | None) -> float:
        """The height of the foot; drawn to stand on ``lower`` if that is given."""
        drawn, flow.draws = flow.draws, False
        high = self._foot_from(flow, 0.0)
        if drawn and lower is not None:
            flow.draws = True
            self._foot_from(flow, lower - high)
        flow.draws = drawn
        return high

    def _foot_from(self, flow: Flow, y: float) -> float:
        flow.rule(self._column, y, 0.5, BLACK)
        y = flow.ours(self._column, y + flow.mm(1.8), self._aid.footer, Ink(3.3)) + flow.mm(1.6)
        return signature(flow, self._column, y, self._site, SMALL)

    # ------------------------------------------------------------ sections

    def _body(self, flow: Flow, y: float, spare: float) -> float:
        """The sections in their rows. ``spare`` millimetres are left over on the page."""
        tables = sum(self._height_in_rows(part) for row in self._rows for part in row)
        extra = min(spare / tables, _HIGHER_ROW) if tables else 0.0
        more = min((spare - extra * tables) / len(self._rows), flow.mm(_WIDER_GAP))
        for row in self._rows:
            gap = flow.mm(9)
            columns = self._column.shared(_weights(row), gap)
            ends = [
                self._section(flow, column, y, part, extra)
                for column, part in zip(columns, row, strict=True)
            ]
            for column in columns[1:]:
                flow.post(column.x - gap / 2, y, max(ends))
            y = max(ends) + flow.mm(5.5) + more
        return y

    def _section(
        self, flow: Flow, column: Column, y: float, part: AidSection, extra: float
    ) -> float:
        kind = self._aid.kind
        places = [self._site.place(slot_id) for slot_id in part.call or SLOTS]
        if part.kind == "table":
            ticked = kind == "terminal-check"
            return aid_tables.by_hand(flow, column, y, part, extra, ticked=ticked)
        if part.kind == "call" and kind == "reporting-chain":
            return aid_tables.chain(flow, column, y, part, places, extra)
        if part.kind == "call":
            across = min(len(places), 5 if self._aid.landscape else 3)
            return aid_sections.calls(flow, column, y, part, places, across)
        first = part is self._aid.sections[0]
        return aid_sections.told(
            flow, column, y, part, looks=first, numbered=kind != "poster",
            size=BODY * (1.15 if part.kind == "say" else 1),
        )  # fmt: skip

    def _height_in_rows(self, part: AidSection) -> int:
        """How many rows of this section can take spare height."""
        if part.kind == "table":
            return len(part.lines)
        if part.kind == "call" and self._aid.kind == "reporting-chain":
            return len(part.call or SLOTS)
        return 0


def _arranged(aid: JobAid, *, form: bool) -> list[list[AidSection]]:
    """Which sections stand side by side. On forms, what is told comes before what is filled in."""
    broad = 3 if aid.landscape else 2
    rows: list[list[AidSection]] = []
    parts = sorted(aid.sections, key=lambda part: form and part.kind in _ALONE)
    for part in parts:
        beside = bool(rows) and part.kind not in _ALONE and rows[-1][0].kind not in _ALONE
        if beside and len(rows[-1]) < broad:
            rows[-1].append(part)
        else:
            rows.append([part])
    return rows


def _weights(row: Sequence[AidSection]) -> list[float]:
    """Longer sections are broader, so that all end at about the same height."""
    letters = [sum(len(line) + 20 for line in part.lines) for part in row]
    if max(letters) < 1.4 * min(letters):
        return [1.0] * len(row)
    mean = max(sum(letters) / len(letters), 1)
    return [min(max(count / mean, 0.85), 1.2) for count in letters]
