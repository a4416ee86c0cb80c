"""A test that was opened for the room at the facilitator's laptop, and waits for this learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer_app.content import inline
from trainer_app.i18n import _, isolate
from trainer_app.operations import Changed
from trainer_app.operations.paired_tests import OpenTest, open_tests
from trainer_app.ui.widgets.buttons import SecondaryButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark

if TYPE_CHECKING:
    from trainer_app.content.catalog import Catalog
    from trainer_app.ui.background import Background


class RoomCard(Card):
    """Hidden while no test is open; it looks again when a session changes.

    Signals: ``asked(OpenTest)``.
    """

    asked = Signal(object)

    def __init__(self, background: Background, catalog: Catalog, learner_id: str) -> None:
        super().__init__()
        self._background, self._catalog, self._learner_id = background, catalog, learner_id
        self._open: OpenTest | None = None
        mark = PictureMark("writing", 48, colour="on_primary_soft", ground="primary_soft")
        self._title, self._about = Heading("h2"), Para("body", colour="text_muted")
        self.start = SecondaryButton("arrow-right", forward=True)
        self.start.clicked.connect(lambda: self.asked.emit(self._open))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(18)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.start, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setVisible(False)
        background.changed.connect(self._on_changed)
        self._read()

    def _on_changed(self, changed: Changed) -> None:
        if changed & Changed.SESSION:
            self._read()

    def _read(self) -> None:
        self._background.run(
            self,
            lambda store: open_tests(store, catalog=self._catalog, learner_id=self._learner_id),
            self._on_read,
            lambda _error: None,  # the page of the test says what is wrong
        )

    def _on_read(self, found: tuple[OpenTest, ...]) -> None:
        self._open = next(iter(found), None)
        if self._open is not None:
            self.say()
        if self.parentWidget() is not None:
            self.setVisible(self._open is not None)

    def say(self) -> None:
        """All words again, in the language of the moment."""
        if self._open is None:
            return
        before = self._open.test == "before"
        self._title.setText(_("A test is open for you"))
        title = isolate(inline.plain(self._open.session.title))
        words = _("{module}: questions before") if before else _("{module}: questions after")
        self._about.setText(words.format(module=title))
        self.start.setText(_("Go on") if self._open.begun else _("Start"))
