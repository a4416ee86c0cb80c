"""The frame around every screen: the top bar, always in the same order, and the screen below."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer_app import i18n
from trainer_app.i18n import _
from trainer_app.ui import icons, tab_order, theme
from trainer_app.ui.screen import Screen
from trainer_app.ui.themed import Themed
from trainer_app.ui.widgets.buttons import (
    HelplineButton,
    IconButton,
    QuietButton,
    SecondaryButton,
)
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.pictures import PICTURES, PictureMark

NAME = "Waypost"


class ProfileButton(IconButton):
    """The picture of the person who is signed in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("user", parent=parent)
        self._picture = ""

    @property
    def ring_radius(self) -> float:
        return self.height() / 2

    def show_picture(self, picture: str) -> None:
        """Show one of the twelve pictures; empty for none."""
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = PICTURES[self._picture][1] if self._picture else "primary"
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.colour("border" if self.underMouse() else f"{tint}_soft"))
        painter.setBrush(theme.colour(f"{tint}_soft"))
        painter.drawEllipse(area)
        inset = area.width() * 0.24
        area.adjust(inset, inset, -inset, -inset)
        icon = f"picture-{self._picture}" if self._picture else "user"
        icons.paint(painter, icon, area, f"on_{tint}_soft")


class TopBar(Themed, QWidget):
    """Mark or way back, title, language, Helpline, Hide, profile.

    Signals: ``back_asked``, ``language_asked``, ``helpline_asked``, ``hide_asked``,
    ``profile_asked``.
    """

    back_asked = Signal()
    language_asked = Signal()
    helpline_asked = Signal()
    hide_asked = Signal()
    profile_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = False
        self._person = ""
        self._leading = "mark"
        self._mark = PictureMark(icons.MARK, 32)
        self._back = IconButton("arrow-left")
        self._title = Para("h2", lines=1)
        self.language = QuietButton("language")
        self.helpline = HelplineButton("phone")
        self.hide_button = SecondaryButton("eye-off")
        self.profile = ProfileButton()
        keep = self.profile.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # Helpline and Hide stay in their place
        self.profile.setSizePolicy(keep)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addWidget(self._back)
        self._row.addSpacing(2)
        self._row.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in (self.language, self.helpline, self.hide_button, self.profile):
            self._row.addWidget(button)
        self._back.clicked.connect(self.back_asked)
        self.language.clicked.connect(self.language_asked)
        self.helpline.clicked.connect(self.helpline_asked)
        self.hide_button.clicked.connect(self.hide_asked)
        self.profile.clicked.connect(self.profile_asked)
        self.settle()

    def show_screen(self, screen: Screen) -> None:
        """Fit what the bar shows to a screen."""
        self._leading = screen.leading
        self._mark.setVisible(screen.leading == "mark")
        self._back.setVisible(screen.leading != "mark")
        self._back.set_icon("x" if screen.leading == "close" else "arrow-left")
        self.language.setVisible(screen.offers_language)
        self._title.set_plain(screen.title() or NAME)
        self._title.setAccessibleName(screen.title() or NAME)
        self.retranslate()

    def show_person(self, picture: str, name: str) -> None:
        """Show who is signed in; an empty picture means nobody."""
        self._person = name
        self.profile.show_picture(picture)
        self.profile.setVisible(bool(picture))
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Take less room on a small window."""
        self._compact = compact
        self.dress()

    def dress(self) -> None:
        edge = 8 if self._compact else 12
        self._row.setContentsMargins(24, edge - 1, 24, edge)
        self._row.setSpacing(6 if self._compact else 10)
        super().dress()

    def retranslate(self) -> None:
        self._back.setText(_("Close") if self._leading == "close" else _("Back"))
        spoken = i18n.LANGUAGES.get(i18n.language(), i18n.language())
        self.language.setText(spoken)
        self.language.setAccessibleName(_("Language: {name}").format(name=spoken))
        self.helpline.setText(_("Helpline"))
        self.hide_button.setText(_("Hide"))
        self.hide_button.setToolTip(_("Hide this program (press Shift three times)"))
        self.profile.setText(self._person or _("Your page"))

    def sizeHint(self) -> QSize:
        high = 64 if self._compact else 72
        return QSize(super().sizeHint().width(), max(high, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        high = 64 if self._compact else 72
        return QSize(
            super().minimumSizeHint().width(), max(high, super().minimumSizeHint().height())
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        thick = 2 if theme.is_high_contrast() else 1
        line = self.height() - thick
        painter.fillRect(0, line, self.width(), thick, theme.colour("border"))


class Frame(QWidget):
    """The top bar over the current screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = TopBar()
        self._screen: Screen | None = None
        self._compact: bool | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)
        self._column.addStretch(0)
        self.bar.back_asked.connect(self._on_back_asked)

    @property
    def screen_shown(self) -> Screen | None:
        """The screen in the frame."""
        return self._screen

    def show_screen(self, screen: Screen) -> None:
        """Show a screen; the former one is told, hidden and deleted."""
        former = self._screen
        if former is not None:
            former.left()
            former.title_changed.disconnect(self._on_title_changed)
            self._column.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._screen = screen
        screen.title_changed.connect(self._on_title_changed)
        self.bar.show_screen(screen)
        self._column.insertWidget(1, screen, 1)
        screen.set_compact(bool(self._compact))
        screen.show()
        first = screen.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, compact: bool) -> None:
        """Change between the two layouts."""
        if compact == self._compact:
            return
        self._compact = compact
        self.bar.set_compact(compact)
        if self._screen is not None:
            self._screen.set_compact(compact)

    def retitle(self) -> None:
        """Ask the screen for its title again."""
        if self._screen is not None:
            self.bar.show_screen(self._screen)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        tab_order.go(tab_order.stops_in(self), forward=forward)
        return True

    def _on_title_changed(self) -> None:
        self.retitle()

    def _on_back_asked(self) -> None:
        if self._screen is not None:
            self._screen.go_back()
