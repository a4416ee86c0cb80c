"""One way results go: what it takes, what it took, what it would not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.handing_in.words import ICONS, counted, road_said
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.syncing import RoadStatus


_PASSING = ("no-road", "timeout", "busy", "server")
"""Kinds of faults that may be gone at the next try."""


class RoadCard(Card):
    """Signals: ``try_asked``, ``refused_asked``, ``forget_asked``, each with the endpoint's id."""

    try_asked = Signal(str)
    refused_asked = Signal(str)
    forget_asked = Signal(str)

    _built = False

    def __init__(self, road: RoadStatus) -> None:
        super().__init__()
        self._road = road
        self._busy, self._held = False, 0
        tinted = "on_primary_soft"
        mark = PictureMark(ICONS[road.kind], 48, colour=tinted, ground="primary_soft")
        self.name, self.facts = Heading("h2"), Para("body", colour="text_muted")
        self.onward = Para("small", colour="text_muted")
        self.chip, self.trouble = Chip(), NoteLine()
        self.try_now, self.refused = QuietButton("refresh"), QuietButton("list-check")
        self.forget = QuietButton("trash")
        self._place(mark)
        endpoint = road.endpoint_id
        self.try_now.clicked.connect(lambda: self.try_asked.emit(endpoint))
        self.refused.clicked.connect(lambda: self.refused_asked.emit(endpoint))
        self.forget.clicked.connect(lambda: self.forget_asked.emit(endpoint))
        self._built = True
        self.settle()

    def _place(self, mark: PictureMark) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        buttons = FlowRow()
        for button in (self.try_now, self.refused, self.forget):
            buttons.add(button)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        for line in (self.facts, self.onward, self.trouble):
            words.addWidget(line)
        words.addSpacing(8)
        words.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 18)
        row.setSpacing(20)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    @property
    def endpoint_id(self) -> str:
        """Which road this is."""
        return self._road.endpoint_id

    def show_road(self, road: RoadStatus, *, busy: bool, held: int) -> None:
        """How it stands now; ``busy`` while it is being handed in by it, ``held`` are here."""
        self._road, self._busy, self._held = road, busy, held
        self.retranslate()

    def retranslate(self) -> None:
        if not self._built:
            return
        road = self._road
        self.name.setText(road_title(road))
        self.facts.setText(road_said(road, self._held))
        self._say_onward()
        if road.last_error is None:
            self.trouble.clear()
        else:
            self.trouble.say(error_said(road), "info" if is_passing(road) else "careful")
        self.chip.show_state(*self._state())
        self.try_now.setText(_("Try now"))
        self.try_now.setVisible(road.kind != "stick" and not self._busy)
        words = ngettext(
            "{count} result was not taken", "{count} results were not taken", road.refused
        )
        self.refused.setText(counted(words, road.refused))
        self.refused.setVisible(bool(road.refused))
        self.forget.setText(_("Forget this way"))
        for button in (self.try_now, self.refused, self.forget):
            button.setAccessibleName(f"{self.name.text()}: {button.text()}")

    def _say_onward(self) -> None:
        road = self._road
        self.onward.setVisible(road.kind == "hub")
        if road.onward_at is not None:
            self.onward.setText(_("The laptop has passed them on to the server."))
        elif road.kind == "hub":
            self.onward.setText(
                _("The laptop keeps them until it reaches the server. Both are safe.")
            )

    def _state(self) -> tuple[str, str, str]:
        road = self._road
        if self._busy:
            return "primary", "refresh", _("Handing in")
        if road.refused or not is_passing(road):
            return "caution", "eye", _("Please look")
        if road.to_send:
            return "plain", "clock", _("Waiting")
        if road.last_contact_at is None:
            return "plain", "circle", _("Not used yet")
        return "success", "circle-check", _("Up to date")


def road_title(road: RoadStatus) -> str:
    """How a road is called: its kind, and its own name where it has one."""
    name = isolate(road.title)
    if road.kind == "hub":
        return _("Laptop {name}").format(name=name)
    if road.kind == "stick":
        return _("USB stick")
    # For translators: a server on the internet, and its name or address.
    return _("Server {name}").format(name=name)


def is_passing(road: RoadStatus) -> bool:
    """Whether nobody has to do anything: no trouble, or one that time mends."""
    return road.last_error is None or getattr(road.last_error, "kind", "") in _PASSING


def error_said(road: RoadStatus) -> str:
    """Why it did not work last time, in the language of now."""
    return str(getattr(road.last_error, "sentence", road.last_error))
