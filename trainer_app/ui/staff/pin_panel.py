"""F01: somebody types their six digits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trainer_app.i18n import _, isolate
from trainer_app.operations.staff import StaffCard, StaffSignIn, sign_in_staff
from trainer_app.operations.staff_pins import PinMissed, PinStanding, pin_standing
from trainer_app.ui.background import Background
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.staff.panels import Panel
from trainer_app.ui.staff.pin_pad import PinField, PinPad
from trainer_app.ui.staff.pin_words import missed_words, ready_words, waiting_words
from trainer_app.ui.widgets.buttons import QuietButton
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Heading, Para

_LOOK_MS = 5000
"""So often a pause is looked at, and what was waited is saved."""


class PinPanel(Panel):
    """The sixth digit signs in. Signals: ``signed_in(StaffSignIn, str)`` with the PIN that was
    typed, ``lost_asked``, ``other_asked``."""

    signed_in = Signal(object, str)
    lost_asked = Signal()
    other_asked = Signal()

    def __init__(
        self,
        background: Background,
        card: StaffCard,
        *,
        alone: bool,
        before: Callable[[], tuple[str, str]] | None = None,
    ) -> None:
        """``alone`` where nobody else is to be chosen. ``before`` where somebody who is on duty
        types it before they do something: a heading and a sentence, in the language of the
        moment."""
        super().__init__()
        self._background, self.card, self._before = background, card, before
        self._standing: PinStanding | None = None
        self._waits = False
        self._heading = Heading("display")
        self._about = Para("body", colour="text_muted")
        self.field = PinField()
        self.field.completed.connect(self._submit)
        self.field.begun.connect(self._on_begun)
        self.pad = PinPad(self.field)
        self.note, self.retry = NoteLine(), RetryLine()
        self.lost, self.other = QuietButton("help-circle"), QuietButton("users")
        self.lost.clicked.connect(self.lost_asked)
        self.other.clicked.connect(self.other_asked)
        self._look = QTimer(self)
        self._look.timeout.connect(self.look)
        leading = Qt.AlignmentFlag.AlignLeading
        for widget in (self._heading, self._about):
            self.side.addWidget(widget)
        self.side.addSpacing(8)
        self.add_digits(self.field)
        self.side.addWidget(self.note)
        self.side.addWidget(self.retry)
        self.side.addSpacing(8)
        self.side.addWidget(self.lost, 0, leading)
        self.side.addWidget(self.other, 0, leading)
        self.side.addStretch(1)
        self.beside.addWidget(self.pad)
        self.beside.addStretch(1)
        self.other.setVisible(not alone)
        self.lost.setVisible(before is None)
        self.settle()
        self.look()

    def retranslate(self) -> None:
        if self._before is not None:
            heading, about = self._before()
            self._heading.setText(heading)
            self._about.setText(about)
        else:
            self._heading.set_plain(_("Hello, {name}").format(name=isolate(self.card.staff.name)))
            self._about.setText(_("Type your six digits. Nobody should look on."))
        self.field.setAccessibleName(_("Your number: six digits"))
        self.lost.setText(_("I lost my number"))
        self.other.setText(_("I am somebody else"))
        if self._standing is not None and self.note.isVisibleTo(self):
            self._say(self._standing)

    def first_focus(self) -> QWidget:
        return self.field if self.field.isEnabled() or self._before else self.lost

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pad.take_key(event):
            super().keyPressEvent(event)

    # ------------------------------------------------------------ a number

    def _on_begun(self) -> None:
        self.retry.clear()
        if not self._waits:
            self.note.clear()

    def _submit(self) -> None:
        pin, staff_id = self.field.pin, self.card.staff.staff_id
        self._set_open(False)
        self._background.run(
            self,
            lambda store: sign_in_staff(store, staff_id=staff_id, pin=pin),
            lambda found: self._on_answered(found, pin),
            self._on_failed,
        )

    def _on_answered(self, found: StaffSignIn | PinMissed, pin: str) -> None:
        self.field.clear()
        if isinstance(found, StaffSignIn):
            self.signed_in.emit(found, pin)
        else:
            self._show(found)

    def _on_failed(self, error: Exception) -> None:
        """What was typed stays, and is tried again."""
        self._set_open(True)
        self.retry.show_error(error, self._submit)

    # ------------------------------------------------------------ a pause

    def look(self) -> None:
        """Ask how it stands with the tries."""
        staff_id = self.card.staff.staff_id
        self._background.run(
            self,
            lambda store: pin_standing(store, staff_id=staff_id),
            self._on_looked,
            lambda _error: None,  # a pause that is not saved only lasts longer
        )

    def _on_looked(self, standing: PinStanding) -> None:
        if standing.pause_seconds or self._waits:
            self._show(standing)

    def _show(self, standing: PinStanding) -> None:
        waited = self._waits
        self._waits = bool(standing.pause_seconds)
        self._standing = standing
        self._say(standing)
        if self._waits:
            self._look.start(min(_LOOK_MS, standing.pause_seconds * 1000))
        else:
            self._look.stop()
        self._set_open(not self._waits)
        if not self._waits or not waited:
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, standing: PinStanding) -> None:
        """Only what is new is said, or a screen reader would tell the time."""
        if isinstance(standing, PinMissed) and standing.was_checked:
            words, kind = missed_words(standing), "careful"
        elif standing.pause_seconds:
            words, kind = waiting_words(standing.pause_seconds), "careful"
        else:
            words, kind = ready_words(standing), "info"
        if words != self.note.accessibleName() or not self.note.isVisibleTo(self):
            self.note.say(words, "info" if kind == "info" else "careful")

    def _set_open(self, is_open: bool) -> None:
        self.field.setEnabled(is_open)
        self.pad.setEnabled(is_open)
