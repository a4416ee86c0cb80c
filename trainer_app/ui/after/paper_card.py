"""The papers of a session beside its summary: which one, its first page, save and print."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.after.record_paper import record_pages
from trainer_app.ui.after.session_facts import SessionFacts
from trainer_app.ui.after.sign_in_paper import sign_in_pages
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.page import Paper
from trainer_app.ui.paper.pages_of_paper import bound
from trainer_app.ui.paper.view import PaperView
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.para import Heading, Para

Kind = Literal["record", "sign-in"]
KINDS: tuple[Kind, ...] = ("record", "sign-in")


class PaperCard(Card):
    """Ctrl+S saves and Ctrl+P prints what is shown. Before a session that is the sign-in sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._facts: SessionFacts | None = None
        self._pages: dict[Kind, tuple[Paper, ...]] = {}
        self._title, self._count = Heading("h2"), Para("small", colour="text_muted")
        self.switch = StepSwitch(KINDS)
        self.switch.chosen.connect(lambda _kind: self.say())
        self.view, self.buttons = PaperView(), PaperButtons()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self.switch)
        column.addWidget(self.buttons)
        column.addWidget(self.view)
        column.addWidget(self._count)
        column.addStretch(1)

    @property
    def kind(self) -> Kind:
        """Which paper is shown."""
        return "sign-in" if self.switch.selected() == "sign-in" else "record"

    @property
    def pages(self) -> tuple[Paper, ...]:
        """The pages that are shown, saved and printed; set when they are first asked for."""
        if self._facts is None:
            return ()
        if self.kind not in self._pages:
            make = record_pages if self.kind == "record" else sign_in_pages
            self._pages[self.kind] = make(self._facts)
        return self._pages[self.kind]

    def show_facts(self, facts: SessionFacts) -> None:
        """Set the papers of this session."""
        first = self._facts is None
        self._facts = facts
        self._pages = {}
        if first:
            self.switch.select("sign-in" if facts.told.state == "planned" else "record")
        self.say()

    def say(self) -> None:
        """All words again, in the language of the moment."""
        self._title.setText(_("On paper"))
        words = {"record": _("Record"), "sign-in": _("Sign-in sheet")}
        self.switch.set_words(_("Which paper"), [words[kind] for kind in KINDS])
        self.buttons.set_words(
            print_it=_("Print"),
            saved=_("Saved: {name}"),
            printed=_("Sent to the printer."),
            no_printer=_("No printer is set up here. Save as PDF instead."),
        )
        if self._facts is None:
            return
        count = len(self.pages)
        pages = ngettext("{count} page", "{count} pages", count)
        self._count.setText(pages.format(count=isolate(i18n.number(count))))
        name = words[self.kind]
        self.view.show_paper(self.pages[0], f"{name}. {self._count.text()}")
        self.buttons.set_paper(bound(self.pages), f"waypost-{self.kind}-{self._facts.number}.pdf")

    def fit(self, width: int) -> None:
        """The switch takes what there is."""
        self.switch.fit(width)
