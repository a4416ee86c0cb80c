"""A chart on its card: title, the chart or its table, and the ways to change it and to save it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.ui import icons, theme
from trainer_app.ui.charts.chart import Chart
from trainer_app.ui.charts.picture import Picture, save_picture
from trainer_app.ui.charts.table_view import ChartTable
from trainer_app.ui.charts.words import unknown_words
from trainer_app.ui.widgets.buttons import Dress, QuietButton
from trainer_app.ui.widgets.cards import Card
from trainer_app.ui.widgets.chips import NoteLine
from trainer_app.ui.widgets.para import Heading, Para

Chosen = Callable[[str], None]
AskPlace = Callable[[QWidget, str, Chosen], object]
_SIDE = 20


def ask_place(parent: QWidget, file_name: str, chosen: Chosen) -> QFileDialog:
    """Ask where a picture goes, in a window that blocks nothing; ``chosen`` gets the path."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    where = QStandardPaths.writableLocation(documents)
    dialog = QFileDialog(parent, _("Save picture"), where)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # Hide must be able to close it
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    kinds = {
        _("Picture") + " (*.png)": "png",
        _("Picture that stays sharp when it is made larger") + " (*.svg)": "svg",
    }
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.selectFile(file_name)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


class _Offer(QuietButton):
    """Icon and word; only the icon, with the word as a tip, where the card is narrow."""

    dress_of = Dress("text", height=theme.SMALL_TARGET, padding=12)

    def __init__(self, icon: str) -> None:
        self._brief = False
        super().__init__(icon)

    def set_brief(self, brief: bool) -> None:
        """Show the icon only."""
        if brief != self._brief:
            self._brief = brief
            self.setToolTip(self.text() if brief else "")
            self.updateGeometry()
            self.update()

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(text)
        self.setToolTip(text if self._brief else "")

    def whole_width(self) -> int:
        """How wide it is with its word."""
        return super().sizeHint().width()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(theme.px(theme.SMALL_TARGET), hint.height()) if self._brief else hint

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(theme.SMALL_TARGET), super().sizeHint().height())

    def _paint_words(self, painter: QPainter) -> None:
        if not self._brief:
            super()._paint_words(painter)
            return
        area = QRectF(0, 0, theme.px(20), theme.px(20))
        area.moveCenter(QRectF(self.rect()).center())
        icons.paint(painter, self._icon, area, "text", rtl=self.isRightToLeft())


class ChartFrame(Card):
    """Holds one chart. Set its words with ``set_words`` and its data on ``chart``.

    ``ask_place`` may be replaced, in tests; it gets a parent, a file name and what to call with
    the path. ``file_name`` is neutral and has no ending.
    """

    def __init__(
        self, chart: Chart, file_name: str = "waypost-chart", parent: QWidget | None = None
    ) -> None:
        self.chart, self._file_name = chart, file_name
        self.ask_place: AskPlace = ask_place
        self._asking: object = None
        self._is_table = False
        self.table, self.note = ChartTable(), NoteLine()
        self.title, self.about = Heading("h2"), Para("small", colour="text_muted")
        self.switch, self.save = _Offer("table"), _Offer("download")
        self._head = QHBoxLayout()
        super().__init__(parent=parent)  # dresses all of them
        self.switch.clicked.connect(self._on_switch_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.table.opened.connect(self.chart.open_row)
        self.chart.changed.connect(self._on_chart_changed)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        self._head.setSpacing(4)
        self._head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        self._head.addWidget(self.switch)
        self._head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 12, _SIDE, 18)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.about)
        column.addSpacing(10)
        column.addWidget(self.chart, 1)
        column.addWidget(self.table)
        column.addWidget(self.note)
        column.addStretch(0)

    # ------------------------------------------------------------ words

    def set_words(self, title: str, about: str = "") -> None:
        """What the chart is about; ``about`` says of whom, on the card and in the picture."""
        self.title.set_plain(title)
        self.about.set_plain(about)
        self.chart.set_name(title)
        self._show()

    def retranslate(self) -> None:
        self.switch.setText(_("Show as chart") if self._is_table else _("Show as table"))
        self.save.setText(_("Save picture"))
        self.note.clear()
        self._fit()

    # ------------------------------------------------------------ chart or table

    @property
    def is_table(self) -> bool:
        """Whether the table is shown."""
        return self._is_table

    def show_table(self, table: bool) -> None:
        """Show the table, or the chart again."""
        self._is_table = table
        self._show()
        self.retranslate()

    def _show(self) -> None:
        """The one or the other; without data neither of the two buttons."""
        empty = self.chart.is_empty
        as_table = self._is_table and not empty
        data, table = self.chart.data, self.chart.table(self.title.text())
        if table is not None and data is not None:
            self.table.show_table(table, unknown_words(data))
        self.about.setVisible(bool(self.about.text()))
        self.table.setVisible(as_table)
        self.chart.setVisible(not as_table)
        self.switch.setVisible(not empty)
        self.save.setVisible(not empty)

    def _on_switch_clicked(self) -> None:
        self.show_table(not self._is_table)

    def _on_chart_changed(self) -> None:
        self.note.clear()
        self._show()

    # ------------------------------------------------------------ a picture

    def _on_save_clicked(self) -> None:
        self._asking = self.ask_place(self, f"{self._file_name}.png", self.save_to)

    def save_to(self, path: str) -> None:
        """Save the chart as this file, PNG or SVG by its ending, and say so, or say why not."""
        data = self.chart.data
        if data is None or data.is_empty:
            return
        picture = Picture(self.title.text(), self.about.text(), data)
        try:
            save_picture(picture, Path(path))
        except NotSaved as error:
            self.note.say(str(error), "careful")
            return
        self.note.say(_("Saved: {name}").format(name=isolate(Path(path).name)), "good")

    # ------------------------------------------------------------ room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def dress(self) -> None:
        super().dress()
        self._fit()

    def _fit(self) -> None:
        """Words on the buttons where the title leaves room for them."""
        words = self.title.sizeHint().width() + 8
        offers = self.switch.whole_width() + self.save.whole_width()
        brief = self.width() - 2 * _SIDE - words < offers + 2 * self._head.spacing()
        self.switch.set_brief(brief)
        self.save.set_brief(brief)
