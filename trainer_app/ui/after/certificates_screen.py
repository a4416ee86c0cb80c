"""F09: certificates of a session. Choose people, make one PDF, print it, come back for it later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.operations import Changed
from trainer_app.operations.programme import rules_here
from trainer_app.operations.session_certificates import (
    CertificateRow,
    Issued,
    Kind,
    certificate_rows,
    issue_certificates,
)
from trainer_app.operations.session_record import session
from trainer_app.training.meeting import TrainingSession
from trainer_app.ui import theme
from trainer_app.ui.after.after_words import counted, why_not
from trainer_app.ui.after.certificate_buttons import CertificateButtons, What
from trainer_app.ui.after.certificate_list import CertificateList
from trainer_app.ui.paper.certificate_pdf import certificate_paper
from trainer_app.ui.paper.view import PaperView
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.ask_sheet import AskSheet, Question
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.tick import Tick

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.operations.certificates import Certificate
    from trainer_app.store import Store
    from trainer_app.training.staff import OnDuty
    from trainer_app.ui.background import Background

KINDS: tuple[Kind, ...] = ("passed", "attended")


@dataclass(frozen=True, slots=True)
class _Read:
    told: TrainingSession
    kind: Kind
    rows: list[CertificateRow]
    pass_mark: float


class CertificatesScreen(Screen):
    """Space ticks, Ctrl+A ticks all, Enter and Ctrl+S make the PDF, Ctrl+P prints.

    Signals: ``sheet_asked(Sheet)``.
    """

    sheet_asked = Signal(object)
    leading = "back"

    def __init__(
        self, background: Background, module: Module, on_duty: OnDuty, meeting: UUID
    ) -> None:
        super().__init__()
        self._background, self._module = background, module
        self._on_duty, self._meeting = on_duty, meeting
        self._read_now: _Read | None = None
        self._busy = False
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self.switch = StepSwitch(KINDS, takes_enter=False)
        self.switch.select("passed")
        self.switch.chosen.connect(lambda _kind: self._read())
        self.list = CertificateList()
        self.list.people.reason = self._reason
        self.list.ticked.connect(self._say_chosen)
        self.list.moved.connect(self._show_marked)
        self.all = Tick()
        self.all.clicked.connect(lambda: self.list.tick_all(self.all.isChecked()))
        self.note, self.retry = NoteLine(), RetryLine()
        self._chosen, self._not_yet = Heading("h2"), Para("small", colour="text_muted")
        self._hint = Para("small", colour="text_muted")
        self.buttons = CertificateButtons()
        self.buttons.asked.connect(self._on_asked)
        self.buttons.idle.connect(self._say_chosen)
        self.buttons.press.moved.connect(lambda _done, _total: self._say_chosen())
        self.view = PaperView()
        self._build()
        background.changed.connect(self._on_changed)
        self.settle()
        self._read()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._about)
        top.addLayout(words, 1)
        top.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignBottom)
        card = Card()
        start = QVBoxLayout(card)
        start.setContentsMargins(8, 8, 8, 8)
        start.setSpacing(4)
        ticks = QHBoxLayout()
        ticks.addSpacing(14)  # above the boxes of the rows
        ticks.addWidget(self.all, 1)
        start.addLayout(ticks)
        start.addWidget(self.list, 1)
        self._side = _Side(width=480)
        column = self._side.column
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(12)
        for widget in (self._chosen, self.buttons, self._not_yet, self._hint, self.view):
            column.addWidget(widget)
        column.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(card, 3)
        both.addWidget(self._side, 2)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(32, 16, 32, 16)
        whole.setSpacing(12)
        whole.addLayout(top)
        whole.addWidget(self.note)
        whole.addWidget(self.retry)
        whole.addLayout(both, 1)
        self.set_content(inside)

    # ------------------------------------------------------------ what there is

    @property
    def kind(self) -> Kind:
        """Which certificates are shown."""
        return "attended" if self.switch.selected() == "attended" else "passed"

    def _read(self) -> None:
        kind = self.kind

        def read(store: Store) -> _Read:
            rows = certificate_rows(store, meeting=self._meeting, module=self._module, kind=kind)
            mark = rules_here(store).judged(self._module).pass_rule.pass_mark
            return _Read(session(store, meeting=self._meeting), kind, rows, mark)

        self._background.run(
            self, read, self._on_read, lambda error: self.retry.show_error(error, self._read)
        )

    def _on_read(self, found: _Read) -> None:
        if found.kind != self.kind:
            return  # the switch was pressed again meanwhile
        before, self._read_now = self._read_now, found
        other = before is None or before.kind != found.kind
        self.retry.clear()
        self.list.show_rows(found.rows, tick_all=other)
        if other:
            self.buttons.note.clear()
        self.retranslate()
        if before is None and self.isVisible():
            self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.SESSION | Changed.ATTEMPTS | Changed.PEOPLE):
            self._read()

    # ------------------------------------------------------------ making them

    def _on_asked(self, what: What) -> None:
        found, chosen = self._read_now, self.list.people.chosen
        if found is None or self._busy or self.buttons.press.is_running:
            return
        if not chosen:
            self.buttons.note.say(_("Tick one person at least."), "info")
            return
        renamed = {row.learner.learner_id for row in chosen if row.is_renamed}
        if renamed:
            self._ask_anew(what, chosen, renamed)
        else:
            self._make(what, chosen, set())

    def _ask_anew(self, what: What, chosen: list[CertificateRow], renamed: set[str]) -> None:
        """Names were corrected since: make those again, or leave them as they are."""

        def words() -> Question:
            count = len(renamed)
            about = ngettext(
                "The name of {count} person was corrected since. A new certificate takes the place "
                "of the old one; whoever checks the old one is told that it was withdrawn.",
                "The names of {count} people were corrected since. New certificates take the place "
                "of the old ones; whoever checks an old one is told that it was withdrawn.",
                count,
            )
            return Question(
                _("Make them again?"),
                about.format(count=counted(count)),
                _("Make them again"),
                _("Keep the old ones"),
            )

        sheet = AskSheet(words)
        sheet.do_it.set_icon("refresh")
        sheet.agreed.connect(lambda: self._make(what, chosen, renamed))
        sheet.keep.clicked.connect(lambda: self._make(what, chosen, set()))
        self.sheet_asked.emit(sheet)

    def _make(self, what: What, chosen: list[CertificateRow], anew: set[str]) -> None:
        found = self._read_now
        if found is None:
            return
        if all(row.issued for row in chosen) and not anew:
            self._go_on(what, [row.issued for row in chosen if row.issued])
            return
        self._set_busy(True)
        wanted = [row.learner.learner_id for row in chosen]
        self._background.run(
            self,
            lambda store: issue_certificates(
                store,
                by=self._on_duty,
                meeting=self._meeting,
                module=self._module,
                learner_ids=wanted,
                kind=found.kind,
                anew=anew,
            ),
            lambda issued: self._on_issued(what, issued),
            lambda error: self._on_not_issued(what, error),
        )

    def _on_issued(self, what: What, issued: Issued) -> None:
        self._set_busy(False)
        words = ngettext(
            "{count} certificate is made.", "{count} certificates are made.", issued.new
        )
        self._go_on(what, issued.certificates)
        self.buttons.note.say(words.format(count=counted(issued.new)), "good")

    def _on_not_issued(self, what: What, error: Exception) -> None:
        self._set_busy(False)
        self.retry.show_error(error, lambda: self._on_asked(what))

    def _go_on(self, what: What, certificates: list[Certificate] | tuple[Certificate, ...]) -> None:
        if self._read_now is None:
            return
        language = self._read_now.told.language
        pages = [certificate_paper(one, language) for one in certificates]
        number = self._meeting.hex[:8].upper()
        self.buttons.go_on(what, pages, f"waypost-{self._read_now.kind}-{number}.pdf")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._say_chosen()

    def left(self) -> None:
        self.buttons.press.stop()

    # ------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.list.tick_all(True)
        else:
            super().keyPressEvent(event)

    def primary(self) -> QAbstractButton | None:
        return self.buttons.save if self.buttons.save.isEnabled() else None

    def first_focus(self) -> QWidget:
        return self.list if self.list.people.rows else self.switch

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Certificates")

    def retranslate(self) -> None:
        self._heading.setText(_("Certificates"))
        self.switch.set_words(
            _("Which certificates"),
            # For translators: which certificates: for who passed, or for everybody who was there
            [_("Passed"), _("Attended")],
        )
        self._hint.setText(
            _("Is a name not right? Correct it under People first, then make the certificate.")
        )
        found = self._read_now
        self.note.clear()
        if found is not None and found.told.state != "closed":
            self.note.say(_("Close the session first. Then the certificates are made."), "info")
        if found is not None:
            self._about.set_plain(found.told.title)
        self.list.viewport().update()
        self._say_chosen()
        self._show_marked()
        self.title_changed.emit()

    def _reason(self, row: CertificateRow) -> str:
        if row.why is None or self._read_now is None:
            return ""
        return why_not(row.why, self._read_now.pass_mark)

    def _say_chosen(self) -> None:
        """How many are ticked, and what can be pressed now."""
        people, found = self.list.people, self._read_now
        able, chosen = len(people.able), len(people.chosen)
        words = _("All {count} who can have one") if self.kind == "passed" else _("All {count}")
        self.all.setText(words.format(count=counted(able)))
        self.all.setChecked(bool(able) and able == chosen)
        self.all.setEnabled(bool(able))
        ticked = ngettext("{count} ticked", "{count} ticked", chosen)
        self._chosen.setText(ticked.format(count=isolate(i18n.number(chosen))))
        self._say_not_yet(len(people.rows) - able)
        closed = found is not None and found.told.state == "closed"
        free = closed and not self._busy and not self.buttons.press.is_running
        self.buttons.save.setEnabled(free)
        self.buttons.print.setEnabled(free)

    def _say_not_yet(self, count: int) -> None:
        words = ngettext(
            "{count} person has none yet. The reason stands at the end of the list.",
            "{count} people have none yet. The reasons stand at the end of the list.",
            count,
        )
        self._not_yet.setText(words.format(count=counted(count)))
        self._not_yet.setVisible(count > 0)

    def _show_marked(self) -> None:
        """The certificate of whoever is marked, where there is one."""
        row = self.list.marked
        certificate = row.issued if row else None
        self.view.setVisible(certificate is not None)
        if certificate is None or self._read_now is None:
            return
        facts = certificate.facts
        said = _("Certificate of {name} for {module}").format(
            name=isolate(facts.name), module=isolate(facts.module_title)
        )
        paper = certificate_paper(certificate, self._read_now.told.language)
        self.view.show_paper(paper, said)


class _Side(ScrollPage):
    """Never narrower than its buttons, which grow with type and words; the list gets the rest."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        inside = self.widget()
        if watched is inside and event.type() == QEvent.Type.LayoutRequest:
            needed = inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
            self.setMinimumWidth(max(theme.px(340), needed))
        return super().eventFilter(watched, event)
