"""Cards one can press: a rounded surface with a layout inside."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from trainer_app.ui import scenes, theme
from trainer_app.ui.enter_key import Pressable
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.chips import Chip
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import Avatar, PictureMark


class CardButton(Pressable, QAbstractButton):
    """A card that is a button: mouse, keyboard, focus and screen reader for free.

    Put a layout inside; children that only show something are passed to ``see_through``. Set
    ``setAccessibleName`` in ``retranslate`` or ``set_words``. A subclass ends its ``__init__``
    with ``settle()``.
    """

    ring_radius: float = theme.CARD_RADIUS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def see_through(self, *children: QWidget) -> None:
        """Let clicks on these children reach the card."""
        for child in children:
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def ground(self) -> str:
        """The colour role of the surface."""
        if not self.isEnabled():
            return "surface_alt"
        if self.isChecked():
            return "primary_soft"
        return "surface_alt" if self.isDown() else "surface"

    def edge(self) -> tuple[str, int]:
        """The colour role and the width in pixels of the outline."""
        if self.isChecked():
            return "primary", 2
        if theme.is_high_contrast():
            return "border", 2
        return ("border_strong" if self.underMouse() and self.isEnabled() else "border"), 1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, thick = self.edge()
        paint_surface(painter, QRectF(self.rect()), self.ground(), role, thick, self.ring_radius)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.totalSizeHint() if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        inside = self.layout()
        return inside.totalMinimumSize() if inside else super().minimumSizeHint()


class Card(Themed, QWidget):
    """A rounded surface that only holds things."""

    def __init__(
        self,
        *,
        ground: str = "surface",
        edge: str = "border",
        radius: int = theme.CARD_RADIUS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground, self._edge, self._radius = ground, edge, radius
        self.settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = (2 if theme.is_high_contrast() else 1) if self._edge else 0
        area = QRectF(self.rect())
        paint_surface(painter, area, self._ground, self._edge, thick, self._radius)


class ModuleCard(CardButton):
    """A module: picture, title, two lines about it, how far one is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: tuple[str, bytes] = ("", b"")
        self._space = _Space()
        self.title = Para("label", lines=2)
        self.summary = Para("small", colour="text_muted", lines=2)
        self.chip = Chip()
        words = QVBoxLayout()
        words.setContentsMargins(14, 12, 14, 14)
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        words.addSpacing(4)
        words.addStretch(1)
        words.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeading)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._space)
        whole.addLayout(words, 1)
        self.see_through(self._space, self.title, self.summary, self.chip)
        self.settle()

    def set_picture(self, key: str, data: bytes) -> None:
        """The picture on top: ``scenes.scene(name)`` or a pack's key and bytes; decoration only."""
        self._picture = (key, data)
        self.update()

    def set_words(self, title: str, summary: str) -> None:
        """What the module is about."""
        self.title.setText(title)
        self.summary.setText(summary)
        self._name()

    def set_state(self, kind: str, icon: str, words: str) -> None:
        """How far one is: a chip kind (``Chip.KINDS``), its icon and its words."""
        self.chip.show_state(kind, icon, words)
        self._name()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self._space.geometry())
        outline = scenes.rounded(area, self.ring_radius - 1, "top")
        scenes.paint(painter, *self._picture, area, outline)
        role, thick = self.edge()
        paint_surface(painter, QRectF(self.rect()), "", role, thick, self.ring_radius)

    def _name(self) -> None:
        self.setAccessibleName(f"{self.title.text()}. {self.chip.text()}")
        self.setAccessibleDescription(self.summary.text())


class ProfileCard(CardButton):
    """A person to choose: picture, name, team. ``icon`` makes it the card of a new learner."""

    def __init__(self, picture: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark: QWidget = Avatar(picture, 92) if picture else PictureMark(icon, 44)
        self.name = Para("label", centred=True, colour="text" if picture else "primary")
        self.team = Para("small", centred=True, colour="text_muted")
        self.team.setVisible(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(6)
        inside.addStretch(1)
        inside.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addSpacing(4)
        inside.addWidget(self.name)
        inside.addWidget(self.team)
        inside.addStretch(1)
        self.see_through(self._mark, self.name, self.team)
        self.settle()

    def set_words(self, name: str, team: str = "") -> None:
        """The person's name and team, as they were typed."""
        self.name.set_plain(name)
        self.team.set_plain(team)
        self.team.setVisible(bool(team))
        self.setAccessibleName(f"{name}, {team}" if team else name)


class _Space(QWidget):
    """Keeps room for the picture the card paints."""

    def __init__(self) -> None:
        super().__init__()
        self._height = 112
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_height(self, height: int) -> None:
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self._height)


def paint_surface(
    painter: QPainter, where: QRectF, ground: str, edge: str, thick: int, radius: float
) -> None:
    """A rounded rectangle; ``ground`` and ``edge`` are colour roles, empty for none."""
    half = thick / 2
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(edge), thick) if edge and thick else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(where.adjusted(half, half, -half, -half), radius, radius)
