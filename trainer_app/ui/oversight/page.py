"""What every page of the supervisor has: the bar at the start edge, and beside it the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.ui.background import Background
from trainer_app.ui.oversight.side_bar import SideBar
from trainer_app.ui.oversight.upkeep import Upkeep
from trainer_app.ui.retry_line import RetryLine
from trainer_app.ui.screen import Screen
from trainer_app.ui.widgets.chips import NoteLine


class OversightPage(Screen):
    """Signals: ``place_asked(str)``, one of ``side_bar.PLACES``.

    A page asks its questions in ``read``, which is called when the reports are up to date: at the
    start, and whenever something changed. It puts ``waiting`` and ``retry`` where they are seen.
    """

    place_asked = Signal(str)

    place = ""
    """Which of ``side_bar.PLACES`` this is, or belongs to."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self.background = background
        self.bar = SideBar(self.place)
        self.bar.chosen.connect(self.place_asked)
        self.waiting, self.retry = NoteLine(), RetryLine()
        self._done = (0, 0)
        self._upkeep = Upkeep(background, self)
        self._upkeep.told.connect(self._on_told)
        self._upkeep.ready.connect(self._on_ready)
        self._upkeep.failed.connect(lambda error: self.show_error(error))
        background.changed.connect(self._on_changed)

    def set_page(self, page: QWidget) -> None:
        """Fill the room beside the bar."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.bar)
        row.addWidget(page, 1)
        self.set_content(whole)

    def begin(self) -> None:
        """Bring the reports up to date, then ``read``. A page calls it once it is built."""
        self._upkeep.start()

    def read(self) -> None:
        """Ask the questions of this page."""
        raise NotImplementedError

    def arrange(self) -> None:
        self.bar.set_compact(self.compact)

    def show_error(self, error: Exception) -> None:
        """Say what did not work; the button begins again."""
        self.waiting.clear()
        self.retry.show_error(error, self.begin)

    def retranslate(self) -> None:
        if self._done[1]:
            self._on_told(*self._done)

    def _on_told(self, done: int, of: int) -> None:
        self._done = (done, of)
        share = i18n.isolate(i18n.percent(done / of if of else 1.0))
        self.waiting.say(_("Reading the results that came: {share}").format(share=share), "info")

    def _on_ready(self) -> None:
        self._done = (0, 0)
        self.waiting.clear()
        self.retry.clear()
        self.read()

    def _on_changed(self, changed: Changed) -> None:
        if changed & (Changed.ATTEMPTS | Changed.PEOPLE | Changed.SESSION | Changed.SITE):
            self._upkeep.start()
