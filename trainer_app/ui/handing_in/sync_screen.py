"""Handing in results, for staff: by which ways, how far, and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _
from trainer_app.ui import theme
from trainer_app.ui.handing_in import works
from trainer_app.ui.handing_in.offers import Offers
from trainer_app.ui.handing_in.road_card import RoadCard
from trainer_app.ui.handing_in.words import so_far, status_said
from trainer_app.ui.progress_row import ProgressRow
from trainer_app.ui.screen import Screen
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.pages import ScrollPage, clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.syncing import HandInStatus, RoadStatus
    from trainer_app.ui.background import Background
    from trainer_app.ui.handing_in.courier import Courier

_WIDTH = 960


class SyncScreen(Screen):
    """Shows what the courier knows and does; it decides nothing and shows no result, no name.

    Signals: ``offer_chosen(name)`` with one of ``offers.NAMES``; ``refused_asked(endpoint_id)``,
    ``forget_asked(endpoint_id)``; ``back_asked``.
    """

    offer_chosen = Signal(str)
    refused_asked = Signal(str)
    forget_asked = Signal(str)

    leading = "back"

    def __init__(self, background: Background, courier: Courier) -> None:
        super().__init__()
        self._background, self._courier = background, courier
        self._held = 0
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._mark = PictureMark("circle", 56, colour="on_primary_soft", ground="primary_soft")
        self.said, self.more = Heading("h2"), Para("body", colour="text_muted")
        self.go = PrimaryButton("refresh")
        self.go.clicked.connect(lambda: courier.hand_in())
        self.progress = ProgressRow(courier.errand)
        self.trouble = TroubleNote()
        self.clock = Callout("careful")
        self._ways, self._offers_title = Heading("h2"), Heading("h2")
        self.roads: list[RoadCard] = []
        self._roads = QVBoxLayout()
        self._roads.setSpacing(12)
        self.offers = Offers()
        self.offers.chosen.connect(self.offer_chosen)
        self._build()
        courier.status_changed.connect(self._on_status_changed)
        courier.errand.moved.connect(self._show_state)
        self.settle()
        self._count_held()

    def _build(self) -> None:
        card = Card(radius=theme.HERO_RADIUS)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.said)
        words.addWidget(self.more)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 22, 28, 22)
        inside.setSpacing(14)
        inside.addLayout(row)
        inside.addWidget(self.progress)
        inside.addWidget(self.trouble)
        page = ScrollPage(width=_WIDTH)
        page.column.setSpacing(12)
        page.column.addWidget(self._heading)
        page.column.addWidget(self._about)
        page.column.addWidget(card)
        page.column.addWidget(self.clock)
        page.column.addSpacing(4)
        page.column.addWidget(self._ways)
        page.column.addLayout(self._roads)
        page.column.addSpacing(4)
        page.column.addWidget(self._offers_title)
        page.column.addWidget(self.offers)
        page.column.addStretch(1)
        self.set_content(page)
        self.offers.show_cards(_WIDTH)
        self.clock.setVisible(False)
        self._ways.setVisible(False)

    def title(self) -> str:
        return _("Handing in results")

    def primary(self) -> QAbstractButton | None:
        return self.go if self.go.isVisibleTo(self) and self.go.isEnabled() else None

    def first_focus(self) -> QWidget | None:
        return self.primary() or self.offers.cards["server"]

    def retranslate(self) -> None:
        self._heading.setText(_("Handing in results"))
        self._ways.setText(_("The ways of this computer"))
        # For translators: what staff can do on the page about handing in results.
        self._offers_title.setText(_("What you can do"))
        self.go.setText(_("Hand in now"))
        self._show_state()
        self._courier.look_again()  # what was said about the clock was said in the other language
        self.title_changed.emit()

    # ------------------------------------------------------------ what there is

    def _on_status_changed(self, _status: HandInStatus) -> None:
        self._show_state()
        self._count_held()

    def _count_held(self) -> None:
        self._background.run(self, works.held, self._on_held, lambda _error: None)

    def _on_held(self, held: int) -> None:
        if held != self._held:
            self._held = held
            self._show_state()

    def _make_cards(self, roads: Sequence[RoadStatus]) -> None:
        """A card for each road; those that are there stay."""
        if [card.endpoint_id for card in self.roads] == [road.endpoint_id for road in roads]:
            return
        clear_layout(self._roads)
        self.roads = [RoadCard(road) for road in roads]
        for card in self.roads:
            card.try_asked.connect(self._courier.hand_in)
            card.refused_asked.connect(self.refused_asked)
            card.forget_asked.connect(self.forget_asked)
            self._roads.addWidget(card)
        self._ways.setVisible(bool(roads))

    def _show_state(self) -> None:
        status = self._courier.status
        if status is None:
            return
        self._make_cards(status.roads)
        said = status_said(status)
        self._mark.show_icon(said.icon)
        self.said.setText(said.words)
        self.more.setText(said.more)
        self.more.setVisible(bool(said.more))
        self._say_about(status)
        errand = self._courier.errand
        can_go = any(road.kind != "stick" for road in status.roads)
        self._show_progress(can_go=can_go)
        self.trouble.show_error(errand.error)
        self.clock.setVisible(status.clock_note is not None)
        if status.clock_note is not None:
            self.clock.setText(status.clock_note.sentence)
        for card, road in zip(self.roads, status.roads, strict=True):
            card.show_road(road, busy=self._courier.is_busy_with(road), held=self._held)

    def _say_about(self, status: HandInStatus) -> None:
        if status.roads:
            self._about.setText(
                _("Waypost hands results in by itself as soon as a way opens. Nobody has to wait.")
            )
        else:
            self._about.setText(
                _(
                    "Results are kept on this computer until they can go to your organisation: "
                    "over the internet, to a laptop nearby, or on a USB stick. Choose a way once, "
                    "and Waypost does the rest by itself."
                )
            )

    def _show_progress(self, *, can_go: bool) -> None:
        errand = self._courier.errand
        had_focus = self.go.hasFocus() or self.progress.stop.hasFocus()
        self.progress.setVisible(errand.is_running)
        self.go.setVisible(can_go and not errand.is_running)
        if had_focus:  # one takes the place of the other
            target = self.progress.stop if errand.is_running else self.first_focus()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
        told = errand.progress
        if told is None:
            self.progress.show_progress(_("Looking for the way…"), 0.0)
        else:
            total = told.sent + told.left
            share = told.sent / total if total else 1.0
            self.progress.show_progress(so_far(told.sent, told.left), share)

    # ------------------------------------------------------------ places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_offers()

    def dress(self) -> None:
        super().dress()
        self._arrange_offers()

    def _arrange_offers(self) -> None:
        if hasattr(self, "offers"):
            self.offers.place(min(self.width() - 64, _WIDTH))
