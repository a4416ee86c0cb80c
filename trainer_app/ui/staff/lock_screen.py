"""What opens the data of this computer: by itself, or by a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate, ngettext, number
from trainer_app.operations import Changed
from trainer_app.operations.computer_lock import FEW, ComputerLock, read_lock
from trainer_app.ui.background import Background
from trainer_app.ui.flow_row import FlowRow
from trainer_app.ui.points import Points
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.staff.backup_card import BackupCard
from trainer_app.ui.staff.kept_answers import KeptAnswersCard
from trainer_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Callout, NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.training.staff import OnDuty


class LockScreen(Screen):
    """Signals: ``set_asked``, ``change_asked``, ``remove_asked``; ``code_asked(bool)`` for the
    recovery code, True for a new one; ``limit_asked(PastLimit)`` to have old answers gone;
    ``back_asked``."""

    set_asked = Signal()
    change_asked = Signal()
    remove_asked = Signal()
    code_asked = Signal(bool)
    limit_asked = Signal(object)

    leading = "back"

    def __init__(self, background: Background, on_duty: OnDuty | None) -> None:
        super().__init__()
        self._background = background
        self.backups = BackupCard(background, on_duty)
        self._lock: ComputerLock | None = None
        self._said: Callable[[], str] | None = None
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.note, self.retry = NoteLine(), RetryLine()
        self.needed, self._left = Callout("careful"), Callout("careful")
        self._mark = PictureMark("lock", 56, colour="on_primary_soft", ground="primary_soft")
        self._state, self._what = Heading("h2"), Para("body")
        self.set, self.change = PrimaryButton("lock"), SecondaryButton("pencil")
        self.remove = SecondaryButton("lock-open")
        self._forgotten = Heading("h2")
        self._by_code = Points(("file-text",), role="body", size=36)
        self._by_office = Points(("building",), role="body", size=36)
        self.unconfirmed = Callout("careful")
        self.code, self.anew = PrimaryButton("file-check"), SecondaryButton("refresh")
        for button, signal in (
            (self.set, self.set_asked), (self.change, self.change_asked),
            (self.remove, self.remove_asked),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.answers = KeptAnswersCard(background)
        self.answers.asked.connect(self.limit_asked)
        self.code.clicked.connect(lambda: self.code_asked.emit(False))
        self.anew.clicked.connect(lambda: self.code_asked.emit(True))
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()
        self.backups.read()

    def _build(self) -> None:
        page = ScrollPage(width=860)
        page.column.setSpacing(14)
        for widget in (self._heading, self._about, self.note, self.retry, self.needed, self._left,
                       self._state_card(), self._code_card(), self.backups,
                       self.answers):  # fmt: skip
            page.column.addWidget(widget)
        page.column.addStretch(1)
        self.set_content(page)

    def _state_card(self) -> QWidget:
        self._card = card = Card()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._state)
        words.addWidget(self._what)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._acts = buttons = FlowRow()
        for button in (self.set, self.change, self.remove):
            buttons.add(button)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 22, 28, 22)
        inside.setSpacing(16)
        inside.addLayout(row)
        inside.addWidget(buttons)
        return card

    def _code_card(self) -> QWidget:
        self._below = card = Card()
        buttons = FlowRow()
        for button in (self.code, self.anew):
            buttons.add(button)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(12)
        for widget in (
            self._forgotten, self.unconfirmed, self._by_code, self._by_office, buttons,
        ):  # fmt: skip
            inside.addWidget(widget)
        return card

    def title(self) -> str:
        return _("Lock of this computer")

    def primary(self) -> QAbstractButton | None:
        shown = (self.code, self.set)
        return next((button for button in shown if button.isVisibleTo(self)), None)

    def first_focus(self) -> QAbstractButton | None:
        return self.primary() or (self.change if self.change.isVisibleTo(self) else None)

    def say(self, words: Callable[[], str]) -> None:
        """What was done just now, in the language of the moment."""
        self._said = words
        self.note.say(words())

    # ------------------------------------------------------------ how it stands

    def _read(self) -> None:
        self._background.run(
            self, read_lock, self._on_read, lambda error: self.retry.show_error(error, self._read)
        )

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SITE | Changed.STAFF | Changed.PEOPLE):
            self._read()

    def _on_read(self, lock: ComputerLock) -> None:
        first = self._lock is None
        self._lock = lock
        self.retry.clear()
        self.retranslate()
        focus = self.first_focus()
        if first and focus is not None and self.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._heading.setText(_("Lock of this computer"))
        self._about.setText(_("What somebody needs who wants to open the data kept here."))
        if self._said is not None:
            self.note.say(self._said())
        lock = self._lock
        for card in (self._card, self._below):
            card.setVisible(lock is not None)
        self.backups.say()
        self._say_buttons()
        self._say_cautions()
        if lock is not None:
            self._say_state(lock)
            self._say_code(lock)
        self.title_changed.emit()

    def _say_buttons(self) -> None:
        self.set.setText(_("Set a passphrase"))
        self.change.setText(_("Change the passphrase"))
        self.remove.setText(_("Take it off"))
        self.code.setText(_("Type the recovery code"))
        self.anew.setText(_("Make a new recovery code"))

    def _say_cautions(self) -> None:
        lock = self._lock
        words = ngettext(
            "The name of more than {count} person lies here, and a supervisor works here. Set a "
            "passphrase, so that nobody reads them from a computer that was taken away. Until then "
            "no file with names is saved.",
            "The names of more than {count} people lie here, and a supervisor works here. Set a "
            "passphrase, so that nobody reads them from a computer that was taken away. Until then "
            "no file with names is saved.",
            FEW,
        )
        self.needed.setText(words.format(count=isolate(number(FEW))))
        self._left.setText(
            _(
                "The old key could not be taken out of the safe place of this computer yet. "
                "Waypost tries again each time it starts."
            )
        )
        self.needed.setVisible(lock is not None and lock.is_needed)
        self._left.setVisible(lock is not None and not lock.is_alone)

    def _say_state(self, lock: ComputerLock) -> None:
        if lock.has_passphrase:
            self._mark.show_icon("lock", "on_primary_soft")
            self._state.setText(_("A passphrase opens the data"))
            self._what.setText(
                _(
                    "Somebody types it each time Waypost starts. Whoever takes the computer or "
                    "its disk away reads no names."
                )
            )
        else:
            self._mark.show_icon("lock-open", "on_primary_soft")
            self._state.setText(_("The data opens by itself"))
            self._what.setText(
                _(
                    "Waypost opens for everybody who uses this account of the computer. The data "
                    "is as safe as the account and its password."
                )
            )
        self.set.setVisible(not lock.has_passphrase and lock.code_confirmed)
        self.change.setVisible(lock.has_passphrase)
        self.remove.setVisible(lock.has_passphrase)
        self._acts.setVisible(lock.has_passphrase or lock.code_confirmed)

    def _say_code(self, lock: ComputerLock) -> None:
        self._forgotten.setText(_("If somebody forgets the passphrase"))
        self.unconfirmed.setText(
            _(
                "Nobody typed the recovery code back yet. Do that first: without passphrase and "
                "code nobody can open the data, and it is lost."
            )
        )
        self.unconfirmed.setVisible(not lock.code_confirmed)
        self._by_code.set_words(
            [
                _(
                    "The recovery code on paper opens the data, too. Look now whether the paper is "
                    "in its safe place, away from the computer."
                )
            ]
        )
        self._by_office.set_words(
            [_("Your organisation can open the data, too, with its own key.")]
        )
        self._by_code.setVisible(lock.code_confirmed)
        self._by_office.setVisible(lock.organisation_opens)
        self.code.setVisible(not lock.code_confirmed)
