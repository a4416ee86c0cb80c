"""This laptop, open for other computers: its address, the six digits, and who has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number, ngettext
from trainer_app.ui.handing_in.big_code import BigCode
from trainer_app.ui.handing_in.code_square import CodeSquare
from trainer_app.ui.handing_in.device_row import DeviceRow
from trainer_app.ui.handing_in.words import counted
from trainer_app.ui.screen import Screen
from trainer_app.ui.trouble_note import TroubleNote
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.pages import ActionBar, ScrollPage, clear_layout, marked
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.operations.desk import DeviceHere
    from trainer_app.ui.handing_in.open_hub import OpenHub

_MOST, _ADDRESSES = 100, 2


class HubScreen(Screen):
    """Shows the hub as it is and presses its buttons; it stays open when the page is left.

    Signals: ``end_asked(DeviceHere)`` when a computer is to come no more.
    """

    end_asked = Signal(object)

    leading = "back"

    def __init__(self, hub: OpenHub) -> None:
        super().__init__()
        self._hub = hub
        self.rows: list[DeviceRow] = []
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.note, self.trouble = NoteLine(), TroubleNote()
        self._how = [Para("body") for _step in range(3)]
        self._address_label, self._code_label = (Para("label") for _label in range(2))
        self.address, self.code = Heading("h1"), BigCode()
        self.left_words = Para("small", colour="text_muted")
        self.square = CodeSquare()
        self.another = QuietButton("refresh")
        self.another.clicked.connect(hub.new_code)
        self._came, self._nobody = Heading("h2"), Para("body", colour="text_muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.open, self.shut = PrimaryButton("device-desktop"), SecondaryButton("lock")
        self.open.clicked.connect(hub.open)
        self.shut.clicked.connect(hub.close)
        self._build()
        hub.moved.connect(self._show_hub)
        hub.ticked.connect(self._show_left)
        self.settle()

    def _build(self) -> None:
        self._steps, self._here, self._who = Card(), Card(), Card()
        steps = QVBoxLayout(self._steps)
        steps.setContentsMargins(24, 18, 24, 18)
        steps.setSpacing(10)
        for place, para in enumerate(self._how):
            icon = ("link", "device-desktop", "clock")[place]
            steps.addLayout(marked(PictureMark(icon, 24, beside="body"), para))
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addWidget(self._address_label)
        facts.addWidget(self.address)
        facts.addSpacing(14)
        facts.addWidget(self._code_label)
        facts.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeading)
        facts.addWidget(self.left_words)
        facts.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeading)
        facts.addStretch(1)
        here = QHBoxLayout(self._here)
        here.setContentsMargins(28, 22, 28, 18)
        here.setSpacing(24)
        here.addLayout(facts, 1)
        here.addWidget(self.square, 0, Qt.AlignmentFlag.AlignTop)
        who = QVBoxLayout(self._who)
        who.setContentsMargins(24, 18, 24, 18)
        who.setSpacing(6)
        who.addWidget(self._came)
        who.addWidget(self._nobody)
        who.addLayout(self._rows)
        page = ScrollPage(width=860)
        page.column.setSpacing(12)
        parts: list[QWidget] = [self._heading, self._about, self.note, self.trouble]
        for part in (*parts, self._steps, self._here, self._who):
            page.column.addWidget(part)
        page.column.addStretch(1)
        self.set_content(page)
        bar = ActionBar()
        bar.add_end(self.shut)
        bar.add_end(self.open)
        self.set_bottom(bar)

    def title(self) -> str:
        return _("This laptop")

    def primary(self) -> QAbstractButton | None:
        return self.open if self._hub.state == "closed" else None

    def first_focus(self) -> QWidget | None:
        return self.primary() or self.shut

    def retranslate(self) -> None:
        self._heading.setText(_("Open this laptop for other computers"))
        self._about.setText(
            _("Computers in the same network then hand in their results here, without internet.")
        )
        steps = (
            _("Join the same network, or switch on this laptop's hotspot."),
            _("On each computer choose “Pair with a laptop nearby”, once, and type the digits."),
            _("It closes by itself with Waypost, or after an hour in which nobody comes."),
        )
        for para, words in zip(self._how, steps, strict=True):
            para.setText(words)
        self._address_label.setText(_("Address"))
        self._code_label.setText(_("The six digits"))
        self.another.setText(_("New digits"))
        self._came.setText(_("Computers that came"))
        self._nobody.setText(_("None yet. They appear here by themselves."))
        self.open.setText(_("Open this laptop"))
        self.shut.setText(_("Close it for others"))
        self._show_hub()
        self.title_changed.emit()

    # ------------------------------------------------------------ how it stands

    def _show_hub(self) -> None:
        hub = self._hub
        is_open = hub.state == "open"
        self.open.setVisible(hub.state in ("closed", "opening"))
        self.open.setEnabled(hub.state == "closed")
        self.shut.setVisible(is_open)
        self._steps.setVisible(not is_open)
        self._here.setVisible(is_open)
        self._who.setVisible(is_open)
        self.trouble.show_error(hub.error)
        if hub.state == "opening":
            self.note.say(_("Opening…"), "info")
        elif is_open:
            self.note.say(_("Open. It stays open when you leave this page."), "good")
        elif hub.state == "closing":
            self.note.say(_("Closing…"), "info")
        elif hub.closed_itself:
            self.note.say(_("It closed by itself, because nobody came for an hour."), "info")
        else:
            self.note.clear()
        self._show_address(hub.addresses)
        self.code.show_code(hub.code)
        for widget in (self._code_label, self.code, self.square):
            widget.setVisible(bool(hub.code))
        self.square.show_code(hub.square)
        self.square.setAccessibleName(_("The address and the digits, for a camera"))
        self._show_left()
        self._show_devices(hub.devices)

    def _show_address(self, addresses: Sequence[str]) -> None:
        if addresses:
            shown = " · ".join(isolate_number(one) for one in addresses[:_ADDRESSES])
            self.address.set_plain(shown)
        else:
            self.address.setText(_("This laptop is in no network now"))

    def _show_left(self) -> None:
        left = self._hub.seconds_left
        if not self._hub.code or left <= 0:
            self.left_words.setText(
                _("The digits are used up. Make new ones for the next computer.")
            )
            return
        words = ngettext(
            "For one computer, {count} second more", "For one computer, {count} seconds more", left
        )
        self.left_words.setText(counted(words, left))

    def _show_devices(self, devices: Sequence[DeviceHere]) -> None:
        """A row for each; those that are there stay, with the focus that may be in them."""
        self._nobody.setVisible(not devices)
        shown = devices[:_MOST]
        if [row.device.key for row in self.rows] != [one.key for one in shown]:
            clear_layout(self._rows)
            self.rows = [DeviceRow(device) for device in shown]
            for row in self.rows:
                row.end.clicked.connect(lambda _on=False, row=row: self.end_asked.emit(row.device))
                self._rows.addWidget(row)
        for row, device in zip(self.rows, shown, strict=True):
            row.show_device(device, ending=device.key in self._hub.ending)
