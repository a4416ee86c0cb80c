"""Point at places in a picture. The list of their names is the same question in words."""

from __future__ import annotations

import re

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from trainer_app.content.module import Region, SpotItem
from trainer_app.i18n import _
from trainer_app.training.attempt import shuffled
from trainer_app.ui import icons, scenes, theme
from trainer_app.ui.items.choosing import CardsView
from trainer_app.ui.items.reasons import TINTS
from trainer_app.ui.items.setting import Setting
from trainer_app.ui.items.slots import plain
from trainer_app.ui.items.view import Shown
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.choices import LETTERS, Verdict

_USUAL = 1.6
_VIEW_BOX = re.compile(rb'viewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')


class RegionButton(Themed, QAbstractButton):
    """A named place on the picture, with the letter it has in the list. For the mouse."""

    def __init__(self, letter: str, region: Region, parent: QWidget) -> None:
        super().__init__(parent)
        self.region = region
        self._letter = letter
        self._chosen, self._pointed = False, False
        self._verdict: Verdict = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list beside it is the way by keyboard
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.settle()

    def show_state(self, chosen: bool, verdict: Verdict) -> None:
        """Outline it as chosen, or by its verdict."""
        self._chosen, self._verdict = chosen, verdict
        self.update()

    def point_at(self, pointed: bool) -> None:
        """Outline it while its name in the list has the focus."""
        self._pointed = pointed
        self.update()

    def dress(self) -> None:
        self.setFont(theme.font("label"))
        super().dress()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = TINTS.get(self._verdict, "primary")
        area = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        strong = self._chosen or bool(self._verdict)
        if strong or self._pointed or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("surface"), 7 if strong else 5))
            painter.drawRoundedRect(area, 12, 12)
            style = Qt.PenStyle.DashLine if self._verdict == "not-yet" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(theme.colour(tint), 4 if strong else 2, style))
            painter.drawRoundedRect(area, 12, 12)
        self._paint_letter(painter, tint, strong)

    def _paint_letter(self, painter: QPainter, tint: str, strong: bool) -> None:
        side = min(theme.px(30), self.height() - 6, self.width() - 6)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(theme.colour(tint if strong else "border_strong"), 2))
        painter.setBrush(theme.colour(tint if strong else "surface"))
        painter.drawEllipse(spot.adjusted(1, 1, -1, -1))
        if strong:
            icon = "repeat" if self._verdict == "not-yet" else "check"
            inset = side * 0.22
            icons.paint(painter, icon, spot.adjusted(inset, inset, -inset, -inset), f"on_{tint}")
        else:
            painter.setPen(theme.colour("text"))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self._letter)


class SpotPicture(Themed, QWidget):
    """The whole picture, never cropped, with its regions on it."""

    def __init__(self, key: str, data: bytes, alt: str) -> None:
        super().__init__()
        self._key, self._data, self._ratio = f"pack/{key}", data, _shape(data)
        self.regions: dict[str, RegionButton] = {}
        self.setAccessibleName(alt)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.settle()

    def add_region(self, letter: str, region: Region, name: str) -> RegionButton:
        """Put a region on the picture."""
        button = RegionButton(letter, region, self)
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.regions[region.id] = button
        return button

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width / self._ratio)

    def sizeHint(self) -> QSize:
        return QSize(520, round(520 / self._ratio))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, round(320 / self._ratio))

    def resizeEvent(self, event: QResizeEvent) -> None:
        area = self._area()
        for button in self.regions.values():
            region = button.region
            button.setGeometry(
                area.x() + round(area.width() * region.x / 100),
                area.y() + round(area.height() * region.y / 100),
                round(area.width() * region.width / 100),
                round(area.height() * region.height / 100),
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self._area())
        outline = scenes.rounded(area, theme.CARD_RADIUS)
        scenes.paint(painter, self._key, self._data, area, outline)

    def _area(self) -> QRect:
        """The picture's own shape, as large as it goes, at the top."""
        width = min(self.width(), round(self.height() * self._ratio))
        area = QRect(0, 0, width, round(width / self._ratio))
        area.moveLeft((self.width() - width) // 2)
        return area


class SpotView(CardsView):
    """Two to eight places; the picture and the list choose together."""

    shows_picture = False

    def __init__(self, item: SpotItem, setting: Setting) -> None:
        super().__init__(item, setting)
        assert item.picture is not None
        self.several = sum(region.right for region in item.regions) > 1
        regions = shuffled(item.regions, setting.seed, item.id)
        self._regions = {region.id: region for region in regions}
        self.show_cards(list(self._regions))
        key, data = setting.picture(item.picture.file)
        alt = plain(item.picture.alt, setting.values)
        self.picture = SpotPicture(key, data, alt)
        if not data:
            self.picture.hide()
        for number, region in enumerate(regions):
            card = self.list.cards[region.id]
            card.setText(self.words(region.text))
            self.add_passage(self.card_key(region.id), region.text, card.para)
            button = self.picture.add_region(LETTERS[number], region, card.para.text())
            button.clicked.connect(card.click)
            card.toggled.connect(self._show_chosen)
            card.installEventFilter(self)
        self.offer_listening()
        self.show_speakers()
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.picture, 11, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.list, 9, Qt.AlignmentFlag.AlignTop)
        self.answers.addLayout(row)
        self.settle()

    def card_key(self, one: str) -> str:
        return f"regions.{one}.text"

    def feedback(self, one: str) -> str:
        return self._regions[one].feedback

    def feedback_key(self, one: str) -> str:
        return f"regions.{one}.feedback"

    def lock(self, locked: bool) -> None:
        super().lock(locked)
        for button in self.picture.regions.values():
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, locked)

    def mark(self, shown: Shown | None) -> None:
        super().mark(shown)
        self._show_chosen()

    def _show_chosen(self) -> None:
        for one, button in self.picture.regions.items():
            card = self.list.cards[one]
            verdict: Verdict = "right" if card.verdict == "neutral" else card.verdict
            button.show_state(card.isChecked(), verdict)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A place is outlined on the picture while its name has the focus."""
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            for one, card in self.list.cards.items():
                if card is watched:
                    self.picture.regions[one].point_at(kind == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        hint = _("Choose a place on the picture or in the list.")
        if self.several:
            hint = _("Choose all the places that fit, on the picture or in the list.")
        self.hint.setText(self.ours(hint))
        self.list.setAccessibleName(self.prompt.text())
        super().retranslate()


def _shape(data: bytes) -> float:
    """The picture's width to its height."""
    if found := _VIEW_BOX.search(data[:2000]):
        return float(found[1]) / float(found[2])
    image = QImage.fromData(QByteArray(data))
    return image.width() / image.height() if not image.isNull() else _USUAL
