"""S13: whom to call, now. On every screen, signed in or not; opening it leaves no trace."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.i18n import _, day, isolate, isolate_number
from trainer_app.operations.site import SlotState
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.reveal import reveal
from trainer_app.ui.sound import Passage, Speaker
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.listen import Listen
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark
from trainer_app.ui.widgets.sheet import Sheet

MARKS = {
    "emergency-number": ("alert-triangle", "danger"),
    "child-helpline": ("phone", "accent"),
    "focal-point": ("user", "primary"),
    "focal-point-night": ("moon", "primary"),
    "protection-office": ("building", "info"),
    "police": ("shield", "info"),
    "content-hotline": ("world", "info"),
    "manager": ("user", "primary"),
}
"""Icon and tint of each place of the chain."""
ROWS = tuple(MARKS)[:6]
"""The places that are shown, danger first (CS-42)."""
ALWAYS = ("emergency-number", "child-helpline", "focal-point")
"""Shown even while they are empty, so that somebody fills them."""


class ContactRow(Card):
    """One place of the reporting chain. A number stands here only if it may be called."""

    def __init__(self, state: SlotState) -> None:
        super().__init__(ground="surface_alt", edge="")
        self._state = state
        icon, tint = MARKS[state.slot_id]
        mark = PictureMark(icon, 48, colour=f"on_{tint}_soft", ground=f"{tint}_soft")
        self.name, self.about = Para("label"), Para("small", colour="text_muted")
        self.check = Para("small", colour="caution")
        self.number = Heading("display")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        words.addWidget(self.check)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 20, 10)
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignVCenter)
        contact = state.contact
        if state.callable and contact is not None:
            self.number.set_plain(isolate_number(contact.number))
        self.number.setVisible(state.callable)

    def retranslate(self) -> None:
        if hasattr(self, "name"):
            self.name.setText(_title(self._state.slot_id))
            self.about.set_plain(self._known())
            self.check.setText(self._to_check())
            self.about.setVisible(bool(self.about.text()))
            self.check.setVisible(bool(self.check.text()))

    def paras(self) -> list[Para]:
        """What is read aloud of this row; never the number."""
        return [para for para in (self.name, self.about, self.check) if para.text()]

    def _known(self) -> str:
        """Who or what and when, or that it is missing."""
        contact = self._state.contact
        if contact is not None:
            return " · ".join(isolate(part) for part in (contact.name, contact.hours) if part)
        if self._state.slot_id == "emergency-number":
            return _("Call the emergency number of your area first.")
        return _("Not filled in yet.")

    def _to_check(self) -> str:
        """Why the number is not shown."""
        contact = self._state.contact
        if contact is None or self._state.callable:
            return ""
        if self._state.outdated and contact.verified_on is not None:
            on = isolate(day(contact.verified_on))
            return _("The number is not shown: not checked since {date}.").format(date=on)
        return _("The number is not shown: not checked yet.") if contact.number else ""


class HelplineSheet(Sheet):
    """The card of numbers. Nothing here is stored or counted; ``L`` reads it aloud."""

    _built = False

    def __init__(self, chain: Sequence[SlotState], speaker: Speaker) -> None:
        super().__init__(width=760)
        found = {state.slot_id: state for state in chain}
        empty = [SlotState(slot, None, callable=False, outdated=False) for slot in ALWAYS]
        found = {state.slot_id: state for state in empty} | found
        self.rows = [
            ContactRow(found[slot])
            for slot in ROWS
            if slot in found and (slot in ALWAYS or found[slot].contact is not None)
        ]
        self._complete = all(found[slot].callable for slot in ALWAYS)
        self._any = any(state.callable for state in found.values())
        self._speaker = speaker
        self._about = Para("body", colour="text_muted")
        self.missing: Callout | NoteLine = NoteLine() if self._any else Callout("careful")
        self.more = QuietButton("chevron-down")
        self.more.clicked.connect(self._on_more_clicked)
        self._expectation = Card(ground="surface_alt", edge="")
        self._lines = [Para("body") for _line in range(4)]
        inside = QVBoxLayout(self._expectation)
        inside.setContentsMargins(20, 14, 20, 16)
        inside.setSpacing(8)
        for line in self._lines:
            inside.addWidget(line)
        self._expectation.setVisible(False)
        self._no_report = Para("small", colour="text_muted")
        self.listen, self._done = Listen(speaker), PrimaryButton()
        self._done.clicked.connect(self.close_sheet)
        self._fill()
        self._built = True
        self.settle()

    def _fill(self) -> None:
        self.body.setSpacing(8)
        self.body.addWidget(self._about)
        for row in self.rows:
            row.settle()
            self.body.addWidget(row)
        self.body.addWidget(self.missing)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._expectation)
        self.body.addWidget(self._no_report)
        self.buttons.addWidget(self.listen, 1)
        self.buttons.addWidget(self._done)

    def retranslate(self) -> None:
        super().retranslate()
        if not self._built:
            return
        self.set_title(_("Need help or worried about a child?"))
        self._about.setText(_("You do not need proof to call. A worry is enough."))
        self._say_missing()
        self.more.setText(_("What happens if I call?"))
        for line, words in zip(
            self._lines,
            (
                _(
                    "Say what you saw or heard, in your own words. "
                    "If nobody answers, use the next number."
                ),
                _("They may ask where you are and when it was. You need not know everything."),
                _(
                    "You may ask whether you must say your name. Nobody can promise that "
                    "everything stays secret; only those who need it are told."
                ),
                _("They decide what happens next. You need not find out more."),
            ),
            strict=True,
        ):
            line.setText(words)
        self._no_report.setText(
            _(
                "Waypost itself is not a place to report. It does not keep that you opened "
                "this card."
            )
        )
        self._done.setText(_("Close"))
        self._offer()

    def _say_missing(self) -> None:
        self.missing.setVisible(not self._complete)
        if isinstance(self.missing, Callout):
            self.missing.setText(
                _(
                    "No number was checked for this site yet. **Ask your facilitator to fill "
                    "this in.** In danger now, call your local emergency number first."
                )
            )
        elif not self._complete:
            self.missing.say(
                _("Something is missing here. Ask your facilitator to fill this in."), "info"
            )

    def _offer(self) -> None:
        """What is read aloud; never a number, because a computer's voice may say it wrongly."""
        paras: list[Para | None] = [self._about]
        for row in self.rows:
            paras += row.paras()
        if not self._complete:
            paras.append(self.missing.para)
        if self._expectation.isVisibleTo(self):
            paras += self._lines
        paras.append(self._no_report)
        passages = [
            Passage(f"helpline-{place}", para.text()) for place, para in enumerate(paras) if para
        ]
        self.listen.offer(passages, paras)

    def _on_more_clicked(self) -> None:
        shown = not self._expectation.isVisibleTo(self)
        self._expectation.setVisible(shown)
        self.more.set_icon("chevron-up" if shown else "chevron-down")
        self._offer()
        if shown:
            reveal(self._expectation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_L and not event.isAutoRepeat() and self.listen.can_read:
            self.listen.toggle()
        elif is_enter(event):
            self._done.click()
        else:
            super().keyPressEvent(event)
        event.accept()

    def close_sheet(self) -> None:
        if not self.isHidden():
            self._speaker.stop()
        super().close_sheet()


def _title(slot_id: str) -> str:
    titles = {
        "emergency-number": _("Danger right now"),
        "child-helpline": _("Child helpline"),
        # For translators: the person at this site who takes concerns about children.
        "focal-point": _("Focal point at this site"),
        "focal-point-night": _("Focal point at night"),
        "protection-office": _("Child protection office"),
        "police": _("Police"),
        "content-hotline": _("Hotline for online material"),
        "manager": _("Manager"),
    }
    return titles[slot_id]
