"""The self-check to print: as it is now, or empty for a walk around the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer_app.i18n import _
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.pages_of_paper import bound
from trainer_app.ui.paper.pages_view import PagesView
from trainer_app.ui.readiness.check_paper import check_pages, words_of
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.fields import StepSwitch
from trainer_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from trainer_app.operations.readiness import Readiness

KINDS = ("now", "empty")


class PaperSheet(Sheet):
    """Ctrl+S saves the page as a PDF, Ctrl+P prints it."""

    def __init__(self, readiness: Readiness, *, unsaved: bool) -> None:
        """``unsaved``: something on the page behind is not on the disk, and so not on paper."""
        super().__init__(width=980)
        self._readiness, self._unsaved = readiness, unsaved
        self.kind = StepSwitch(KINDS)
        self.kind.select("now" if readiness.score is not None else "empty")
        self.kind.chosen.connect(lambda _kind: self._show())
        self._note, self.paper, self.view = NoteLine(), PaperButtons(primary=True), PagesView()
        for part in (self.kind, self._note, self.paper, self.view):
            self.body.addWidget(part)
        self.settle()

    def retranslate(self) -> None:
        super().retranslate()
        self.set_title(_("Sheet to print"))
        self.kind.set_words(
            _("What stands on it"), (_("As it is now"), _("Empty, to walk around with"))
        )
        self._show()

    def _show(self) -> None:
        empty = self.kind.selected() == "empty"
        pages = check_pages(self._readiness, empty=empty)
        self.view.show_pages(pages, words_of(self._readiness, empty=empty))
        name = "waypost-self-check-empty.pdf" if empty else "waypost-self-check.pdf"
        self.paper.set_paper(bound(pages), name)
        if self._unsaved and not empty:
            self._note.say(_("What is not saved yet does not stand on it."), "info")
        else:
            self._note.clear()
