"""The session guide, to be read before a session and in it, saved, or printed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.errors import PackRejected
from trainer_app.i18n import _, isolate, ngettext
from trainer_app.ui.paper.buttons import PaperButtons
from trainer_app.ui.paper.pages_of_paper import bound
from trainer_app.ui.paper.pages_view import PagesView
from trainer_app.ui.screen import Screen
from trainer_app.ui.session.guide_paper import guide_pages
from trainer_app.ui.widgets.chips import Callout
from trainer_app.ui.widgets.pages import ScrollPage
from trainer_app.ui.widgets.para import Heading, Para

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.content.module import Module

FILE_NAME = "waypost-session-guide.pdf"


class GuideScreen(Screen):
    """Ctrl+S saves, Ctrl+P prints. Signals: ``back_asked``."""

    leading = "back"

    def __init__(self, catalog: Catalog, module: Module, values: Mapping[str, str]) -> None:
        super().__init__()
        self._module = module
        self._heading, self._about = Heading("display"), Para("body", colour="text_muted")
        self._updating, self._none = Callout("note"), Para("body_large")
        self.buttons, self.view = PaperButtons(primary=True), PagesView()
        page = ScrollPage(width=900)
        page.column.setSpacing(10)
        for part in (self._heading, self._about, self._none, self._updating, self.buttons):
            page.column.addWidget(part)
        page.column.addWidget(self.view)
        page.column.addStretch(1)
        self.set_content(page)
        guide = module.guide
        self._pages = (
            guide_pages(module, guide, values, _handouts(catalog, module)) if guide else ()
        )
        if self._pages:
            self.buttons.set_paper(bound(self._pages), FILE_NAME)
        self.settle()

    def primary(self) -> QAbstractButton:
        return self.buttons.save

    def title(self) -> str:
        return inline.plain(self._module.title)

    def retranslate(self) -> None:
        guide, count = self._module.guide, len(self._pages)
        words = ngettext("{count} page", "{count} pages", count)
        said = words.format(count=isolate(i18n.number(count)))
        self._heading.setText(_("Session guide"))
        self._about.setText(said if guide else "")
        self._none.setText(
            "" if guide else _("Nobody wrote a guide for this module. The plan is a plain one.")
        )
        self._updating.setText(_("Parts of this guide stand in the language it was written in."))
        self._none.setVisible(guide is None)
        self._updating.setVisible(bool(guide and guide.updating))
        self.buttons.setVisible(guide is not None)
        self.view.setVisible(guide is not None)
        self.view.show_pages(self._pages, said)
        self.title_changed.emit()


def _handouts(catalog: Catalog, module: Module) -> list[str]:
    """The titles of the job aids a guide names, as the shelf of that language has them."""
    wanted = module.guide.handouts if module.guide else ()
    with suppress(PackRejected):  # a damaged shelf takes no guide away
        titles = {aid.id: aid.title for aid in catalog.shelf(module.language).job_aids}
        return [inline.plain(titles[one]) for one in wanted if one in titles]
    return []
