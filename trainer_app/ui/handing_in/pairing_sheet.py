"""Pairing with a laptop nearby: choose it or write its address, then type its six digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from trainer_app.i18n import _, isolate_number
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.errand import Errand
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.handing_in import pairing_text, works
from trainer_app.ui.handing_in.code_field import CodeField
from trainer_app.ui.reveal import reveal
from trainer_app.ui.trouble_note import TroubleNote, words_of
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.choice_row import ChoiceRow
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.syncing import FoundHub
    from trainer_app.ui.background import Background, NetworkWork


class PairingSheet(Sheet):
    """Signals: ``paired(name)`` when the laptop is known from now on; the sheet closes then."""

    paired = Signal(str)

    def __init__(
        self, background: Background, look: NetworkWork[list[FoundHub]] = works.hubs_nearby
    ) -> None:
        """``look`` finds the laptops that are open, and tells those it has so far."""
        super().__init__(width=680)
        self._look = look
        self._search, self._pairing = Errand(background, self), Errand(background, self)
        self._search.moved.connect(self._show_search)
        self._pairing.moved.connect(self._show_pairing)
        self._pairing.ended.connect(self._on_pairing_ended)
        self._about = Para("body", colour="text_muted")
        self.looking, self.again = NoteLine(), QuietButton("refresh")
        self.again.clicked.connect(self.search)
        self.write = QuietButton("pencil")
        self.write.clicked.connect(self._on_write)
        self.found: list[ChoiceRow] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(8)
        self.address, self.code = QLineEdit(), CodeField()
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.address.setMaxLength(200)
        self.address.textEdited.connect(self._on_address_edited)
        self.code.textEdited.connect(self._on_code_edited)
        self.address_field, self.code_field = FormField(self.address), FormField(self.code)
        self.trouble = TroubleNote()
        self.pair = PrimaryButton("link")
        self.pair.clicked.connect(self._on_pair)
        self._fill()
        self.settle()
        self.search()

    def _fill(self) -> None:
        for widget in (self._about, self.looking):
            self.body.addWidget(widget)
        self.body.addLayout(self._found)
        buttons = FlowRow()
        buttons.add(self.again)
        buttons.add(self.write)
        for part in (self.address_field, self.code_field, self.trouble, buttons):
            self.body.addWidget(part)
        around = self.code_field.layout()
        assert around is not None
        around.setAlignment(self.code, Qt.AlignmentFlag.AlignLeading)
        self.address_field.setVisible(False)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.pair)

    def focus_first(self) -> None:
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Pair with a laptop nearby"))
        self._about.setText(
            _(
                "On the facilitator's laptop, choose “Open this laptop for other computers”. "
                "It shows six digits."
            )
        )
        self.again.setText(_("Look again"))
        self.write.setText(_("Write its address"))
        # For translators: an address in the local network, such as 192.168.1.20:8443.
        self.address_field.set_words(_("Address"), _("It stands on the laptop, too."))
        self.code_field.set_words(_("The six digits"))
        # For translators: a button that makes two computers know each other.
        self.pair.setText(_("Pair"))
        if self.address_field.error or self.code_field.error:
            self._say_missing()
        self._show_search()
        self._show_pairing()

    # ------------------------------------------------------------ looking

    def search(self) -> None:
        """Look for laptops that are open, for some seconds; those found before go."""
        if self._search.is_running:
            return
        if self.address_field.isHidden():  # it was chosen among them
            self.address.clear()
        clear_layout(self._found)
        self.found = []
        self._search.start(self._look)

    def _show_search(self) -> None:
        found: list[FoundHub] = self._search.result or self._search.progress or []
        search = self._search
        self._show_found(found)
        self.again.setVisible(not search.is_running)
        if self._pairing.is_running:
            self.looking.say(_("Pairing…"), "info")
        elif search.is_running and not found:
            self.looking.say(_("Looking for laptops nearby…"), "info")
        elif search.error is not None:
            self.looking.say(words_of(search.error), "info")
            self._show_address()
        elif not found and search.result is not None:
            self.looking.say(
                _("No laptop was found. Write its address, or see that it is open."), "info"
            )
            self._show_address()
        else:
            self.looking.clear()

    def _show_found(self, found: list[FoundHub]) -> None:
        for hub in found[len(self.found) :]:  # of one search, in the order they were found
            row = ChoiceRow("device-desktop", one_line=True)
            row.set_words(hub.name, isolate_number(hub.address))
            row.clicked.connect(lambda _on=False, hub=hub: self._choose(hub.address))
            self._found.addWidget(row)
            self.found.append(row)
            if len(self.found) == 1 and not self.address.text():
                row.setChecked(True)
                self.address.setText(hub.address)

    def _on_write(self) -> None:
        self._show_address()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.address.selectAll()

    def _show_address(self) -> None:
        self.address_field.setVisible(True)
        self.write.setVisible(False)

    def _choose(self, address: str) -> None:
        self.address.setText(address)
        self.address_field.show_error("")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_address_edited(self) -> None:
        self.address_field.show_error("")
        if scanned := pairing_text.read(self.address.text()):
            self.address.setText(scanned.address)
            self.code.setText(scanned.digits)
            self._on_code_edited()
        for row in self.found:  # what is written is no longer what was chosen
            row.setAutoExclusive(False)
            row.setChecked(False)
            row.setAutoExclusive(True)

    # ------------------------------------------------------------ pairing

    def _on_code_edited(self) -> None:
        self.code_field.show_error("")
        self.trouble.show_error(None)

    def _say_missing(self) -> None:
        nowhere = "" if self.address.text().strip() else _("Choose a laptop, or write its address.")
        self.address_field.show_error(nowhere)
        self.code_field.show_error("" if self.code.is_complete else _("Type all six digits."))

    def _on_pair(self) -> None:
        self._say_missing()
        if self.address_field.error:
            self._show_address()
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.code_field.error:
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._search.stop()
            address = self.address.text().strip()
            self._pairing.start(works.pair_with(address, self.code.code))

    def _show_pairing(self) -> None:
        running = self._pairing.is_running
        self.pair.setEnabled(not running)
        self.trouble.show_error(self._pairing.error)
        if running:
            self._show_search()

    def _on_pairing_ended(self) -> None:
        if self._pairing.error is None:
            self.paired.emit(self._pairing.result.title)
            self.close_sheet()
            return
        self.looking.clear()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
        self.code.selectAll()
        reveal(self.trouble)

    def close_sheet(self) -> None:
        if not self.isHidden():
            self._search.stop()
        super().close_sheet()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.pair.click()
        super().keyPressEvent(event)
