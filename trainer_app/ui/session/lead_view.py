"""Shows a slide: on the wall over the whole area, at the facilitator's as a sheet of that shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app.i18n import _
from trainer_app.ui import icons, scenes, theme
from trainer_app.ui.session.lead_paint import WIDTH, Shown, paint_slide
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.cards import paint_surface

if TYPE_CHECKING:
    from trainer_app.content.module import Module
    from trainer_app.content.pack import Pack

USUAL = 1.6
"""Width : height of a wall nobody knows yet."""


class SlideView(Themed, QLabel):
    """Shows one slide. For the room it fills its area, and blank it is black, without a word.

    With a ``ratio`` it is the facilitator's: a sheet of that shape, which says when the room sees
    nothing. Screen readers hear the words of the slide.
    """

    def __init__(
        self, module: Module, pack: Pack, *, ratio: float = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._module, self._pack, self._ratio = module, pack, ratio
        self.shown: Shown | None = None
        self.is_blank = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.settle()

    def show_slide(self, shown: Shown) -> None:
        """Show another slide."""
        self.shown = shown
        self.retranslate()
        self.update()

    def set_blank(self, blank: bool) -> None:
        """Show nothing, or the slide again."""
        self.is_blank = blank
        self.retranslate()
        self.update()

    def set_ratio(self, ratio: float) -> None:
        """The shape of the sheet."""
        if ratio != self._ratio:
            self._ratio = ratio
            self.updateGeometry()
            self.update()

    def retranslate(self) -> None:
        words = self.shown.slide.words if self.shown else ""
        if self.is_blank:
            words = ". ".join((_("The room sees nothing now"), words)) if self._ratio else ""
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(560, 350)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 96)

    def sheet(self) -> QRectF:
        """Where the slide lies, in the middle of the area."""
        area = QRectF(self.rect())
        if not self._ratio:
            return area
        wide = min(area.width(), area.height() * self._ratio)
        sheet = QRectF(0, 0, wide, wide / self._ratio)
        sheet.moveCenter(area.center())
        sheet.moveTop(area.top())
        return sheet

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        if not self._ratio and self.is_blank:
            painter.fillRect(self.rect(), theme.colour("ink"))
            return
        sheet = self.sheet()
        if self._ratio:
            painter.setClipPath(scenes.rounded(sheet, theme.CONTROL_RADIUS))
        painter.fillRect(sheet, theme.colour("canvas"))
        if self.shown is None or sheet.width() < 2:
            return
        scale = sheet.width() / WIDTH
        painter.save()
        painter.setOpacity(0.25 if self.is_blank else 1.0)
        painter.translate(sheet.topLeft())
        painter.scale(scale, scale)
        paint_slide(painter, sheet.height() / scale, self.shown, self._module, self._pack)
        painter.restore()
        if self.is_blank:
            self._paint_blank(painter, sheet)
        if self._ratio and theme.is_high_contrast():
            paint_surface(painter, sheet, "", "border", 2, theme.CONTROL_RADIUS)

    def _paint_blank(self, painter: QPainter, sheet: QRectF) -> None:
        words, font = _("The room sees nothing now"), theme.font("label")
        metrics = QFontMetricsF(font)
        side, pad = theme.px(20), theme.px(16)
        pill = QRectF(0, 0, metrics.horizontalAdvance(words) + side + 3 * pad, theme.px(44))
        pill.moveCenter(sheet.center())
        paint_surface(painter, pill, "surface", "border_strong", 1, pill.height() / 2)
        rtl = self.isRightToLeft()
        x = pill.right() - pad - side if rtl else pill.left() + pad
        mark = QRectF(x, pill.center().y() - side / 2, side, side)
        icons.paint(painter, "eye-off", mark, "text", rtl=rtl)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        start = pill.left() + pad + (0 if rtl else side + pad * 0.6)
        place = QRectF(start, pill.top(), metrics.horizontalAdvance(words) + 4, pill.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
