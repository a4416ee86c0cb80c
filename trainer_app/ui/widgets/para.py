"""Text as people read it: true line spacing, light marks, a highlight, a clamp, linked words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from trainer_app import i18n
from trainer_app.content import inline
from trainer_app.ui import sentences, theme
from trainer_app.ui.themed import Themed

_COMFORTABLE = 560
"""Wider than this, in pixels at zoom 1, a paragraph does not ask to be."""

_ENDLESS = 100_000
"""A width in which nothing is wrapped."""
_WORD_GAP = 12
_UNBROKEN = re.compile(r"[^ \t\n]+")
"""What no line ends within; ``str.split`` would end one at a space that holds together."""
_TIGHTEST = 0.92
"""Latin lines come no closer than this share of their font's own line height."""


@dataclass(frozen=True, slots=True)
class Run:
    """Marked letters of a plain text."""

    start: int
    length: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Letters of a plain text that lead somewhere when they are clicked."""

    target: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class _Set:
    """A text laid out for one width."""

    layout: QTextLayout
    height: int
    natural: float
    clamped: bool


class Para(Themed, QLabel):
    """A paragraph. ``setText`` takes plain words with ``**strong**`` and ``*emphasis*``.

    ``lines`` clamps it (never in a learner's lesson); the full text then becomes the tooltip.
    ``colour`` is a role of the theme. Screen readers meet it as static text.
    Signals: ``link_asked(str)`` with the target of a link that was clicked; the keyboard needs
    another way to the same place.
    """

    link_asked = Signal(str)

    def __init__(
        self,
        role: theme.Role = "body",
        *,
        colour: str = "text",
        lines: int | None = None,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._colour = colour
        self._lines = lines
        self._runs: list[Run] = []
        self._links: tuple[Link, ...] = ()
        self._lit: int | None = None
        self._made: dict[tuple[int, bool], _Set] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    # ------------------------------------------------------------ words

    def setText(self, text: str, values: Mapping[str, str] | None = None) -> None:  # noqa: N802
        """Show a text of ours: its marks are drawn, its slots filled from ``values``."""
        self._show(*read_marks(text, values))

    def set_plain(self, text: str) -> None:
        """Show words somebody typed, such as a name, exactly as they are."""
        self._show(text, [])

    def _show(self, plain: str, runs: list[Run]) -> None:
        self._runs = runs
        self._lit = None
        self.set_links(())
        self._made.clear()
        super().setText(plain)
        self.setToolTip(plain if self._lines else "")
        self.updateGeometry()
        self.update()

    def set_colour(self, colour: str) -> None:
        """Draw in another role of the theme."""
        self._colour = colour
        self.update()

    def highlight(self, sentence: int | None) -> None:
        """Mark the sentence of that number as being read aloud; ``None`` takes the mark away."""
        self._lit = sentence
        self.update()

    def set_links(self, links: Sequence[Link]) -> None:
        """Underline these letters with dots and let them be clicked; for texts without clamp."""
        if self._links:
            self.unsetCursor()
        self._links = tuple(links)
        self.setMouseTracking(bool(links))
        self.update()

    def link_at(self, place: QPointF) -> Link | None:
        """The link under a point of the paragraph, if there is one."""
        made = self._set(self.width())
        for link in self._links:
            end = link.start + link.length
            for _line, area in _areas_of(made.layout, link.start, end):
                if area.translated(0, self._top(made)).adjusted(-2, 0, 2, 0).contains(place):
                    return link
        return None

    def is_cut(self) -> bool:
        """Whether words are missing that should be seen: what the overflow test asks."""
        if self._lines:
            return self.height() < theme.line_height(self._role)
        return self.height() < self.heightForWidth(self.width())

    # ------------------------------------------------------------ measures

    def dress(self) -> None:
        self.setFont(theme.font(self._role))
        self._made.clear()
        super().dress()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        unbroken = self._set(_ENDLESS)  # most texts stay in one line: laid out once, not per width
        return unbroken.height if unbroken.natural < width else self._set(width).height

    def sizeHint(self) -> QSize:
        natural = self._set(_ENDLESS).natural
        width = min(int(natural) + 2, theme.px(_COMFORTABLE))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        if self._lines:
            width = metrics.horizontalAdvance("mmm…")
        else:
            words = _UNBROKEN.findall(self.text()) or [""]
            width = max(metrics.horizontalAdvance(word) for word in words)
        if any(run.strong for run in self._runs):
            width *= 1.08
        return QSize(int(width) + 2, theme.line_height(self._role) if self.text() else 0)

    # ------------------------------------------------------------ drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        made = self._set(self.width())
        top = self._top(made)
        lit: list[QTextLayout.FormatRange] = []
        if self._lit is not None and not made.clamped:
            lit = self._draw_highlight(painter, made.layout, top)
        painter.setPen(theme.colour(self._colour))
        made.layout.draw(painter, QPointF(0, top), lit)
        if self._links and not made.clamped:
            self._draw_links(painter, made.layout, top)

    def _top(self, made: _Set) -> float:
        centred = self.alignment() & Qt.AlignmentFlag.AlignVCenter
        return max(0.0, (self.height() - made.height) / 2) if centred else 0.0

    def _draw_links(self, painter: QPainter, layout: QTextLayout, top: float) -> None:
        """A row of dots under the words; it moves no letter and shows in every look."""
        colour = "primary" if self._colour == "text" else self._colour
        pen = QPen(theme.colour(colour), max(2.0, theme.px(2)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.01, 2.0])
        painter.setPen(pen)
        for link in self._links:
            for line, area in _areas_of(layout, link.start, link.start + link.length):
                y = top + line.y() + line.ascent() + max(4.0, line.descent() * 0.7)
                painter.drawLine(QPointF(area.left() + 1, y), QPointF(area.right() - 1, y))

    def _draw_highlight(
        self, painter: QPainter, layout: QTextLayout, top: float
    ) -> list[QTextLayout.FormatRange]:
        found = sentences.spans(self.text())
        if self._lit is None or not 0 <= self._lit < len(found):
            return []
        start, end = found[self._lit]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("caution_soft"))
        for _line, area in _areas_of(layout, start, end):
            painter.drawRoundedRect(area.adjusted(-3, 1, 3, -1).translated(0, top), 5, 5)
        shape = QTextCharFormat()
        shape.setForeground(theme.colour("on_caution_soft"))
        return [_range(start, end - start, shape)]

    # ------------------------------------------------------------ links

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._links and self.link_at(event.position()) is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._links:
            self.unsetCursor()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._links or self.link_at(event.position()) is None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self.link_at(event.position()) if self._links else None
        if link is not None and event.button() == Qt.MouseButton.LeftButton:
            self.link_asked.emit(link.target)
        else:
            super().mouseReleaseEvent(event)

    # ------------------------------------------------------------ setting lines

    def _set(self, width: int) -> _Set:
        key = (width, self.isRightToLeft())
        if key not in self._made:
            if len(self._made) > 6:
                self._made.clear()
            self._made[key] = self._laid_out(max(1, width))
        return self._made[key]

    def _laid_out(self, width: int) -> _Set:
        text = self.text()
        made = self._lines_of(text, self._runs, width)
        if self._lines is None or made.layout.lineCount() <= self._lines:
            return made
        last = made.layout.lineAt(self._lines - 1)
        metrics = QFontMetricsF(self.font())
        tail = text[last.textStart() :]
        ending = metrics.elidedText(tail, Qt.TextElideMode.ElideRight, width - 2)
        short = text[: last.textStart()] + ending
        runs = [run for run in self._runs if run.start + run.length < len(short)]
        made = self._lines_of(short, runs, width)
        height = min(made.height, self._lines * self._line_height(made.layout))
        return _Set(made.layout, height, made.natural, clamped=True)

    def _lines_of(self, text: str, runs: list[Run], width: int) -> _Set:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(self._option())
        layout.setFormats([_shape(run) for run in runs])
        layout.beginLayout()
        natural = 0.0
        found: list[QTextLine] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            natural = max(natural, line.naturalTextWidth())
            found.append(line)
        layout.endLayout()
        step = self._line_height(layout)
        for number, line in enumerate(found):
            line.setPosition(QPointF(0, number * step + (step - line.height()) / 2))
        return _Set(layout, len(found) * step if text else 0, natural, clamped=False)

    def _line_height(self, layout: QTextLayout) -> int:
        tallest = max((layout.lineAt(n).height() for n in range(layout.lineCount())), default=0.0)
        closest = 1.0 if self.isRightToLeft() else _TIGHTEST  # Arabic marks fill the whole height
        return max(theme.line_height(self._role), round(tallest * closest))

    def _option(self) -> QTextOption:
        rtl = self.isRightToLeft()
        option = QTextOption()
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            option.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        else:
            side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            option.setAlignment(side)
        return option


class Heading(Para):
    """A title; screen readers are told its level by its name only, as Qt has no heading role."""

    def __init__(
        self, role: theme.Role = "h1", *, colour: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(role, colour=colour, parent=parent)


def read_marks(text: str, values: Mapping[str, str] | None = None) -> tuple[str, list[Run]]:
    """The plain words of a marked text, and which of them are marked."""
    plain = ""
    runs: list[Run] = []
    for span in inline.spans(text, values):
        if span.strong or span.emphasis:
            runs.append(Run(len(plain), len(span.text), span.strong))
        plain += span.text
    return plain, runs


def _shape(run: Run) -> QTextLayout.FormatRange:
    shape = QTextCharFormat()
    if run.strong or i18n.is_rtl():  # Arabic has no slanted letters
        shape.setFontWeight(QFont.Weight.DemiBold)
    else:
        shape.setFontItalic(True)
    return _range(run.start, run.length, shape)


def _range(start: int, length: int, shape: QTextCharFormat) -> QTextLayout.FormatRange:
    made: Any = QTextLayout.FormatRange()  # its fields are missing from the stubs
    made.start, made.length, made.format = start, length, shape
    return cast("QTextLayout.FormatRange", made)


def _areas_of(layout: QTextLayout, start: int, end: int) -> Iterator[tuple[QTextLine, QRectF]]:
    """Where letters ``start`` to ``end`` stand in a text, line by line."""
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first < last:
            for area in _areas(line, first, last):
                yield line, area


def _areas(line: QTextLine, first: int, last: int) -> list[QRectF]:
    """Where letters ``first`` to ``last`` of a line stand; one area unless directions mix."""
    boxes = sorted(
        (run.boundingRect() for run in line.glyphRuns(first, last - first)),
        key=lambda box: box.left(),
    )
    found: list[QRectF] = []
    for box in boxes:
        area = QRectF(box.left(), line.y(), box.width(), line.height())
        if found and area.left() - found[-1].right() < _WORD_GAP:
            found[-1] = found[-1].united(area)
        else:
            found.append(area)
    return found
