"""The certificates somebody has: to look at, save, print, and have checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, isolate_number
from trainer_app.operations.certificates import Certificate, list_certificates
from trainer_app.operations.learning import today
from trainer_app.ui import theme
from trainer_app.ui.learn.road_screen import RoadScreen
from trainer_app.ui.main_window import MainWindow
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.certificate_pdf import certificate_paper
from trainer_app.ui.paper.view import PaperView
from trainer_app.ui.retry_line import sentence_of
from trainer_app.ui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from trainer_app.ui.widgets.cards import CardButton
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.notice_card import NoticeCard
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.operations.people import SignedIn
    from trainer_app.ui.background import Background


class CertificateScreen(RoadScreen):
    """Shows one certificate, and a list when there are several. Ctrl+S saves, Ctrl+P prints."""

    leading = "back"

    def __init__(
        self,
        background: Background,
        catalog: Catalog,
        signed_in: SignedIn,
        serial: str | None = None,
    ) -> None:
        """``serial`` is shown first; without one, the newest."""
        super().__init__()
        self._background, self._catalog, self._signed_in = background, catalog, signed_in
        self._wanted = serial
        self._certificates: list[Certificate] | None = None
        self._shown: Certificate | None = None
        self._error: Exception | None = None
        self._view = PaperView()
        self._build()
        self.settle()
        self._read()

    def _build(self) -> None:
        self._heading, self._about = Heading("h1"), Para("body", colour="text_muted")
        self._chip = Chip("success", "circle-check")
        self._buttons = PaperButtons(primary=True)
        self._code = QuietButton("qrcode")
        self._code.clicked.connect(self._on_code_clicked)
        self._name_note = Para("small", colour="text_muted")
        self._list_title = Heading("h2")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._cards: list[_CertificateCard] = []
        self._notice = NoticeCard("certificate")
        self._notice.again.clicked.connect(self._read)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self._heading)
        side.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeading)
        side.addWidget(self._about)
        side.addSpacing(4)
        side.addWidget(self._buttons)
        side.addWidget(self._code, 0, Qt.AlignmentFlag.AlignLeading)
        side.addWidget(self._name_note)
        side.addSpacing(8)
        side.addWidget(self._list_title)
        side.addLayout(self._list)
        side.addStretch(1)
        page = QVBoxLayout()
        page.addWidget(self._view)
        page.addStretch(1)
        self._body = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._body)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(32)
        self._both.addLayout(page, 3)
        self._both.addLayout(side, 2)
        scroll = ScrollPage(width=1302)
        scroll.column.addWidget(self._notice)
        scroll.column.addWidget(self._body)
        scroll.column.addStretch(1)
        self.set_content(scroll)

    # ------------------------------------------------------------ reading

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: list_certificates(
                store, catalog=self._catalog, signed_in=self._signed_in
            ),
            self._show,
            self._show_trouble,
        )

    def _show(self, found: list[Certificate]) -> None:
        self._certificates = found
        chosen = [one for one in found if one.facts.serial == self._wanted] or found
        self._shown = chosen[0] if chosen else None
        for one in found:
            card = _CertificateCard(one)
            card.setChecked(one is self._shown)
            card.clicked.connect(lambda _checked=False, one=one: self._choose(one))
            self._list.addWidget(card)
            self._cards.append(card)
        self.retranslate()
        if self.isVisible() and (target := self.primary()) is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_trouble(self, error: Exception) -> None:
        self._error = error
        self.retranslate()

    def _choose(self, certificate: Certificate) -> None:
        self._shown = certificate
        self.retranslate()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("My certificates")

    def primary(self) -> QAbstractButton | None:
        return self._buttons.save if self._shown is not None else None

    def retranslate(self) -> None:
        if self._certificates is None and self._error is not None:
            self._notice.say(sentence_of(self._error), again=True)
        elif self._certificates == []:
            words = _("No certificate yet. You get one when you pass the quiz of a module.")
            self._notice.say(words)
        else:
            self._notice.say("")
        self._body.setVisible(self._shown is not None)
        several = bool(self._certificates and len(self._certificates) > 1)
        self._list_title.setText(_("All my certificates"))
        self._list_title.setVisible(several)
        for card in self._cards:
            card.setVisible(several)
            card.retranslate()
        if self._shown is not None:
            self._say(self._shown)
        self.title_changed.emit()

    def _say(self, certificate: Certificate) -> None:
        facts = certificate.facts
        self._heading.setText(facts.module_title)
        until = isolate(i18n.day(facts.valid_until))
        if facts.valid_until < today():
            words = _("Was valid until {day}").format(day=until)
            self._chip.show_state("caution", "clock", words)
        else:
            words = _("Valid until {day}").format(day=until)
            self._chip.show_state("success", "circle-check", words)
        serial = isolate_number(facts.serial)
        self._about.setText(_("Certificate {number}").format(number=serial))
        said = _("Certificate of {name} for {module}").format(
            name=isolate(facts.name), module=isolate(facts.module_title)
        )
        self._view.show_paper(certificate_paper(certificate), f"{said}. {words}")
        name = _("Waypost {number}.pdf").format(number=facts.serial)
        self._buttons.set_paper(certificate_paper(certificate), name)
        self._code.setText(_("Code for checking"))
        self._name_note.setText(_("Is your name not right? Ask your facilitator to correct it."))

    def _on_code_clicked(self) -> None:
        window = self.window()
        if self._shown is not None and isinstance(window, MainWindow):
            window.open_sheet(_CodeSheet(self._shown))


class _CertificateCard(CardButton):
    """One certificate in the list; the one shown is marked."""

    ring_radius = theme.CONTROL_RADIUS

    def __init__(self, certificate: Certificate) -> None:
        super().__init__()
        self._facts = certificate.facts
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self._title, self._about = Para("label"), Para("small", colour="text_muted")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 8, 16, 8)
        inside.setSpacing(0)
        inside.addWidget(self._title)
        inside.addWidget(self._about)
        self.see_through(self._title, self._about)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(self._facts.module_title)
        words = _("Issued on {day}").format(day=isolate(i18n.day(self._facts.issued_on)))
        self._about.setText(words)
        self.setAccessibleName(f"{self._title.text()}. {words}")


class _CodeSheet(Sheet):
    """The signed text of a certificate, to copy or to read out."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(width=680)
        self._certificate = certificate
        self._about = Para("body", colour="text_muted")
        self._text, self._key = Para("small"), Para("small", colour="text_muted")
        payload = certificate.payload
        self._text.set_plain(" ".join(payload[n : n + 8] for n in range(0, len(payload), 8)))
        self._text.setAccessibleName(payload)
        self._note = NoteLine()
        for widget in (self._about, self._text, self._key, self._note):
            self.body.addWidget(widget)
        self._copy, self._done = SecondaryButton("file-text"), PrimaryButton("check")
        self._copy.clicked.connect(self._on_copy_clicked)
        self._done.clicked.connect(self.close_sheet)
        self.buttons.addWidget(self._copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._done)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Code for checking"))
        self._about.setText(
            _("The square code on the certificate holds this text. Any Waypost can check it.")
        )
        key = isolate_number(self._certificate.fingerprint)
        self._key.setText(_("Key of the issuer: {key}").format(key=key))
        self._copy.setText(_("Copy"))
        self._done.setText(_("Done"))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._certificate.payload)
        self._note.say(_("Copied."), "good")
