"""Forms: a field with label, hint and error, the summary of errors, and the segmented switch."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from trainer_app.i18n import _
from trainer_app.ui import icons, theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import CardButton, paint_surface
from trainer_app.ui.widgets.pages import clear_layout
from trainer_app.ui.widgets.para import Heading, Para
from trainer_app.ui.widgets.pictures import PictureMark


class Dropdown(Themed, QComboBox):
    """A combo box with our arrow. Its name comes from the ``FormField`` around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.settle()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + theme.px(28), hint.height())

    def is_cut(self) -> bool:
        """Whether what is chosen has no room to be read whole."""
        return self.fontMetrics().horizontalAdvance(self.currentText()) > self._room()

    def _room(self) -> int:
        return self.width() - 2 * theme.px(12) - theme.px(20) - 8

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, but words that have no room end before the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words = self.currentText()
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self._room())
        option.currentText = shown  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side, pad = theme.px(20), theme.px(12)
        x = pad if self.isRightToLeft() else self.width() - pad - side
        place = QRectF(x, (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", place, "text_muted")


class FormField(Themed, QWidget):
    """A labelled editor. Words by ``set_words``; an error by ``show_error``, empty to clear it."""

    def __init__(self, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._error_words = ""
        self._label = Para("label")
        self._label.setBuddy(editor)
        self._hint = Para("small", colour="text_muted")
        self._error_mark = PictureMark("alert-circle", 20, colour="caution", beside="small")
        self._error = Para("small", colour="caution")
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._error_mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        self._error_row.setVisible(False)
        self._hint.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._label, self._hint, self._error_row, editor):
            column.addWidget(part)
        self.setFocusProxy(editor)
        self.settle()

    @property
    def error(self) -> str:
        """The error shown, empty if there is none."""
        return self._error_words

    def set_words(self, label: str, hint: str = "") -> None:
        """What is asked, and a line that helps."""
        self._label.setText(label)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._name()

    def show_error(self, words: str) -> None:
        """Say what happened and what to do, in the same words as the summary."""
        self._error_words = words
        self._error.setText(words)
        self._error_row.setVisible(bool(words))
        self.editor.setProperty("verdict", "mend" if words else "")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        self._name()

    def _name(self) -> None:
        self.editor.setAccessibleName(self._label.text())
        said = (self._error_words, self._hint.text())
        self.editor.setAccessibleDescription(" ".join(part for part in said if part))


class ErrorSummary(Themed, QWidget):
    """At the top of a form: what to mend, each line leading to its field. Hidden when empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading("h2", colour="on_caution_soft")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 10)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._lines)
        self.setVisible(False)
        self.settle()

    def retranslate(self) -> None:
        self._title.setText(_("Something is missing or needs a change"))
        self.setAccessibleName(self._title.text())

    def show_errors(self, fields: Sequence[FormField]) -> None:
        """List the errors of these fields and focus the first line; nothing to list hides it."""
        clear_layout(self._lines)
        links: list[_Link] = []
        for field in fields:
            if field.error:
                link = _Link(field.error)
                link.clicked.connect(field.editor.setFocus)
                self._lines.addWidget(link)
                links.append(link)
        self.setVisible(bool(links))
        if links:
            links[0].setFocus(Qt.FocusReason.OtherFocusReason)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        paint_surface(painter, area, "caution_soft", "caution", 2, theme.CONTROL_RADIUS)


class _Link(CardButton):
    """One line of the summary: it leads to its field."""

    ring_radius = 8

    def __init__(self, words: str) -> None:
        super().__init__()
        mark = PictureMark("arrow-right", 20, colour="on_caution_soft", beside="label")
        para = Para("label", colour="on_caution_soft")
        para.setText(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(para, 1)
        self.see_through(mark, para)
        self.setAccessibleName(para.text())
        self.settle()

    def dress(self) -> None:
        self.setMinimumHeight(theme.px(theme.SMALL_TARGET))
        super().dress()

    def ground(self) -> str:
        return ""

    def edge(self) -> tuple[str, int]:
        return ("caution", 1) if self.underMouse() else ("", 0)


class StepSwitch(Themed, QWidget):
    """One of a few steps side by side, such as four text sizes. Arrow keys move.

    Signals: ``chosen(str)`` with the id a person picked (not when set by ``select``).
    """

    chosen = Signal(str)

    def __init__(
        self, ids: Sequence[str], *, takes_enter: bool = True, parent: QWidget | None = None
    ) -> None:
        """Without ``takes_enter`` Enter goes on to the screen, which checks the answer."""
        super().__init__(parent)
        self._ids = tuple(ids)
        self._segments: dict[str, _Segment] = {}
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(4)
        for one in self._ids:
            segment = _Segment()
            segment.takes_enter = takes_enter
            segment.clicked.connect(self._on_segment_clicked)
            self._row.addWidget(segment)
            self._segments[one] = segment
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.settle()

    def set_words(self, name: str, words: Sequence[str]) -> None:
        """The name of the whole, and a word for each step."""
        self.setAccessibleName(name)
        for segment, word in zip(self._segments.values(), words, strict=True):
            segment.setText(word)
            segment.setAccessibleName(f"{name}: {word}")
            segment.updateGeometry()

    def fit(self, width: int) -> None:
        """Stand side by side in so many pixels, or one under the other where that is too little."""
        side_by_side = sum(segment.sizeHint().width() + 4 for segment in self._segments.values())
        stacked = side_by_side + 4 > width
        way = QBoxLayout.Direction
        self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the steps are one under the other."""
        widest = max(segment.sizeHint().width() for segment in self._segments.values())
        return QSize(widest + 8, super().minimumSizeHint().height())

    def select(self, one: str) -> None:
        """Show this step as chosen, without a signal."""
        self._segments[one].setChecked(True)

    def selected(self) -> str:
        """The id of the step chosen; empty if none is."""
        return next((one for one, seg in self._segments.items() if seg.isChecked()), "")

    def _on_segment_clicked(self) -> None:
        self.chosen.emit(self.selected())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "border_strong"
        paint_surface(painter, QRectF(self.rect()), "surface", edge, 2, theme.CONTROL_RADIUS + 2)


class _Segment(Pressable, QAbstractButton):
    ring_radius: float = theme.CONTROL_RADIUS - 2

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.settle()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return QSize(words + 2 * theme.px(16), max(theme.px(40), theme.line_height("label") + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() - theme.px(16), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        now = self.window().focusWidget()
        if isinstance(now, _Segment) and now is not self and not now.isChecked():
            now.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        on = self.isChecked()
        ground = "primary" if on else ("surface_alt" if self.underMouse() else "")
        paint_surface(painter, area, ground, "", 0, self.ring_radius)
        painter.setPen(QPen(theme.colour("on_primary" if on else "text")))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
