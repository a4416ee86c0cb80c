"""What is seen while the program is hidden: a board of departures and a clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.i18n import _, isolate_number
from trainer_app.ui import theme
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import IconButton
from trainer_app.ui.widgets.para import Heading
from trainer_app.ui.widgets.timetable import Timetable

PLACES = ("Oruro", "Potosí", "Copacabana", "Cochabamba", "Sucre", "Desaguadero", "Tarija")
_GAPS = (10, 25, 40, 60, 75, 90, 120)
_PLATFORMS = (3, 1, 5, 2, 4, 3, 1)


class HiddenScreen(Themed, QWidget):
    """Knows nothing and shows nothing of the program. ``places`` are the towns of the board.

    Signals: ``return_asked`` when the quiet button with three dots is pressed.
    """

    return_asked = Signal()

    def __init__(self, places: Sequence[str] = PLACES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = tuple(places)
        self._title = Heading("display")
        self._clock = Heading("display")
        self._board = Timetable(len(_GAPS))
        self._back = IconButton("dots")
        self._back.clicked.connect(self.return_asked)
        self._minute = QTimer(self)
        self._minute.setInterval(5_000)
        self._minute.timeout.connect(self._show_time)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._clock)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 36, 48, 12)
        whole.setSpacing(16)
        whole.addLayout(head)
        whole.addWidget(self._board)
        whole.addStretch(1)
        whole.addLayout(foot)
        self.settle()

    def take_focus(self) -> None:
        """Give the focus to the way back, without a ring."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(_("Departures"))
        self._back.setText(_("More"))
        self._show_time()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def dress(self) -> None:
        super().dress()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Rows come and go with the height: those shown now do not keep the window high."""
        width = super().minimumSizeHint().width()
        return QSize(width, _above_and_below() + self._board.height_of(1))

    def _fit(self) -> None:
        self._board.fit(self.height() - _above_and_below())

    def _show_time(self) -> None:
        now = datetime.now().astimezone()
        clock = isolate_number(f"{now:%H:%M}")
        if self._clock.text() == clock and self._board.isVisible():
            return
        self._clock.set_plain(clock)
        start = now + timedelta(minutes=5 - now.minute % 5)
        rows = []
        for gap, place, platform in zip(_GAPS, self._places, _PLATFORMS, strict=False):
            leaves = start + timedelta(minutes=gap)
            remark = _("Boarding") if gap == _GAPS[0] else _("On time")
            rows.append((isolate_number(f"{leaves:%H:%M}"), place, str(platform), remark))
        self._board.show_departures(rows)


def _above_and_below() -> int:
    return theme.line_height("display") + theme.px(theme.SMALL_TARGET) + 48 + 32
