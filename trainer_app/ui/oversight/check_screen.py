"""Is this certificate genuine? Its code is scanned, pasted or typed; no network is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.errors import CertificateRejected
from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.operations.certificate_check import (
    Checked,
    SerialFound,
    find_serial,
    is_serial,
    verify_certificate,
    withdraw_certificate,
)
from trainer_app.training.certificate import Facts
from trainer_app.ui import theme
from trainer_app.ui.enter_key import is_enter
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.fields import FormField
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainer_app.operations.certificate_check import Withdrawn
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

Found = Checked | SerialFound | CertificateRejected | None


class CodeField(QPlainTextEdit):
    """Takes a code of any length. Enter checks: scanners end with it.

    Signals: ``entered``.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(96))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class CheckScreen(OversightPage):
    """Signals: ``sheet_asked(Sheet)``."""

    sheet_asked = Signal(object)

    place = "certificate"

    def __init__(self, background: Background, on_duty: Callable[[], OnDuty]) -> None:
        super().__init__(background)
        self._on_duty = on_duty
        self._found: Found = None
        self._asked = ""
        self._heading, self._about = Heading("h1"), Para("body", colour="text_muted")
        self.code = CodeField()
        self._field = FormField(self.code)
        self.check, self.again = PrimaryButton("shield-check"), SecondaryButton("x")
        self.note = NoteLine()
        self.result = Card()
        self._chip, self._verdict = Chip(), Heading("h2")
        self._lines = [Para("body") for _line in range(5)]
        self.withdraw = QuietButton("trash")
        self._build()
        self.code.entered.connect(self._on_check)
        self.check.clicked.connect(self._on_check)
        self.again.clicked.connect(self._on_again)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.settle()
        self.begin()

    def _build(self) -> None:
        page = ScrollPage(width=860)
        for part in (self._heading, self._about, self.waiting, self.retry, self._field):
            page.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.check)
        row.addWidget(self.again)
        row.addStretch(1)
        page.column.addLayout(row)
        page.column.addWidget(self.note)
        column = QVBoxLayout(self.result)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._verdict)
        for line in self._lines:
            column.addWidget(line)
        column.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addWidget(self.result)
        page.column.addStretch(1)
        self.set_page(page)
        self.result.setVisible(False)

    def read(self) -> None:
        """Nothing is asked before there is a code."""

    # ------------------------------------------------------------ checking

    def _on_check(self) -> None:
        typed = self.code.toPlainText().strip()
        if not typed:
            self._field.show_error(_("Scan the code on the paper, or type its number."))
            self.code.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._field.show_error("")
        self._asked = typed

        def ask(store: Store) -> Found:
            try:
                if is_serial(typed):
                    return find_serial(store, typed=typed)
                return verify_certificate(store, text=typed)
            except CertificateRejected as error:
                return error

        self.background.run(self, ask, self._on_found, self.show_error)

    def _on_found(self, found: Found) -> None:
        self._found = found
        self.result.setVisible(True)
        self._show_found()
        self.note.clear()
        self.code.selectAll()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)  # the next scan replaces this one

    def _on_again(self) -> None:
        self.code.clear()
        self.result.setVisible(False)
        self.note.clear()
        self._field.show_error("")
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ withdrawing

    def _serial(self) -> str:
        found = self._found
        if isinstance(found, Checked):
            return found.facts.serial
        return found.serial if isinstance(found, SerialFound) else ""

    def _on_withdraw(self) -> None:
        sheet = WithdrawSheet(self._serial())
        sheet.confirmed.connect(self._do_withdraw)
        self.sheet_asked.emit(sheet)

    def _do_withdraw(self, serial: str) -> None:
        by = self._on_duty()

        def done(_done: Withdrawn) -> None:
            self._on_check()

        self.background.run(
            self,
            lambda store: withdraw_certificate(store, by=by, serial=serial),
            done,
            self.show_error,
        )

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Check a certificate")

    def primary(self) -> QAbstractButton | None:
        return self.check

    def first_focus(self) -> QWidget | None:
        return self.code

    def retranslate(self) -> None:
        super().retranslate()
        self._heading.setText(_("Check a certificate"))
        self._about.setText(
            _("Scan the square code on the paper, or type the number. No network is needed.")
        )
        self._field.set_words(_("Code or number"), _("A number looks like WP-2026-K7QF2M3A."))
        self.check.setText(_("Check"))
        # For translators: a button: empty the field for the next certificate.
        self.again.setText(_("Another one"))
        self.withdraw.setText(_("Withdraw this certificate"))
        self._show_found()
        self.title_changed.emit()

    def _show_found(self) -> None:
        found = self._found
        chip, verdict, lines = _words(found)
        self._chip.show_state(*chip)
        self._verdict.setText(verdict)
        for para, words in zip(self._lines, [*lines, *[""] * 5], strict=False):
            para.setText(words)
            para.setVisible(bool(words))
        taken_back = isinstance(found, Checked) and found.verdict == "withdrawn"
        taken_back = taken_back or (isinstance(found, SerialFound) and found.withdrawn)
        self.withdraw.setVisible(bool(self._serial()) and not taken_back)
        self.result.setAccessibleName(" ".join((chip[2], verdict, *lines)))


class WithdrawSheet(Sheet):
    """Asks once more. Signals: ``confirmed(str)`` with the serial."""

    confirmed = Signal(str)

    def __init__(self, serial: str) -> None:
        super().__init__(width=620)
        self._serial = serial
        self._about = Para("body")
        self.body.addWidget(self._about)
        self.keep, self.take = SecondaryButton("x"), PrimaryButton("trash")
        self.keep.clicked.connect(self.close_sheet)
        self.take.clicked.connect(self._on_take)
        self.buttons.addWidget(self.keep)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.take)
        self.settle()

    def _on_take(self) -> None:
        self.confirmed.emit(self._serial)
        self.close_sheet()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Withdraw this certificate?"))
        words = _(
            "Every Waypost that hears of it will say that {serial} is not valid any more. "
            "This cannot be taken back. What the person learnt stays."
        )
        self._about.setText(words.format(serial=isolate_number(self._serial)))
        self.keep.setText(_("Keep it"))
        self.take.setText(_("Withdraw"))


Said = tuple[tuple[str, str, str], str, list[str]]


def _words(found: Found) -> Said:
    """Kind, icon and word of the chip; the verdict in a sentence; what is known besides."""
    if isinstance(found, CertificateRejected):
        return ("danger", "alert-circle", _("Not genuine")), str(found), []
    if isinstance(found, SerialFound):
        return _serial_words(found)
    if found is None:
        return (
            ("plain", "help-circle", _("Not known here")),
            _("This computer knows no certificate with this number."),
            [_("That proves nothing. Scan the square code: it can be checked anywhere.")],
        )
    chips = {
        "genuine": ("success", "circle-check", _("Genuine")),
        "unknown": ("caution", "help-circle", _("Signed by somebody unknown")),
        "expired": ("caution", "hourglass", _("Expired")),
        "withdrawn": ("danger", "x", _("Withdrawn")),
    }
    verdicts = {
        "genuine": _("This certificate is genuine and valid."),
        "unknown": _("The text was not altered, but who signed it is not known here."),
        "expired": _("The last day of this certificate is past."),
        "withdrawn": _("This certificate was withdrawn. It is not valid any more."),
    }
    return chips[found.verdict], verdicts[found.verdict], _facts(found)


def _facts(found: Checked) -> list[str]:
    facts = found.facts
    return [
        f"**{isolate(facts.name)}** · {isolate(facts.module_title)}",
        _days(facts),
        _signed(found),
        _("Number {serial}, key {key}.").format(
            serial=isolate_number(facts.serial), key=isolate_number(found.fingerprint)
        ),
    ]


def _days(facts: Facts) -> str:
    issued = isolate(i18n.day(facts.issued_on))
    if facts.kind == "attended":
        return _("For being at a session. Issued {day}; it does not expire.").format(day=issued)
    words = _("Issued {day}, valid until {last}.")
    return words.format(day=issued, last=isolate(i18n.day(facts.valid_until)))


def _signed(found: Checked) -> str:
    how = _("supervised") if found.facts.supervised else _("learnt alone")
    if found.issuer:
        words = _("Signed by {name}, who is known here ({how}).")
        return words.format(name=isolate(found.issuer), how=how)
    if found.key_known:
        return _("Signed by a computer that is known here ({how}).").format(how=how)
    issuer = isolate(found.facts.issuer or "–")
    words = _(
        "It says it is from {issuer} ({how}). That key is not known here: compare it with them."
    )
    return words.format(issuer=issuer, how=how)


def _serial_words(found: SerialFound) -> Said:
    until = _("Valid until {last}.").format(last=isolate(i18n.day(found.valid_until)))
    if found.withdrawn:
        chip = ("danger", "x", _("Withdrawn"))
        return chip, _("This certificate was withdrawn. It is not valid any more."), [until]
    return (
        ("info", "info-circle", _("Number known")),
        _("A certificate with this number was given."),
        [until, _("Only the square code proves that this paper is it.")],
    )
