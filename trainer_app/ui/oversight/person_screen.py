"""V04: one person: modules, what is due, sessions, certificates. No answers, ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, pgettext
from trainer_app.operations.learning import today
from trainer_app.operations.reports.person import (
    PersonCertificate,
    PersonModule,
    PersonReport,
    person_report,
)
from trainer_app.operations.reports.terms import terms
from trainer_app.operations.role_words import ROLES
from trainer_app.ui.charts.before_after import BeforeAfter
from trainer_app.ui.charts.data import Change, Changes
from trainer_app.ui.charts.frame import ChartFrame
from trainer_app.ui.oversight.fact_rows import FactCard, StateMark, fact_row
from trainer_app.ui.oversight.page import OversightPage
from trainer_app.ui.oversight.site_words import site_name
from trainer_app.ui.oversight.standing_words import said_of
from trainer_app.ui.oversight.two_columns import TwoColumns
from trainer_app.ui.screen import Leading
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.chips import Chip, NoteLine
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.store import Store
    from trainer_app.ui.background import Background


class PersonReportScreen(OversightPage):
    """``back`` leads to where somebody came from."""

    place = "completion"
    leading: Leading = "back"

    def __init__(self, background: Background, catalog: Catalog, learner_id: str) -> None:
        super().__init__(background)
        self._catalog, self._learner_id = catalog, learner_id
        self._found: PersonReport | None = None
        self._is_read = False
        self._name, self._about = Heading("display"), Para("body", colour="text_muted")
        self._chip = Chip()
        self.back = SecondaryButton("arrow-left")
        self.modules, self.sessions, self.certificates = FactCard(), FactCard(), FactCard()
        self.changes = BeforeAfter()
        self.chart = ChartFrame(self.changes, "waypost-person")
        self._privacy, self.gone = Para("small", colour="text_muted"), NoteLine()
        self._build()
        self.back.clicked.connect(self.back_asked)
        self.settle()
        self.begin()

    def _build(self) -> None:
        page = ScrollPage()
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._about)
        head.addLayout(words, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addWidget(TwoColumns(self.modules, self.chart))
        column.addWidget(TwoColumns(self.certificates, self.sessions))
        column.addWidget(self._privacy)
        for line in (self.waiting, self.retry, self.gone):
            page.column.addWidget(line)
        page.column.addWidget(self._shown)
        page.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeading)
        page.column.addStretch(1)
        self.set_page(page)
        self._shown.setVisible(False)

    def read(self) -> None:
        """Ask what is known of this person."""
        language, learner_id = i18n.language(), self._learner_id

        def ask(store: Store) -> PersonReport | None:
            told = terms(store, catalog=self._catalog, language=language, on=today())
            try:
                return person_report(store, told=told, learner_id=learner_id)
            except KeyError:
                return None

        self.background.run(self, ask, self._on_read, self.show_error)

    def _on_read(self, found: PersonReport | None) -> None:
        self._found, self._is_read = found, True
        self.retranslate()

    # ------------------------------------------------------------ words

    def title(self) -> str:
        return _("Person")

    def primary(self) -> QAbstractButton | None:
        return None

    def first_focus(self) -> QWidget | None:
        return self.back

    def retranslate(self) -> None:
        super().retranslate()
        self.back.setText(_("Back to the list"))
        self._privacy.setText(
            _(
                "Nobody sees single answers, or how somebody chose in a scene. "
                "Results by topic are shown for groups only."
            )
        )
        found = self._found
        self._shown.setVisible(found is not None)
        if found is not None:
            self._show(found)
        elif self._is_read:
            self.gone.say(_("This person is not here any more."), "info")
        self.title_changed.emit()

    def _show(self, found: PersonReport) -> None:
        row = found.row
        self._name.set_plain(row.name)
        said = [_(ROLES[row.role]), row.team, site_name(found.site)]
        self._about.set_plain(" · ".join(isolate(one) for one in said if one))
        if row.has_left:
            self._chip.show_state("plain", "user-off", _("Has left, not counted"))
        elif row.overdue:
            self._chip.show_state("danger", "clock-exclamation", _("Overdue"))
        elif row.trained:
            self._chip.show_state("success", "circle-check", _("Trained"))
        else:
            self._chip.show_state("plain", "circle-dashed", _("Not trained yet"))
        self.modules.show_rows(
            _("Modules"), [_module_row(one) for one in found.modules], _("Nothing is asked yet.")
        )
        self.sessions.show_rows(
            _("Training sessions"),
            [
                fact_row(
                    PictureMark("presentation", 24, colour="primary", beside="label"),
                    one.title or _("A session"),
                    i18n.day(one.held_on),
                )
                for one in found.sessions
            ],
            _("None yet."),
        )
        self.certificates.show_rows(
            _("Certificates"), [_certificate_row(one) for one in found.certificates], _("None yet.")
        )
        self.chart.set_words(_("Tests before and after"))
        self.changes.show_data(
            Changes(
                _("Module"),
                tuple(
                    Change(one.module.module_id, one.module.title, one.before, one.after)
                    for one in found.modules
                    if one.before is not None or one.after is not None
                ),
                missing=_("not written"),
                empty=_("No tests yet."),
            )
        )


def _module_row(one: PersonModule) -> QWidget:
    return fact_row(StateMark(one.cell), one.module.title, said_of(one.cell))


def _certificate_row(one: PersonCertificate) -> QWidget:
    icon, colour = ("hourglass", "caution") if one.expired else ("certificate", "primary")
    words = _("ended on {day}") if one.expired else _("valid until {day}")
    line = words.format(day=isolate(i18n.day(one.until)))
    if one.withdrawn:
        icon, colour, line = "x", "caution", pgettext("of a certificate", "withdrawn")
    return fact_row(PictureMark(icon, 24, colour=colour, beside="label"), one.title, line)
