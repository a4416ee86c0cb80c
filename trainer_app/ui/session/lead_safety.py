"""The facilitator's safety script: what to say and do when it gets hard. One key away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.operations.site import FALLBACKS
from trainer_app.ui.session.lead_projector import BLANK_KEYS
from trainer_app.ui.session.lead_script import SCRIPT
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet


class SituationCard(CardButton):
    """One situation by its number and name."""

    ring_radius = 10

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._number, self._words = Para("label", colour="text_muted"), Para("label")
        self._count = number
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.see_through(self._number, self._words)
        self.settle()

    def set_words(self, words: str) -> None:
        """What happens."""
        self._number.setText(i18n.number(self._count))
        self._words.setText(words)
        self.setAccessibleName(words)

    def ground(self) -> str:
        return "primary_soft" if self.isChecked() else ""

    def edge(self) -> tuple[str, int]:
        return ("border", 1) if self.underMouse() and not self.isChecked() else ("", 0)


class SafetySheet(Sheet):
    """What happens at the start, what to do at the end. Numbers and arrows choose.

    ``values`` is whom to call at this site; module texts may say it better where it is empty.
    ``seen``: there is one screen only, which the room can see. That is said first, and the script
    waits for S. Signals: ``blank_asked`` when the screen is to be empty meanwhile.
    """

    blank_asked = Signal()

    def __init__(self, values: Mapping[str, str], *, seen: bool = False) -> None:
        super().__init__(width=940)
        self._values, self.waits = dict(values), seen
        self._turn, self._keys = Callout("careful"), Para("body", colour="text_muted")
        self.blank, self.show_it = PrimaryButton("eye-off"), SecondaryButton("eye")
        self.blank.clicked.connect(self.blank_asked)
        self.show_it.clicked.connect(self._on_show_it)
        self._first = Para("body", colour="text_muted")
        self.cards = [SituationCard(number + 1) for number in range(len(SCRIPT))]
        self.heading_of, self.lines = Heading("h2"), list[Para]()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        names = QVBoxLayout()
        names.setSpacing(4)
        for card in self.cards:
            card.toggled.connect(self._say)
            names.addWidget(card)
        names.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self.heading_of)
        side.addLayout(self._lines)
        side.addStretch(1)
        self._script = QWidget()
        both = QHBoxLayout(self._script)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(28)
        both.addLayout(names, 4)
        both.addLayout(side, 6)
        self.body.setSpacing(10)
        for part in (self._turn, self._keys, self._first, self._script):
            self.body.addWidget(part)
        self.done = PrimaryButton("check")
        self.done.clicked.connect(self.close_sheet)
        self.buttons.addWidget(self.show_it)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.blank)
        self.buttons.addWidget(self.done)
        self.cards[0].setChecked(True)
        self._arrange()
        self.settle()

    def _arrange(self) -> None:
        """The warning with its two ways on, or the script."""
        before: tuple[QWidget, ...] = (self._turn, self._keys, self.blank, self.show_it)
        after: tuple[QWidget, ...] = (self._first, self._script, self.done)
        for part in before:
            part.setVisible(self.waits)
        for part in after:
            part.setVisible(not self.waits)

    def _on_show_it(self) -> None:
        self.waits = False
        self._arrange()
        self._say()
        self.focus_first()

    def focus_first(self) -> None:
        first = self.blank if self.waits else self.cards[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if self.waits and event.key() in (*BLANK_KEYS, Qt.Key.Key_S):
            (self.show_it if event.key() == Qt.Key.Key_S else self.blank).click()
        elif self.waits:
            super().keyPressEvent(event)
        elif text.isdecimal() and 1 <= int(text) <= len(self.cards):
            self._choose(self.cards[int(text) - 1])
        else:
            super().keyPressEvent(event)

    def _choose(self, card: SituationCard) -> None:
        card.setChecked(True)
        card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        """The lines for what was chosen; a line that can be said aloud stands in quotes."""
        known = {name: isolate(_(words)) for name, words in FALLBACKS.items()}
        known |= {name: isolate(words) for name, words in self._values.items() if words}
        chosen = next((n for n, card in enumerate(self.cards) if card.isChecked()), 0)
        title, lines = SCRIPT[chosen]
        self.heading_of.setText(_(title))
        clear_layout(self._lines)
        self.lines = []
        for line in lines:
            para = Para("lesson" if line.startswith("“") else "body")
            para.set_plain(inline.fill(_(line), known))
            self._lines.addWidget(para)
            self.lines.append(para)
        said = [self._turn.para, self._keys] if self.waits else self.lines
        self.setAccessibleDescription(" ".join(para.text() for para in said))

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Safety script"))
        self._first.setText(
            _("Nobody has to share. Everybody may go out at any time, and come back.")
        )
        for card, (title, _lines) in zip(self.cards, SCRIPT, strict=True):
            card.set_words(_(title))
        self.done.setText(_("Back to the session"))
        self._turn.setText(_("The room can see this screen. Turn it away first."))
        # For translators: B and S are keys
        self._keys.setText(_("With B the screen is empty while you turn it. Then press S."))
        self.blank.setText(_("Make the screen empty"))
        self.show_it.setText(_("Show the script"))
        self._say()
