"""What a chart is drawn with: colours, sizes and words, on the screen or on paper."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QTextLayout,
    QTextOption,
)

from trainer_app import i18n
from trainer_app.ui import theme

At = Literal["start", "middle", "end"]
_AnyWidth = 100_000.0


class Ink:
    """Asked by every drawing. Places are given as if reading went from left to right, and are
    mirrored by ``placed`` where it does not.

    ``outlined`` draws words as shapes, so that a file looks the same on every computer.
    """

    def __init__(
        self,
        colours: theme.Colours,
        *,
        rtl: bool,
        zoom: float = 1.0,
        strong: bool = False,
        outlined: bool = False,
    ) -> None:
        self._colours = colours
        self.rtl = rtl
        self.zoom = zoom
        self.strong = strong
        """Whether edges are drawn where colour alone would do (high contrast)."""
        self.outlined = outlined
        self._fonts: dict[theme.Role, QFont] = {}
        self._metrics: dict[theme.Role, QFontMetricsF] = {}
        self._tints: dict[str, QColor] = {}
        self._lines: dict[theme.Role, float] = {}
        self._sides: dict[tuple[At, bool], int] = {}

    @classmethod
    def on_screen(cls, *, rtl: bool) -> Ink:
        """In the look and the text size of the moment."""
        strong = theme.is_high_contrast()
        return cls(theme.colours(), rtl=rtl, zoom=theme.zoom(), strong=strong)

    @classmethod
    def on_paper(cls, *, outlined: bool = False) -> Ink:
        """Light, at normal size, whatever the screen shows; in the language of the moment."""
        return cls(theme.LIGHT, rtl=i18n.is_rtl(), outlined=outlined)

    # ------------------------------------------------------------ measures

    def px(self, size: float) -> float:
        """A length that grows with the text size."""
        return float(round(size * self.zoom))

    def colour(self, role: str) -> QColor:
        """The colour of a role of the theme."""
        if role not in self._tints:
            self._tints[role] = QColor(getattr(self._colours, role))
        return self._tints[role]

    def font(self, role: theme.Role) -> QFont:
        """The font of a role at this text size."""
        if role not in self._fonts:
            made = theme.font(role)
            if self.zoom != theme.zoom():
                arabic = theme.ARABIC_FACTOR if i18n.is_rtl() else 1.0
                made.setPixelSize(round(theme.TYPE[role].size * self.zoom * arabic))
            self._fonts[role] = made
        return self._fonts[role]

    def metrics(self, role: theme.Role) -> QFontMetricsF:
        """Measures of that font."""
        if role not in self._metrics:
            self._metrics[role] = QFontMetricsF(self.font(role))
        return self._metrics[role]

    def line(self, role: theme.Role) -> float:
        """The distance of two lines; never less than the letters need."""
        if role not in self._lines:
            arabic = theme.ARABIC_FACTOR if i18n.is_rtl() else 1.0
            self._lines[role] = max(
                round(theme.TYPE[role].line * self.zoom * arabic),
                round(self.metrics(role).height() * (1.0 if self.rtl else 0.92)),
            )
        return self._lines[role]

    def wide(self, words: str, role: theme.Role) -> float:
        """How wide words are in one line."""
        return float(self.metrics(role).horizontalAdvance(words)) + 1

    def elided(self, words: str, role: theme.Role, width: float) -> str:
        """As much of the words as has room, with an ellipsis where some are left out."""
        metrics = self.metrics(role)
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, width))

    def kept(self, name: str) -> str:
        """A name that keeps its own direction, and its ellipsis at its own end."""
        return i18n.isolate(name) if self.rtl else name

    def wrapped_height(self, words: str, role: theme.Role, width: float) -> float:
        """How high words are in lines of this width."""
        area = QRectF(0, 0, max(1.0, width), _AnyWidth)
        found: QSizeF = (
            self.metrics(role).boundingRect(area, self._flags("start", True), words).size()
        )
        return found.height()

    # ------------------------------------------------------------ drawing

    def placed(self, area: QRectF, whole: QRectF) -> QRectF:
        """Where an area lies, given as from left to right inside of ``whole``."""
        if not self.rtl:
            return area
        return QRectF(
            whole.left() + whole.right() - area.right(), area.y(), area.width(), area.height()
        )

    def x(self, x: float, whole: QRectF) -> float:
        """The same for one place."""
        return whole.left() + whole.right() - x if self.rtl else x

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        words: str,
        role: theme.Role,
        *,
        colour: str = "text",
        at: At = "start",
        wrap: bool = False,
    ) -> None:
        """Words in an area (placed already), in the middle of its height; ``at`` is where
        reading has it."""
        if not words:
            return
        if self.outlined:
            painter.fillPath(self._outline(area, words, role, at, wrap), self.colour(colour))
            return
        painter.setFont(self.font(role))
        painter.setPen(self.colour(colour))
        painter.drawText(area, self._flags(at, wrap), words)

    def _flags(self, at: At, wrap: bool) -> int:
        if (at, wrap) not in self._sides:
            side, middle = _side(at, self.rtl), Qt.AlignmentFlag.AlignVCenter
            rtl, ltr = Qt.TextFlag.TextForceRightToLeft, Qt.TextFlag.TextForceLeftToRight
            lines = Qt.TextFlag.TextWordWrap if wrap else Qt.TextFlag.TextSingleLine
            flags = (side, middle, Qt.AlignmentFlag.AlignAbsolute, rtl if self.rtl else ltr, lines)
            self._sides[at, wrap] = sum(flag.value for flag in flags)
        return self._sides[at, wrap]

    def _outline(
        self, area: QRectF, words: str, role: theme.Role, at: At, wrap: bool
    ) -> QPainterPath:
        """The letters as shapes, joined and ordered as the language has it."""
        option = QTextOption()
        option.setTextDirection(self.direction)
        option.setWrapMode(QTextOption.WrapMode.WordWrap if wrap else QTextOption.WrapMode.NoWrap)
        option.setAlignment(_side(at, self.rtl))
        layout = QTextLayout(words, self.font(role))
        layout.setTextOption(option)
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        corner = QPointF(area.left(), area.center().y() - high / 2)
        for run in layout.glyphRuns():
            font = run.rawFont()
            for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True):
                path.addPath(font.pathForGlyph(glyph).translated(corner + place))
        return path

    @cached_property
    def direction(self) -> Qt.LayoutDirection:
        """The way of reading, as Qt calls it."""
        return Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight


def _side(at: At, rtl: bool) -> Qt.AlignmentFlag:
    if at == "middle":
        return Qt.AlignmentFlag.AlignHCenter
    left = (at == "start") != rtl
    return Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
